"""The rule "from the definition": write the formula, do not call the ready-made function.

The rule is about what runs when a function of the student's is called. It is looked at twice: in
the text of the cells, by following names from the function to all that it reaches, and at work,
by recording what torch runs. Text alone misses an alias made at run time; a recording alone
misses what is computed outside torch, and what other inputs would have run.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from nbjudge.bindings import Notebook
from nbjudge.checks import CheckFailure, observe
from nbjudge.handle import Student, link_of
from nbjudge.reach import Reached, reached

# As people write them, and (the names with `_forward`) as torch's kernels call themselves. A
# kernel's underscores around a name are left out.
_SQUASHING = frozenset(
    "sigmoid expit logistic tanh logsigmoid log_sigmoid log_sigmoid_forward log_expit hardsigmoid "
    "silu swish hardswish mish glu softmax log_softmax softmin sigmoid_ tanh_ silu_ mish_ "
    "special_expit Sigmoid Tanh LogSigmoid Hardsigmoid SiLU Hardswish Mish GLU "
    "Softmax LogSoftmax Softmin SigmoidTransform TanhTransform".split()
)
SIGMOID = _SQUASHING
TANH = _SQUASHING | frozenset("hardtanh hardtanh_ tanhshrink gelu Hardtanh Tanhshrink GELU".split())
RELU = frozenset(
    "relu relu_ relu6 relu6_ threshold threshold_ hardtanh hardtanh_ leaky_relu leaky_relu_ prelu "
    "prelu_kernel rrelu rrelu_ rrelu_with_noise elu elu_ celu celu_ selu selu_ gelu silu mish "
    "softplus hardswish hardsigmoid rectify ReLU ReLU6 Threshold Hardtanh LeakyReLU PReLU RReLU "
    "ELU CELU SELU GELU SiLU Mish Softplus Hardswish Hardsigmoid".split()
)
SOFTMAX = frozenset(
    "softmax log_softmax softmin logsumexp logcumsumexp gumbel_softmax softmax_ sparse_softmax "
    "special_softmax special_log_softmax special_logsumexp safe_softmax masked_softmax "
    "Softmax LogSoftmax Softmin Softmax2d cross_entropy CrossEntropyLoss "
    "AdaptiveLogSoftmaxWithLoss scaled_dot_product_attention MultiheadAttention "
    "multi_head_attention_forward".split()
)


def assert_from_definition(
    student: Student, name: str, forbidden: frozenset[str], *arguments: Any
) -> None:
    """Fails where calling `name` with `arguments` runs a ready-made function, or may run one.

    `forbidden` are names of functions, modules and operations, one of the sets in this module.
    """
    __tracebackhide__ = True
    seen = observe(getattr(student, name), *arguments)
    ran = {str(operation).strip("_") for operation in (*seen.functions, *seen.operations)}
    for found in sorted(ran & forbidden):
        raise CheckFailure(f"`{name}` runs torch's own `{found}`; write the formula instead")
    for found in ready_made(link_of(student).cells, name, forbidden):
        raise CheckFailure(f"`{name}` uses `{found}`; write the formula instead")


def ready_made(cells: Sequence[str], name: str, forbidden: frozenset[str]) -> list[str]:
    """The ready-made functions that calling `name` can reach, as the cells write them."""
    try:
        notebook = Notebook(cells)
        found = reached(notebook, name)
    except (RecursionError, MemoryError):
        raise CheckFailure("some code is nested too deeply to be read") from None
    return sorted(set(_forbidden_in(found, notebook, forbidden)))


def _forbidden_in(found: Reached, notebook: Notebook, forbidden: frozenset[str]) -> Iterator[str]:
    yield from (str(i) for i in found.imported if i.name in forbidden)
    yield from (a for a in found.attributes if a.rpartition(".")[2] in forbidden)
    if notebook.imports_everything:
        yield from found.unbound & forbidden
    others = forbidden - set(notebook.members)
    if found.looks_up:
        yield from found.strings & others
    if found.runs_text:
        words = {word for text in found.strings for word in re.findall(r"\w+", text)}
        yield from words & others
