"""Tensors as bytes, and back. Torch is not imported here before a tensor arrives.

A value can be a tensor only if torch is loaded already, so recognising tensors needs no import.
"""

import sys
from typing import TYPE_CHECKING, Any, TypeGuard

import msgpack

if TYPE_CHECKING:
    import torch

MAX_DIMENSIONS = 64  # as in numpy; with many more, recursion in torch crashes
_DTYPES = {
    *("float16", "bfloat16", "float32", "float64", "complex64", "complex128"),
    *("int8", "int16", "int32", "int64", "uint8", "bool"),
}


class BadTensor(ValueError):
    """These fields do not describe a tensor."""


def is_tensor(value: Any) -> "TypeGuard[torch.Tensor]":
    """Whether a value is a tensor, of whatever kind."""
    return isinstance(value, getattr(sys.modules.get("torch"), "Tensor", ()))


def dtype_name(tensor: "torch.Tensor") -> str:
    """The name of a dtype after `torch.`, such as `float32`."""
    return str(tensor.dtype).removeprefix("torch.")


def can_cross(tensor: "torch.Tensor") -> bool:
    """Whether a tensor is dense, of a known dtype, and without too many dimensions."""
    import torch

    plain = tensor.layout == torch.strided and not tensor.is_nested
    return dtype_name(tensor) in _DTYPES and plain and tensor.dim() <= MAX_DIMENSIONS


def pack_tensor(tensor: "torch.Tensor") -> bytes:
    """A tensor that `can_cross` as fields: dtype, shape, requires_grad, whether on meta, bytes."""
    import torch

    raw = b""
    if not tensor.is_meta:
        dense = tensor.detach().cpu().resolve_conj().resolve_neg().contiguous()
        # A dimension of size 1 may have any stride, but `view` needs stride 1 in the last
        # dimension.
        flat = dense.as_strided((dense.numel(),), (1,))
        raw = flat.view(torch.uint8).numpy().tobytes()
    head = [dtype_name(tensor), list(tensor.shape), tensor.requires_grad, tensor.is_meta]
    packed: bytes = msgpack.packb([*head, raw])
    return packed


def unpack_tensor(
    dtype: str, shape: list[int], requires_grad: bool, meta: bool, raw: bytes, *, most: int
) -> "torch.Tensor":
    """The tensor of these fields, which are not trusted; it has at most `most` bytes.

    A tensor on `meta` is limited too, since a check may make a real one of its shape. Raises
    BadTensor.
    """
    if type(shape) is not list or dtype not in _DTYPES or not all(map(_is_size, shape)):
        raise BadTensor("a tensor has a known dtype and a shape of whole numbers")
    import torch

    wanted: torch.dtype = getattr(torch, dtype)
    size = wanted.itemsize
    for length in shape:
        size *= length
    if size > most:
        raise BadTensor(f"a tensor of {size:,} bytes; {most:,} is the limit")
    if meta:
        return torch.empty(shape, dtype=wanted, device="meta").requires_grad_(bool(requires_grad))
    if size != len(raw):
        raise BadTensor(f"{len(raw)} bytes for a tensor of {size}")
    # A byte other than 0 or 1 in a bool tensor is undefined behaviour, so bytes become 0 or 1.
    stored = torch.uint8 if dtype == "bool" else wanted
    flat = torch.frombuffer(bytearray(raw), dtype=stored) if raw else torch.empty(0, dtype=stored)
    flat = flat.ne(0) if dtype == "bool" else flat
    return flat.reshape(shape).requires_grad_(bool(requires_grad))


def _is_size(value: Any) -> bool:
    return type(value) is int and value >= 0
