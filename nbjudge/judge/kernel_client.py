"""The judge's connection to a kernel: takes in no more of a cell's output than the limits allow."""

import asyncio
import contextlib
import math
import queue
import secrets
import time
from typing import Any

import zmq
import zmq.asyncio
from jupyter_client.asynchronous import AsyncKernelClient
from jupyter_client.manager import AsyncKernelManager
from jupyter_core.utils import run_sync
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionComplete
from nbformat import NotebookNode
from nbformat.v4 import new_output
from traitlets import default

from nbjudge.course.limits import Limits

# Connecting may begin before the kernel has made its sockets; libzmq would retry ever later.
_TRY_AGAIN_MS = 5
_END = "end"
TOO_MANY = "more or larger messages than the limits allow"


class BoundedClient(NotebookClient):
    """nbclient's client with bounded output; it stops a cell that sends too much.

    `heard` tells whether all outputs of the last cell have arrived, `flooded` whether there were
    too many, and `ended` whether the kernel proved that the cell ran to its end without an error.
    """

    def __init__(self, notebook: NotebookNode, limits: Limits, **settings: Any):
        super().__init__(notebook, **settings)
        self._limits = limits
        self._seen = 0
        self.timed_out = self.heard = self.flooded = self.ended = False
        self.on_cell_executed = self._note_the_reply

    async def async_execute_cell(self, cell: NotebookNode, *details: Any, **named: Any) -> Any:
        self._seen = self._messages = 0
        self.timed_out = self.heard = self.flooded = self.ended = False
        # A later cell may update a display of this one, but nbclient looks only in the later cell.
        self._display_id_map.clear()
        return await super().async_execute_cell(cell, *details, **named)

    # nbclient's `execute_cell` wraps the method of its own class, so it has to be wrapped here too.
    execute_cell = run_sync(async_execute_cell)

    def _note_the_reply(self, execute_reply: dict[str, Any], **_: Any) -> None:
        self.ended = self.kc.proves_the_end(execute_reply.get("content"))

    async def _async_handle_timeout(self, timeout: int, cell: NotebookNode | None = None) -> Any:
        self.timed_out = True
        return await super()._async_handle_timeout(timeout, cell)

    async def _async_poll_for_reply(
        self, msg_id: str, cell: NotebookNode, timeout: int | None, outputs: Any, alive: Any
    ) -> Any:
        # nbclient awaits the outputs, within `iopub_timeout`, once it has the reply.
        last = self._last_outputs(outputs)
        try:
            return await super()._async_poll_for_reply(msg_id, cell, timeout, last, alive)
        finally:
            last.close()

    async def _last_outputs(self, outputs: asyncio.Future[None]) -> None:
        """Waits for the outputs of a cell that has ended, as long as new ones arrive.

        On a busy machine, many outputs arrive long after the cell has ended.
        """
        seen = None
        try:
            while not outputs.done() and seen != self._messages:
                seen = self._messages
                await asyncio.wait([outputs], timeout=self._limits.outputs_seconds)
        finally:
            # Even if nbclient has stopped waiting: its task would take the next cell's outputs.
            outputs.cancel()

    async def _async_poll_output_msg(
        self, parent_msg_id: str, cell: NotebookNode, cell_index: int
    ) -> None:
        while self._messages <= self._limits.cell_messages:
            # Invalid messages count too: the student's code has the socket, and may send
            # anything over it.
            self._messages += 1
            with contextlib.suppress(Exception):
                await super()._async_poll_output_msg(parent_msg_id, cell, cell_index)
                self.heard = True
                return
        self.heard = self.flooded = True
        cell.outputs.append(error_output("TooMuchOutput", TOO_MANY))
        await self.km.interrupt_kernel()

    def process_message(self, msg: dict[str, Any], cell: NotebookNode, cell_index: int) -> Any:
        self._messages += 1
        if self._messages > self._limits.cell_messages:
            raise OverflowError
        try:
            if not msg["msg_type"].startswith("comm"):
                return super().process_message(msg, cell, cell_index)
        except CellExecutionComplete:
            raise
        # A message forged by the student's code may lack any field; it is dropped.
        except Exception:
            return None
        return None

    def output(
        self, outs: list[Any], msg: dict[str, Any], display_id: str | None, cell_index: int
    ) -> Any:
        size = len(str(msg["content"]))
        most = self._limits.output_bytes
        fitted = self._seen <= most
        self._seen += size
        if self._seen <= most:
            return super().output(outs, msg, display_id, cell_index)
        if fitted:
            limit = f"more than {most:,} bytes of output; the rest is left out"
            outs.append(error_output("TooMuchOutput", limit))
        return None


class BoundedManager(AsyncKernelManager):
    """jupyter_client's kernel manager, for a kernel whose messages are bounded by `limits`."""

    def __init__(self, limits: Limits, **settings: Any):
        super().__init__(**settings)
        self.limits = limits
        self.client_factory = BoundedChannels


class BoundedChannels(AsyncKernelClient):
    """jupyter_client's sockets to a kernel of a BoundedManager."""

    @default("context")
    def _context_default(self) -> zmq.asyncio.Context:
        self._created_context = True
        context = zmq.asyncio.Context()
        limits = self.parent.limits
        # libzmq drops a larger message, and the connection for good.
        context.setsockopt(zmq.MAXMSGSIZE, limits.message_bytes)
        context.setsockopt(zmq.RCVHWM, limits.queued_messages)
        context.setsockopt(zmq.RECONNECT_IVL, _TRY_AGAIN_MS)
        return context

    def start_channels(self, *channels: bool, **named: bool) -> None:
        """Opens the two channels that a cell needs.

        The channels for user input, heartbeats and control are not needed: the provisioner reports
        a kernel's end, and an interrupt is a signal.
        """
        super().start_channels(stdin=False, hb=False, control=False)

    def execute(self, code: str, **settings: Any) -> str:
        """Asks the kernel to run a cell, and to send back a secret word after the cell's end."""
        self._word = secrets.token_hex(8)
        settings["user_expressions"] = {_END: repr(self._word)}
        return str(super().execute(code, **settings))

    def proves_the_end(self, reply: Any) -> bool:
        """Whether this reply proves that the last cell ran to its end without an error.

        Only then does a kernel send the word. A forged reply lacks the word.
        """
        try:
            said = reply["user_expressions"][_END]["data"]["text/plain"]
            return bool(reply["status"] == "ok" and said == repr(self._word))
        except (LookupError, TypeError):
            return False

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Waits until a new kernel, without any student's code, has answered. Raises RuntimeError.

        jupyter_client also waits for 0.2 s of silence, which is longer than a fork takes to start.
        This waits instead for the idle message, which ends every answer.
        """
        deadline = time.monotonic() + (math.inf if timeout is None else timeout)
        while time.monotonic() < deadline and await self._async_is_alive():
            request = self.kernel_info()
            with contextlib.suppress(queue.Empty):
                await self.get_shell_msg(timeout=1)
                while not _says_idle(await self.get_iopub_msg(timeout=0.2), request):
                    pass
                return
        raise RuntimeError(self._why_not_ready())

    def _why_not_ready(self) -> str:
        # Only forked kernels give a reason.
        reason = getattr(getattr(self.parent, "provisioner", None), "reason", "")
        if reason:
            return f"the kernel could not start: {reason}"
        return "the kernel died before it was ready, or was not ready in time"


def _says_idle(message: dict[str, Any], request: str) -> bool:
    if message["parent_header"].get("msg_id") != request:
        return False
    return bool(message["content"].get("execution_state") == "idle")


def error_output(name: str, message: str) -> NotebookNode:
    """An error output that says what stopped a cell, if the kernel could not send one itself."""
    return new_output("error", ename=name, evalue=message, traceback=[f"{name}: {message}"])
