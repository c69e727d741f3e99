"""Executors that tests name by `--executor`."""

import multiprocessing
import os
import signal
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from typing import Any

from nbjudge.grading.afar.jobs import Job
from nbjudge.grading.afar.workplace import received


def threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(1)


def no_executor() -> str:
    return "a text"


def processes_that_die_of_bob() -> ProcessPoolExecutor:
    """A process at a time, which is killed whenever it gets bob's submission."""
    return _Mortal(1, mp_context=multiprocessing.get_context("spawn"))


class _Mortal(ProcessPoolExecutor):
    def submit(self, work: Callable[..., Any], /, *jobs: Any, **others: Any) -> Future[Any]:
        return super().submit(_unless_it_is_bobs, work, *jobs)


def _unless_it_is_bobs(work: Callable[[Job], Any], job: Job) -> Any:
    if received(job.payload).task.submission.student == "bob":
        os.kill(os.getpid(), signal.SIGKILL)
    return work(job)
