"""A gradebook in PostgreSQL, on a server of the tests' own."""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook
from sqlalchemy import Connection, NullPool, create_engine, text

from nbjudge.course.notebook import grade_id, read_notebook
from nbjudge.grading.afar import rows
from nbjudge.grading.afar.far import end_stations
from nbjudge.submission.submissions import open_course

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Debian's PostgreSQL is started")
OWNER = "postgres"
NAME = "nbjudge.tests.test_postgresql"
# What `--executor` names cannot be told where the database is otherwise.
_watched: list[tuple[tuple[str, str], list[str]]] = []


def programs() -> Path | None:
    """The folder of PostgreSQL's programs, of which Debian has only some on the path."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    by_name = shutil.which("initdb")
    return found[-1].parent if found else Path(by_name).parent if by_name else None


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """A server that listens in a folder of its own; the folder."""
    found = programs()
    if found is None:
        pytest.skip("PostgreSQL's programs are not there (Debian's package postgresql)")
    # As root, the server refuses to run; and pytest's own folders are closed to others.
    as_owner = {"user": OWNER, "group": OWNER} if os.getuid() == 0 else {}
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    if as_owner:
        os.chown(folder, pwd.getpwnam(OWNER).pw_uid, -1)
    data, said = folder / "data", folder / "said"
    make = [found / "initdb", "-D", data, "-U", "nbjudge", "--auth=trust", "-E", "UTF8", "-N"]
    subprocess.run(make, check=True, stdout=subprocess.DEVNULL, cwd="/", **as_owner)
    quick = ["-c", "listen_addresses=", "-c", "fsync=off", "-k", folder]
    with said.open("w") as log:
        process = subprocess.Popen(
            [found / "postgres", "-D", data, *quick], stdout=log, stderr=log, cwd="/", **as_owner
        )
    try:
        wait_for(folder, said)
        yield str(folder)
    finally:
        process.terminate()
        process.wait(60)
        shutil.rmtree(folder)


def wait_for(folder: Path, said: Path) -> None:
    for _ in range(300):
        if "ready to accept connections" in said.read_text():
            return
        time.sleep(0.1)
    raise AssertionError(said.read_text())


@pytest.fixture
def course(server, tmp_path, copy_course, hand_in, submit) -> Path:
    """A course with an empty database of its own, and two submissions."""
    with connected(server, "postgres", isolation_level="AUTOCOMMIT") as opened:
        opened.execute(text(f'CREATE DATABASE "{tmp_path.name}"'))
    folder = copy_course(tmp_path / "course")
    with (folder / "nbgrader_config.py").open("a") as file:
        named = url(server, tmp_path.name).replace("+psycopg", "")
        file.write(f"\nc.CourseDirectory.db_url = {named!r}\n")
    submit(folder, "ada", hand_in())
    submit(folder, "bob", hand_in(total="total = 1"))
    return folder


def url(server: str, database: str) -> str:
    return f"postgresql+psycopg://nbjudge@/{database}?host={server}"


def connected(server: str, database: str, **settings: str) -> Connection:
    return create_engine(url(server, database), poolclass=NullPool, **settings).connect()


def scores(folder: Path) -> dict[str, float]:
    with Gradebook(open_course(folder).directory.db_url, "pytorch") as gradebook:
        return {s.student.id: s.score for s in gradebook.assignment_submissions("warmup")}


def watched() -> ThreadPoolExecutor:
    """Judges in this process's stations, and notes who holds what in the database meanwhile."""
    return _Watched(1)


class _Watched(ThreadPoolExecutor):
    def submit(self, work, /, *jobs, **others):
        return super().submit(lambda: (_note_locks(), work(*jobs))[1])


def _note_locks() -> None:
    """Notes what stays locked: what the command enters meanwhile, of others, is locked shortly."""
    address, found = _watched[-1]
    held: list[str] = []
    with connected(*address, isolation_level="AUTOCOMMIT") as opened:
        for _ in range(200):
            if not (held := sorted(opened.execute(_HELD).scalars())):
                break
            time.sleep(0.1)
    found.append(f"held: {held}")


_HELD = text(
    "SELECT relation::regclass::text FROM pg_locks JOIN pg_database d ON d.oid = database "
    "WHERE datname = current_database() AND pid != pg_backend_pid() AND relation IS NOT NULL"
)


def test_a_class_is_graded_into_postgresql_and_again_after_a_change(course, grade, server):
    code, said = grade(course, "-j", "2")
    assert code == 0, said
    assert scores(course) == {"ada": 6.0, "bob": 2.0}
    assert not (course / "gradebook.db").exists()
    path = course / "source" / "warmup" / "warmup.ipynb"
    notebook = read_notebook(path)
    checks = next(cell for cell in notebook.cells if grade_id(cell) == "double-checks")
    checks.metadata.nbgrader["points"] = 3
    notebook.cells = [cell for cell in notebook.cells if "total" not in grade_id(cell)]
    nbformat.write(notebook, path)
    code, said = grade(course, "-j", "2")
    assert code == 0, said
    assert "total-checks is gone" in said
    assert scores(course) == {"ada": 3.0, "bob": 3.0}


def test_an_executor_enters_into_postgresql_and_nothing_is_locked_while_it_grades(
    course, grade, server, tmp_path
):
    _watched.append(((server, tmp_path.name), []))
    code, said = grade(course, "-j", "1", "--executor", f"{NAME}:watched")
    assert code == 0, said
    assert scores(course) == {"ada": 6.0, "bob": 2.0}
    assert len(_watched[-1][1]) >= 2
    assert set(_watched[-1][1]) == {"held: []"}
    code, said = grade(course, "-j", "1", "--force", "--executor", f"{NAME}:watched")
    assert "no grade has changed" in said
    end_stations()


def test_one_program_at_a_time_enters_for_a_student(course, server, tmp_path):
    opened = open_course(course)
    (ada, bob) = (s for s in opened.submissions("warmup") if s.student in ("ada", "bob"))
    nothing = rows.Changes()
    rows.enter(opened, ada, nothing)  # makes the gradebook
    lock = text("SELECT pg_advisory_xact_lock(hashtext('ada'))")
    waiting = text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
    entering = threading.Thread(target=rows.enter, args=(opened, ada, nothing))
    with connected(server, tmp_path.name) as other:
        other.execute(lock)
        rows.enter(opened, bob, nothing)  # waits for nobody
        entering.start()
        while not other.execute(waiting).scalar():
            time.sleep(0.05)
        assert entering.is_alive()
        other.rollback()
    entering.join()


def test_a_server_that_does_not_answer_is_told(course, grade, tmp_path):
    with (course / "nbgrader_config.py").open("a") as file:
        file.write(f"\nc.CourseDirectory.db_url = {url(str(tmp_path), 'none')!r}\n")
    code, said = grade(course)
    assert code == 2
    assert "the gradebook cannot be used: its database says:" in said
    assert "Traceback" not in said
