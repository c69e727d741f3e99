"""Data as bytes, and back.

What a judge and a kernel say to each other is data and nothing else: None, bool, int, float, str,
bytes, tensors (dtype, shape and raw bytes), lists, tuples and dicts of these, and references to
objects that stay in the kernel. Reading a message can build nothing but these, whatever the bytes.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import msgpack
import torch

from nbjudge.course.limits import DEFAULTS, Limits

_MAX_DIMENSIONS = 64  # as in numpy; torch's own recursion ends the process somewhere above
_TENSOR, _TUPLE, _REFERENCE, _INTEGER = range(1, 5)
_DTYPES = {
    str(dtype).removeprefix("torch."): dtype
    for dtype in (
        *(torch.float16, torch.bfloat16, torch.float32, torch.float64),
        *(torch.int8, torch.int16, torch.int32, torch.int64, torch.uint8, torch.bool),
        *(torch.complex64, torch.complex128),
    )
}


class Reference(NamedTuple):
    """Stands for an object that stays in the kernel; `kind` is the name of its class."""

    number: int
    kind: str


class BadMessage(ValueError):
    """These bytes are no message: malformed, too deeply nested, or an impossible tensor."""


class NotData(TypeError):
    """This value cannot cross, and there is nobody to hold a reference to it."""


def encode(
    value: Any, refer: Callable[[Any], Reference | None], limits: Limits = DEFAULTS
) -> bytes:
    """Turns a value into bytes; `refer` gives a reference for what is not data.

    Raises NotData where `refer` returns None, and for what is nested too deep.
    """
    packed = _pack(value, refer, limits.answer_depth)
    return msgpack.packb(packed, use_bin_type=True, unicode_errors="replace")


def decode(message: bytes, resolve: Callable[[Reference], Any], limits: Limits = DEFAULTS) -> Any:
    """Turns bytes into a value; `resolve` gives the object for a reference.

    Raises BadMessage for any bytes that `encode` would not have written, or beyond `limits`.
    """
    try:
        return _unpack(message, resolve, 0, _Counter(limits))
    except BadMessage:
        raise
    # Whatever is wrong with a message, the libraries below say so with an exception.
    except Exception as error:
        raise BadMessage(f"unreadable message: {error}") from error


def _pack(value: Any, refer: Callable, levels: int) -> Any:
    """What msgpack takes for a value with no more than so many levels of others in it."""
    if levels < 0:
        raise NotData("nested too deep")
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return _pack_integer(int(value))
    for plain in (float, str, bytes):
        if isinstance(value, plain):
            return plain(value)
    if isinstance(value, torch.Tensor) and _is_dense(value):
        return msgpack.ExtType(_TENSOR, _pack_tensor(value))
    if isinstance(value, list):
        return [_pack(item, refer, levels - 1) for item in value]
    if isinstance(value, dict):
        pairs = value.items()
        return {_pack(k, refer, levels - 1): _pack(v, refer, levels - 1) for k, v in pairs}
    # A Reference is a tuple too, so it is looked for first.
    if isinstance(value, tuple) and not isinstance(value, Reference):
        items = [_pack(item, refer, levels - 1) for item in value]
        return msgpack.ExtType(_TUPLE, msgpack.packb(items, unicode_errors="replace"))
    reference = value if isinstance(value, Reference) else refer(value)
    if reference is None:
        raise NotData(f"a {type(value).__name__} is not data")
    return msgpack.ExtType(_REFERENCE, msgpack.packb([reference.number, reference.kind]))


def _pack_integer(value: int) -> Any:
    if -(2**63) <= value < 2**63:
        return value
    return msgpack.ExtType(_INTEGER, value.to_bytes(value.bit_length() // 8 + 1, signed=True))


def _is_dense(tensor: torch.Tensor) -> bool:
    known = str(tensor.dtype).removeprefix("torch.") in _DTYPES
    plain = tensor.layout == torch.strided and not tensor.is_nested
    return known and plain and tensor.dim() <= _MAX_DIMENSIONS


def _pack_tensor(tensor: torch.Tensor) -> bytes:
    plain = tensor.detach()
    raw = b""
    if not tensor.is_meta:
        dense = plain.cpu().resolve_conj().resolve_neg().contiguous()
        # A dimension of size 1 may have any stride, and `view` takes only 1 in the last.
        flat = dense.as_strided((dense.numel(),), (1,))
        raw = flat.view(torch.uint8).numpy().tobytes()
    dtype = str(tensor.dtype).removeprefix("torch.")
    head = [dtype, list(tensor.shape), tensor.requires_grad, tensor.is_meta]
    return msgpack.packb([*head, raw])


class _Counter:
    """Counts what a message holds while it is read; raises BadMessage where that is too much."""

    def __init__(self, limits: Limits):
        self.limits = limits
        self._items = 0

    def list(self, items: list) -> list:
        # Empty ones count too: one byte of a message can be an object of 64.
        self._items += 1 + len(items)
        if self._items > self.limits.answer_items:
            raise BadMessage(f"more than {self.limits.answer_items:,} items")
        return items

    def dict(self, pairs: list) -> dict:
        return dict(self.list(pairs))


def _unpack(message: bytes, resolve: Callable, depth: int, counter: _Counter) -> Any:
    def extension(code: int, data: bytes) -> Any:
        if depth >= counter.limits.answer_depth:
            raise BadMessage(f"nested more than {counter.limits.answer_depth} deep")
        if code == _TENSOR:
            return _unpack_tensor(*_few(data))
        if code == _TUPLE:
            return tuple(_list(_unpack(data, resolve, depth + 1, counter)))
        if code == _INTEGER:
            return int.from_bytes(data, signed=True)
        if code == _REFERENCE:
            number, kind = _few(data)
            if type(number) is not int or type(kind) is not str:
                raise BadMessage("a reference is a number and the name of a class")
            return resolve(Reference(number, kind[:80]))
        raise BadMessage(f"unknown extension {code}")

    return msgpack.unpackb(
        message,
        ext_hook=extension,
        strict_map_key=False,
        timestamp=1,
        list_hook=counter.list,
        object_pairs_hook=counter.dict,
        max_array_len=counter.limits.answer_items,
        max_map_len=counter.limits.answer_keys,
    )


def _few(data: bytes) -> list:
    return _list(msgpack.unpackb(data, max_array_len=_MAX_DIMENSIONS, max_map_len=0))


def _list(value: Any) -> list:
    if type(value) is not list:
        raise BadMessage("a list was expected here")
    return value


def _unpack_tensor(
    dtype: str, shape: list[int], requires_grad: bool, meta: bool, raw: bytes
) -> torch.Tensor:
    if dtype not in _DTYPES or any(type(size) is not int or size < 0 for size in _list(shape)):
        raise BadMessage("a tensor has a known dtype and a shape of whole numbers")
    if meta:
        empty = torch.empty(shape, dtype=_DTYPES[dtype], device="meta")
        return empty.requires_grad_(bool(requires_grad))
    wanted = _DTYPES[dtype].itemsize
    for size in shape:
        wanted *= size
    if wanted != len(raw):
        raise BadMessage(f"{len(raw)} bytes for a tensor of {wanted}")
    # Any byte but 0 and 1 in a bool tensor is undefined behaviour in torch, so it is compared.
    stored = torch.uint8 if dtype == "bool" else _DTYPES[dtype]
    flat = torch.frombuffer(bytearray(raw), dtype=stored) if raw else torch.empty(0, dtype=stored)
    flat = flat.ne(0) if dtype == "bool" else flat
    return flat.reshape(shape).requires_grad_(bool(requires_grad))
