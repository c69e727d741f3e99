"""The student's side: answers a judge's requests about the objects of one namespace.

It runs among the student's code, so nothing it says is trusted: the judge reads its answers as
data (see `wire`) and compares that data with its own.
"""

import contextlib
import io
import linecache
import socket
import sys
import traceback
from typing import Any

import matplotlib.pyplot as plt
import torch

from nbjudge.course.limits import DEFAULTS, Limits
from nbjudge.link.channel import TARGET, Channel, ChannelError
from nbjudge.link.wire import Reference, decode, encode
from nbjudge.torch.probes.namespace import NAMESPACE


class Agent:
    """Looks up, calls and evaluates on behalf of a judge; keeps what is not data."""

    def __init__(self, namespace: dict[str, Any], limits: Limits = DEFAULTS):
        self._namespace = namespace
        self._limits = limits
        self._kept: dict[int, Any] = {}

    def answer(self, request: bytes) -> bytes:
        """Carries out one request and returns the reply: a value, or what was raised."""
        try:
            verb, *details = decode(request, self._resolve, self._limits)
            with _silenced(), _settings_put_back():
                value = getattr(self, f"_{verb}")(*details)
            return encode({"value": value}, self._refer, self._limits)
        # A student's function may raise anything, also SystemExit; the judge wants to know.
        except BaseException as error:
            return encode({"raised": _describe(error)}, self._refer)

    def _resolve(self, reference: Reference) -> Any:
        return self._kept[reference.number]

    def _refer(self, value: Any) -> Reference:
        number = len(self._kept)
        self._kept[number] = value
        return Reference(number, type(value).__name__)

    def _name(self, name: str) -> Any:
        if name not in self._namespace:
            raise UndefinedName(name)
        return self._namespace[name]

    def _attribute(self, owner: Any, name: str) -> Any:
        return getattr(owner, name)

    def _item(self, owner: Any, key: Any) -> Any:
        return owner[key]

    def _call(self, function: Any, arguments: list, keywords: dict) -> Any:
        return function(*arguments, **keywords)

    def _evaluate(self, expression: str, names: dict, keep: bool) -> Any:
        value = eval(expression, {**NAMESPACE, **names})
        return self._refer(value) if keep else value

    def _define(self, values: dict) -> None:
        self._namespace.update(values)


class UndefinedName(Exception):
    """The notebook has not defined this name."""


def listen() -> None:
    """Has this kernel `serve` the judge whenever a comm to `TARGET` is opened.

    As a message of its own that takes less time than a cell, and runs in the main thread too:
    the student's functions can be interrupted there.
    """
    from IPython import get_ipython

    shell = get_ipython()

    def opened(comm: Any, message: dict[str, Any]) -> None:
        said = message["content"]["data"]
        serve(said["address"], shell.user_ns, Limits(**said["limits"]))

    shell.kernel.comm_manager.register_target(TARGET, opened)


def serve(address: str | int, namespace: dict[str, Any], limits: Limits) -> None:
    """Answers the judge at `address` (a socket's path, or a port of this machine) until it leaves.

    Closes the figures that were drawn for it: they belong to no cell.
    """
    agent = Agent(namespace, limits)
    family = socket.AF_INET if isinstance(address, int) else socket.AF_UNIX
    with socket.socket(family, socket.SOCK_STREAM) as stream:
        stream.connect(("127.0.0.1", address) if isinstance(address, int) else address)
        channel = Channel(stream, limits.answer_bytes)
        with contextlib.suppress(ChannelError):
            while True:
                channel.send(agent.answer(channel.receive()))
    plt.close("all")


@contextlib.contextmanager
def _silenced():
    """What a function prints while it is judged belongs to no cell."""
    with contextlib.redirect_stdout(_Nowhere()), contextlib.redirect_stderr(_Nowhere()):
        yield


@contextlib.contextmanager
def _settings_put_back():
    """What a function leaves switched off or set must not change how others are judged."""
    default = torch.get_default_dtype()
    try:
        with torch.enable_grad():
            yield
    finally:
        torch.set_default_dtype(default)


class _Nowhere(io.TextIOBase):
    def write(self, text: str) -> int:
        return len(text)


def _describe(error: BaseException) -> dict[str, Any]:
    """The error in the student's terms: its kind, its message and the line of theirs."""
    kind = "UndefinedName" if type(error) is UndefinedName else type(error).__name__
    return {"kind": kind, "message": _said(error)[:2000], "line": _line_of_the_cell(error)}


def _said(error: BaseException) -> str:
    try:
        return str(error)
    # An error class of the student's may fail to say what it is.
    except Exception:
        return ""


def _line_of_the_cell(error: BaseException) -> str:
    line = ""
    for frame, number in traceback.walk_tb(error.__traceback__):
        filename = frame.f_code.co_filename
        if "ipykernel_" in filename or filename.startswith("<"):
            line = linecache.getline(filename, number).strip() or line
    return line[:200]


def main_namespace() -> dict[str, Any]:
    """The names of the running notebook, or of the main module outside one."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    return shell.user_ns if shell else vars(sys.modules["__main__"])
