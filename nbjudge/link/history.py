"""What a check has asked so far: which call gave a value, and which call raised an error.

A report shows a call beside a value only if that call gave the value.
"""

import contextlib
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nbjudge.link.channel import ChannelError
from nbjudge.link.show import show, show_call
from nbjudge.link.tensors import is_tensor

_REMEMBERED = 60


@dataclass(eq=False)
class Call:
    """A call of a function of the student's; `result` is its result, once there is one.

    `named` says that a check has named it, because only a probe knows how it is made.
    """

    name: str
    arguments: Sequence[Any]
    keywords: Mapping[str, Any]
    result: Any = None
    named: bool = False

    def __str__(self) -> str:
        return show_call(self.name, self.arguments, self.keywords)

    def gave(self, value: Any) -> bool:
        """Whether this very value is the call's result, or a part of a pair or list that is."""
        parts = self.result if isinstance(self.result, tuple | list) else ()
        return self.result is value or any(part is value for part in parts)

    def there(self, place: tuple[int, ...]) -> str:
        """The values at a place in the first argument that is a tensor; empty if there are none.

        In a table, they are the whole row.
        """
        given = [value for value in self.arguments if is_tensor(value)]
        if not given or not place or given[0].is_meta or given[0].dim() != len(place):
            return ""
        where = place[:1] if len(place) == 2 else place
        if any(index >= size for index, size in zip(where, given[0].shape, strict=False)):
            return ""
        return f"{show(given[0][where])} at {list(where)}"


@dataclass(eq=False)
class Named:
    """A variable of the student's, and its value."""

    name: str
    value: Any

    def __str__(self) -> str:
        return self.name

    def gave(self, value: Any) -> bool:
        return self.value is value


class History:
    """The last calls and names of a check."""

    def __init__(self) -> None:
        self._events: deque[Call | Named] = deque(maxlen=_REMEMBERED)
        self._making: Call | None = None
        self.stopped: Call | None = None

    def forget(self) -> None:
        """Forgets the calls of a check, since another one begins."""
        self._events.clear()
        self._making = self.stopped = None

    def note(self, event: Call | Named) -> None:
        self._events.append(event)

    @contextlib.contextmanager
    def making(self, call: Call | None) -> Iterator[None]:
        """Use it while a call is made: an error meanwhile belongs to that call."""
        if call is not None:
            self._events.append(call)
        kept, self._making = self._making, call
        try:
            yield
        except ChannelError:
            self.stopped = call
            raise
        finally:
            self._making = kept

    def being_made(self) -> str:
        """The call that is being made, as the student would type it; empty if there is none."""
        return str(self._making) if self._making else ""

    def told_of(self, read: Call | None) -> Call | None:
        """The call that a probe makes: as `observe` or the check has named it, else as it was read.

        What a check names holds until it calls or names another one.
        """
        last = self.last_call()
        named = last if read and last and last.named and last.name == read.name else None
        return self._making or named or read

    def source_of(self, value: Any) -> Call | Named | None:
        """The last call or variable that gave this very value; None if none did."""
        return next((event for event in reversed(self._events) if event.gave(value)), None)

    def last_call(self) -> Call | None:
        return next((event for event in reversed(self._events) if isinstance(event, Call)), None)

    def last_name(self) -> str:
        """The variable that was asked for last; empty if the last request was no variable."""
        last = self._events[-1] if self._events else None
        return last.name if isinstance(last, Named) else ""
