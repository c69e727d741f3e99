"""The results of checks in words, for a terminal and for a page."""
