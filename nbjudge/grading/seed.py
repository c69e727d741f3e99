"""The secret from which a class's hidden inputs are drawn, kept in nbgrader's gradebook.

Each assignment has one, made when it is graded for the first time. It is the same for the whole
class and for later runs, so that grades can be compared and repeated. It is lost with the
gradebook, as the grades are. Whoever knows it can work out the inputs of hidden checks.
"""

import functools
import secrets
from hashlib import sha256
from pathlib import Path

from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory
from sqlalchemy import Column, MetaData, String, Table, delete, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.schema import CreateTable

_BYTES = 16
# A table of our own: nbgrader's tables have no place for it, and nbgrader's upgrades leave it
# alone.
_SEEDS = Table(
    "nbjudge_seeds",
    MetaData(),
    Column("assignment", String(128), primary_key=True),
    Column("secret", String(2 * _BYTES), nullable=False),
)


def secret_of(course: CourseDirectory, assignment: str) -> str:
    """The secret of an assignment; a new one if the gradebook has none yet.

    It is cached in this process and in those forked from it: opening a gradebook takes a while.
    """
    url = str(course.db_url)
    if not url.startswith("sqlite:///"):
        return _of_gradebook(url, course.course_id, assignment, 0)
    file = url.partition("?")[0]
    path = Path(file.removeprefix("sqlite:///"))
    which = path.stat().st_ino if path.is_file() else 0
    return _of_gradebook(file, course.course_id, assignment, which)


def enter_secret(gradebook: Gradebook, assignment: str, secret: str) -> None:
    """Makes this the only secret of a gradebook, for instance of one on another machine."""
    gradebook.db.execute(CreateTable(_SEEDS, if_not_exists=True))
    gradebook.db.execute(delete(_SEEDS))
    gradebook.db.execute(insert(_SEEDS).values(assignment=assignment, secret=secret))
    gradebook.db.commit()
    _of_gradebook.cache_clear()


def name_of(secret: str) -> str:
    """A public name for a secret: two secrets have different names, which do not give them away."""
    return sha256(f"nbjudge seed {secret}".encode()).hexdigest()[:12]


@functools.lru_cache
def _of_gradebook(url: str, course_id: str, assignment: str, which: int) -> str:
    """`which` distinguishes a gradebook from an earlier one at the same path."""
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
