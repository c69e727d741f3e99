"""From verdicts to points, and from docstrings to promises and hints."""

import json

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from nbjudge.checks import CheckFailure
from nbjudge.link.failures import NotAttempted, StudentError
from nbjudge.link.history import Call, History, Named
from nbjudge.link.show import show
from nbjudge.report.results import (
    CheckResult,
    CheckText,
    ExerciseResult,
    Verdict,
    result_of,
    text_of,
)

STATES = ("passed", "failed", "not attempted")


def check(state="passed", weight=1.0):
    return CheckResult("test_it", CheckText("it holds", "", (), False, weight), state)


def exercise(points, *checks):
    return ExerciseResult("it", points, checks)


def text(docstring):
    def test_every_row_sums_to_one():
        pass

    test_every_row_sums_to_one.__doc__ = docstring
    return text_of(test_every_row_sums_to_one, hidden=False, weight=1.0)


def test_passing_everything_earns_everything():
    assert exercise(5, check(), check(weight=3)).earned == 5.0


def test_an_untouched_exercise_earns_nothing():
    assert exercise(5, check("not attempted"), check("not attempted")).earned == 0.0


def test_silence_is_nothing():
    assert exercise(5).earned == 0.0
    assert not exercise(5).passed


def test_partial_credit_is_by_weight_to_a_tenth_of_a_point():
    assert exercise(5, check(), check("failed"), check("failed", 4)).earned == 0.8
    assert exercise(5, check(), check(), check("failed")).earned == 3.3


def test_rounding_up_never_hides_a_failure():
    nearly = [check() for _ in range(199)]
    assert exercise(5, *nearly, check("failed")).earned == 4.9
    assert exercise(1, *nearly, check("not attempted")).earned == 0.9


def test_nobody_knows_the_points_of_a_module_alone():
    assert exercise(None, check()).earned == 0.0
    assert exercise(None, check()).passed


@given(
    st.sampled_from([0, 0.5, 1, 2, 3, 5, 8, 10, 100]) | st.floats(0, 100),
    st.lists(
        st.builds(check, st.sampled_from(STATES), st.sampled_from([0.1, 0.5, 1, 2, 3, 7])),
        min_size=1,
        max_size=30,
    ),
)
def test_points_lie_between_nothing_and_everything_and_only_passing_gives_all(points, checks):
    result = exercise(points, *checks)
    assert type(result.earned) is float
    assert 0 <= result.earned <= points
    assert result.passed == all(c.state == "passed" for c in checks)
    if points >= 0.1:
        assert (result.earned == points) == result.passed


@given(st.lists(st.builds(check, st.sampled_from(STATES), st.sampled_from([1, 2, 3])), min_size=2))
def test_one_more_passing_check_never_costs_points(checks):
    before = exercise(10, *checks).earned
    better = [check("passed", checks[0].text.weight), *checks[1:]]
    assert exercise(10, *better).earned >= before


def test_a_failing_check_of_no_weight_still_shows():
    result = exercise(5, check(), check("failed", weight=0))
    assert not result.passed
    assert result.earned < 5


def test_the_name_is_the_sentence():
    assert text(None).sentence == "every row sums to one"


@pytest.mark.parametrize(
    ("docstring", "promise", "hint"),
    [
        (None, "", ""),
        ("", "", ""),
        ("One line.", "One line.", ""),
        ("Two\n    lines.", "Two lines.", ""),
        ("A promise.\n\n    hint: add\n    them up.", "A promise.", "add them up."),
        ("hint: only this.", "", "only this."),
        ("Hint: only this.", "", "only this."),
        ("A.\n\n    hint: one.\n\n    hint: two.", "A.", "one. two."),
        ("A.\n\n    More that is not shown.\n\n    hint: b.", "A.", "b."),
        ("\n    A on the next line.\n\n    hint: b.\n    ", "A on the next line.", "b."),
    ],
)
def test_promise_and_hint_are_read_from_the_docstring(docstring, promise, hint):
    said = text(docstring)
    assert (said.promise, said.hint_for("wrong values", "it differs")) == (promise, hint)


SAID = CheckText("it holds", "", (), False, 1.0)


def verdict(error, *events, said=SAID):
    history = History()
    for event in events:
        history.note(event)
    return result_of("test_it", said, error, history)


@pytest.mark.parametrize(
    ("kind", "message", "hints"),
    [
        ("wrong values", "it differs", "own. nan."),
        ("wrong values", "some values are NaN", "own. nan."),
        ("other", "some values are NaN", "own. nan."),
        ("raised", "it raised NameError: x", "lines."),
        ("raised", "it raised TypeError: NaN", "nan. lines."),
        ("wrong type", "it is None", ""),
    ],
)
def test_a_hint_is_given_for_its_reason_and_otherwise_none(kind, message, hints):
    own = "A.\n\n    hint: own.\n\n    hint (NaN; wrong values): nan.\n\n    hint (raised): lines."
    assert text(own).hint_for(kind, message) == hints


def test_a_value_is_shown_with_the_call_that_gave_it_and_with_no_other():
    given, other = torch.ones(2), torch.ones(2)
    calls = Call("f", [1], {}, given), Call("g", [2], {}, torch.zeros(2))
    got = verdict(CheckFailure("it differs", show(given)), *calls)
    assert (got.call, got.what) == ("f(1)", "")
    assert verdict(CheckFailure("it differs", show(other)), *calls).call == ""


def test_a_variable_is_shown_by_its_name():
    value = torch.ones(2)
    events = Named("W1", value), Call("f", [1], {}, 3)
    got = verdict(CheckFailure("it differs", show(value)), *events)
    assert (got.call, got.what, got.got) == ("", "`W1`", "tensor([1., 1.])")


def test_what_was_computed_from_a_result_is_called_what_it_is():
    call = Call("softmax", [1], {}, torch.ones(2))
    got = verdict(CheckFailure("it differs", show(torch.ones(())), what="the sum"), call)
    assert (got.call, got.what) == ("softmax(1)", "the sum")


def test_the_input_is_shown_at_the_place_where_values_differ():
    given, x = torch.zeros(3), torch.tensor([1.0, 2.0, 3.0])
    failure = CheckFailure("it differs", show(given), place=(1,))
    assert verdict(failure, Call("f", [x], {}, given)).there == "tensor(2.) at [1]"


def caused(message, kind="other", mistake="", state="failed"):
    return CheckResult(message, SAID, state, message, kind=kind, mistake=mistake)


def test_one_cause_is_told_once():
    checks = (
        caused("a", mistake="the bias is missing"),
        caused("b"),
        caused("c", mistake="the bias is missing"),
        check(),
        caused("it raised E: 10 is not 64", kind="raised"),
        caused("it raised E: 5 is not 64", kind="raised"),
    )
    found = [(c.name, [m.name for m in more]) for c, more in exercise(1, *checks).by_cause()]
    assert found == [
        ("a", ["c"]),
        ("b", []),
        ("test_it", []),
        ("it raised E: 10 is not 64", ["it raised E: 5 is not 64"]),
    ]


def test_values_that_differ_without_a_known_mistake_are_told_each():
    checks = caused("it differs", kind="wrong values"), caused("it differs", kind="wrong values")
    assert [len(more) for _, more in exercise(1, *checks).by_cause()] == [0, 0]


def test_a_verdict_comes_through_whatever_makes_lists_of_tuples():
    said = Verdict("it", 2.0, caused("a", mistake="b"))
    data = json.loads(json.dumps(said.as_data()))
    assert Verdict.from_data(data) == said


def test_no_error_is_a_pass_without_words():
    assert verdict(None) == CheckResult("test_it", SAID, "passed")


def test_not_attempted_is_a_state_of_its_own():
    got = verdict(NotAttempted("`f` is not defined yet"))
    assert (got.state, got.message, got.call) == ("not attempted", "`f` is not defined yet", "")


def test_the_students_error_is_shown_with_the_call_and_the_line():
    got = verdict(StudentError("ValueError", "too small", "return 1 / x", "f(1)"))
    assert got.state == "failed"
    assert got.message == "it raised ValueError: too small"
    assert (got.call, got.line) == ("f(1)", "return 1 / x")


def test_a_failed_comparison_shows_both_sides():
    got = verdict(CheckFailure("it differs", show(3), "4"), Call("f", [1], {}, 3))
    assert (got.message, got.got, got.expected, got.call) == ("it differs", "3", "4", "f(1)")


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (AssertionError("too many"), "too many"),
        (AssertionError("too many\nassert 3 == 2\n +  where 3 = f(1)"), "too many"),
        (AssertionError("assert 3 == 2\n +  where 3 = f(1)"), "this does not hold"),
        (AssertionError(), "this does not hold"),
        (TypeError("'int' is not iterable"), "the check could not read the answer"),
    ],
)
def test_an_assertion_is_shown_without_its_expression(error, message):
    assert verdict(error).message.startswith(message)
    assert "assert" not in verdict(error).message


def test_words_without_end_are_cut_short():
    assert len(verdict(AssertionError("x" * 10**6)).message) < 3000
    assert len(verdict(CheckFailure("x" * 10**6, "y", "z")).message) < 3000
    assert len(verdict(ValueError("x" * 10**6)).message) < 3000
