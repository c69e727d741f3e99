"""The bundle: one zip with all that a student needs, and nothing that only instructors may have."""
