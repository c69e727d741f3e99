"""Grading a class: workers, scores, and the classes by which nbgrader uses the engine."""
