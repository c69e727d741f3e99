"""What a fork server imports for notebooks, besides what kernels themselves need."""

import importlib
import importlib.util
import io
import sys
from collections.abc import Sequence

# Without matplotlib, its parts in other packages cannot be imported either.
_NEEDS = {"matplotlib_inline": "matplotlib"}


def preload(names: Sequence[str]) -> None:
    """Imports the modules of these that are installed, and makes them fill their caches."""
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

    figure = Figure()  # pyplot does not register this figure
    figure.subplots().set_title("Title")
    figure.tight_layout()
    figure.savefig(io.BytesIO())


def forget_the_seed() -> None:
    """Makes each fork draw its own random numbers."""
    if numpy := sys.modules.get("numpy"):
        numpy.random.seed()
