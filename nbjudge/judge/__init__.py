"""Judging one notebook: its kernel, the places where it lies, and the session of its checks."""
