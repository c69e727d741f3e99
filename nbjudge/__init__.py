"""Judges notebooks: the checks that students see, and the engine that grades with them."""

from typing import TYPE_CHECKING, Any

from nbjudge.course.layout import CourseError, data_folder

if TYPE_CHECKING:
    from nbjudge.grading.configure import configure
    from nbjudge.judge.live import check, hint

__all__ = ["CourseError", "check", "configure", "data_folder", "hint"]


def __getattr__(name: str) -> Any:
    # Imported late: only notebooks need these modules and what they import, above all torch.
    if name in ("check", "hint"):
        from nbjudge.judge import live

        return getattr(live, name)
    if name == "configure":
        from nbjudge.grading.configure import configure

        return configure
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
