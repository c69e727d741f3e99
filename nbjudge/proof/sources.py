"""What `nbjudge prove` checks in the source notebooks before it tries any check."""

from pathlib import Path

from traitlets.config import Config

from nbjudge.course.layout import CONFIG, CourseError
from nbjudge.course.notebook import exercises, grade_id, read_notebook
from nbjudge.course.soundness import faults, left_to_fill, shown_path
from nbjudge.submission.released import changed_since_release
from nbjudge.submission.submissions import open_course


def refuse_unsound(root: Path, slugs: list[str]) -> None:
    """Raises CourseError, a line for each fault, if source notebooks or check modules have any.

    Looks at the notebooks with the named exercises, or at all if none is named or found.
    """
    paths = sorted(root.glob("source/*/*.ipynb"))
    chosen = [path for path in paths if not slugs or _has_any(path, slugs)] or paths
    found = [f for path in chosen for f in (*faults(root, path), *_of_variants(root, path))]
    if found := found or [f for path in chosen for f in _changed(root, path)]:
        raise CourseError("\n".join(found))


def settings(root: Path) -> Config:
    """The settings in the course's `nbgrader_config.py`; empty if there is no such file."""
    return open_course(root).config if (root / CONFIG).is_file() else Config()


def _of_variants(root: Path, path: Path) -> list[str]:
    """The marks still to be filled in, in the variants of a notebook's exercises."""
    folder = root / "variants" / path.parent.name
    names = [exercise.slug for exercise in exercises(read_notebook(path))]
    files = [file for name in names if (file := folder / f"{name}.py").is_file()]
    return [
        f"{shown_path(root, file)}, {left}"
        for file in files
        for left in left_to_fill(file.read_text(encoding="utf-8"))
    ]


def _changed(root: Path, path: Path) -> list[str]:
    released = root / "release" / path.parent.name / path.name
    return changed_since_release(root, path, released, settings(root))


def _has_any(path: Path, slugs: list[str]) -> bool:
    return any(grade_id(cell) in slugs for cell in read_notebook(path).cells)
