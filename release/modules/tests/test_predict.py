"""`predict`: images through a model, without gradients.

At grading: the result of the model itself, a single image, the batch as a whole, hooks,
gradients, the mode of every submodule, weights and images, the settings of torch, the dtype and
the device.

Question: Which shape do the images have when they come, and which does the model want?

Idea: Flatten all images but keep their number, and call the model once for the batch, where no
gradients are recorded. Leave the mode of the model as it was.

Tool: `reshape` with -1; `with torch.no_grad():` records nothing inside; call `model(x)`, not its
`forward`.
"""

import pytest
import torch

from nbjudge.checks import assert_distributions, assert_tensor, make

_NETWORK = "nn.Sequential(nn.Linear(784, 16), nn.ReLU(), nn.Linear(16, 10), nn.Softmax(dim=1))"


def _shown(student, count=6):
    """What `predict` gives for a small network and images (count, 1, 28, 28)."""
    predict = student.predict
    return predict(make(student, _NETWORK), torch.rand(count, 1, 28, 28) * 2 - 1)


def test_every_image_gets_ten_probabilities(student):
    """(64, 1, 28, 28) gives (64, 10), and each row sums to 1."""
    assert_distributions(assert_tensor(_shown(student, 64), (64, 10)))


def test_images_without_a_channel_work(student):
    """(64, 28, 28) gives (64, 10)."""
    predict = student.predict
    rows = predict(make(student, _NETWORK), torch.rand(64, 28, 28) * 2 - 1)
    assert_tensor(rows, (64, 10))


@pytest.mark.weight(2)
def test_the_result_carries_no_gradient(student):
    """Its `requires_grad` is False."""
    rows = assert_tensor(_shown(student))
    assert not rows.requires_grad, "the result carries a gradient: its `requires_grad` is True"


CHECKS_AT_GRADING = 11
