"""The page that a student gets back: what to do next, then each exercise with its result."""
