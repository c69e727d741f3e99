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
from nbjudge.sandbox.pages import PAGE_BYTES, Pages
from nbjudge.sandbox.structures import DICTIONARY, WORD, dictionary_of, own_memory, words_of

_libc = ctypes.CDLL(None, use_errno=True)
_AT_ONCE = 1024  # pieces that process_vm_readv takes (limits.h, IOV_MAX)
_NEAR = 256  # bytes: pieces that lie closer together are read as one


class _Watched(NamedTuple):
    address: int
    size: int
    name: str
    table: int = -1  # which of the dictionaries this is the head of


class _Part(NamedTuple):
    """What is watched of one page: pieces as address and size, and their bytes at the start.

    `mask` is set where a byte is watched; the others only lie between.
    """

    page: int
    pieces: list[tuple[int, int]]
    held: bytes
    mask: int


class _Looked(NamedTuple):
    """What a look has found in a part: its bytes, the watched bits that differ, and names."""

    now: bytes
    bits: int
    names: frozenset[str]


_NOT_LOOKED = _Looked(b"", 0, frozenset())


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
        self._parts = list(_parts_by_page(self._watched))
        self._pages = Pages([part.page for part in self._parts])
        self._all = list(range(len(self._parts)))
        self._chosen: list[int] = []
        self._looked: dict[int, _Looked] = {}
        self._looked_at = 0

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
        for part in _belonging(value):
            self._watch_value(name, part, found)

    def changed(self, process: int, *, shared: bool) -> list[str]:
        """The names of what a fork of this process has changed. Raises OSError if unreadable.

        Only pages that the process has written are read. If it has forks of its own, they may share
        pages that it has written (`shared`), and all are read.
        """
        if process != self._looked_at:
            self._looked, self._looked_at = {}, process
        chosen = self._all if shared else self._pages.written(process)
        if chosen != self._chosen:
            self._chosen = chosen
            pieces = [piece for place in chosen for piece in self._parts[place].pieces]
            self._vectors, self._sizes = _vectors(pieces), [size for _, size in pieces]
        read, start, found = _read_vectors(process, self._vectors, self._sizes), 0, set[str]()
        for place in chosen:
            end = start + len(held := self._parts[place].held)
            if (now := read[start:end]) != held:  # mostly as objects are used more or less often
                found |= self._changed_in(process, place, now)
            start = end
        return sorted(found)

    def _changed_in(self, process: int, place: int, now: bytes) -> frozenset[str]:
        """The names of what has changed in a part that holds other bytes `now`.

        What an earlier look has found is not found out again: a dictionary has another version
        whenever it is changed, and that is watched.
        """
        former = self._looked.get(place, _NOT_LOOKED)
        if now == former.now:
            return former.names
        part = self._parts[place]
        bits = (int.from_bytes(now, "little") ^ int.from_bytes(part.held, "little")) & part.mask
        names = former.names
        if bits != former.bits:
            changed = {self._at(place, at) for at in _set_in(bits.to_bytes(len(now), "little"))}
            names = frozenset(name for one in changed for name in self._names(process, one))
        self._looked[place] = _Looked(now, bits, names)
        return names

    def _at(self, place: int, at: int) -> _Watched:
        """What stands at a byte of a part."""
        addresses = [
            n for start, size in self._parts[place].pieces for n in range(start, start + size)
        ]
        return self._watched[bisect.bisect_right(self._addresses, addresses[at]) - 1]

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


def _set_in(bits: bytes) -> Iterator[int]:
    return (place for place, byte in enumerate(bits) if byte)


def _belonging(value: Any) -> list[Any]:
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


def _parts_by_page(watched: list[_Watched]) -> Iterator[_Part]:
    """All that is watched, page by page."""
    pieces = [piece for one in watched for piece in _within_pages(one)]
    for page, of_page in itertools.groupby(pieces, lambda piece: piece[0] // PAGE_BYTES):
        exact = list(of_page)
        joined = list(_joined(exact))
        held = b"".join(own_memory(*piece) for piece in joined)
        yield _Part(page, joined, held, int.from_bytes(_mask(exact, joined), "little"))


def _within_pages(watched: _Watched) -> Iterator[tuple[int, int]]:
    """The piece of memory, as address and size; two where a page ends in its middle."""
    address, size = watched.address, watched.size
    here = min(size, -address % PAGE_BYTES or size)
    yield address, here
    if here < size:
        yield address + here, size - here


def _joined(pieces: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Pieces in order, of which those that lie close together have become one."""
    start = end = pieces[0][0]
    for address, size in pieces:
        if address > end + _NEAR:
            yield start, end - start
            start = address
        end = max(end, address + size)
    yield start, end - start


def _mask(exact: list[tuple[int, int]], joined: list[tuple[int, int]]) -> bytes:
    """The bytes of `joined`, set where those of `exact` are."""
    wanted = {place for address, size in exact for place in range(address, address + size)}
    places = (place for address, size in joined for place in range(address, address + size))
    return bytes(255 * (place in wanted) for place in places)


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
