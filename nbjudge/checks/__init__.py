"""What check modules use: asking about the student's side, and asserting in a student's words."""

from nbjudge.checks.assertions import *  # noqa: F403
from nbjudge.checks.assertions import __all__  # noqa: F401
