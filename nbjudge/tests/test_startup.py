"""What makes grading quick: imports without the collector, large pages, one engine, own cores."""

import gc
import importlib
import platform
import re
import subprocess
import sys
from pathlib import Path

import pytest

from nbjudge.judge.provisioner import can_fork
from nbjudge.process.imports import many_imports
from nbjudge.process.tricks import TRICKS, is_on


def _has_huge_pages() -> bool:
    switch = Path("/sys/kernel/mm/transparent_hugepage/enabled")
    allowed = switch.exists() and "[never]" not in switch.read_text()
    return allowed and tuple(map(int, platform.release().split(".")[:2])) >= (6, 1)


def _run(code: str) -> str:
    command = [sys.executable, "-c", code]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def test_the_collector_rests_while_much_is_imported_and_goes_on_afterwards():
    with many_imports():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_a_collector_that_was_off_stays_off():
    gc.disable()
    try:
        with many_imports():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_the_collector_goes_on_after_an_import_that_fails():
    with pytest.raises(ImportError), many_imports():
        importlib.import_module("nbjudge.there_is_no_such_module")
    assert gc.isenabled()


def test_the_package_that_is_done_without_can_be_imported_afterwards():
    code = (
        "from nbjudge.process.imports import many_imports\n"
        "with many_imports():\n"
        "    import nbformat\n"
        "import sys\n"
        "print('rfc3987_syntax' in sys.modules)\n"
        "import rfc3987_syntax\n"
        "print(rfc3987_syntax.is_valid_syntax('iri', 'https://example.org'))\n"
    )
    assert _run(code).split() == ["False", "True"]


@pytest.mark.skipif(not _has_huge_pages(), reason="no huge pages, or a Linux before 6.1")
def test_what_a_process_holds_is_gathered_into_huge_pages():
    code = (
        "import re\n"
        "from pathlib import Path\n"
        "from nbjudge.process.memory import gather_into_huge_pages\n"
        "def huge():\n"
        "    said = Path('/proc/self/smaps_rollup').read_text()\n"
        "    return int(re.search(r'AnonHugePages:\\s+(\\d+)', said)[1])\n"
        "held = [bytes([number % 256]) * 1000 for number in range(50_000)]\n"
        "gather_into_huge_pages()\n"
        "intact = all(one == bytes([number % 256]) * 1000 for number, one in enumerate(held))\n"
        "print(huge(), intact)\n"
    )
    gathered, intact = _run(code).split()
    assert int(gathered) > 10_000, "in kB, of 50 MB"
    assert intact == "True"


@pytest.mark.parametrize("without", ["", "queries"])
def test_all_gradebooks_of_a_worker_have_one_engine_unless_nbgrader_is_left_alone(
    tmp_path, without
):
    code = (
        "import os\n"
        f"os.environ['NBJUDGE_WITHOUT'] = {without!r}\n"
        "from nbjudge.grading.workers import prepare_worker\n"
        "from nbgrader.api import Gradebook\n"
        "prepare_worker()\n"
        f"url = 'sqlite:///{tmp_path}/gradebook.db'\n"
        "with Gradebook(url) as first:\n"
        "    first.add_student('ada')\n"
        "with Gradebook(url) as second:\n"
        "    print(first.engine is second.engine, [s.id for s in second.students])\n"
    )
    assert _run(code).strip() == f"{not without} ['ada']"


@pytest.mark.skipif(not can_fork(), reason="kernels are not forked here")
def test_as_many_workers_as_cores_have_one_each_and_more_share_all(tmp_path):
    code = (
        "import functools, multiprocessing, os, time\n"
        "from pathlib import Path\n"
        "from nbjudge.course.limits import Limits\n"
        "from nbjudge.grading.supervised import supervised\n"
        "from nbjudge.grading.workers import _own_cores, prepare_worker_within\n"
        "def own_cores(details):\n"
        "    folder, workers, turn = details\n"
        "    (folder / str(turn)).touch()\n"
        "    while len(list(folder.iterdir())) < workers:\n"  # each worker takes one turn
        "        time.sleep(0.01)\n"
        "    return frozenset(os.sched_getaffinity(0))\n"
        "cores = frozenset(os.sched_getaffinity(0))\n"
        "for workers in (len(cores), len(cores) + 1):\n"
        f"    folder = Path({str(tmp_path)!r}, str(workers))\n"
        "    folder.mkdir()\n"
        "    turns = [(folder, workers, turn) for turn in range(workers)]\n"
        "    prepare = functools.partial(prepare_worker_within, Limits(), _own_cores(workers))\n"
        "    done = supervised(own_cores, turns, workers=workers, seconds=60, prepare=prepare,\n"
        "                      context=multiprocessing.get_context('fork'))\n"
        "    found = {cores for _, cores in done}\n"
        "    print(found == {frozenset([core]) for core in cores}, found == {cores})\n"
    )
    own, shared = _run(code).splitlines()
    assert own.startswith("True")
    assert shared.endswith("True")


# --- Switches ---


@pytest.mark.parametrize("trick", TRICKS)
def test_each_trick_can_be_switched_off_and_the_others_stay_on(trick, monkeypatch):
    assert is_on(trick)
    monkeypatch.setenv("NBJUDGE_WITHOUT", f"{trick}, ")
    assert [name for name in TRICKS if not is_on(name)] == [trick]


def test_a_switch_for_a_trick_that_is_none_is_said_so(monkeypatch):
    monkeypatch.setenv("NBJUDGE_WITHOUT", "pages,magic")
    with pytest.raises(ValueError, match="names 'magic'; there are collector, "):
        is_on("pages")


def test_without_its_trick_the_collector_works_while_much_is_imported(monkeypatch):
    monkeypatch.setenv("NBJUDGE_WITHOUT", "collector")
    with many_imports():
        assert gc.isenabled()


def test_each_trick_has_a_line_in_the_page_on_speed():
    page = (Path(__file__).parents[2] / "docs" / "speed.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `(\w+)` \|", page, re.M) == list(TRICKS)


# --- What commands import ---


@pytest.mark.parametrize(
    "command", ["grade", "report", "new first-steps", "prove", "collect a.zip", "bundle"]
)
def test_no_command_waits_for_a_grammar_or_for_what_only_a_new_gradebook_needs(tmp_path, command):
    program = [sys.executable, "-X", "importtime", "-m", "nbjudge", *command.split()]
    done = subprocess.run(program, cwd=tmp_path, capture_output=True, text=True)
    imported = re.findall(r"^import time:.*\| +(\S+)$", done.stderr, re.M)
    assert "argparse" in imported
    assert not {"rfc3987_syntax.syntax_helpers", "alembic.script"} & set(imported)
