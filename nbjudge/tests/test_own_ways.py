"""Modules that answer for their parts in a way of their own are refused, and no others are."""

import pytest
import torch
from torch import nn
from torch.nn.utils import parametrize

from nbjudge.torch.probes.own_ways import refuse_own_ways
from nbjudge.torch.probes.table import functions


class Plain(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(2, 2)

    def forward(self, x):
        return self.layer(x)


class Hiding(Plain):
    def named_parameters(self, *arguments, **keywords):
        return iter(())


class Mixin:
    def helps(self):
        return 1


class Mixed(Mixin, Plain):
    pass


class Tripled(nn.Module):
    def forward(self, weight):
        return 3 * weight


def parametrized():
    parametrize.register_parametrization(layer := nn.Linear(2, 2), "weight", Tripled())
    return layer


HONEST = {
    "made where nothing has a name": lambda: eval("type('Own', (nn.Module,), {})()", {"nn": nn}),
    "plain": Plain,
    "with a mixin": Mixed,
    "a stack": lambda: nn.Sequential(Plain(), nn.ReLU()),
    "a list": lambda: nn.ModuleList([nn.Linear(1, 1)]),
    "a transformer": lambda: nn.TransformerEncoderLayer(4, 2),
    "parametrized": parametrized,
    "scripted": lambda: torch.jit.script(nn.Linear(2, 2)),
    "traced": lambda: torch.fx.symbolic_trace(Plain()),
}


@pytest.mark.filterwarnings("ignore:.*torch.jit.*")
@pytest.mark.parametrize("made", HONEST.values(), ids=HONEST)
def test_modules_that_leave_it_to_torch_are_asked(made):
    refuse_own_ways(made())


def with_a_function_of_its_own():
    module = Plain()
    module.state_dict = dict
    return module


def with_a_parameter_of_its_own():
    module = Plain()
    module.layer.weight = nn.Parameter(torch.ones(2, 2))
    module.layer.weight.fill_ = lambda value: None
    return module


class Weight(nn.Parameter):
    def __torch_function__(self, *arguments):
        return True


def with_a_class_of_weights():
    module = Plain()
    module.layer._parameters["weight"] = Weight(torch.ones(2, 2))
    return module


class Parts(dict):
    def items(self):
        return []


def with_a_table_of_its_own():
    module = Plain()
    module.__dict__["_modules"] = Parts(module._modules)
    return module


class Meta(type):
    def __getattribute__(cls, name):
        return [nn.Sigmoid] if name == "__mro__" else super().__getattribute__(name)


LYING = {
    "a list that gives another part": lambda: type(
        "Own", (nn.Sequential,), {"__getitem__": lambda self, place: 3}
    )(nn.ReLU()),
    "a size that is not its own": lambda: type(
        "Own", (nn.Linear,), {"in_features": property(lambda self: 784, lambda self, size: None)}
    )(1, 1),
    "a class that says it is another": lambda: type(
        "Own", (nn.Module,), {"__class__": nn.Sequential}
    )(),
    "a class of its classes": lambda: Meta("Own", (nn.Module,), {})(),
    "a parameter's function": with_a_parameter_of_its_own,
    "a class of parameters": with_a_class_of_weights,
    "a table of its own": with_a_table_of_its_own,
    "a class": Hiding,
    "a part": lambda: nn.Sequential(nn.ReLU(), nn.Sequential(Hiding())),
    "a function of the object's own": with_a_function_of_its_own,
    "a class that says it is torch's": lambda: type(
        "Linear", (nn.Linear,), {"__module__": "torch.nn.modules.linear", "parameters": list}
    )(1, 1),
}


@pytest.mark.parametrize("made", LYING.values(), ids=LYING)
def test_modules_that_answer_in_their_own_way_are_refused(made):
    with pytest.raises(TypeError, match="of its own, so nobody can see what it holds"):
        functions()["named_parameters"](made())


def test_a_module_that_holds_itself_is_looked_at_once():
    module = Plain()
    module.__dict__["_modules"]["again"] = module
    refuse_own_ways(module)
