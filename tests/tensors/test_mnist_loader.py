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


### BEGIN HIDDEN TESTS
import pytest

from nbjudge.checks import assert_close, observe


def _assert_form(images, labels):
    """Fails unless the parts of a batch have the right dimensions and dtypes."""
    assert images.dtype == torch.float32, f"the images are {images.dtype}, not torch.float32"
    assert labels.dtype == torch.int64, f"the labels are {labels.dtype}, not torch.int64"
    shapes = f"a batch is {show_shape(images.shape)} with labels {show_shape(labels.shape)}"
    assert tuple(images.shape[1:]) == (1, 28, 28), shapes
    assert labels.dim() == 1, shapes


def _whole(batches):
    """The images of an epoch, each in one row, and their labels."""
    images = [batch[0].reshape(len(batch[0]), -1).double() for batch in batches]
    if any(part.shape[1] != 28 * 28 for part in images):
        raise CheckFailure("the images do not have 28 × 28 pixels", show(batches[0][0]))
    return torch.cat(images), torch.cat([batch[1].reshape(-1) for batch in batches])


def _places(images, known):
    """Where each image stands among the known ones, told by its pattern, however normalised."""

    def pattern(rows):
        rows = rows.double().reshape(len(rows), -1)
        rows = rows - rows.mean(dim=1, keepdim=True)
        return rows / rows.norm(dim=1, keepdim=True)

    likeness, places = (pattern(images) @ pattern(known).T).max(dim=1)
    if not bool((likeness > 0.99).all()):
        said = "it yields images that are not in the files in `root`"
        raise CheckFailure(said, kind="wrong values", mistake=said)
    return places


@pytest.mark.weight(2)
def test_the_images_are_normalised_by_the_formula(student):
    """(p - 0.5) / 0.5 for each pixel p from 0 to 1.

    hint (normalis; twice; 255): `transforms.ToTensor()` divides by 255, then
    `transforms.Normalize((0.5,), (0.5,))`.
    """
    train, test = _noise(11), _noise(7)
    root = _written(student, train, test)
    known = torch.cat([train[0], test[0]])
    expected = (known.double().flatten(1) / 255 - 0.5) / 0.5
    for is_train in (True, False, True):
        loader = student.mnist_loader(root, is_train)
        for _ in range(2):
            got, _ = _whole(_batches(student, loader))
            wanted = expected[_places(got, known)]
            mistakes = {
                "the images are not normalised: they are in [0, 1]": (wanted + 1) / 2,
                "the images are not divided by 255": 255 * (wanted + 1) / 2,
                "the images are normalised twice": (wanted - 0.5) / 0.5,
            }
            told = {"mistakes": mistakes, "what": "the images", "picture": _as_images}
            assert_close(got, wanted, atol=1e-5, **told)


def _as_images(*tables):
    """The picture of tables with an image in each row."""
    return as_image(*(table.reshape(-1, 28, 28) for table in tables))


@pytest.mark.essential
def test_each_image_comes_with_its_own_label(student):
    train, test = _noise(16), _noise(9)
    root = _written(student, train, test)
    known, answers = torch.cat([train[0], test[0]]), torch.cat([train[1], test[1]])
    for is_train in (True, False):
        images, labels = _whole(_batches(student, student.mnist_loader(root, is_train)))
        expected = answers[_places(images, known)]
        same = labels.shape == expected.shape and bool((labels == expected).all())
        assert same, "some images have another image's label"


@pytest.mark.weight(2)
def test_an_epoch_yields_every_image_once(student):
    """In both splits, also where `batch_size` does not divide their number.

    hint (left out; batches, not): the last batch is kept, although it is smaller.
    """
    train, test = _noise(14), _noise(9)
    root = _written(student, train, test)
    for is_train in (True, False):
        loader = student.mnist_loader(root, is_train, 5)
        for _ in range(2):
            images, _ = _whole(_batches(student, loader))
            # Which of the two splits it is, another check asks.
            places = _places(images, torch.cat([train[0], test[0]])).sort().values.tolist()
            every = list(range(14)) if places[0] < 14 else list(range(14, 23))
            missing = sorted(set(every) - set(places))
            said = f"an epoch leaves {len(missing)} of {len(every)} images out"
            assert not missing, said
            assert places == every, "an epoch yields some images more than once"
    _assert_complete(student, {True: 47, False: 33}, (*range(1, 13), 16, 23, 31, 32, 46, 64))
    # More than the course's own cut of MNIST.
    _assert_complete(student, {True: 6007, False: 1030}, (150, 500, 1000))


def _assert_complete(student, sizes, batch_sizes):
    """Fails unless all images come, for each split and batch size: whatever remains over.

    Of few images they are counted, of many the batches: loading them takes long.
    """
    root = _mnist.write_black_mnist(student, train=sizes[True], test=sizes[False])
    asked = [(train, size) for train in sizes for size in batch_sizes]
    told = _mnist.completeness(
        student, student.mnist_loader, root, asked, max(sizes.values()) < 100
    )
    for (train, size), got in zip(asked, told, strict=True):
        images = sizes[train]
        counted = (
            ("images", images) if max(sizes.values()) < 100 else ("batches", -(-images // size))
        )
        if got != counted[1]:
            split = "training" if train else "test"
            message = f"{images:,} {split} images in batches of {size} give other {counted[0]}"
            raise CheckFailure(message, show(got), show(counted[1]))


@pytest.mark.weight(2)
def test_train_chooses_the_split(student):
    """The training split with `train=True` or without it, the test split with `train=False`."""
    train, test = _noise(11), _noise(7)
    root = _written(student, train, test)
    for arguments, split in (
        ({}, "training"),
        ({"train": True}, "training"),
        ({"train": False}, "test"),
    ):
        images, _ = _whole(_batches(student, student.mnist_loader(root, **arguments)))
        trains = _places(images, torch.cat([train[0], test[0]])) < len(train[0])
        right = trains if split == "training" else ~trains
        given = ", ".join(f"{name}={value}" for name, value in arguments.items()) or "no argument"
        assert bool(right.all()), f"with {given} the images are not those of the {split} split"


@pytest.mark.weight(2)
def test_training_images_come_in_a_new_order_each_epoch(student):
    """Three epochs differ from each other.

    False alarm: 3 in 16! (1e-13), two of three random orders of 16 images being the same.

    hint (same order): `DataLoader(..., shuffle=True)` draws the order anew each time.
    """
    loader = student.mnist_loader(_written(student, _noise(16), _noise(9)), train=True)
    first, second, third = (_whole(_batches(student, loader))[0] for _ in range(3))
    pairs = ((first, second), (second, third), (first, third))
    assert not any(torch.equal(*pair) for pair in pairs), "two epochs have the same order"


@pytest.mark.weight(2)
def test_batches_have_the_size_that_is_asked_for(student):
    """Any `batch_size`; only the last batch of an epoch may be smaller."""
    small = _written(student, _noise(16), _noise(9))
    large = _written(student, _noise(133), _noise(9))
    for root, train, size in (
        *((small, True, 1), (small, True, 7), (small, True, 8), (small, True, 15)),
        *((small, False, 4), (small, False, 100), (large, True, 130)),
    ):
        batches = _batches(student, student.mnist_loader(root, train=train, batch_size=size))
        images, labels = ([len(batch[part]) for batch in batches] for part in (0, 1))
        for batch in batches:
            _assert_form(*batch)
        assert images == labels, "a batch has more images than labels, or fewer"
        wrong = [found for found in images[:-1] if found != size]
        wrong += [found for found in images[-1:] if not 1 <= found <= size]
        assert not wrong, f"with batch_size={size} there is a batch of {(wrong or [0])[0]}"


def test_each_folder_gives_its_own_images(student):
    """The images come from the files in `root`, whichever folder that is."""
    splits = [_noise(11), _noise(11)]
    test = _noise(7)
    loaders = [student.mnist_loader(_written(student, split, test)) for split in splits]
    for split, loader in zip(splits, loaders, strict=True):
        _assert_from(_whole(_batches(student, loader))[0], split[0], test[0])


def _assert_from(images, train, test):
    """Fails unless all images are from the training split; names the test split where it is it."""
    places = _places(images, torch.cat([train, test]))
    assert bool((places < len(train)).all()), "the images are those of the test split"


def test_torchs_settings_are_left_alone(student):
    """The seed and the gradient mode stay as they are."""
    root = _written(student, _noise(11), _noise(7))
    seen = observe(student.mnist_loader, root)
    assert seen.settings_kept, "torch's global settings (seed, gradient mode) were changed"
    loader = student.mnist_loader(root)
    kept = _mnist.an_epoch_keeps_settings(student, loader)
    assert kept is True, "torch's global settings (seed, gradient mode) were changed"


### END HIDDEN TESTS
