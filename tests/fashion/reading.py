"""Reading the cells of a notebook, for checks on what is written in them."""

### BEGIN HIDDEN TESTS
import ast


def statements(cells, unreadable=""):
    """The statements of all cells at their top level; for one that cannot be read, `unreadable`'s.

    A line of IPython's own keeps a cell from being read.
    """
    for cell in cells:
        try:
            yield from ast.parse(cell).body
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            yield from ast.parse(unreadable).body


### END HIDDEN TESTS
