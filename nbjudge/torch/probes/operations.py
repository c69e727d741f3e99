"""Probes that watch a function: which torch operations it runs, and what it leaves changed."""

import contextlib
import functools
import sys
import threading
from collections.abc import Callable, Sequence
from typing import Any

import torch
from torch.overrides import TorchFunctionMode, resolve_name

from nbjudge.torch.probes.dispatch import QuickDispatchMode


def observe(
    function: Callable[..., Any], arguments: Sequence[Any], keywords: dict[str, Any]
) -> dict[str, Any]:
    """Calls the function once and watches it; says what it gave, ran and left.

    `functions` are the names of torch's Python functions that it called (`softmax`), `operations`
    those of the kernels below them (`_softmax`), which no alias hides.
    `settings_kept` is tried in a second call, on copies, under other settings than the usual ones.
    """
    copies = [_copied(value) for value in arguments]
    with torch.random.fork_rng(devices=[]), torch.enable_grad():
        before = _with_unusual_seed()
        with _FunctionLog() as functions, _OperationLog() as operations:
            result = function(*arguments, **keywords)
        settings_kept = _settings() == before
        settings_kept = settings_kept and _keeps_unusual_settings(function, copies, keywords)
    seen = {"functions": functions.names, "operations": operations.names}
    return {"result": result, "arguments": list(arguments), "settings_kept": settings_kept, **seen}


def observe_once(
    function: Callable[..., Any], arguments: Sequence[Any], keywords: dict[str, Any]
) -> dict[str, Any]:
    """As `observe`, in a single call and without names, for a function that takes long."""
    with torch.random.fork_rng(devices=[]), torch.enable_grad():
        before = _with_unusual_seed()
        result = function(*arguments, **keywords)
        settings_kept = _settings() == before
    seen: dict[str, list[str]] = {"functions": [], "operations": []}
    return {"result": result, "arguments": list(arguments), "settings_kept": settings_kept, **seen}


def _copied(value: Any) -> Any:
    return value.detach().clone() if isinstance(value, torch.Tensor) else value


def _with_unusual_seed() -> tuple[Any, ...]:
    """Sets an unusual seed, so that a seed set by the function shows; returns the settings."""
    # `torch.manual_seed` also asks every kind of device, which takes longer than most functions.
    torch.default_generator.manual_seed(int(torch.randint(2**48, 2**62, ())))
    return _settings()


def _keeps_unusual_settings(
    function: Callable[..., Any], arguments: list[Any], keywords: dict[str, Any]
) -> bool:
    """Whether a function keeps the settings if they differ from the values it might set."""
    kept = torch.get_default_dtype()
    torch.set_default_dtype(torch.float64)
    try:
        with torch.no_grad():
            before = _settings()
            # Code that is right only under the usual settings may fail; its results do not count.
            with contextlib.suppress(Exception):
                function(*arguments, **keywords)
            return _settings() == before
    finally:
        torch.set_default_dtype(kept)


def python_steps(function: Callable[..., Any], *arguments: Any) -> int:
    """How many lines of Python a call of the function runs: each turn of a loop counts.

    It shows the loops that run no tensor operation, over the lists of `.tolist()` for instance.
    """
    steps = 0

    def trace(frame: Any, event: str, detail: Any) -> Callable[..., Any]:
        nonlocal steps
        steps += event in ("call", "line")
        return trace

    kept = sys.gettrace()
    sys.settrace(trace)
    threading.settrace(trace)
    try:
        function(*arguments)
    finally:
        sys.settrace(kept)
        threading.settrace(kept)
    return steps


class Recorder:
    """A callable that passes its arguments to `function` and keeps copies of them."""

    def __init__(self, function: Callable[..., Any]):
        self._function = function
        self.calls: list[torch.Tensor] = []

    def __call__(self, value: torch.Tensor) -> torch.Tensor:
        self.calls.append(value.detach().clone() if isinstance(value, torch.Tensor) else value)
        computed: torch.Tensor = self._function(value)
        return computed


def _settings() -> tuple[Any, ...]:
    return torch.is_grad_enabled(), torch.initial_seed(), torch.get_default_dtype()


class _FunctionLog(TorchFunctionMode):
    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        self.names.append(_name_of(func))
        return func(*args, **(kwargs or {}))


@functools.cache
def _name_of(function: Callable[..., Any]) -> str:
    """Torch's name of one of its functions, cached: looking it up takes longer than most calls."""
    name: str = resolve_name(function) or getattr(function, "__name__", "")
    return name.rpartition(".")[2]


class _OperationLog(QuickDispatchMode):
    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        self.names.append(func.overloadpacket.__name__)
        return func(*args, **(kwargs or {}))
