"""The probes by name, and the names that an expression may use on the student's side.

The judge needs only the names; the probes themselves are imported where they run.
"""

import functools
import importlib
from collections.abc import Callable
from typing import Any

BY_MODULE = {
    "devices": (
        *("call_on_its_device", "cuda_reported", "device_made_on", "device_of", "devices_of"),
        *("lies_on", "moved_and_called", "real_devices"),
    ),
    "elsewhere": ("where_tensors_default_to_meta", "with_model_elsewhere", "with_model_on"),
    "networks": (
        *("called_in_mode", "device_of_output", "gradients", "leaves_gradients_switched"),
        *("reached_by_gradients", "state_after"),
    ),
    "operations": ("observe", "observe_once", "python_steps"),
    "parameters": (
        *("are_its_parameters", "are_leaves", "buffer_names", "draw_parameters"),
        *("fill_parameters", "have_gradients", "load_state", "named_parameters"),
        *("number_of_parameters", "parameter_names", "parameter_values", "parameters_on_meta"),
        *("randomise", "registered", "registered_directly", "requires_grad_of"),
        *("set_requires_grad", "share_parameters", "state_of", "turn_double", "weight_and_bias"),
        *("weights_of_linear_layers",),
    ),
    "running": ("how_it_runs", "what_runs"),
    "structure": (
        *("are_of_one_class", "description_of", "emptied", "holds_at", "is_data_loader"),
        *(
            "is_module",
            "layers",
            "module_names",
            "modes_of",
            "modules_with_parameters",
            "set_modes",
        ),
    ),
}
_GIVEN_MODULES = ("devices", "elsewhere", "networks", "parameters", "structure")
NAMES = frozenset(name for names in BY_MODULE.values() for name in names)


@functools.cache
def functions() -> dict[str, Callable[..., Any]]:
    """All probes by name; those that are given modules refuse some of them."""
    package = __name__.rpartition(".")[0]
    modules = {name: importlib.import_module(f"{package}.{name}") for name in BY_MODULE}
    believing = importlib.import_module(f"{package}.own_ways").believing_modules
    found = {name: getattr(modules[m], name) for m, names in BY_MODULE.items() for name in names}
    return found | {name: believing(found[name]) for m in _GIVEN_MODULES for name in BY_MODULE[m]}


def names_to_make_with() -> dict[str, Any]:
    """The names of torch that `make` knows, and `Recorder`."""
    import torch

    from nbjudge.torch.probes.operations import Recorder

    return {"F": torch.nn.functional, "Recorder": Recorder, "nn": torch.nn, "torch": torch}
