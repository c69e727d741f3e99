"""Other worlds: how the surroundings of a notebook differ where it runs once more."""

from typing import NamedTuple


class World(NamedTuple):
    """What differs in another world, as code that runs in a fresh kernel.

    `beginning` runs before the notebook's first cell, `before_cells` before each cell of the
    exercise and those above it that have not run there yet: it may give names other values.
    """

    beginning: str
    before_cells: str = ""
