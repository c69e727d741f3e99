"""Which assignments, or exercises of them, a user at a terminal wants to have graded."""

from collections.abc import Sequence

from nbjudge.course.layout import CourseError, slug_of
from nbjudge.course.soundness import close_to
from nbjudge.submission.submissions import Course


def assignments_for(course: Course, named: Sequence[str], exercises: Sequence[str]) -> list[str]:
    """The assignments named, or all; of these, only those that have the named exercises.

    Raises CourseError for an unknown name; the message suggests a similar one.
    """
    known = course.assignments()
    if unknown := sorted(set(named) - set(known)):
        meant = close_to(unknown[0], known)
        instead = f"did you mean {meant}?" if meant else f"there is {', '.join(known) or 'none'}"
        raise CourseError(f"there is no assignment {unknown[0]} in source/: {instead}")
    chosen = list(named) or known
    if not exercises:
        return chosen
    found = {assignment: _exercises(course, assignment) for assignment in chosen}
    there = sorted({slug for slugs in found.values() for slug in slugs})
    for slug in exercises:
        if slug not in there:
            raise CourseError(_unknown(slug, there, chosen))
    return [assignment for assignment in chosen if set(exercises) & set(found[assignment])]


def _exercises(course: Course, assignment: str) -> list[str]:
    notebooks = course.notebooks(assignment)
    return [slug_of(module) for path in notebooks for module in course.check_modules(path)]


def _unknown(slug: str, there: list[str], assignments: list[str]) -> str:
    where = ", ".join(assignments)
    if not there:
        return f'there is no exercise "{slug}": no cell of {where} calls check'
    meant = close_to(slug, there)
    instead = f'did you mean "{meant}"?' if meant else f"there are {', '.join(there)}."
    return f'there is no exercise "{slug}" in {where}: {instead}'
