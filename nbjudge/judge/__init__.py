"""Judging one notebook: its kernel, the places where notebooks are judged, and running checks."""
