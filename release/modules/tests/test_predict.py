"""`predict`: images through a model, without gradients."""

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
