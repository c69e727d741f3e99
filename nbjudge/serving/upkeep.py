"""The course's own files while it is served: whether they have changed, and reading them anew."""

import contextlib
import sys
from pathlib import Path

from nbjudge.course.layout import CourseError
from nbjudge.grading.afar.contents import Contents
from nbjudge.judge.session import forget_checks
from nbjudge.serving.watching import Stamp
from nbjudge.submission.submissions import open_course

_USUAL = {"source_directory": "source", "release_directory": "release"}


class CourseFiles:
    """Knows the state in which a course's files were when this was made.

    These are all that decides a grade: settings and the Python files beside them, sources, checks
    with what lies beside them, and data. `with_release` adds the release, which decides none, but
    may have a fault that keeps the course from being opened.
    """

    def __init__(self, root: Path, *, with_release: bool = False):
        source, release = _places(root)
        folders = (source, release) if with_release else (source,)
        self.root = root
        self._files = Contents(root, (*folders, "tests"))
        self._before = _stamp(self._files)

    def have_changed(self) -> bool:
        return _stamp(self._files) != self._before


def forget_course(root: Path) -> None:
    """Has everything of a course's own that this process has imported imported anew."""
    forget_checks()
    for name, module in list(sys.modules.items()):
        if Path(getattr(module, "__file__", None) or "").parent == root:
            del sys.modules[name]


def _places(root: Path) -> list[str]:
    """The folders of sources and releases; the usual ones, if the settings cannot be read."""
    with contextlib.suppress(CourseError):
        course = open_course(root)
        return [str(course.folder(step, ".", "x").parent) for step in _USUAL]
    return list(_USUAL.values())


def _stamp(files: Contents) -> Stamp:
    found = []
    for name, path in files.files().items():
        with contextlib.suppress(OSError):  # an editor may be about to put it there again
            state = path.stat()
            found.append((name, state.st_size, state.st_mtime_ns, state.st_ctime_ns))
    return tuple(found)
