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


CHECKS_AT_GRADING = 10
