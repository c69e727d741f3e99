"""What a fork server imports besides what kernels are made of, so that no notebook has to."""

import importlib
import importlib.util
import io
import sys
from collections.abc import Sequence

# Where matplotlib is not there, what belongs to it in other packages cannot be imported either.
_NEEDS = {"matplotlib_inline": "matplotlib"}


def preload(names: Sequence[str]) -> None:
    """Imports those of these modules that are installed, and has them find out what they keep."""
    for name in names:
        if _is_installed(name):
            importlib.import_module(name)
    if torch := sys.modules.get("torch"):
        torch.set_num_threads(1)
    if overrides := sys.modules.get("torch.overrides"):
        overrides.resolve_name(len)
    if "matplotlib.pyplot" in sys.modules:
        _find_the_fonts()


def _is_installed(name: str) -> bool:
    package = name.partition(".")[0]
    needed = (package, _NEEDS.get(package, package))
    return all(importlib.util.find_spec(name) is not None for name in needed)


def _find_the_fonts() -> None:
    from matplotlib.figure import Figure

    figure = Figure()  # pyplot knows nothing of it
    figure.subplots().set_title("Title")
    figure.tight_layout()
    figure.savefig(io.BytesIO())


def forget_the_seed() -> None:
    """Has each fork draw random numbers of its own."""
    if numpy := sys.modules.get("numpy"):
        numpy.random.seed()
