"""The versions that decide scores: a worker with others would give other ones."""

import functools
import sys
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from nbjudge.grading.afar.jobs import Engine

_PACKAGES = ("nbgrader", "numpy", "torch", "torchvision")
_ROOT = Path(__file__).parents[2]


@functools.cache
def own_engine() -> Engine:
    """This process's versions; that of nbjudge is a text that changes with its source."""
    found = {"Python": ".".join(map(str, sys.version_info[:2])), "nbjudge": _source()}
    return found | {name: _version(name) for name in _PACKAGES}


def differences(wanted: Engine, found: Engine) -> str:
    """What another engine has otherwise, in words; empty if nothing."""
    names = [name for name in wanted if wanted[name] != found.get(name)]
    return ", ".join(f"{name} is {found.get(name)}, not {wanted[name]}" for name in names)


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "missing"


def _source() -> str:
    whole = sha256()
    for path in sorted(_ROOT.rglob("*")):
        name = path.relative_to(_ROOT)
        if path.is_file() and not {"tests", "__pycache__"} & set(name.parts):
            whole.update(name.as_posix().encode() + b"\0" + sha256(path.read_bytes()).digest())
    return whole.hexdigest()[:12]
