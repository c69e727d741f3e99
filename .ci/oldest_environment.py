"""Makes .venv-oldest: the oldest versions that pyproject.toml admits, with .venv's own torch.

Run it from the course's folder by .venv's Python, after each change of pyproject.toml. torch and
torchvision are gigabytes, so their files are linked from .venv instead of being installed twice.
"""

import contextlib
import os
import re
import shutil
import subprocess
import sys
import tomllib
import venv
from collections.abc import Iterable, Iterator
from importlib.metadata import (
    Distribution,
    PackageNotFoundError,
    distribution,
    distributions,
)
from pathlib import Path

ROOT = Path(__file__).parents[1]
PLACE = ROOT / ".venv-oldest"
LENT = ("torch", "torchvision")
_LOWER_BOUND = re.compile(r"([\w.-]+)(?:\[[^]]*\])?\s*>=\s*([\w.]+)")


def oldest_versions(project: dict) -> list[str]:
    """Pins for what the engine, its builder and its extras `grade` and `torch` ask for.

    Raises ValueError where a requirement names no version to begin with.
    """
    asked = [
        *project["build-system"]["requires"],
        *project["project"]["dependencies"],
        *project["project"]["optional-dependencies"]["grade"],
        *project["project"]["optional-dependencies"]["torch"],
    ]
    pins = dict(map(_oldest, asked))
    return [f"{name}=={version}" for name, version in pins.items() if name not in LENT]


def _oldest(requirement: str) -> tuple[str, str]:
    if not (found := _LOWER_BOUND.match(requirement)):
        raise ValueError(f"pyproject.toml: {requirement!r} needs a lower bound, as in `name>=1.2`")
    return found[1], found[2]


def lend(folder: Path) -> None:
    """Links torch, torchvision and what they need into `folder`, but for what it has installed."""
    installed = {_canonical(found.name) for found in distributions(path=[str(folder)])}
    lent = [found for found in _with_requirements(LENT) if _canonical(found.name) not in installed]
    # Several of them have a part of the same folder, `nvidia`.
    for entry in {entry for found in lent for entry in _entries(found)}:
        if entry.name not in ("..", "__pycache__"):
            _link(entry, folder / entry.name)


def _entries(found: Distribution) -> set[Path]:
    """The files and folders that a distribution has in site-packages, not those below them."""
    return {Path(found.locate_file(Path(path).parts[0])) for path in found.files or ()}


def _with_requirements(names: Iterable[str]) -> Iterator[Distribution]:
    waiting, seen = list(names), set()
    while waiting:
        name = _canonical(waiting.pop())
        # What is wanted on another system only is not there.
        with contextlib.suppress(PackageNotFoundError):
            if name not in seen:
                found = distribution(name)
                required = [one for one in found.requires or () if "extra ==" not in one]
                waiting += [re.match(r"[\w.-]+", one)[0] for one in required]
                yield found
        seen.add(name)


def _canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _link(source: Path, target: Path) -> None:
    # Hard links: a symbolic one would lead out of what the sandbox lets a kernel read.
    if source.is_dir():
        shutil.copytree(source, target, copy_function=os.link)
    else:
        os.link(source, target)


def main() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    pins = oldest_versions(project)
    print("oldest versions:", *pins, flush=True)
    venv.create(PLACE, clear=True, with_pip=True)
    python = PLACE / "bin" / "python"
    pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, *pins], check=True)
    # Built by the oldest setuptools, which an environment for the build alone would not be.
    own = ["--no-deps", "--no-build-isolation", "--editable", str(ROOT)]
    subprocess.run([*pip, *own], check=True)
    (site_packages,) = (PLACE / "lib").glob("python*/site-packages")
    lend(site_packages)
    subprocess.run([python, "-c", "import torch, torchvision"], check=True)


if __name__ == "__main__":
    sys.exit(main())
