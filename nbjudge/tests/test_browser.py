"""What an instructor's browser does with pages on which students have put what they could.

A real browser opens the feedback pages and formgrader. What it does for an honest student's pages
(formgrader's ask for nbgrader's own scripts and styles) is all that it may do for anybody's.
"""

import json
import re
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from nbgrader.api import Gradebook

from nbjudge.course.notebook import read_notebook
from nbjudge.tests.servers import serving

ACTIVE = Path(__file__).parent / "fixtures" / "active.ipynb"
NAMED = "<img src=x onerror=alert(4711)>"
PAGE = "<script>alert(4711); fetch('/logout'); document.cookie = 'taken=1'</script>"
FILES = (
    "notes.html NOTES.HTM a.svg b.xhtml c.xml d.js e.pdf f.shtml g.mht nested/deep/h.html"
).split()


@pytest.fixture(scope="module")
def course(tmp_path_factory, copy_course, hand_in, submit, run) -> Path:
    folder = copy_course(tmp_path_factory.mktemp("browser") / "course")
    honest = submit(folder, "honest", hand_in())
    (honest.parent / "data.csv").write_text("1,2")
    for student in ("mallory", NAMED):
        notebook = hand_in(double=f"def double(x):\n    raise ValueError({PAGE!r})")
        notebook.cells += read_notebook(ACTIVE).cells
        place = submit(folder, student, notebook).parent
        for name in FILES:
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            (place / name).write_text(PAGE)
    done = run(folder, "nbjudge", "grade")
    assert "2 graded now" in done.stdout, done.stdout + done.stderr
    assert "rename the student's folder" in done.stdout
    return folder


@pytest.fixture(scope="module")
def server(course) -> Iterator[str]:
    """The address of a Jupyter server with nbgrader's formgrader, in the course's folder."""
    settings = {
        "ServerApp": {
            "jpserver_extensions": {
                "nbgrader": False,
                "nbgrader.server_extensions.formgrader": True,
            }
        }
    }
    (course / "jupyter_server_config.json").write_text(json.dumps(settings))
    with serving("jupyter_server", course, course, "formgrader/manage_assignments") as address:
        yield address


@pytest.fixture
def seen(browser):
    """Opens a page; returns what it asked for and did. Nothing beyond this machine is reached."""

    def see(address: str) -> SimpleNamespace:
        context = browser.new_context()
        page = context.new_page()
        did = SimpleNamespace(asked=set(), dialogs=[], places=[], page=page)
        page.on("dialog", lambda dialog: (did.dialogs.append(dialog.message), dialog.dismiss()))
        page.on("framenavigated", lambda frame: did.places.append(frame.url))
        context.on("page", lambda opened: did.places.append(opened.url))

        def ask(route):
            asked = route.request.url
            did.asked.add(asked)
            own = asked.startswith(("file://", "data:", "http://127.0.0.1:"))
            route.continue_() if own else route.abort()

        context.route("**/*", ask)
        page.goto(address, wait_until="load")
        page.wait_for_timeout(1500)
        did.html, did.cookies = page.content(), {c["name"] for c in context.cookies()}
        did.links = page.eval_on_selector_all("a[href]", "found => found.map(a => a.href)")
        context.close()
        return did

    return see


def _is_as_harmless(did, honest) -> None:
    assert did.dialogs == []
    assert len(did.places) == len(honest.places)
    assert {a for a in did.asked if not a.startswith("data:image/png")} - honest.asked == set()
    assert did.cookies == honest.cookies
    assert not [a for a in did.links if not a.startswith(("http", "mailto:", "file:"))]


def test_a_feedback_page_does_nothing_of_a_students(course, seen):
    def open_it(name):
        did = seen((course / "feedback" / name / "warmup" / "warmup.html").as_uri())
        did.asked = {a for a in did.asked if not a.endswith("warmup.html")}
        return did

    honest = open_it("honest")
    assert honest.asked == set()
    _is_as_harmless(open_it("mallory"), honest)


def _submissions(course: Path) -> dict[str, str]:
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        found = gradebook.notebook_submissions("warmup", "warmup")
        return {notebook.student.id: notebook.id for notebook in found}


def test_formgrader_does_nothing_of_a_students(course, server, seen):
    known = _submissions(course)

    def open_it(name):
        did = seen(f"{server}/formgrader/submissions/{known[name]}/")
        did.asked = {asked.replace(known[name], "ID") for asked in did.asked}
        return did

    did = open_it("mallory")
    assert "elsewhere.invalid" in did.html
    _is_as_harmless(did, open_it("honest"))


@pytest.mark.parametrize(
    "page",
    [
        "manage_submissions/warmup",
        "gradebook/warmup/warmup",
        "manage_students",
        "manage_students/mallory/warmup",
    ],
)
def test_formgraders_lists_show_names_as_text(server, seen, page):
    did = seen(f"{server}/formgrader/{page}")
    assert did.dialogs == []
    assert not [asked for asked in did.asked if re.search(r"/x$|/logout|elsewhere", asked)]


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_was_handed_in_is_served_by_nobody(course, server, name):
    known = _submissions(course)["mallory"]
    for step in ("autograded", "feedback"):
        assert not list((course / step).rglob(Path(name).name))
    with pytest.raises(OSError, match="404"):
        urllib.request.urlopen(f"{server}/formgrader/submissions/{known}/{name}")


def test_a_name_that_would_be_a_part_of_the_page_is_in_no_gradebook(course):
    assert set(_submissions(course)) == {"honest", "mallory"}


def test_a_pasted_picture_is_on_the_feedback_page(course):
    text = (course / "feedback" / "mallory" / "warmup" / "warmup.html").read_text()
    assert "data:image/png;base64,iVBORw0KGgo" in text
