"""The list of operations that "from the definition" allows has none that gives the result at once.

Each operation on the list is tried with many arguments made of x, ones and zeros: where one of the
results is the sigmoid, tanh, ReLU or softmax of x, the list lets a ready-made function through.
"""

import faulthandler
import itertools
import os
import signal
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
import torch

from nbjudge.torch.allowed import (
    FAMILIES,
    is_listed,
    may_be_called,
    may_be_named,
    may_run,
    page,
    unlisted,
)

PAGE = Path(__file__).parents[2] / "source" / "from-the-definition.md"
X = torch.tensor([[0.3, -1.7, 2.2], [-0.4, 0.9, -3.1], [1.3, 0.6, -0.8]])
READY_MADE = {
    "sigmoid": torch.sigmoid(X),
    "sigmoid of -x": torch.sigmoid(-X),
    "log of the sigmoid": torch.sigmoid(X).log(),
    "tanh": torch.tanh(X),
    "relu": torch.relu(X),
    "softplus": torch.nn.functional.softplus(X),
    "softmax of rows": torch.softmax(X, 1),
    "softmax of columns": torch.softmax(X, 0),
    "log of the softmax": torch.log_softmax(X, 1),
    "sum of the powers": torch.logsumexp(X, 1),
}
# The text of the course names these as ways to write a ReLU.
LIMITS = {"clamp", "clamp_min", "clip", "maximum", "fmax", "max", "nan_to_num"}
# Their results may be what lay in the memory before; set_ and the like change where it lies.
UNTRIED = (
    "empty",
    "resize",
    "set_",
    "as_strided",
    "record_stream",
    "pin_memory",
    "storage",
    "batch_dim",
    "dual",
)
_AT_A_TIME = 25  # a fork takes as long as ten of them
BY_TYPE = {
    "Tensor": (X, torch.ones_like(X), torch.zeros_like(X), -X),
    "Optional[Tensor]": (None, X, torch.zeros_like(X)),
    "List[Tensor]": ([X], [X, torch.zeros_like(X)]),
    "number": (0, 1),
    "int": (1, 0),
    "float": (0.0, 1.0),
    "bool": (False, True),
    "str": ("sigmoid", "tanh", "relu", "none", "amax"),
    "List[int]": ([1], [0], [3, 3]),
}


def computed(names: Sequence[str]) -> dict[str, set[str]]:
    """For each name, which ready-made functions it computes by any overload (see `computed_by`).

    Senseless arguments may crash a process. So children try them, and what crashes one or takes
    too long computes nothing.
    """
    found: dict[str, set[str]] = {}
    while len(found) < len(names):
        tried = names[len(found) : len(found) + _AT_A_TIME]
        told = _told_by_a_child(tried)
        found |= dict(zip(tried, told, strict=False))
        if len(told) < len(tried):
            found[tried[len(told)]] = set()
    return found


def _told_by_a_child(names: Sequence[str]) -> list[set[str]]:
    """What a child finds for each name, up to the one that crashes it."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        faulthandler.disable()
        torch.set_num_threads(1)
        warnings.simplefilter("ignore")
        for name in names:
            signal.alarm(3)
            what = {w for o in overloads(name) for w in computed_by(o)}
            os.write(writing, f"{'|'.join(what)}\n".encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as answer:
        lines = answer.read().splitlines()
    os.waitpid(child, 0)
    return [set(filter(None, line.split("|"))) for line in lines]


def overloads(name: str) -> Iterator:
    packet = getattr(torch.ops.aten, name)
    for overload in packet.overloads():
        function = getattr(packet, overload)
        if not any(argument.is_out for argument in function._schema.arguments):
            yield function


def computed_by(function) -> set[str]:
    """Which of the ready-made functions an operation computes for some arguments."""
    arguments = function._schema.arguments
    choices = [_choices(argument) for argument in arguments]
    found: set[str] = set()
    for chosen in itertools.islice(itertools.product(*choices), 100):
        given = {a.name: _copied(value) for a, value in zip(arguments, chosen, strict=True)}
        try:
            result = function(**given)
        except Exception:
            continue
        found |= _recognised([result, *given.values()])
    return found


def _choices(argument) -> tuple:
    """What to try. Of a number not its default alone: a slope of 0 makes a relu of `leaky_relu`."""
    known = BY_TYPE.get(str(argument.type), (None,))
    if not argument.has_default_value() or "Tensor" in str(argument.type):
        return known
    others = known if str(argument.type) in ("number", "float") else ()
    return (argument.default_value, *others)


def _copied(value):
    if isinstance(value, list):
        return [_copied(one) for one in value]
    return value.clone() if isinstance(value, torch.Tensor) else value


def _recognised(results) -> set[str]:
    leaves = torch.utils._pytree.tree_leaves(results)
    tensors = [v for v in leaves if isinstance(v, torch.Tensor) and v.dtype == torch.float32]
    return {
        name
        for name, expected in READY_MADE.items()
        for tensor in tensors
        if tensor.shape == expected.shape and torch.allclose(tensor, expected, atol=1e-5)
    }


def names(wanted) -> list[str]:
    full = (name for name in torch._C._dispatch_get_all_op_names() if name.startswith("aten::"))
    return sorted({n.partition("::")[2].partition(".")[0] for n in full if wanted(n)})


LISTED = names(lambda name: may_run(name.partition(".")[0]))


def test_no_operation_on_the_list_is_ready_made():
    found = computed([n for n in LISTED if not any(word in n for word in UNTRIED)])
    found = {n: what - {"relu"} if n.strip("_") in LIMITS else what for n, what in found.items()}
    assert {name: what for name, what in found.items() if what} == {}
    assert len(found) > 500


@pytest.mark.parametrize(
    "name",
    "sigmoid sigmoid_ special_expit tanh relu relu_ _softmax softmax _safe_softmax log_softmax "
    "_foreach_sigmoid _foreach_tanh leaky_relu leaky_relu_backward softplus "
    "log_sigmoid_backward logsumexp logaddexp threshold threshold_backward elu "
    "rrelu_with_noise_functional _add_relu".split(),
)
def test_the_same_search_finds_those_that_are_ready_made_and_they_are_refused(name):
    assert not may_run(f"aten::{name}")
    assert computed([name])[name]


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("softplus_backward", lambda: (torch.ones_like(X), X, 1, 20)),
        ("hardtanh", lambda: (X, 0, 20)),
        ("prelu", lambda: (X, torch.zeros(1))),
        ("margin_ranking_loss", lambda: (X, torch.zeros_like(X), -torch.ones_like(X), 0.0, 0)),
    ],
)
def test_what_is_ready_made_for_arguments_that_no_search_tries_is_refused(name, arguments):
    assert not may_run(f"aten::{name}")
    assert _recognised([getattr(torch.ops.aten, name)(*arguments())])


@pytest.mark.parametrize(
    "name",
    "mkldnn::_linear_pointwise prims::tanh aten::_nested_tensor_softmax_with_shape "
    "aten::_addmm_activation students::bend quantized::linear_relu aten::gru_cell".split(),
)
def test_what_is_not_on_the_list_is_refused(name):
    assert not may_run(name)


@pytest.mark.parametrize("name", ["exp", "where", "clamp", "amax", "matmul", "einsum", "view_as"])
def test_what_is_on_the_list_is_allowed_under_all_its_names(name):
    for full in (f"torch.{name}", f"torch.Tensor.{name}", f"torch._C.TensorBase.{name}_"):
        assert may_be_called(full)
    assert may_run(f"aten::{name}")
    assert may_run(f"aten::{name}_")


@pytest.mark.parametrize("name", ["tan", "tanh", "arctan", "logaddexp", "logaddexp2", "interp"])
def test_numpy_serves_for_arithmetic_only(name):
    assert may_be_named("numpy", "exp")
    assert not may_be_named("numpy", name)


def test_an_exercise_may_allow_more():
    assert not may_be_called("torch.tanh")
    assert may_be_called("torch.tanh", also={"tanh"})
    assert may_be_named("torch", "tanh", also={"tanh"})


def test_every_name_on_the_list_means_something():
    known = {name.partition("::")[2] for name in torch._C._dispatch_get_all_op_names()}
    known = {name.partition(".")[0].strip("_") for name in known}
    known |= {name.removeprefix("linalg_").removeprefix("special_") for name in known}
    known |= {n.strip("_") for o in (torch, torch.Tensor, torch.nn.functional) for n in dir(o)}
    listed = {name.strip("_") for family in FAMILIES.values() for name in family.split()}
    assert listed - known == set()
    assert not any(is_listed(name) for name in unlisted())


def test_the_page_for_students_shows_the_list():
    assert PAGE.read_text(encoding="utf-8") == page()
