"""The walls around a student's kernel, built after the fork and before any student's code runs.

They work only on Linux, without root, and also inside an ordinary container; they need no new
imports. Each kind of wall has a module of its own. `missing` names the walls that a machine lacks.
"""

from nbjudge.sandbox.policy import apply, look_up_paths, missing, separate

__all__ = ["apply", "look_up_paths", "missing", "separate"]
