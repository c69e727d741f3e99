"""The student's way in a real JupyterLab, in a real browser: from Run All to the first green.

With `--pictures docs/images`, the pictures of the documentation are made anew on the way.
"""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from nbjudge.course.notebook import exercises, read_notebook
from nbjudge.tests.lab import THEMES, Lab, OpenNotebook
from nbjudge.tests.servers import serving

ROOT = Path(__file__).parents[2]
RELEASE = ROOT / "release"
LESSONS = sorted(path.parent.name for path in RELEASE.glob("*/*.ipynb"))
# So that a browser can ask for either theme, as the system of a student does.
THEME = {"adaptive-theme": True}
WRONG = """def softmax(x):
    powers = torch.exp(x)
    return powers / powers.sum()"""
RIGHT = """def softmax(x):
    powers = torch.exp(x - x.amax(dim=1, keepdim=True))
    return powers / powers.sum(dim=1, keepdim=True)"""
ENDLESS = """def softmax(x):
    open("begun", "w").close()
    while True:
        pass"""

LENT = "are the course's here, until you have all that this cell needs"
OWN_STUB = "Not attempted yet: your code goes here, in place of raise NotImplementedError()"


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    """The folder in which JupyterLab starts: a student's copy of the release."""
    folder = tmp_path_factory.mktemp("home")
    shutil.copytree(RELEASE, folder, dirs_exist_ok=True)
    return folder


@pytest.fixture(scope="module")
def lab(home, tmp_path_factory, browser) -> Iterator[Lab]:
    """JupyterLab with the settings that `make lab` gives it."""
    settings = tmp_path_factory.mktemp("settings")
    theme = settings / "lab/user-settings/@jupyterlab/apputils-extension/themes.jupyterlab-settings"
    theme.parent.mkdir(parents=True)
    theme.write_text(json.dumps(THEME))
    given = {"JUPYTER_CONFIG_PATH": str(ROOT / ".jupyter"), "NBJUDGE_DATA": str(ROOT / "data")}
    with serving("jupyterlab", home, settings, "lab", **given) as address:
        yield Lab(browser, address, home)


@pytest.fixture(scope="module")
def tensors(lab) -> Iterator[OpenNotebook]:
    """The lesson with softmax, all of it run."""
    with lab.opened("tensors") as notebook:
        notebook.run_all()
        yield notebook


@pytest.fixture
def picture(request) -> Callable[..., None]:
    """`picture(name, notebook, *cells)` photographs cells, where pictures are asked for."""
    folder = request.config.getoption("--pictures")

    def take(name: str, notebook: OpenNotebook, *cells: str) -> None:
        if folder:
            notebook.photograph(request.config.invocation_params.dir / folder / name, *cells)

    return take


def assert_is_not_attempted(notebook: OpenNotebook, name: str) -> None:
    assert notebook.errors() == []
    for exercise in exercises(read_notebook(RELEASE / name / f"{name}.ipynb")):
        assert "not attempted yet" in notebook.read_report(f"{exercise.slug}-checks")


@pytest.mark.parametrize("name", [name for name in LESSONS if name != "tensors"])
def test_run_all_goes_through_an_untouched_notebook_to_its_end(lab, picture, name):
    with lab.opened(name) as notebook:
        notebook.run_all()
        for theme in THEMES:
            notebook.show_in(theme)
            assert_is_not_attempted(notebook, name)
            if name == "neurons":
                picture(f"notebook-{theme}.png", notebook)


def test_cells_that_wait_say_for_what_and_a_students_own_error_is_one(tensors, picture):
    assert_is_not_attempted(tensors, "tensors")
    assert tensors.waiting() == [
        "This cell waits for mnist_loader, which is not attempted yet. "
        "images and labels are the course's until then",
        "This cell waits for flatten, which is not attempted yet. "
        "inputs is the course's until then",
        *2 * [OWN_STUB],
        f"images, labels, output, predictions and probabilities {LENT}",
        f"images, labels and predictions {LENT}",
    ]
    for theme in THEMES:
        tensors.show_in(theme)
        picture(f"waiting-{theme}.png", tensors, "probabilities", "untrained-probabilities")
    tensors.write("probabilities", "probabilities = softmax(output)")
    assert "NameError: name 'output' is not defined" in tensors.errors("probabilities")[0]


@pytest.mark.parametrize("theme", THEMES)
def test_a_wrong_softmax_is_explained_and_a_right_one_passes(tensors, picture, theme):
    tensors.show_in(theme)
    tensors.write("softmax", WRONG)
    tensors.run("softmax-checks")
    said = tensors.read_report("softmax-checks")
    assert "1 of 3 visible checks passed" in said
    assert "all values together sum to 1, not each row" in said
    picture(f"wrong-{theme}.png", tensors, "softmax", "softmax-checks")
    report = tensors.report("softmax-checks")
    hint = report.get_by_text("along which dimension do your rows sum to 1?")
    assert not hint.is_visible()
    report.get_by_text("Stuck? A question").click()
    hint.wait_for()
    assert not report.get_by_text("Only the differences within a row matter").is_visible()
    picture(f"hint-{theme}.png", tensors, "softmax", "softmax-checks")
    tensors.write("softmax", RIGHT)
    tensors.run("softmax-checks")
    said = tensors.read_report("softmax-checks")
    assert "3 of 3 visible checks passed" in said
    assert "At grading, 10 more look at" in said
    picture(f"right-{theme}.png", tensors, "softmax", "softmax-checks")


@pytest.mark.parametrize("theme", THEMES)
def test_axe_finds_no_violation_in_a_report_in_jupyterlab(tensors, theme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    tensors.show_in(theme)
    tensors.write("softmax", WRONG)
    tensors.run("softmax-checks")
    tensors.report("softmax-checks").get_by_text("Stuck? A question").click()
    found = axe.Axe().run(tensors.page, context=".nbjudge-report").response["violations"]
    assert [f"{each['id']}: {node['html'][:200]}" for each in found for node in each["nodes"]] == []


def test_one_stop_ends_the_check_of_an_endless_loop(tensors, home):
    tensors.write("softmax", ENDLESS)
    begun = home / "tensors" / "begun"
    tensors.start("softmax-checks")
    tensors.wait_until(begun.exists)
    tensors.stop()
    tensors.wait_until_done()
    assert tensors.errors("softmax-checks") == [
        "The check of softmax was stopped before it had a result."
    ]
    tensors.write("softmax", RIGHT)
    tensors.run("softmax-checks")
    assert "3 of 3 visible checks passed" in tensors.read_report("softmax-checks")


def test_no_menu_is_an_instructors(tensors):
    shown = tensors.page.locator("#jp-top-panel .lm-MenuBar-itemLabel").all_text_contents()
    assert shown == "File Edit View Run Kernel Tabs Settings Help".split()


def test_nothing_beyond_this_machine_was_asked_for(lab, tensors):
    assert lab.beyond == []
