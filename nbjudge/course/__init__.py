"""Where the parts of a course lie, and what its notebooks say."""
