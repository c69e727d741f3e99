"""The time in which a process becomes a kernel: what goes wrong in it reaches the server."""

import contextlib
import os
import traceback

_MOST = 4096  # bytes: an empty pipe takes as many at once


class Starting:
    """A pipe by which a kernel that cannot start tells the server why.

    The kernel closes it before any of the student's code can run, which so cannot speak here.
    """

    def __init__(self) -> None:
        self._heard, self._spoken = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)

    def leave_all_else_behind(self) -> None:
        """Closes every file of this process but its end of the pipe and the standard ones."""
        os.closerange(3, self._spoken)
        os.closerange(self._spoken + 1, os.sysconf("SC_OPEN_MAX"))

    def tell(self, error: BaseException) -> None:
        """Tells the end of an error's traceback; nothing where this process's end is closed."""
        # ipykernel ends itself by SystemExit where its settings are wrong: that is not the cause.
        while isinstance(error, SystemExit) and error.__context__ is not None:
            error = error.__context__
        text = "".join(traceback.format_exception(error))
        with contextlib.suppress(OSError):
            os.write(self._spoken, text.encode(errors="replace")[-_MOST:])

    def stop_telling(self) -> None:
        """Closes this process's end."""
        os.close(self._spoken)
        self._spoken = -1

    def heard(self) -> str:
        """What was told, empty where the kernel has started; the server calls it once."""
        try:
            return os.read(self._heard, _MOST).decode(errors="replace")
        except BlockingIOError:  # nothing was told, and a process that is about to end could still
            return ""
        finally:
            os.close(self._heard)

    def close(self) -> None:
        """Closes both ends, where no kernel was forked."""
        self.stop_telling()
        os.close(self._heard)
