"""What the names in a cell stand for, as far as its text tells."""

import ast
from collections.abc import Collection, Iterator

from nbjudge.submission.powerful import is_powerful

_WRITTEN = (ast.Constant, ast.List, ast.Tuple, ast.Set, ast.Dict, ast.Load)


def bound_otherwise(nodes: list[ast.AST]) -> set[str]:
    """The names that stand for something else than the first argument of a method does."""
    methods = [
        part.args
        for node in nodes
        if isinstance(node, ast.ClassDef)
        for part in node.body
        if isinstance(part, ast.FunctionDef)
    ]
    first = {id(m.args[0]) for m in methods if len(m.args) > len(m.defaults)}
    return {name for node in nodes if id(node) not in first for name in bound_by(node)}


def bound_by(node: ast.AST) -> Iterator[str]:
    """The names that a part of a program itself gives a value, without those of parts of it."""
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
        yield node.id
    elif isinstance(node, ast.arg):
        yield node.arg
    elif isinstance(node, ast.alias):
        yield node.asname or node.name
    elif isinstance(node, ast.MatchAs | ast.MatchStar | ast.ExceptHandler) and node.name:
        yield node.name


def plain_names(nodes: list[ast.AST]) -> set[str]:
    """The names that stand for nothing but texts that are written out, and lists of these."""
    bound: dict[str, list[ast.AST]] = {}
    for node in nodes:
        if isinstance(node, ast.Assign | ast.For | ast.comprehension):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            given = node.value if isinstance(node, ast.Assign) else node.iter
            for one in (n for target in targets for n in ast.walk(target)):
                if isinstance(one, ast.Name):
                    bound.setdefault(one.id, []).append(given)
        elif isinstance(node, ast.arg | ast.AugAssign | ast.NamedExpr):
            name = node.arg if isinstance(node, ast.arg) else getattr(node.target, "id", "")
            bound.setdefault(name, []).append(ast.Pass())
    plain = {name for name, given in bound.items() if all(map(is_written_out, given))}
    return plain | {n for n, given in bound.items() if all(is_one(g, plain) for g in given)}


def is_written_out(value: ast.AST) -> bool:
    """Whether a value is written down as it is, and holds no name that can do much."""
    return isinstance(value, ast.Constant | ast.List | ast.Tuple | ast.Set | ast.Dict) and all(
        isinstance(part, _WRITTEN) and not is_powerful(str(getattr(part, "value", "")))
        for part in ast.walk(value)
    )


def is_one(value: ast.AST, plain: Collection[str]) -> bool:
    """Whether a value is written down, or is one of the names for what is."""
    return is_written_out(value) or (isinstance(value, ast.Name) and value.id in plain)
