"""The mark of each state: as a character, and as a badge that is readable in any theme."""

from nbjudge.report.results import State

_MARKS: dict[State, str] = {"passed": "✓", "failed": "✗", "not attempted": "○", "broken": "–"}
# White text is readable on each colour, and each colour stands out from light and dark themes.
COLOURS: dict[State, str] = {
    "passed": "#1d7a4a",
    "failed": "#b8392d",
    "not attempted": "#656c78",
    "broken": "#656c78",
}


def mark(state: State) -> str:
    """A state's mark, as text."""
    return _MARKS[state]


def tinted_mark(state: State) -> str:
    """A state's mark on its colour, as HTML."""
    return _badge(_MARKS[state], COLOURS[state], state)


def warning_mark() -> str:
    """The mark before a line that a reader should not miss, as HTML."""
    return _badge("!", COLOURS["failed"], "note")


def _badge(letter: str, colour: str, said: str) -> str:
    style = (
        f"background: {colour}; color: #fff; font: 700 11px/16px sans-serif; flex: 0 0 16px; "
        "height: 16px; border-radius: 8px; text-align: center; margin: 0.2em 0.6em 0 0"
    )
    return f'<span role="img" aria-label="{said}" style="{style}">{letter}</span>'
