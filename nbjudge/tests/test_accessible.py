"""Reports in a notebook are readable for everybody: axe-core finds no violation in any theme."""

import pytest
import torch

from nbjudge.checks import CheckFailure, assert_close
from nbjudge.link.failures import NotAttempted
from nbjudge.report.guidance import STEPS, Guidance
from nbjudge.report.hints import Hints
from nbjudge.report.html import as_html
from nbjudge.report.overview import Overview
from nbjudge.report.plain import PlainResult, plain_as_html
from nbjudge.report.results import CheckText, ExerciseResult, broken, result_of

# The grounds and letters of JupyterLab's own themes.
THEMES = {"light": ("#ffffff", "rgba(0, 0, 0, 0.87)"), "dark": ("#111111", "#ffffff")}
GUIDANCE = Guidance(tuple((step, f"a {step} about `code`") for step in STEPS), "float64.", 3)


def check(name: str, error: Exception | None):
    text = CheckText(name, "what is promised", ((("wrong values",), "a hint"),), True, 1.0)
    return result_of(name, text, error)


def wrong() -> CheckFailure:
    got = torch.arange(200.0).reshape(20, 10)
    with pytest.raises(CheckFailure) as failure:
        assert_close(got, got + (got > 50))
    return failure.value


def reports() -> list[str]:
    passed, untouched = check("it passes", None), check("it is open", NotAttempted("not yet"))
    failed, another = check("it fails", wrong()), check("so does this", CheckFailure("wrong"))
    checks = (passed, failed, another, another, untouched, broken(passed))
    whole = ExerciseResult("softmax", 6.0, checks, guidance=GUIDANCE, printed="printed")
    whole = ExerciseResult(**{**vars(whole), "notes": ("Your cell stopped",)})
    green = ExerciseResult("flatten", 3.0, (passed,), complete=False, guidance=GUIDANCE)
    plain = PlainResult("test", 2.0, 1.0, "partial", "AssertionError")
    shown = [as_html(whole), as_html(green), plain_as_html(plain)]
    shown.append(Overview("tensors", [whole, green], ["a note"])._repr_html_())
    return [*shown, Hints("softmax", GUIDANCE)._repr_html_()]


def page(theme: str, body: str) -> str:
    ground, letters = THEMES[theme]
    style = f"body {{ background: {ground}; color: {letters}; font: 14px sans-serif }}"
    return (
        f'<!doctype html><html lang="en"><title>A notebook</title><style>{style}</style>'
        f"<main><h1>A notebook</h1><h2>An exercise</h2>{body}</main></html>"
    )


@pytest.mark.parametrize("theme", THEMES)
def test_axe_finds_no_violation_in_a_report(violations, tmp_path, theme):
    path = tmp_path / "report.html"
    path.write_text(page(theme, "".join(reports())), encoding="utf-8")
    assert violations(path.as_uri(), theme) == []


def test_axe_finds_letters_that_are_too_pale_and_a_picture_without_words(violations, tmp_path):
    path = tmp_path / "report.html"
    body = '<p style="color: #aaaaaa">pale</p><img src="data:image/gif;base64,R0lGOD">'
    path.write_text(page("light", body), encoding="utf-8")
    assert [said.partition(":")[0] for said in violations(path.as_uri(), "light")] == [
        "color-contrast",
        "image-alt",
    ]
