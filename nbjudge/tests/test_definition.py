"""The rule "from the definition": what counts as calling a ready-made function, and what does not.

Each case is a notebook's cells; `%%` separates them.
"""

import pytest
import torch

from nbjudge.checks import CheckFailure
from nbjudge.judge.places.live import LivePlace
from nbjudge.kernel.agent import Agent
from nbjudge.torch.definition import assert_from_definition, ready_made

IMPORTS = """
import math
import numpy as np
import torch
import torch.nn.functional as F
from torch import nn
"""


def found(name, notebook):
    cells = [IMPORTS, *notebook.split("%%\n")]
    return ready_made(cells, name)


def found_at_work(name, notebook, *arguments):
    namespace: dict = {}
    exec(IMPORTS + notebook, namespace)
    place = LivePlace(Agent(namespace).answer, [])
    student = place.open(None)
    try:
        assert_from_definition(student, name, *arguments or (torch.ones(2, 3),))
    except CheckFailure as failure:
        return failure.message
    return ""


FORMULAS = {
    "sigmoid": "def sigmoid(x):\n    return 1 / (1 + torch.exp(-x))\n",
    "relu": "relu = lambda x: x * (x > 0)\n",
    "softmax": "def softmax(x):\n    e = torch.exp(x)\n    return e / e.sum(1, True)\n",
    "tanh": "def tanh(x):\n    e = torch.expm1(-2 * x.abs())\n    return -x.sign() * e / (e + 2)\n",
}


def test_a_function_of_two_arguments_is_called_with_both():
    formula = "def squares(x, y):\n    return ((x - y) ** 2).mean()\n"
    given = torch.ones(2, 3), torch.zeros(2, 3)
    assert found_at_work("squares", formula, given) == ""
    ready = "def squares(x, y):\n    return F.mse_loss(x, y)\n"
    assert "mse_loss" in found_at_work("squares", ready, given)


@pytest.mark.parametrize("name", FORMULAS)
def test_a_formula_is_fine(name):
    assert found(name, FORMULAS[name]) == []
    assert found_at_work(name, FORMULAS[name]) == ""


@pytest.mark.parametrize(
    ("name", "notebook"),
    [
        ("sigmoid", "def sigmoid(x):\n    return torch.sigmoid(x)"),
        ("sigmoid", "def sigmoid(x):\n    return x.sigmoid()"),
        ("sigmoid", "def sigmoid(x):\n    return (x + 0).sigmoid_()"),
        ("sigmoid", "def sigmoid(x):\n    return torch.special.expit(x)"),
        ("sigmoid", "def sigmoid(x):\n    return F.logsigmoid(x).exp()"),
        ("sigmoid", "def sigmoid(x):\n    return (1 + torch.tanh(x / 2)) / 2"),
        ("sigmoid", "def sigmoid(x):\n    return torch.ops.aten.sigmoid(x)"),
        ("tanh", "def tanh(x):\n    return 2 * torch.sigmoid(2 * x) - 1"),
        ("tanh", "def tanh(x):\n    return nn.Tanh()(x)"),
        ("relu", "def relu(x):\n    return F.threshold(x, 0, 0)"),
        ("relu", "def relu(x):\n    return F.hardtanh(x, 0, float('inf'))"),
        ("relu", "def relu(x):\n    return F.leaky_relu(x, 0.0)"),
        ("relu", "relu = nn.ReLU()"),
        ("softmax", "def softmax(x):\n    return F.softmin(-x, dim=1)"),
        ("softmax", "def softmax(x):\n    return (x - torch.logsumexp(x, 1, True)).exp()"),
        ("softmax", "def softmax(x):\n    return torch.log_softmax(x, dim=-1).exp()"),
    ],
)
def test_a_ready_made_function_is_seen_in_the_text_and_at_work(name, notebook):
    assert found(name, notebook) != []
    assert found_at_work(name, notebook) != ""


@pytest.mark.parametrize(
    "notebook",
    [
        "def relu(x):\n    # torch.relu(x) does the same\n    return x * (x > 0)",
        "def relu(x):\n    '''Does what torch.relu and nn.ReLU do.'''\n    return x * (x > 0)",
        "def relu(x):\n    '''relu'''\n    print('relu', x)\n    return x * (x > 0)",
        "def relu(x: 'nn.ReLU') -> 'F.relu':\n    return x * (x > 0)",
        "def relu(x: nn.ReLU) -> F.relu:\n    return x * (x > 0)",
    ],
    ids=["comment", "docstring", "print", "text annotation", "annotation"],
)
def test_a_mention_that_runs_nothing_does_not_count(notebook):
    assert found("relu", notebook) == []


@pytest.mark.parametrize(
    "notebook",
    [
        FORMULAS["relu"] + "assert relu(x).equal(torch.relu(x))",
        FORMULAS["relu"] + "%%\nfrom torch import relu as torch_relu\ntorch_relu(x)",
        "def compare():\n    return relu(x) - torch.relu(x)\n%%\n" + FORMULAS["relu"],
        "reference = F.relu\n%%\n" + FORMULAS["relu"] + "reference(x)",
    ],
)
def test_a_comparison_outside_the_function_does_not_count(notebook):
    assert found("relu", notebook) == []


def test_code_that_cannot_run_does_not_count():
    notebook = """
def relu(x):
    def ready_made(x):
        return torch.relu(x)
    if False:
        return F.relu(x)
    return x * (x > 0)
    return torch.relu(x)
"""
    assert found("relu", notebook) == []


@pytest.mark.parametrize(
    "notebook",
    [
        "from torch import sigmoid as squash\ndef sigmoid(x):\n    return squash(x)",
        "from torch import sigmoid",
        "def sigmoid(x):\n    from torch import sigmoid as squash\n    return squash(x)",
        "import torch.nn.functional as G\ndef sigmoid(x):\n    return G.sigmoid(x)",
        "import torch as t\nsigmoid = t.sigmoid",
        "t = torch\ndef sigmoid(x):\n    return t.sigmoid(x)",
        "squash = torch.sigmoid\n%%\ndef sigmoid(x):\n    return squash(x)",
        "first, squash = 1, torch.sigmoid\ndef sigmoid(x):\n    return squash(x)",
        "squash = {'s': torch.sigmoid}\ndef sigmoid(x):\n    return squash['s'](x)",
        "squash = {}\nsquash['s'] = torch.sigmoid\ndef sigmoid(x):\n    return squash['s'](x)",
        "(squash := torch.sigmoid)\ndef sigmoid(x):\n    return squash(x)",
        "for squash in [torch.sigmoid]:\n    pass\ndef sigmoid(x):\n    return squash(x)",
        "squash = nn.Sigmoid()\ndef sigmoid(x):\n    return squash(x)",
        "def sigmoid(x):\n    return getattr(torch, 'sigmoid')(x)",
        "def sigmoid(x):\n    return getattr(torch, 'sig' + 'moid')(x)",
        "name = 'sigmoid'\ndef sigmoid(x):\n    return getattr(torch, name)(x)",
        "from operator import methodcaller as m\nsigmoid = m('sigmoid')",
        "import operator\nsigmoid = operator.methodcaller('sigmoid')",
        "def sigmoid(x):\n    return torch.__dict__['sigmoid'](x)",
        "def sigmoid(x):\n    return eval('torch.sigmoid(x)')",
        "from functools import partial\nsigmoid = partial(torch.sigmoid)",
        "def sigmoid(x, f=torch.sigmoid):\n    return f(x)",
        "torch.Tensor.squash = torch.sigmoid\ndef sigmoid(x):\n    return x.squash()",
        "def sigmoid(x):\n    return torch.sigmoid(x)\nkept = sigmoid\n"
        "def sigmoid(x):\n    return kept(x)",
    ],
)
def test_an_alias_is_seen(notebook):
    assert found("sigmoid", notebook) != []


def test_an_alias_made_at_run_time_is_seen_at_work():
    notebook = "def sigmoid(x):\n    return getattr(torch, ''.join(['sig', 'moid']))(x)"
    assert "runs `torch.sigmoid`" in found_at_work("sigmoid", notebook)


@pytest.mark.parametrize(
    ("name", "notebook"),
    [
        ("tanh", "def tanh(x):\n    return x.clone().apply_(math.tanh)"),
        ("tanh", "m = math\ndef tanh(x):\n    return torch.tensor([m.tanh(v) for v in x])"),
        ("tanh", "from math import tanh as t\ndef tanh(x):\n    return x.clone().apply_(t)"),
        ("tanh", "def tanh(x):\n    return torch.from_numpy(np.tanh(x.numpy()))"),
        ("sigmoid", "from numpy import *\ndef sigmoid(x):\n    return tanh(x)"),
        ("sigmoid", "from scipy.special import expit\ndef sigmoid(x):\n    return expit(x)"),
        ("sigmoid", "import scipy.special as s\ndef sigmoid(x):\n    return s.expit(x)"),
        ("sigmoid", "from scipy import stats\ndef sigmoid(x):\n    return stats.logistic.cdf(x)"),
        (
            "softmax",
            "def softmax(x):\n    from scipy.special import softmax as s\n    return s(x, 1)",
        ),
        ("softmax", "def softmax(x):\n    return __import__('scipy').special.softmax(x, 1)"),
        ("tanh", "def tanh(x):\n    return getattr(np, 'tanh')(x)"),
    ],
)
def test_the_versions_of_other_libraries_are_seen(name, notebook):
    assert found(name, notebook) != []


def test_an_earlier_function_of_ones_own_may_be_used():
    notebook = FORMULAS["sigmoid"] + "%%\ndef tanh(x):\n    return 2 * sigmoid(2 * x) - 1\n"
    assert found("tanh", notebook) == []


def test_an_earlier_function_is_looked_into():
    notebook = "sigmoid = torch.sigmoid\n%%\ndef tanh(x):\n    return 2 * sigmoid(2 * x) - 1\n"
    assert found("tanh", notebook) == ["torch.sigmoid"]


def test_helper_functions_in_other_cells_are_followed():
    notebook = """
def helper(x):
    return deeper(x)
%%
def deeper(x):
    return [torch.relu(x)][0]
%%
def relu(x):
    return helper(x)
"""
    assert found("relu", notebook) == ["torch.relu"]


def test_the_last_binding_of_a_name_counts():
    first, then = "def relu(x):\n    return torch.relu(x)\n%%\n", FORMULAS["relu"]
    assert found("relu", first + then) == []
    assert found("relu", then + "%%\n" + first) == ["torch.relu"]


def test_a_binding_that_may_not_have_run_hides_no_other():
    notebook = """
try:
    from scipy.special import expit
except ImportError:
    expit = None
def sigmoid(x):
    return expit(x)
"""
    assert found("sigmoid", notebook) == ["scipy.special.expit"]


def test_a_name_means_what_it_meant_when_it_was_read():
    notebook = """
relu = torch.relu
ready_made = relu
def relu(x):
    return x * (x > 0)
%%
def sigmoid(x):
    return relu(x)
"""
    assert found("relu", notebook) == []
    assert found("relu", notebook + "%%\nrelu = ready_made\n") == ["torch.relu"]


def test_a_local_name_hides_a_global_one():
    notebook = """
helper = torch.relu
def relu(x):
    helper = x > 0
    return x * helper
"""
    assert found("relu", notebook) == []


def test_a_local_name_of_one_function_hides_nothing_in_another():
    notebook = """
helper = torch.relu
def relu(x):
    def inner(helper):
        return helper
    [helper for helper in ()]
    return inner(helper(x))
"""
    assert found("relu", notebook) == ["torch.relu"]


@pytest.mark.parametrize(
    "notebook",
    [
        """
class Functions:
    def softmax(self, x):
        return x.exp() / x.exp().sum(dim=1, keepdim=True)
    def __call__(self, x):
        return self.softmax(x)
softmax = Functions()
""",
        """
class Functions:
    @staticmethod
    def softmax(x):
        return x.exp() / x.exp().sum(dim=1, keepdim=True)
def softmax(x):
    return Functions.softmax(x)
""",
        """
class Functions:
    def softmax(self, x):
        return x.exp() / x.exp().sum(dim=1, keepdim=True)
functions = Functions()
def softmax(x):
    return functions.softmax(x)
""",
        """
class Functions(nn.Module):
    def __init__(self):
        super().__init__()
        self.softmax = lambda x: x.exp() / x.exp().sum(dim=1, keepdim=True)
    def forward(self, x):
        return self.softmax(x)
softmax = Functions()
""",
        """
from types import SimpleNamespace
functions = SimpleNamespace(softmax=lambda x: x.exp() / x.exp().sum(dim=1, keepdim=True))
def softmax(x):
    return functions.softmax(x)
""",
    ],
)
def test_a_method_of_ones_own_may_have_the_name(notebook):
    assert found("softmax", notebook) == []


def test_a_method_of_ones_own_is_looked_into():
    notebook = """
class Functions:
    def softmax(self, x):
        return self.helper(x)
    def helper(self, x):
        return torch.softmax(x, dim=1)
    def __call__(self, x):
        return self.softmax(x)
softmax = Functions()
"""
    assert found("softmax", notebook) == ["torch.softmax"]


def test_a_method_that_nobody_calls_does_not_count():
    notebook = """
class Functions:
    def softmax(self, x):
        return x.exp() / x.exp().sum(dim=1, keepdim=True)
    def compared(self, x):
        return self.softmax(x) - torch.softmax(x, dim=1)
softmax = Functions().softmax
"""
    assert found("softmax", notebook) == []


def test_a_class_that_is_not_used_excuses_nothing():
    notebook = """
class Decoy:
    def softmax(self):
        return 1
def softmax(x):
    return x.softmax(1)
"""
    assert found("softmax", notebook) == ["x.softmax"]


def test_magics_and_broken_cells_are_no_obstacle():
    notebook = """
%matplotlib inline
!ls
torch.relu?
helper = F.relu
%%
this is no Python
%%
def relu(x):
    return helper(x)
"""
    cells = [IMPORTS, "%%time\n" + FORMULAS["relu"], *notebook.split("\n%%\n")]
    assert ready_made(cells[:2], "relu") == []
    assert ready_made(cells, "relu") == ["F.relu"]


def test_endless_recursion_is_read_once():
    assert (
        found("relu", "def relu(x):\n    return helper(x)\ndef helper(x):\n    return relu(x)")
        == []
    )


def test_names_that_are_bound_to_each_other_are_read_once():
    rebinding = "if torch:\n    first, second = second, first\n" * 40
    notebook = rebinding + "def relu(x):\n    return first.relu(x)"
    assert found("relu", notebook) == ["first.relu"]


@pytest.mark.parametrize("depth", [2_000, 20_000])
def test_code_nested_too_deep_is_refused(depth):
    notebook = "def relu(x):\n    return " + "+".join(["x"] * depth)
    with pytest.raises(CheckFailure, match="nested too deeply"):
        found("relu", notebook)


NAMES_OF_NAMES = {
    "one name bound to itself": "q = q\n    q.a\n    " * 1500,
    "a chain of names": "\n    ".join(f"q{i} = q{i + 1}\n    q{i}.a" for i in range(3000)),
    "names bound perhaps": "if x:\n        q = q\n    q.a\n    " * 1500,
    "functions in a function": "\n    ".join(f"def f{i}(): return f{i - 1}" for i in range(3000)),
}


@pytest.mark.parametrize("body", NAMES_OF_NAMES.values(), ids=NAMES_OF_NAMES)
@pytest.mark.parametrize("top", [False, True])
def test_names_without_end_are_read_in_few_steps_or_refused(body, top):
    """Where each step led to all others, this would take hours."""
    formula = "def relu(x):\n    return q.relu(x)"
    notebook = body.replace("\n    ", "\n") + "\n" + formula if top else None
    notebook = notebook or f"def relu(x):\n    {body}\n    return x"
    assert refused(notebook) in ("", "the code uses too many names in too many places to be read")


def refused(notebook):
    try:
        found("relu", notebook)
    except CheckFailure as failure:
        return failure.message
    return ""
