"""`python -m nbjudge grade`: grades what is new in a course folder, and prints the scores."""

import argparse
import gc
import os
import sys

from nbjudge.judge.provisioner import can_fork, fork_server
from nbjudge.process.imports import many_imports


def main(arguments: list[str] | None = None) -> int:
    """Runs a command of nbjudge's; returns its exit code."""
    options = _parser().parse_args(arguments)
    if can_fork():
        fork_server()  # it imports torch while this process imports nbgrader
    with many_imports():
        from nbjudge.grading.command import run

        gc.freeze()  # or the first collection would look at all that, in each worker once more

    return run(options)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m nbjudge", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    command = commands.add_parser("grade", help="grade what is new in submitted/")
    command.add_argument("assignments", nargs="*", metavar="ASSIGNMENT", help="default: all")
    command.add_argument("--force", action="store_true", help="grade everything once more")
    command.add_argument("--student", metavar="ID", default="*", help="only this student")
    command.add_argument("-j", dest="workers", type=int, default=os.cpu_count(), metavar="N",
                         help="grade N submissions at a time (default: one per core)")  # fmt: skip
    command.add_argument("--no-feedback", action="store_true", help="write no feedback pages")
    command.add_argument("--require-sandbox", action="store_true",
                         help="grade nothing where a protection is missing")  # fmt: skip
    return parser


if __name__ == "__main__":
    sys.exit(main())
