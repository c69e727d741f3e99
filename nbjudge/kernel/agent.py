"""The agent: answers a judge's requests about the objects of one namespace.

It runs in the same process as the student's code, so its answers are not trusted: the judge reads
them as data (see `wire`) and compares that data with its own.
"""

import contextlib
import functools
import importlib.util
import io
import math
import re
import socket
import sys
from collections import OrderedDict
from collections.abc import Callable, Iterator
from itertools import islice
from marshal import loads as unmarshalled
from pathlib import PurePath
from types import ModuleType
from typing import Any

from nbjudge.course.limits import DEFAULTS, Limits
from nbjudge.kernel.clues import clues, line_of_the_cell
from nbjudge.kernel.interruptible import interruptible
from nbjudge.link.channel import TARGET, Channel, ChannelError
from nbjudge.link.tensors import is_tensor
from nbjudge.link.wire import Reference, decode, encode

# What an expression may use besides Python's own names.
NAMES: dict[str, Any] = {"OrderedDict": OrderedDict, "math": math}
PROBES: dict[str, Callable[..., Any]] = {}
# How many letters of a student's printed output are kept.
MAX_PRINTED = 4000
# Strings and lists longer than this are not copied in a live notebook; no check needs them.
MAX_ITEMS = 100_000
_NAMES_OF_TORCH = re.compile(r"\b(F|Recorder|nn|torch)\b")


@functools.cache
def _what_needs_torch() -> tuple[dict[str, Any], dict[str, Callable[..., Any]]]:
    """The names that an expression may use, and the probes, that need torch."""
    if not importlib.util.find_spec("torch"):
        return {}, {}
    from nbjudge.torch.probes import table

    return table.names_to_make_with(), table.functions()


# Tables that are full before a student's first line can be compared with what they were then. A
# course whose kernels do not share torch does not wait for it until a check needs it.
if "torch" in sys.modules:
    NAMES |= _what_needs_torch()[0]
    PROBES |= _what_needs_torch()[1]


class Agent:
    """Looks up, calls, makes and probes objects for a judge; keeps objects that are not data.

    With `quick`, huge values are not copied, since a student waits for the answer. `asked` are the
    names that were looked up, and `printed` is the beginning of the printed text.
    """

    def __init__(
        self, namespace: dict[str, Any], limits: Limits = DEFAULTS, *, quick: bool = False
    ):
        self._namespace = namespace
        self._quick = quick
        self._limits = limits
        self._kept: dict[int, Any] = {}
        self._modules: list[ModuleType] = []
        self._printed = _Beginning()
        self.asked: set[str] = set()

    @property
    def printed(self) -> str:
        return self._printed.text

    def answer(self, request: bytes) -> bytes:
        """Carries out one request and returns the reply: a value, or what was raised.

        With `quick`, a KeyboardInterrupt goes on, since who waits has pressed Stop for all of it,
        and so does a ChannelError: the one who asks has stopped waiting.
        """
        try:
            verb, *details = decode(request, self._resolve, self._limits)
            with _printing_to(self._printed), _settings_put_back():
                value = getattr(self, f"_{verb}")(*details)
            sent = self._without_bulk(value) if self._quick else value
            return encode({"value": sent}, self._refer, self._limits)
        # A student's function may raise anything, even SystemExit; the judge is told.
        except BaseException as error:
            if self._quick and isinstance(error, KeyboardInterrupt | ChannelError):
                raise
            return encode({"raised": _describe(error, self._namespace)}, self._refer)

    def _without_bulk(self, value: Any) -> Any:
        """The value; in place of a huge one, a reference or a tensor without numbers."""
        if is_tensor(value) and value.nbytes > self._limits.answer_bytes:
            return value.detach().to("meta")  # such a tensor is refused by its shape alone
        bulky = isinstance(value, list | tuple | dict | str | bytes) and len(value) > MAX_ITEMS
        return self._refer(value) if bulky else value

    def _resolve(self, reference: Reference) -> Any:
        return self._kept[reference.number]

    def _refer(self, value: Any) -> Reference:
        number = len(self._kept)
        self._kept[number] = value
        return Reference(number, type(value).__name__)

    def _name(self, name: str) -> Any:
        self.asked.add(name)
        if name not in self._namespace:
            raise UndefinedName(name)
        return self._namespace[name]

    def _attribute(self, owner: Any, name: str) -> Any:
        return getattr(owner, name)

    def _item(self, owner: Any, key: Any) -> Any:
        return owner[key]

    def _call(self, function: Any, arguments: list[Any], keywords: dict[str, Any]) -> Any:
        return function(*arguments, **keywords)

    def _make(self, expression: str, names: dict[str, Any]) -> Reference:
        known = NAMES
        if _NAMES_OF_TORCH.search(expression):
            known = _what_needs_torch()[0] | NAMES
        return self._refer(eval(expression, {**known, **names}))

    def _probe(self, name: str, arguments: list[Any], keywords: dict[str, Any]) -> Any:
        probes = PROBES or _what_needs_torch()[1]
        if name not in probes:
            raise ImportError(f"the probe `{name}` needs torch, which is not installed here")
        return probes[name](*arguments, **keywords)

    def _probe_in(
        self, code: bytes, name: str, arguments: list[Any], keywords: dict[str, Any]
    ) -> Any:
        """Runs one of the course's own probes, of a module that nobody has seen before."""
        compiled = unmarshalled(code)
        module = ModuleType(PurePath(compiled.co_filename).stem)
        self._modules.append(module)  # temporary folders that it makes go with it
        exec(compiled, vars(module))
        return getattr(module, name)(*arguments, **keywords)

    def _same(self, first: Any, second: Any) -> bool:
        return first is second

    def _iterate(self, owner: Any) -> Reference:
        return self._refer(iter(owner))

    def _take(self, steps: Iterator[Any]) -> list[Any]:
        """A list with the next item of an iterator; an empty list at the iterator's end."""
        return list(islice(steps, 1))

    def _length(self, owner: Any) -> int:
        return len(owner)

    def _define(self, values: dict[str, Any]) -> None:
        self._namespace.update(values)


class UndefinedName(Exception):
    """The notebook has not defined this name."""


def listen() -> None:
    """Makes this kernel `serve` the judge whenever a comm to `TARGET` is opened.

    Such a message takes less time than a cell, and is also handled in the main thread, where the
    student's functions can be interrupted.
    """
    from IPython import get_ipython

    shell = get_ipython()

    def opened(comm: Any, message: dict[str, Any]) -> None:
        said = message["content"]["data"]
        serve(said["address"], shell.user_ns, Limits(**said["limits"]))

    shell.kernel.comm_manager.register_target(TARGET, opened)


def serve(address: str | int, namespace: dict[str, Any], limits: Limits) -> None:
    """Answers the judge at `address` (a socket's path, or a port of this machine) until it leaves.

    Afterwards, closes figures that were drawn meanwhile: they belong to no cell.
    """
    agent = Agent(namespace, limits)
    family = socket.AF_INET if isinstance(address, int) else socket.AF_UNIX
    with socket.socket(family, socket.SOCK_STREAM) as stream:
        stream.connect(("127.0.0.1", address) if isinstance(address, int) else address)
        channel = Channel(stream, limits.answer_bytes)
        with contextlib.suppress(ChannelError):
            while True:
                request = channel.receive()
                with interruptible():
                    reply = agent.answer(request)
                channel.send(reply)
    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].close("all")


@contextlib.contextmanager
def _printing_to(kept: io.TextIOBase) -> Iterator[None]:
    """Keeps text that is printed while the judge asks out of the cells' outputs."""
    with contextlib.redirect_stdout(kept), contextlib.redirect_stderr(kept):
        yield


@contextlib.contextmanager
def _settings_put_back() -> Iterator[None]:
    """Puts settings back that a function has changed, so that others are judged the same."""
    torch = sys.modules.get("torch")
    if torch is None:
        yield
        return
    default = torch.get_default_dtype()
    try:
        with torch.enable_grad():
            yield
    finally:
        torch.set_default_dtype(default)


class _Beginning(io.TextIOBase):
    """Keeps the first letters that are written to it, and drops the rest."""

    text = ""

    def write(self, text: str) -> int:
        if (room := MAX_PRINTED - len(self.text)) > 0:
            self.text += text[:room]
        return len(text)


def _describe(error: BaseException, namespace: dict[str, Any]) -> dict[str, Any]:
    """The error in the student's terms: its kind, its message, the student's line, and clues."""
    kind = "UndefinedName" if type(error) is UndefinedName else type(error).__name__
    line, said = line_of_the_cell(error), _said(error)[:2000]
    seen = clues(error, said, line, namespace)
    return {"kind": kind, "message": said, "line": line, "clues": seen}


def _said(error: BaseException) -> str:
    try:
        return str(error)
    # The text of a student's own error class may raise an error itself.
    except Exception:
        return ""


def main_namespace() -> dict[str, Any]:
    """The names of the running notebook, or of the main module outside one."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    return shell.user_ns if shell else vars(sys.modules["__main__"])
