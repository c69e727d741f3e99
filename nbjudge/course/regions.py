"""Regions between markers: solutions and hidden tests, which students never see.

The markers of hidden tests are the same in cells and in check modules.
"""

import difflib

BEGIN = "### BEGIN HIDDEN TESTS"
END = "### END HIDDEN TESTS"
_MEANT = ("BEGIN HIDDEN TESTS", "END HIDDEN TESTS")

# How similar a comment must be to a marker to count as a misspelt one.
_ALIKE = 0.85


class RegionError(ValueError):
    """A region does not begin or end where it should; the message names the line."""


def hidden_lines(text: str) -> set[int]:
    """The numbers (from 1) of the lines in hidden regions, delimiters included.

    Raises RegionError if the delimiters do not pair up.
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
        # nbgrader takes such a line for a delimiter too, so its author meant to hide something.
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


def wrong_markers(text: str, begin: str, end: str) -> str:
    """What is wrong with the markers in a cell, with the line and what to do; or empty.

    As for nbgrader, any line that contains a marker's words is a marker.
    """
    begun, lines = 0, text.split("\n")
    for number, line in enumerate(lines, start=1):
        if begin in line:
            if begun:
                return f"line {number}: `{begin}` stands inside another one. End that one first"
            begun = number
        elif end in line:
            if not begun:
                return f"line {number}: `{end}` ends what never began. Write `### {begin}` above"
            if not "".join(lines[begun : number - 1]).strip():
                said = f"`{begin}` and `{end}` have nothing between them"
                return f"line {number}: {said}. Put there what students do not get"
            begun = 0
        elif meant := _meant(line, begin, end):
            return f"line {number}: `{line.strip()}` is no marker. Write `### {meant}`"
    return f"line {begun}: `{begin}` never ends. Write `### {end}` below" if begun else ""


def _meant(line: str, *markers: str) -> str:
    """The marker that a comment misspells; or empty."""
    words = line.strip()
    if not words.startswith("#"):
        return ""
    said = words.strip("# ").upper()
    alike = difflib.get_close_matches(said, markers, n=1, cutoff=_ALIKE)
    return alike[0] if alike else ""
