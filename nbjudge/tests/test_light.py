"""What need not be there is not imported: torch, where a course has none, and nbgrader."""

import subprocess
import sys

import pytest

# As where torch is not installed: any import of it fails.
WITHOUT_TORCH = "import sys\nsys.modules['torch'] = sys.modules['torchvision'] = None\n"


def said_by(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_importing_nbjudge_imports_nothing_but_the_standard_library():
    code = (
        "import sys\n"
        "before = set(sys.modules)\n"
        "import nbjudge\n"
        "tops = {name.partition('.')[0] for name in set(sys.modules) - before}\n"
        "print(sorted(tops - sys.stdlib_module_names))\n"
    )
    assert said_by(code) == "['nbjudge']"


@pytest.mark.parametrize(
    "code",
    [
        "from nbjudge import check",
        "from nbjudge.checks import assert_equal\nassert_equal([1, 'a'], [1, 'a'])",
        "import nbjudge.__main__, nbjudge.judge.session, nbjudge.judge.pytest_entry",
        "import nbjudge.kernel.server, nbjudge.kernel.agent, nbjudge.grading.workers",
        "from nbjudge.kernel.preloaded import preload\npreload(['json'])",
    ],
)
def test_a_course_without_torch_needs_none(code):
    assert said_by(f"{WITHOUT_TORCH}{code}") == ""


def test_what_is_about_torch_cannot_be_had_without_it():
    code = "try:\n    import nbjudge.torch\nexcept ImportError:\n    print('no torch')\n"
    assert said_by(WITHOUT_TORCH + code) == "no torch"


def test_what_configure_sets_can_be_set_anew_after_it():
    code = (
        "from traitlets.config import Config\n"
        "import nbjudge\n"
        "from nbgrader.converters import Autograde\n"
        "from nbjudge.grading.preprocessors import Judge\n"
        "c = Config()\n"
        "nbjudge.configure(c)\n"
        "c.Autograde.autograde_preprocessors.append('nbgrader.preprocessors.ClearOutput')\n"
        "c.Judge.preload = ['json']\n"
        "c.Judge.cell_timeout = 7\n"
        "names = Autograde(config=c).autograde_preprocessors\n"
        "judge = Judge(config=c)\n"
        "print(names[-1], judge.preload, judge.limits().cell_seconds)\n"
    )
    assert said_by(code) == "nbgrader.preprocessors.ClearOutput ['json'] 7"


@pytest.mark.parametrize("call", ["how_it_runs(torch.exp, x)", "observe(torch.exp, [x], {})"])
def test_watching_a_call_does_not_import_torch_s_compiler(call):
    # It would take seconds of the first check that a student waits for.
    code = (
        "import sys, torch\n"
        "from nbjudge.torch.probes.operations import observe\n"
        "from nbjudge.torch.probes.running import how_it_runs\n"
        "x = torch.ones(2)\n"
        f"{call}\n"
        "print('torch._dynamo' in sys.modules)\n"
    )
    assert said_by(code) == "False"


def test_a_compiled_function_is_seen_as_what_it_runs():
    code = (
        "import torch\n"
        "from nbjudge.torch.probes.operations import observe\n"
        "compiled = torch.compile(lambda x: torch.exp(x) + 1, backend='eager')\n"
        "print(observe(compiled, [torch.ones(2)], {})['operations'])\n"
    )
    assert said_by(code) == "['exp', 'add']"
