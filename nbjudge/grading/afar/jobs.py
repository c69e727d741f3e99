"""What travels between the command and the workers of an executor.

An executor's own processes see submissions as bytes only, so they need not import nbgrader.
"""

from dataclasses import dataclass
from pathlib import Path

Engine = dict[str, str]


@dataclass(frozen=True)
class Job:
    """One submission to be judged.

    `digest` names the course's contents, which lie in these `folders` of `root` if the worker
    shares the course folder, else in `parcel` or in the worker's cache. `engine` are the versions
    that decide scores. The worker stops judging after so many `seconds`.
    """

    digest: str
    root: Path
    folders: tuple[str, ...]
    engine: Engine
    needs_sandbox: bool
    seconds: float
    payload: bytes
    parcel: bytes | None = None


@dataclass(frozen=True)
class Needs:
    """A worker's answer where it has no course with this content; `place` names its cache."""

    place: str


@dataclass(frozen=True)
class Refused:
    """A worker's answer where it must not judge; says why in words."""

    why: str


@dataclass(frozen=True)
class Failed:
    """A worker's answer where judging ended the process that did it; says why in words."""

    why: str


@dataclass(frozen=True)
class Done:
    """A worker's answer; `lacking` are the protections that it lacks, in words."""

    payload: bytes
    lacking: tuple[str, ...]


Reply = Needs | Refused | Failed | Done
