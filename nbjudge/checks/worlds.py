"""`what_if`: the same notebook where something about its surroundings is otherwise."""

from nbjudge.course.layout import CourseError
from nbjudge.link.handle import Student, link_of
from nbjudge.link.worlds import World


def what_if(student: Student, world: World) -> Student:
    """The names of the same cells, run once more in a fresh kernel that is in another world.

    What they defined is judged as `student` is; the judged kernel notices nothing. Handles of one
    world mean nothing in another. Raises CheckFailure where the kernel ends there, and CourseError
    where `check` was called without a notebook, so that there are no cells to run.
    """
    run_there = link_of(student).run_there
    if run_there is None:
        raise CourseError("`what_if` runs a notebook's cells once more, and here are none")
    there = run_there(world)
    link_of(there).discretion = link_of(student).discretion
    return there
