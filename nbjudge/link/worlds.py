"""Other worlds: changed surroundings in which a notebook runs once more."""

from typing import NamedTuple


class World(NamedTuple):
    """What differs in another world, as code that runs in a fresh kernel.

    `beginning` runs before the notebook's first cell. `before_cells` runs before each cell that has
    not run there yet, up to the exercise's own, and may give names other values.
    """

    beginning: str
    before_cells: str = ""
