"""What `nbjudge prove` asks of the source notebooks before it tries any check."""

from pathlib import Path

from traitlets.config import Config

from nbjudge.course.layout import CONFIG, CourseError
from nbjudge.course.notebook import grade_id, read_notebook
from nbjudge.course.soundness import faults
from nbjudge.submission.released import changed_since_release
from nbjudge.submission.submissions import open_course


def refuse_unsound(root: Path, slugs: list[str]) -> None:
    """Raises CourseError, a line for each fault, where source notebooks or check modules have any.

    Looks at the notebooks with the exercises named, or at all where none is named or found.
    """
    paths = sorted(root.glob("source/*/*.ipynb"))
    chosen = [path for path in paths if not slugs or _has_any(path, slugs)] or paths
    found = [fault for path in chosen for fault in faults(root, path)]
    if found := found or [f for path in chosen for f in _changed(root, path)]:
        raise CourseError("\n".join(found))


def settings(root: Path) -> Config:
    """What the course's `nbgrader_config.py` says; nothing where there is none."""
    return open_course(root).config if (root / CONFIG).is_file() else Config()


def _changed(root: Path, path: Path) -> list[str]:
    released = root / "release" / path.parent.name / path.name
    return changed_since_release(root, path, released, settings(root))


def _has_any(path: Path, slugs: list[str]) -> bool:
    return any(grade_id(cell) in slugs for cell in read_notebook(path).cells)
