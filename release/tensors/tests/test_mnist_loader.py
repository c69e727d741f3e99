"""`mnist_loader`: batches of MNIST, normalised. Tried on small files of noise, not on digits.

At grading: the normalisation, the right label with each image, every image once, `train`, a new
order each epoch, `batch_size`, `root`, the seed.

Question: Which of the three arguments of your function does each line of its body use?

Idea: Three steps: a transform made of two, a data set that uses it, and a loader over the data
set. Each argument has one place where it belongs, and the order is new only in training.

Tool: The table above names the pieces; `transforms.Compose` joins two transforms, and
`DataLoader` knows `batch_size` and `shuffle`.
"""

import torch

from nbjudge.checks import CheckFailure, as_image, probes_in, show, show_shape
from nbjudge.torch import probe

_mnist = probes_in(__file__, "small_mnist.py")


def _noise(size):
    """Images between two shades of grey that differ from image to image, and labels."""
    darkest = torch.randint(0, 120, (size, 1, 1))
    images = darkest + torch.randint(0, 120, (size, 28, 28))
    return images.to(torch.uint8), torch.randint(0, 10, (size,))


def _written(student, train, test):
    """The folder of a small MNIST on the student's side."""
    return _mnist.write_mnist(student, train=train, test=test)


def _is_filled(value):
    """Whether this is a tensor with at least one row."""
    return isinstance(value, torch.Tensor) and value.numel() > 0 < value.dim() and not value.is_meta


def _batches(student, loader):
    """All that the loader yields in one epoch: pairs of images and labels."""
    found = _mnist.epoch(student, loader)
    if type(found) is not list or not found:
        raise CheckFailure("the loader yields nothing", show(found))
    for batch in found:
        pair = type(batch) in (list, tuple) and len(batch) == 2
        if not pair or not all(_is_filled(part) for part in batch):
            raise CheckFailure("it does not yield a batch of images and their labels", show(batch))
    return found


def test_it_returns_a_dataloader(student):
    """Something that yields batch after batch, once more in each epoch."""
    loader = student.mnist_loader(_written(student, _noise(24), _noise(15)))
    is_one = probe.is_data_loader(student, loader)
    if is_one is not True:
        raise CheckFailure("it does not return a DataLoader", show(loader))


def test_it_yields_images_and_their_labels(student):
    """64 at a time: images float32 (64, 1, 28, 28), labels int64 (64,)."""
    loader = student.mnist_loader(_written(student, _noise(70), _noise(15)))
    images, labels = _batches(student, loader)[0]
    if len(images) == len(labels) == 15:
        said = "without `train=False` these are the images of the test split"
        raise CheckFailure(said, kind="wrong values", mistake=said)
    for name, value, shape in (("images", images, (64, 1, 28, 28)), ("labels", labels, (64,))):
        shapes = f"the {name} have the shape {show_shape(value.shape)}, not {show_shape(shape)}"
        assert tuple(value.shape) == shape, shapes
    assert images.dtype == torch.float32, f"the images are {images.dtype}, not torch.float32"
    assert labels.dtype == torch.int64, f"the labels are {labels.dtype}, not torch.int64"


def test_black_becomes_minus_one_and_white_one(student):
    """Pixels of 0 and 255 become -1 and 1."""
    images = torch.zeros(9, 28, 28, dtype=torch.uint8)
    images[:, :, 14:] = 255
    halves = images, torch.zeros(9)
    got, _ = _batches(student, student.mnist_loader(_written(student, halves, halves)))[0]
    least, most = float(got.double().min()), float(got.double().max())
    if not (abs(least + 1) <= 1e-5 and abs(most - 1) <= 1e-5):
        known = {
            (0, 1): "the images are not normalised: they are in [0, 1]",
            (0, 255): "the images are not divided by 255",
            (-3, 1): "the images are normalised twice",
        }
        mistake = known.get((round(least, 3), round(most, 3)), "")
        shown = f"[{least:.6g}, {most:.6g}]", "[-1, 1]"
        said = mistake or "the images are not in [-1, 1]"
        what = "least and largest pixel"
        told = {"kind": "wrong values", "mistake": mistake, "what": what}
        raise CheckFailure(said, *shown, **told, picture=as_image(got[0], images[:1] / 127.5 - 1))


CHECKS_AT_GRADING = 8
