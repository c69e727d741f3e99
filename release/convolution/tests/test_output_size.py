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


CHECKS_AT_GRADING = 3
