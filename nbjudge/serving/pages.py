"""The receipt that a student gets: a page, handed out as nbgrader hands out feedback."""

import shutil
from html import escape
from pathlib import Path
from string import Template

from nbjudge.grading.conversion import release_pages
from nbjudge.report.printable import printable
from nbjudge.serving.receipts import Receipt
from nbjudge.submission.files import SECRET, TIME
from nbjudge.submission.submissions import Course, Submission

FOLDER = ".nbjudge/receipts"
# With both, nbgrader knows under which name the student looks for the page.
NEEDED = (TIME, SECRET)

_PAGE = Template("""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Receipt: $assignment</title>
<style>
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 44rem; margin: 2rem auto; padding: 0 1rem; }
dt { font-weight: 600; margin-top: .8rem; }
dd { margin: 0; overflow-wrap: anywhere; }
</style>
</head>
<body>
<main>
<h1>Receipt: $assignment</h1>
<p>$said</p>
<dl>
$facts
</dl>
<p>Compare a version with your own file by <code>sha256sum NOTEBOOK.ipynb</code>.</p>
</main>
</body>
</html>
""")


def in_words(receipt: Receipt) -> str:
    """What became of a submission, for the student."""
    said = {
        "received": "Your submission has arrived, and will be graded.",
        "graded": f"Your submission was graded, and counts (version {receipt.version}).",
        "refused": f"Your submission cannot be graded: {receipt.why}.",
        "older": "Your submission was not graded, since you have handed in a later one.",
        "waiting": f"Your submission is kept, and not graded today: {receipt.why}.",
    }[receipt.state]
    return f"{said} {receipt.counts}".strip()


def page(receipt: Receipt) -> str:
    """The receipt as one HTML file."""
    facts = {
        "Student": receipt.student,
        "Handed in": receipt.handed_in,
        "Received": receipt.received,
        receipt.state.capitalize(): receipt.settled,
        **{f"Version of {name}": digest or "missing" for name, digest in receipt.versions.items()},
    }
    lines = (_fact(name, value) for name, value in facts.items() if value)
    assignment, said = _line(receipt.assignment), _line(in_words(receipt))
    return _PAGE.substitute(assignment=assignment, said=said, facts="\n".join(lines))


def _fact(name: str, value: str) -> str:
    return f"<dt>{_line(name)}</dt><dd>{_line(value)}</dd>"


def _line(text: str) -> str:
    return escape(printable(text, 1000))


def hand_out(course: Course, receipt: Receipt, folder: Path) -> str:
    """Writes the page, and hands it out if the submission in `folder` came by the exchange.

    Returns what went wrong, if anything.
    """
    place = course.root / FOLDER / receipt.student / receipt.assignment
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    for notebook in course.notebooks(receipt.assignment):
        (place / f"{notebook.stem}.html").write_text(page(receipt), encoding="utf-8")
    if not came_by_exchange(folder):
        return ""
    for name in NEEDED:
        (place / name).write_bytes(_short_text(folder / name))
    return release_pages(course, Submission(receipt.assignment, receipt.student, folder), FOLDER)


def came_by_exchange(folder: Path) -> bool:
    """Whether a submission has what nbgrader needs to hand a page out."""
    return all(_short_text(folder / name) for name in NEEDED)


def _short_text(path: Path) -> bytes:
    """What a small plain file holds; nothing for a link or a file that cannot be read."""
    if path.is_symlink() or not path.is_file():
        return b""
    with path.open("rb") as file:
        return file.read(1000)
