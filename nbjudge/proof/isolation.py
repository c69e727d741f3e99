"""Runs a function in a fork, since a solution may leave anything behind, or never end."""

import multiprocessing
import os
import tempfile
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from nbjudge.judge.provisioner import can_fork
from nbjudge.process.ending import end_with

# Judging a variant that trains a network may take this long on a busy machine.
SECONDS = 120


def isolated(function: Callable[..., Any], *arguments: Any, seconds: float = SECONDS) -> Any:
    """What a function returns or raises, run in a fork; None if it hangs or dies.

    The fork has a folder of its own for temporary files, which is removed with it. If processes
    cannot be forked, the function runs in this one.
    """
    if not can_fork():
        return function(*arguments)
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    with tempfile.TemporaryDirectory(prefix="proof-") as folder:
        answers = sender, folder, os.getpid(), function, arguments
        process = context.Process(target=_answer, args=answers)
        process.start()
        sender.close()
        try:
            returned, value = receiver.recv() if receiver.poll(seconds) else (True, None)
        except EOFError:
            returned, value = True, None
        finally:
            process.kill()
            process.join()
    if not returned:
        assert isinstance(value, BaseException)
        raise value
    return value


def _answer(
    sender: Connection,
    folder: str,
    parent: int,
    function: Callable[..., Any],
    arguments: tuple[Any, ...],
) -> None:
    end_with(parent)
    os.environ["TMPDIR"] = tempfile.tempdir = folder
    # A variant may print, or change these two streams; neither may disturb the proof.
    with Path(os.devnull).open("w") as nowhere, redirect_stdout(nowhere), redirect_stderr(nowhere):
        try:
            answer = True, function(*arguments)
        except Exception as error:
            answer = False, error
    sender.send(answer)
