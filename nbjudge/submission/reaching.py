"""What the text of a student's cells reaches into besides the exercise: the process that runs it.

A cheat that nobody could notice at work, since it runs where the judge's probes run, still has to
be written down. So the ways of reading and writing are listed that an exercise may need, and what
is not on the list is told to the instructor. It takes no points.
"""

import ast
import contextlib
import re
import types
from collections.abc import Collection, Iterable, Iterator

_MODULES = frozenset(
    "IPython PIL __future__ abc argparse array base64 bisect calendar cmath collections contextlib "
    "copy csv cv2 dataclasses datetime decimal enum fractions functools gc getpass glob gzip "
    "hashlib heapq io itertools json logging math matplotlib mpl_toolkits nbjudge numbers numpy "
    "operator os pandas pathlib platform pprint queue random re requests scipy seaborn secrets "
    "shutil sklearn statistics string struct sys tempfile textwrap time timeit torch torchaudio "
    "torchinfo torchmetrics torchsummary torchvision tqdm typing typing_extensions urllib uuid "
    "warnings zipfile".split()
)
# Of modules that can do more than an exercise needs, what may be used.
_PARTS = {
    "IPython": frozenset({"display"}),
    "gc": frozenset({"collect"}),
    "nbjudge": frozenset({"check", "data_folder", "hint"}),
    "sys": frozenset(
        "argv byteorder executable exit float_info getsizeof maxsize path platform stderr stdin "
        "stdout version version_info setrecursionlimit getrecursionlimit".split()
    ),
}
# Modules that others hold under these names, and what in public modules changes how torch runs.
_POWERFUL = frozenset(
    "asyncio atexit builtins concurrent ctypes faulthandler gc importlib inspect marshal "
    "multiprocessing overrides pickle signal subprocess sys threading attrgetter methodcaller "
    "get_objects get_referents get_referrers setprofile settrace mock cpp_extension "
    "register_module_forward_hook register_module_forward_pre_hook".split()
)
_OF_FRAMES = frozenset(
    name
    for kind in (
        *(types.FrameType, types.TracebackType, types.GeneratorType, types.CoroutineType),
        *(types.AsyncGeneratorType, types.CodeType),
    )
    for name in dir(kind)
    if "_" in name.strip("_")
)
_DUNDERS = frozenset(
    f"__{name}__"
    for name in (
        "abs add aenter aexit and annotations bool call class contains delitem doc enter eq exit "
        "file float floordiv ge getitem gt hash iadd imul index init int invert isub iter itruediv "
        "le len lt main matmul mod module mul name ne neg new next or pos post_init pow qualname "
        "radd repr reversed rmatmul rmul round rpow rsub rtruediv setitem slots str sub truediv "
        "version xor"
    ).split()
)
_NAMES = frozenset(
    "__builtins__ __import__ breakpoint compile delattr eval exec get_ipython globals locals "
    "vars".split()
)
# What runs code that stands in a file or a text, which nobody reads.
_RUNNING = frozenset(
    "CDLL ForwardRef Timer add_safe_globals ctypeslib dictConfig fileConfig get_type_hints hub "
    "joblib load_library package read_pickle safe_globals".split()
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
_HOLDING = ("_modules", "_parameters", "_buffers")
_WRITTEN = (ast.Constant, ast.List, ast.Tuple, ast.Set, ast.Dict, ast.Load)
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
    plain, allowed = _plain_names(nodes), {*_own_globals(nodes), *_shells(nodes)}
    for node in nodes:
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from _imported(node)
        elif isinstance(node, ast.Attribute):
            yield from _attribute(node)
        elif isinstance(node, ast.Name) and id(node) not in allowed:
            yield from _name(node, owners.get(id(node)), called=id(node) in called)
        elif isinstance(node, ast.Call):
            yield from _looked_up(node, plain)
            yield from _running(node, plain)
            yield from _magic(node)
        elif isinstance(node, ast.ClassDef):
            yield from _class(node)


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
    elif name not in _HARMLESS:
        yield f"%{name}"


def _own_globals(nodes: list[ast.AST]) -> Iterator[int]:
    """Where `globals` only finds, or sets, a name of the notebook that is written out."""
    for node in nodes:
        written = isinstance(node, ast.Subscript) and _is_written_out(node.slice)
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
            hidden = alias.name in _PARTS and alias.asname not in (None, alias.name)
            if hidden or not _is_listed(alias.name):
                yield f"import {alias.name}"
        return
    for alias in node.names:
        whole = f"{node.module}.{alias.name}"
        if node.level or not (whole.endswith(".*") or _is_listed(whole)):
            yield whole


def _is_listed(dotted: str) -> bool:
    """Whether a dotted name may be imported."""
    first, *others = dotted.split(".")
    if first not in _MODULES:
        return False
    parts = _PARTS.get(first)
    if parts is not None and others and others[0] not in parts:
        return False
    return parts is not None or not any(map(_is_powerful, others))


def _is_powerful(name: str) -> bool:
    if name.startswith("_"):
        return name not in _DUNDERS
    return name in _POWERFUL or name in _OF_FRAMES or name in _RUNNING


def _attribute(node: ast.Attribute) -> Iterator[str]:
    root = _root(node)
    # What modules hold of their own is looked at where they are judged; the sandbox bounds `os`.
    own = root in ("self", "cls", "os") and not node.attr.startswith("__")
    if _is_powerful(node.attr) and not (own or node.attr in _HOLDING):
        yield _shown(node)
    elif isinstance(node.ctx, ast.Store | ast.Del) and (
        node.attr == "__class__" or (root in _ROOTS and not _shown(node).startswith(_SETTINGS))
    ):
        yield f"{_shown(node)} = …"


# Names that stand for modules in the cells of a course.
_ROOTS = frozenset({"F", "nn", "np", "plt", "torch", "torchvision"}) | _MODULES


def _root(node: ast.expr) -> str:
    while isinstance(node, ast.Attribute):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def _name(node: ast.Name, attribute: str | None, *, called: bool) -> Iterator[str]:
    if node.id in _NAMES or (node.id in _BY_NAME and not called):
        yield node.id
    elif isinstance(node.ctx, ast.Load) and attribute not in _PARTS.get(node.id, {attribute}):
        yield f"{node.id}.{attribute}" if attribute else node.id


def _looked_up(node: ast.Call, plain: Collection[str]) -> Iterator[str]:
    """What is fetched or set by a name: a name that is put together may be any."""
    if not (isinstance(node.func, ast.Name) and node.func.id in _BY_NAME and len(node.args) > 1):
        return
    owner, name = node.args[:2]
    if isinstance(name, ast.JoinedStr) and name.values:
        name = name.values[0]  # `f"layer{i}"` begins like a name of one's own
    if isinstance(name, ast.Name) and (name.id in plain or _root(owner) == "self"):
        return
    known = isinstance(name, ast.Constant) and isinstance(name.value, str)
    sets = node.func.id == "setattr" and _root(owner) in _ROOTS
    if sets or not known or _is_powerful(name.value):  # type: ignore[attr-defined]
        yield _shown(node)


def _running(node: ast.Call, plain: Collection[str]) -> Iterator[str]:
    """A call that runs code which stands in a file, or in a text."""
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
            if isinstance(given, ast.JoinedStr | ast.BinOp) or _is_one(given, plain):
                yield _shown(node)
        elif isinstance(given.value, str):
            yield from reaching([given.value])


def _plain_names(nodes: list[ast.AST]) -> set[str]:
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
    plain = {name for name, given in bound.items() if all(map(_is_written_out, given))}
    return plain | {n for n, given in bound.items() if all(_is_one(g, plain) for g in given)}


def _is_written_out(value: ast.AST) -> bool:
    return isinstance(value, ast.Constant | ast.List | ast.Tuple | ast.Set | ast.Dict) and all(
        isinstance(part, _WRITTEN) and not _is_powerful(str(getattr(part, "value", "")))
        for part in ast.walk(value)
    )


def _is_one(value: ast.AST, plain: Collection[str]) -> bool:
    return _is_written_out(value) or (isinstance(value, ast.Name) and value.id in plain)


def _class(node: ast.ClassDef) -> Iterator[str]:
    yield from (f"class {node.name}({k.arg}=…)" for k in node.keywords if k.arg == "metaclass")
    for part in node.body:
        names = [part.name] if isinstance(part, ast.FunctionDef) else []
        if isinstance(part, ast.Assign):
            names = [target.id for target in part.targets if isinstance(target, ast.Name)]
        for name in names:
            if name == "__class__" or (name.startswith("__") and _is_powerful(name)):
                yield f"{node.name}.{name}"


def _shown(node: ast.expr, most: int = 60) -> str:
    text = ast.unparse(node)
    return text if len(text) <= most else f"{text[:most]}…"
