"""Where the parts of a course lie."""

import os
from pathlib import Path

CONFIG = "nbgrader_config.py"


def data_folder(start: Path | None = None) -> str:
    """The data folder: `$NBJUDGE_DATA`, else the nearest `data` here or above that is not empty.

    "Here" is `start`, or the present folder. Without either, it is `data` beside the notebook; with
    internet, a notebook may download its data into it.
    """
    if configured := os.environ.get("NBJUDGE_DATA"):
        return configured
    here = start or Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "data").is_dir() and any((folder / "data").iterdir()):
            return str(folder / "data")
    return str(here / "data")


class CourseError(Exception):
    """A file of the course is missing or wrong; the message says which file, and what to do."""

    def _render_traceback_(self) -> list[str]:
        # In a notebook the message helps, and a traceback through the engine does not.
        return [str(self)]


def course_root(start: Path) -> Path | None:
    """The folder at or above `start` that holds `nbgrader_config.py`."""
    return next((f for f in (start, *start.parents) if (f / CONFIG).is_file()), None)


def own_check_module(root: Path, assignment: str, slug: str) -> Path:
    """The path of an exercise's check module in the course's folder, whether it exists or not."""
    return root / "tests" / assignment / f"test_{slug}.py"


def is_released(module: Path) -> bool:
    """Whether a check module lies where students have theirs: in `tests` beside the notebook."""
    return module.parent.name == "tests"


def slug_of(module: Path) -> str:
    """The slug of the exercise that a check module checks."""
    return module.stem.removeprefix("test_")


def files_beside(module: Path) -> list[Path]:
    """The other Python files that a check module may use: probes, and code that modules share.

    They lie beside it, or in the course's `tests` itself, for modules of several assignments that
    name them; a release has all of them beside its modules.
    """
    own = _not_checks(module.parent)
    if is_released(module):
        return own
    shared = _not_checks(module.parents[1])
    texts = [path.read_bytes() for path in (module, *own) if shared and path.is_file()]
    return own + [path for path in shared if any(path.name.encode() in text for text in texts)]


def file_beside(module: Path, name: str) -> Path:
    """Where this one of `files_beside` lies, or would lie."""
    beside, shared = module.with_name(name), module.parents[1] / name
    in_the_course = not is_released(module) and not beside.exists() and shared.is_file()
    return shared if in_the_course else beside


def _not_checks(folder: Path) -> list[Path]:
    return sorted(p for p in folder.glob("*.py") if not p.name.startswith("test_"))


def check_modules(start: Path) -> list[Path]:
    """All check modules that `check_module` finds from here."""
    root = course_root(start)
    in_the_course = sorted(root.glob("tests/*/test_*.py")) if root else []
    return in_the_course + sorted((start / "tests").glob("test_*.py"))


def check_module(slug: str, start: Path) -> Path:
    """The check module of an exercise: `tests/test_<slug>.py` beside the notebook, or the course's.

    If both exist, it is the course's, which has the hidden checks as well. Raises CourseError if
    there is none.
    """
    root = course_root(start)
    found = sorted(root.glob(f"tests/*/test_{slug}.py")) if root else []
    beside = start / "tests" / f"test_{slug}.py"
    found += [beside] if beside.is_file() else []
    if not found:
        raise CourseError(
            f'there are no checks for "{slug}": no test_{slug}.py in {start / "tests"}. '
            "Check the spelling, and that the `tests` folder lies beside the notebook."
        )
    return found[0]


def notebook_for(module: Path) -> Path:
    """The notebook that a check module is about: beside its `tests` folder, or in `source/`.

    Raises CourseError if there is none, or if there are several and none has the folder's name.
    """
    folder = module.parent
    in_the_course = folder.parent.parent / "source" / folder.name
    beside = folder.parent if is_released(module) else in_the_course
    found = sorted(beside.glob("*.ipynb"))
    named = [path for path in found if path.stem == beside.name]
    if len(named or found) != 1:
        raise CourseError(
            f"{module.name} needs the one notebook in {beside}, and there are {len(found)}. "
            "Name the one to check with --nbjudge-notebook PATH."
        )
    return (named or found)[0]
