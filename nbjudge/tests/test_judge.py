"""Judging an exercise: verdicts, and that no answer of a kernel's can do more than fail it."""

import os
import socket
import struct
import threading
from pathlib import Path

import msgpack
import pytest
import torch
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from nbjudge.course.layout import CourseError
from nbjudge.judge.places.live import LivePlace
from nbjudge.judge.session import judge
from nbjudge.kernel.agent import Agent
from nbjudge.link.channel import Channel
from nbjudge.link.handle import Link, Student
from nbjudge.link.wire import encode
from nbjudge.report.results import State

CHECKS = '''
import pytest
import torch
from nbjudge.checks import assert_close, assert_equal, kind, layers, make, observe, same_object

def test_it_is_seven(student):
    """Seven, as a number.

    hint: count the dwarfs.
    """
    assert_equal(student.answer(), 7)

@pytest.mark.weight(2)
def test_the_tensor_is_close(student):
    assert_close(student.tensor, torch.ones(3))

### BEGIN HIDDEN TESTS
def test_it_has_a_length(student):
    assert len(student.answer) == 2 and list(student.answer) == [1, 2]

def test_it_is_watched(student):
    seen = observe(student.answer, torch.ones(2))
    assert seen.settings_kept is True and seen.result == 7, f"it gave {seen.result}"

def test_its_words_are_right(student):
    assert student.words == "fine", f"these are the words: {student.words}"

def test_the_layers_are_right(student):
    assert_equal(layers(make(student, "Network()")), [("hidden", "Linear(1, 1)")])
### END HIDDEN TESTS
'''


def write(folder: Path, text: str, slug: str = "answer") -> Path:
    module = folder / f"test_{slug}.py"
    module.write_text(text)
    return module


@pytest.fixture
def module(tmp_path):
    return write(tmp_path, CHECKS)


class Places:
    """A place with a link of its own for each module; what the judge asks for."""

    def __init__(self, **transports):
        self.transports = transports

    def open(self, module):
        return Student(Link(self.transports[module.stem.removeprefix("test_")], []))

    def close(self, student, flawless):
        pass

    def order(self, module):
        return list(self.transports).index(module.stem.removeprefix("test_"))


def states(result) -> dict[str, State]:
    return {check.text.sentence: check.state for check in result.checks}


def judged(module, **namespace):
    (result,) = judge([module], LivePlace(Agent(namespace).answer, []), points={"answer": 6})
    return result


def test_right_answers_pass_and_earn_by_weight(module):
    got = states(judged(module, answer=lambda *_: 7, tensor=torch.ones(3), words="fine"))
    assert got["it is seven"] == got["the tensor is close"] == "passed"
    assert got["it is watched"] == got["its words are right"] == "passed"
    assert got["it has a length"] == got["the layers are right"] == "failed"


def test_only_visible_checks_run_where_hidden_ones_are_not_asked_for(module):
    (result,) = judge([module], LivePlace(Agent({}).answer, []), hidden=False)
    assert list(states(result)) == ["it is seven", "the tensor is close"]
    assert not result.complete
    (result,) = judge([module], LivePlace(Agent({}).answer, []))
    assert [check.text.hidden for check in result.checks] == [False] * 2 + [True] * 4


def test_a_failed_check_shows_call_answer_and_expectation(module):
    check = judged(module, answer=lambda: 8).checks[0]
    assert (check.state, check.call, check.got, check.expected) == ("failed", "answer()", "8", "7")
    assert (check.text.promise, check.hint) == ("Seven, as a number.", "count the dwarfs.")


def test_true_is_not_one_and_a_list_is_no_tuple(tmp_path):
    module = write(
        tmp_path,
        "from nbjudge.checks import assert_equal\n"
        "def test_one(student):\n    assert_equal(student.one, 1)\n"
        "def test_pair(student):\n    assert_equal(student.pair, (1, 2))\n",
    )
    got = states(judged(module, one=True, pair=[1, 2]))
    assert set(got.values()) == {"failed"}


def test_two_courses_may_have_check_modules_of_one_name(tmp_path):
    for folder, wanted in (("first", 1), ("second", 2)):
        (tmp_path / folder).mkdir()
        module = write(tmp_path / folder, f"def test_{folder}(student):\n    assert student.x == 1")
        (result,) = judge([module], LivePlace(Agent({"x": wanted}).answer, []))
        assert states(result) == {folder: "passed" if wanted == 1 else "failed"}


def test_an_edited_check_module_is_read_anew(tmp_path):
    for wanted, verdict in ((1, "passed"), (2, "failed")):
        module = write(tmp_path, f"def test_it(student):\n    assert student.x == {wanted}")
        (result,) = judge([module], LivePlace(Agent({"x": 1}).answer, []))
        assert states(result) == {"it": verdict}


def test_a_bare_assertion_in_a_hidden_check_does_not_show_its_source(tmp_path):
    module = write(
        tmp_path,
        "### BEGIN HIDDEN TESTS\ndef test_it(student):\n"
        "    secret_rule = lambda x: x + 41\n"
        "    assert secret_rule(student.x) == 77\n"
        "def test_it_with_words(student):\n"
        "    secret_rule = lambda x: x + 41\n"
        "    assert secret_rule(student.x) == 77, 'x is wrong'\n### END HIDDEN TESTS",
    )
    bare, with_words = judged(module, x=1).checks
    assert (bare.message, with_words.message) == ("this does not hold", "x is wrong")


def test_what_a_student_prints_or_warns_about_does_not_stop_the_judge(module, recwarn):
    import warnings

    def answer(*_):
        print("hello")
        warnings.warn("careful", stacklevel=1)
        return 7

    assert states(judged(module, answer=answer))["it is seven"] == "passed"


def test_a_broken_check_module_is_the_courses_mistake(tmp_path):
    module = write(tmp_path, "def test_it(student):\nbroken")
    with pytest.raises(CourseError, match="could not be read"):
        judge([module], LivePlace(Agent({}).answer, []))


def test_a_missing_check_module_is_the_courses_mistake(tmp_path):
    with pytest.raises(CourseError):
        judge([tmp_path / "test_nothing.py"], LivePlace(Agent({}).answer, []))


def test_an_unknown_marker_is_the_courses_mistake(tmp_path):
    module = write(
        tmp_path, "import pytest\n@pytest.mark.wieght(2)\ndef test_it(student):\n    pass"
    )
    with pytest.raises(CourseError, match="wieght"):
        judge([module], LivePlace(Agent({}).answer, []))


def test_a_broken_hidden_region_is_the_courses_mistake(tmp_path):
    module = write(tmp_path, "### BEGIN HIDDEN TESTS\ndef test_it(student):\n    pass")
    with pytest.raises(CourseError):
        judge([module], LivePlace(Agent({}).answer, []))


def test_the_surroundings_change_no_verdict(module, tmp_path, monkeypatch):
    (tmp_path / "conftest.py").write_text("raise RuntimeError")
    (tmp_path / "pytest.ini").write_text("[pytest]\npython_functions = no_*\n")
    monkeypatch.setenv("PYTEST_ADDOPTS", "-k nothing")
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "kept")
    monkeypatch.chdir(tmp_path)
    assert states(judged(module, answer=lambda *_: 7))["it is seven"] == "passed"
    assert os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] == "kept"


def test_random_inputs_are_the_same_every_time_and_the_students_generator_is_put_back(tmp_path):
    module = write(
        tmp_path,
        "import torch\ndef test_it(student):\n    student.keep(torch.randn(3).tolist())\n",
    )
    kept: list = []
    torch.manual_seed(5)
    before = torch.get_rng_state()
    for seed in (0, 0, 1):
        judge([module], LivePlace(Agent({"keep": kept.append}).answer, []), seed=seed)
    assert torch.equal(torch.get_rng_state(), before)
    assert kept[0] == kept[1] != kept[2]


# --- Whatever comes from the kernel's side ---


class FakeKernel:
    """The kernel's end of a socket: answers each request with the next of these replies, then goes.

    A reply is the bytes on the socket, so its length may be a lie.
    """

    def __init__(self, replies):
        self.judge_end, self._end = socket.socketpair()
        self._replies = replies
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self):
        self._thread.start()
        channel = Channel(self.judge_end, max_bytes=2**20)

        def exchange(request):
            channel.send(request, 0.1)
            return channel.receive(0.1)

        return exchange

    def __exit__(self, *_):
        self._end.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._end.close()
        self.judge_end.close()

    def _serve(self):
        requests = Channel(self._end)
        try:
            for reply in self._replies:
                requests.receive(5)
                self._end.sendall(reply)
            self._end.shutdown(socket.SHUT_WR)
        except Exception:
            return  # the judge has left


def framed(message: bytes) -> bytes:
    return struct.pack("!Q", len(message)) + message


def value(answer) -> bytes:
    return framed(encode({"value": answer}, lambda held: None))


def handle_on(kind: str) -> bytes:
    reference = msgpack.ExtType(3, msgpack.packb([1, kind]))
    return framed(msgpack.packb({"value": reference}))


def tensor_message(shape, dtype="float32", raw=b"") -> bytes:
    fields = msgpack.packb([dtype, shape, False, False, raw])
    return framed(msgpack.packb({"value": msgpack.ExtType(1, fields)}))


NASTY = [
    handle_on("function"),
    handle_on("<script>alert(1)</script>"),
    handle_on("\x1b[2J"),
    value("x" * 500_000),
    value(2**20_000),
    value(10**5000),
    value({"result": 7, "arguments": [], "functions": [], "operations": []}),
    value(
        {"result": 2**20_000, "arguments": 1, "functions": 1, "operations": 1, "settings_kept": 1}
    ),
    value(float("nan")),
    value(-1),
    value([[[[]]]]),
    value({}),
    value([torch.ones(2), torch.ones(3)]),
    framed(b"\x81\xa5value" + b"\x91" * 900 + b"\xc0"),
    framed(encode({"raised": {"kind": "NotImplementedError", "message": "x" * 10_000}}, None)),
    framed(encode({"raised": {"kind": "E", "message": "", "line": "y" * 500_000}}, None)),
    framed(encode({"raised": {"kind": "UndefinedName", "message": "<b>"}}, None)),
    framed(encode({"raised": {"kind": "Exit", "message": "\n\nassert 1"}}, None)),
    tensor_message([2**40, 0]),
    tensor_message([0, 2**40]),
    tensor_message([12] * 30 + [0]),
    tensor_message([1] * 200_000, raw=b"\0" * 4),
    tensor_message([1] * 64, raw=b"\0" * 4),
    tensor_message([3], raw=b"\xff" * 12),
    tensor_message([3], "bool", b"\xff" * 3),
    tensor_message([3], "complex64", b"\0" * 24),
    struct.pack("!Q", 2**63),
    struct.pack("!Q", 100) + b"short",
]
replies = st.lists(
    st.sampled_from(NASTY) | st.binary(max_size=60).map(framed) | st.binary(max_size=20),
    max_size=8,
)


@settings(
    deadline=None,
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(replies)
@example([])
@example([b"\xff" * 8])
def test_no_bytes_from_a_kernel_do_more_than_fail_its_exercise(tmp_path, replies):
    module = write(tmp_path, CHECKS)
    honest = write(
        tmp_path, "def test_two_times_two(student):\n    assert student.double(2) == 4", "honest"
    )
    own = Agent({"double": lambda x: 2 * x}).answer
    with FakeKernel(replies) as lying:
        result, other = judge([module, honest], Places(answer=lying, honest=own))
    assert states(other) == {"two times two": "passed"}
    assert len(result.checks) == 6
    assert {check.state for check in result.checks} <= {"failed", "not attempted"}
    assert all(len(str(check)) < 10_000 for check in result.checks)


@pytest.mark.parametrize("reply", NASTY, ids=range(len(NASTY)))
def test_an_answer_that_is_always_the_same_nonsense_fails_every_check(module, reply):
    with FakeKernel([reply] * 40) as lying:
        (result,) = judge([module], Places(answer=lying), points={"answer": 6})
    assert len(result.checks) == 6
    assert {check.state for check in result.checks} <= {"failed", "not attempted"}
    assert result.earned == 0
    assert all(check.message for check in result.checks)
    assert all(len(str(check)) < 10_000 for check in result.checks)


def test_the_right_data_is_what_it_takes(module):
    """The other half: an answer that is right passes, whoever gives it."""
    with FakeKernel([handle_on("function"), value(7)]) as exchange:
        (result,) = judge([module], Places(answer=exchange))
    assert states(result)["it is seven"] == "passed"
