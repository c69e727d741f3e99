"""What every lesson says in the same way: its place, its rules, what comes next."""

import re
import tomllib
from pathlib import Path

import pytest

from nbjudge.course.notebook import exercises, read_notebook

ROOT = Path(__file__).parents[2]
MINUTES = tomllib.loads((ROOT / "bundle/bundle.toml").read_text("utf-8"))["assignments"]
NAMES = list(MINUTES)
RULES = ROOT / "source" / "rules.md"
each_lesson = pytest.mark.parametrize("name", NAMES)


def released(name):
    return read_notebook(ROOT / "release" / name / f"{name}.ipynb")


def texts(notebook):
    return [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]


@each_lesson
def test_each_lesson_says_its_place_its_time_its_points_and_what_one_should_know(name):
    notebook = released(name)
    found = exercises(notebook)
    opening = "\n".join(text for text in texts(notebook)[:2])
    assert "| place in the course | you should know | it takes | points |" in opening
    assert f"| {NAMES.index(name) + 1} of {len(NAMES)}, " in opening
    points = sum(exercise.points for exercise in found)
    words = {5: "five", 6: "six", 7: "seven", 8: "eight"}
    assert f"{points:g}, for {words[len(found)]} exercises" in opening
    hours = f"{MINUTES[name] / 60:g} hours".replace(".5", "½")
    assert f"about {MINUTES[name]} minutes" in opening or f"about {hours}" in opening
    assert "(an estimate)" in opening


@each_lesson
def test_each_lesson_opens_with_an_idea_before_any_rule(name):
    first = texts(released(name))[0].split("\n\n")
    assert first[0].startswith("# ")
    assert len(first[1]) > 200
    assert "rules" not in first[1]


@each_lesson
def test_each_lesson_ends_with_what_was_learnt_a_question_and_the_next(name):
    ending = texts(released(name))[-1]
    assert len(re.findall(r"^- ", ending, re.MULTILINE)) >= 3
    assert "**To think on.**" in ending
    assert "**Next:**" in ending
    at = NAMES.index(name)
    if at + 1 < len(NAMES):
        assert f"**Next:** [`{NAMES[at + 1]}`](../{NAMES[at + 1]}/{NAMES[at + 1]}.ipynb)" in ending


@each_lesson
def test_links_between_pages_lead_to_files_of_the_release(name):
    folder = ROOT / "release" / name
    links = re.findall(r"\]\((?!https?:|#|attachment:)([^)#\s]+)", "\n".join(texts(released(name))))
    assert "rules.md" in links
    assert [link for link in links if not (folder / link).is_file()] == []


@each_lesson
def test_each_exercise_names_its_rules_and_the_rules_are_one_page(name):
    told = [text for text in texts(released(name)) if "### Exercise" in text]
    assert len(told) == len(exercises(released(name)))
    for text in told:
        assert re.search(r"\n\n\*\[Rules\]\(rules\.md\) that matter here:\* .{10,}\n", text), text
    assert (ROOT / "release" / name / "rules.md").read_bytes() == RULES.read_bytes()


def test_the_cell_for_a_notebook_alone_is_the_same_everywhere():
    found = set()
    for name in NAMES:
        first = next(cell for cell in released(name).cells if cell.cell_type == "code")
        assert first.source.startswith("# Where this notebook lies alone")
        found.add(first.source.replace(f'"{name}"', "NAME"))
    assert len(found) == 1
