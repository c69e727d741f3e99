"""Probes of `mnist_loader`: small data sets with known contents, and what a loader yields."""

import os
import struct
import tempfile
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import Any

import torch

_PREFIXES = {"train": "train", "test": "t10k"}
_MOST = 60  # batches of an epoch: a loader may never end
_folders: list[tempfile.TemporaryDirectory] = []


def write_mnist(**splits: tuple[torch.Tensor, torch.Tensor]) -> str:
    """Writes `train` and `test` splits of uint8 images (N, 28, 28) and labels (N,) as MNIST.

    Returns the root to give to `torchvision.datasets.MNIST`. The format is the IDX format of
    http://yann.lecun.com/exdb/mnist: a magic number, the sizes, the bytes. The files go when the
    process ends.
    """
    # In a forked kernel `tempfile` still remembers the folder of the process it was forked from.
    folder = tempfile.TemporaryDirectory(prefix="mnist-", dir=os.environ.get("TMPDIR"))
    _folders.append(folder)
    root = Path(folder.name)
    raw = root / "MNIST" / "raw"
    raw.mkdir(parents=True)
    for split, (images, labels) in splits.items():
        _write_idx(raw / f"{_PREFIXES[split]}-images-idx3-ubyte", images)
        _write_idx(raw / f"{_PREFIXES[split]}-labels-idx1-ubyte", labels)
    return str(root)


def epoch(loader: Iterable, at_most: int = _MOST) -> list[Any]:
    """What a loader yields in one pass; cut short for a loader that would never end.

    Ends its worker processes, which a loader may keep for the next pass: many loaders of a check
    would together have more than a kernel may.
    """
    try:
        return list(islice(loader, at_most))
    finally:
        workers = getattr(loader, "_iterator", None)
        if hasattr(workers, "_shutdown_workers"):
            workers._shutdown_workers()
            loader._iterator = None


def _write_idx(path: Path, values: torch.Tensor) -> None:
    unsigned_bytes = 8
    head = struct.pack(">HBB", 0, unsigned_bytes, values.dim())
    sizes = struct.pack(f">{values.dim()}I", *values.shape)
    path.write_bytes(head + sizes + values.to(torch.uint8).contiguous().numpy().tobytes())


### BEGIN HIDDEN TESTS
from collections.abc import Callable

from torch.utils.data import DataLoader, IterableDataset, default_collate

from nbjudge.torch.probes.operations import observe


def write_black_mnist(**sizes: int) -> str:
    """As `write_mnist`, for splits of so many black images, which need not cross."""
    splits = {name: (torch.zeros(n, 28, 28), torch.zeros(n)) for name, n in sizes.items()}
    return write_mnist(**splits)


def number_of_batches(loader: Iterable) -> int:
    """How many batches a loader says it has; counted, where it does not say."""
    try:
        return len(loader)
    except TypeError:
        return len(epoch(loader))


def number_of_images(loader: Iterable) -> int:
    """How many images come in an epoch.

    A loader of torch's own that joins images as torch does is asked for their places alone, which
    takes a hundredth of the time of loading them.
    """
    as_torch_does = type(loader) is DataLoader and loader.collate_fn is default_collate
    has_places = as_torch_does and not isinstance(loader.dataset, IterableDataset)
    if has_places and loader.batch_sampler is not None:
        return sum(len(places) for places in islice(loader.batch_sampler, _MOST))
    return sum(len(batch[1]) for batch in epoch(loader))


def completeness(
    make_loader: Callable, root: str, asked: list[tuple[bool, int]], counted: bool
) -> list[int]:
    """For each split and batch size: how many images come in an epoch, or how many batches."""
    count = number_of_images if counted else number_of_batches
    return [count(make_loader(root, train=train, batch_size=size)) for train, size in asked]


def an_epoch_keeps_settings(loader: Iterable) -> bool:
    """Whether torch's settings are as before after a pass."""
    return observe(epoch, [loader], {})["settings_kept"]


### END HIDDEN TESTS
