"""The names of a code cell: what it defines, and what it needs."""

import re
import symtable
from collections.abc import Iterator
from functools import lru_cache

_MAGIC = re.compile(r"^(\s*)[%!?].*$", re.MULTILINE)
_RUN_AT_ONCE = ("listcomp", "setcomp", "dictcomp", "genexpr")


class CellNames:
    """The names of a cell: bound at its top level, read while it runs, and read by its functions.

    `at_once` is what it needs of other cells while it runs, `read` also what it binds itself, and
    `by_function` what each of its functions and classes reads of the notebook's names. A cell that
    is not Python, even without its magics, has no names.
    """

    def __init__(self, code: str):
        self.bound: set[str] = set()
        self.read: set[str] = set()
        self.by_function: dict[str, set[str]] = {}
        try:
            table = symtable.symtable(_MAGIC.sub(r"\1pass", code), "<cell>", "exec")
        except (SyntaxError, ValueError, RecursionError):
            return
        self.bound.update(_bound_in(table))
        self.read.update(_read_at_once(table))
        for child in table.get_children():
            self.bound.update(_declared_global_in(child))
            self.by_function.setdefault(child.get_name(), set()).update(_read_in(child))

    @property
    def at_once(self) -> set[str]:
        return self.read - self.bound

    @property
    def later(self) -> set[str]:
        return {name for names in self.by_function.values() for name in names}


@lru_cache(maxsize=512)
def names_of(code: str) -> CellNames:
    """The names of a cell, read once for each text."""
    return CellNames(code)


def _bound_in(table: symtable.SymbolTable) -> Iterator[str]:
    for symbol in table.get_symbols():
        if symbol.is_assigned() or symbol.is_imported():
            yield symbol.get_name()


def _declared_global_in(table: symtable.SymbolTable) -> Iterator[str]:
    for symbol in table.get_symbols():
        if symbol.is_declared_global() and symbol.is_assigned():
            yield symbol.get_name()
    for child in table.get_children():
        yield from _declared_global_in(child)


def _read_at_once(table: symtable.SymbolTable) -> Iterator[str]:
    """What runs with the cell: its own lines, the bodies of classes, and comprehensions."""
    for symbol in table.get_symbols():
        if symbol.is_referenced() and (table.get_type() == "module" or symbol.is_global()):
            yield symbol.get_name()
    for child in table.get_children():
        if child.get_type() == "class" or child.get_name() in _RUN_AT_ONCE:
            yield from _read_at_once(child)


def _read_in(table: symtable.SymbolTable) -> Iterator[str]:
    for symbol in table.get_symbols():
        if symbol.is_global() and symbol.is_referenced():
            yield symbol.get_name()
    for child in table.get_children():
        yield from _read_in(child)
