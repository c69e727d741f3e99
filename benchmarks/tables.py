"""How the benchmarks print their numbers."""

from rich.table import Table


def number_table(title: str, *headings: str) -> Table:
    """A table without lines: a column that names each row, and columns of numbers."""
    shown = Table(title=title, title_justify="left", box=None, padding=(0, 2, 0, 0))
    first, *others = headings
    shown.add_column(first)
    for heading in others:
        shown.add_column(heading, justify="right")
    return shown
