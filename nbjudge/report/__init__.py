"""What checks found, in words, for a terminal and for a page."""
