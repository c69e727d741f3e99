"""Looks for what students must not get: solutions, hidden checks and the names of these."""

import ast
import io
import re
import zipfile
from collections.abc import Iterator

from nbjudge.bundle.needed import file_of, needed_modules
from nbjudge.course.notebook import is_solution, read_notebook
from nbjudge.course.reading import parsed
from nbjudge.course.regions import hidden_lines, visible_text
from nbjudge.submission.submissions import Course

_SOLUTION = re.compile(r"### BEGIN SOLUTION\n(.*?)### END SOLUTION", re.DOTALL)
# A shorter line, such as `return x`, gives nothing away and may stand anywhere.
_TELLING = 25


def leaks(files: dict[str, bytes], course: Course) -> list[str]:
    """The files, or files inside a wheel among them, that hold text that is withheld."""
    secrets = withheld(course)
    return [
        f"{path}: {secret}"
        for path, text in texts(files)
        for secret in sorted(secrets.intersection(_words_and_lines(text)))
    ]


def withheld(course: Course) -> set[str]:
    """The lines that give solutions and hidden checks away, and the names of hidden checks.

    Left out are lines that students get anyway: in another cell, in a visible check, or in the
    engine.
    """
    secret: set[str] = set()
    given = {
        line for name in needed_modules() for line in _telling(file_of(name).read_text("utf-8"))
    }
    for assignment in course.assignments():
        for path in course.notebooks(assignment):
            for cell in read_notebook(path).cells:
                for solution in _SOLUTION.findall(cell.source) if is_solution(cell) else ():
                    secret |= _telling(solution)
                given |= _telling(_SOLUTION.sub("", cell.source))
    for module in sorted((course.root / "tests").rglob("*.py")):
        text = module.read_text(encoding="utf-8")
        secret |= _hidden(text)
        given |= _telling(visible_text(text)) | _checks(visible_text(text))
    return secret - given


def texts(files: dict[str, bytes]) -> Iterator[tuple[str, str]]:
    """The texts of all files: for a notebook its cells, for a wheel the files in it."""
    for path, content in files.items():
        if path.endswith(".whl"):
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                inside = {f"{path}/{name}": archive.read(name) for name in archive.namelist()}
            yield from texts(inside)
        elif path.endswith(".ipynb"):
            yield path, "\n".join(cell.source for cell in parsed(content).cells)
        else:
            yield path, content.decode("utf-8", errors="ignore")


def _hidden(text: str) -> set[str]:
    numbers = hidden_lines(text)
    lines = [line for number, line in enumerate(text.split("\n"), 1) if number in numbers]
    return _telling("\n".join(lines)) | (_checks(text) - _checks(visible_text(text)))


def _checks(text: str) -> set[str]:
    return {
        node.name
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }


def _telling(text: str) -> set[str]:
    lines = (line.strip() for line in text.split("\n"))
    return {line for line in lines if len(line) >= _TELLING and not line.startswith(("#", '"""'))}


def _words_and_lines(text: str) -> set[str]:
    return {line.strip() for line in text.split("\n")} | set(re.findall(r"\w+", text))
