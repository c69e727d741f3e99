"""The names of a code cell: what it defines, and what it needs."""

import re
import symtable

_MAGIC = re.compile(r"^(\s*)[%!].*$", re.MULTILINE)


class CellNames:
    """The names of a cell: bound at its top level, read there at once, and read by functions.

    A cell that is not Python, even without its magics, has no names.
    """

    def __init__(self, code: str):
        self.bound: set[str] = set()
        self.at_once: set[str] = set()
        self.later: set[str] = set()
        try:
            table = symtable.symtable(_MAGIC.sub(r"\1pass", code), "<cell>", "exec")
        except (SyntaxError, ValueError, RecursionError):
            return
        for symbol in table.get_symbols():
            if symbol.is_assigned() or symbol.is_imported():
                self.bound.add(symbol.get_name())
            elif symbol.is_referenced():
                self.at_once.add(symbol.get_name())
        for child in table.get_children():
            self._read_inside(child)

    def _read_inside(self, table: symtable.SymbolTable) -> None:
        for symbol in table.get_symbols():
            if symbol.is_global() and symbol.is_assigned():
                self.bound.add(symbol.get_name())
            elif symbol.is_global() and symbol.is_referenced():
                self.later.add(symbol.get_name())
        for child in table.get_children():
            self._read_inside(child)
