"""Numbers in place of students' names, and links to each student's page."""

import json
import os
import re
import secrets
from collections.abc import Iterable
from html import escape
from pathlib import Path
from urllib.parse import quote

from nbjudge.course.layout import CourseError
from nbjudge.course.writing import write_whole
from nbjudge.grading.standings import Person
from nbjudge.overview.gathering import Work
from nbjudge.report.printable import printable

_FOLDER = ".nbjudge"
# Opens the page that was asked for at once; without scripts, the reader sees a list of all pages.
_GO_ON = "const found = document.getElementById(location.hash.slice(1)); if (found) found.click();"


class Students:
    """What a page calls students: numbers, or names if `named`.

    A student's number is drawn at random for the first report, and kept in
    `.nbjudge/students.json`, so that it stays the same in later reports.
    """

    def __init__(self, root: Path, people: Iterable[Person], *, named: bool):
        self._root, self.named = root, named
        self._people = {person.id: person for person in people}
        self._numbers = _numbers(root / _FOLDER / "students.json", set(self._people))

    def number(self, work: Work) -> int:
        return self._numbers[work.person.id]

    def label(self, work: Work) -> str:
        """The number or name of the student whose work this is."""
        number = self.number(work)
        if not self.named:
            return f"Student {number}"
        name, student = work.person.full_name, work.person.id
        return f"{number} · " + printable(f"{name} ({student})" if name else student, 200)

    def link(self, work: Work) -> str:
        """The address of the feedback page from the course's folder; empty if there is none.

        Without names, it is the address of a file beside the numbers, which leads on to the page.
        """
        if work.page is None:
            return ""
        if self.named:
            return _relative(work.page, self._root)
        return f"{_FOLDER}/pages.html#{self._anchor(work)}"

    def write_pages(self, works: Iterable[Work]) -> None:
        """Writes the file that leads from numbers to pages. It holds names."""
        folder = self._root / _FOLDER
        rows = [
            f'<li><a id="{escape(self._anchor(work))}" '
            f'href="{escape(_relative(work.page, folder))}">'
            f"{escape(printable(f'{self.number(work)} {work.person.id} {work.assignment}'))}</a>"
            for work in sorted(works, key=lambda work: (self.number(work), work.assignment))
            if work.page
        ]
        page = (
            '<!doctype html><html lang="en"><meta charset="utf-8"><title>Pages of the class</title>'
            f"<h1>Pages of the class</h1><ul>{''.join(rows)}</ul><script>{_GO_ON}</script></html>"
        )
        (folder / "pages.html").write_text(page, encoding="utf-8")

    def without_names(self, text: str, work: Work) -> str:
        """The text with the student's own id and names taken out."""
        person = work.person
        parts = re.split(r"[\W\d_]+", f"{person.id} {person.full_name}")
        names = {person.id, *(part for part in parts if len(part) > 3)}
        known = sorted((name for name in names if len(name) > 2), key=len, reverse=True)
        if self.named or not known:
            return text
        found = "|".join(map(re.escape, known))
        return re.sub(rf"(?<!\w)({found})(?!\w)", "[name]", text, flags=re.IGNORECASE)

    def _anchor(self, work: Work) -> str:
        return quote(f"{self.number(work)}-{work.assignment}", safe="")


def _relative(path: Path, folder: Path) -> str:
    return quote(os.path.relpath(path, folder).replace(os.sep, "/"))


def _numbers(path: Path, students: set[str]) -> dict[str, int]:
    """The numbers of all students; new numbers are drawn and saved."""
    known = _read(path)
    new = sorted(students - set(known))
    secrets.SystemRandom().shuffle(new)
    first = max(known.values(), default=0) + 1
    numbers = {**known, **{student: first + i for i, student in enumerate(new)}}
    if new:
        path.parent.mkdir(exist_ok=True)
        write_whole(path, json.dumps(numbers, indent=1, sort_keys=True))
    return numbers


def _read(path: Path) -> dict[str, int]:
    if not path.exists():
        return {}
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return {str(student): int(number) for student, number in found.items()}
    except (OSError, ValueError, AttributeError, TypeError) as error:
        raise CourseError(
            f"{path} cannot be read ({error}): restore it, or remove it to draw new numbers"
        ) from error
