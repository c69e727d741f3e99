"""Whether numbers were drawn independently, by tests of correlation.

Each function gives an upper bound on the chance that independent standard normal numbers look as
dependent as these in one of its tests. So a check that fails below 1e-8 is wrong at most that
often. A permutation that is hidden behind noise is not found.
"""

import math
from collections.abc import Iterator

import torch
import torch.nn.functional as F

_FEWEST = 200  # numbers at least: fewer look alike by chance


def chance_within(table: torch.Tensor) -> float:
    """The bound for a table (rows, columns): do numbers depend on shifted or mirrored others?

    And do rows or columns span fewer directions than they should, or share a common direction?
    """
    if table.numel() < _FEWEST:
        return 1.0
    table = table.float() / table.float().square().mean().sqrt()
    chances = [_of_lags(table), _of_directions(table)]
    if table.numel() > 10 * _FEWEST:
        sizes = table.abs() - table.abs().mean()
        chances.append(_of_lags(sizes / sizes.std()))
    return min(1.0, len(chances) * min(chances))


def chance_between(larger: torch.Tensor, smaller: torch.Tensor) -> float:
    """The bound for two tables: does one depend on a piece, rows, columns or sums of the other?"""
    larger, smaller = larger.float(), smaller.float()
    wanted = smaller.flatten()
    size, found, count = len(wanted), 0.0, 0
    for pieces in _pieces(larger, smaller.shape):
        cosines = (pieces @ wanted) / (pieces.norm(dim=1) * wanted.norm()).clamp(min=1e-30)
        found, count = max(found, float(cosines.abs().max())), count + len(pieces)
    for turned in (larger, larger.T):
        for table, piece in ((turned, smaller), (turned.reshape(1, -1), wanted[None])):
            for cosines in _cosines_over(table, piece):
                found, count = max(found, float(cosines.max())), count + cosines.numel()
    # The direction of `size` normal numbers is uniform, whatever the other table holds.
    return min(1.0, 2 * count * math.pow(max(0.0, 1 - found * found), (size - 1) / 2))


def _of_lags(table: torch.Tensor) -> float:
    """Tests sums of products of numbers some rows and columns apart, also with rows mirrored."""
    shape, size = table.shape, table.numel()
    spectrum = torch.fft.rfft2(table)
    shifted = torch.fft.irfft2(spectrum * spectrum.conj(), s=shape).abs()
    shifted[0, 0] = 0
    mirrored = [torch.fft.irfft2(spectrum * spectrum, s=shape).abs()]
    if len(table) > 1:
        mirrored.append(_of_mirrored_rows(table, spectrum))
    # A mirrored sum counts each product twice, and so does one over half the rows or columns.
    rows, columns = (length // 2 for length in shape)
    for row, column in ((rows, 0), (0, columns), (rows, columns)):
        shifted[row, column] /= math.sqrt(2)
    largest = max(float(shifted.max()), *(float(sums.max()) / math.sqrt(2) for sums in mirrored))
    return _of_products(largest / math.sqrt(size), size, 3 * size)


def _of_mirrored_rows(table: torch.Tensor, spectrum: torch.Tensor) -> torch.Tensor:
    """The size of the sums of products with the rows in reverse, without a row times itself."""
    turned = torch.fft.rfft2(table.flip(0)).conj()
    sums = torch.fft.irfft2(spectrum * turned, s=table.shape)
    rows = torch.arange(len(table))
    sums[:, 0].index_add_(0, (2 * rows + 1) % len(table), table.square().sum(1), alpha=-1)
    mirrored: torch.Tensor = sums.abs()
    return mirrored


def _of_products(deviation: float, size: int, count: int) -> float:
    """Chernoff's bound for a sum of `size` products, at this many standard deviations."""
    tilt = min(deviation / math.sqrt(size), 0.3)
    exponent = size * (tilt**2 / 2 + tilt**4) - tilt * deviation * math.sqrt(size)
    return min(1.0, 2 * count * math.exp(min(0.0, exponent)))


def _of_directions(table: torch.Tensor) -> float:
    """Tests the largest and the smallest singular value (Davidson and Szarek)."""
    rows, columns = max(table.shape), min(table.shape)
    if columns < 2:
        return 1.0
    thin = table if table.shape[0] == rows else table.T
    values = torch.linalg.eigvalsh(thin.T @ thin).clamp(min=0).sqrt()
    wide = float(values[-1]) - math.sqrt(rows) - math.sqrt(columns)
    narrow = math.sqrt(rows) - math.sqrt(columns) - float(values[0])
    return min(1.0, 2 * math.exp(-(max(0.0, wide, narrow) ** 2) / 2))


def _cosines_over(table: torch.Tensor, wanted: torch.Tensor) -> Iterator[torch.Tensor]:
    """The absolute cosines of `wanted`, also mirrored, with each piece of a table of its shape."""
    rows, columns = (
        whole - part + 1 for whole, part in zip(table.shape, wanted.shape, strict=True)
    )
    if min(rows, columns) < 1 or (len(wanted) == 1 < len(table)):
        return
    sums = F.pad(table.double().square(), (1, 0, 1, 0)).cumsum(0).cumsum(1)
    high, wide = wanted.shape
    squares = sums[high:, wide:] - sums[:-high, wide:] - sums[high:, :-wide] + sums[:-high, :-wide]
    norms = squares.clamp(min=1e-6).sqrt().float() * wanted.norm()
    spectrum = torch.fft.rfft2(table)
    for mirrored in (wanted, wanted.flip(0))[: len(wanted)]:
        factors = torch.fft.rfft2(mirrored, s=table.shape)
        products = torch.fft.irfft2(spectrum * factors.conj(), s=table.shape)
        yield products[:rows, :columns].abs() / norms
        products = torch.fft.irfft2(spectrum * factors, s=table.shape)
        yield products[high - 1 :, wide - 1 :].abs() / norms


def _pieces(table: torch.Tensor, shape: torch.Size) -> Iterator[torch.Tensor]:
    """Other sources of a table of this shape, each as one row: steps, rows, sums."""
    rows, columns = shape
    size = rows * columns
    for turned in (table, table.T):
        if turned.shape[0] >= rows > 1 and turned.shape[1] >= columns:
            steps = turned.shape[0] // rows, turned.shape[1] // columns
            yield turned[:: steps[0], :: steps[1]][:rows, :columns].reshape(1, -1)
        if turned.shape[1] == size:
            yield torch.cat([part.cumsum(0) for part in (turned, turned.flip(0), turned.flip(1))])
        elif turned.shape[1] % size == 0:
            yield turned.reshape(len(turned), -1, size).sum(1)
    if table.numel() % size == 0:
        every = table.flatten()
        yield torch.stack([every.reshape(-1, size).sum(0), every.reshape(size, -1).sum(1)])
