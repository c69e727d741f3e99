"""Checks that `Network`, `FunctionalNetwork` and `ReLUNetwork` have in common."""

import torch

from nbjudge.checks import assert_distributions, assert_tensor, layers


def visible_checks(class_name):
    """The checks by name, for a network of this class."""

    def rows_of(student, images):
        """What a new network gives for a batch, once it is a matrix with a row for each image."""
        network = getattr(student, class_name)()
        layers(network)
        return assert_tensor(network(images), (len(images), 10), name="the output")

    def test_a_batch_of_images_gives_ten_numbers_each(student):
        """(64, 784) gives (64, 10)."""
        rows = rows_of(student, torch.rand(64, 784) * 2 - 1)
        assert rows.dtype == torch.float32, f"the dtype is {rows.dtype}, not torch.float32"

    def test_every_row_is_a_distribution(student):
        """The ten numbers for an image are positive and sum to 1."""
        rows = rows_of(student, torch.rand(64, 784) * 2 - 1)
        assert_distributions(rows)
        assert bool((rows > 0).all()), "some of the numbers are not positive"

    return _checks_in(locals())


def _checks_in(names):
    return {name: value for name, value in names.items() if name.startswith("test_")}
