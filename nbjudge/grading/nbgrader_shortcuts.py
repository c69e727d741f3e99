"""The four places where grading changes nbgrader itself, only for speed: grades stay the same.

nbgrader opens its gradebook nine times for each submission, and prepares it again each time. To
make a new gradebook, it starts a program that imports all of nbgrader to print one word. No setting
of nbgrader, and none of SQLAlchemy in a database's address, avoids that. With
`NBJUDGE_WITHOUT=queries` in the environment, nbgrader stays as it is.
"""

import functools
from collections.abc import Callable

import nbgrader.api
import sqlalchemy
from nbgrader.api import Gradebook
from nbgrader.dbutil import _temp_alembic_ini

from nbjudge.process.tricks import is_on

_CheckCourse = Callable[[Gradebook, str], None]


def take_shortcuts() -> None:
    """Changes nbgrader in a worker, unless the trick is switched off."""
    if is_on("queries"):
        _share_one_engine()
        _create_tables_once()
        _check_each_course_once()


def make_gradebooks_in_one_process() -> None:
    """Makes nbgrader ask alembic in this process for the newest version of its tables."""
    if is_on("queries"):
        nbgrader.api.get_alembic_version = _newest_version


def _newest_version() -> str:
    # Imported late: only a new gradebook needs it.
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    with _temp_alembic_ini("sqlite://") as settings:
        return str(ScriptDirectory.from_config(Config(settings)).get_current_head())


def _share_one_engine() -> None:
    """Keeps one SQLAlchemy engine, which remembers the SQL of each query; a new one does not."""
    nbgrader.api.create_engine = functools.cache(sqlalchemy.create_engine)


def _create_tables_once() -> None:
    """Asks only once whether a dozen tables exist; nbgrader asks at each opening."""
    tables = nbgrader.api.Base.metadata
    tables.create_all = functools.cache(tables.create_all)


def _check_each_course_once() -> None:
    """Looks the course up, and enters it if missing, only once; nbgrader does at each opening."""
    Gradebook.check_course = _once_for_each_course(Gradebook.check_course)


def _once_for_each_course(check: _CheckCourse) -> _CheckCourse:
    checked: set[tuple[sqlalchemy.Engine, str]] = set()

    @functools.wraps(check)
    def check_once(gradebook: Gradebook, course_id: str) -> None:
        if (course := (gradebook.engine, course_id)) not in checked:
            check(gradebook, course_id)
            checked.add(course)

    return check_once
