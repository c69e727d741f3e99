"""A twin of the process that judges a variant: it runs the same cells in other worlds."""

import json
import linecache
import os
import resource
import socket
from contextlib import suppress
from typing import Any

from nbjudge.course.limits import Limits
from nbjudge.kernel.agent import Agent
from nbjudge.link.channel import Channel, ChannelError
from nbjudge.link.handle import Link, Student
from nbjudge.link.worlds import World

_MOST = 2**16  # bytes at most, of the code that makes a world


class Twin:
    """A fork made before the variant's cells run in this process; close it after judging.

    It is as fresh as a forked kernel, and starts in a fraction of the time.
    """

    def __init__(self, cells: list[str], limits: Limits):
        self._cells, self._limits = cells, limits
        self._channels: list[Channel] = []
        self._mine, theirs = socket.socketpair()
        if os.fork() == 0:
            self._mine.close()
            self._wait(theirs)
        theirs.close()

    def run_there(self, world: World) -> Student:
        """Runs the cells in another world; returns the names that they define."""
        mine, theirs = socket.socketpair()
        with theirs:
            socket.send_fds(self._mine, [json.dumps(world).encode()], [theirs.fileno()])
        channel = Channel(mine, self._limits.answer_bytes)
        self._channels.append(channel)

        def exchange(request: bytes) -> bytes:
            channel.send(request, self._limits.call_seconds)
            return channel.receive(self._limits.call_seconds)

        link = Link(exchange, self._cells)
        link.cell_error = exchange(b"").decode()
        return Student(link)

    def close(self) -> None:
        """Ends the twin and its forks."""
        self._mine.close()
        for channel in self._channels:
            channel.close()

    def _wait(self, asked: socket.socket) -> None:
        """Waits for requests, and forks a process for each world that is asked for."""
        try:
            while True:
                text, files, _, _ = socket.recv_fds(asked, _MOST, 1)
                if not text:
                    break
                if os.fork() == 0:
                    asked.close()
                    self._serve(World(*json.loads(text)), socket.socket(fileno=files[0]))
                    break
                os.close(files[0])
        finally:
            os._exit(0)

    def _serve(self, world: World, stream: socket.socket) -> None:
        seconds = self._limits.cell_seconds
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        namespace: dict[str, Any] = {"__name__": "__main__"}
        exec(world.beginning, namespace)
        stopped_by = ""
        for cell in self._cells:
            exec(world.before_cells, namespace)
            stopped_by = run_as_a_cell(cell, namespace)
        agent = Agent(namespace, self._limits)
        channel = Channel(stream, self._limits.answer_bytes)
        with suppress(ChannelError):
            channel.receive()
            channel.send(stopped_by.encode())
            while True:
                channel.send(agent.answer(channel.receive()))


def run_as_a_cell(cell: str, namespace: dict[str, Any]) -> str:
    """Runs a cell as a notebook does, which goes on after an error; returns the error, if any."""
    name = "<solution cell>"
    linecache.cache[name] = len(cell), None, cell.splitlines(keepends=True), name
    try:
        exec(compile(cell, name, "exec"), namespace)
    except NotImplementedError:
        return ""
    except (Exception, SystemExit) as error:
        return f"{type(error).__name__}: {error}"
    return ""
