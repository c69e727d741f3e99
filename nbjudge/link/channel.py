"""A socket that carries messages, with limits on their size and on the time they take."""

import socket
import struct
import time

from nbjudge.course.limits import DEFAULTS

# The name of the Jupyter comm by which a kernel is asked for a channel.
TARGET = "nbjudge"
_LENGTH = struct.Struct("!Q")


class ChannelError(Exception):
    """No further message can be received: the other side is slow, gone, or sends too much."""


class Channel:
    """Whole messages over a stream socket. Times are in seconds, sizes in bytes."""

    def __init__(self, stream: socket.socket, max_bytes: int = DEFAULTS.answer_bytes):
        self._stream = stream
        self._max_bytes = max_bytes

    def send(self, message: bytes, timeout: float | None = None) -> None:
        """Sends one message. Raises ChannelError if nobody takes it in time."""
        try:
            self._stream.settimeout(timeout)
            self._stream.sendall(_LENGTH.pack(len(message)) + message)
        except OSError as error:
            raise _broken(error) from error

    def receive(self, timeout: float | None = None) -> bytes:
        """The next message. Raises ChannelError if it has not fully arrived within `timeout`."""
        deadline = None if timeout is None else time.monotonic() + timeout
        (size,) = _LENGTH.unpack(self._read(_LENGTH.size, deadline))
        if size > self._max_bytes:
            raise ChannelError(f"an answer of {size:,} bytes; {self._max_bytes:,} is the limit")
        return self._read(size, deadline)

    def close(self) -> None:
        self._stream.close()

    def _read(self, size: int, deadline: float | None) -> bytes:
        # The buffer grows as bytes arrive, so a length that is only announced costs no memory.
        read = bytearray()
        while len(read) < size:
            left = None if deadline is None else deadline - time.monotonic()
            if left is not None and left <= 0:
                raise ChannelError("no answer in time")
            try:
                self._stream.settimeout(left)
                piece = self._stream.recv(min(size - len(read), 2**20))
            except OSError as error:
                raise _broken(error) from error
            if not piece:
                raise ChannelError("the kernel has gone")
            read += piece
        return bytes(read)


def _broken(error: OSError) -> ChannelError:
    slow = isinstance(error, TimeoutError)
    return ChannelError("no answer in time" if slow else "the kernel has gone")
