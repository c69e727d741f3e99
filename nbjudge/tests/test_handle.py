"""What checks hold of the student's work: the same near (a live notebook) and remote (a kernel)."""

import gc
from types import FunctionType

import pytest
import torch
from nbformat.v4 import new_code_cell

from nbjudge.checks import (
    CheckFailure,
    assert_equal,
    kind,
    layers,
    make,
    observe,
    probes_in,
    same_object,
)
from nbjudge.course.layout import CourseError
from nbjudge.kernel.agent import Agent
from nbjudge.link.failures import NotAttempted, StudentError
from nbjudge.link.handle import Handle, Link, Student, link_of
from nbjudge.link.wire import BadMessage
from nbjudge.torch import probe

WORK = '''
import sys
import torch
from torch import nn

number, name, nothing, table = 3, "Ada", None, torch.arange(6.0).reshape(2, 3)
settings = {"layers": [64, 10], "shape": (1, 28), 5: b"bytes", (1, 2): True}
big = 2**100

def double(x, *, add=0):
    return 2 * x + add

def spoils(x):
    x.zero_()
    return x

def spoils_a_list(items):
    items.append(1)
    return items

def untouched(x):
    raise NotImplementedError()

def untouched_with_words(x):
    raise NotImplementedError("YOUR CODE HERE")

def divides(x):
    half = x / 2
    return half / 0

def gives_up():
    sys.exit(3)

class Oops(Exception):
    def __str__(self):
        raise ValueError("no words")

def speechless():
    raise Oops

def talks(x):
    print("hello", x)
    print("warning", file=sys.stderr)
    return x

class Agreeable:
    """Equal to everything, and true."""

    def __eq__(self, other):
        return True

    def __ne__(self, other):
        return False

    def __hash__(self):
        return 0

    def __bool__(self):
        return True

agreeable = Agreeable()

class Impostor(Agreeable):
    """Says that it is a number."""

    @property
    def __class__(self):
        return int

class BetterImpostor(Impostor):
    def __int__(self):
        return 41

impostor, better_impostor = Impostor(), BetterImpostor()

class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(4, 3)
        self.output = nn.Linear(3, 2, bias=False)

    def forward(self, x):
        return self.output(self.hidden(x))

class OwnReLU(nn.Module):
    __module__ = "torch.nn.modules.activation"

OwnReLU.__name__ = OwnReLU.__qualname__ = "ReLU"
with_own_relu = nn.Sequential(OwnReLU(), nn.ReLU())

class Countdown:
    def __init__(self, start):
        self.start = start

    def __len__(self):
        return self.start

    def __iter__(self):
        for left in range(self.start, 0, -1):
            yield left if left > 1 else object()

    def __getitem__(self, index):
        return [self.start - index, self][index % 2]

def forever():
    while True:
        yield 1

def apply(function, x):
    return function(x)
'''


@pytest.fixture(scope="module")
def near_student():
    namespace: dict = {"__name__": "__main__"}
    # As ipykernel does: the text is in linecache, under a name that begins with "<".
    import linecache

    linecache.cache["<the cell>"] = (len(WORK), None, WORK.splitlines(keepends=True), "<the cell>")
    exec(compile(WORK, "<the cell>", "exec"), namespace)
    return Student(Link(Agent(namespace).answer, [WORK]))


@pytest.fixture(scope="module")
def remote_student(forked_kernel):
    cell = new_code_cell(WORK)
    forked_kernel.run(cell)
    assert not cell.outputs
    channel = forked_kernel.open_channel()

    def exchange(request):
        channel.send(request, 10)
        return channel.receive(10)

    yield Student(Link(exchange, [WORK]))
    channel.close()


@pytest.fixture(params=["near", "remote"])
def work(request):
    return request.getfixturevalue(f"{request.param}_student")


def test_data_comes_back_as_data(work):
    assert (work.number, work.name, work.nothing) == (3, "Ada", None)
    assert work.settings == {"layers": [64, 10], "shape": (1, 28), 5: b"bytes", (1, 2): True}
    assert work.big == 2**100
    assert torch.equal(work.table, torch.arange(6.0).reshape(2, 3))


def test_functions_are_called_with_arguments_and_keywords(work):
    assert torch.equal(work.double(torch.ones(2), add=1), torch.full((2,), 3.0))
    assert work.double("ab", add="c") == "ababc"


def test_a_missing_name_is_not_attempted(work):
    with pytest.raises(NotAttempted, match="`elsewhere` is not defined yet"):
        _ = work.elsewhere


@pytest.mark.parametrize("name", ["untouched", "untouched_with_words"])
def test_a_stub_is_not_attempted(work, name):
    with pytest.raises(NotAttempted):
        getattr(work, name)(1)


def test_an_error_tells_its_kind_message_and_line(work):
    with pytest.raises(StudentError) as caught:
        work.divides(3)
    error = caught.value
    assert error.kind == "ZeroDivisionError"
    assert "division by zero" in error.message
    assert error.line == "return half / 0"
    assert str(error) == f"ZeroDivisionError: {error.message}"


def test_an_error_in_torch_is_shown_by_the_students_line(work):
    with pytest.raises(StudentError, match="shapes cannot be multiplied") as caught:
        make(work, "Network()", Network=work.Network)(torch.ones(1, 9))
    assert caught.value.kind == "RuntimeError"
    assert caught.value.line == "return self.output(self.hidden(x))"


def test_leaving_python_is_an_error_like_others(work):
    with pytest.raises(StudentError, match="SystemExit: 3"):
        work.gives_up()
    assert work.number == 3


def test_an_error_that_cannot_say_what_it_is_is_named(work):
    with pytest.raises(StudentError, match=r"^Oops$"):
        work.speechless()
    assert work.number == 3


def test_an_attribute_that_is_missing_is_the_students_error(work):
    with pytest.raises(StudentError, match="AttributeError"):
        _ = work.Network().dropout


def test_objects_stay_there_and_are_used_by_handles(work):
    network = work.Network()
    assert isinstance(network, Handle)
    assert kind(network) == "Network"
    assert network.hidden.in_features == 4
    assert network(torch.ones(5, 4)).shape == (5, 2)
    assert layers(network) == [("hidden", "Linear(4, 3)"), ("output", "Linear(3, 2, bias=False)")]


def test_a_class_is_not_torchs_because_it_says_so(work):
    assert layers(work.with_own_relu) == [("0", "Module"), ("1", "ReLU")]


def test_a_handle_goes_back_as_the_object_itself(work):
    network = work.Network()
    assert torch.equal(work.apply(network, torch.ones(1, 4)), network(torch.ones(1, 4)))
    assert same_object(network.hidden, network.hidden)
    assert not same_object(network.hidden, network.output)


def test_data_can_be_made_there_and_kept_there(work):
    held = make(work, "torch.zeros(3)")
    assert isinstance(held, Handle)
    held.add_(1)
    assert torch.equal(held.detach(), torch.ones(3))


def test_iteration_gives_data_and_handles_in_order(work):
    got = list(work.Countdown(4))
    assert got[:3] == [4, 3, 2]
    assert isinstance(got[3], Handle)


def test_an_endless_iterator_is_read_as_far_as_one_likes(work):
    taken = [value for value, _ in zip(work.forever(), range(3), strict=False)]
    assert taken == [1, 1, 1]


def test_len_and_indexing_go_there(work):
    countdown = work.Countdown(4)
    assert len(countdown) == 4
    assert countdown[0] == 4
    assert kind(countdown[1]) == "Countdown"
    assert work.settings["layers"] == [64, 10]


def test_what_cannot_be_iterated_or_measured_is_the_students_error(work):
    with pytest.raises(StudentError, match="TypeError"):
        list(work.Network())
    with pytest.raises(StudentError, match="TypeError"):
        len(work.Network())


def test_an_object_that_equals_everything_crosses_only_as_a_handle(work):
    agreeable = work.agreeable
    assert isinstance(agreeable, Handle)
    assert agreeable != 3
    assert agreeable != agreeable.__doc__
    with pytest.raises(CheckFailure):
        assert_equal(agreeable, 3)
    with pytest.raises(CheckFailure):
        assert_equal([agreeable], [3])
    assert not same_object(agreeable, work.double)


def test_an_object_that_claims_to_be_a_number_crosses_as_a_number_or_not_at_all(work):
    with pytest.raises(StudentError):
        _ = work.impostor
    assert type(work.better_impostor) is int


def test_what_a_function_does_to_its_arguments_never_reaches_the_judge(work):
    tensor, items = torch.ones(3), [5]
    assert torch.equal(work.spoils(tensor), torch.zeros(3))
    assert work.spoils_a_list(items) == [5, 1]
    assert torch.equal(tensor, torch.ones(3))
    assert items == [5]


def test_what_the_judge_does_to_a_result_never_reaches_the_student(work):
    work.table.zero_()
    assert work.table.sum() == 15


def test_output_of_a_function_is_silenced(work, capfd):
    assert work.talks(3) == 3
    captured = capfd.readouterr()
    assert captured.out == captured.err == ""


def test_a_call_is_remembered_as_a_student_would_type_it(work):
    work.double(torch.ones(2), add=1)
    assert str(link_of(work).history.last_call()) == "double(tensor([1., 1.]), add=1)"
    work.Network().hidden(torch.ones(1, 4))
    assert str(link_of(work).history.last_call()).startswith("Network().hidden(tensor([[1.")


def test_watching_a_call_tells_what_it_gave_changed_and_ran(work):
    seen = observe(work.double, torch.ones(2))
    assert torch.equal(seen.result, torch.full((2,), 2.0))
    assert torch.equal(seen.arguments[0], torch.ones(2))
    assert "mul" in seen.functions + seen.operations
    assert seen.settings_kept
    assert torch.equal(observe(work.spoils, torch.ones(2)).arguments[0], torch.zeros(2))


def test_a_function_is_wanted_where_there_is_none(work):
    with pytest.raises(CheckFailure, match="expected a function"):
        observe(work.number, 1)
    with pytest.raises(CheckFailure, match="not a module"):
        layers(work.table)


def test_a_probe_is_asked_by_name(work):
    network = work.Network()
    assert probe.module_names(network) == ["", "hidden", "output"]
    assert probe.description_of(work, network.hidden) == "Linear(4, 3)"
    assert probe.description_of(work, 3) == ""
    rows, mode = probe.called_in_mode(network, torch.ones(2, 4), training=False, tracked=False)
    assert (rows.shape, mode) == ((2, 2), False)
    assert network.training is False


@pytest.mark.parametrize("kind", ["SGD", "Adam", "AdamW", "RMSprop"])
@pytest.mark.parametrize("present", [True, False])
def test_optimizers_step_where_a_graphics_card_is_only_reported(work, kind, present):
    network = work.Network()
    before = probe.state_of(network)
    train = make(
        work,
        "lambda model, kind: [optimizer := getattr(torch.optim, kind)(model.parameters()), "
        "model(torch.ones(2, 4)).sum().backward(), optimizer.step(), "
        "torch.cuda.is_available()][-1]",
    )
    assert probe.cuda_reported(present, train, network, kind) is present
    after = probe.state_of(network)
    assert any(not torch.equal(after[name], before[name]) for name in before)


def test_a_probe_that_nobody_has_is_the_courses_mistake(work):
    with pytest.raises(CourseError, match="no probe `module_name`: did you mean module_names"):
        probe.module_name(work.Network())
    assert not hasattr(probe, "zzz")


def test_a_probe_needs_something_of_the_students(work):
    with pytest.raises(CourseError, match="give it `student` first"):
        probe.real_devices()
    with pytest.raises(CheckFailure, match="expected an object of yours"):
        probe.requires_grad_of(work.number)


PROBES = """
import torch

def counted(network, *, times=1):
    # how many layers there are
    return times * len(_layers(network))

def _layers(network):
    return list(network.children())
"""


@pytest.fixture
def own_probes(tmp_path):
    (tmp_path / "counting.py").write_text(PROBES)
    return probes_in(str(tmp_path / "test_it.py"), "counting.py")


def test_a_course_brings_probes_of_its_own(work, own_probes):
    network = work.Network()
    assert own_probes.counted(network) == 2
    assert own_probes.counted(work, network, times=3) == 6
    assert dir(own_probes) == ["counted"]
    with pytest.raises(CourseError, match="no probe `layers`"):
        own_probes.layers(network)


def test_a_file_of_probes_that_has_changed_is_sent_anew(work, own_probes, tmp_path):
    network = work.Network()
    assert own_probes.counted(network) == 2
    (tmp_path / "counting.py").write_text(PROBES.replace("times *", "10 * times *"))
    assert own_probes.counted(network) == 20


def test_a_probe_that_a_students_code_has_changed_is_not_believed_again(own_probes):
    """It finds the probe among all objects, as it can in its own process."""

    def change_probes():
        for found in gc.get_objects():
            if type(found) is FunctionType and found.__module__ == "counting":
                found.__code__ = (lambda network, times=1: 99).__code__

    names = {"network": torch.nn.Linear(1, 1), "change_probes": change_probes}
    student = Student(Link(Agent(names).answer, []))
    before = own_probes.counted(student.network)
    student.change_probes()
    assert own_probes.counted(student.network) == before


def test_a_file_of_probes_that_is_missing_or_no_python_is_the_courses_mistake(tmp_path):
    with pytest.raises(CourseError, match="no file of probes"):
        probes_in(str(tmp_path / "test_it.py"), "missing.py")
    (tmp_path / "broken.py").write_text("def f(:\n")
    with pytest.raises(CourseError, match=r"broken\.py is no Python: line 1"):
        probes_in(str(tmp_path / "test_it.py"), "broken.py")


def test_an_error_in_the_cell_explains_a_missing_name():
    link = Link(Agent({}).answer, [])
    link.cell_error = "NameError: name 'x' is not defined"
    student = Student(link)
    with pytest.raises(AssertionError, match="your cell stopped with NameError: name 'x'") as error:
        _ = student.network
    assert not isinstance(error.value, NotAttempted)


def replying(reply):
    """A student whose kernel gives this reply to everything."""
    from nbjudge.link.wire import encode

    return Student(Link(lambda request: encode(reply, lambda value: None), []))


@pytest.mark.parametrize(
    "reply",
    [
        *(None, 3, [], {}, {"value": 1, "raised": 1}, {"other": 1}, {3: 4}, {"raised": None}),
        *({"raised": {}}, {"raised": {"kind": 1, "message": "a"}}, {"raised": {"kind": "a"}}),
    ],
    ids=repr,
)
def test_a_reply_of_another_form_is_a_bad_message(reply):
    with pytest.raises(BadMessage):
        _ = replying(reply).anything


def test_what_an_error_says_is_cut_short():
    endless = {"kind": "K" * 10**6, "message": "m" * 10**6, "line": "l" * 10**6}
    with pytest.raises(StudentError) as error:
        _ = replying({"raised": endless}).anything
    assert len(str(error.value)) + len(error.value.line) < 3000


def test_a_line_that_is_no_text_is_left_out():
    with pytest.raises(StudentError) as error:
        _ = replying({"raised": {"kind": "E", "message": "", "line": [1]}}).anything
    assert error.value.line == ""
