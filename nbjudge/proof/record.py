"""Keeps known verdicts in a file, so that nothing is judged again until it changes."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from nbjudge.course.layout import files_beside
from nbjudge.proof.judging import Conditions
from nbjudge.proof.subjects import Subject
from nbjudge.proof.variants import Variant


@dataclass(frozen=True)
class Known:
    """The verdicts of one version of the checks on one variant, under some conditions.

    `mistakes` says where these verdicts contradict what the variant's file says.
    """

    exercise: str
    version: str
    variant: str
    seed: int
    threads: int
    states: dict[str, str]
    mistakes: tuple[str, ...]
    device: str = "cpu"

    @property
    def conditions(self) -> Conditions:
        return Conditions(self.seed, self.threads, self.device)


Key = tuple[str, str, str, Conditions]


def key_of(known: Known) -> Key:
    return known.exercise, known.version, known.variant, known.conditions


class Record:
    """A file with one verdict a line; after a stopped run, the next one goes on with it."""

    def __init__(self, path: Path):
        self._path = path
        self._known = {key_of(known): known for known in _read(path)}
        # A half-written line must not spoil the next one.
        self._begin = "\n" if _is_cut_off(path) else ""

    def find(self, key: Key) -> Known | None:
        return self._known.get(key)

    def add(self, found: Iterable[Known]) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.open("a", encoding="utf-8") as file:
            file.write(self._begin)
            self._begin = ""
            for known in found:
                self._known[key_of(known)] = known
                file.write(json.dumps(asdict(known)) + "\n")


def _read(path: Path) -> Iterator[Known]:
    """The verdicts in a file; half-written lines are left out."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    for line in lines:
        try:
            said = json.loads(line)
            yield Known(**{**said, "mistakes": tuple(said["mistakes"])})
        except (ValueError, TypeError, KeyError):
            continue


def _is_cut_off(path: Path) -> bool:
    return path.is_file() and not path.read_bytes().endswith(b"\n")


def version_of(subject: Subject, variant: Variant) -> str:
    """A text that changes with the variant, its exercise's notebook, the checks or the engine."""
    of_all = (_engine(), _exercise(subject), repr(variant))
    return sha256("\n".join(of_all).encode()).hexdigest()[:16]


@cache
def _exercise(subject: Subject) -> str:
    module = subject.module
    texts = [path.read_text(encoding="utf-8") for path in (module, *files_beside(module))]
    cells = [cell.source for cell in subject.source.cells]
    return _digest([*texts, *cells])


@cache
def _engine() -> str:
    folder = Path(__file__).parents[1]
    files = sorted(p for p in folder.rglob("*.py") if "tests" not in p.relative_to(folder).parts)
    return _digest([path.read_text(encoding="utf-8") for path in files])


def _digest(texts: list[str]) -> str:
    return sha256("\0".join(texts).encode()).hexdigest()
