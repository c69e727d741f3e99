"""The wheel that students get: this package, without what only instructors need."""

import base64
import hashlib
import io
import zipfile
from email.message import Message
from importlib.metadata import distribution

from nbjudge.bundle.needed import PACKAGE, file_of, needed_modules

# A fixed time, so that the same files always give the same bytes.
TIMESTAMP = (2020, 1, 1, 0, 0, 0)
_EXTRAS = ("lab",)
_KEPT = (
    "Name",
    "Version",
    "Summary",
    "Requires-Python",
    "License-Expression",
    "Author",
    "Author-email",
)
# In this wheel, `nbjudge` has only the commands for students.
_ENTRY_POINTS = """\
[console_scripts]
nbjudge = nbjudge.terminal.command:main

[pytest11]
nbjudge = nbjudge.judge.pytest_entry
"""
_TAGS = "Wheel-Version: 1.0\nGenerator: nbjudge bundle\nRoot-Is-Purelib: true\nTag: py3-none-any\n"


def student_wheel() -> tuple[str, bytes]:
    """The wheel's file name and its bytes. Its metadata are those of the installed `nbjudge`."""
    version = distribution("nbjudge").version
    info = f"nbjudge-{version}.dist-info"
    files = _modules()
    files |= {
        f"{info}/METADATA": _metadata(),
        f"{info}/WHEEL": _TAGS.encode(),
        f"{info}/entry_points.txt": _ENTRY_POINTS.encode(),
    }
    files[f"{info}/RECORD"] = _record(files, f"{info}/RECORD")
    return f"nbjudge-{version}-py3-none-any.whl", _zipped(files)


def requirements() -> list[str]:
    """The packages that the student's wheel needs, without those of extras."""
    return [one for one in distribution("nbjudge").requires or () if "extra ==" not in one]


def _modules() -> dict[str, bytes]:
    paths = [*map(file_of, needed_modules()), PACKAGE / "py.typed"]
    return {p.relative_to(PACKAGE.parent).as_posix(): p.read_bytes() for p in sorted(paths)}


def _metadata() -> bytes:
    installed = distribution("nbjudge").metadata
    kept = Message()
    kept["Metadata-Version"] = "2.4"
    for name in _KEPT:
        for value in installed.get_all(name) or ():
            kept[name] = value
    for requirement in distribution("nbjudge").requires or ():
        _, has_condition, condition = requirement.partition("extra ==")
        if not has_condition or condition.strip(" \"'") in _EXTRAS:
            kept["Requires-Dist"] = requirement
    for extra in _EXTRAS:
        kept["Provides-Extra"] = extra
    return kept.as_bytes()


def _record(files: dict[str, bytes], own_name: str) -> bytes:
    lines = [f"{name},sha256={_digest(text)},{len(text)}" for name, text in files.items()]
    return "\n".join([*lines, f"{own_name},,", ""]).encode()


def _digest(text: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(text).digest()).rstrip(b"=").decode()


def _zipped(files: dict[str, bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            entry = zipfile.ZipInfo(name, TIMESTAMP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, text)
    return written.getvalue()
