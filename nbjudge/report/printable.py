"""Makes text of a student's safe for a terminal; all such text goes through here.

Names of folders and files, messages of errors and values can hold characters that a terminal obeys:
codes that clear the screen or rename the window, letters that turn the direction of writing,
letters without width.
"""

MAX_LETTERS = 2000


def printable(text: object, limit: int = MAX_LETTERS) -> str:
    """The text on one line of at most about `limit` letters, with invisible letters spelled out.

    Line ends are spelled out too, so that no text can look like a line of ours.
    """
    said = str(text)
    shown = "".join(map(_seen, said[:limit]))
    left_out = len(said) - limit
    return f"{shown} … ({left_out} more letters)" if left_out > 0 else shown


def _seen(letter: str) -> str:
    return letter if letter.isprintable() else letter.encode("unicode_escape").decode()
