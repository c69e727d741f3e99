"""Hidden regions: the one convention for what students never see, in cells and check modules."""

BEGIN = "### BEGIN HIDDEN TESTS"
END = "### END HIDDEN TESTS"
_MEANT = ("BEGIN HIDDEN TESTS", "END HIDDEN TESTS")


class RegionError(ValueError):
    """A region does not begin or end where it should; names the line."""


def hidden_lines(text: str) -> set[int]:
    """The numbers (from 1) of the lines in hidden regions, delimiters included.

    Raises RegionError where the delimiters do not pair up.
    """
    hidden: set[int] = set()
    begun = 0
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip() == BEGIN:
            if begun:
                raise RegionError(f"line {number}: a hidden region begins inside another one")
            begun = number
        elif line.strip() == END:
            if not begun:
                raise RegionError(f"line {number}: a hidden region ends that never began")
            hidden.update(range(begun, number + 1))
            begun = 0
        # nbgrader takes these for delimiters too, so whoever wrote one meant to hide something.
        elif line.lstrip().startswith("#") and line.rstrip().endswith(_MEANT):
            raise RegionError(f"line {number}: write `{BEGIN}` or `{END}`, nothing else")
    if begun:
        raise RegionError(f"line {begun}: a hidden region begins and never ends")
    return hidden


def visible_text(text: str) -> str:
    """The text without its hidden regions, and without the blank lines that they leave."""
    hidden = hidden_lines(text)
    lines = [line for number, line in enumerate(text.split("\n"), 1) if number not in hidden]
    return "\n".join(lines).rstrip("\n") + "\n"
