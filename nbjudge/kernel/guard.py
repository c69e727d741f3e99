"""The process between fork server and kernel: builds the sandbox, watches, and cleans up."""

import contextlib
import json
import os
import signal
import socket
from collections.abc import Callable
from typing import NamedTuple, NoReturn

from nbjudge import sandbox
from nbjudge.kernel.audit import Audit
from nbjudge.kernel.starting import Starting
from nbjudge.link.kernel_request import (
    TOO_MANY_PROCESSES,
    TOO_MANY_SOCKETS,
    TOO_MANY_THREADS,
    TOO_MUCH_MEMORY,
    Policy,
)
from nbjudge.sandbox.cgroups import Group
from nbjudge.sandbox.limits import (
    count_threads,
    descendants,
    entries,
    own_bytes,
    resident_bytes,
    sockets_in_use,
)
from nbjudge.sandbox.originals import Originals
from nbjudge.sandbox.system_calls import PR_SET_CHILD_SUBREAPER, PR_SET_PDEATHSIG, prctl

_LOOK_EVERY = 0.25
_AWAITED = {signal.SIGCHLD, signal.SIGTERM, signal.SIGINT, signal.SIGUSR1}


# A function that makes this process a kernel, before any of the student's code runs; it returns the
# function that runs the kernel.
_BecomeKernel = Callable[[], Callable[[], None]]


class Watch(NamedTuple):
    """Whom to tell what a kernel has changed, and how that is found out, if it can be.

    `audit` knows what it has reached for. `group` is the kernel's control group, if it has one.
    """

    client: socket.socket
    audit: Audit
    originals: Originals | None
    group: Group | None = None

    def tell(self, kernel: int) -> None:
        """Looks at a kernel and at its forks, which could answer in its place; tells the client."""
        try:
            said = {"changed": self._changed(kernel)}
        except ProcessLookupError:  # the kernel has just ended, and answers nothing any more
            said = {"changed": []}
        except Exception as error:  # whatever a kernel's memory holds, its guard goes on
            said = {"changed": [f"itself, so that it cannot be read ({error})"]}
        with contextlib.suppress(OSError):  # a client that has gone needs no answer
            self.client.sendall(json.dumps(said).encode() + b"\n")

    def _changed(self, kernel: int) -> list[str]:
        if self.originals is None:
            return self.audit.told()
        found = set(self.originals.changed(kernel, shared=False))
        # Asked afterwards: what has shared pages with the kernel meanwhile is still there.
        forks = [process for process in descendants(os.getpid()) if process != kernel]
        if forks:
            found |= set(self.originals.changed(kernel, shared=True))
        for fork in forks:
            # A process that runs another program holds other things at these addresses.
            with contextlib.suppress(OSError, ValueError):
                found |= set(self.originals.changed(fork, shared=True))
        # Asked last: of a kernel that has just ended, the look above has said so.
        return [*self.audit.told(), *sorted(found)]


def guard(
    become_kernel: _BecomeKernel,
    policy: Policy | None,
    starting: Starting,
    watch: Watch,
    server: int,
) -> NoReturn:
    """Starts the kernel in a child process, and ends when the kernel and all it started have ended.

    Ends the kernel on SIGTERM, when its parent `server` dies, and when the kernel exceeds the
    policy; passes SIGINT on, and looks at the kernel on SIGUSR1. Exits with the kernel's exit code,
    with 128 plus the number of the signal that killed the kernel, or with one of REASONS.
    """
    signal.pthread_sigmask(signal.SIG_BLOCK, _AWAITED)
    prctl(PR_SET_CHILD_SUBREAPER, 1)
    separated = sandbox.separate(policy) if policy else False
    if policy:
        _show_sockets(policy, separated, watch.client)
    # Set here and not earlier: Linux resets it when a process enters a user namespace.
    prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != server:
        os._exit(128 + signal.SIGTERM)
    kernel = os.fork()
    if kernel == 0:
        watch.client.close()
        if watch.group:
            watch.group.join()
        _run(become_kernel, policy, separated, starting, watch.audit)
    starting.stop_telling()
    watch.audit.listen()
    code = _watch(kernel, separated, policy, watch)
    _end_what_is_left()
    os._exit(code)


def _show_sockets(policy: Policy, separated: bool, client: socket.socket) -> None:
    """Gives the client the folders of the kernel's sockets, if only this process can name them."""
    held = [os.open(folder, os.O_PATH) for folder in policy.sockets] if separated else []
    line = json.dumps({"separated": separated}).encode() + b"\n"
    with contextlib.suppress(OSError):  # the client has gone, and the server ends this process
        socket.send_fds(client, [line], held)
    for folder in held:
        os.close(folder)


def _run(
    become_kernel: _BecomeKernel,
    policy: Policy | None,
    separated: bool,
    starting: Starting,
    audit: Audit,
) -> NoReturn:
    try:
        prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        # Signals that the kernel sends to its process group must not reach this process or its
        # parent.
        os.setsid()
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _AWAITED)
        if policy:
            sandbox.apply(policy, separated)
        run = become_kernel()
        audit.begin()
        starting.stop_telling()
        run()
    except BaseException as error:
        starting.tell(error)
    finally:
        os._exit(1)


def _watch(kernel: int, separated: bool, policy: Policy | None, watch: Watch) -> int:
    own = resident_bytes(os.getpid())
    while True:
        noticed = signal.sigtimedwait(_AWAITED, _LOOK_EVERY)
        ended, status = os.waitpid(kernel, os.WNOHANG)
        if ended:
            code = os.waitstatus_to_exitcode(status)
            if code == -signal.SIGKILL and watch.group and watch.group.has_lacked_memory():
                return TOO_MUCH_MEMORY
            return code if code >= 0 else 128 - code
        if noticed is not None and noticed.si_signo == signal.SIGUSR1:
            watch.tell(kernel)
        if noticed is not None and noticed.si_signo == signal.SIGINT:
            with contextlib.suppress(ProcessLookupError):  # the kernel has no group yet
                os.killpg(kernel, signal.SIGINT)
        asked = noticed is not None and noticed.si_signo == signal.SIGTERM
        reason = 128 + signal.SIGTERM if asked else _excess(policy, separated, own) if policy else 0
        if reason:
            os.kill(kernel, signal.SIGKILL)
            os.waitpid(kernel, 0)
            return reason


def _excess(policy: Policy, separated: bool, shared: int) -> int:
    """The exit code for the limit that is exceeded; 0 if none is."""
    processes, limits = descendants(os.getpid()), policy.limits
    if len(processes) > limits.processes:
        return TOO_MANY_PROCESSES
    if sum(map(count_threads, processes)) > limits.threads:
        return TOO_MANY_THREADS
    # In a network namespace of its own, all sockets are the kernel's.
    used = sockets_in_use() if separated else 0
    if max(used, *(entries(folder) for folder in policy.sockets), 0) > limits.sockets:
        return TOO_MANY_SOCKETS
    # Shared memory counts in each process that shares it, so a high sum is measured more exactly.
    most = limits.memory_bytes
    if sum(max(0, resident_bytes(process) - shared) for process in processes) > most:
        return TOO_MUCH_MEMORY if sum(map(own_bytes, processes)) > most else 0
    return 0


def _end_what_is_left() -> None:
    """Kills what outlived the kernel: as a subreaper, this process is the parent of that now."""
    while processes := descendants(os.getpid()):
        for process in processes:
            try:
                os.kill(process, signal.SIGKILL)
            except ProcessLookupError:
                continue
        try:
            os.waitpid(-1, 0)
        except ChildProcessError:
            return
