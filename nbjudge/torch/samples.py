"""Inputs that tell functions apart: every size of number, every rank, both dtypes."""

import math
from collections.abc import Iterator

import torch

_PER_SIGN = 300


def every_size(dtype: torch.dtype, largest: float = 1.0) -> torch.Tensor:
    """Numbers of every order of magnitude that a dtype has, of both signs, and both zeros.

    Between 0 and 1,200, where activations bend and powers overflow, the numbers are closer.
    `largest` is the largest number as a share of the dtype's largest, for functions that add two.
    """
    known = torch.finfo(dtype)
    ends = math.log10(known.tiny), math.log10(known.max * largest)
    powers = 10 ** torch.linspace(*ends, _PER_SIGN, dtype=torch.float64)
    bends = torch.cat([torch.linspace(0, 120, 961), torch.linspace(120, 1200, 109)])
    sizes = torch.cat([powers.clamp(max=known.max * largest), bends])
    return torch.cat([sizes, -sizes]).to(dtype)


def of_every_rank() -> Iterator[torch.Tensor]:
    """Tensors of 0 to 4 dimensions, in both dtypes, with numbers of usual sizes."""
    for dtype in (torch.float32, torch.float64):
        for number in (1.5, -1.5, 0.0):
            yield torch.tensor(number, dtype=dtype)
        for shape in ((1,), (4,), (4, 5), (3, 1, 2), (2, 3, 4, 5)):
            yield 2 * torch.randn(shape, dtype=dtype)


def varied(largest: float = 1.0, each: int = 1) -> Iterator[torch.Tensor]:
    """Tensors of every rank and with numbers of every size, in both dtypes.

    Only every `each`-th size is used: while calls are recorded, a loop over all numbers takes long.
    """
    yield from of_every_rank()
    for dtype in (torch.float32, torch.float64):
        yield from torch.tensor([1000.0, -1000.0], dtype=dtype)
        yield every_size(dtype, largest)[::each].contiguous()


def uneven_sum(outputs: torch.Tensor) -> torch.Tensor:
    """The sum of the outputs, each times its place."""
    places = torch.arange(outputs.numel(), dtype=outputs.dtype, device=outputs.device)
    return (outputs * places.reshape(outputs.shape)).sum()
