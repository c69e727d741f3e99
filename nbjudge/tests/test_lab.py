"""The student's way in a real JupyterLab, in a real browser: from Run All to the first green.

With `--pictures docs/images` the pictures of the documentation are made anew on the way.
"""

import json
import shutil
from pathlib import Path

import pytest

from nbjudge.course.notebook import exercises, read_notebook
from nbjudge.tests.lab import Lab
from nbjudge.tests.servers import serving

ROOT = Path(__file__).parents[2]
LESSONS = sorted(path.name for path in (ROOT / "release").iterdir())
# As students get JupyterLab in a clone: `make lab` takes the same settings.
SETTINGS = ROOT / ".jupyter"
FOLLOW_SYSTEM = {"@jupyterlab/apputils-extension/themes.jupyterlab-settings": {"adaptive-theme": True}}
WRONG = """def softmax(x):
    powers = torch.exp(x)
    return powers / powers.sum()"""
RIGHT = """def softmax(x):
    powers = torch.exp(x - x.amax(dim=1, keepdim=True))
    return powers / powers.sum(dim=1, keepdim=True)"""
ENDLESS = """def softmax(x):
    while True:
        pass"""


@pytest.fixture(scope="module")
def lab(tmp_path_factory, browser):
    home, settings = tmp_path_factory.mktemp("home"), tmp_path_factory.mktemp("settings")
    shutil.copytree(ROOT / "release", home, dirs_exist_ok=True)
    for name, chosen in FOLLOW_SYSTEM.items():
        path = settings / "lab" / "user-settings" / name
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps(chosen))
    given = {"JUPYTER_CONFIG_PATH": str(SETTINGS), "NBJUDGE_DATA": str(ROOT / "data")}
    with serving("jupyterlab", home, settings, "lab", **given) as address:
        yield Lab(browser, address, home)


@pytest.fixture(scope="module")
def tensors(lab):
    """The lesson with softmax, up to its imports."""
    with lab.opened("tensors") as notebook:
        notebook.run("imports")
        yield notebook


@pytest.fixture
def picture(request):
    """`picture(name, notebook, *cells)` photographs them in both themes where that is asked for."""
    folder = request.config.getoption("--pictures", default=None)

    def take(name, notebook, *cells):
        if folder:
            path = request.config.invocation_params.dir / folder
            notebook.in_both_themes(
                lambda theme: notebook.photograph(path / f"{name}-{theme}.png", *cells)
            )

    return take


@pytest.mark.parametrize("name", LESSONS)
def test_run_all_on_an_untouched_notebook_goes_to_its_end(lab, picture, name):
    checks = [f"{exercise.slug}-checks" for exercise in exercises(read_notebook(ROOT / "release" / name / f"{name}.ipynb"))]
    with lab.opened(name) as notebook:
        if name == "neurons":
            picture("first-notebook", notebook)
        notebook.run_all()
        assert notebook.errors() == []

        def look(theme):
            for check in checks:
                report = notebook.report(check)
                report.scroll_into_view_if_needed()
                assert "not attempted yet" in report.inner_text(), (check, theme)

        notebook.in_both_themes(look)


def test_a_wrong_softmax_is_explained_and_a_right_one_passes(tensors, picture):
    tensors.write("softmax", WRONG)
    tensors.run("softmax-checks")
    report = tensors.report("softmax-checks")
    said = report.inner_text()
    print(said)
    picture("wrong", tensors, "softmax", "softmax-checks")
    question = report.get_by_text("Stuck? A question")
    question.click()
    report.get_by_text("along which dimension").wait_for()
    picture("hint", tensors, "softmax", "softmax-checks")
    tensors.write("softmax", RIGHT)
    tensors.run("softmax-checks")
    said = tensors.report("softmax-checks").inner_text()
    print(said)
    picture("right", tensors, "softmax", "softmax-checks")


def test_one_stop_ends_a_check_of_an_endless_loop(tensors, picture):
    tensors.write("softmax", ENDLESS)
    tensors.start("softmax-checks")
    tensors.wait_until_running("softmax-checks")
    tensors.stop()
    tensors.wait_until_done()
    print(tensors.cell("softmax-checks").inner_text())
    picture("stopped", tensors, "softmax", "softmax-checks")


def test_nothing_beyond_this_machine_was_asked_for(lab):
    assert lab.beyond == []
