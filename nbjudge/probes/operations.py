"""Watching a function at work: which torch operations it runs, and what it leaves changed."""

import sys
from collections.abc import Callable, Sequence
from typing import Any

import torch
from torch.overrides import TorchFunctionMode, resolve_name
from torch.utils._python_dispatch import TorchDispatchMode


def observe(function: Callable, arguments: Sequence, keywords: dict) -> dict[str, Any]:
    """Calls the function once; says what it gave, ran and left.

    `functions` are the names of torch's Python functions that it called (`softmax`), `operations`
    those of the kernels below them (`_softmax`), which no alias hides.
    """
    # With a seed that nobody else sets, setting one shows also where an earlier call set the same.
    unusual_seed = int(torch.randint(2**48, 2**62, ()))
    with torch.random.fork_rng(devices=[]), torch.enable_grad():
        torch.manual_seed(unusual_seed)
        before = _settings()
        with _FunctionLog() as functions, _OperationLog() as operations:
            result = function(*arguments, **keywords)
        settings_kept = _settings() == before
    return {
        "result": result,
        "arguments": list(arguments),
        "functions": functions.names,
        "operations": operations.names,
        "settings_kept": settings_kept,
    }


def python_steps(function: Callable, *arguments: Any) -> int:
    """How many lines of Python a call of the function runs: each turn of a loop counts.

    It shows the loops that run no tensor operation, over the lists of `.tolist()` for instance.
    """
    steps = 0

    def trace(frame: Any, event: str, detail: Any) -> Callable:
        nonlocal steps
        steps += event in ("call", "line")
        return trace

    kept = sys.gettrace()
    sys.settrace(trace)
    try:
        function(*arguments)
    finally:
        sys.settrace(kept)
    return steps


class Recorder:
    """A callable that passes its arguments on to `function` and keeps copies of them."""

    def __init__(self, function: Callable):
        self._function = function
        self.calls: list[torch.Tensor] = []

    def __call__(self, value: torch.Tensor) -> torch.Tensor:
        self.calls.append(value.detach().clone() if isinstance(value, torch.Tensor) else value)
        return self._function(value)


def _settings() -> tuple:
    return torch.is_grad_enabled(), torch.initial_seed(), torch.get_default_dtype()


class _FunctionLog(TorchFunctionMode):
    def __init__(self):
        super().__init__()
        self.names: list[str] = []

    def __torch_function__(self, func, types, args=(), kwargs=None):
        name = resolve_name(func) or getattr(func, "__name__", "")
        self.names.append(name.rpartition(".")[2])
        return func(*args, **(kwargs or {}))


class _OperationLog(TorchDispatchMode):
    def __init__(self):
        super().__init__()
        self.names: list[str] = []

    def __torch_dispatch__(self, func, types, args=(), kwargs=None):
        self.names.append(func.overloadpacket.__name__)
        return func(*args, **(kwargs or {}))
