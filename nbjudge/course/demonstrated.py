"""Names that only demonstrations define: no other cell may need them, since grading runs none."""

import builtins
import re
import symtable
from collections.abc import Iterator

from nbformat import NotebookNode

from nbjudge.course.notebook import grade_id, is_demonstration

_MAGIC = re.compile(r"^(\s*)[%!].*$", re.MULTILINE)
_GIVEN = {*dir(builtins), "__name__", "__file__", "__doc__", "display", "get_ipython"}


def needed_of_demonstrations(notebook: NotebookNode) -> Iterator[tuple[int, str]]:
    """The cells that need a name that only a demonstration above defines: place, and what to do."""
    code = [(i, c, _Names(c.source)) for i, c in enumerate(notebook.cells) if c.cell_type == "code"]
    everywhere = _GIVEN.union(*(names.bound for _, c, names in code if not is_demonstration(c)))
    shown: dict[str, int] = {}
    for index, cell, names in code:
        if is_demonstration(cell):
            shown = {**dict.fromkeys(names.bound, index), **shown}
    above = set(_GIVEN)
    for index, cell, names in code:
        if is_demonstration(cell):
            continue
        above |= names.bound
        at_once = {name for name in names.at_once - above if shown.get(name, index) < index}
        # A name that a function reads may still be defined before the function is called.
        for name in sorted(at_once | (names.later - everywhere) & shown.keys()):
            where = grade_id(notebook.cells[shown[name]]) or f"cell {shown[name] + 1}"
            yield (
                index,
                (
                    f"it needs {name}, which only the demonstration {where} defines, and grading "
                    "leaves that out. Define it in a cell without the tag demonstration"
                ),
            )


class _Names:
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
