"""The rooms of the engine: what each may import, no circle, and torch where it belongs."""

import ast
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1]
# Each room, and those that it may import. It stands below them all, so there can be no circle.
ROOMS = {
    "course": "",
    "process": "",
    "link": "course",
    "sandbox": "course link process",
    "checks": "course link",
    "torch": "course link checks",
    "submission": "course process link checks",
    "report": "course link",
    "kernel": "course process link sandbox torch",
    "judge": "course process link sandbox checks submission report kernel",
    "grading": "course process link sandbox submission report judge",
    "terminal": "course process report kernel judge",
    "proof": "course process link torch submission report kernel judge",
    "lms": "course submission report grading",
    "serving": "course process sandbox submission report judge grading lms",
    "feedback": "course report",
    "overview": "course submission report grading",
    "nbjudge": "course judge grading",
    "bundle": "course submission nbjudge",
    "__main__": "course process judge terminal grading serving proof lms overview bundle",
}
HEAVY = {"torch", "torchvision", "matplotlib"}
# Rooms and modules of the student's side, which have all of that anyway.
MAY_IMPORT_HEAVY = ("nbjudge.torch", "nbjudge.kernel")

Imports = dict[str, dict[str, bool]]


def imports_below(package: Path) -> Imports:
    """For each module: what it imports, and whether at once, that is outside every function."""
    paths = [path for path in package.rglob("*.py") if "tests" not in path.parts]
    names = {path: module_name(package, path) for path in paths}
    return {
        names[path]: dict(imported_by(path, names[path], set(names.values()))) for path in paths
    }


def module_name(package: Path, path: Path) -> str:
    parts = path.relative_to(package.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported_by(path: Path, name: str, modules: set[str]) -> Iterator[tuple[str, bool]]:
    found: dict[str, bool] = {}
    for node, at_once in statements(ast.parse(path.read_text(encoding="utf-8")), True):
        for imported in names_of(node, path, name, modules):
            found[imported] = found.get(imported, False) or at_once
    return iter(found.items())


def statements(tree: ast.AST, at_once: bool) -> Iterator[tuple[ast.AST, bool]]:
    for node in ast.iter_child_nodes(tree):
        yield node, at_once
        function = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        typing = isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        yield from statements(node, at_once and not function and not typing)


def names_of(node: ast.AST, path: Path, name: str, modules: set[str]) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        assert node.level == 0, f"{path}:{node.lineno}: write the whole name of what is imported"
        for alias in node.names:
            whole = f"{node.module}.{alias.name}"
            yield whole if whole in modules else node.module


def room_of(module: str) -> str:
    """`link` for `nbjudge.link.wire`; empty for what is not the engine's."""
    package, _, rest = module.partition(".")
    return (rest.partition(".")[0] or package) if package == PACKAGE.name else ""


def misplaced(imports: Imports) -> list[str]:
    """The imports that the table does not allow, those inside functions too."""
    return [
        f"{module} imports {imported}"
        for module, found in imports.items()
        for imported in found
        if (room := room_of(imported)) not in ("", room_of(module))
        and room not in ROOMS[room_of(module)].split()
    ]


def circle(imports: Imports) -> list[str]:
    """The modules of a circle; empty where there is none."""
    try:
        TopologicalSorter(
            {name: set(found) & set(imports) for name, found in imports.items()}
        ).prepare()
    except CycleError as error:
        return error.args[1]
    return []


def heavy_at_once(imports: Imports) -> list[str]:
    """The modules that import torch and its like when they are imported themselves."""
    return [
        module
        for module, found in imports.items()
        if HEAVY & {name.partition(".")[0] for name, at_once in found.items() if at_once}
        and not module.startswith(MAY_IMPORT_HEAVY)
    ]


@pytest.fixture(scope="module")
def imports() -> Imports:
    return imports_below(PACKAGE)


def test_every_module_lies_in_a_room_of_the_table(imports):
    assert {room_of(module) for module in imports} == set(ROOMS)


def test_the_table_lets_every_room_import_only_those_above_it():
    above: list[str] = []
    for room, allowed in ROOMS.items():
        assert set(allowed.split()) <= set(above), room
        above.append(room)


def test_no_room_imports_one_that_it_must_not_know(imports):
    assert misplaced(imports) == []


def test_no_modules_import_each_other_in_a_circle(imports):
    assert circle(imports) == []


def test_torch_is_imported_at_once_only_where_all_is_about_it(imports):
    assert list(heavy_at_once(imports)) == []


def test_a_wrong_import_is_found_wherever_it_stands(tmp_path):
    package = tmp_path / PACKAGE.name
    for name, text in {
        "__init__": "",
        "course/__init__": "from nbjudge.judge import places",
        "link/__init__": "def ask():\n    import torch\n    from nbjudge.judge.run import Run",
        "judge/__init__": "",
        "judge/places": "import nbjudge.judge.run",
        "judge/run": "import sys\nif sys:\n    import torch.nn\n"
        "def go():\n    import nbjudge.judge.places\n",
        "report/__init__": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import torch",
    }.items():
        (package / name).parent.mkdir(parents=True, exist_ok=True)
        (package / f"{name}.py").write_text(text)
    found = imports_below(package)
    assert sorted(misplaced(found)) == [
        "nbjudge.course imports nbjudge.judge.places",
        "nbjudge.link imports nbjudge.judge.run",
    ]
    assert set(circle(found)) == {"nbjudge.judge.places", "nbjudge.judge.run"}
    assert heavy_at_once(found) == ["nbjudge.judge.run"]
