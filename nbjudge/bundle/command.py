"""`nbjudge bundle`: writes the zip that students get."""

import argparse
import zipfile
from pathlib import Path

from nbjudge.bundle.contents import contents
from nbjudge.bundle.leaks import leaks
from nbjudge.bundle.settings import Settings, read_settings
from nbjudge.bundle.wheel import TIMESTAMP
from nbjudge.course.layout import CourseError
from nbjudge.submission.submissions import open_course

_STARTED = (".sh", ".command")


def run(options: argparse.Namespace) -> int:
    """Bundles the course in the working folder; returns the command's exit code."""
    try:
        path = write_bundle(Path.cwd(), options.output)
    except CourseError as error:
        print(f"nbjudge: {error}")
        return 1
    print(f"{path}: {path.stat().st_size / 1e6:.1f} MB")
    return 0


def write_bundle(root: Path, output: Path) -> Path:
    """Writes the bundle of the course at `root` into the folder `output`; returns its path.

    Raises CourseError if a part is missing, or if one holds text of a solution or a hidden check.
    """
    course, settings = open_course(root), read_settings(root)
    files = contents(course, settings)
    if found := leaks(files, course):
        raise CourseError(
            "nothing is written, since students must not have this:\n  " + "\n  ".join(found[:10])
        )
    output.mkdir(parents=True, exist_ok=True)
    path = output / f"{settings.stem}.zip"
    _write(path, files, settings)
    return path


def _write(path: Path, files: dict[str, bytes], settings: Settings) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(files.items()):
            entry = zipfile.ZipInfo(f"{settings.stem}/{name}", TIMESTAMP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (0o100755 if name.endswith(_STARTED) else 0o100644) << 16
            archive.writestr(entry, content)
