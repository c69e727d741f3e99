"""What of a course's settings must be known before nbgrader is imported, which takes seconds."""

import ast
from pathlib import Path

from nbjudge.course.layout import CONFIG, course_root


def written_preload(start: Path) -> list[str] | None:
    """The list that `c.Judge.preload` is set to, if it stands written out in `nbgrader_config.py`.

    None if it is computed, or not set. `start` is the course's folder, or one below it.
    """
    root = course_root(start)
    try:
        text = (root / CONFIG).read_text(encoding="utf-8") if root else ""
        found = [_list_of(statement) for statement in ast.parse(text).body]
    # What is wrong with it is said when the whole configuration is read.
    except (OSError, TypeError, ValueError, SyntaxError):
        return None
    return next((names for names in reversed(found) if names is not None), None)


def _list_of(statement: ast.stmt) -> list[str] | None:
    if not isinstance(statement, ast.Assign):
        return None
    if not ast.unparse(statement.targets[0]).endswith(".Judge.preload"):
        return None
    names = ast.literal_eval(statement.value)
    return [str(name) for name in names]
