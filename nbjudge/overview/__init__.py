"""The report on a class: what it has understood and what not, on one page."""
