"""Finds the executor that `--executor` names: a Dask cluster, or what a factory returns."""

import contextlib
import functools
import importlib
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor
from dataclasses import dataclass
from typing import Any

from nbjudge.course.layout import CourseError

_DASK = "dask://"
_SECONDS_TO_CONNECT = 10


@dataclass(frozen=True)
class Hired:
    """An executor, how to end what it does, and how many submissions it does at a time now.

    `deaths` are the exceptions of a future whose worker died, perhaps by that very work.
    """

    executor: Executor
    dismiss: Callable[[], None]
    size: Callable[[], int]
    deaths: tuple[type[BaseException], ...] = (BrokenExecutor,)


# Gets an executor, perhaps once more after it was lost. Raises OSError where nobody answers.
Hire = Callable[[], Hired]


def hiring(named: str, workers: int) -> Hire:
    """How to get the executor of this name; one by a factory does `workers` at a time.

    Raises CourseError if there is no such executor.
    """
    if named.startswith(_DASK):
        return functools.partial(_from_dask, named.removeprefix(_DASK), _distributed())
    return functools.partial(_from_factory, named, _factory(named), workers)


def _distributed() -> Any:
    try:
        return importlib.import_module("distributed")
    except ModuleNotFoundError as error:
        raise CourseError("--executor dask://... needs `pip install 'nbjudge[dask]'`") from error


def _from_dask(address: str, distributed: Any) -> Hired:
    whole = address if "://" in address else f"tcp://{address}"
    client = distributed.Client(whole, timeout=_SECONDS_TO_CONNECT, set_as_default=False)

    def size() -> int:
        with contextlib.suppress(OSError):  # the scheduler has gone, which the futures tell
            known = client.scheduler_info(n_workers=-1).get("workers", {}).values()
            return sum(worker["nthreads"] for worker in known)
        return 0

    # By default equal calls would be done once; `pure` says that each is one of its own.
    executor = client.get_executor(pure=False)
    return Hired(executor, client.close, size, (BrokenExecutor, distributed.KilledWorker))


def _factory(named: str) -> Callable[[], Any]:
    separator = ":" if ":" in named else "."
    module, _, name = named.rpartition(separator)
    try:
        found = functools.reduce(getattr, name.split("."), importlib.import_module(module))
    except (ImportError, AttributeError, ValueError) as error:
        raise CourseError(
            f"--executor {named}: {error}. Name a Dask scheduler (dask://HOST:PORT), or a function "
            "that returns an executor, as package.module:function"
        ) from error
    if not callable(found):
        raise CourseError(f"--executor {named}: this is {found!r}, and no function")
    factory: Callable[[], Any] = found
    return factory


def _from_factory(named: str, factory: Callable[[], Any], workers: int) -> Hired:
    executor = factory()
    if not isinstance(executor, Executor):
        raise CourseError(
            f"--executor {named}: it returned {executor!r}, and no concurrent.futures.Executor"
        )
    dismiss = functools.partial(executor.shutdown, wait=False, cancel_futures=True)
    return Hired(executor, dismiss, lambda: workers)
