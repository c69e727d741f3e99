"""The modules of the engine that students need: what checking a notebook imports, and no more."""

import ast
from collections.abc import Iterator
from pathlib import Path

import nbjudge

PACKAGE = Path(nbjudge.__file__).parent
# The modules where checking begins: `check`, `pytest`, commands at a terminal, what check modules
# import, and what a kernel or another process imports by its name.
STARTS = (
    "nbjudge.judge.live",
    "nbjudge.judge.pytest_entry",
    "nbjudge.terminal.command",
    "nbjudge.kernel.agent",
    "nbjudge.kernel.states",
    "nbjudge.checks",
    "nbjudge.torch",
)
# Check modules import these by name, so all of them go into the wheel.
WHOLE = ("nbjudge.checks", "nbjudge.torch")
# Rooms that only instructors get. The package itself exports one of their functions.
_INSTRUCTORS = ("grading", "proof", "lms", "overview", "bundle", "sandbox")
WITHHELD = tuple(f"nbjudge.{room}" for room in _INSTRUCTORS)


def needed_modules() -> set[str]:
    """The names of the modules that a student needs, packages included.

    Raises RuntimeError if checking a notebook needs a module that is withheld.
    """
    needed: set[str] = set()
    waiting = [*STARTS, *(name for whole in WHOLE for name in _below(whole))]
    while waiting:
        name = waiting.pop()
        if name in needed:
            continue
        if name.startswith(WITHHELD):
            raise RuntimeError(f"a student's notebook would need {name}, which is withheld")
        needed.add(name)
        waiting += [package for package in [name.rpartition(".")[0]] if package]
        if name != "nbjudge":  # its other imports happen only when one of its names is asked for
            waiting += imported_by(name)
    return needed


def file_of(name: str) -> Path:
    """The file of a module of the engine."""
    path = PACKAGE.parent.joinpath(*name.split("."))
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def imported_by(name: str) -> list[str]:
    """The engine's modules that this one imports, at once or in a function."""
    tree = ast.parse(file_of(name).read_text(encoding="utf-8"))
    return [found for node in _run(tree) for found in _names(node) if file_of(found).is_file()]


def _below(package: str) -> Iterator[str]:
    folder = file_of(package).parent
    for path in folder.rglob("*.py"):
        parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
        yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _run(tree: ast.AST) -> Iterator[ast.AST]:
    """All statements, except those that only a type checker reads."""
    for node in ast.iter_child_nodes(tree):
        if not (isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)):
            yield node
            yield from _run(node)


def _names(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names if _own(alias.name))
    elif isinstance(node, ast.ImportFrom) and _own(node.module or ""):
        yield node.module or ""
        yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _own(name: str) -> bool:
    return name.partition(".")[0] == "nbjudge"
