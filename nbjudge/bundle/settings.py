"""The settings of a course's bundle: the file `bundle/bundle.toml` in the course's folder."""

import tomllib
from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

from nbjudge.course.layout import CourseError

FOLDER = "bundle"
FILE = "bundle.toml"
_LISTS = ("requirements", "files", "cpu_packages")
_TEXTS = ("name", "title", "cpu_index", "address")
_DEFAULTS: dict[str, Any] = {
    "requirements": [],
    "files": [],
    "cpu_packages": [],
    "cpu_index": "",
    "address": "",
    "gigabytes": 1,
}


@dataclass(frozen=True)
class Settings:
    """What a bundle holds and needs.

    `assignments` maps names, in the order of the course, to the minutes that each takes;
    `requirements` are packages that notebooks import besides the engine, and `files` are files of
    the course's folder that go into the bundle. On Linux `cpu_packages` come from `cpu_index`;
    they are built for one another, and imported by their own names to see that they fit.
    `gigabytes` is the size of everything once installed. `address` is where the zip can be
    downloaded; empty if nowhere.
    """

    name: str
    title: str
    assignments: dict[str, int]
    requirements: list[str]
    files: list[str]
    cpu_packages: list[str]
    cpu_index: str
    address: str
    gigabytes: int

    @property
    def version(self) -> str:
        """The version of the bundle, which is that of the engine in it."""
        return distribution("nbjudge").version

    @property
    def stem(self) -> str:
        """The name of the zip and of the folder in it."""
        return f"{self.name}-{self.version}"


def read_settings(root: Path) -> Settings:
    """The settings of the course at `root`. Raises CourseError if they are incomplete or wrong."""
    path = root / FOLDER / FILE
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise CourseError(
            f"there is no {path}: write one, as docs/another-course.md shows"
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CourseError(f"{path} cannot be read: {error}") from error
    if wrong := _wrong(said):
        raise CourseError(f"{path}: {wrong}")
    return Settings(**{**_DEFAULTS, **said})


def _wrong(said: dict[str, Any]) -> str:
    """What is wrong with these settings; empty where nothing is."""
    known = set(Settings.__dataclass_fields__)
    if strange := sorted(said.keys() - known):
        return f"`{strange[0]}` is no setting; there are {', '.join(sorted(known))}"
    if missing := sorted(known - said.keys() - _DEFAULTS.keys()):
        return f"`{missing[0]}` is missing"
    if not isinstance(said["assignments"], dict) or not said["assignments"]:
        return "`[assignments]` names each assignment, in order, and its minutes: `sums = 60`"
    for name, value in said.items():
        wanted = str if name in _TEXTS else list if name in _LISTS else int
        if name != "assignments" and not isinstance(value, wanted):
            return f"`{name}` is not of type {wanted.__name__}: {value!r}"
    return ""
