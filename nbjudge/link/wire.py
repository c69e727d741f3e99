"""Data as bytes, and back.

Judge and kernel exchange only data: None, bool, int, float, str, bytes, tensors (dtype, shape and
raw bytes), lists, tuples and dicts of these, and references to objects that stay in the kernel.
Whatever the bytes of a message, reading it can build nothing else.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import msgpack

from nbjudge.course.limits import DEFAULTS, Limits
from nbjudge.link.tensors import (
    MAX_DIMENSIONS,
    BadTensor,
    can_cross,
    is_tensor,
    pack_tensor,
    unpack_tensor,
)

_TENSOR, _TUPLE, _REFERENCE, _INTEGER = range(1, 5)
_PLAIN: tuple[type[Any], ...] = (float, str, bytes)


class Reference(NamedTuple):
    """Stands for an object that stays in the kernel; `kind` is the name of its class."""

    number: int
    kind: str


Refer = Callable[[Any], Reference | None]
Resolve = Callable[[Reference], Any]


class BadMessage(ValueError):
    """These bytes are not a message: malformed, too deeply nested, or an impossible tensor."""


class NotData(TypeError):
    """This value is not data, and no reference to it can be made."""


def encode(value: Any, refer: Refer, limits: Limits = DEFAULTS) -> bytes:
    """Turns a value into bytes; `refer` makes a reference to an object that is not data.

    Raises NotData if `refer` returns None, and for values that are nested too deep.
    """
    plain = _pack(value, refer, limits.answer_depth)
    packed: bytes = msgpack.packb(plain, use_bin_type=True, unicode_errors="replace")
    return packed


def decode(message: bytes, resolve: Resolve, limits: Limits = DEFAULTS) -> Any:
    """Turns bytes into a value; `resolve` gives the object for a reference.

    Raises BadMessage for any bytes that `encode` would not have written, or beyond `limits`.
    """
    try:
        return _unpack(message, resolve, 0, _Counter(limits))
    except BadMessage:
        raise
    except BadTensor as error:
        raise BadMessage(str(error)) from error
    # For any mistake in a message, the libraries used here raise some exception.
    except Exception as error:
        raise BadMessage(f"unreadable message: {error}") from error


def _pack(value: Any, refer: Refer, levels: int) -> Any:
    """The value as msgpack takes it, with at most this many levels of nesting."""
    if levels < 0:
        raise NotData("nested too deep")
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return _pack_integer(int(value))
    for plain in _PLAIN:
        if isinstance(value, plain):
            return plain(value)
    if is_tensor(value) and can_cross(value):
        return msgpack.ExtType(_TENSOR, pack_tensor(value))
    if isinstance(value, list):
        return [_pack(item, refer, levels - 1) for item in value]
    if isinstance(value, dict):
        pairs = value.items()
        return {_pack(k, refer, levels - 1): _pack(v, refer, levels - 1) for k, v in pairs}
    # A Reference is a tuple too, so this comes first.
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


class _Counter:
    """Counts the items of a message while it is read; raises BadMessage if there are too many."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._items = 0

    def taken(self, items: list[Any]) -> list[Any]:
        # Empty containers count too: one byte of a message can become an object of 64 bytes.
        self._items += 1 + len(items)
        if self._items > self.limits.answer_items:
            raise BadMessage(f"more than {self.limits.answer_items:,} items")
        return items

    def mapping(self, pairs: list[Any]) -> dict[Any, Any]:
        return dict(self.taken(pairs))


def _unpack(message: bytes, resolve: Resolve, depth: int, counter: _Counter) -> Any:
    def extension(code: int, data: bytes) -> Any:
        if depth >= counter.limits.answer_depth:
            raise BadMessage(f"nested more than {counter.limits.answer_depth} deep")
        if code == _TENSOR:
            return unpack_tensor(*_few(data), most=counter.limits.answer_bytes)
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
        list_hook=counter.taken,
        object_pairs_hook=counter.mapping,
        max_array_len=counter.limits.answer_items,
        max_map_len=counter.limits.answer_keys,
    )


def _few(data: bytes) -> list[Any]:
    return _list(msgpack.unpackb(data, max_array_len=MAX_DIMENSIONS, max_map_len=0))


def _list(value: Any) -> list[Any]:
    if type(value) is not list:
        raise BadMessage("a list was expected here")
    return value
