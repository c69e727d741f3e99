"""ipykernel's application, for a process that may open no network socket."""

from typing import Any

import zmq
from ipykernel.iostream import IOPubThread, OutStream
from ipykernel.kernelapp import IPKernelApp

_PRINTED_CHARACTERS = 2**20


class BoundedStream(OutStream):
    """A standard stream that takes no more of one cell's text than a judge would read.

    It spares the judge the rest of an honest mistake; what is sent on purpose, the judge bounds.
    """

    _cell: str | None = None
    _room = 0

    def write(self, string: str) -> int | None:
        cell = self.parent_header.get("msg_id")
        if cell != self._cell:
            self._cell, self._room = cell, _PRINTED_CHARACTERS
        if self._room > 0:
            super().write(string[: self._room])
            self._room -= len(string)
        return len(string)


class ForkedKernelApp(IPKernelApp):
    """An ipykernel without the TCP port by which child processes print into the notebook.

    libzmq aborts the process where the sandbox refuses that port.
    """

    def __init__(self, **settings: Any):
        super().__init__(**settings)
        self.outstream_class = f"{__name__}.{BoundedStream.__name__}"

    def init_iopub(self, context: zmq.Context) -> None:
        self.iopub_socket = context.socket(zmq.XPUB)
        self.iopub_socket.linger = 1000
        self.iopub_port = self._bind_socket(self.iopub_socket, self.iopub_port)
        self.iopub_thread = IOPubThread(self.iopub_socket, pipe=False, session=self.session)
        self.iopub_thread.start()
        self.iopub_socket = self.iopub_thread.background_socket
