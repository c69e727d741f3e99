"""Probes of `training`: models that note how they are called, steps, files with weights."""

from typing import Any

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


def batches(
    images: torch.Tensor, labels: torch.Tensor, size: int, drop_last: bool = False
) -> DataLoader:
    """A loader of pairs in batches of this size, in order; `drop_last` leaves a rest out."""
    return DataLoader(TensorDataset(images, labels), batch_size=size, drop_last=drop_last)


def classifier(weight: torch.Tensor, bias: torch.Tensor) -> nn.Module:
    """Flattened images times the weight (classes, pixels), plus the bias: logits."""
    model = nn.Sequential(nn.Flatten(), nn.Linear(*reversed(weight.shape)))
    model.to(weight.dtype).load_state_dict({"1.weight": weight, "1.bias": bias})
    return model


def optimizer(model: nn.Module, kind: str, settings: dict[str, float]) -> torch.optim.Optimizer:
    """An optimizer of `torch.optim` of this class for all parameters."""
    return getattr(torch.optim, kind)(model.parameters(), **settings)


def after_a_step(
    function: Any, values: list, gradients: list, rate: float, recording: bool, once: bool
) -> dict[str, Any]:
    """What a step leaves of parameters with these values and gradients (None where none).

    `recording` says whether gradients are on, `once` whether the parameters come as an iterator.
    """
    parameters = [nn.Parameter(value.clone()) for value in values]
    for parameter, gradient in zip(parameters, gradients, strict=True):
        parameter.grad = None if gradient is None else gradient.clone()
    with torch.set_grad_enabled(recording):
        function(iter(parameters) if once else parameters, rate)
        recording_after = torch.is_grad_enabled()
    return {
        "values": [parameter.detach() for parameter in parameters],
        "gradients": [parameter.grad for parameter in parameters],
        "leaves": [parameter.is_leaf and parameter.requires_grad for parameter in parameters],
        "recording": recording_after,
    }


### BEGIN HIDDEN TESTS
import pathlib
import tempfile
from collections.abc import Callable

_folders: list[tempfile.TemporaryDirectory] = []


def gradient_of(function: Callable, logits: torch.Tensor, labels: torch.Tensor) -> Any:
    """The gradient of `function(logits, labels)` for the logits."""
    logits = logits.clone().requires_grad_()
    with torch.enable_grad():
        function(logits, labels).backward()
    return logits.grad


def steps_of_a_model(
    function: Callable, model: nn.Module, images: torch.Tensor, rate: float, count: int
) -> None:
    """So many steps of `function` with the gradients of the squared outputs, one after another."""
    with torch.enable_grad():
        for _ in range(count):
            model(images).square().sum().backward()
            function(model.parameters(), rate)


def frozen_after_a_step(function: Callable, value: torch.Tensor) -> list:
    """A step with a frozen parameter beside one that is trained: its value, and whether frozen."""
    frozen, trained = nn.Parameter(value.clone(), requires_grad=False), nn.Parameter(value.clone())
    trained.grad = torch.ones_like(value)
    function([frozen, trained], 0.5)
    return [frozen.detach(), frozen.requires_grad]


def fill_gradients(model: nn.Module, value: float) -> None:
    """Gives every parameter a gradient full of this number."""
    for parameter in model.parameters():
        parameter.grad = torch.full_like(parameter, value)


class _Watched(nn.Module):
    """Notes in `seen`, for each call, modes, gradient mode and the number of images."""

    def __init__(self):
        super().__init__()
        self.flatten = nn.Flatten()
        self.inner = nn.Sequential(nn.Dropout(0.0), nn.Sequential(nn.Identity()))
        self.last = nn.Linear(6, 3)
        self.seen: list[tuple[list[bool], bool, int]] = []

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        modes = [part.training for part in self.modules()]
        self.seen.append((modes, torch.is_grad_enabled(), len(images)))
        return self.last(self.inner(self.flatten(images)))


def watched() -> nn.Module:
    """A model for images of 6 pixels and 3 classes that notes how it is called."""
    return _Watched()


def seen_by(model: Any) -> list:
    """What such a model has noted: for each call the modes, the gradient mode, the batch."""
    return list(model.seen)


def with_dropout_and_norm(state: dict[str, torch.Tensor] | None = None) -> nn.Module:
    """A model for 6 pixels and 3 classes whose answers differ between the two modes."""
    layers = nn.Linear(6, 8), nn.BatchNorm1d(8), nn.ReLU(), nn.Dropout(0.5), nn.Linear(8, 3)
    model = nn.Sequential(nn.Flatten(), *layers)
    if state is None:
        model[2].running_mean.normal_()
        model[2].running_var.uniform_(0.5, 2)
        nn.init.uniform_(model[2].weight, 0.5, 2)
        nn.init.normal_(model[2].bias)
    else:
        model.load_state_dict(state)
    return model


def values_of_gradients(model: nn.Module) -> list:
    """The gradient of each parameter, None where there is none."""
    return [parameter.grad for parameter in model.parameters()]


def path_in_a_new_folder(name: str) -> str:
    """The path of a file that is not there yet; its folder goes when the process ends."""
    import os

    folder = tempfile.TemporaryDirectory(prefix="weights-", dir=os.environ.get("TMPDIR"))
    _folders.append(folder)
    return str(pathlib.Path(folder.name) / name)


def path_object(path: str) -> pathlib.Path:
    """The path as a `pathlib.Path`."""
    return pathlib.Path(path)


def is_a_file(path: str) -> bool:
    """Whether there is a file at this path."""
    return pathlib.Path(path).is_file()


def in_the_file(path: str) -> Any:
    """What `torch.load` gives of a file, reading data only."""
    return torch.load(path, map_location="cpu", weights_only=True)


def write_state(path: str, state: dict[str, torch.Tensor], place: str = "cpu") -> None:
    """Saves a state as a machine does on which it lies on this device."""
    kept = torch.serialization.location_tag
    torch.serialization.location_tag = lambda storage: place
    try:
        torch.save(state, path)
    finally:
        torch.serialization.location_tag = kept


class _Trap:
    """Where it is unpickled, the list `_sprung` grows."""

    def __reduce__(self) -> tuple:
        return _spring, ()


_sprung: list[bool] = []


def _spring() -> dict[str, torch.Tensor]:
    _sprung.append(True)
    return {}


def runs_what_is_in_a_file(function: Callable, model: nn.Module, path: str) -> list[bool]:
    """Lets `function(model, path)` read a file with code in it: whether it raised, and ran it."""
    import sys

    # The trap is pickled by the name of its module, which this file's may not be known by.
    holder = sys.modules.setdefault("weights_with_a_trap", type(sys)("weights_with_a_trap"))
    holder._spring = _spring
    _spring.__module__ = "weights_with_a_trap"
    torch.save({**model.state_dict(), "trap": _Trap()}, path)
    _sprung.clear()
    try:
        function(model, path)
    # Whatever is raised, the file was refused; whether its code ran is what counts.
    except Exception:
        return [True, bool(_sprung)]
    return [False, bool(_sprung)]


def raises(function: Callable, *arguments: Any) -> bool:
    """Whether a call raises an error."""
    try:
        function(*arguments)
    # Which error a wrong file leads to is up to the student.
    except Exception:
        return True
    return False


### END HIDDEN TESTS
