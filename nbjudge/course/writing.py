"""Writing files that must never be there in part."""

from pathlib import Path


def write_whole(path: Path, text: str) -> None:
    """Writes a file such that whoever reads it finds all of the new text, or the old one.

    A file that is there keeps its permissions. The folder has to exist.
    """
    draft = path.with_suffix(".new")
    draft.write_text(text, encoding="utf-8")
    if path.exists():
        draft.chmod(path.stat().st_mode)
    draft.replace(path)
