"""The rule "from the definition": write the formula, do not call the ready-made function.

The rule is about what runs when a function of the student's is called. It is looked at twice: in
the text of the cells, by following names from the function to all that it reaches, and at work,
by recording what torch runs. Text alone misses an alias made at run time; a recording alone
misses what is computed outside torch, and what other inputs would have run.
"""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from nbjudge.checks.assertions import what_runs
from nbjudge.checks.bindings import Notebook, TooMuchToRead
from nbjudge.checks.reach import Reached, reached
from nbjudge.link.failures import CheckFailure
from nbjudge.link.handle import Student, link_of

if TYPE_CHECKING:
    import torch

# As people write them, and (the names with `_forward`) as torch's kernels call themselves. A
# kernel's underscores around a name are left out.
_SQUASHING = frozenset(
    "sigmoid expit logistic tanh logsigmoid log_sigmoid log_sigmoid_forward log_expit hardsigmoid "
    "silu swish hardswish mish glu softmax log_softmax softmin sigmoid_ tanh_ silu_ mish_ "
    "special_expit Sigmoid Tanh LogSigmoid Hardsigmoid SiLU Hardswish Mish GLU "
    "Softmax LogSoftmax Softmin SigmoidTransform TanhTransform logsumexp special_logsumexp "
    "binary_cross_entropy_with_logits BCEWithLogitsLoss scaled_dot_product_attention "
    "multi_head_attention_forward MultiheadAttention native_multi_head_attention "
    "scaled_dot_product_attention_math scaled_dot_product_flash_attention "
    "scaled_dot_product_flash_attention_for_cpu".split()
)
SIGMOID = _SQUASHING
TANH = _SQUASHING | frozenset("hardtanh hardtanh_ tanhshrink gelu Hardtanh Tanhshrink GELU".split())
RELU = frozenset(
    "relu relu_ relu6 relu6_ threshold threshold_ threshold_backward hardtanh hardtanh_ "
    "leaky_relu leaky_relu_ prelu prelu_kernel rrelu rrelu_ rrelu_with_noise "
    "elu elu_ celu celu_ selu selu_ gelu silu mish "
    "softplus hardswish hardsigmoid rectify ReLU ReLU6 Threshold Hardtanh LeakyReLU PReLU RReLU "
    "ELU CELU SELU GELU SiLU Mish Softplus Hardswish Hardsigmoid".split()
)
SOFTMAX = frozenset(
    "softmax log_softmax softmin logsumexp logcumsumexp gumbel_softmax softmax_ sparse_softmax "
    "special_softmax special_log_softmax special_logsumexp safe_softmax masked_softmax "
    "Softmax LogSoftmax Softmin Softmax2d cross_entropy CrossEntropyLoss "
    "AdaptiveLogSoftmaxWithLoss scaled_dot_product_attention MultiheadAttention "
    "multi_head_attention_forward native_multi_head_attention SoftmaxTransform "
    "scaled_dot_product_flash_attention scaled_dot_product_flash_attention_for_cpu "
    "scaled_dot_product_efficient_attention scaled_dot_product_cudnn_attention".split()
)
# What takes values out of torch, or to another thread, where only the text tells what is computed.
_LEAVING_TORCH = frozenset(
    "numpy __array__ tolist item __float__ __int__ __index__ __complex__ data_ptr __dlpack__ "
    "storage untyped_storage put start_new_thread".split()
)


def assert_from_definition(
    student: Student, name: str, forbidden: frozenset[str], *inputs: "torch.Tensor"
) -> None:
    """Fails where calling `name` with one of `inputs` runs a ready-made function, or may run one.

    `forbidden` are names of functions, modules and operations, one of the sets in this module.
    """
    __tracebackhide__ = True
    ran: set[str] = set()
    for given in inputs:
        ran |= what_runs(getattr(student, name), given)
    for found in sorted({named.strip("_") for named in ran} & forbidden):
        raise CheckFailure(f"`{name}` runs a ready-made `{found}`; write the formula instead")
    # As long as no value leaves torch, what ran has been seen, and a text alone proves nothing.
    unseen = bool(ran & _LEAVING_TORCH)
    for found in ready_made(link_of(student).cells, name, forbidden, suspect=unseen):
        raise CheckFailure(f"`{name}` uses `{found}`; write the formula instead")


def ready_made(
    cells: Sequence[str], name: str, forbidden: frozenset[str], *, suspect: bool = True
) -> list[str]:
    """The ready-made functions that calling `name` can reach, as the cells write them.

    With `suspect`, also what may be one: an attribute of an object that nobody knows, or a text
    by which something may be looked up.
    """
    try:
        notebook = Notebook(cells)
        found = reached(notebook, name)
    except (RecursionError, MemoryError):
        raise CheckFailure("some code is nested too deeply to be read") from None
    except TooMuchToRead:
        raise CheckFailure("the code uses too many names in too many places to be read") from None
    sure = set(_forbidden_in(found, notebook, forbidden))
    return sorted(sure | set(_suspect_in(found, notebook, forbidden)) if suspect else sure)


def _forbidden_in(found: Reached, notebook: Notebook, forbidden: frozenset[str]) -> Iterator[str]:
    yield from (str(i) for i in found.imported if i.name.strip("_") in forbidden)
    yield from _named(found.attributes, forbidden)
    if notebook.imports_everything:
        yield from found.unbound & forbidden


def _suspect_in(found: Reached, notebook: Notebook, forbidden: frozenset[str]) -> Iterator[str]:
    yield from _named(found.suspects, forbidden)
    others = forbidden - set(notebook.members)
    if found.looks_up:
        yield from found.strings & others
    if found.runs_text:
        words = {word for text in found.strings for word in re.findall(r"\w+", text)}
        yield from words & others


def _named(attributes: set[str], forbidden: frozenset[str]) -> Iterator[str]:
    return (a for a in attributes if a.rpartition(".")[2].strip("_") in forbidden)
