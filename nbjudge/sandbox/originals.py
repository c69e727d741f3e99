"""What the modules that a judge relies on held before any student's code, compared with a kernel.

A kernel is a fork, so its modules lie at the same addresses as in the process that it was forked
from. The guard reads the kernel's memory from outside and compares: nothing that runs in the kernel
is asked, so nothing that runs there can answer for it.
"""

import bisect
import ctypes
import itertools
import os
import signal
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from types import FunctionType, ModuleType
from typing import Any, NamedTuple

from nbjudge.sandbox import structures
from nbjudge.sandbox.structures import DICTIONARY, WORD, dictionary_of, own_memory, words_of

_libc = ctypes.CDLL(None, use_errno=True)
_AT_ONCE = 1024  # pieces that process_vm_readv takes (limits.h, IOV_MAX)
_NEAR = 256  # bytes: pieces that lie closer together are read as one
_CHUNK = 1024  # bytes that are compared at once


class _Watched(NamedTuple):
    address: int
    size: int
    name: str
    table: int = -1  # which of the dictionaries this is the head of


@dataclass(frozen=True)
class Relied:
    """What is relied on, as names of modules, and what an honest notebook changes of it.

    Of modules that are relied on `whole`, also the functions that the names stand for are looked
    at. `tables` are the full names of dictionaries with texts as keys. `may_change` are full names,
    `may_be_added` are names in any module or class.
    """

    whole: frozenset[str]
    names_only: frozenset[str] = frozenset()
    tables: frozenset[str] = frozenset()
    may_change: frozenset[str] = frozenset()
    may_be_added: frozenset[str] = frozenset()


class Originals:
    """Addresses and contents of what is relied on; made once, before kernels are forked."""

    def __init__(self, relied: Relied) -> None:
        self._relied = relied
        self._modules = relied.whole | relied.names_only
        self._tables: list[dict[str, Any]] = []
        found: dict[int, _Watched] = {}
        for name in sorted(self._modules):
            if isinstance(module := sys.modules.get(name), ModuleType):
                self._watch_module(name, module, found)
        self._watched = sorted(found.values())
        self._addresses = [watched.address for watched in self._watched]
        self._pieces = list(_joined(self._watched))
        self._vectors = _vectors(self._pieces)
        self._sizes = [size for _, size in self._pieces]
        self._starts = [0]
        for _, size in self._pieces:
            self._starts.append(self._starts[-1] + size)
        held = b"".join(own_memory(*piece) for piece in self._pieces)
        self._held, self._mask = _chunks(held), _chunks(self._only_watched())
        self._seen, self._found = dict[int, bytes](), list[str]()

    def _watch_module(self, name: str, module: ModuleType, found: dict[int, _Watched]) -> None:
        for member, value in self._watch_table(name, module, found):
            if name in self._relied.whole:
                self._watch_value(f"{name}.{member}", value, found)
            if isinstance(value, type) and value.__module__ in self._modules:
                for inner, part in self._watch_table(f"{name}.{member}", value, found):
                    if name in self._relied.whole:
                        self._watch_value(f"{name}.{member}.{inner}", part, found)
            elif f"{name}.{member}" in self._relied.tables:
                self._watch_table(f"{name}.{member}", value, found)

    def _watch_table(
        self, name: str, owner: Any, found: dict[int, _Watched]
    ) -> list[tuple[str, Any]]:
        table = dictionary_of(owner)
        start, size = DICTIONARY
        address = id(table) + start
        if address not in found:
            found[address] = _Watched(address, size, name, len(self._tables))
            self._tables.append(dict(table))
        return list(table.items())

    def _watch_value(self, name: str, value: Any, found: dict[int, _Watched]) -> None:
        if isinstance(value, type):  # known by many names; its own says most
            name = f"{value.__module__}.{value.__qualname__}"
        for address in words_of(value):
            found.setdefault(address, _Watched(address, WORD, name))
        for part in _parts(value):
            self._watch_value(name, part, found)

    def _only_watched(self) -> bytes:
        mask = bytearray(self._starts[-1])
        for watched in self._watched:
            at = self._place(watched.address)
            mask[at : at + watched.size] = b"\xff" * watched.size
        return bytes(mask)

    def _place(self, address: int) -> int:
        """Where the byte of this address stands among all that is read."""
        index = bisect.bisect_right(self._pieces, (address, sys.maxsize)) - 1
        return self._starts[index] + address - self._pieces[index][0]

    def changed(self, process: int) -> list[str]:
        """The names of what a fork of this process has changed. Raises OSError if unreadable."""
        read = _read_vectors(process, self._vectors, self._sizes)
        now = self._differing(read)
        if now != self._seen:
            changed = {self._at(place) for at, found in now.items() for place in _set_in(found, at)}
            found = {name for one in changed for name in self._names(process, one)}
            self._seen, self._found = now, sorted(found)
        return list(self._found)

    def _differing(self, read: bytes) -> dict[int, bytes]:
        """Where watched bytes differ: the place of a chunk, and the chunk's differing bits."""
        found = {}
        for number, held in enumerate(self._held):
            now = read[number * _CHUNK : number * _CHUNK + len(held)]
            if now != held:  # mostly because objects are used more or less often
                bits = int.from_bytes(now, "little") ^ int.from_bytes(held, "little")
                if bits := bits & int.from_bytes(self._mask[number], "little"):
                    found[number * _CHUNK] = bits.to_bytes(len(held), "little")
        return found

    def _at(self, place: int) -> _Watched:
        """What stands at this place among all that is read."""
        piece = bisect.bisect_right(self._starts, place) - 1
        address = self._pieces[piece][0] + place - self._starts[piece]
        return self._watched[bisect.bisect_right(self._addresses, address) - 1]

    def _names(self, process: int, watched: _Watched) -> Iterator[str]:
        """What has changed there. In a dictionary, new names count only if they hide others."""
        if watched.table < 0:
            yield watched.name
            return

        def read(address: int, size: int) -> bytes:
            return read_memory(process, [(address, size)])

        table = self._tables[watched.table]
        known = {id(key): key for key in table}
        found = structures.entries(watched.address - DICTIONARY[0], read)
        now = {known.get(key) or structures.text(key, read): found[key] for key in found}
        for name, value in table.items():
            full = f"{watched.name}.{name}"
            if now.get(name) != id(value) and full not in self._relied.may_change:
                yield full
        # Python looks into `builtins` last, so a new name there hides nothing.
        added = now.keys() - table.keys() if watched.name != "builtins" else set[str]()
        for name in added - self._relied.may_be_added:
            if not structures.is_a(ModuleType, now[name], read):
                yield f"{watched.name}.{name} (new)"


def _chunks(memory: bytes) -> list[bytes]:
    return [memory[start : start + _CHUNK] for start in range(0, len(memory), _CHUNK)]


def _set_in(bits: bytes, first: int) -> Iterator[int]:
    return (first + place for place, byte in enumerate(bits) if byte)


def _parts(value: Any) -> list[Any]:
    """What belongs to a value and can be replaced by itself."""
    if type(value) is property:
        return [part for part in (value.fget, value.fset) if isinstance(part, FunctionType)]
    if type(value) in (staticmethod, classmethod):
        return [value.__func__] if isinstance(value.__func__, FunctionType) else []
    if isinstance(value, FunctionType):
        wrapped = vars(value).get("__wrapped__")
        return [
            *(value.__closure__ or ()),
            *([wrapped] if isinstance(wrapped, FunctionType) else []),
        ]
    return []


def _joined(watched: list[_Watched]) -> Iterator[tuple[int, int]]:
    """The pieces of memory, as address and size, that hold all that is watched."""
    start = end = watched[0].address
    for one in watched:
        if one.address > end + _NEAR:
            yield start, end - start
            start = one.address
        end = max(end, one.address + one.size)
    yield start, end - start


def can_look() -> bool:
    """Whether this Python's objects are known, and this machine lets a parent read its child."""
    if not structures.known():
        return False
    process = os.fork()
    if process == 0:
        signal.pause()
        os._exit(0)
    try:
        return read_memory(process, [(id(None), WORD)]) != b""
    except OSError:
        return False
    finally:
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)


def read_memory(process: int, pieces: list[tuple[int, int]]) -> bytes:
    """The pieces, given as address and size, of a process's memory. Raises OSError."""
    return _read_vectors(process, _vectors(pieces), [size for _, size in pieces])


def _vectors(pieces: list[tuple[int, int]]) -> Any:
    """The pieces as process_vm_readv takes them (man 2 process_vm_readv, struct iovec)."""
    return (ctypes.c_uint64 * (2 * len(pieces)))(*itertools.chain.from_iterable(pieces))


def _read_vectors(process: int, vectors: Any, sizes: list[int]) -> bytes:
    found = ctypes.create_string_buffer(sum(sizes))
    place = ctypes.addressof(found)
    for first in range(0, len(sizes), _AT_ONCE):
        some = sizes[first : first + _AT_ONCE]
        own = (ctypes.c_uint64 * 2)(place, sum(some))
        theirs = ctypes.byref(vectors, first * 2 * WORD)
        read = _libc.process_vm_readv(
            process, own, ctypes.c_ulong(1), theirs, ctypes.c_ulong(len(some)), ctypes.c_ulong(0)
        )
        if read != own[1]:
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number))
        place += read
    return found.raw
