"""What a check holds of the student's work: a handle on names and objects in the kernel.

A check cannot tell whether the kernel is its own process (a live notebook) or another one (at
grading): both are reached by the same messages, and only what carries them differs.
"""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from nbjudge.course.limits import DEFAULTS, Limits
from nbjudge.link.discretion import Discretion
from nbjudge.link.failures import CheckFailure, Misspelt, NotAttempted, StudentError
from nbjudge.link.history import Call, History, Named
from nbjudge.link.slips import in_words, misspelt
from nbjudge.link.tensors import is_tensor
from nbjudge.link.wire import BadMessage, Reference, decode, encode
from nbjudge.link.worlds import World

Transport = Callable[[bytes], bytes]


class ProbeFile(NamedTuple):
    """A file of probes of a course's own; `key` is that of its content."""

    key: str
    name: str
    text: str


class Link:
    """Sends requests over a transport; `history` remembers them for the report.

    `cells` are the texts of the cells that have run, `own_cells` those of them from the exercise's
    solution cell on, where it is known. `cell_error` is what stopped that cell, if anything did;
    `error_behind` tells for a name what stopped the cell that was to define it.
    `discretion` keeps words of the student's process out of reports, where hidden checks ask it.
    `run_there` runs the cells once more in another world; None where that cannot be.
    """

    def __init__(self, transport: Transport, cells: list[str], limits: Limits = DEFAULTS):
        self._transport = transport
        self._limits = limits
        self.cells = cells
        self.own_cells: list[str] = []
        self.cell_error = ""
        self.error_behind: Callable[[str], str] = lambda name: ""
        self.discretion = Discretion()
        self.run_there: Callable[[World], Student] | None = None
        self.history = History()
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
        raise self._raised(answer.get("raised"), name)

    def _handle(self, reference: Reference) -> "Handle":
        self.discretion.note(reference.kind)
        return Handle(self, reference)

    def begin_check(self, hidden: bool) -> None:
        """Another check begins, whose calls are its own."""
        self.history.forget()
        self.discretion.begin(hidden)

    def call(self, function: "Handle", arguments: list[Any], keywords: dict[str, Any]) -> Any:
        """What a call gives; one of the student's own functions is remembered with it."""
        if not function._own:
            return self.ask("call", function, arguments, keywords)
        call = Call(function._label, arguments, keywords)
        with self.history.making(call):
            call.result = self.ask("call", function, arguments, keywords)
        return call.result

    def _raised(self, error: Any, name: str) -> Exception:
        """What is raised here for an error there, where a `name` was asked for."""
        said = _read_error(error)
        if isinstance(said, BadMessage):
            return said
        kind, message, line, clues = said
        if kind == "UndefinedName":
            return self._undefined(name)
        words = self.discretion.of_words(in_words(kind, message, line, clues))
        kind, message, line = self.discretion.of_an_error(kind, message, line)
        if kind == "NotImplementedError" and clues.get("stub") is True:
            still = "the place for your code still raises NotImplementedError"
            return NotAttempted(message or still)
        call = self.history.being_made()
        return StudentError(kind, message, line, call, words)

    def _undefined(self, name: str) -> AssertionError:
        if error := self.cell_error or self.error_behind(name):
            stopped = f"your cell stopped with {error}"
            said = f"`{name}` is not defined: {stopped}"
            return CheckFailure(said, kind="not defined", mistake=stopped)
        if meant := misspelt(name, self.own_cells or self.cells):
            return Misspelt(f"`{name}` is not defined, but `{meant}` is: did you mean `{name}`?")
        return NotAttempted(f"`{name}` is not defined yet")

    def probe(
        self,
        name: str,
        arguments: list[Any],
        keywords: dict[str, Any],
        file: ProbeFile | None = None,
        call: Call | None = None,
    ) -> Any:
        """What a probe finds there. The text of a course's own file is sent with its first one.

        `call` is the call of the student's function that it makes, where the arguments do not tell.
        """
        call = call or _call_in(arguments)
        with self.history.making(call):
            answer = self._probe(name, arguments, keywords, file)
        if call is not None:
            call.result = answer
        return answer

    def _probe(
        self, name: str, arguments: list[Any], keywords: dict[str, Any], file: ProbeFile | None
    ) -> Any:
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

    __slots__ = ("_label", "_link", "_own", "_reference")

    def __init__(self, link: Link, reference: Reference):
        self._link, self._reference = link, reference
        self._label, self._own = reference.kind, False

    def __getattr__(self, name: str) -> Any:
        return self._named(self._link.ask("attribute", self, name), f"{self._label}.{name}")

    def __getitem__(self, key: Any) -> Any:
        return self._named(self._link.ask("item", self, key), f"{self._label}[{key!r}]")

    def __call__(self, *arguments: Any, **keywords: Any) -> Any:
        result = self._link.call(self, list(arguments), keywords)
        return self._named(result, f"{self._label}()")

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
            value._label, value._own = label, self._own
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
            value._label, value._own = name, True
            self._asked[name] = value
        else:
            self._link.history.note(Named(name, value))
        return value


_FUNCTIONS = ("function", "builtin_function_or_method", "method")


def _call_in(arguments: list[Any]) -> Call | None:
    """The call of a student's function that a probe with these arguments makes, if it makes one."""
    for place, value in enumerate(arguments):
        if isinstance(value, Handle) and value._own:
            given = arguments[place + 1 :]
            calls = kind_of(value) in _FUNCTIONS or any(is_tensor(part) for part in given[:1])
            return Call(value._label, given, {}) if calls else None
    return None


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


def _read_error(error: Any) -> "tuple[str, str, str, dict[str, Any]] | BadMessage":
    """An error's kind, message, line and clues, as the other side describes them."""
    if type(error) is not dict or any(type(error.get(k)) is not str for k in ("kind", "message")):
        return BadMessage("an error has a kind and a message")
    line, clues = error.get("line", ""), error.get("clues", {})
    line = line[:200] if type(line) is str else ""
    return error["kind"][:80], error["message"][:2000], line, clues if type(clues) is dict else {}
