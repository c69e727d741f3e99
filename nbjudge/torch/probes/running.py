"""Probes for what a call runs: torch's operations, and what Python code calls."""

import functools
import sys
import sysconfig
import threading
from collections.abc import Callable, Iterator
from types import FrameType, ModuleType
from typing import Any

import torch
from torch._C._autograd import _disable_profiler_legacy, _enable_profiler_legacy
from torch._C._profiler import ProfilerConfig, ProfilerState, _ExperimentalConfig
from torch._subclasses.fake_tensor import FakeTensor
from torch.overrides import TorchFunctionMode, resolve_name
from torch.utils._pytree import tree_leaves

from nbjudge.torch.probes.dispatch import QuickDispatchMode

_LIBRARIES = (
    *(sysconfig.get_path("stdlib"), sysconfig.get_path("platstdlib"), "<frozen"),
    __file__.rpartition("/torch/probes/")[0],
)
_CALLING = ("apply_", "map_", "map2_")


def what_runs(function: Callable[..., Any], *arguments: Any) -> tuple[Any, list[str]]:
    """What a call of the function gives, and the names of all that it runs, of any library.

    Besides what `observe` sees, it sees calls in other threads, and where torch's modes are off.
    """
    result, run = how_it_runs(function, *arguments)
    names = {name.rpartition(".")[2] for name in (*run["calls"], *run["operations"])}
    return result, sorted({name.rpartition("::")[2] for name in names})


def how_it_runs(function: Callable[..., Any], *arguments: Any) -> tuple[Any, dict[str, Any]]:
    """What a call of the function gives, and what it runs, each named in full.

    `operations` are torch's as its dispatcher knows them (`aten::exp`), `calls` what the student's
    code calls (`torch.exp`, `math.exp`, `torch.nn.functional.linear`). `unseen` tells whether an
    operation was given a tensor that none of the recorded ones has made, or the result is one.
    """
    with (
        torch.random.fork_rng(devices=[]),
        torch.enable_grad(),
        _CallLog() as calls,
        _DispatcherLog() as dispatched,
        _FunctionLog() as functions,
        _OperationLog(arguments) as operations,
    ):
        result = function(*arguments)
    run = {
        "operations": sorted({*dispatched.names, *operations.names}),
        "calls": sorted({*calls.names, *functions.names}),
        "unseen": operations.unseen or operations.knows_not(result),
    }
    return result, run


class _CallLog:
    """Records calls, of Python or C functions, from Python code that is not a library's.

    Torch's modes miss what another thread runs, and what runs where the modes are switched off.
    """

    def __init__(self) -> None:
        self.names: set[str] = set()

    def __enter__(self) -> "_CallLog":
        self._kept = sys.getprofile()
        threading.setprofile(self._note)
        sys.setprofile(self._note)
        return self

    def __exit__(self, *error: Any) -> None:
        sys.setprofile(self._kept)
        threading.setprofile(self._kept)

    def _note(self, frame: FrameType, event: str, called: Any) -> None:
        caller = frame.f_back if event == "call" else frame
        if caller is None or _is_of_a_library(caller):
            return
        if event == "c_call":
            self.names.add(_name_of_builtin(called))
        elif event == "call" and _is_of_a_library(frame):
            self.names.add(f"{frame.f_globals.get('__name__', '')}.{frame.f_code.co_qualname}")


def _is_of_a_library(frame: FrameType) -> bool:
    file = frame.f_code.co_filename
    if file.startswith("<"):  # code made from text, also by libraries such as dataclasses
        module = sys.modules.get(frame.f_globals.get("__name__", ""))
        file = getattr(module, "__file__", None) or file
    return "-packages" in file or file.startswith(_LIBRARIES)


def _name_of_builtin(called: Any) -> str:
    """`math.exp`, `torch.exp`, `torch.Tensor.exp`, `builtins.list.append`."""
    name, owner = called.__name__, getattr(called, "__self__", None)
    if owner is None:
        return f"{getattr(called, '__module__', '')}.{name}"
    if isinstance(owner, ModuleType):
        return f"{owner.__name__}.{name}"
    kind = owner if isinstance(owner, type) else type(owner)
    defined = next((c for c in kind.__mro__ if name in vars(c)), kind)
    return f"{defined.__module__}.{defined.__qualname__}.{name}"


class _DispatcherLog:
    """Records the operations of torch's dispatcher, even while torch's modes are paused."""

    def __init__(self) -> None:
        self.names: set[str] = set()

    def __enter__(self) -> "_DispatcherLog":
        options = (False, False, False, False, False, _ExperimentalConfig())
        make: Any = ProfilerConfig
        _enable_profiler_legacy(make(ProfilerState.CPU, *options))
        return self

    def __exit__(self, *error: Any) -> None:
        events: Any = _disable_profiler_legacy()
        for of_a_thread in events:
            self.names.update(event.name() for event in of_a_thread if event.kind() == "push")


class _FunctionLog(TorchFunctionMode):
    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        self.names.add(_name_of(func))
        if getattr(func, "__name__", "") in _CALLING:
            self.names.update(_callables(args))
        return func(*args, **(kwargs or {}))


@functools.cache
def _name_of(function: Callable[..., Any]) -> str:
    """Torch's name of one of its functions, cached: looking it up takes longer than most calls."""
    name: str = resolve_name(function) or getattr(function, "__name__", "")
    return name


def _callables(arguments: tuple[Any, ...]) -> Iterator[str]:
    for value in arguments:
        if callable(value):
            yield f"{getattr(value, '__module__', '')}.{getattr(value, '__name__', '')}"


class _OperationLog(QuickDispatchMode):
    def __init__(self, arguments: tuple[Any, ...]) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.unseen = False
        # The tensors are kept alive, so that no new tensor gets the address of one of them.
        self._known: dict[int, Any] = {}
        self._learn(arguments)

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        self.names.add(func._schema.name)
        self.unseen = self.unseen or self.knows_not((args, kwargs))
        result = func(*args, **(kwargs or {}))
        self._learn(result)
        return result

    def knows_not(self, values: Any) -> bool:
        """Whether one of these is a tensor that no recorded operation has made."""
        return any(_storage(tensor) not in self._known for tensor in _tensors(values))

    def _learn(self, values: Any) -> None:
        self._known.update((_storage(tensor), tensor) for tensor in _tensors(values))


def _tensors(values: Any) -> Iterator[torch.Tensor]:
    """The tensors among the values that have a storage."""
    with torch._C.DisableTorchFunction():
        leaves = [value for value in tree_leaves(values) if isinstance(value, torch.Tensor)]
        plain = [value for value in leaves if not (value.is_nested or value.is_sparse)]
    return (value for value in plain if not isinstance(value, FakeTensor))


def _storage(tensor: torch.Tensor) -> int:
    with torch._C.DisableTorchFunction():
        address: int = tensor.untyped_storage()._cdata
    return address
