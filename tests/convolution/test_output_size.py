"""`output_size`: how many places a window has.

At grading: sizes, windows, strides and paddings that fit together, what is left over, very large
sizes, settings by name.

Question: A window of 3 moves by 2 over 6 pixels. At which pixels does it start, and why is there
no further place?

Idea: Padding is put on both sides. What remains of the length once the window lies at its beginning
says how often it can move on.

Tool: `//` divides whole numbers and leaves the rest out; it stays exact where `/` rounds.
"""

from nbjudge.checks import CheckFailure, show


def _assert_size(student, expected, *given, **named):
    got = student.output_size(*given, **named)
    if type(got) is not int:
        raise CheckFailure("the result is not a Python int", show(got), kind="wrong type")
    if got != expected:
        mistake = _mistake(got, *given, **named)
        message = mistake or "the window has another number of places"
        shown = show(got), show(expected)
        raise CheckFailure(message, *shown, kind="wrong values", mistake=mistake)


def _mistake(got, size, kernel, stride=1, padding=0):
    """What the number is instead of that of the places; empty if it is nothing known."""
    free = size + 2 * padding - kernel
    known = {
        "the padding is there on both sides, and counted on one": (free - padding) // stride + 1,
        "the padding is not counted": (free - 2 * padding) // stride + 1,
        "the stride is not counted": free + 1,
        "the first place is not counted": free // stride,
        "a place is counted where the window does not fit any more": -(-free // stride) + 1,
        "the kernel is not counted": (free + kernel) // stride,
    }
    found = [said for said, number in known.items() if got == number]
    return found[0] if found else ""


def test_a_kernel_of_three_takes_two_pixels_off(student):
    """28 pixels become 26."""
    _assert_size(student, 26, 28, 3)


def test_padding_keeps_the_size(student):
    """28 pixels and a kernel of 3, with a padding of 1, stay 28."""
    _assert_size(student, 28, 28, 3, padding=1)


def test_a_stride_of_two_halves_it(student):
    """28 pixels and a window of 2 that moves by 2 become 14."""
    _assert_size(student, 14, 28, 2, stride=2)


### BEGIN HIDDEN TESTS
import pytest


def _places(size, kernel, stride, padding):
    """Counted, not computed: the window starts at `stride` times 0, 1, 2 … and has to fit."""
    return len(range(0, size + 2 * padding - kernel + 1, stride))


@pytest.mark.weight(3)
@pytest.mark.essential
def test_any_size_kernel_stride_and_padding_will_do(student):
    """All that fit together, odd and even, small and large.

    hint: (size + 2 · padding - kernel) // stride + 1.
    """
    for size in (1, 2, 5, 7, 28, 224):
        for kernel in (1, 2, 3, 5, 7, 11):
            for stride, padding in ((1, 0), (2, 0), (2, 1), (3, 2), (4, 5), (7, 0), (1, 3)):
                if kernel <= size + 2 * padding:
                    places = _places(size, kernel, stride, padding)
                    _assert_size(student, places, size, kernel, stride, padding)


@pytest.mark.weight(2)
def test_what_is_left_over_is_no_place(student):
    """A stride that does not go up is rounded down, for very large pictures too.

    hint: `//` rounds down.
    """
    small = (10, 3, 2, 0), (10, 3, 4, 0), (11, 2, 5, 1), (6, 3, 2, 1), (9, 9, 5, 0)
    for given in (*small, (10_000, 3, 2, 0), (9_999, 11, 7, 5)):
        _assert_size(student, _places(*given), *given)


def test_stride_and_padding_are_known_by_name(student):
    """And may be left out: 1 and 0."""
    _assert_size(student, _places(20, 5, 1, 0), 20, 5)
    _assert_size(student, _places(20, 5, 3, 2), 20, 5, padding=2, stride=3)
    _assert_size(student, _places(20, 5, 1, 2), size=20, kernel=5, padding=2)
    _assert_size(student, _places(20, 5, 3, 0), 20, kernel=5, stride=3)


### END HIDDEN TESTS
