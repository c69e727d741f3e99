"""The cells that have run in this kernel: each one's text, when it ended, and its error."""

import sys
import time
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Ran:
    """A cell that ran. `cell_id` is the notebook's, and `ended` a time, if they are known.

    `error` is what stopped the cell; after a syntax error (`unread`) nothing in it has run.
    """

    text: str
    cell_id: str = ""
    ended: float = 0.0
    error: str = ""
    unread: bool = False


class Journal:
    """Notes each cell that ends in a notebook's shell, beginning with the running one."""

    def __init__(self, shell: Any):
        self._before = [Ran(text) for text in _texts(shell)]
        # The cell that makes the journal is still running, and is noted when it ends.
        self._running = self._before.pop() if self._before else Ran("")
        self._ended: list[Ran] = []
        shell.events.register("pre_run_cell", self._begin)
        shell.events.register("post_run_cell", self._end)

    def cells(self) -> list[Ran]:
        """The cells in the order in which they ran; the running cell is last."""
        return [*self._before, *self._ended, self._running]

    def _begin(self, info: Any) -> None:
        self._running = Ran(info.raw_cell or "", _id_of(info))

    def _end(self, result: Any) -> None:
        # Silent requests, which a front end makes by itself, are not noted.
        if not result.info.store_history:
            return
        unread = result.error_before_exec
        error = _described(unread or result.error_in_exec)
        text = result.info.raw_cell or ""
        self._ended.append(Ran(text, _id_of(result.info), time.time(), error, bool(unread)))
        self._running = Ran("")


def journal() -> Journal | None:
    """The journal of this kernel, begun by the first call; None outside a notebook."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    if shell is None:
        return None
    if not isinstance(kept := getattr(shell, "nbjudge_journal", None), Journal):
        kept = shell.nbjudge_journal = Journal(shell)
    return kept


def _texts(shell: Any) -> list[str]:
    return list(shell.history_manager.input_hist_raw[1:])


def _id_of(info: Any) -> str:
    return str(getattr(info, "cell_id", None) or "")


def _described(error: BaseException | None) -> str:
    if error is None:
        return ""
    if isinstance(error, SyntaxError):
        line = (error.text or "").strip()[:200]
        where = f" in line {error.lineno}" if error.lineno else ""
        return f"a syntax error{where}: " + (f"`{line}` ({error.msg})" if line else error.msg)
    try:
        return f"{type(error).__name__}: {error}"[:300]
    # The text of a student's own error class may raise an error itself.
    except Exception:
        return type(error).__name__
