"""Whether what the judge relies on in a student's process is as it was at its start."""

import random
from collections.abc import Callable, Iterator

# A look takes some milliseconds, so not every probe gets one; which does, no submission can know.
_ONE_IN = 32


class Integrity:
    """Looks at a notebook's kernels where the judge has to believe them.

    `changed` are the names of what was found changed, and `believed` are the exercises whose checks
    have asked probes, in order.
    """

    def __init__(self) -> None:
        self.changed: dict[str, None] = {}
        self.believed: dict[str, None] = {}
        self._slug = ""
        self._chance = random.SystemRandom()

    def begin(self, slug: str) -> None:
        """Notes which exercise is judged from now on."""
        self._slug = slug

    def believe(self, look: Callable[[], list[str]], *, first: bool) -> None:
        """To be called before a probe is asked; `first` is the first since the kernel was opened.

        `look` finds out what that kernel has changed.
        """
        self.believed[self._slug] = None
        if first or self._chance.randrange(_ONE_IN) == 0:
            self.note(look())

    def note(self, changed: list[str]) -> None:
        """Notes what a look has found."""
        self.changed.update(dict.fromkeys(changed))

    def flags(self) -> Iterator[str]:
        """What the instructor is told."""
        if not self.changed:
            return
        said = f"changed what the judge relies on, or reached for it ({_some(list(self.changed))})"
        if slugs := ", ".join(self.believed):
            said += f": a person must look at {slugs}, where checks believe the student's process"
        yield said


def _some(names: list[str], most: int = 5) -> str:
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more
