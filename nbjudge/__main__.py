"""The command line: `nbjudge COMMAND`, or `python -m nbjudge COMMAND`."""

import argparse
import gc
import os
import sys
from collections.abc import Callable
from pathlib import Path

from nbjudge.process.imports import many_imports
from nbjudge.process.tricks import is_on
from nbjudge.terminal.command import add_to as add_students_commands

_CORES = os.cpu_count() or 1


def main(arguments: list[str] | None = None) -> int:
    """Runs one of nbjudge's commands; returns its exit code."""
    options = _parser().parse_args(arguments)
    run: Callable[[argparse.Namespace], int] = options.run
    try:
        return run(options)
    except KeyboardInterrupt:
        print("nbjudge: stopped", file=sys.stderr)
        return 130
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] == __package__:
            raise
        print(
            f"nbjudge: {error.name} is not installed here: this needs `pip install "
            "'nbjudge[grade]'`, from the same wheel as nbjudge itself",
            file=sys.stderr,
        )
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="nbjudge", description="Judges a course's notebooks.")
    commands = parser.add_subparsers(dest="command", required=True)
    _add_grade(commands)
    _add_serve(commands)
    _add_report(commands)
    _add_new(commands)
    _add_prove(commands)
    _add_collect(commands)
    _add_roster(commands)
    _add_bundle(commands)
    add_students_commands(commands)
    return parser


def _add_grade(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = commands.add_parser("grade", help="grade what is new in submitted/")
    command.set_defaults(run=_grade)
    command.add_argument("assignments", nargs="*", metavar="ASSIGNMENT", help="default: all")
    command.add_argument("--force", action="store_true", help="grade everything again")
    command.add_argument("--only", metavar="EXERCISE", action="append", default=[],
                         help="judge this exercise again, and leave the grades of all others "
                         "(may be given several times)")  # fmt: skip
    command.add_argument("--dry-run", action="store_true",
                         help="say whose grades would change, and write nothing")  # fmt: skip
    command.add_argument("--student", metavar="ID", default="*", help="only this student")
    command.add_argument("--executor", metavar="EXECUTOR",
                         help="grade on other machines: dask://HOST:PORT, or a function that "
                         "returns an executor, as package.module:function")  # fmt: skip
    command.add_argument("--no-feedback", action="store_true", help="write no feedback pages")
    _add_workers(command)


def _add_serve(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = commands.add_parser("serve", help="grade submissions as they arrive")
    command.set_defaults(run=_serve)
    _add_workers(command)


def _add_workers(command: argparse.ArgumentParser) -> None:
    command.add_argument("-j", dest="workers", type=int, default=_CORES, metavar="N",
                         help="grade N submissions at a time (default: one per core)")  # fmt: skip
    command.add_argument("--require-sandbox", action="store_true",
                         help="grade nothing where a protection is missing")  # fmt: skip


def _add_report(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = commands.add_parser(
        "report", help="write report.html, the report on the class, again"
    )
    command.set_defaults(run=_report)
    command.add_argument("--names", action="store_true", help="show names beside the numbers")
    command.add_argument("--compare", metavar="RUN",
                         help="compare with a run: a name in .nbjudge/runs, or a file")  # fmt: skip


def _add_new(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = commands.add_parser("new", help="draft an assignment, or an exercise of one")
    command.set_defaults(run=_new)
    command.add_argument("assignment", metavar="ASSIGNMENT")
    command.add_argument("exercise", nargs="?", metavar="EXERCISE",
                         help="what students define (default: make the assignment)")  # fmt: skip
    command.add_argument("--points", type=float, default=2, metavar="N",
                         help="what the exercise is worth (default: 2)")  # fmt: skip


def _add_prove(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = commands.add_parser("prove", help="try the checks on right, wrong, mutated solutions")
    command.set_defaults(run=_prove)
    command.add_argument("slugs", nargs="*", metavar="EXERCISE", help="default: all exercises")
    command.add_argument("--no-mutants", action="store_true", help="only the variants")
    command.add_argument("--remote", action="store_true",
                         help="try variants in a kernel as well, as grading does")  # fmt: skip
    command.add_argument("--check-mutants", action="store_true",
                         help="try mutants of the checks as well")  # fmt: skip
    command.add_argument("--seeds", type=int, default=1, metavar="N",
                         help="instead: judge every variant under N seeds")  # fmt: skip
    command.add_argument("--threads", type=_numbers, default=[1], metavar="N,...",
                         help="instead: judge every variant with so many threads")  # fmt: skip
    command.add_argument("--device", choices=("cpu", "cuda"), default="cpu",
                         help="cuda: judge every variant with a graphics card, too")  # fmt: skip
    command.add_argument("--record", type=Path, default=Path(".nbjudge/verdicts.jsonl"),
                         metavar="FILE",
                         help="where --seeds, --threads and --device go on from")  # fmt: skip
    command.add_argument("--write", type=Path, metavar="PAGE",
                         help="put the result into the table of a page, too")  # fmt: skip
    command.add_argument("-j", dest="workers", type=int, default=_CORES, metavar="N",
                         help="prove N exercises at a time (default: one per core)")  # fmt: skip


def _add_collect(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = commands.add_parser("collect", help="take downloads of an LMS into submitted/")
    command.set_defaults(run=_collect)
    command.add_argument("files", nargs="+", type=Path, metavar="FILE.zip")
    command.add_argument("--assignment", metavar="ASSIGNMENT",
                         help="what it was handed in for (default: told by the names)")  # fmt: skip


def _add_roster(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = commands.add_parser("roster", help="enter a class, from a CSV file of an LMS")
    command.set_defaults(run=_roster)
    command.add_argument("file", type=Path, metavar="FILE.csv")


def _numbers(text: str) -> list[int]:
    """The numbers in a text such as `1,2,4`. Raises ValueError unless all are numbers above 0."""
    found = [int(number) for number in text.split(",")]
    if min(found) < 1:
        raise ValueError(text)
    return found


def _add_bundle(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = commands.add_parser("bundle", help="write the zip that students get")
    command.set_defaults(run=_bundle)
    command.add_argument("--output", type=Path, default=Path("dist"), metavar="FOLDER",
                         help="where to (default: dist)")  # fmt: skip


def _start_the_fork_server() -> None:
    """Lets it import torch while this process imports nbgrader."""
    # Imported here, so that Ctrl-C ends the command in one line from the first moment on.
    from nbjudge.course.early_settings import written_preload
    from nbjudge.judge.provisioner import can_fork, fork_server

    if can_fork():
        fork_server(written_preload(Path.cwd()))


def _grade(options: argparse.Namespace) -> int:
    _start_the_fork_server()
    with many_imports():
        from nbjudge.grading.command import run

        if is_on("frozen"):
            gc.freeze()  # else the first collection would look at all of it, in each worker again

    code = run(options)
    if code in (0, 1) and not options.dry_run:
        from nbjudge.overview.command import after_grading

        after_grading()
    return code


def _serve(options: argparse.Namespace) -> int:
    _start_the_fork_server()
    with many_imports():
        from nbjudge.serving.command import run

    return run(options)


def _report(options: argparse.Namespace) -> int:
    with many_imports():
        from nbjudge.overview.command import run

    return run(options)


def _new(options: argparse.Namespace) -> int:
    with many_imports():
        from nbjudge.course.command import run_new

    return run_new(options)


def _prove(options: argparse.Namespace) -> int:
    with many_imports():
        from nbjudge.proof.command import run

    return run(options)


def _collect(options: argparse.Namespace) -> int:
    with many_imports():
        from nbjudge.lms.command import run_collect

    return run_collect(options)


def _roster(options: argparse.Namespace) -> int:
    with many_imports():
        from nbjudge.lms.command import run_roster

    return run_roster(options)


def _bundle(options: argparse.Namespace) -> int:
    with many_imports():
        from nbjudge.bundle.command import run

    return run(options)


if __name__ == "__main__":
    sys.exit(main())
