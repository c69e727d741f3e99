"""A class, seen: what it has understood and what not, on one page."""
