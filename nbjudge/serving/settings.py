"""The settings of `nbjudge serve`: `c.Serve` in `nbgrader_config.py`."""

from traitlets import Bool, Float, Integer, TraitError
from traitlets.config import Config, Configurable

from nbjudge.course.layout import CONFIG, CourseError


class Serve(Configurable):
    """How arrivals are graded."""

    release_feedback = Bool(
        False, help="Hand out each feedback page at once, by nbgrader's `release_feedback`."
    ).tag(config=True)
    graded_per_day = Integer(
        0, min=0, help="How many submissions of a student are graded in a day. 0: all."
    ).tag(config=True)
    quiet_seconds = Float(
        0.5, min=0.1, help="A submission is whole if nothing has changed in it for so long."
    ).tag(config=True)
    patience_seconds = Float(
        10.0,
        min=0.1,
        help="A notebook that is missing, or cannot be read, may still be on its way for so long.",
    ).tag(config=True)
    refuse_other_owners = Bool(
        False,
        help="Leave a folder in the exchange if the user who owns it is not the student it names.",
    ).tag(config=True)


def read_settings(config: Config) -> Serve:
    """The settings of a course. Raises CourseError for a wrong value or a wrong name."""
    known = Serve.class_own_traits(config=True)
    if wrong := sorted(set(config.get("Serve", {})) - set(known)):
        raise CourseError(f"{CONFIG}: c.Serve has no {wrong[0]}. It has {', '.join(sorted(known))}")
    try:
        return Serve(config=Config({"Serve": config.get("Serve", {})}))
    except TraitError as error:
        raise CourseError(f"{CONFIG}, c.Serve: {error}") from error
