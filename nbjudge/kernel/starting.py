"""Reports to the server what goes wrong while a process becomes a kernel."""

import contextlib
import os
import traceback

_MOST = 4096  # bytes that an empty pipe takes at once


class Starting:
    """A pipe by which a kernel that cannot start tells the server why.

    The kernel closes it before any of the student's code can run and write to it.
    """

    def __init__(self) -> None:
        self._heard, self._spoken = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)

    def leave_all_else_behind(self, kept: int) -> None:
        """Closes every file of this process but this end of the pipe, `kept`, and the first three.

        The first three are the standard ones.
        """
        first, second = sorted((kept, self._spoken))
        os.closerange(3, first)
        os.closerange(first + 1, second)
        os.closerange(second + 1, os.sysconf("SC_OPEN_MAX"))

    def tell(self, error: BaseException) -> None:
        """Sends the end of an error's traceback; does nothing if this process's end is closed."""
        # If its settings are wrong, ipykernel raises SystemExit, which is not the cause itself.
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
        """What was sent; empty if the kernel has started. The server calls this once."""
        try:
            return os.read(self._heard, _MOST).decode(errors="replace")
        except BlockingIOError:  # nothing was sent, but a process that is about to end still could
            return ""
        finally:
            os.close(self._heard)

    def close(self) -> None:
        """Closes both ends, if no kernel was forked."""
        self.stop_telling()
        os.close(self._heard)
