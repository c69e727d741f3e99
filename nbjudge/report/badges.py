"""The mark of each state: as a letter, and as a badge that is readable in any theme."""

from nbjudge.report.results import State

_MARKS: dict[State, str] = {"passed": "✓", "failed": "✗", "not attempted": "○", "broken": "–"}
# White is readable on each, and each can be told from a light and a dark theme's background.
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
    """What stands before a line that a reader should not miss, as HTML."""
    return _badge("!", COLOURS["failed"], "note")


def _badge(letter: str, colour: str, said: str) -> str:
    style = (
        f"background: {colour}; color: #fff; font: 700 11px/16px sans-serif; flex: 0 0 16px; "
        "height: 16px; border-radius: 8px; text-align: center; margin: 0.2em 0.6em 0 0"
    )
    return f'<span role="img" aria-label="{said}" style="{style}">{letter}</span>'
