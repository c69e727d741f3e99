"""What the text of a student's cells reaches into besides the exercise: the process that runs it.

A cheat that nobody could notice at work, since it runs where the judge's probes run, still has to
be written down. So the ways of reading and writing are listed that an exercise may need, and what
is not on the list is told to the instructor. It takes no points.
"""

import ast
import contextlib
import re
from collections.abc import Collection, Iterable, Iterator

from nbjudge.submission.bound_names import (
    bound_by,
    bound_otherwise,
    is_one,
    is_written_out,
    plain_names,
)
from nbjudge.submission.powerful import MODULES, PARTS, is_hook, is_listed, is_powerful

_NAMES = frozenset(
    "__builtins__ __import__ breakpoint compile delattr eval exec get_ipython globals locals "
    "vars".split()
)
# A keyword that allows it, unless it is given this value.
_SAFE = {"weights_only": True, "allow_pickle": False}
_TAKING_TEXT = frozenset({"timeit", "repeat"})
_BY_NAME = frozenset({"getattr", "setattr", "hasattr"})
# Of IPython's magic commands, those that do nothing to the process, and those that run their text.
_HARMLESS = frozenset("cd conda config env ls matplotlib pinfo pinfo2 pip pwd who whos".split())
_TIMING = frozenset({"capture", "time", "timeit"})
_MAGIC = frozenset({"run_line_magic", "run_cell_magic"})
_OPTIONS = re.compile(r"^(?:-\w+\s*\d*\s+)+")
_SHELL = frozenset({"system", "getoutput"})
_BRACES = re.compile(r"\{(.+)\}|\$([\w.]+)", re.DOTALL)
_HOLDING = ("_modules", "_parameters", "_buffers")
# Settings that torch has as attributes.
_SETTINGS = ("torch.backends.",)


def reaching(texts: Iterable[str]) -> list[str]:
    """What the cells with these texts reach into, as they write it, each once."""
    found: dict[str, None] = {}
    for text in texts:
        found.update(dict.fromkeys(_in_a_cell(text)))
    return list(found)


def _in_a_cell(text: str) -> Iterator[str]:
    nodes = list(ast.walk(_parsed(text)))
    owners = {id(n.value): n.attr for n in nodes if isinstance(n, ast.Attribute)}
    called = {id(node.func) for node in nodes if isinstance(node, ast.Call)}
    plain, allowed = plain_names(nodes), {*_own_globals(nodes), *_shells(nodes)}
    own = {"self", "cls"} - bound_otherwise(nodes)
    for node in nodes:
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from _imported(node)
        elif isinstance(node, ast.Attribute):
            yield from _attribute(node, own)
        elif isinstance(node, ast.Name) and id(node) not in allowed:
            yield from _name(node, owners.get(id(node)), called=id(node) in called)
        elif isinstance(node, ast.Call):
            yield from _looked_up(node, plain, own)
            yield from _running(node, plain)
            yield from _magic(node)
            yield from _expanded(node)
        elif isinstance(node, ast.ClassDef):
            yield from _class(node)
        elif isinstance(node, ast.MatchClass):
            yield from filter(is_powerful, node.kwd_attrs)
        elif isinstance(node, ast.Dict):
            yield from _unsafe_entries(node)
        elif isinstance(node, ast.arg | ast.AnnAssign | ast.FunctionDef | ast.AsyncFunctionDef):
            yield from _annotation(node)


def _parsed(text: str) -> ast.AST:
    """The cell's Python, in which IPython's magic commands are calls; nothing if it is not Python.

    What cannot be read does not run either.
    """
    for transformed in (str, _without_magic):
        with contextlib.suppress(SyntaxError, ValueError, RecursionError, MemoryError):
            tree: ast.AST = ast.parse(transformed(text))
            return tree
    return ast.Pass()


def _without_magic(text: str) -> str:
    # Imported late: few cells need it.
    from IPython.core.inputtransformer2 import TransformerManager

    return str(TransformerManager().transform_cell(text))


def _shells(nodes: list[ast.AST]) -> Iterator[int]:
    """Where `get_ipython` only runs a magic command, or a program, as IPython writes these."""
    for node in nodes:
        func = getattr(node.value, "func", None) if isinstance(node, ast.Attribute) else None
        named = getattr(func, "id", "") == "get_ipython"
        if named and getattr(node, "attr", "") in _MAGIC | _SHELL:
            yield id(func)


def _magic(node: ast.Call) -> Iterator[str]:
    if not (isinstance(node.func, ast.Attribute) and node.func.attr in _MAGIC):
        return
    name, *texts = (getattr(part, "value", "") for part in (*node.args, ast.Constant("")))
    if name in _TIMING:
        yield from reaching(_OPTIONS.sub("", str(text)) for text in texts)
    elif name not in _HARMLESS or (name == "config" and not _sets_a_value(texts)):
        yield f"%{name}"


def _sets_a_value(texts: list[str]) -> bool:
    """Whether what `%config` is given is a name, or a value that is written out."""
    value = "".join(map(str, texts)).partition("=")[2].strip()
    try:
        ast.literal_eval(value or "None")
    except (ValueError, SyntaxError, TypeError, RecursionError, MemoryError):
        return False
    return True


def _expanded(node: ast.Call) -> Iterator[str]:
    """What IPython works out in the text of a command, between braces or after a dollar sign."""
    if isinstance(node.func, ast.Attribute) and node.func.attr in _MAGIC | _SHELL:
        for text in (getattr(part, "value", "") for part in node.args):
            yield from reaching(part for found in _BRACES.findall(str(text)) for part in found)


def _own_globals(nodes: list[ast.AST]) -> Iterator[int]:
    """Where `globals` only finds, or sets, a name of the notebook that is written out."""
    for node in nodes:
        written = isinstance(node, ast.Subscript) and is_written_out(node.slice)
        updated = isinstance(node, ast.Attribute) and node.attr == "update"
        owner: ast.AST = ast.Pass()
        if isinstance(node, ast.Subscript | ast.Attribute) and (written or updated):
            owner = node.value
        elif isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.In | ast.NotIn):
            owner = node.comparators[0]
        if isinstance(owner, ast.Call) and getattr(owner.func, "id", "") == "globals":
            yield id(owner.func)


def _imported(node: ast.Import | ast.ImportFrom) -> Iterator[str]:
    if isinstance(node, ast.Import):
        for alias in node.names:
            hidden = alias.name in PARTS and alias.asname not in (None, alias.name)
            if hidden or not is_listed(alias.name):
                yield f"import {alias.name}"
        return
    for alias in node.names:
        whole = f"{node.module}.{alias.name}"
        every = alias.name == "*" and str(node.module) not in PARTS
        if node.level or not is_listed(str(node.module) if every else whole):
            yield whole


def _attribute(node: ast.Attribute, own: Collection[str]) -> Iterator[str]:
    root = _root(node)
    # What modules hold of their own is looked at where they are judged; the sandbox bounds `os`.
    private = node.attr.startswith("_") and not node.attr.startswith("__")
    harmless = private if root == "os" else root in own and not node.attr.startswith("__")
    if is_hook(node.attr) or (is_powerful(node.attr) and not (harmless or node.attr in _HOLDING)):
        yield _shown(node)
    elif isinstance(node.ctx, ast.Store | ast.Del) and (
        node.attr == "__class__" or (root in _ROOTS and not _shown(node).startswith(_SETTINGS))
    ):
        yield f"{_shown(node)} = …"


# Names that stand for modules in the cells of a course.
_ROOTS = frozenset({"F", "nn", "np", "plt", "torch", "torchvision"}) | MODULES


def _root(node: ast.expr) -> str:
    while isinstance(node, ast.Attribute):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def _name(node: ast.Name, attribute: str | None, *, called: bool) -> Iterator[str]:
    if node.id in _NAMES or (node.id in _BY_NAME and not called):
        yield node.id
    elif isinstance(node.ctx, ast.Load) and attribute not in PARTS.get(node.id, {attribute}):
        yield f"{node.id}.{attribute}" if attribute else node.id


def _looked_up(node: ast.Call, plain: Collection[str], own: Collection[str]) -> Iterator[str]:
    """What is fetched or set by a name: a name that is put together may be any."""
    if not (isinstance(node.func, ast.Name) and node.func.id in _BY_NAME):
        return
    if any(isinstance(given, ast.Starred) for given in node.args):
        yield _shown(node)
        return
    if len(node.args) < 2:
        return
    owner, name = node.args[:2]
    if isinstance(name, ast.JoinedStr) and name.values:
        name = name.values[0]  # `f"layer{i}"` begins like a name of one's own
    if isinstance(name, ast.Name) and (name.id in plain or _root(owner) in own):
        return
    known = isinstance(name, ast.Constant) and isinstance(name.value, str)
    sets = node.func.id == "setattr" and _root(owner) in _ROOTS
    if sets or not known or is_powerful(name.value):  # type: ignore[attr-defined]
        yield _shown(node)


def _running(node: ast.Call, plain: Collection[str]) -> Iterator[str]:
    """A call that runs code which stands in a file, or in a text."""
    if isinstance(node.func, ast.Attribute) and node.func.attr == "load" and len(node.args) > 2:
        yield _shown(node)  # the third argument of numpy's allows pickles
    for keyword in node.keywords:
        value = getattr(keyword.value, "value", None)
        if keyword.arg in _SAFE and value is not _SAFE[keyword.arg]:
            yield f"{_shown(node.func)}({keyword.arg}=…)"
    if not isinstance(node.func, ast.Attribute | ast.Name):
        return
    name = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
    timed = (*node.args, *(k.value for k in node.keywords)) if name in _TAKING_TEXT else ()
    for given in timed:
        if not isinstance(given, ast.Constant):
            if isinstance(given, ast.JoinedStr | ast.BinOp) or is_one(given, plain):
                yield _shown(node)
        elif isinstance(given.value, str):
            yield from reaching([given.value])


def _unsafe_entries(node: ast.Dict) -> Iterator[str]:
    """Options that allow a file to run code, or parts of a class, given as a dictionary."""
    for key, value in zip(node.keys, node.values, strict=True):
        name = getattr(key, "value", None)
        unsafe = name in _SAFE and getattr(value, "value", None) is not _SAFE[name]
        special = isinstance(name, str) and name.startswith("__") and is_powerful(name)
        if unsafe or special or name == "metaclass":
            yield f"{{{name!r}: …}}"


def _annotation(
    node: ast.arg | ast.AnnAssign | ast.FunctionDef | ast.AsyncFunctionDef,
) -> Iterator[str]:
    """What an annotation that is a text reaches into: libraries run it."""
    functions = ast.FunctionDef | ast.AsyncFunctionDef
    given = node.returns if isinstance(node, functions) else node.annotation
    for part in ast.walk(given) if given else ():
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield from reaching([part.value])


def _class(node: ast.ClassDef) -> Iterator[str]:
    yield from (f"class {node.name}({k.arg}=…)" for k in node.keywords if k.arg == "metaclass")
    for part in ast.walk(node):
        functions = isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef)
        names = [part.name] if functions else bound_by(part)  # type: ignore[attr-defined]
        for name in names:
            if name == "__class__" or (name.startswith("__") and is_powerful(name)):
                yield f"{node.name}.{name}"


def _shown(node: ast.expr, most: int = 60) -> str:
    text = ast.unparse(node)
    return text if len(text) <= most else f"{text[:most]}…"
