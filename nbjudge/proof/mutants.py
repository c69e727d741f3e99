"""Mutants of a solution: its cell with one small change, to see whether the checks notice."""

import ast
import copy
import importlib.util
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial, singledispatch
from typing import Any

if importlib.util.find_spec("torch"):
    from nbjudge.torch.mutant_tables import KEYWORDS, MODULES, RELATIVES
else:
    KEYWORDS, MODULES, RELATIVES = {}, frozenset(), {}

_BEGIN, _END = "### BEGIN SOLUTION", "### END SOLUTION"
_WIDTH = 64
_READABLE = (ast.Call, ast.BinOp, ast.Compare, ast.Tuple, ast.stmt)
_OPERATORS: dict[type[ast.AST], list[type[ast.AST]]] = {
    ast.Add: [ast.Sub], ast.Sub: [ast.Add], ast.Mult: [ast.Div, ast.Add], ast.Div: [ast.Mult],
    ast.MatMult: [ast.Mult], ast.Pow: [ast.Mult], ast.FloorDiv: [ast.Mult], ast.Mod: [ast.Mult],
    ast.Lt: [ast.LtE, ast.GtE], ast.LtE: [ast.Lt, ast.Gt], ast.Gt: [ast.GtE, ast.LtE],
    ast.GtE: [ast.Gt, ast.Lt], ast.Eq: [ast.NotEq], ast.NotEq: [ast.Eq], ast.Is: [ast.IsNot],
    ast.IsNot: [ast.Is], ast.In: [ast.NotIn], ast.NotIn: [ast.In],
}  # fmt: skip
Relatives = Mapping[str, list[str]]


@dataclass(frozen=True)
class Mutant:
    """A solution cell with one change: the change in words (with its line), and the cell's text."""

    change: str
    source: str


def mutants(cell: str, relatives: Relatives | None = None) -> list[Mutant]:
    """All mutants of a cell. Only text between the solution markers is changed.

    `relatives` are names that may replace others, besides the engine's own tables of such names.
    """
    known = {**RELATIVES, **(relatives or {})}
    tree = ast.parse(cell)
    inside, names = _solution_lines(cell), _own_names(tree)
    found = {ast.unparse(tree): ""}
    for node, context, put in _places(tree):
        line = inside.get(getattr(node, "lineno", 0))
        if line is None:
            continue
        before = ast.unparse(context)
        for other in [*_changes(node), *_related(node, known), *_renamed(node, names)]:
            put(other)
            after = ast.unparse(other if context is node else context)
            change = f"line {line}: {_shown(before, after)}"
            found.setdefault(ast.unparse(tree), change)
            put(node)
    for change in _swapped_neighbours(tree, inside):
        found.setdefault(ast.unparse(tree), change)
    return _numbered({text: change for text, change in found.items() if change})


def _solution_lines(cell: str) -> dict[int, int]:
    """The lines between the markers: for each number in the cell, its number among these lines.

    Messages use the latter number, which stays the same when the text around is edited.
    """
    inside, lines = False, dict[int, int]()
    for number, line in enumerate(cell.split("\n"), start=1):
        if line.strip() in (_BEGIN, _END):
            inside = line.strip() == _BEGIN
        elif inside:
            lines[number] = len(lines) + 1
    return lines


def _own_names(tree: ast.AST) -> list[str]:
    """The parameters and variables of a cell, and `self.x` for attributes, in order."""
    found: dict[str, None] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.arg) or (isinstance(node, ast.Name) and _is_stored(node)):
            found[node.arg if isinstance(node, ast.arg) else node.id] = None
        elif isinstance(node, ast.Attribute) and _is_stored(node):
            found[ast.unparse(node)] = None
    return list(found)


def _is_stored(node: ast.Name | ast.Attribute) -> bool:
    return isinstance(node.ctx, ast.Store)


def _places(tree: ast.AST) -> Iterator[tuple[ast.AST, ast.AST, Callable[[ast.AST], None]]]:
    """Every node, a readable piece of code around it, and a function that replaces the node."""
    around: dict[ast.AST, ast.AST] = {}
    for parent in ast.walk(tree):
        for name, value in ast.iter_fields(parent):
            nodes = value if isinstance(value, list) else [value]
            for index, node in enumerate(nodes):
                if not isinstance(node, ast.AST):
                    continue
                readable = isinstance(node, _READABLE)
                around[node] = node if readable else around.get(parent, node)
                in_list = isinstance(value, list)
                put = (
                    partial(value.__setitem__, index) if in_list else partial(setattr, parent, name)
                )
                yield node, around[node], put


def _swapped_neighbours(tree: ast.AST, inside: dict[int, int]) -> Iterator[str]:
    """Swaps two neighbouring statements, one pair at a time, while the caller reads the tree."""
    for parent in ast.walk(tree):
        body: Any = getattr(parent, "body", None)
        for i in range(len(body) - 1 if isinstance(body, list) else 0):
            pair = body[i : i + 2]
            if {statement.lineno for statement in pair} <= set(inside):
                first, second = (" ".join(ast.unparse(s).split()) for s in pair)
                body[i : i + 2] = reversed(pair)
                yield f"line {inside[pair[0].lineno]}: {_part(first)} ↔ {_part(second)}"
                body[i : i + 2] = pair


def _shown(before: str, after: str) -> str:
    """`before → after`, with no more of a long line than shows the change."""
    before, after = (" ".join(text.split()) for text in (before, after))
    pairs = enumerate(zip(before, after, strict=False))
    alike = next((i for i, (old, new) in pairs if old != new), 0)
    start = max(0, alike - _WIDTH // 2) if len(before) > _WIDTH else 0
    return " → ".join(_part(text, start) for text in (before, after))


def _part(text: str, start: int = 0) -> str:
    end = start + _WIDTH
    return f"{'…' if start else ''}{text[start:end]}{'…' if len(text) > end else ''}"


def _numbered(found: dict[str, str]) -> list[Mutant]:
    """Sorts changes by line; changes with the same words get numbers."""
    seen: Counter[str] = Counter()
    made = []
    for text, change in found.items():
        seen[change] += 1
        again = f" ({seen[change]})" if seen[change] > 1 else ""
        made.append(Mutant(change + again, text))
    return sorted(made, key=lambda mutant: int(re.findall(r"\d+", mutant.change)[0]))


def _with(node: ast.AST, **fields: object) -> ast.AST:
    other = copy.copy(node)
    for name, value in fields.items():
        setattr(other, name, value)
    return other


def _related(node: ast.AST, relatives: Relatives) -> Iterator[ast.AST]:
    """The names that may replace the name after a dot."""
    if isinstance(node, ast.Attribute):
        yield from (_with(node, attr=other) for other in relatives.get(node.attr, ()))


def _renamed(node: ast.AST, names: list[str]) -> Iterator[ast.AST]:
    """Replaces one of the cell's own names by the next name of the same kind."""
    if isinstance(node, ast.Name | ast.Attribute) and ast.unparse(node) in names:
        alike = [name for name in names if ("." in name) == isinstance(node, ast.Attribute)]
        following = alike[(alike.index(ast.unparse(node)) + 1) % len(alike)]
        yield _with(ast.parse(following, mode="eval").body, ctx=node.ctx)


def _shortened(items: list[Any]) -> Iterator[list[Any]]:
    """Lists without one of their items, or with two neighbours swapped."""
    for i in range(len(items)):
        yield items[:i] + items[i + 1 :]
    for i in range(len(items) - 1):
        yield [*items[:i], items[i + 1], items[i], *items[i + 2 :]]


@singledispatch
def _changes(node: ast.AST) -> Iterator[ast.AST]:
    """The nodes that may replace a node in a mutant."""
    yield from ()


@_changes.register
def _(node: ast.BinOp) -> Iterator[ast.AST]:
    yield from (_with(node, op=other()) for other in _OPERATORS.get(type(node.op), ()))
    yield from (node.left, node.right)
    if not isinstance(node.op, ast.Add | ast.Mult):
        yield _with(node, left=node.right, right=node.left)


@_changes.register
def _(node: ast.UnaryOp) -> Iterator[ast.AST]:
    yield node.operand


@_changes.register
def _(node: ast.Compare) -> Iterator[ast.AST]:
    yield from (_with(node, ops=[other()]) for other in _OPERATORS[type(node.ops[0])])


@_changes.register
def _(node: ast.BoolOp) -> Iterator[ast.AST]:
    yield _with(node, op=ast.Or() if isinstance(node.op, ast.And) else ast.And())
    yield from node.values


@_changes.register
def _(node: ast.IfExp) -> Iterator[ast.AST]:
    yield from (node.body, node.orelse, _with(node, body=node.orelse, orelse=node.body))


@_changes.register
def _(node: ast.Constant) -> Iterator[ast.AST]:
    yield from (ast.Constant(other) for other in _others(node.value) if other != node.value)


def _others(value: object) -> list[bool | str | float]:
    """The constants that may replace a constant."""
    match value:
        case bool():
            return [not value]
        case str():
            return [f"{value}_"]
        case int() | float():
            step = 1 if isinstance(value, int) else 0.5
            return [value + step, value - step, 0]
    return []


@_changes.register
def _(node: ast.Call) -> Iterator[ast.AST]:
    yield from node.args[:1]
    if isinstance(node.func, ast.Attribute) and ast.unparse(node.func.value) not in MODULES:
        yield node.func.value
    if added := KEYWORDS.get(ast.unparse(node.func)):
        yield _with(node, keywords=[ast.keyword(added[0], ast.Constant(added[1]))])
    yield from (_with(node, args=args) for args in _shortened(node.args))
    for dropped in node.keywords:
        yield _with(node, keywords=[k for k in node.keywords if k is not dropped])


@_changes.register
def _(node: ast.Subscript) -> Iterator[ast.AST]:
    yield node.value


@_changes.register(ast.Tuple)
@_changes.register(ast.List)
def _(node: ast.Tuple | ast.List) -> Iterator[ast.AST]:
    yield from (_with(node, elts=elements) for elements in _shortened(node.elts))


@_changes.register(ast.GeneratorExp)
@_changes.register(ast.ListComp)
def _(node: ast.GeneratorExp | ast.ListComp) -> Iterator[ast.AST]:
    loop = node.generators[0]
    for condition in loop.ifs:
        for ifs in ([], [ast.UnaryOp(ast.Not(), condition)]):
            yield _with(node, generators=[_with(loop, ifs=ifs)])


@_changes.register
def _(node: ast.stmt) -> Iterator[ast.AST]:
    yield ast.Pass()


@_changes.register
def _(node: ast.Return) -> Iterator[ast.AST]:
    yield ast.Return(ast.Constant(None))


@_changes.register
def _(node: ast.If) -> Iterator[ast.AST]:
    yield from (ast.Pass(), _with(node, test=ast.UnaryOp(ast.Not(), node.test)))
    yield _with(node, test=ast.Constant(True))


@_changes.register
def _(node: ast.With) -> Iterator[ast.AST]:
    yield ast.If(ast.Constant(True), node.body, [])
