"""The table of what the judge believes, in the threat model."""

from pathlib import Path

import pytest

from benchmarks.believed import believed_in, rows
from nbjudge.sandbox import missing

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "threat-model.md").read_text(encoding="utf-8")
BELIEVED = PAGE.split("<!-- end of what is believed -->")[0].split("| exercise | check |")[1]


@pytest.mark.skipif(bool(missing()), reason=f"this machine lacks {missing()}")
def test_the_table_says_what_the_script_finds_for_an_assignment():
    found = rows(believed_in(ROOT, "neurons"))
    exercises = {row.split("`")[1] for row in found}
    told = [line for line in BELIEVED.splitlines() if line.startswith("| `")]
    assert len(found) > 10
    assert [line for line in told if line.split("`")[1] in exercises] == found


def test_every_check_in_the_table_exists():
    checks = "".join(p.read_text(encoding="utf-8") for p in (ROOT / "tests").rglob("*.py"))
    for line in BELIEVED.splitlines():
        if line.startswith("| `"):
            assert f"def test_{line.split(' | ')[1].replace(' ', '_')}(" in checks, line


def test_every_exercise_whose_checks_name_a_probe_is_in_the_table():
    for module in (ROOT / "tests").rglob("test_*.py"):
        text = module.read_text(encoding="utf-8")
        if "probe." in text or "assert_from_definition(" in text:
            assert f"| `{module.stem.removeprefix('test_')}` |" in BELIEVED, module
