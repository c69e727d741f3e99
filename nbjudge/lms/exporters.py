"""Exporters for nbgrader: `nbgrader export --exporter=nbjudge.lms.exporters.CanvasExporter`.

Each exports what nbgrader counts: the score less the penalty for being late, never below 0. A
student who has handed in nothing gets `missing_score`. If a person has yet to grade something, the
field is empty and there is a warning, unless `unfinished` asks for the score so far.
"""

import csv
import string
import zipfile
from collections.abc import Iterable
from pathlib import Path

from nbgrader.api import Assignment, Gradebook
from nbgrader.plugins import ExportPlugin
from traitlets import Bool, Unicode

from nbjudge.course.layout import CourseError
from nbjudge.grading.standings import Person, Standing, people, standings
from nbjudge.lms.collecting import folders_of


class _Exporter(ExportPlugin):
    """The common part of all exporters: which students, assignments and scores to export."""

    missing_score = Unicode(
        "", help="What stands where nothing was handed in: empty leaves the LMS as it is."
    ).tag(config=True)
    unfinished = Bool(False, help="Whether to export scores to which a person has yet to add.").tag(
        config=True
    )

    def _people(self, gradebook: Gradebook) -> list[Person]:
        return [p for p in people(gradebook) if not self.student or p.id in self.student]

    def _worth(self, gradebook: Gradebook) -> dict[str, float]:
        """The assignments to export, by name, and the points of each."""
        found = gradebook.db.query(Assignment.name, Assignment.max_score).order_by(Assignment.name)
        worth = {str(name): float(points or 0.0) for name, points in found}
        if unknown := set(self.assignment) - set(worth):
            raise CourseError(f"the gradebook has no assignment {', '.join(sorted(unknown))}")
        return {n: p for n, p in worth.items() if not self.assignment or n in self.assignment}

    def _standings(
        self, gradebook: Gradebook, assignments: Iterable[str]
    ) -> dict[tuple[str, str], Standing]:
        found = {(s.assignment, s.person.id): s for s in standings(gradebook, assignments)}
        for (assignment, student), standing in found.items():
            meant = not self.student or student in self.student
            if standing.needs_person and meant and not self.unfinished:
                self.log.warning(
                    "%s of %s is yet to be graded by hand, in formgrader, or could not be graded, "
                    "as `nbjudge grade` says: it is left empty",
                    assignment,
                    student,
                )
        return found

    def _score(self, standing: Standing | None) -> str:
        if standing is None:
            return self.missing_score
        if standing.needs_person and not self.unfinished:
            return ""
        return f"{standing.total:g}"

    def _open(self, default: str) -> Path:
        path = Path(self.to or default)
        path.parent.mkdir(parents=True, exist_ok=True)
        self.log.info("Exporting grades to %s", path)
        return path


class CanvasExporter(_Exporter):
    """A CSV file for "Import" in Canvas's gradebook: `canvas.csv`.

    Canvas finds people by `lms_user_id`, else by the student's id as the login. If an assignment
    exists in Canvas already, its heading is taken from Canvas's own export, the file `columns`.
    """

    columns = Unicode(
        "", help="A CSV file exported from Canvas, whose headings name its assignments."
    ).tag(config=True)

    def export(self, gradebook: Gradebook) -> None:
        worth = self._worth(gradebook)
        known = self._standings(gradebook, worth)
        headings = _canvas_headings(Path(self.columns)) if self.columns else {}
        with self._open("canvas.csv").open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            named = [headings.get(name.casefold(), name) for name in worth]
            writer.writerow(["Student", "ID", "SIS User ID", "SIS Login ID", "Section", *named])
            points = [f"{value:g}" for value in worth.values()]
            writer.writerow(["    Points Possible", "", "", "", "", *points])
            for person in self._people(gradebook):
                scores = [self._score(known.get((name, person.id))) for name in worth]
                name = ", ".join(p for p in (person.last_name, person.first_name) if p) or person.id
                writer.writerow([name, person.lms_user_id, "", person.id, "", *scores])


def _canvas_headings(path: Path) -> dict[str, str]:
    """The headings of a file from Canvas, such as `tensors (1234)`, by assignment."""
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            first = next(csv.reader(file), [])
    except OSError as error:
        raise CourseError(f"{path} cannot be read: {error.strerror}") from error
    return {heading.rpartition(" (")[0].casefold(): heading for heading in first if " (" in heading}


class MoodleExporter(_Exporter):
    """Into a folder, `moodle`: a grading worksheet, and a zip with the feedback, per assignment.

    Both are for an assignment's "Upload grading worksheet" and "Upload multiple feedback files in a
    zip". Moodle finds a submission by Moodle's own number of it, which `nbjudge collect` has kept.
    Submissions that came another way are left out, with a warning.
    """

    def export(self, gradebook: Gradebook) -> None:
        worth = self._worth(gradebook)
        known = self._standings(gradebook, worth)
        folder = Path(self.to or "moodle")
        folder.mkdir(parents=True, exist_ok=True)
        self.log.info("Exporting grades to %s", folder)
        persons = self._people(gradebook)
        for name, points in worth.items():
            folders = folders_of(self._root(), name)
            ours = {p: known[name, p.id] for p in persons if (name, p.id) in known}
            self._warn_of_others([p for p in ours if p.id not in folders], name)
            given = {p: s for p, s in ours.items() if p.id in folders}
            self._write_worksheet(folder / f"{name}.csv", given, folders, points)
            self._write_feedback(folder / f"{name}-feedback.zip", given, folders, name)

    def _root(self) -> Path:
        return Path(self.parent.coursedir.root if self.parent else ".")

    def _warn_of_others(self, persons: list[Person], assignment: str) -> None:
        for person in persons:
            self.log.warning(
                "%s of %s did not come by `nbjudge collect`, so Moodle's number of it is not known",
                assignment,
                person.id,
            )

    def _write_worksheet(
        self, path: Path, given: dict[Person, Standing], folders: dict[str, str], points: float
    ) -> None:
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(["Identifier", "Full name", "Email address", "Grade", "Maximum Grade"])
            for person, standing in given.items():
                name, number = _moodle_name(folders[person.id])
                score = self._score(standing)
                writer.writerow([f"Participant {number}", name, person.email, score, f"{points:g}"])

    def _write_feedback(
        self, path: Path, given: dict[Person, Standing], folders: dict[str, str], assignment: str
    ) -> None:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for person in given:
                for page in self._pages(person, assignment):
                    archive.write(page, f"{folders[person.id]}/{page.name}")

    def _pages(self, person: Person, assignment: str) -> list[Path]:
        directory = self.parent.coursedir
        folder = directory.format_path(directory.feedback_directory, person.id, assignment)
        return sorted(Path(folder).glob("*.html"))


def _moodle_name(folder: str) -> tuple[str, str]:
    """The name and the number in `Jane Doe_4321_assignsubmission_file_`."""
    name, number, *_ = folder.rsplit("_", 4)
    return name, number


class TemplateExporter(_Exporter):
    """Writes a file in your own form, `template`: its first line unchanged, then a line per grade.

    The second line of the template is the form of each grade's line, with the fields `$id`,
    `$first_name`, `$last_name`, `$email`, `$lms_user_id`, `$assignment`, `$score`, `$max_score`,
    `$raw_score`, `$penalty` and `$handed_in`.
    """

    template = Unicode("export_template.csv", help="The file that says the form.").tag(config=True)

    def export(self, gradebook: Gradebook) -> None:
        heading, line = self._lines()
        worth = self._worth(gradebook)
        known = self._standings(gradebook, worth)
        path = self._open(f"export{Path(self.template).suffix}")
        with path.open("w", encoding="utf-8") as file:
            print(heading, file=file)
            for name, points in worth.items():
                for person in self._people(gradebook):
                    said = self._said(person, name, points, known.get((name, person.id)))
                    print(line.substitute(said), file=file)

    def _lines(self) -> tuple[str, string.Template]:
        path = Path(self.template)
        try:
            heading, line, *_ = path.read_text(encoding="utf-8-sig").splitlines()
        except OSError as error:
            raise CourseError(f"{path} cannot be read: {error.strerror}") from error
        except ValueError:
            raise CourseError(f"{path} needs two lines: a heading, and one of fields") from None
        template = string.Template(line)
        known = {*self._said(Person(""), "", 0.0, None)}
        if unknown := set(template.get_identifiers()) - known:
            raise CourseError(
                f"{path}, line 2: there is no ${min(unknown)}; there are "
                + ", ".join(f"${name}" for name in sorted(known))
            )
        return heading, template

    def _said(
        self, person: Person, assignment: str, points: float, standing: Standing | None
    ) -> dict[str, str]:
        handed_in = standing.handed_in if standing else None
        said = {
            **vars(person),
            "assignment": assignment,
            "score": self._score(standing),
            "max_score": f"{points:g}",
            "raw_score": f"{standing.score:g}" if standing else "",
            "penalty": f"{standing.penalty:g}" if standing else "",
            "handed_in": f"{handed_in:%Y-%m-%d %H:%M:%S}" if handed_in else "",
        }
        return {name: _in_csv(value) for name, value in said.items()}


def _in_csv(value: str) -> str:
    """A value for a CSV file, in quotes if it holds a separator."""
    return '"' + value.replace('"', '""') + '"' if set(value) & set(',;\t"') else value
