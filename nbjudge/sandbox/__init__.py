"""The walls around a student's kernel, built after the fork and before any of their code runs.

Linux only, without root, inside an ordinary container too; nothing is imported anew. Each kind of
wall stands in a module of its own, and what a machine cannot build is named by `missing`.
"""

from nbjudge.sandbox.policy import apply, look_up_paths, missing, separate

__all__ = ["apply", "look_up_paths", "missing", "separate"]
