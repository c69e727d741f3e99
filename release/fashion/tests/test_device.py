"""`device`: the name of the device to compute on."""

from nbjudge.checks import CheckFailure, assert_equal, show
from nbjudge.torch import probe


def _assert_a_device_name(value, what):
    if type(value) is not str or value not in ("cuda", "cpu"):
        raise CheckFailure(f"{what} must be a string", show(value), "'cuda' or 'cpu'")


def test_get_device_answers_with_a_string(student):
    """Either "cuda" or "cpu"."""
    _assert_a_device_name(student.get_device(), "the answer")


def test_device_is_what_get_device_answers(student):
    device = student.device
    _assert_a_device_name(device, "`device`")
    assert_equal(device, student.get_device(), "`device` and `get_device()` differ")


def test_tensors_can_be_made_on_device(student):
    """This machine has the device that `device` names."""
    device = student.device
    _assert_a_device_name(device, "`device`")
    made_on = probe.device_made_on(student, device)
    assert_equal(made_on, device, "a tensor made with `device=device` lies elsewhere")
