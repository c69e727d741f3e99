"""The marks that a check may carry: `@pytest.mark.weight(2)`, `@pytest.mark.essential`."""

import pytest

# pytest lists markers in this form: the name, its arguments, its meaning.
MARKS = (
    "weight(w): how much a check counts (default: 1)",
    "essential: an exercise earns at most half of its points if this check fails",
)


def weight_of(check: pytest.Item) -> float:
    mark = check.get_closest_marker("weight")
    return float(mark.args[0]) if mark else 1.0


def is_essential(check: pytest.Item) -> bool:
    return check.get_closest_marker("essential") is not None


def make_known(config: pytest.Config) -> None:
    """Registers the marks with pytest, except those whose name the project uses itself."""
    lines: list[str] = config.getini("markers")
    known = {_name(line) for line in lines}
    for mark in MARKS:
        if _name(mark) not in known:
            config.addinivalue_line("markers", mark)


def _name(line: str) -> str:
    return line.partition(":")[0].partition("(")[0].strip()
