"""Every cheat of the corpus under stock nbgrader and under this course: the threat model's table.

    python benchmarks/cheats.py          writes the table into docs/threat-model.md (takes an hour)
    python benchmarks/cheats.py NAME...  prints the rows of some cheats

Stock nbgrader is nbgrader as it is installed, with nothing configured but the course's name and a
shorter timeout: its check cells run in the student's kernel, with all checks, hidden ones too.
"""

import contextlib
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import nbformat

from nbjudge.course.notebook import is_demonstration, read_notebook
from nbjudge.grading.scores import read_scores
from nbjudge.submission.submissions import open_course
from nbjudge.tests.corpus import ASSIGNMENT, Cheat, hand_in, hand_in_cheat, read_cheats

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "threat-model.md"
BEGIN, END = "<!-- table: python benchmarks/cheats.py -->", "<!-- end of table -->"
STOCK = 'c = get_config()\nc.CourseDirectory.course_id = "stock"\nc.Execute.timeout = 60\n'
OURS = "\nc.Judge.cell_timeout = 4\nc.Judge.call_timeout = 2.0\nc.Judge.submission_timeout = 40\n"
SECONDS = 240
LANES = os.cpu_count() or 1
# What stock nbgrader has no limits on and this machine would suffer from.
TOO_MUCH = {"takes_shared_memory"}
PLAIN = "(no cheat)"


def main(names: list[str]) -> None:
    cheats = [cheat for cheat in read_cheats() if not names or cheat.name in names]
    stock = _stock(cheats)
    ours = _ours(cheats)
    rows = [_row(cheat.name, cheat.tries, stock, ours) for cheat in _by_family(cheats)]
    plain = _row(PLAIN, "what all start from: a wrong softmax, nothing after it", stock, ours)
    head = ["| cheat | what it does | stock nbgrader | here |", "|---|---|---|---|"]
    table = "\n".join([_summary(stock), "", *head, plain, *rows])
    if names or not PAGE.is_file():
        print(table)
        return
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    PAGE.write_text(f"{before}{BEGIN}\n\n{table}\n\n{END}{after}", encoding="utf-8")


def _summary(stock: dict[str, str]) -> str:
    """How many cheats stock nbgrader fell for, or came to harm by."""
    points = {name: float(found.split()[0]) for name, found in stock.items() if "points" in found}
    gained = sum(score > points[PLAIN] for score in points.values())
    without = sum("no grade" in found or "no end" in found for found in stock.values())
    return (
        f"Of {len(stock) - 1} cheats, {gained} gain points under stock nbgrader, and {without} end "
        "there without a grade or not at all. Here none earns more than its cells deserve."
    )


def _by_family(cheats: list[Cheat]) -> list[Cheat]:
    return sorted(cheats, key=lambda cheat: (cheat.family, cheat.name))


def _row(name: str, tries: str, stock: dict[str, str], ours: dict[str, str]) -> str:
    shown = name.replace("_", " ")
    return f"| {shown} | {tries} | {stock[name]} | {ours[name]} |"


@contextlib.contextmanager
def _course(settings: str) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="cheats-") as folder:
        root = Path(folder).resolve()
        for part in ("source", "tests"):
            shutil.copytree(ROOT / part / ASSIGNMENT, root / part / ASSIGNMENT)
        shutil.copytree(ROOT / "data" / "MNIST", root / "data" / "MNIST")
        (root / "nbgrader_config.py").write_text(settings, encoding="utf-8")
        yield root


def _source(root: Path) -> Path:
    return root / "source" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"


def _stock(cheats: list[Cheat]) -> dict[str, str]:
    """What stock nbgrader makes of each cheat, each in a process and a gradebook of its own."""
    with _course(STOCK) as root:
        _leave_out_demonstrations(_source(root))
        _run(root, "nbgrader", "generate_assignment", ASSIGNMENT)
        hand_in(_source(root), root / "submitted" / "honest" / ASSIGNMENT)
        _run(root, "nbgrader", "autograde", ASSIGNMENT, "--student", "honest")
        with ThreadPoolExecutor(LANES) as pool:
            return dict(pool.map(partial(_stock_one, root), (None, *cheats)))


def _leave_out_demonstrations(source: Path) -> None:
    """Takes the cells out that only draw: they change no score and take long."""
    notebook = read_notebook(source)
    notebook.cells = [cell for cell in notebook.cells if not is_demonstration(cell)]
    source.write_text(nbformat.writes(notebook), encoding="utf-8")


def _stock_one(graded: Path, cheat: Cheat | None) -> tuple[str, str]:
    name = cheat.name if cheat else PLAIN
    if name in TOO_MUCH:
        return name, "not tried"
    with tempfile.TemporaryDirectory(prefix="cheat-") as folder:
        root = Path(folder).resolve() / "course"
        shutil.copytree(graded, root)
        honest = _grades(root, "honest")
        student = cheat.name if cheat else "plain"
        hand_in_cheat(_source(root), root / "submitted" / student / ASSIGNMENT, cheat)
        code = _run(root, "nbgrader", "autograde", ASSIGNMENT, "--student", student)
        _end_what_is_left(root)
        try:
            points = [score for _, score in _grades(root, student)]
            changed = _grades(root, "honest") != honest
        except sqlite3.Error:
            return name, "the gradebook is broken"
    found = _in_words(points, code) + ("; another's grade has changed" if changed else "")
    print(f"stock: {name}: {found}", file=sys.stderr, flush=True)
    return name, found


def _in_words(points: list[float], code: int | None) -> str:
    if code is None:
        return f"no end within {SECONDS} s"
    if code < 0:
        return "nbgrader was killed"
    return f"{sum(points):g} points" if points and code == 0 else "no grade"


def _run(root: Path, *command: str) -> int | None:
    """The exit code of a program in the course's folder; None where it took too long."""
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    environment = {**os.environ, "PATH": path}
    with subprocess.Popen(
        command, cwd=root, env=environment, start_new_session=True, **quiet
    ) as program:
        try:
            return program.wait(SECONDS if "autograde" in command else None)
        except subprocess.TimeoutExpired:
            os.killpg(program.pid, signal.SIGKILL)
            return None


def _end_what_is_left(root: Path) -> None:
    """Ends the processes that a cheat has left: those that work in the course's folder."""
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if (process / "cwd").readlink().is_relative_to(root):
                os.kill(int(process.name), signal.SIGKILL)


def _grades(root: Path, student: str) -> list[tuple[str, float]]:
    question = (
        "SELECT cell.name, COALESCE(grade.manual_score, grade.auto_score, 0) FROM grade "
        "JOIN submitted_notebook n ON grade.notebook_id = n.id "
        "JOIN submitted_assignment a ON n.assignment_id = a.id "
        "JOIN base_cell cell ON grade.cell_id = cell.id WHERE a.student_id = ? ORDER BY 1"
    )
    with contextlib.closing(sqlite3.connect(root / "gradebook.db")) as gradebook:
        return gradebook.execute(question, (student,)).fetchall()


def _ours(cheats: list[Cheat]) -> dict[str, str]:
    """What `nbjudge grade` makes of all of them, in one run."""
    settings = (ROOT / "nbgrader_config.py").read_text(encoding="utf-8")
    with _course(settings + OURS) as root:
        hand_in(_source(root), root / "submitted" / "honest" / ASSIGNMENT)
        for cheat in (None, *cheats):
            student = cheat.name if cheat else "plain"
            hand_in_cheat(_source(root), root / "submitted" / student / ASSIGNMENT, cheat)
        _run(root, sys.executable, "-m", "nbjudge", "grade", ASSIGNMENT)
        course = open_course(root)
        submissions = {s.student: s for s in course.submissions(ASSIGNMENT)}
        rows = read_scores(course, ASSIGNMENT, list(submissions.values()))
        totals = {row.person.id: f"{row.total:g} points" for row in rows if row.complete}
        told = {name: "; ".join(course.flags(s)) for name, s in submissions.items()}
    found = {name: totals.get(name, "no grade") for name in submissions}
    found = {name: f"{said}, flagged" if told[name] else said for name, said in found.items()}
    return {**found, PLAIN: found["plain"]}


if __name__ == "__main__":
    main(sys.argv[1:])
