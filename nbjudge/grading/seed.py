"""The secret from which a class's hidden inputs are drawn, kept in nbgrader's gradebook.

One for each assignment, made when it is graded for the first time: the same for the whole class and
for later runs, so that grades can be compared and repeated. It is gone with the gradebook, as the
grades are. Whoever knows it can work out the inputs of hidden checks.
"""

import functools
import secrets
from hashlib import sha256
from pathlib import Path

from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory
from sqlalchemy import Column, MetaData, String, Table, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.schema import CreateTable

_BYTES = 16
# A table of its own: nbgrader's have no place for it, and its upgrades leave others alone.
_SEEDS = Table(
    "nbjudge_seeds",
    MetaData(),
    Column("assignment", String(128), primary_key=True),
    Column("secret", String(2 * _BYTES), nullable=False),
)


def secret_of(course: CourseDirectory, assignment: str) -> str:
    """The secret of an assignment; a new one where the gradebook has none yet.

    Kept in this process and in those forked from it, since opening a gradebook takes a while.
    """
    url = str(course.db_url)
    if not url.startswith("sqlite:///"):
        return _of_gradebook(url, course.course_id, assignment, 0)
    file = url.partition("?")[0]
    path = Path(file.removeprefix("sqlite:///"))
    which = path.stat().st_ino if path.is_file() else 0
    return _of_gradebook(file, course.course_id, assignment, which)


def name_of(secret: str) -> str:
    """What may be written down: it tells two secrets apart, and tells nothing of either."""
    return sha256(f"nbjudge seed {secret}".encode()).hexdigest()[:12]


@functools.lru_cache
def _of_gradebook(url: str, course_id: str, assignment: str, which: int) -> str:
    """`which` tells a gradebook from another one that lay in its place before."""
    with Gradebook(url, course_id) as gradebook:
        gradebook.db.execute(CreateTable(_SEEDS, if_not_exists=True))
        if not (found := _find(gradebook, assignment)):
            _make(gradebook, assignment)
            found = _find(gradebook, assignment)
        return found


def _make(gradebook: Gradebook, assignment: str) -> None:
    new = {"assignment": assignment, "secret": secrets.token_hex(_BYTES)}
    try:
        gradebook.db.execute(insert(_SEEDS).values(new))
        gradebook.db.commit()
    except IntegrityError:  # another process was faster
        gradebook.db.rollback()


def _find(gradebook: Gradebook, assignment: str) -> str:
    query = select(_SEEDS.c.secret).where(_SEEDS.c.assignment == assignment)
    return str(gradebook.db.execute(query).scalar() or "")
