"""What `nbjudge serve` does: grades in a course folder until it is ended."""

import argparse
import contextlib
import math
import signal
import time
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from nbjudge.course.layout import CourseError
from nbjudge.grading.entering import enter_assignments
from nbjudge.grading.turns import server_lock
from nbjudge.grading.workers import warm_up
from nbjudge.report.printable import printable
from nbjudge.sandbox import missing
from nbjudge.serving.desk import Desk
from nbjudge.serving.settings import read_settings
from nbjudge.serving.upkeep import CourseFiles, forget_course
from nbjudge.submission.submissions import Course, open_course

_PAUSE = 0.1  # seconds between two looks, or more where looking takes long
_SHARE = 10  # looking takes at most a tenth of the time
_LAST_SECONDS = 5.0  # for what is being graded when the server is to end
_COURSE_EVERY = 2.0  # seconds between two looks at the course's own files
_BETWEEN = 0.5  # the same, while nothing can be graded
_TRIED_AGAIN = 30.0  # seconds until a course with a fault is tried again anyway


@dataclass
class Stop:
    """Whether the server is to end; signals say so, and end it at once while a course is opened."""

    wanted: bool = False
    is_opening: bool = True

    def want(self, number: int, frame: FrameType | None) -> None:
        self.wanted = True
        if self.is_opening:
            raise KeyboardInterrupt


def run(options: argparse.Namespace) -> int:
    """Serves until SIGTERM or Ctrl-C; returns its exit code."""
    stop = Stop()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop.want)
    try:
        course = open_course(Path.cwd())
        with contextlib.closing(server_lock(course)) as lock:
            if not lock.take(wait=False):
                raise CourseError("another `nbjudge serve` serves this course: end it first")
            graded = _serve(course.root, options, stop)
    except CourseError as error:
        _say(f"nbjudge: {error}")
        return 2
    except KeyboardInterrupt:
        graded = 0
    _say(f"nbjudge: stopped; {graded} graded. What is left is graded after the next start")
    return 0


def _serve(root: Path, options: argparse.Namespace, stop: Stop) -> int:
    """Serves the course as it is, and anew whenever it has changed; returns how many it graded."""
    graded, is_first, told = 0, True, ""
    while not stop.wanted:
        files = CourseFiles(root)
        try:
            stop.is_opening = True
            desk = _opened(open_course(root), options, files)
            stop.is_opening = False
        except (CourseError, OSError) as error:
            if is_first:
                raise CourseError(str(error)) from error
            stop.is_opening = False
            if told != str(error):
                told = str(error)
                _say(f"nbjudge: nothing is graded until this is mended: {told}")
            _wait_for_mending(files, stop)
        else:
            is_first, told = False, ""
            with contextlib.closing(desk):
                _until_changed(desk, files, stop)
                _let_finish(desk, stop)
                graded += desk.graded
        forget_course(root)
    return graded


def _opened(course: Course, options: argparse.Namespace, files: CourseFiles) -> Desk:
    """A desk for the course, with everything warm. Raises CourseError."""
    lacking = missing()
    for lack in lacking:
        _say(f"not protected: {lack}")
    if lacking and options.require_sandbox:
        raise CourseError("nothing is graded, since --require-sandbox asks for all protections")
    settings, assignments = read_settings(course.config), course.assignments()
    for entered in enter_assignments(course, assignments):
        _say(entered)
    warm_up(course, assignments)
    desk = Desk(course, settings, max(1, options.workers), _say, files.have_changed)
    _say(f"nbjudge: ready. It grades what comes into {desk.places}")
    return desk


def _until_changed(desk: Desk, files: CourseFiles, stop: Stop) -> None:
    """Grades what arrives, until the course's own files change."""
    next_look, next_course = 0.0, 0.0
    while not stop.wanted:
        began = time.monotonic()
        # Nothing is begun with a course that has just got a fault.
        if began >= next_course or desk.has_waiting:
            if files.have_changed():
                return
            took = time.monotonic() - began
            next_course = began + max(_COURSE_EVERY, took * _SHARE)
        if began >= next_look:
            desk.look()
            took = time.monotonic() - began
            next_look = began + max(_PAUSE, took * _SHARE)
        desk.work(_PAUSE)


def _let_finish(desk: Desk, stop: Stop) -> None:
    """Lets workers finish what they have begun; if the server is to end, not for long."""
    end = math.inf
    while desk.is_busy and time.monotonic() < end:
        if stop.wanted:
            end = min(end, time.monotonic() + _LAST_SECONDS)
        desk.work(_PAUSE, begin=False)


def _wait_for_mending(files: CourseFiles, stop: Stop) -> None:
    """Waits until a file has changed, or for a while: the fault may lie in the gradebook."""
    now = CourseFiles(files.root, with_release=True)
    end = time.monotonic() + _TRIED_AGAIN
    while not (stop.wanted or files.have_changed() or now.have_changed()):
        if time.monotonic() > end:
            return
        time.sleep(_BETWEEN)


def _say(said: str) -> None:
    print(printable(said), flush=True)
