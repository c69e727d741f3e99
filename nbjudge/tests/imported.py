"""What `nbjudge` and `nbgrader` import at their start, imported once for all that tests run."""

from importlib import import_module

from nbjudge.process.imports import many_imports

_NAMES = (
    *("torch", "nbgrader.apps", "nbgrader.converters", "nbgrader.plugins"),
    *("nbjudge.grading.command", "nbjudge.grading.workers", "nbjudge.overview.command"),
    *("nbjudge.lms.command", "nbjudge.bundle.command", "nbjudge.course.command"),
)
with many_imports():
    for name in _NAMES:
        import_module(name)
    MAINS = {
        "nbgrader": import_module("nbgrader.apps.nbgraderapp").main,
        "nbjudge": import_module("nbjudge.__main__").main,
    }
