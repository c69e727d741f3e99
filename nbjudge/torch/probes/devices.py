"""Probes about devices, including devices that the grading machine does not have."""

import contextlib
from collections.abc import Callable, Iterator
from typing import Any

import torch
from torch import nn


def device_of(value: Any) -> str:
    """The kind of device that a tensor, or a module's first parameter, lies on; "" for others."""
    if isinstance(value, nn.Module):
        value = next(value.parameters(), None)
    return value.device.type if isinstance(value, torch.Tensor) else ""


def real_devices() -> list[str]:
    """The devices besides the CPU that this machine has and that tensors can be moved to."""
    present = {"cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available()}
    return [name for name, is_there in present.items() if is_there]


def call_on_its_device(module: nn.Module, inputs: torch.Tensor) -> Any:
    """Calls a module with inputs moved to the device of its weights."""
    weight = next(module.parameters(), None)
    return module(inputs if weight is None else inputs.to(weight.device))


def moved_and_called(module: nn.Module, inputs: torch.Tensor, device: str) -> Any:
    """Moves a module to a device and calls it with inputs moved there."""
    return module.to(device)(inputs.to(device))


def device_made_on(device: Any) -> str:
    """The kind of device that a new tensor lies on which is made with `device=device`."""
    return device_of(torch.zeros(3, device=device))


def devices_of(module: nn.Module) -> list[str]:
    """The kind of device that each parameter lies on, in order."""
    return [part.device.type for part in module.parameters()]


def lies_on(module: nn.Module, device: Any) -> bool:
    """Whether a module has parameters, and all of them lie on a device of this kind."""
    return {part.device.type for part in module.parameters()} == {torch.device(device).type}


def cuda_reported(
    present: bool, function: Callable[..., Any], *arguments: Any, other_chips: bool = False
) -> Any:
    """Calls the function while torch says that there are two CUDA devices, or that there is none.

    Even without devices, the cards are counted, as with a driver too old for torch: they can be
    seen but not used. With `other_chips`, there are also an Apple chip and an Intel card, the
    devices `mps` and `xpu`.
    """
    answer = (lambda: True) if present else (lambda: False)
    with (
        _other_chips() if other_chips else contextlib.nullcontext(),
        _replaced(torch.cuda.is_available, answer),
        _replaced(torch.cuda.device_count, lambda: 2),
        _replaced(torch.cuda.current_device, lambda: 0),
        _replaced(torch.cuda.get_device_name, lambda device: "a graphics card"),
        # Some optimizers query the card before each step; by which function depends on the version.
        _replaced(torch.cuda.is_current_stream_capturing, lambda: False),
        _replaced(
            torch.accelerator.current_stream,
            lambda device: type("Stream", (), {"is_capturing": lambda stream: False})(),
        ),
    ):
        return function(*arguments)


def replace_for_good(function: Any, other: Any) -> None:
    """Replaces a function in this process by another, even where its name was imported already."""
    function.__code__, function.__defaults__ = other.__code__, other.__defaults__


@contextlib.contextmanager
def _other_chips() -> Iterator[None]:
    cached = torch.backends.mps.is_available
    with (
        _replaced(getattr(cached, "__wrapped__", cached), lambda: True),
        _replaced(torch.backends.mps.is_built, lambda: True),
        _replaced(torch.mps.is_available, lambda: True),
        _replaced(torch.mps.device_count, lambda: 1),
        _replaced(torch.xpu.is_available, lambda: True),
        _replaced(torch.xpu.device_count, lambda: 1),
        _replaced(torch.accelerator.is_available, lambda: True),
        _replaced(torch.accelerator.current_accelerator, lambda _: torch.device("mps")),
    ):
        _forget(cached)
        try:
            yield
        finally:
            _forget(cached)


@contextlib.contextmanager
def _replaced(function: Any, other: Any) -> Iterator[None]:
    # The code object is swapped, not the name: `from torch.cuda import is_available` sees it too.
    kept = function.__code__
    function.__code__ = other.__code__
    try:
        yield
    finally:
        function.__code__ = kept


def _forget(cached: Any) -> None:
    if hasattr(cached, "cache_clear"):
        cached.cache_clear()
