"""What a check has asked so far: which call gave a value, and which call raised an error.

A report shows a call beside a value only where that call gave it.
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
    """A call of a function of the student's; `result` is what it gave, once it has."""

    name: str
    arguments: Sequence[Any]
    keywords: Mapping[str, Any]
    result: Any = None

    def __str__(self) -> str:
        return show_call(self.name, self.arguments, self.keywords)

    def gave(self, value: Any) -> bool:
        """Whether this very value came of it, or is a part of the pair or list that came."""
        parts = self.result if isinstance(self.result, tuple | list) else ()
        return self.result is value or any(part is value for part in parts)

    def there(self, place: tuple[int, ...]) -> str:
        """What the first argument that is a tensor has at a place; empty where it has none.

        In a table, that is the whole row.
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
    """A variable of the student's, and what it was."""

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
        """Another check begins, whose calls are its own."""
        self._events.clear()
        self._making = self.stopped = None

    def note(self, event: Call | Named) -> None:
        self._events.append(event)

    @contextlib.contextmanager
    def making(self, call: Call | None) -> Iterator[None]:
        """While this call is made: an error that comes meanwhile is its own."""
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
        """The call that is made now, as the student would type it; empty where there is none."""
        return str(self._making) if self._making else ""

    def source_of(self, value: Any) -> Call | Named | None:
        """What gave this very value, the last time; None where nothing did."""
        return next((event for event in reversed(self._events) if event.gave(value)), None)

    def last_call(self) -> Call | None:
        return next((event for event in reversed(self._events) if isinstance(event, Call)), None)

    def last_name(self) -> str:
        """The variable that was asked for last; empty where that was none."""
        last = self._events[-1] if self._events else None
        return last.name if isinstance(last, Named) else ""
