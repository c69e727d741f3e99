"""Programs of the environment, as somebody at a terminal starts them.

`nbjudge` and `nbgrader` are forks of a process that has imported what both need, since importing
it takes most of a short command's time. Everything else about them is as after a start: arguments,
folder, environment, output, exit code, and a process of their own.
"""

import atexit
import functools
import multiprocessing
import os
import signal
import subprocess
import sys
import tempfile
import threading
import traceback
from multiprocessing.context import ForkServerContext
from pathlib import Path

_PATIENCE = 1200


def run_program(
    folder: Path, command: tuple[str, ...], environment: dict[str, str]
) -> subprocess.CompletedProcess:
    """Runs a command to its end; returns its exit code and what it printed."""
    if command[0] not in ("nbjudge", "nbgrader"):
        return subprocess.run(
            command, cwd=folder, env=environment, capture_output=True, text=True, timeout=_PATIENCE
        )
    with tempfile.TemporaryDirectory() as said:
        output, errors = Path(said) / "stdout", Path(said) / "stderr"
        process = _forks().Process(
            target=_run, args=(folder, command, environment, str(output), str(errors))
        )
        process.start()
        process.join(_PATIENCE)
        if process.is_alive():
            process.kill()
            raise subprocess.TimeoutExpired(command, _PATIENCE)
        texts = [path.read_text() if path.exists() else "" for path in (output, errors)]
        return subprocess.CompletedProcess(command, process.exitcode or 0, *texts)


@functools.cache
def _forks() -> ForkServerContext:
    forks = multiprocessing.get_context("forkserver")
    forks.set_forkserver_preload(["nbjudge.tests.imported"])
    return forks


def _run(
    folder: Path, command: tuple[str, ...], environment: dict[str, str], output: str, errors: str
) -> None:
    for number, path in ((1, output), (2, errors)):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND), number)
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.argv = list(command)
    code = _exit_code(command[0])
    threading._shutdown()
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def _exit_code(program: str) -> int:
    from nbjudge.tests.imported import MAINS

    try:
        code = MAINS[program]()
    except SystemExit as error:
        code = error.code
    except BaseException:
        traceback.print_exc()
        code = 1
    if isinstance(code, str):
        print(code, file=sys.stderr)
        code = 1
    return code or 0
