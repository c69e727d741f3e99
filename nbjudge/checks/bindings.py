"""Reads from the text of a notebook's cells what its names are bound to."""

import ast
import contextlib
import warnings
from collections.abc import Iterator, Sequence
from typing import NamedTuple

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
DEFINITIONS = (*FUNCTIONS, ast.ClassDef)
_BLOCKS = (ast.stmt, ast.ExceptHandler, ast.match_case)
# Far more steps than any notebook needs; malicious text can take the cube of its length.
_MOST_STEPS = 300_000
_UNCERTAIN = (ast.If, ast.For, ast.While, ast.Try, ast.Match)


class TooMuchToRead(Exception):
    """Following the names of a notebook takes more steps than any honest one needs."""


class ImportedName(NamedTuple):
    """What an import binds a name to: a module (then `name` is empty), or a name in a module."""

    module: str
    name: str

    def __str__(self) -> str:
        return f"{self.module}.{self.name}" if self.name else self.module


class Binding(NamedTuple):
    """What a name was bound to, by which statement, and whether that statement surely ran."""

    value: ast.AST | ImportedName
    place: int
    certain: bool


class Member(NamedTuple):
    """A method, or the value of an attribute; `owner` is the class around it, if any."""

    value: ast.AST
    owner: ast.ClassDef | None
    place: int


class Notebook:
    """The bindings of a notebook's cells, in the order in which the cells ran.

    Raises RecursionError for code that is nested too deep.
    """

    def __init__(self, cells: Sequence[str]):
        self.members: dict[str, list[Member]] = {}
        self.imports_everything = False
        self._bindings: dict[str, list[Binding]] = {}
        self._steps = 0
        for place, (statement, certain) in enumerate(statements_in(cells)):
            self._read(statement, place, certain)

    def bindings(self, name: str, before: int | None = None) -> list[Binding]:
        """What a name may be bound to, at the end or just before a statement runs."""
        found = []
        for binding in reversed(self._bindings.get(name, ())):
            self.count_steps(1)
            if before is None or binding.place < before:
                found.append(binding)
                if binding.certain:
                    break
        return found

    def count_steps(self, number: int) -> None:
        """Counts the steps of whoever follows names. Raises TooMuchToRead past a limit."""
        self._steps += number
        if self._steps > _MOST_STEPS:
            raise TooMuchToRead

    def _read(self, statement: ast.stmt, place: int, certain: bool) -> None:
        bound = [(name, value, certain) for name, value in bound_by(statement)]
        bound += [(name, value, False) for name, value in _changed_by(statement)]
        for name, value, surely in bound:
            if name == "*":
                self.imports_everything = True
            self._bindings.setdefault(name, []).append(Binding(value, place, surely))
        self._read_members(statement, None, place)

    def _read_members(self, tree: ast.AST, owner: ast.ClassDef | None, place: int) -> None:
        waiting = [(tree, owner)]
        while waiting:
            node, owner = waiting.pop()
            inside = node if isinstance(node, ast.ClassDef) else owner
            for name, value in _members_in(node):
                self.members.setdefault(name, []).append(Member(value, inside, place))
            waiting.extend((inner, inside) for inner in ast.iter_child_nodes(node))


def bound_by(statement: ast.AST) -> Iterator[tuple[str, ast.AST | ImportedName]]:
    """The names that a statement binds outside its blocks, each with what it is bound to."""
    if isinstance(statement, ast.Import):
        for alias in statement.names:
            bound = alias.asname or alias.name.partition(".")[0]
            yield bound, ImportedName(alias.name if alias.asname else bound, "")
    elif isinstance(statement, ast.ImportFrom):
        for alias in statement.names:
            yield alias.asname or alias.name, ImportedName(statement.module or "", alias.name)
    elif isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        yield statement.name, statement
    elif isinstance(statement, ast.Assign):
        for target in statement.targets:
            yield from _unpacked(target, statement.value)
    elif isinstance(statement, ast.AnnAssign) and statement.value is not None:
        yield from _unpacked(statement.target, statement.value)
    elif isinstance(statement, ast.For | ast.AsyncFor):
        yield from _unpacked(statement.target, statement.iter)
    elif isinstance(statement, ast.With | ast.AsyncWith):
        for item in statement.items:
            if item.optional_vars is not None:
                yield from _unpacked(item.optional_vars, item.context_expr)


def names_in(target: ast.AST) -> Iterator[ast.Name]:
    """All the names that a tree reads or binds."""
    return (node for node in ast.walk(target) if isinstance(node, ast.Name))


def called(call: ast.Call) -> str:
    """The last part of the name that is called: `relu` for `torch.relu(x)`."""
    if isinstance(call.func, ast.Name):
        return call.func.id
    return call.func.attr if isinstance(call.func, ast.Attribute) else ""


def statements_in(cells: Sequence[str]) -> Iterator[tuple[ast.stmt, bool]]:
    """The statements at the top level, inside `if`, `with`, `for` and `try` too."""
    for cell in cells:
        waiting: list[tuple[ast.AST, bool]] = [(n, True) for n in reversed(parsed_cell(cell))]
        while waiting:
            node, certain = waiting.pop()
            if isinstance(node, ast.stmt):
                yield node, certain
            if not isinstance(node, DEFINITIONS):
                certain = certain and not isinstance(node, _UNCERTAIN)
                inner = [n for n in ast.iter_child_nodes(node) if isinstance(n, _BLOCKS)]
                waiting.extend((n, certain) for n in reversed(inner))


def parsed_cell(cell: str) -> list[ast.stmt]:
    """A cell's statements; none if the cell is not Python, since then it never ran."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with contextlib.suppress(SyntaxError, ValueError):
            return ast.parse(cell).body
        with contextlib.suppress(SyntaxError, ValueError):
            return ast.parse(_without_magics(cell)).body
    return []


def _without_magics(cell: str) -> str:
    """The cell with IPython's `%magic`, `!shell` and `help?` turned into Python."""
    from IPython.core.inputtransformer2 import TransformerManager

    lines = cell.lstrip("\n").split("\n")
    while lines and lines[0].startswith("%%"):
        lines = lines[1:]
    return TransformerManager().transform_cell("\n".join(lines))


def _unpacked(target: ast.expr, value: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    if (
        isinstance(target, ast.Tuple | ast.List)
        and isinstance(value, ast.Tuple | ast.List)
        and len(target.elts) == len(value.elts)
    ):
        for part, bound in zip(target.elts, value.elts, strict=True):
            yield from _unpacked(part, bound)
    else:
        stored = (name for name in names_in(target) if isinstance(name.ctx, ast.Store))
        yield from ((name.id, value) for name in stored)


def _changed_by(statement: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """The names that a statement changes or may bind by `:=`, each with the value."""
    if isinstance(statement, ast.AugAssign) and isinstance(statement.target, ast.Name):
        yield statement.target.id, statement.value
    elif isinstance(statement, ast.Assign):
        for target in statement.targets:
            if isinstance(target, ast.Subscript) and isinstance(target.value, ast.Name):
                yield target.value.id, statement.value
    if not isinstance(statement, DEFINITIONS):
        for node in ast.walk(statement):
            if isinstance(node, ast.NamedExpr):
                yield node.target.id, node.value


def _members_in(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """The attributes that a node sets on an object, without those that nodes inside it set."""
    if isinstance(node, ast.ClassDef):
        for statement in node.body:
            bound = bound_by(statement)
            yield from ((name, value) for name, value in bound if isinstance(value, ast.AST))
            if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
                yield statement.target.id, statement.value or ast.Constant(None)
    elif isinstance(node, ast.Assign):
        for target in node.targets:
            if isinstance(target, ast.Attribute):
                yield target.attr, node.value
    elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Attribute):
        yield node.target.attr, node.value or ast.Constant(None)
    elif isinstance(node, ast.Call) and called(node) == "SimpleNamespace":
        yield from ((keyword.arg or "", keyword.value) for keyword in node.keywords)
