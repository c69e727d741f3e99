"""Judges notebooks: the checks that students see, and the engine that grades with them."""

from nbjudge.course import CourseError, data_folder
from nbjudge.live import check

__all__ = ["CourseError", "check", "data_folder"]
