"""Tricks: means of speed that go beyond plain code, with a switch for each.

A trick stays only as long as `benchmarks/tricks.py` shows that it saves time (docs/speed.md). The
environment variable `NBJUDGE_WITHOUT` names the tricks to switch off, separated by commas.
"""

import os

SWITCH = "NBJUDGE_WITHOUT"
TRICKS = {
    "collector": "no garbage collection while much is imported",
    "grammar": "nbformat's import does not compile a grammar that no notebook needs",
    "pages": "forked processes hold their memory in pages of 2 MB",
    "frozen": "workers' garbage collections pass over what was there before",
    "pinning": "a worker and its kernels stay on one core",
    "sessions": "checks are collected once for a class",
    "queries": "nbgrader's gradebook is set up once in each worker, and made in one process",
}


def is_on(trick: str) -> bool:
    """Whether this one of TRICKS is on. Raises ValueError if the switch names an unknown one."""
    without = {name.strip() for name in os.environ.get(SWITCH, "").split(",")} - {""}
    if unknown := sorted(without - set(TRICKS)):
        raise ValueError(f"{SWITCH} names {unknown[0]!r}; there are {', '.join(TRICKS)}")
    return trick in TRICKS and trick not in without
