"""The classes by which nbgrader uses the engine; `nbjudge.configure` names them to nbgrader."""

import time
from pathlib import Path
from typing import Any

from nbconvert.exporters import NotebookExporter
from nbformat import NotebookNode
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import List, Unicode
from traitlets.config import Config

from nbjudge.course.layout import CourseError, files_beside
from nbjudge.course.limits import LimitSettings, read_limits
from nbjudge.course.notebook import (
    Exercise,
    read_notebook,
)
from nbjudge.course.regions import RegionError, visible_text
from nbjudge.grading.judging import (
    Case,
    check_module_of,
    judged,
    judged_exercises,
    put_together,
    report_output,
    score_output,
)
from nbjudge.grading.seed import name_of, secret_of
from nbjudge.judge.bugs import bugs_in
from nbjudge.judge.course_results import as_file, place_of
from nbjudge.judge.places.grading import Grading
from nbjudge.judge.provisioner import can_fork, fork_server
from nbjudge.judge.reference import results_to_ship
from nbjudge.judge.session import read_checks
from nbjudge.link.kernel_request import PRELOADED
from nbjudge.report.guidance import NUMBER_AT_GRADING
from nbjudge.report.kept import keep
from nbjudge.report.plain import plain_as_html
from nbjudge.report.printable import printable
from nbjudge.submission import flags
from nbjudge.submission.attachments import keep_only_the_courses
from nbjudge.submission.files import Unfit
from nbjudge.submission.readiness import check_name
from nbjudge.submission.sanitising import make_harmless

Resources = dict[str, Any]


class NotebookReader(NotebookExporter):
    """In `autograde`: reads what students handed in, also notebooks that JupyterLab refuses.

    It is made before nbgrader enters any student, and leaves out students whose names cannot be
    kept.
    """

    def __init__(self, config: Config | None = None, **settings: Any):
        super().__init__(config=config, **settings)
        chosen = getattr(self.parent, "assignments", {})
        for folder in list(chosen):
            try:
                check_name(Path(folder))
            except Unfit as error:
                self.log.error("Not graded: %s", printable(error))
                del chosen[folder]

    def from_file(
        self, file_stream: Any, resources: Resources | None = None, **kw: Any
    ) -> tuple[NotebookNode, Resources]:
        notebook = read_notebook(Path(file_stream.name))
        return self.from_notebook_node(notebook, resources=resources, **kw)


class ReleaseChecks(NbGraderPreprocessor):
    """In `generate_assignment`: puts the visible checks into a `tests` folder of the release.

    The data that given cells need of exercises lies there too (see `judge.course_results`).
    It adds the number of hidden checks, so that students know what is not checked yet, and the
    visible parts of the files that the checks use (see `files_beside`). Markdown pages that lie in
    `source/` itself, such as rules, go beside each notebook. Raises CourseError if an exercise has
    no check module, or if a check module has a broken hidden region.
    """

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        written = resources.setdefault("outputs", {})
        for exercise in judged_exercises(nb):
            module = _module(self, resources, exercise.slug)
            for path in (module, *files_beside(module)):
                written[f"tests/{path.name}"] = _visible(path).encode()
            hidden = read_checks([module]).number_hidden(module)
            written[f"tests/{module.name}"] += f"\n\n{NUMBER_AT_GRADING} = {hidden}\n".encode()
        source = _source(self, resources)
        for page in sorted(source.parents[1].glob("*.md")):
            written[page.name] = page.read_bytes()
        if shipped := results_to_ship(source, read_limits(self.config), can_fork()):
            written[place_of(source.stem)] = as_file(shipped)
        return nb, resources


def _visible(path: Path) -> str:
    try:
        return visible_text(path.read_text(encoding="utf-8"))
    except RegionError as error:
        raise CourseError(f"{path}: {error}") from error


class AssembleSubmission(NbGraderPreprocessor):
    """First in `autograde`: puts the student's solutions and cells into the source notebook."""

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        source = Path(_source(self, resources))
        submission = _folder(self, resources, "submitted_directory")
        copied = _folder(self, resources, "autograded_directory")
        for name in keep_only_the_courses(copied, source.parent):
            self.log.info("Left in %s: %s", submission, printable(name))
        if (submission / source.name).is_symlink():
            self.log.warning("%s: the notebook is a link, so it counts as empty", submission)
        return put_together(nb, source, submission, self.config), resources


class Judge(NbGraderPreprocessor, LimitSettings):
    """In `autograde`, in place of Execute: runs the notebook in a kernel and judges it.

    Each check cell gets its score as a plain float, with the report as that output's HTML. The
    results are kept as data in the notebook's metadata (see `report.kept`).
    """

    preload = List(
        Unicode(),
        list(PRELOADED),
        help="Modules that kernels share, imported once, of those that are installed (Linux).",
    ).tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        found = judged_exercises(nb)
        if can_fork():
            fork_server(self.preload)
        began = time.monotonic()
        grading, results = judged(self._case(nb, found, resources))
        keep(nb, results, time.monotonic() - began)
        flags.note(nb, [*flags.of_the_run(nb), *grading.flags()])
        flags.note_seed(nb, name_of(_secret(self, resources)))
        for cell in nb.cells:
            if cell.cell_type == "code":
                make_harmless(cell)
        for exercise, result in zip(found, results, strict=True):
            flags.note(nb, bugs_in(result))
            nb.cells[exercise.checks].outputs = [report_output(grading, result)]
        self._score_plain_tests(nb, grading)
        return nb, resources

    def _case(self, nb: NotebookNode, found: list[Exercise], resources: Resources) -> Case:
        return Case(
            nb,
            source=_source(self, resources),
            submission=_folder(self, resources, "submitted_directory"),
            modules=[_module(self, resources, exercise.slug) for exercise in found],
            limits=self.limits(),
            secret=_secret(self, resources),
        )

    def _score_plain_tests(self, nb: NotebookNode, grading: Grading) -> None:
        for index, result in grading.plain_results().items():
            score = score_output(result.earned, plain_as_html(result))
            nb.cells[index].outputs.insert(0, score)
            if result.unreadable:
                flags.note(nb, [f"a test cell ended with a value that is no score ({result.name})"])


def _source(preprocessor: NbGraderPreprocessor, resources: Resources) -> Path:
    names = resources["nbgrader"]
    course = CourseDirectory(parent=preprocessor)
    folder = course.format_path(course.source_directory, ".", names["assignment"])
    return Path(folder).resolve() / f"{names['notebook']}.ipynb"


def _folder(preprocessor: NbGraderPreprocessor, resources: Resources, step: str) -> Path:
    """The student's folder in one of nbgrader's directories, such as `submitted_directory`."""
    names = resources["nbgrader"]
    course = CourseDirectory(parent=preprocessor)
    return Path(course.format_path(getattr(course, step), names["student"], names["assignment"]))


def _secret(preprocessor: NbGraderPreprocessor, resources: Resources) -> str:
    course = CourseDirectory(parent=preprocessor)
    return secret_of(course, resources["nbgrader"]["assignment"])


def _module(preprocessor: NbGraderPreprocessor, resources: Resources, slug: str) -> Path:
    root = Path(CourseDirectory(parent=preprocessor).root)
    return check_module_of(root, resources["nbgrader"]["assignment"], slug)
