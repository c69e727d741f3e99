"""Where CPython keeps what an object refers to, found by looking at samples.

No offset is written down here: each is found in an object of this Python whose parts are known, so
that it holds for the version that runs. Only the layout of a dictionary's table is CPython's own
(Objects/dictobject.c, 3.11 to 3.13); `known` tells whether it is the one that runs.
"""

import ctypes
import gc
import struct
from collections.abc import Callable, Iterable
from types import CellType, FunctionType
from typing import Any, cast

WORD = 8
# Reads so many bytes at an address, in this process or in another one.
Read = Callable[[int, int], bytes]

# After a dictionary's reference count and class: its size, its version, its table and values.
DICTIONARY = (2 * WORD, 4 * WORD)
_TABLE_AT = 4 * WORD
_TABLE = struct.Struct("=qBBBBiqq")
_ANY_KEYS, _TEXT_KEYS = 0, 1
_LONGEST = 200


def own_memory(address: int, size: int) -> bytes:
    """Reads this process's own memory."""
    return ctypes.string_at(address, size)


def _places(sample: Any, parts: Iterable[Any]) -> list[int]:
    """At which bytes of an object the addresses of these parts lie."""
    words = memoryview(own_memory(id(sample), type(sample).__basicsize__)).cast("Q").tolist()
    return [words.index(id(part)) * WORD for part in parts if id(part) in words[1:]]


def _closed_over(default: Any = (), *, named: Any = None) -> FunctionType:
    def sample(first: Any = default, *, second: Any = named) -> Any:
        return closed, first, second

    closed = sample
    return cast(FunctionType, sample)


def _find_in_a_function() -> list[int]:
    found: Any = _closed_over(object(), named=object())
    parts = (found.__code__, found.__globals__, found.__defaults__, found.__kwdefaults__)
    return _places(found, (*parts, found.__closure__))


def _find_in_a_property() -> list[int]:
    parts: list[Any] = [_closed_over() for _ in range(3)]
    return _places(property(*parts), parts)


_IN_A_FUNCTION = _find_in_a_function()
_IN_A_PROPERTY = _find_in_a_property()
_IN_A_METHOD = _places(sample := staticmethod(_closed_over()), [sample.__func__])
_IN_A_CLASS = _places(int, [int.__mro__, int.__bases__])
_IN_A_CELL = _places(cell := CellType(_closed_over()), [cell.cell_contents])
_TEXT_AT = own_memory(id("a known text"), 100).find(b"a known text")


def words_of(value: Any) -> list[int]:
    """At which addresses an object's parts are written that Python code can replace."""
    places: list[int] = []
    if isinstance(value, FunctionType):
        places = _IN_A_FUNCTION
    elif isinstance(value, type):
        places = _IN_A_CLASS
    elif type(value) is property:
        places = _IN_A_PROPERTY
    elif type(value) in (staticmethod, classmethod):
        places = _IN_A_METHOD
    elif type(value) is CellType:
        places = _IN_A_CELL
    return [id(value) + place for place in places]


def dictionary_of(owner: Any) -> dict[str, Any]:
    """The dictionary itself of a module or a class; a dictionary is its own.

    `vars` of a class gives only a view of it.
    """
    if type(owner) is dict:
        return owner
    held: Any = type.__dict__["__dict__"].__get__(owner) if isinstance(owner, type) else vars(owner)
    return held if type(held) is dict else gc.get_referents(held)[0]


def entries(address: int, read: Read) -> dict[int, int]:
    """The addresses of a dictionary's keys and of their values. Raises ValueError, OSError."""
    (table,) = struct.unpack("=Q", read(address + _TABLE_AT, WORD))
    _, size, index_size, kind, _, _, _, used = _TABLE.unpack(read(table, _TABLE.size))
    if kind not in (_ANY_KEYS, _TEXT_KEYS) or size > 24 or index_size > 28 or not 0 <= used < 2**24:
        raise ValueError("no table of a dictionary")
    width = 3 if kind == _ANY_KEYS else 2
    read_words = read(table + _TABLE.size + (1 << index_size), used * width * WORD)
    words = memoryview(read_words).cast("Q").tolist()
    keys, values = words[width - 2 :: width], words[width - 1 :: width]
    return {key: value for key, value in zip(keys, values, strict=True) if value}


def text(address: int, read: Read) -> str:
    """A text of ASCII letters; of others, nothing readable. Raises OSError."""
    (length,) = struct.unpack("=q", read(address + 2 * WORD, WORD))
    if not 0 <= length <= _LONGEST:
        return "?"
    return read(address + _TEXT_AT, length).decode("ascii", "replace")


def is_a(kind: type, address: int, read: Read) -> bool:
    """Whether the object there is an instance of this very class. Raises OSError."""
    return read(address + WORD, WORD) == struct.pack("=Q", id(kind))


def known() -> bool:
    """Whether this Python's objects can be read, and whether replacing a part of one shows."""
    if not (all((_IN_A_FUNCTION[4:], _IN_A_PROPERTY[2:], _IN_A_METHOD, _IN_A_CLASS[1:], _IN_A_CELL))
            and _TEXT_AT > 0):  # fmt: skip
        return False
    sample = {"first": object(), "second": object()}
    address, (start, size) = id(sample), DICTIONARY
    before = own_memory(address + start, size)
    sample["second"] = object()
    after = own_memory(address + start, size)
    try:
        found = entries(address, own_memory)
        names = [text(key, own_memory) for key in found]
    except ValueError:
        return False
    alike = list(found.values()) == [id(value) for value in sample.values()]
    return before != after and alike and names == list(sample)
