"""Which modules a judge relies on where it has to believe what a kernel answers.

They are what the agent and the probes are made of, and what these call: parts of each package and
not all of it, since each part takes time to look at.
"""

import fnmatch
import sys
from collections.abc import Iterable

from nbjudge.sandbox.originals import Relied

_WHOLE = (
    *("nbjudge.kernel.agent", "nbjudge.kernel.clues", "nbjudge.link.channel"),
    *("nbjudge.link.tensors", "nbjudge.link.wire", "nbjudge.torch.probes.*"),
    *("nbjudge.torch.samples", "builtins", "collections", "contextlib", "copy", "functools"),
    *("importlib", "inspect", "io", "itertools", "math", "msgpack", "operator", "socket", "struct"),
    *("types", "torch", "torch._C", "torch._C._functorch", "torch._C._nn", "torch._tensor"),
    *("torch.accelerator", "torch.autograd", "torch.autograd.grad_mode", "torch.backends.mps"),
    *("torch.cuda", "torch.functional", "torch.mps", "torch.nn", "torch.nn.functional"),
    *("torch.nn.modules.activation", "torch.nn.modules.container", "torch.nn.modules.conv"),
    *("torch.nn.modules.flatten", "torch.nn.modules.linear", "torch.nn.modules.module"),
    *("torch.nn.modules.pooling", "torch.nn.parameter", "torch.overrides"),
    *("torch.utils._contextlib", "torch.utils._device", "torch.utils._python_dispatch"),
    *("torch.utils._pytree", "torch.utils.data", "torch.utils.data._utils.collate"),
    *("torch.utils.data.dataloader", "torch.utils.data.dataset", "torch.utils.data.sampler"),
    *("matplotlib.artist", "matplotlib.axes._base", "matplotlib.axis", "matplotlib.figure"),
    "matplotlib.image",
)
_NAMES_ONLY = (
    *("torch.nn.init", "torch.nn.modules.loss", "torch.optim.optimizer", "torch.serialization"),
    *("torch._subclasses.fake_tensor", "unittest.mock", "numpy", "numpy.ma.core"),
    *("matplotlib.axes._axes", "matplotlib.colors", "matplotlib.container", "matplotlib.lines"),
    *("matplotlib.layout_engine", "matplotlib.patches", "matplotlib.pyplot", "matplotlib.text"),
    "matplotlib.transforms",
)
_TABLES = frozenset({"nbjudge.kernel.agent.NAMES", "nbjudge.kernel.agent.PROBES"})
# What an honest notebook changes: by plotting, by running a cell (seen in a fork that is made in
# one), by what `copy` and `warnings` keep for later, by a default device, and where a call is
# stopped halfway.
_MAY_CHANGE = frozenset(
    {
        *("matplotlib.pyplot._REPL_DISPLAYHOOK", "matplotlib.pyplot._backend_mod"),
        *("builtins.exit", "builtins.input", "builtins.quit"),
        "torch.utils._device.CURRENT_DEVICE",
        "torch.utils._python_dispatch._is_in_any_mode_without_ignore_compile_internals",
        "torch.utils._python_dispatch._is_in_non_infra_torch_dispatch_mode",
        "torch.utils._python_dispatch._is_in_torch_dispatch_mode",
    }
)
_MAY_BE_ADDED = frozenset({"__slotnames__", "__warningregistry__"})


def relied_on() -> Relied:
    """What is imported of these."""
    return Relied(_imported(_WHOLE), _imported(_NAMES_ONLY), _TABLES, _MAY_CHANGE, _MAY_BE_ADDED)


def _imported(patterns: Iterable[str]) -> frozenset[str]:
    return frozenset(name for p in patterns for name in fnmatch.filter(sys.modules, p))
