"""Grading a class: workers, scores, and nbgrader's door to the engine."""
