"""Writes files that must never exist half-written."""

from pathlib import Path


def write_whole(path: Path, text: str) -> None:
    """Writes a file so that a reader finds either all of the new text or all of the old one.

    An existing file keeps its permissions. The folder has to exist.
    """
    draft = path.with_suffix(".new")
    draft.write_text(text, encoding="utf-8")
    if path.exists():
        draft.chmod(path.stat().st_mode)
    draft.replace(path)
