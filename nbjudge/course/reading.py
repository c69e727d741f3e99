"""Makes a valid notebook of a file's bytes, as long as nothing that counts is lost.

Mail programs, converters and other editors change notebooks so that JupyterLab refuses them:
another encoding, a field too many, a comma too many. Text, order and names of the cells survive
that. If the rest cannot be made valid, only text, order and names are kept.
"""

import codecs
import contextlib
import json
import re
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.corpus.words import generate_corpus_id
from nbformat.v4.rwbase import rejoin_lines, strip_transient

_TYPES = ("code", "markdown", "raw")
_OTHER_FORMATS = {
    b"PK": "it is a zip archive",
    b"\x1f\x8b": "it is a gzip archive",
    b"%PDF": "it is a PDF",
    b"<": "it is a web page",
}
_STRINGS_AND_COMMAS = re.compile(r'("(?:[^"\\]|\\.)*")|,(?=\s*[\]}])', re.DOTALL)
_ID = re.compile(r"[a-zA-Z0-9_-]{1,64}")


class NotANotebook(ValueError):
    """These bytes are no notebook; the message says what they are instead."""


def parsed(raw: bytes) -> NotebookNode:
    """The notebook in today's format that is written in `raw`. Raises NotANotebook."""
    if not raw.strip(b"\0 \t\r\n"):
        raise NotANotebook("it is empty")
    for start, said in _OTHER_FORMATS.items():
        if raw.lstrip()[:8].startswith(start):
            raise NotANotebook(said)
    try:
        return _notebook(_json(_text(raw)))
    except RecursionError:
        raise NotANotebook("it is nested too deep") from None


def _text(raw: bytes) -> str:
    """The bytes as text in their encoding; single bytes that are not UTF-8 are read as Latin-1."""
    encoding = json.detect_encoding(raw)
    try:
        return raw.decode(encoding, errors="surrogatepass").replace("\r\n", "\n")
    except UnicodeDecodeError:
        return raw.decode("utf-8", errors="nbjudge-latin-1").replace("\r\n", "\n")


def _as_latin_1(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("latin-1"), error.end


codecs.register_error("nbjudge-latin-1", _as_latin_1)


def _json(text: str) -> Any:
    try:
        return json.loads(text, strict=False)
    except ValueError:
        # A comma before a closing bracket can be dropped: it has no meaning.
        with_fewer_commas = _STRINGS_AND_COMMAS.sub(lambda found: found[1] or "", text)
    try:
        return json.loads(with_fewer_commas, strict=False)
    except json.JSONDecodeError as error:
        if error.pos >= len(with_fewer_commas.rstrip()) or "Unterminated" in error.msg:
            raise NotANotebook("it breaks off in the middle") from None
        raise NotANotebook(f"it is no JSON: {error}") from None
    except ValueError as error:
        raise NotANotebook(f"it is no JSON: {error}") from None


def _notebook(data: Any) -> NotebookNode:
    if not isinstance(data, dict):
        raise NotANotebook("it holds no notebook, but other JSON")
    if "worksheets" in data:
        data = _from_version_3(data)
    version = data.get("nbformat", 4)
    if isinstance(version, int) and version > 4:
        raise NotANotebook(f"it is in format {version} of notebooks, and 4 is the newest known")
    if not isinstance(data.get("cells"), list):
        raise NotANotebook("it has no list of cells")
    known: set[str] = set()
    bare = [_bare(place, cell, known) for place, cell in enumerate(data["cells"], 1)]
    whole = [_with_extras(cell, raw) for cell, raw in zip(bare, data["cells"], strict=True)]
    metadata = _dictionary(data.get("metadata"))
    for cells in (whole, bare):
        attempt = _of(cells, metadata)
        if attempt is not None and nbformat.validator.isvalid(attempt):
            return attempt
    # Only the metadata can still be wrong, so only the part that identifies the cell is kept.
    plain = _of([{**cell, "metadata": _nbgraders(cell["metadata"])} for cell in bare], {})
    if plain is None or not nbformat.validator.isvalid(plain):
        raise NotANotebook("its cells are not what a notebook's are")
    return plain


def _from_version_3(data: dict[str, Any]) -> dict[str, Any]:
    """The same notebook in version 4, which has no worksheets and no headings."""
    try:
        old = nbformat.from_dict({**data, "nbformat": 3, "nbformat_minor": 0})
        old.metadata = nbformat.from_dict(_dictionary(data.get("metadata")))
        return dict(nbformat.convert(nbformat.v3.rwbase.rejoin_lines(old), 4))
    # The conversion reads everything in the notebook, and can fail in many ways.
    except Exception as error:
        raise NotANotebook(f"it is an old notebook that cannot be read ({error!r})") from error


def _bare(place: int, raw: Any, known: set[str]) -> dict[str, Any]:
    """A cell's type, text, id and metadata; `known` are the ids of the cells before it."""
    if not isinstance(raw, dict) or raw.get("cell_type") not in _TYPES:
        raise NotANotebook(f"its cell {place} is neither code nor text")
    text = raw.get("source", "")
    if isinstance(text, list) and all(isinstance(line, str) for line in text):
        text = "".join(text)
    if not isinstance(text, str):
        raise NotANotebook(f"its cell {place} has something else than text for its text")
    # A surrogate (half a character beyond the first 65,536) cannot be written to a file.
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    own = raw.get("id")
    fits = isinstance(own, str) and _ID.fullmatch(own) and own not in known
    name = str(own) if fits else generate_corpus_id()
    known.add(name)
    cell = {"cell_type": raw["cell_type"], "id": name, "source": text}
    is_code = raw["cell_type"] == "code"
    code: dict[str, Any] = {"outputs": [], "execution_count": None} if is_code else {}
    return {**cell, "metadata": _dictionary(raw.get("metadata")), **code}


def _with_extras(cell: dict[str, Any], raw: dict[str, Any]) -> dict[str, Any]:
    """The cell with its outputs and attachments."""
    names = ("outputs", "execution_count") if cell["cell_type"] == "code" else ("attachments",)
    return {**cell, **{name: raw[name] for name in names if name in raw}}


def _of(cells: list[dict[str, Any]], metadata: dict[str, Any]) -> NotebookNode | None:
    """A notebook of these cells; None if their outputs are not valid."""
    parts = {"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": cells}
    with contextlib.suppress(AttributeError, TypeError):
        return strip_transient(rejoin_lines(nbformat.from_dict(parts)))
    return None


def _nbgraders(metadata: dict[str, Any]) -> dict[str, Any]:
    said = metadata.get("nbgrader")
    return {"nbgrader": said} if isinstance(said, dict) else {}


def _dictionary(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
