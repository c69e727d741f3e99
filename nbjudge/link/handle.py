"""What a check holds of the student's work: a handle on names and objects in the kernel.

A check cannot tell whether the kernel is its own process (a live notebook) or another one (at
grading): both are reached by the same messages, and only what carries them differs.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from nbjudge.course.limits import DEFAULTS, Limits
from nbjudge.link.discretion import Discretion
from nbjudge.link.failures import NotAttempted, StudentError
from nbjudge.link.show import show_call
from nbjudge.link.wire import BadMessage, Reference, decode, encode
from nbjudge.link.worlds import World

Transport = Callable[[bytes], bytes]


class ProbeFile(NamedTuple):
    """A file of probes of a course's own; `key` is that of its content."""

    key: str
    name: str
    text: str


class Link:
    """Sends requests over a transport, and remembers the last call for the report.

    `cells` are the texts of the cells that have run, `own_cells` those of them from the exercise's
    solution cell on, where it is known. `cell_error` is what stopped that cell, if anything did.
    `discretion` keeps words of the student's process out of reports, where hidden checks ask it.
    `run_there` runs the cells once more in another world; None where that cannot be.
    """

    def __init__(self, transport: Transport, cells: list[str], limits: Limits = DEFAULTS):
        self._transport = transport
        self._limits = limits
        self.cells = cells
        self.own_cells: list[str] = []
        self.cell_error = ""
        self.discretion = Discretion()
        self.run_there: Callable[[World], Student] | None = None
        self._last_call: tuple[str, Sequence[Any], Mapping[str, Any]] | None = None
        self._sent: set[str] = set()

    def ask(self, verb: str, *details: Any) -> Any:
        """The answer to one request: data as data, anything else as a Handle."""
        reply = self._transport(encode([verb, *details], _refer, self._limits))
        answer = decode(reply, self._handle, self._limits)
        if type(answer) is not dict or len(answer) != 1:
            raise BadMessage("a reply is a value or an error")
        if "value" in answer:
            self.discretion.note(answer["value"])
            return answer["value"]
        name = str(details[0]) if verb == "name" else ""
        raise _raised(answer.get("raised"), name, self)

    def _handle(self, reference: Reference) -> "Handle":
        self.discretion.note(reference.kind)
        return Handle(self, reference)

    def note_call(
        self, function: "Handle", arguments: Sequence[Any], keywords: Mapping[str, Any]
    ) -> None:
        """Remembers a call, for the report."""
        self._last_call = function._label, arguments, keywords

    def begin_check(self, hidden: bool) -> None:
        """Another check begins, whose calls are its own."""
        self._last_call = None
        self.discretion.begin(hidden)

    def last_call(self) -> str:
        """The last call as the student would type it; empty where there was none."""
        return show_call(*self._last_call) if self._last_call else ""

    def probe(
        self,
        name: str,
        arguments: list[Any],
        keywords: dict[str, Any],
        file: ProbeFile | None = None,
    ) -> Any:
        """What a probe finds there. The text of a course's own file is sent with its first one."""
        if file is None:
            return self.ask("probe", name, arguments, keywords)
        if file.key in self._sent:
            return self.ask("probe_in", [file.key], name, arguments, keywords)
        self._sent.add(file.key)
        return self.ask("probe_in", list(file), name, arguments, keywords)

    def make(self, expression: str, names: dict[str, Any]) -> "Handle":
        """A handle on what an expression gives there, also where it is data."""
        return self.kept("make", expression, names)

    def kept(self, verb: str, *details: Any) -> "Handle":
        """As `ask`, for what stays there."""
        answer = self.ask(verb, *details)
        if not isinstance(answer, Handle):
            raise BadMessage("a handle was asked for")
        return answer


class Handle:
    """An object of the student's, in the kernel: its attributes, calls and items are had there."""

    __slots__ = ("_label", "_link", "_reference")

    def __init__(self, link: Link, reference: Reference, label: str | None = None):
        self._link, self._reference = link, reference
        self._label = label or reference.kind

    def __getattr__(self, name: str) -> Any:
        return self._named(self._link.ask("attribute", self, name), f"{self._label}.{name}")

    def __getitem__(self, key: Any) -> Any:
        return self._named(self._link.ask("item", self, key), f"{self._label}[{key!r}]")

    def __call__(self, *arguments: Any, **keywords: Any) -> Any:
        self._link.note_call(self, arguments, keywords)
        return self._link.ask("call", self, list(arguments), keywords)

    def __iter__(self) -> Iterator[Any]:
        steps = self._link.kept("iterate", self)
        while True:
            taken = self._link.ask("take", steps)
            if type(taken) is not list or not taken:
                return
            yield taken[0]

    def __len__(self) -> int:
        size = self._link.ask("length", self)
        if type(size) is not int:
            raise BadMessage("a length is a whole number")
        return size

    def __repr__(self) -> str:
        return f"<{self._reference.kind}>"

    def _named(self, value: Any, label: str) -> Any:
        if isinstance(value, Handle):
            value._label = label
        return value


class Student:
    """The names that a notebook has defined at the place of a check cell.

    What a name stands for is asked once, as it is there; data is asked for each time.
    """

    def __init__(self, link: Link):
        self._link = link
        self._asked: dict[str, Handle] = {}

    def __getattr__(self, name: str) -> Any:
        if name in self._asked:
            return self._asked[name]
        value = self._link.ask("name", name)
        if isinstance(value, Handle):
            value._label = name
            self._asked[name] = value
        return value


def link_of(held: Student | Handle) -> Link:
    """The link that a handle goes over; for the functions in `nbjudge.checks.assertions`."""
    link: Link = object.__getattribute__(held, "_link")
    return link


def kind_of(handle: Handle) -> str:
    """The name of the class of a handle's object."""
    reference: Reference = object.__getattribute__(handle, "_reference")
    return reference.kind


def _refer(value: Any) -> Reference | None:
    return object.__getattribute__(value, "_reference") if isinstance(value, Handle) else None


def _raised(error: Any, name: str, link: Link) -> Exception:
    """What is raised here for an error there, where a `name` was asked for."""
    if type(error) is not dict or any(type(error.get(k)) is not str for k in ("kind", "message")):
        return BadMessage("an error has a kind and a message")
    kind, message, line = error["kind"][:80], error["message"][:2000], error.get("line", "")
    line = line[:200] if type(line) is str else ""
    if kind == "UndefinedName" and link.cell_error:
        return AssertionError(f"`{name}` is not defined: your cell stopped with {link.cell_error}")
    if kind == "UndefinedName":
        return NotAttempted(f"`{name}` is not defined yet")
    kind, message, line = link.discretion.of_an_error(kind, message, line)
    if kind == "NotImplementedError":
        return NotAttempted(message or "the place for your code still raises NotImplementedError")
    return StudentError(kind, message, line)
