"""Judges some exercises of a submission again, and those that build on what has changed."""

from collections.abc import Collection
from pathlib import Path

from nbjudge.course.layout import slug_of
from nbjudge.judge.places.regrading import Regrading
from nbjudge.judge.session import judge
from nbjudge.report.results import ExerciseResult


def judge_again(
    modules: list[Path],
    place: Regrading,
    chosen: Collection[str],
    *,
    points: dict[str, float],
    secret: str,
) -> list[ExerciseResult]:
    """Judges the `chosen` exercises of a notebook; a result for each exercise that was judged.

    `modules` are those of all its exercises, in order. Raises CourseError as `judge` does.
    """
    found: list[ExerciseResult] = []
    left = {slug_of(module) for module in modules} & set(chosen)
    for slug in map(slug_of, modules):
        if not left and not place.may_differ_at(slug):
            break
        if slug in left or place.builds_on_what_changed(slug):
            left.discard(slug)
            results = judge(modules, place, points=points, secret=secret, exercises={slug})
            found += [result for result in results if result.slug == slug]
        else:
            place.pass_by(slug)
    return found
