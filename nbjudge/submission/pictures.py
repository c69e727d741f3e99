"""Recognises a student's pictures by their bytes, whatever type they claim."""

import base64
import binascii
from typing import Any

MAX_PICTURE_BYTES = 5 * 2**20
_STARTS = {
    "image/png": (b"\x89PNG\r\n\x1a\n",),
    "image/jpeg": (b"\xff\xd8\xff",),
    "image/gif": (b"GIF87a", b"GIF89a"),
    "image/webp": (b"RIFF",),
}


def picture(encoded: Any) -> tuple[str, str] | None:
    """The kind of a picture, such as `image/png`, and its base64 text on one line.

    None for anything else, or if it is too large. SVG does not count: it can hold programs.
    """
    text = "".join(str(encoded).split())
    if len(text) > MAX_PICTURE_BYTES * 4 // 3 + 4:
        return None
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    kind = _kind(raw)
    return (kind, text) if kind else None


def _kind(raw: bytes) -> str:
    for kind, starts in _STARTS.items():
        if raw.startswith(starts) and (kind != "image/webp" or raw[8:12] == b"WEBP"):
            return kind
    return ""
