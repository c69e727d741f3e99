"""Whether a check judges what the notebook says now: cells may have been edited or run again.

Functions look up other names when they are called, so only the values that a cell used while it ran
can be out of date.
"""

import re
from collections.abc import Iterable, Sequence

from nbjudge.course.names import names_of
from nbjudge.kernel.journal import Ran


def notes_on(asked: Iterable[str], cells: Sequence[Ran]) -> list[str]:
    """Notes on the names that checks asked for, after these cells have run."""
    found = (_unread_again(name, cells) or _outdated(name, cells) for name in asked)
    return list(dict.fromkeys(note for note in found if note))


def error_behind(name: str, cells: Sequence[Ran]) -> str:
    """The error of the last cell that was to give this name a value; empty if there was none."""
    tried = next((cell for cell in reversed(cells) if _would_bind(cell.text, name)), None)
    return tried.error if tried else ""


def not_run(text: str, saved: float, cell_id: str, cells: Sequence[Ran]) -> bool:
    """Whether a notebook's cell, saved with this text, was edited after it last ran."""
    same = [cell for cell in cells if cell_id and cell.cell_id == cell_id]
    if same:
        return same[-1].text.strip() != text.strip() and saved > same[-1].ended > 0
    ended = [cell.ended for cell in cells if cell.ended]
    anywhere = any(cell.text.strip() == text.strip() for cell in cells)
    return bool(ended) and not anywhere and saved > max(ended)


def _unread_again(name: str, cells: Sequence[Ran]) -> str:
    tried = next((cell for cell in reversed(cells) if _would_bind(cell.text, name)), None)
    if tried is None or not tried.unread or _binder(name, cells) is None:
        return ""
    return (
        f"The cell of `{name}` has {tried.error}. It did not run, so this report is on the `{name}`"
        " from before: mend the line, and run the cell again"
    )


def _outdated(name: str, cells: Sequence[Ran]) -> str:
    """A note if the name's cell has used a name that was changed later."""
    made = _binder(name, cells)
    if made is None:
        return ""
    for used in sorted(_used_for(made, cells)):
        then, now = _binder(used, cells[: made + 1]), _binder(used, cells)
        if then not in (None, made) and _is_edited(cells[then or 0], cells[now or 0]):
            return (
                f"`{name}` was made before `{used}` was changed: run its cell again, then this one"
            )
    return ""


def _is_edited(before: Ran, after: Ran) -> bool:
    """Whether one is the other cell with another text: told by id, else by the names bound."""
    if before.text.strip() == after.text.strip():
        return False
    if before.cell_id and after.cell_id:
        return before.cell_id == after.cell_id
    return names_of(before.text).bound == names_of(after.text).bound


def _binder(name: str, cells: Sequence[Ran]) -> int | None:
    """The place of the last cell that gave the name a value."""
    for place in reversed(range(len(cells))):
        if not cells[place].unread and name in names_of(cells[place].text).bound:
            return place
    return None


def _used_for(made: int, cells: Sequence[Ran]) -> set[str]:
    """The names that a cell used while it ran, and the names used by functions that it names."""
    found: set[str] = set()
    waiting = set(names_of(cells[made].text).read)
    while waiting:
        name = waiting.pop()
        found.add(name)
        place = _binder(name, cells[: made + 1])
        if place is not None:
            waiting |= names_of(cells[place].text).by_function.get(name, set()) - found
    return found


def _would_bind(text: str, name: str) -> bool:
    """Whether a cell binds this name, or would if it could be parsed."""
    begins = (
        rf"^\s*(?:class|def|async def)\s+{re.escape(name)}\b|^{re.escape(name)}\s*(?:,[^=\n]*)?="
    )
    return name in names_of(text).bound or bool(re.search(begins, text, re.MULTILINE))
