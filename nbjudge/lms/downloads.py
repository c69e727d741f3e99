"""The names that LMSs give to handed-in files, and what can be read from these names.

Canvas       doejane_LATE_4321_98765_tensors-1.ipynb   (`-1` counts resubmissions)
Moodle       Jane Doe_4321_assignsubmission_file_/tensors.ipynb   (or `…_file_tensors.ipynb`)
Blackboard   Week 3_jdoe_attempt_2026-11-28-10-12-13_tensors.ipynb
ILIAS        Week 3/Doe_Jane_jdoe_4321/tensors.ipynb
plain        jdoe/tensors.ipynb, or jdoe_tensors.ipynb
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from nbjudge.grading.standings import Person
from nbjudge.lms.names import Claim, whom


@dataclass(frozen=True)
class Handed:
    """One file of a download: whose it is, its path without the LMS's additions, and when.

    `attempt` counts resubmissions. `folder` is the LMS's name of the submission, which feedback
    needs on its way back.
    """

    claim: Claim
    path: str
    attempt: int = 0
    when: datetime | None = None
    late: bool = False
    folder: str = ""

    def at(self, path: str) -> "Handed":
        """The same for another path: a file that was handed in together with this one."""
        return replace(self, path=path)


# The time and the counter that LMSs put before or after a name.
_CANVAS = re.compile(r"([^/_]+)_(LATE_)?(\d+)_(\d+)_([^/]+)")
_RESUBMITTED = re.compile(r"(.+?)-(\d+)(\.\w+)")
_MOODLE = re.compile(r"(([^/]+?)_(\d+)_assignsubmission_(?:file|onlinetext)_)/?(.*)")
_BLACKBOARD = re.compile(r"[^/]+?_([^/]+)_attempt_(\d{4}(?:-\d\d){5})(?:_([^/]+)|\.txt)")
_ILIAS = re.compile(r"(?:[^/]+/)*?(([^/_]+)_([^/_]+)_([^/]+)_(\d+))/(?:(\d{14})_)?(.+)")


def _canvas(path: str) -> Handed | None:
    found = _CANVAS.fullmatch(path)
    if not found:
        return None
    name, late, number, _, file = found.groups()
    again = _RESUBMITTED.fullmatch(file)
    attempt = int(again[2]) if again else 0
    file = again[1] + again[3] if again else file
    return Handed(Claim(number=number, name=name), file, attempt, late=bool(late))


def _moodle(path: str) -> Handed | None:
    found = _MOODLE.fullmatch(path)
    if not found:
        return None
    folder, name, _, file = found.groups()
    # Its number is that of the submission, which differs in each assignment.
    return Handed(Claim(name=name), file, folder=folder)


def _blackboard(path: str) -> Handed | None:
    found = _BLACKBOARD.fullmatch(path)
    if not found:
        return None
    login, time, file = found.groups()
    when = datetime.strptime(time, "%Y-%m-%d-%H-%M-%S")
    return Handed(Claim(login=login), file or "", when=when)


def _ilias(path: str) -> Handed | None:
    found = _ILIAS.fullmatch(path)
    if not found:
        return None
    folder, last, first, login, number, time, file = found.groups()
    try:
        when = datetime.strptime(time, "%Y%m%d%H%M%S") if time else None
    except ValueError:  # these digits are no time, but belong to the file's own name
        when, file = None, f"{time}_{file}"
    return Handed(Claim(login, number, f"{first} {last}"), file, when=when, folder=folder)


_SYSTEMS: tuple[Callable[[str], Handed | None], ...] = (_moodle, _blackboard, _canvas, _ilias)


def read_names(paths: list[str], roster: Iterable[Person]) -> list[Handed | None]:
    """What the path of each file of a download says; None if it names no student.

    The LMS is the one whose form fits most paths, with or without a folder around all of them. If
    none fits, folders are taken for those of students, at the level where the roster knows most.
    """
    inside, known = _without_common_folder(paths), list(roster)
    for read in _SYSTEMS:
        for shown in (paths, inside):
            found = [read(path) for path in shown]
            if sum(handed is not None for handed in found) * 2 > len(paths):
                return [_with_the_whole_login(handed, known) for handed in found]
    return max(
        ([_plain(path) for path in shown] for shown in (paths, inside)),
        key=lambda found: (_known(found, known), len({h.claim for h in found if h})),
    )


def _with_the_whole_login(handed: Handed | None, roster: list[Person]) -> Handed | None:
    """With the login that the roster knows: it may hold underscores, as a title may before it.

    None if the roster knows more than one of those that it may be.
    """
    if handed is None or "_" not in handed.claim.login:
        return handed
    words = handed.claim.login.split("_")
    possible = ["_".join(words[first:]) for first in range(len(words))]
    found = [login for login in possible if whom(Claim(login=login), roster)]
    if len(found) > 1:
        return None
    login = found[0] if found else possible[-1]
    return replace(handed, claim=replace(handed.claim, login=login))


def _known(found: Iterable[Handed | None], roster: list[Person]) -> int:
    return sum(handed is not None and whom(handed.claim, roster) is not None for handed in found)


def _without_common_folder(paths: list[str]) -> list[str]:
    first = {path.partition("/")[0] for path in paths}
    deeper = all("/" in path for path in paths)
    return [path.partition("/")[2] for path in paths] if len(first) == 1 and deeper else paths


def _plain(path: str) -> Handed | None:
    """A folder for each student, or a file whose name begins with one."""
    student, _, file = path.partition("/")
    if not file:
        student, _, file = path.partition("_")
    return Handed(Claim(login=student, name=student), file) if file else None
