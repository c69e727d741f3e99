"""Mutants of the checks: a check module with one small change that makes it judge differently.

Changes are a tolerance ten times wider, a case left out, or a comparison turned round. The text
around the change stays as it is, so that hidden regions stay where they are.
"""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from nbjudge.course.layout import file_beside

_TOLERANCES = ("atol", "rtol")
# The tolerances of `nbjudge.checks.assert_close`, if a check gives none.
DEFAULTS = {"atol": 1e-6, "rtol": 1e-5}
_TURNED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.GtE, ast.GtE: ast.Lt, ast.Gt: ast.LtE,
    ast.LtE: ast.Gt, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
_BESIDE = re.compile(r"\bbeside\(__file__, [\"'](.+?\.py)[\"']\)")
_WIDTH = 70
# The node that is changed, the text that replaces it, and a description.
_Change = tuple[ast.expr | ast.stmt, str, str]


@dataclass(frozen=True)
class CheckMutant:
    """A file of checks with one change: its new text, and the checks that may be affected.

    `checks` is empty if any check may be affected.
    """

    change: str
    file: Path
    source: str
    checks: frozenset[str]


def check_mutants(module: Path) -> list[CheckMutant]:
    """All mutants of a check module, and of files beside it that hold its checks."""
    text = module.read_text(encoding="utf-8")
    files = [module, *(file_beside(module, name) for name in _BESIDE.findall(text))]
    return [mutant for file in files for mutant in _of_file(file)]


def _of_file(file: Path) -> Iterator[CheckMutant]:
    text = file.read_text(encoding="utf-8")
    tree = ast.parse(text)
    users = _users(tree)
    seen: Counter[str] = Counter()
    for function, (node, instead, told) in _changes(tree):
        change = f"{function.name}: {told}"
        seen[change] += 1
        again = f" ({seen[change]})" if seen[change] > 1 else ""
        checks = frozenset(users.get(function.name, set()))
        yield CheckMutant(change + again, file, _with(text, node, instead), checks)


def _changes(tree: ast.Module) -> Iterator[tuple[ast.FunctionDef, _Change]]:
    for function in _outermost(tree):
        for node in ast.walk(function):
            owner = _owner(function, node)
            for before, after in (*_wider(node), *_turned(node)):
                yield owner, (before, after, _shown(ast.unparse(before), after))
            yield from ((owner, change) for change in _without_a_case(node))


def _outermost(tree: ast.Module) -> list[ast.FunctionDef]:
    return [node for node in tree.body if isinstance(node, ast.FunctionDef)]


def _owner(function: ast.FunctionDef, node: ast.AST) -> ast.FunctionDef:
    """The inner function that holds a node, if it is a check; else `function` itself."""
    inner = [f for f in ast.walk(function) if isinstance(f, ast.FunctionDef) and _is_check(f)]
    return next((f for f in inner if node in ast.walk(f)), function)


def _is_check(function: ast.FunctionDef) -> bool:
    return function.name.startswith("test_")


def _users(tree: ast.Module) -> dict[str, set[str]]:
    """For each function, the checks that use it, also through others; a check uses itself."""
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    named = {f.name: {_name(node) for node in ast.walk(f)} - {f.name} for f in functions}
    users = {f.name: {f.name} if _is_check(f) else set() for f in functions}
    for _ in functions:
        for name, names in named.items():
            for used in names & set(users):
                users[used] |= users[name] if not used.startswith("test_") else set()
    return users


def _name(node: ast.AST) -> str:
    return node.id if isinstance(node, ast.Name) else ""


def _wider(node: ast.AST) -> Iterator[tuple[ast.expr, str]]:
    """Mutants with tolerances times ten: of a call or a parameter, and bounds such as `< 0.01`."""
    if isinstance(node, ast.Call):
        if wide := _wide_call(node):
            yield node, wide
    elif isinstance(node, ast.arguments):
        for name, default in _defaults(node):
            if name in _TOLERANCES and (value := _number(default)):
                yield default, repr(_ten_times(value))
    elif isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.Lt | ast.LtE):
        bound = node.comparators[-1]
        if isinstance(value := _number(bound), float) and value:
            yield bound, repr(_ten_times(value))


def _wide_call(call: ast.Call) -> str:
    """The call with all its tolerances ten times as wide; empty if it has none."""
    given = {k.arg: _number(k.value) for k in call.keywords if k.arg in _TOLERANCES}
    if _called(call) == "assert_close":
        given = {**DEFAULTS, **given}
    wide = {name: _ten_times(value) for name, value in given.items() if value}
    if not wide:
        return ""
    kept = [k for k in call.keywords if k.arg not in wide]
    added = [ast.keyword(name, ast.Constant(value)) for name, value in wide.items()]
    return ast.unparse(ast.Call(call.func, call.args, [*kept, *added]))


def _ten_times(value: float) -> float:
    return float(f"{10 * value:.6g}")


def _called(call: ast.Call) -> str:
    return getattr(call.func, "id", getattr(call.func, "attr", ""))


def _defaults(arguments: ast.arguments) -> Iterator[tuple[str, ast.expr]]:
    positional = [*arguments.posonlyargs, *arguments.args]
    last = positional[len(positional) - len(arguments.defaults) :]
    pairs = [*zip(last, arguments.defaults, strict=True)]
    named = zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
    pairs += [(argument, default) for argument, default in named if default is not None]
    yield from ((argument.arg, default) for argument, default in pairs)


def _number(node: ast.expr) -> float | int | None:
    value = node.value if isinstance(node, ast.Constant) else None
    return value if type(value) in (int, float) else None  # type: ignore[return-value]


def _without_a_case(node: ast.AST) -> Iterator[_Change]:
    """Mutants without one of the cases of a loop, or without one of several steps of a check."""
    if isinstance(node, ast.For | ast.comprehension):
        yield from _shorter(node.iter)
    elif isinstance(node, ast.Assign) and _holds_cases(node.value):
        yield from _shorter(node.value)
    elif isinstance(node, ast.FunctionDef):
        for decorator in node.decorator_list:
            if isinstance(decorator, ast.Call) and _called(decorator) == "parametrize":
                yield from _shorter(decorator.args[1])
        steps = [step for step in ast.walk(node) if isinstance(step, ast.stmt) and _is_step(step)]
        for step in steps if len(steps) > 1 else []:
            yield step, "pass", f"without {_part(ast.unparse(step))}"


def _shorter(cases: ast.expr) -> Iterator[_Change]:
    if not isinstance(cases, ast.Tuple | ast.List) or len(cases.elts) < 2:
        return
    for i in range(len(cases.elts)):
        shorter = type(cases)([*cases.elts[:i], *cases.elts[i + 1 :]], ast.Load())
        dropped = f"{_part(ast.unparse(cases.elts[i]))}, case {i + 1} of {len(cases.elts)}"
        yield cases, ast.unparse(shorter), f"without {dropped}"


def _holds_cases(value: ast.expr) -> bool:
    """Whether a list seems to hold cases: several items, each of which is a list or a call."""
    if not isinstance(value, ast.Tuple | ast.List):
        return False
    return all(isinstance(case, ast.Tuple | ast.List | ast.Call) for case in value.elts)


def _is_step(node: ast.AST) -> bool:
    """Whether a statement asserts something, or yields a case."""
    if isinstance(node, ast.Assert):
        return True
    value = node.value if isinstance(node, ast.Expr) else None
    asserts = isinstance(value, ast.Call) and _called(value).lstrip("_").startswith("assert")
    return asserts or isinstance(value, ast.Yield | ast.YieldFrom)


def _turned(node: ast.AST) -> Iterator[tuple[ast.expr, str]]:
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        turned = _TURNED[type(node.ops[0])]()
        yield node, ast.unparse(ast.Compare(node.left, [turned], node.comparators))


def _with(text: str, node: ast.expr | ast.stmt, instead: str) -> str:
    """The text with a node replaced; a value is put in parentheses."""
    lines = text.encode().split(b"\n")
    start, end = node.lineno - 1, (node.end_lineno or node.lineno) - 1
    new = instead if isinstance(node, ast.stmt) else f"({instead})"
    before, after = lines[start][: node.col_offset], lines[end][node.end_col_offset :]
    # The number of lines stays the same, so that the line numbers below do not change.
    rest = [b""] * (end - start)
    return b"\n".join(
        [*lines[:start], before + new.encode() + after, *rest, *lines[end + 1 :]]
    ).decode()


def _shown(before: str, after: str) -> str:
    """`before → after`, with no more of a long line than shows the change."""
    before, after = (" ".join(text.split()) for text in (before, after))
    pairs = enumerate(zip(before, after, strict=False))
    alike = next((i for i, (old, new) in pairs if old != new), 0)
    start = max(0, alike - _WIDTH // 2) if len(before) > _WIDTH else 0
    return " → ".join(_part(text, start) for text in (before, after))


def _part(text: str, start: int = 0) -> str:
    text = " ".join(text.split())
    end = start + _WIDTH
    return f"{'…' if start else ''}{text[start:end]}{'…' if len(text) > end else ''}"
