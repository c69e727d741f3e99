"""What lies in a bundle: the released notebooks and checks, the engine, pages, starters."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

from nbjudge.bundle.pages import as_page, index
from nbjudge.bundle.settings import FILE, FOLDER, Settings
from nbjudge.bundle.wheel import requirements, student_wheel
from nbjudge.course.layout import CourseError
from nbjudge.course.notebook import exercises, read_notebook
from nbjudge.submission.submissions import Course

STARTERS = Path(__file__).parent / "starters"
# The others run this one; it lies where students need not see it.
ENGINE = "engine"
_SHARED = "start.py"
_NOT_FOR_STUDENTS = ("__pycache__", ".ipynb_checkpoints")
# The line of a notebook's cell that says where the bundle can be downloaded.
_ADDRESS = re.compile(rb'(NOTEBOOK, ADDRESS = \\"\w+\\", )\\"\\"')

Files = dict[str, bytes]


@dataclass(frozen=True)
class Lesson:
    """One assignment, as the index shows it."""

    name: str
    notebook: str
    title: str
    minutes: int
    points: float


def contents(course: Course, settings: Settings) -> Files:
    """The files of the bundle, by their paths in it. Raises CourseError where one is missing."""
    files: Files = {}
    for name in settings.assignments:
        files |= _files_below(_released(course, name), f"{name}/", course.root)
    files = {path: _with_address(text, settings, path) for path, text in files.items()}
    for name in settings.files:
        files |= _files_below(course.root / name, f"{name}/", course.root)
    wheel, built = student_wheel()
    files[f"{ENGINE}/{wheel}"] = built
    lessons = [_lesson(course, settings, name) for name in settings.assignments]
    files |= _engine(settings, wheel, lessons[0].notebook)
    return files | _own_pages(course.root / FOLDER, settings, wheel, lessons)


def _released(course: Course, name: str) -> Path:
    folder = course.folder("release_directory", ".", name)
    if not any(folder.glob("*.ipynb")):
        raise CourseError(
            f"{folder} has no notebook: first release it, by `nbgrader generate_assignment {name}`"
        )
    return folder


def _files_below(folder: Path, place: str, root: Path) -> Files:
    if not folder.exists():
        raise CourseError(f"{root / FOLDER / FILE} names {folder}, which is not there")
    if folder.is_file():
        return {place.rstrip("/"): folder.read_bytes()}
    return {
        place + path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not set(_NOT_FOR_STUDENTS) & set(path.parts)
    }


def _with_address(text: bytes, settings: Settings, path: str) -> bytes:
    if not path.endswith(".ipynb") or not settings.address:
        return text
    said = json.dumps(json.dumps(settings.address))[1:-1].encode()
    return _ADDRESS.sub(lambda found: found[1] + said, text)


def _lesson(course: Course, settings: Settings, name: str) -> Lesson:
    path = sorted(_released(course, name).glob("*.ipynb"))[0]
    notebook = read_notebook(path)
    titles = [
        line.removeprefix("# ")
        for cell in notebook.cells
        if cell.cell_type == "markdown"
        for line in cell.source.split("\n")
        if line.startswith("# ")
    ]
    points = sum(exercise.points for exercise in exercises(notebook))
    title = titles[0] if titles else name
    return Lesson(name, f"{name}/{path.name}", title, settings.assignments[name], points)


def _engine(settings: Settings, wheel: str, first: str) -> Files:
    said = {
        "title": settings.title,
        "first": first,
        "assignments": list(settings.assignments),
        "wheel": wheel,
        "needs": requirements(),
        "requirements": settings.requirements,
        "cpu_packages": settings.cpu_packages,
        "cpu_index": settings.cpu_index,
        "gigabytes": settings.gigabytes,
    }
    files = {f"{ENGINE}/settings.json": (json.dumps(said, indent=2) + "\n").encode()}
    for path in sorted(p for p in STARTERS.iterdir() if p.is_file()):
        place = f"{ENGINE}/{path.name}" if path.name == _SHARED else path.name
        files[place] = path.read_bytes()
    # Programs of Windows expect Windows' line endings.
    for name in ("start.bat", "start.ps1"):
        files[name] = files[name].replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    return files


def _own_pages(folder: Path, settings: Settings, wheel: str, lessons: list[Lesson]) -> Files:
    """The course's own files, with the placeholders filled in; each Markdown page as HTML too."""
    files: Files = {}
    known = {"title": settings.title, "version": settings.version, "wheel": f"{ENGINE}/{wheel}"}
    known |= {"first": lessons[0].notebook, "name": settings.stem}
    for path, text in _files_below(folder, "", folder.parent).items():
        if path == FILE:
            continue
        files[path] = _filled(text, {**known, "index": index(lessons, links=True)})
        if path.endswith(".md"):
            page = _filled(text, {**known, "index": index(lessons, links=False)})
            files[path.removesuffix(".md") + ".html"] = as_page(page.decode(), settings.title)
    return files


def _filled(text: bytes, known: dict[str, str]) -> bytes:
    for name, value in known.items():
        text = text.replace(b"{{%s}}" % name.encode(), value.encode())
    return text
