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
