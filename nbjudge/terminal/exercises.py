"""Finds the exercises that a user names at a terminal."""

import difflib
import json
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from nbjudge.course.layout import CONFIG, CourseError, course_root, own_check_module
from nbjudge.course.notebook import exercises, read_notebook

# The files in which a bundle and a course say the order of their assignments.
_BUNDLE = Path("engine", "settings.json")
_COURSE = Path("bundle", "bundle.toml")


@dataclass(frozen=True)
class Exercise:
    """An exercise of a notebook that has checks here."""

    notebook: Path
    slug: str
    points: float
    module: Path


def find(named: list[str], start: Path) -> list[Exercise]:
    """The named exercises, in the order of the course; without names, all that lie here.

    A name may be that of a notebook, a folder, an assignment or an exercise. Raises CourseError for
    an unknown name.
    """
    paths = [start / name for name in named if (start / name).exists()]
    slugs = [name for name in named if not (start / name).exists()]
    here = [exercise for path in paths or [start] for exercise in _at(path.resolve())]
    if not here:
        raise CourseError(
            f"there is no notebook with checks in {', '.join(map(str, paths or [start]))}. Go to "
            "the folder of a notebook, where its `tests` folder lies too, or name the notebook."
        )
    if not slugs:
        return here
    for slug in slugs:
        _must_be_known(slug, here)
    return [e for e in here if e.slug in slugs or e.notebook.parent.name in slugs]


def _must_be_known(slug: str, here: list[Exercise]) -> None:
    known = list(dict.fromkeys(n for e in here for n in (e.slug, e.notebook.parent.name)))
    if slug in known:
        return
    alike = difflib.get_close_matches(slug, known, n=1)
    meant = f"did you mean {alike[0]}?" if alike else f"there are {', '.join(known)}."
    raise CourseError(f'there is no exercise, notebook or folder "{slug}" here: {meant}')


def _at(path: Path) -> list[Exercise]:
    if path.is_file():
        return _in_notebook(path)
    if own := _in_folder(path):
        return own
    root = path / "source" if (path / CONFIG).is_file() else path
    below = [folder for folder in root.iterdir() if folder.is_dir()] if root.is_dir() else []
    order = _order(path)
    below.sort(key=lambda f: (order.index(f.name) if f.name in order else len(order), f.name))
    return [exercise for folder in below for exercise in _in_folder(folder)]


def _order(folder: Path) -> list[str]:
    """The names of the assignments in the order of the course, if a file here or above says it."""
    for place in (folder, *folder.parents):
        if (place / _BUNDLE).is_file():
            said = json.loads((place / _BUNDLE).read_text(encoding="utf-8"))
            return list(said.get("assignments", []))
        if (place / _COURSE).is_file():
            said = tomllib.loads((place / _COURSE).read_text(encoding="utf-8"))
            return list(said.get("assignments", {}))
    return []


def _in_folder(folder: Path) -> list[Exercise]:
    """The exercises of a folder's notebook: the one with the folder's name, or with checks."""
    name = re.sub(r"^\d+-", "", folder.name)
    found = sorted(folder.glob("*.ipynb"))
    named = [path for path in found if path.stem in (folder.name, name)]
    with_checks = [own for path in named or found if (own := _in_notebook(path))]
    if len(with_checks) > 1:
        notebooks = ", ".join(own[0].notebook.name for own in with_checks)
        raise CourseError(f"{folder} has several notebooks: name one of {notebooks}.")
    return with_checks[0] if with_checks else []


def _in_notebook(path: Path) -> list[Exercise]:
    modules = {e.slug: (e, _module(path.parent, e.slug)) for e in exercises(read_notebook(path))}
    return [
        Exercise(path, slug, exercise.points, module)
        for slug, (exercise, module) in modules.items()
        if module is not None
    ]


def _module(folder: Path, slug: str) -> Path | None:
    """The check module beside a notebook, or that of the course for a source notebook."""
    beside = folder / "tests" / f"test_{slug}.py"
    if beside.is_file():
        return beside
    root = course_root(folder)
    own = own_check_module(root, folder.name, slug) if root else beside
    return own if own.is_file() else None
