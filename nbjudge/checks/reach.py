"""Reads from the text of a notebook's cells what runs when one of its names is called.

From a name, reading goes on to the code that the name was bound to, then to the names and methods
that this code mentions, and so on. Whatever cannot be reached in this way does not count: comments,
docstrings, other cells, and functions and methods that nobody calls.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from nbjudge.checks.bindings import (
    DEFINITIONS,
    FUNCTIONS,
    ImportedName,
    Member,
    Notebook,
    bound_by,
    called,
    names_in,
)

Origin = Literal["own", "foreign", "unknown"]

_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_LEAVING = (ast.Return, ast.Raise, ast.Continue, ast.Break)
_RUNS_TEXT = {"eval", "exec", "compile"}
_LOOKS_UP = {"getattr", "vars", "globals", "locals", "__import__", "attrgetter", "methodcaller"}
_LOOKS_UP |= {"import_module", "__dict__", "__getattribute__", "get_submodule"}
# Functions that fetch something by a name, with the place of this name among the arguments.
_NAMED_BY = {"getattr": 1, "__getattribute__": 0, "attrgetter": 0}
_NAMED_BY |= {"methodcaller": 0, "import_module": 0, "__import__": 0, "eval": 0, "exec": 0}
# Tables of everything in a module.
_TABLES = {"__dict__", "vars", "globals"}
_SELF = object()


class Attribute(NamedTuple):
    """An attribute of a library: its module, its name, and how the code writes it."""

    module: str
    name: str
    shown: str


@dataclass
class Reached:
    """What the code that runs mentions: `attributes` of libraries, `suspects` of unknown objects.

    `computed` are the pieces of code that fetch something by a name that is computed.
    """

    imported: set[ImportedName] = field(default_factory=set)
    attributes: set[Attribute] = field(default_factory=set)
    computed: set[str] = field(default_factory=set)
    suspects: set[str] = field(default_factory=set)
    unbound: set[str] = field(default_factory=set)
    strings: set[str] = field(default_factory=set)
    looks_up: bool = False
    runs_text: bool = False


def reached(notebook: Notebook, name: str) -> Reached:
    """What runs when `name` is called. Raises RecursionError and TooMuchToRead."""
    walk = _Walk(notebook)
    walk.name(name, None)
    walk.to_the_end()
    return walk.found


class _Walk:
    """Goes from a name to all code that runs when it is called."""

    def __init__(self, notebook: Notebook):
        self.found = Reached()
        self._notebook = notebook
        self._waiting: list[tuple[ast.AST, int, bool]] = []
        self._seen: set[int] = set()
        self._classes: set[int] = set()
        self._mentioned: set[str] = set()
        self._named: set[tuple[str, int | None]] = set()
        self._perhaps: list[tuple[str, str]] = []

    def name(self, name: str, before: int | None) -> None:
        """Adds what a global name is bound to."""
        if (name, before) in self._named:
            return
        self._named.add((name, before))
        bindings = self._notebook.bindings(name, before)
        if not bindings:
            self.found.unbound.add(name)
        for binding in bindings:
            if isinstance(binding.value, ImportedName):
                self.imported(binding.value)
            else:
                self._waiting.append((binding.value, binding.place, False))

    def imported(self, name: ImportedName) -> None:
        """Adds what an import bound a name to."""
        self.found.imported.add(name)
        self.found.looks_up |= name.name in _LOOKS_UP

    def entered(self, definition: ast.ClassDef) -> None:
        """Adds a class, so that its methods are found by their names from now on."""
        self._classes.add(id(definition))

    def attribute(self, owner: ast.expr, name: str, origin: Origin, modules: set[str]) -> None:
        """Adds the attribute `name` of an object, and the student's members of this name."""
        self._mentioned.add(name)
        if origin == "foreign":
            shown = _dotted(owner, name)
            self.found.attributes |= {Attribute(module, name, shown) for module in modules}
        elif origin == "unknown":
            self._perhaps.append((name, _dotted(owner, name)))

    def to_the_end(self) -> None:
        """Reads all code that is queued, until nothing is added."""
        while self._waiting or self._add_members():
            tree, place, is_method = self._waiting.pop()
            if id(tree) not in self._seen:
                self._seen.add(id(tree))
                _Reader(self._notebook, self, place).read(tree, is_method)
        others = {shown for name, shown in self._perhaps if not any(self._own_members(name))}
        self.found.suspects |= others

    def _add_members(self) -> bool:
        for name in self._mentioned:
            for member in self._own_members(name):
                self._notebook.count_steps(1)
                if id(member.value) not in self._seen:
                    self._waiting.append((member.value, member.place, member.owner is not None))
        return bool(self._waiting)

    def _own_members(self, name: str) -> Iterator[Member]:
        for member in self._notebook.members.get(name, ()):
            if member.owner is None or id(member.owner) in self._classes:
                yield member


class _Reader(ast.NodeVisitor):
    """Reads one syntax tree, with Python's rules for the scope of names."""

    def __init__(self, notebook: Notebook, walk: _Walk, place: int):
        self._notebook, self._walk = notebook, walk
        self._before: int | None = place
        self._scopes: list[dict[str, list[Any]]] = []
        self._shown: set[int] = set()

    def read(self, tree: ast.AST, is_method: bool) -> None:
        if isinstance(tree, FUNCTIONS):
            self._function(tree, is_method and not isinstance(tree, ast.Lambda))
        else:
            self.visit(tree)

    def generic_visit(self, node: ast.AST) -> None:
        for _, value in ast.iter_fields(node):
            items = value if isinstance(value, list) else [value]
            if items and isinstance(items[0], ast.stmt):
                items = list(_live(items))
            for item in items:
                if isinstance(item, ast.AST):
                    self.visit(item)

    def visit_If(self, node: ast.If) -> None:
        if self._is_switched_off(node.test):
            for statement in _live(node.orelse):
                self.visit(statement)
        else:
            self.generic_visit(node)

    def _is_switched_off(self, test: ast.expr) -> bool:
        """Whether this is a switch, such as `DEBUG` or `self.debug`, that is always off."""
        values: list = []
        if isinstance(test, ast.Name):
            values = self._values(test.id)
        elif isinstance(test, ast.Attribute):
            values = [member.value for member in self._notebook.members.get(test.attr, ())]
        return bool(values) and all(isinstance(v, ast.Constant) and not v.value for v in values)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        self._function(node, False)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> None:
        self._function(node, False)

    def visit_Lambda(self, node: ast.Lambda) -> None:
        self._function(node, False)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self._walk.entered(node)
        for part in (*node.decorator_list, *node.bases, *node.keywords):
            self.visit(part)
        for statement in _live(node.body):
            if not isinstance(statement, DEFINITIONS):
                self.visit(statement)
            elif isinstance(statement, FUNCTIONS) and _runs_unnamed(statement.name):
                self._function(statement, True)
            for _, value in bound_by(statement):
                if isinstance(value, ImportedName):
                    self._walk.imported(value)

    def visit_Name(self, node: ast.Name) -> None:
        if not isinstance(node.ctx, ast.Load):
            return
        if node.id in _LOOKS_UP:
            self._walk.found.looks_up = True
        if node.id in _RUNS_TEXT:
            self._walk.found.runs_text = True
        if node.id in _NAMED_BY or node.id in _TABLES:
            self._note_computed(node, node.id)
        local = self._local(node.id)
        if local is None:
            self._walk.name(node.id, self._before)
        for value in local or ():
            if isinstance(value, ImportedName):
                self._walk.imported(value)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        self.generic_visit(node)
        if isinstance(node.ctx, ast.Load):
            self._attribute(node.value, node.attr)
            if node.attr in _NAMED_BY or node.attr in _TABLES:
                self._note_computed(node, node.attr)

    def visit_Call(self, node: ast.Call) -> None:
        looked_up = _text(node.args[1]) if len(node.args) > 1 else None
        self._note_fetching(node)
        if called(node) == "getattr" and looked_up is not None:
            self._attribute(node.args[0], looked_up)
            for part in (node.args[0], *node.args[2:]):
                self.visit(part)
        else:
            self.generic_visit(node)

    def visit_Subscript(self, node: ast.Subscript) -> None:
        if _text(node.slice) is not None:
            self._shown.add(id(node.value))
            self._note_text(node.slice)
        self.generic_visit(node)

    def _note_computed(self, node: ast.Name | ast.Attribute | ast.Call, name: str) -> None:
        """Notes code that fetches something by a name that the text does not show.

        That is a function such as `getattr`, unless it is called with a literal name, and a table
        of everything in a library, unless it is indexed with a literal name.
        """
        if id(node) in self._shown:
            return
        owner = node.value if isinstance(node, ast.Attribute) else None
        if owner is None or self._origin(owner, set()) != "own":
            self._walk.found.computed.add(ast.unparse(node) if owner is None else f".{name}")

    def _note_fetching(self, node: ast.Call) -> None:
        name = called(node)
        if name in _TABLES:
            self._shown.add(id(node.func))
            if not (node.args and self._origin(node.args[0], set()) == "own"):
                self._note_computed(node, name)
        elif name in _NAMED_BY:
            place = _NAMED_BY[name]
            named = node.args[place : place + 1]
            own = place == 1 and bool(node.args) and self._origin(node.args[0], set()) == "own"
            if own or (named and _text(named[0]) is not None):
                self._shown.add(id(node.func))

    def visit_BinOp(self, node: ast.BinOp) -> None:
        self._note_text(node)
        self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        self._note_text(node)

    def visit_arg(self, node: ast.arg) -> None:
        """Annotations describe, and run nothing."""

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        self.visit(node.target)
        if node.value is not None:
            self.visit(node.value)

    def visit_ListComp(self, node) -> None:
        self.visit(node.generators[0].iter)
        targets: dict[str, list[Any]] = {
            n.id: [] for g in node.generators for n in names_in(g.target)
        }
        self._scopes.append(targets)
        self.generic_visit(node)
        self._scopes.pop()

    visit_SetComp = visit_DictComp = visit_GeneratorExp = visit_ListComp

    def _function(self, node, is_method: bool) -> None:
        decorators = getattr(node, "decorator_list", [])
        for part in (*decorators, *node.args.defaults, *node.args.kw_defaults):
            if part is not None:
                self.visit(part)
        scope = _locals_of(node)
        first = (*node.args.posonlyargs, *node.args.args)[:1]
        static = any(getattr(d, "id", "") == "staticmethod" for d in decorators)
        if is_method and first and not static:
            scope[first[0].arg] = [_SELF]
        kept, self._before = self._before, None
        self._scopes.append(scope)
        if isinstance(node, ast.Lambda):
            self.visit(node.body)
        else:
            self._body(node)
        self._scopes.pop()
        self._before = kept

    def _body(self, node: ast.FunctionDef) -> None:
        for statement in _live(node.body):
            inner = isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef)
            if not inner or self._is_mentioned(statement, node):
                self.visit(statement)

    def _is_mentioned(self, inner, outer: ast.AST) -> bool:
        """Whether the function around an inner function uses it (its own body does not count)."""
        own = {id(node) for node in ast.walk(inner)}
        around = [node for node in ast.walk(outer) if id(node) not in own]
        self._notebook.count_steps(len(own) + len(around))
        named = any(isinstance(node, ast.Name) and node.id == inner.name for node in around)
        return named or bool(inner.decorator_list)

    def _attribute(self, owner: ast.expr, name: str) -> None:
        if name in _LOOKS_UP:
            self._walk.found.looks_up = True
        modules: set[str] = set()
        self._walk.attribute(owner, name, self._origin(owner, modules), modules)

    def _origin(self, owner: ast.expr, modules: set[str]) -> Origin:
        """Whose object this is: the student's, a library's, or unknown.

        Adds the modules that the object may come from to `modules`.
        """
        origins: set[Origin] = set()
        seen: set[int | str] = set()
        waiting: list[Any] = [owner]
        while waiting:
            value = waiting.pop()
            self._notebook.count_steps(1)
            # A name that was followed already means the same here.
            known = value.id if isinstance(value, ast.Name) else id(value)
            if known in seen:
                continue
            seen.add(known)
            if value is _SELF or isinstance(value, DEFINITIONS) or self._makes_own(value):
                origins.add("own")
            elif isinstance(value, ImportedName):
                origins.add("foreign")
                modules.add(value.module)
            elif isinstance(value, ast.Name) and self._values(value.id):
                waiting.extend(self._values(value.id))
            elif isinstance(value, ast.Attribute):
                origins.add("unknown")
                waiting.append(value.value)
            else:
                origins.add("unknown")
        if "foreign" in origins:
            return "foreign"
        return "own" if origins == {"own"} else "unknown"

    def _makes_own(self, value) -> bool:
        """Whether this call makes an object of one of the student's classes."""
        if not (isinstance(value, ast.Call) and isinstance(value.func, ast.Name)):
            return False
        made = self._values(value.func.id)
        return bool(made) and all(isinstance(value, ast.ClassDef) for value in made)

    def _values(self, name: str) -> list:
        """What a name may be bound to here, as far as the text shows."""
        local = self._local(name)
        if local is not None:
            return local
        return [binding.value for binding in self._notebook.bindings(name, self._before)]

    def _local(self, name: str) -> list | None:
        for scope in reversed(self._scopes):
            if name in scope:
                return scope[name]
        return None

    def _note_text(self, node: ast.expr) -> None:
        text = _text(node)
        if text is not None:
            self._walk.found.strings.add(text)


def _locals_of(function) -> dict[str, list]:
    """A function's own names, with what they are bound to as far as the text shows."""
    arguments = function.args
    extra = [a for a in (arguments.vararg, arguments.kwarg) if a is not None]
    named = (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, *extra)
    found: dict[str, list] = {argument.arg: [] for argument in named}
    elsewhere: set[str] = set()
    body = [function.body] if isinstance(function, ast.Lambda) else function.body
    waiting: list[ast.AST] = list(body)
    while waiting:
        node = waiting.pop()
        for name, value in bound_by(node):
            found.setdefault(name, []).append(value)
        if isinstance(node, ast.Global | ast.Nonlocal):
            elsewhere.update(node.names)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store | ast.Del):
            found.setdefault(node.id, [])
        elif isinstance(node, ast.NamedExpr):
            found.setdefault(node.target.id, []).append(node.value)
        elif isinstance(node, ast.ExceptHandler) and node.name:
            found.setdefault(node.name, [])
        if not isinstance(node, (*DEFINITIONS, *_COMPREHENSIONS)):
            waiting.extend(ast.iter_child_nodes(node))
    return {name: values for name, values in found.items() if name not in elsewhere}


def _live(statements: list[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements of a block that can run: none after a `return`, none under `if False`."""
    for statement in statements:
        if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
            continue
        if isinstance(statement, ast.If) and isinstance(statement.test, ast.Constant):
            yield from _live(statement.body if statement.test.value else statement.orelse)
        else:
            yield statement
        if isinstance(statement, _LEAVING):
            return


def _runs_unnamed(method: str) -> bool:
    """Whether Python or torch calls a method of this name by itself."""
    return (method.startswith("__") and method.endswith("__")) or method == "forward"


def _text(node: ast.AST) -> str | None:
    """The text of a string, including one that is joined from constant pieces."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = _text(node.left), _text(node.right)
        return left + right if left is not None and right is not None else None
    return None


def _dotted(owner: ast.expr, name: str) -> str:
    """`torch.nn.ReLU`, or `.relu` if something else than a plain name stands before the dot."""
    text = ast.unparse(owner)
    return f"{text}.{name}" if re.fullmatch(r"\w+(\.\w+)*", text) else f".{name}"
