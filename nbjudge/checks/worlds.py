"""`what_if`: runs the same notebook in surroundings that differ in something."""

from nbjudge.course.layout import CourseError
from nbjudge.link.handle import Student, link_of
from nbjudge.link.worlds import World


def what_if(student: Student, world: World) -> Student:
    """Runs the same cells once more, in a fresh kernel in another world; returns their names.

    The result is used like `student`; the judged kernel is not touched. Handles of one world mean
    nothing in another. Raises CheckFailure if the kernel ends there. Raises CourseError if `check`
    was called without a notebook, so that there are no cells to run.
    """
    run_there = link_of(student).run_there
    if run_there is None:
        raise CourseError("`what_if` runs a notebook's cells again, and there are none here")
    there = run_there(world)
    link_of(there).discretion = link_of(student).discretion
    return there
