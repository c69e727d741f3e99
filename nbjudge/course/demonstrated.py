"""Names that only demonstrations define: no other cell may need them, since grading runs none."""

import builtins
from collections.abc import Iterator

from nbformat import NotebookNode

from nbjudge.course.names import names_of
from nbjudge.course.notebook import grade_id, is_demonstration

_GIVEN = {*dir(builtins), "__name__", "__file__", "__doc__", "display", "get_ipython"}


def needed_of_demonstrations(notebook: NotebookNode) -> Iterator[tuple[int, str]]:
    """The cells that need a name that only a demonstration above defines: place, and what to do."""
    cells = [(i, c) for i, c in enumerate(notebook.cells) if c.cell_type == "code"]
    code = [(i, cell, names_of(cell.source)) for i, cell in cells]
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
