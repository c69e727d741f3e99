"""What a check holds of the student's work: handles on names and objects in the kernel.

A check cannot tell whether the kernel is its own process (a live notebook) or another one (at
grading): both get the same messages, and only what carries the messages differs.
"""

from collections.abc import Callable, Iterator
from typing import Any

from nbjudge.course.limits import DEFAULTS, Limits
from nbjudge.link.discretion import Discretion
from nbjudge.link.failures import CheckFailure, Misspelt, NotAttempted, StudentError
from nbjudge.link.history import Call, History, Named
from nbjudge.link.slips import in_words, misspelt
from nbjudge.link.tensors import is_tensor
from nbjudge.link.wire import BadMessage, Reference, decode, encode
from nbjudge.link.worlds import World

Transport = Callable[[bytes], bytes]


class Link:
    """Sends requests over a transport; `history` remembers them for the report.

    `cells` are the texts of the cells that have run. `own_cells` are those from the exercise's
    solution cell on, if that is known. `cell_error` is the solution cell's error, if it had one;
    `error_behind` gives for a name the error of the cell that was to define it. `discretion` keeps
    words of the student's process out of reports once hidden checks have asked it. `run_there` runs
    the cells again in another world; None if that is not possible. `believing` is called with the
    name of each probe before it is asked: the student's process has to be believed there.
    `looked_up` is called with the name and the value of all data that is asked for by name, and
    `ask_a_person` with the reason why a person must look. `judged_right` are the exercises before
    this one of which every check has passed, as far as that is known.
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
        self.believing: Callable[[str], None] = lambda probe: None
        self.looked_up: Callable[[str, Any], None] = lambda name, value: None
        self.ask_a_person: Callable[[str], None] = lambda why: None
        self.judged_right: frozenset[str] = frozenset()
        self.history = History()

    def ask(self, verb: str, *details: Any) -> Any:
        """The answer to one request: data as it is, any other object as a Handle."""
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
        """Notes that another check begins, and forgets the calls of the one before."""
        self.history.forget()
        self.discretion.begin(hidden)

    def call(self, function: "Handle", arguments: list[Any], keywords: dict[str, Any]) -> Any:
        """The result of a call; calls of the student's own functions are remembered."""
        if not function._own:
            return self.ask("call", function, arguments, keywords)
        call = Call(function._label, arguments, keywords)
        with self.history.making(call):
            call.result = self.ask("call", function, arguments, keywords)
        return call.result

    def _raised(self, error: Any, name: str) -> Exception:
        """The error to raise here for an error in the kernel, when `name` was asked for."""
        said = _read_error(error)
        if isinstance(said, BadMessage):
            return said
        kind, message, line, clues = said
        if kind == "UndefinedName":
            return self._undefined(name)
        words = self.discretion.of_words(in_words(kind, message, clues))
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
        code: bytes | None = None,
        call: Call | None = None,
    ) -> Any:
        """The result of a probe: the engine's, or one of the file whose marshalled `code` is given.

        `call` is the call of the student's function that the probe makes; by default, it is the one
        that the check has named, or it is read from the arguments.
        """
        call = call or self.history.told_of(_call_in(arguments))
        self.believing(name)
        with self.history.making(call):
            asked = ("probe", name) if code is None else ("probe_in", code, name)
            answer = self.ask(*asked, arguments, keywords)
        if call is not None:
            call.result = answer
        return answer

    def make(self, expression: str, names: dict[str, Any]) -> "Handle":
        """A handle on the value of an expression in the kernel, even if the value is data."""
        return self.kept("make", expression, names)

    def kept(self, verb: str, *details: Any) -> "Handle":
        """Asks as `ask` does, for an object that stays in the kernel."""
        answer = self.ask(verb, *details)
        if not isinstance(answer, Handle):
            raise BadMessage("a handle was asked for")
        return answer


class Handle:
    """An object in the student's kernel: attributes, calls and indexing are evaluated there."""

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

    A name that stands for an object is asked for once; data is asked for each time.
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
            self._link.looked_up(name, value)
            self._link.history.note(Named(name, value))
        return value


_FUNCTIONS = ("function", "builtin_function_or_method", "method")


def _call_in(arguments: list[Any]) -> Call | None:
    """The call of a student's function that a probe with these arguments makes, if any."""
    for place, value in enumerate(arguments):
        if isinstance(value, Handle) and value._own:
            given = arguments[place + 1 :]
            calls = kind_of(value) in _FUNCTIONS or any(is_tensor(part) for part in given[:1])
            return Call(value._label, given, {}) if calls else None
    return None


def link_of(held: Student | Handle) -> Link:
    """The link of a handle, for the engine's own functions that are given handles."""
    link: Link = object.__getattribute__(held, "_link")
    return link


def kind_of(handle: Handle) -> str:
    """The name of the class of a handle's object."""
    reference: Reference = object.__getattribute__(handle, "_reference")
    return reference.kind


def _refer(value: Any) -> Reference | None:
    return object.__getattribute__(value, "_reference") if isinstance(value, Handle) else None


def _read_error(error: Any) -> "tuple[str, str, str, dict[str, Any]] | BadMessage":
    """An error's kind, message, line and clues, as the kernel describes them."""
    if type(error) is not dict or any(type(error.get(k)) is not str for k in ("kind", "message")):
        return BadMessage("an error has a kind and a message")
    line, clues = error.get("line", ""), error.get("clues", {})
    line = line[:200] if type(line) is str else ""
    return error["kind"][:80], error["message"][:2000], line, clues if type(clues) is dict else {}
