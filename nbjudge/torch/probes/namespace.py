"""The names that an expression of a check may use on the student's side."""

import math
from collections import OrderedDict
from itertools import islice
from typing import Any

import torch
from torch import nn
from torch.nn import functional

from nbjudge.torch.probes.datasets import epoch, number_of_batches, write_mnist
from nbjudge.torch.probes.devices import (
    call_on_its_device,
    cuda_reported,
    device_of,
    other_chips_reported,
    real_devices,
)
from nbjudge.torch.probes.elsewhere import where_tensors_default_to_meta, with_model_elsewhere
from nbjudge.torch.probes.figures import describe_figure
from nbjudge.torch.probes.networks import (
    device_of_output,
    gradients,
    layers,
    registered,
    under_gradient_mode,
)
from nbjudge.torch.probes.operations import (
    Recorder,
    observe,
    observe_drawing,
    python_steps,
    what_runs,
)


def take(steps: Any) -> list:
    """The next item of an iterator in a list, or an empty list at its end."""
    return list(islice(steps, 1))


NAMESPACE = {
    "F": functional,
    "OrderedDict": OrderedDict,
    "Recorder": Recorder,
    "call_on_its_device": call_on_its_device,
    "cuda_reported": cuda_reported,
    "device_of": device_of,
    "epoch": epoch,
    "describe_figure": describe_figure,
    "device_of_output": device_of_output,
    "gradients": gradients,
    "layers": layers,
    "math": math,
    "nn": nn,
    "number_of_batches": number_of_batches,
    "observe": observe,
    "observe_drawing": observe_drawing,
    "other_chips_reported": other_chips_reported,
    "python_steps": python_steps,
    "real_devices": real_devices,
    "registered": registered,
    "take": take,
    "torch": torch,
    "under_gradient_mode": under_gradient_mode,
    "what_runs": what_runs,
    "where_tensors_default_to_meta": where_tensors_default_to_meta,
    "with_model_elsewhere": with_model_elsewhere,
    "write_mnist": write_mnist,
}
