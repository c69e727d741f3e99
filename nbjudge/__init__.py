"""Judges notebooks: the checks that students see, and the engine that grades with them."""

from typing import TYPE_CHECKING, Any

from nbjudge.course.layout import CourseError, data_folder

if TYPE_CHECKING:
    from nbjudge.grading.configure import configure
    from nbjudge.judge.live import check

__all__ = ["CourseError", "check", "configure", "data_folder"]


def __getattr__(name: str) -> Any:
    # Only notebooks need what `check` brings with it, torch above all.
    if name == "check":
        from nbjudge.judge.live import check

        return check
    if name == "configure":
        from nbjudge.grading.configure import configure

        return configure
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
