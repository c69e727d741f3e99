"""Pictures in reports: what is drawn of a failure, small and readable whatever came back."""

import re
from dataclasses import asdict
from pathlib import Path

import pytest
import torch
from nbformat.v4 import new_code_cell

from nbjudge.checks import (
    CheckFailure,
    as_bars,
    as_graph,
    as_image,
    assert_close,
    assert_distributions,
    assert_layers,
)
from nbjudge.course.limits import Limits
from nbjudge.judge.kernels import Kernel
from nbjudge.link.discretion import Discretion
from nbjudge.link.handle import Link, Student
from nbjudge.link.history import Call, History
from nbjudge.link.pictures import FEW_GREYS, FEW_PIXELS, FEW_POINTS, Bars, Curve, Image, Listing
from nbjudge.proof.command import workers
from nbjudge.proof.judging import judged as judge_variant
from nbjudge.proof.judging import warm_up
from nbjudge.proof.proving import subjects
from nbjudge.report.html import Report, as_html
from nbjudge.report.results import CheckText, ExerciseResult, Verdict, result_of
from nbjudge.tests.test_accessible import THEMES, page

ROOT = Path(__file__).parents[2]
TEXT = CheckText("it is right", "", (), False, 1.0)
EVIL = "<script>alert(4711)</script>"
torch.manual_seed(0)
X = torch.linspace(-4, 4, 41)
SCORES = 2 * torch.randn(64, 10)
LETTER = torch.zeros(28, 28)
LETTER[4:24, 8:12] = LETTER[4:8, 8:21] = 1
FOUND = [("fc1", "Linear(784, 128)"), ("fc2", "Linear(64, 128)")]
WANTED = [("fc1", "Linear(784, 128)"), ("fc2", "Linear(128, 64)"), ("softmax", "Softmax(dim=1)")]


def failing(check, call=None):
    """The result of a check that fails, after this call."""
    history = History()
    if call:
        history.note(call)
    with pytest.raises(CheckFailure) as failure:
        check()
    return result_of("test_it", TEXT, failure.value, history)


def compared(got, expected, x=None, **more):
    call = None if x is None else Call("f", [x], {}, got)
    return failing(lambda: assert_close(got, expected, **more), call)


def html_of(*checks):
    return as_html(ExerciseResult("it", 1.0, checks))


def every_kind():
    """A result with each kind of picture, and with what is not a number."""
    nan = SCORES.softmax(1)
    nan[0, 3] = torch.nan
    broken = LETTER.flip(1).clone()
    broken[3, 4] = torch.nan
    return [
        compared(X.tanh(), X.sigmoid(), X),
        compared(X.log(), X.sigmoid(), X),
        compared(SCORES.softmax(0), SCORES.softmax(1)),
        failing(lambda: assert_distributions(SCORES)),
        failing(lambda: assert_distributions(nan)),
        compared(broken, LETTER, picture=as_image, what="the image"),
        failing(lambda: assert_layers(FOUND, WANTED)),
    ]


def test_a_function_of_one_number_is_drawn_over_the_right_one():
    check = compared(X.tanh(), X.sigmoid(), X)
    assert isinstance(check.picture, Curve)
    assert (check.picture.x[0], check.picture.x[-1]) == (-4, 4)
    html = html_of(check)
    assert html.count("<path") == 4  # two curves, and the key of each
    assert 'role="img" aria-label="Two curves over the input from −4 to 4:' in html
    assert "<table" in html


@pytest.mark.parametrize(
    ("x", "got", "expected"),
    [
        (torch.tensor([1.0, 2.0]), torch.zeros(2), torch.ones(2)),
        (torch.zeros(5), torch.zeros(5), torch.ones(5)),
        (torch.tensor([0.0, 1e-6, 1.0, 1e30, 3e38]), torch.zeros(5), torch.ones(5)),
        (X, torch.zeros(41), torch.randn(41)),
        (X, torch.zeros(41, 1), torch.ones(41, 1)),
        (X, torch.zeros(7), torch.ones(7)),
        (torch.full((5,), torch.nan), torch.zeros(5), torch.ones(5)),
    ],
    ids=["two", "one place", "all sizes", "noise", "a table", "other length", "NaN"],
)
def test_what_is_no_curve_is_not_drawn_as_one(x, got, expected):
    assert compared(got, expected, x).picture is None


def test_the_point_that_differs_is_in_the_curve_however_many_there_are():
    x = torch.linspace(-1, 1, 200_001)
    got = x.clone()
    got[71_234] = 0.5
    curve = compared(got, x, x).picture
    assert len(curve.x) <= 61
    assert curve.got[curve.worst] == pytest.approx(0.5)
    assert curve.expected[curve.worst] == pytest.approx(float(x[71_234]))


def test_what_is_infinite_lies_on_the_edge_and_nan_has_a_gap():
    got = X.clone()
    got[:10], got[10], got[-1] = torch.nan, -torch.inf, torch.inf
    curve = compared(got, X, X).picture
    assert curve.got[:11] == (*[None] * 10, -4.0)
    assert curve.got[-1] == 4.0
    assert curve.cut
    assert "NaN has no place in it: 10 of 41 points." in html_of(compared(got, X, X))


def test_a_function_that_gives_nothing_but_nan_is_drawn_without_a_curve():
    html = html_of(compared(X * torch.nan, X, X))
    assert html.count("<path") == 3
    assert "41 of 41 points" in html


def test_rows_of_probabilities_are_bars():
    bars = compared(SCORES.softmax(0), SCORES.softmax(1)).picture
    assert isinstance(bars, Bars)
    assert (bars.place, bars.first, len(bars.got), len(bars.expected)) == ((0,), 0, 10, 10)
    html = html_of(compared(SCORES.softmax(0), SCORES.softmax(1)))
    assert html.count("<rect") == 22
    assert "Row 0." in html


def test_bars_that_could_not_be_seen_are_left_out():
    assert as_bars(torch.full((2, 10), 1e-4)) is None
    assert as_bars(torch.full((2, 10), 0.05)) is not None


def test_the_row_that_differs_is_the_one_that_is_drawn():
    got = SCORES.softmax(1)
    got[7, 2] += 0.5
    assert compared(got, SCORES.softmax(1)).picture.place == (7,)
    sums = failing(lambda: assert_distributions(got)).picture
    assert (sums.place, sums.expected) == ((7,), None)


def test_numbers_that_are_no_probabilities_are_not_bars():
    assert compared(torch.randn(3, 4), torch.randn(3, 4)).picture is None
    assert compared(torch.zeros(3, 1), torch.ones(3, 1)).picture is None


def test_an_image_is_shown_beside_the_right_one_in_place_of_its_numbers():
    check = compared(LETTER.flip(1), LETTER, picture=as_image, what="the image")
    assert isinstance(check.picture, Image)
    html = html_of(check)
    assert html.count('src="data:image/png;base64,') == 2
    assert 'alt="what came back, an image of shape (28, 28)' in html
    assert "<table" not in html


def test_where_two_images_look_the_same_their_numbers_are_shown():
    html = html_of(compared(LETTER + 1e-4, LETTER, picture=as_image))
    assert html.count("<img") == html.count("<table") == 2


def test_of_a_batch_of_images_the_first_that_differs_is_shown():
    batch = torch.stack([LETTER] * 4)[:, None]
    got = batch.clone()
    got[2] /= 2
    check = compared(got, batch, picture=as_image)
    assert check.picture.place == (2, 0)
    assert max(map(max, check.picture.got)) == 16
    assert "Image [2, 0] of the batch" in html_of(check)


@pytest.mark.parametrize("shape", [(7, 28), (28,), (3, 4)])
def test_what_is_smaller_than_8_by_8_is_no_image(shape):
    assert compared(torch.zeros(shape), torch.ones(shape), picture=as_image).picture is None


def test_the_browser_can_read_the_images(browser, tmp_path):
    path = tmp_path / "report.html"
    path.write_text(html_of(compared(LETTER.T, LETTER, picture=as_image)), encoding="utf-8")
    opened = browser.new_page()
    opened.goto(path.as_uri())
    asked = "Array.from(document.images, image => [image.naturalWidth, image.naturalHeight])"
    assert opened.evaluate(asked) == [[28, 28], [28, 28]]
    opened.close()


def test_layers_are_a_diff_on_pages_and_at_a_terminal():
    check = failing(lambda: assert_layers(FOUND, WANTED))
    assert isinstance(check.picture, Listing)
    html = html_of(check)
    assert (html.count("<del"), html.count("<ins")) == (1, 2)
    text = str(Report(ExerciseResult("it", 1.0, (check,)))).split("\n")
    assert text[text.index("      its layers (-), and what was expected (+):") + 1 :] == [
        "          fc1: Linear(784, 128)",
        "        - fc2: Linear(64, 128)",
        "        + fc2: Linear(128, 64)",
        "        + softmax: Softmax(dim=1)",
    ]


def test_layers_inside_a_sequence_have_lines_of_their_own():
    stack = [("stack", "Sequential(Linear(20, 10), ReLU, Linear(10, 5))")]
    check = failing(lambda: assert_layers([("stack", "Sequential(Linear(20, 10), ReLU)")], stack))
    assert check.picture.expected[1:] == ("    Linear(20, 10)", "    ReLU", "    Linear(10, 5)")
    assert html_of(check).count("<ins") == 1


def test_names_of_layers_are_text_and_there_is_an_end_to_them():
    found = [(f"{EVIL}{i}\n", "x" * 10_000) for i in range(1000)]
    check = failing(lambda: assert_layers(found, WANTED))
    html = html_of(check)
    assert "<script" not in html
    assert len(check.picture.got) == 31
    assert len(html) < 20_000
    assert "4711" in str(Report(ExerciseResult("it", 1.0, (check,))))


@pytest.mark.parametrize(
    ("got", "expected", "more"),
    [
        (torch.randn(500_000), torch.zeros(500_000), {"x": torch.randn(500_000)}),
        (torch.full((3, 100_000), torch.inf), torch.full((3, 100_000), 1e-5), {}),
        (torch.randn(2000, 1500), torch.zeros(2000, 1500), {"picture": as_image}),
        (torch.full((64, 64), torch.nan), torch.full((64, 64), torch.inf), {"picture": as_image}),
        (
            torch.full((9, 9), 1e300, dtype=torch.float64),
            torch.randn(9, 9).double(),
            {"picture": as_image},
        ),
        (torch.full((3,), torch.inf), torch.full((3,), torch.nan), {"x": torch.arange(3.0)}),
        (torch.tensor([3e38, 0, -3e38]), torch.tensor([-3e38, 0, 3e38]), {"x": torch.arange(3.0)}),
    ],
    ids=["curve", "bars", "image", "no values", "far away", "no curve", "far apart"],
)
def test_a_picture_is_small_and_finite_whatever_came_back(got, expected, more):
    check = compared(got, expected, **more)
    assert check.picture
    html = html_of(check)
    drawn = re.findall(r"<svg.*?</svg>|<img.*?>", html)
    assert drawn
    assert len("".join(drawn)) < 8_000
    assert not re.search(r'(?:[xyd]|cx|cy|width|height)="[^"]*(?:nan|inf|e\+)', "".join(drawn))
    assert len(html) < 30_000


def test_what_carries_a_verdict_may_make_lists_of_its_tuples():
    for check in every_kind():
        data = Verdict("it", 1.0, check).as_data()
        data["result"]["picture"] = _lists(data["result"]["picture"])
        assert Verdict.from_data(data).result == check
        assert asdict(check)["picture"]["kind"]


def _lists(value):
    if isinstance(value, dict):
        return {name: _lists(inside) for name, inside in value.items()}
    return list(map(_lists, value)) if isinstance(value, tuple) else value


def test_of_a_hidden_check_a_picture_tells_no_more_than_a_line():
    discretion = Discretion()
    curve, _, bars, _, _, image, listing = (check.picture for check in every_kind())
    assert discretion.of_picture(curve) == curve
    discretion.keep(["Linear(784, 128)"], asked=True)
    discretion.note(["Linear(64, 128)"])
    few = discretion.of_picture(curve)
    assert len(few.x) == len(few.got) <= FEW_POINTS
    assert (few.x[0], few.x[-1]) == (-4, 4)
    assert few.got[few.worst] == curve.got[curve.worst]
    assert len(discretion.of_picture(bars).got) <= FEW_POINTS
    coarse = discretion.of_picture(image)
    assert len(coarse.got) == len(coarse.got[0]) == FEW_PIXELS
    assert {level for row in coarse.got for level in row} <= {*range(FEW_GREYS), None}
    assert "shown coarsely" in html_of(compared(LETTER.T, LETTER, picture=lambda *_: coarse))
    assert discretion.of_picture(listing).got == ("fc1: Linear(784, 128)", "fc2: …")


@pytest.mark.parametrize("theme", THEMES)
def test_axe_finds_no_violation_in_pictures(violations, tmp_path, theme):
    path = tmp_path / "report.html"
    path.write_text(page(theme, "".join(map(html_of, every_kind()))), encoding="utf-8")
    assert violations(path.as_uri(), theme) == []


def test_a_graph_whose_function_fails_is_left_out_and_the_failure_stays():
    def raising(message):
        raise AssertionError("not again")

    student = Student(Link(raising, []))
    for function in (student, None, 3, "f"):
        check = compared(torch.ones(3), torch.zeros(3), picture=as_graph(function, torch.relu))
        assert check.picture is None
        assert "all values" in check.message or "values differ" in check.message


def test_a_failure_of_a_checks_own_may_bring_a_picture():
    def fail():
        raise CheckFailure("it is dark", picture=as_bars(torch.rand(3), torch.rand(3)))

    assert html_of(failing(fail)).count("<svg") == 1


WRONG = {
    "sigmoid": ("def sigmoid(x):\n    return 1 / (1 + torch.exp(x))", "<path", "Two curves"),
    "tanh": ("def tanh(x):\n    return torch.sigmoid(x)", "<path", "Two curves"),
    "relu": ("def relu(x):\n    return x.abs()", "<path", "Two curves"),
    "binary_step": ("def binary_step(x):\n    return torch.sign(x)", "<path", "Two curves"),
    "softmax": ("def softmax(x):\n    return x.exp()", "<rect", "as bars, from number 0 on"),
    "sequential": (
        "sequential_network = nn.Sequential(nn.Linear(784, 128), nn.ReLU(), nn.Linear(128, 10))\n"
        "first_layer = sequential_network[0]",
        "<ins",
        "its layers (-)",
    ),
    "mnist_loader": (
        "def mnist_loader(root, train=True, batch_size=64):\n"
        "    data = datasets.MNIST(root, train=train, transform=transforms.ToTensor())\n"
        "    return DataLoader(data, batch_size=batch_size, shuffle=train)",
        "<img",
        "Black is −1, white is 1.",
    ),
    "view_classify": (
        "def view_classify(image, probabilities):\n"
        "    figure, (left, right) = plt.subplots(1, 2)\n"
        '    left.imshow(image.reshape(28, 28).flip(0), cmap="gray")\n'
        '    left.axis("off")\n'
        "    right.barh(range(10), probabilities.reshape(10).flip(0))\n"
        '    right.set_title("Class Probability")\n'
        "    return figure",
        "<img",
        "Black is 0, white is 1.",
    ),
}


@pytest.fixture(scope="module")
def worker():
    """A process that has computed nothing, to fork from: torch's threads do not outlive a fork."""
    with workers(1) as pool:
        yield pool


@pytest.mark.parametrize("slug", WRONG)
def test_a_wrong_solution_of_the_course_is_drawn(worker, slug):
    cell, drawn, said = WRONG[slug]
    (subject,) = subjects(ROOT, [slug])
    html = worker.submit(_page_of, subject, cell).result(200)
    assert drawn in html
    assert said in html


def _page_of(subject, cell):
    warm_up(subject)
    return as_html(judge_variant(subject, cell))


DRAWN_CHECKS = """
import torch

from nbjudge.checks import as_image, assert_close, assert_distributions


def test_a_curve(student):
    x = torch.linspace(-2, 2, 41)
    assert_close(student.double(x), 2 * x)


### BEGIN HIDDEN TESTS
def test_an_image(student):
    image = torch.eye(28)
    assert_close(student.double(image), 2 * image, picture=as_image)


def test_a_row(student):
    assert_distributions(student.double(torch.full((3, 10), 0.05)))


### END HIDDEN TESTS
"""


@pytest.fixture(scope="module")
def feedback(tmp_path_factory, copy_course, hand_in, submit, run):
    """The page on a wrong solution of checks that draw."""
    folder = copy_course(tmp_path_factory.mktemp("drawn") / "course")
    (folder / "tests" / "warmup" / "test_double.py").write_text(DRAWN_CHECKS)
    wrong = "def double(x):\n    return x.abs() + 0.5"
    submit(folder, "ada", hand_in(double=wrong))
    done = run(folder, "nbjudge", "grade", "-j", "1")
    assert "1 graded now" in done.stdout, done.stdout + done.stderr
    return folder / "feedback" / "ada" / "warmup" / "warmup.html"


def test_the_feedback_page_has_the_pictures_and_stays_small(feedback):
    page = feedback.read_text(encoding="utf-8")
    assert (page.count("<svg"), page.count("<img")) == (2, 2)
    # Of a hidden check, as coarse as the line of text is short.
    assert "28 by 28 pixels, shown coarsely." in page
    assert len(page) < 150_000


@pytest.mark.parametrize("theme", THEMES)
def test_axe_finds_no_violation_on_a_feedback_page_with_pictures(violations, feedback, theme):
    assert violations(feedback.as_uri(), theme) == []


def test_a_live_check_shows_the_picture_in_the_notebook(tmp_path):
    """In the student's own folder, with nothing of the course's but what is released."""
    kernel = Kernel(ROOT / "release" / "neurons", tmp_path, Limits(), fork=False)
    try:
        cell = new_code_cell(
            "import torch\nfrom nbjudge import check\n"
            "def relu(x):\n    return x.clamp(min=-1)\ncheck('relu')"
        )
        kernel.run(cell)
    finally:
        kernel.close()
    (output,) = cell.outputs
    assert "Two curves over the input from −5 to 5" in output.data["text/html"]
    assert "svg" not in output.data["text/plain"]
