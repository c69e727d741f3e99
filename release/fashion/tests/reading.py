"""Reading the cells of a notebook, for checks on what is written in them."""
