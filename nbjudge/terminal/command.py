"""The commands `nbjudge check` and `nbjudge watch`; a student's installation has only these."""

import argparse
import contextlib
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from nbjudge.course.layout import CourseError
from nbjudge.process.imports import many_imports

if TYPE_CHECKING:
    from nbjudge.judge.states import State
    from nbjudge.terminal.exercises import Exercise


def main(arguments: list[str] | None = None) -> int:
    """Runs one of the commands that a student has; returns its exit code."""
    parser = argparse.ArgumentParser(prog="nbjudge", description="Checks your notebooks.")
    add_to(parser.add_subparsers(dest="command", required=True))
    return run(parser.parse_args(arguments))


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Adds these commands to a parser's."""
    named = "a notebook, a folder or an exercise (default: all that lie here)"
    command = commands.add_parser("check", help="check notebooks: a table, and what to do next")
    command.set_defaults(run=_check)
    command.add_argument("names", nargs="*", metavar="NAME", help=named)
    command = commands.add_parser("watch", help="check again whenever a notebook is saved")
    command.set_defaults(run=_watch)
    command.add_argument("names", nargs="*", metavar="NAME", help=named)


def run(options: argparse.Namespace) -> int:
    """Runs the command that was chosen; returns its exit code."""
    chosen: Callable[[argparse.Namespace], int] = options.run
    try:
        return chosen(options)
    except KeyboardInterrupt:
        print("nbjudge: stopped", file=sys.stderr)
        return 130


def _check(options: argparse.Namespace) -> int:
    with _told():
        exercises = _found(options.names)
        first = _first_state(exercises)
        with many_imports():
            from nbjudge.terminal.checking import check
            from nbjudge.terminal.verdicts import Verdicts

        verdicts = Verdicts(first)
        with contextlib.closing(verdicts):
            return check(exercises, verdicts)
    return 2


def _watch(options: argparse.Namespace) -> int:
    with _told():
        exercises = _found(options.names)
        first = _first_state(exercises)
        with many_imports():
            from nbjudge.terminal.verdicts import Verdicts
            from nbjudge.terminal.watching import Saves, watch

        saves = Saves(exercises)
        with contextlib.closing(Verdicts(first, saves.newer)) as verdicts:
            watch(exercises, verdicts, saves)
    return 2


@contextlib.contextmanager
def _told() -> Iterator[None]:
    """Prints an error in one line."""
    try:
        yield
    except CourseError as error:
        print(f"nbjudge: {error}", file=sys.stderr)


def _found(names: list[str]) -> "list[Exercise]":
    with many_imports():
        from nbjudge.terminal.exercises import find

    exercises = find(names, Path.cwd())
    notebooks = dict.fromkeys(os.path.relpath(exercise.notebook) for exercise in exercises)
    count = "1 exercise" if len(exercises) == 1 else f"{len(exercises)} exercises"
    print(f"nbjudge: {count} in {', '.join(notebooks)}", flush=True)
    return exercises


def _first_state(exercises: "list[Exercise]") -> "State | None":
    """Starts a process that imports what notebooks need, while this one imports for the checks."""
    with many_imports():
        from nbjudge.judge.states import first_state

    return first_state([notebook.read_bytes() for notebook in {e.notebook for e in exercises}])


if __name__ == "__main__":
    sys.exit(main())
