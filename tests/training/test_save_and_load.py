"""`save_and_load`: what was learned outlives the notebook.

At grading: weights, buffers and dtypes, what lies in the file, objects that stay the same, models
on another device, files with code in them, names that do not fit, paths.

Question: What does the file hold: the model, or its numbers under their names?

Idea: Save the state, and fill it into a model that is there already. A file from elsewhere may
hold more than numbers: read it in a way that runs nothing.

Tool: `model.state_dict()` and `model.load_state_dict(...)`; `torch.load(path, map_location=...,
weights_only=True)`.
"""

import torch

from nbjudge.checks import CheckFailure, assert_close, make, probes_in, show
from nbjudge.torch import probe

_steps = probes_in(__file__, "training_steps.py")
_PATH = "__import__('tempfile').mkdtemp(dir=__import__('os').environ.get('TMPDIR')) + '/weights.pt'"


def _weights(dtype=torch.float32):
    return torch.randn(3, 6, dtype=dtype), torch.randn(3, dtype=dtype)


def _a_path(student):
    """The path of a file that is not there yet, on the student's side."""
    return make(student, _PATH)


def _assert_state(model, state):
    """Fails unless the model holds exactly these values."""
    found = probe.state_of(model)
    if type(found) is not dict or list(found) != list(state):
        raise CheckFailure("the model has other weights or buffers", show(found))
    for name, value in state.items():
        message = f"`{name}` is not what was saved"
        assert_close(found[name], value, atol=0, rtol=0, message=message)


def test_a_loaded_model_predicts_the_same(student):
    """One model saved, another one filled from the file."""
    first = _steps.classifier(student, *_weights())
    second = _steps.classifier(student, *_weights())
    path = _a_path(student)
    student.save_state(first, path)
    student.load_state(second, path)
    images = torch.rand(5, 1, 2, 3)
    expected = first(images)
    if not isinstance(expected, torch.Tensor):
        raise CheckFailure("the saved model gives no tensor any more", show(expected))
    assert_close(second(images), expected, atol=0, rtol=0)


def test_a_file_that_is_there_is_replaced(student):
    """Saving twice to one path keeps the last weights."""
    path = _a_path(student)
    model = _steps.classifier(student, *_weights())
    for _ in range(2):
        saved = _steps.classifier(student, *_weights())
        student.save_state(saved, path)
        student.load_state(model, path)
        _assert_state(model, probe.state_of(saved))


### BEGIN HIDDEN TESTS
import pytest

from nbjudge.checks import StudentError, assert_equal


def _saved(student, model):
    path = _a_path(student)
    student.save_state(model, path)
    return path


@pytest.mark.weight(2)
@pytest.mark.essential
def test_weights_buffers_and_dtypes_are_kept(student):
    """A model with batch norm, and one of float64.

    hint (not what was saved; other weights; raised): `model.state_dict()` holds all of it.
    """
    first, second = (_steps.with_dropout_and_norm(student) for _ in range(2))
    student.load_state(second, _saved(student, first))
    _assert_state(second, probe.state_of(first))
    first, second = (_steps.classifier(student, *_weights(torch.float64)) for _ in range(2))
    student.load_state(second, _saved(student, first))
    _assert_state(second, probe.state_of(first))


@pytest.mark.weight(2)
def test_the_file_holds_the_state_and_nothing_else(student):
    """`torch.load(path, weights_only=True)` gives the tensors by their names.

    hint (cannot be read; does not hold): `torch.save(model.state_dict(), path)`; the model
    itself would be pickled with its class.
    """
    for model in (_steps.with_dropout_and_norm(student), _steps.watched(student)):
        state = probe.state_of(model)
        try:
            found = _steps.in_the_file(student, _saved(student, model))
        except StudentError as error:
            message = f"the file cannot be read as weights only: {error.kind}"
            raise CheckFailure(message) from error
        if not isinstance(found, dict) or list(found) != list(state):
            message = "the file does not hold the tensors by their names"
            raise CheckFailure(message, show(found), show(list(state)))
        for name, value in state.items():
            assert_close(found[name], value, atol=0, rtol=0)


def test_the_model_is_filled_in_place(student):
    """Its parameters are the same objects; modes and `requires_grad` are as they were."""
    first, second = (_steps.with_dropout_and_norm(student) for _ in range(2))
    parameters = make(second, "list(model.parameters())", model=second)
    modes = [True, True, False, True, False, True, False]
    probe.set_modes(second, modes[: len(probe.modes_of(second))])
    probe.set_requires_grad(second, {"1.weight": False})
    modes, trainable = probe.modes_of(second), probe.requires_grad_of(second)
    student.load_state(second, _saved(student, first))
    same = probe.are_its_parameters(second, parameters)
    assert_equal(same, True, "the parameters are other objects than before")
    assert_equal(probe.modes_of(second), modes, "some part is in another mode afterwards")
    assert_equal(probe.requires_grad_of(second), trainable, "`requires_grad` was changed")
    _assert_state(second, probe.state_of(first))


def test_saving_leaves_the_model_alone(student):
    """Values, modes and `requires_grad`; and what is trained later is not in the file."""
    model = _steps.with_dropout_and_norm(student)
    modes = [True, True, False, True, False, True, False]
    probe.set_modes(model, modes[: len(probe.modes_of(model))])
    probe.set_requires_grad(model, {"1.weight": False})
    state, modes = probe.state_of(model), probe.modes_of(model)
    trainable = probe.requires_grad_of(model)
    path = _saved(student, model)
    _assert_state(model, state)
    assert_equal(probe.modes_of(model), modes, "some part is in another mode afterwards")
    assert_equal(probe.requires_grad_of(model), trainable, "`requires_grad` was changed")
    probe.fill_parameters(model, 7.0)
    student.load_state(model, path)
    _assert_state(model, state)


def test_what_comes_from_another_device_is_loaded(student):
    """A file from a machine with a graphics card, on one without; the model stays where it is.

    hint (raised): `torch.load(path, map_location="cpu", weights_only=True)`.
    """
    for place in ("cuda:0", "cuda:7", "mps"):
        first, second = (_steps.classifier(student, *_weights()) for _ in range(2))
        state = probe.state_of(first)
        path = _steps.path_in_a_new_folder(student, "weights.pt")
        _steps.write_state(student, path, state, place)
        student.load_state(second, path)
        _assert_state(second, state)
        assert_equal(probe.device_of(second), "cpu", "the model was moved")


def test_a_model_on_another_device_stays_there(student):
    """It is filled there, and saved there."""
    for device in ("meta", *probe.real_devices(student)):
        model = _steps.classifier(student, *_weights())
        state = probe.state_of(_steps.classifier(student, *_weights()))
        path = _steps.path_in_a_new_folder(student, "weights.pt")
        _steps.write_state(student, path, state)
        for function in (student.load_state, student.save_state):
            if device == "meta":  # stands for a device that this machine does not have
                found = probe.with_model_elsewhere(function, model, path)
            else:
                found = probe.with_model_on(device, function, model, path)
            stays = type(found) is list and found[-1] is True
            assert stays, f"the model was on {device}, and is not any more"
        _assert_state(model, state)


@pytest.mark.weight(2)
def test_a_file_with_code_is_refused(student):
    """Nothing in it is run: `load_state` raises an error.

    hint (was run; was taken): `torch.load(path, weights_only=True)`.
    """
    model = _steps.classifier(student, *_weights())
    path = _steps.path_in_a_new_folder(student, "weights.pt")
    _steps.write_state(student, path, probe.state_of(model))
    student.load_state(model, path)  # what loads nothing refuses nothing
    found = _steps.runs_what_is_in_a_file(student.load_state, model, path)
    if type(found) is not list or len(found) != 2:
        raise CheckFailure("it is not clear what was done with the file", show(found))
    assert found[1] is False, "code in the file was run"
    assert found[0] is True, "a file that holds more than data was taken"


def test_names_that_do_not_fit_raise_an_error(student):
    """A file of another model, with too many names, too few, or other ones.

    hint (was taken): `load_state_dict` is strict by itself.
    """
    weight, bias = _weights()
    state = {"1.weight": weight, "1.bias": bias}
    others = (
        *({"1.weight": weight}, {**state, "2.bias": bias}, {"hidden.weight": weight}),
        {"hidden.weight": weight, "hidden.bias": bias},
    )
    for other in others:
        model = _steps.classifier(student, *_weights())
        path = _steps.path_in_a_new_folder(student, "weights.pt")
        _steps.write_state(student, path, state)
        student.load_state(model, path)  # what loads nothing refuses nothing
        _steps.write_state(student, path, other)
        raised = _steps.raises(student.load_state, model, path)
        names = ", ".join(f"`{name}`" for name in other)
        message = f"a file with {names} was taken for a model with `1.weight`, `1.bias`"
        assert raised is True, message


def test_the_file_has_the_name_that_it_was_given(student):
    """Whatever the name ends in.

    hint (no file; raised): nothing is to be added to `path`, and nothing taken from it.
    """
    model = _steps.classifier(student, *_weights())
    for name in ("weights", "weights.pth", "weights.2.bin"):
        path = _steps.path_in_a_new_folder(student, name)
        student.save_state(model, path)
        found = _steps.is_a_file(student, path)
        assert found is True, f"there is no file `{name}` after `save_state(model, path)`"
        student.load_state(model, path)


def test_a_path_object_is_taken(student):
    """As well as a `str`."""
    path = _steps.path_in_a_new_folder(student, "weights of a model.pt")
    first, second = (_steps.classifier(student, *_weights()) for _ in range(2))
    student.save_state(first, _steps.path_object(student, path))
    student.load_state(second, path)
    _assert_state(second, probe.state_of(first))
    student.save_state(second, path)
    third = _steps.classifier(student, *_weights())
    student.load_state(third, _steps.path_object(student, path))
    _assert_state(third, probe.state_of(first))


### END HIDDEN TESTS
