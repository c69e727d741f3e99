"""What students get of a source notebook: its stubs, and whether its release is up to date."""

from copy import deepcopy
from pathlib import Path

from nbformat import NotebookNode
from nbgrader.preprocessors import ClearHiddenTests, ClearMarkScheme, ClearSolutions
from nbgrader.utils import compute_checksum
from traitlets.config import Config

from nbjudge.course.layout import CourseError
from nbjudge.course.notebook import grade_id, is_grade, is_solution, points_of_cell, read_notebook
from nbjudge.course.soundness import place, shown_path
from nbjudge.submission.matching import Stub

# nbgrader replaces these by tests of its own when it releases.
_MADE_AT_RELEASE = "AUTOTEST"


def stub_maker(config: Config, source: NotebookNode) -> Stub:
    """A function that turns an instructor's solution cell into the released one.

    Raises CourseError for a notebook in another language.
    """
    clear, known = ClearSolutions(config=config), {"language": _language(source)}

    def stub(cell: NotebookNode) -> NotebookNode:
        released = clear.preprocess_cell(cell, dict(known), 0)[0]
        if is_solution(released):  # by this, nbgrader recognises an unchanged answer
            released.metadata.nbgrader["checksum"] = compute_checksum(released)
        return released

    return stub


def changed_since_release(root: Path, path: Path, released: Path, config: Config) -> list[str]:
    """A line for each cell of a source notebook that differs from its release or is not in it.

    Empty if the notebook has not been released. Only what students can see counts.
    """
    if not released.is_file():
        return []
    source, remedy = read_notebook(path), f"nbgrader generate_assignment {path.parent.name} --force"
    theirs = {cell.get("id", ""): cell for cell in read_notebook(released).cells}
    stub = stub_maker(config, source)
    steps = [ClearHiddenTests(config=config), ClearMarkScheme(config=config)]
    found = []
    for index, cell in enumerate(source.cells):
        if _MADE_AT_RELEASE in cell.source:
            continue
        wanted = stub(deepcopy(cell))
        for step in steps:
            wanted = step.preprocess_cell(wanted, {}, index)[0]
        if _seen(wanted) != _seen(theirs.get(cell.get("id", ""))):
            said = "it has changed since its release. Release it again"
            found.append(f"{shown_path(root, path)}, {place(source, index)}: {said}: {remedy}")
    ours = {grade_id(cell) for cell in source.cells}
    gone = [name for cell in theirs.values() if (name := grade_id(cell)) and name not in ours]
    shown = shown_path(root, path)
    return found + [f"{shown}, cell {n}: released, and gone since: {remedy}" for n in gone]


def _seen(cell: NotebookNode | None) -> tuple[str, str, str, float] | None:
    """The parts of a cell that a student can see."""
    if cell is None:
        return None
    points = points_of_cell(cell) if is_grade(cell) else 0.0
    return str(cell.cell_type), str(cell.source).rstrip(), grade_id(cell), points


def _language(source: NotebookNode) -> str:
    language = str(source.metadata.get("kernelspec", {}).get("language", "python"))
    if language != "python":
        raise CourseError(f"this notebook is for a kernel of {language}: only Python can be judged")
    return language
