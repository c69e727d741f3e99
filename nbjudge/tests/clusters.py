"""A Dask cluster of a test's own: each worker a machine in a network of its own, where possible.

The machines are namespaces of Linux: a worker's has its own network, its own cache and no view of
the folders that the test hides from it. Where namespaces may not be made, workers are plain
processes, and being cut off is a stopped process.
"""

import contextlib
import functools
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

PORT = 8786
_HERE = "10.77.0.1"
_LO = "ip link set lo up"
_HUB = f"ip link add hub type bridge; ip addr add {_HERE}/24 dev hub; ip link set hub up"
_PLUGGED_IN = "until ip link show eth0 > /dev/null 2>&1; do sleep 0.1; done"
# A killed worker's work is tried once more, and a silent worker is given up soon.
_DASK = {
    "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1",
    "DASK_DISTRIBUTED__SCHEDULER__WORKER_TTL": "5s",
    "DASK_DISTRIBUTED__COMM__TIMEOUTS__TCP": "15s",
}


@functools.cache
def has_networks() -> bool:
    """Whether namespaces with networks may be made here."""
    if not all(map(shutil.which, ("unshare", "nsenter", "ip"))):
        return False
    tried = f"{_LO} && ip link add here type veth peer name there && ip link add hub type bridge"
    command = [*_APART, "sh", "-c", tried]
    return subprocess.run(command, capture_output=True).returncode == 0


_APART = ("unshare", "--user", "--map-root-user", "--net", "--mount")


class Cluster:
    """A scheduler and workers; `folder` is for their logs and caches."""

    def __init__(self, folder: Path):
        self.folder = folder
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        self._commands: list[subprocess.Popen[str]] = []
        self._inside: list[str] = []
        if has_networks():
            bridge = f"{_LO}; ip link add hub type bridge; ip addr add {_HERE}/24 dev hub"
            self._start(
                "hub", [*_APART, "sh", "-c", f"{bridge}; ip link set hub up; exec sleep 999"]
            )
            holder = str(self._processes["hub"].pid)
            self._inside = ["nsenter", "-t", holder, "-U", "-n", "--preserve-credentials"]
            self._run_until_it_succeeds([*self._inside, "ip", "link", "show", "up", "dev", "hub"])
        self._address = _HERE if self._inside else "127.0.0.1"
        self.executor = f"dask://{self._address}:{PORT}"

    def start_scheduler(self) -> None:
        where = ["--host", self._address, "--port", str(PORT), "--no-dashboard"]
        self._start("scheduler", [*self._inside, *_dask("scheduler"), *where])

    def start_worker(self, number: int, *, unseen: Path | None = None, walls: bool = True) -> None:
        """Starts a worker that does one submission at a time.

        It does not see the folder `unseen`, and without `walls` it cannot build a sandbox. Both
        need namespaces.
        """
        own = self.folder / f"worker{number}"
        own.mkdir(exist_ok=True)
        steps = [] if not unseen else [f"mount -t tmpfs none {unseen}"]
        steps += [] if walls else ["echo 0 > /proc/sys/user/max_user_namespaces"]
        options = f"--nthreads 1 --no-nanny --no-dashboard --local-directory {own}"
        start = " ".join(_dask("worker")) + f" tcp://{self._address}:{PORT} {options}"
        apart: list[str] = []
        if self._inside:
            apart = [*self._inside, *(_APART if not walls else _APART[:1] + _APART[3:])]
            address = f"ip addr add 10.77.0.{number + 1}/24 dev eth0"
            steps = [_LO, _PLUGGED_IN, address, "ip link set eth0 up", *steps]
        script = " && ".join([*steps, f"exec {start}"])
        self._start(f"worker{number}", [*apart, "sh", "-c", script], XDG_CACHE_HOME=str(own))
        if self._inside:
            self._plug_in(number)

    def _plug_in(self, number: int) -> None:
        process = self._processes[f"worker{number}"].pid
        taken = {_network_of(os.getpid()), _network_of(self._processes["hub"].pid)}
        _wait_until(lambda: _network_of(process) not in taken, self.logs)
        add = f"ip link add v{number} type veth peer name eth0 netns {process}"
        self._run_until_it_succeeds([*self._inside, "sh", "-c", add])
        up = f"ip link set v{number} master hub; ip link set v{number} up"
        subprocess.run([*self._inside, "sh", "-c", up], check=True)

    def kill(self, name: str) -> None:
        """Kills the scheduler or a worker, at once."""
        process = self._processes.pop(name)
        process.kill()
        process.wait()

    def cut_off(self, number: int) -> None:
        """A worker goes on, but reaches nobody."""
        if self._inside:
            subprocess.run([*self._inside, "ip", "link", "del", f"v{number}"], check=True)
        else:
            self._processes[f"worker{number}"].send_signal(signal.SIGSTOP)

    def run(self, folder: Path, *command: str) -> subprocess.Popen[str]:
        """Starts a command in a folder, where the scheduler can be reached."""
        started = subprocess.Popen(
            [*self._inside, *command], cwd=folder, env=_environment(), text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        self._commands.append(started)
        return started

    def logs(self) -> str:
        """What all of them said."""
        return "\n".join(path.read_text() for path in sorted(self.folder.glob("*.log")))

    def close(self) -> None:
        """Ends all of it, commands that a failed test has left, too."""
        for process in (*self._commands, *self._processes.values()):
            process.kill()
            process.wait()
        for command in self._commands:
            assert command.stdout is not None
            command.stdout.close()

    def _start(self, name: str, command: list[str], **environment: str) -> None:
        with (self.folder / f"{name}.log").open("a") as log:
            self._processes[name] = subprocess.Popen(
                command, env=_environment(**environment), stdout=log, stderr=log
            )

    def _run_until_it_succeeds(self, command: list[str]) -> None:
        def succeeds() -> bool:
            return subprocess.run(command, capture_output=True).returncode == 0

        _wait_until(succeeds, self.logs)


def _network_of(process: int) -> str:
    return str(Path(f"/proc/{process}/ns/net").readlink())


def _wait_until(is_so: Callable[[], bool], logs: Callable[[], str]) -> None:
    for _ in range(300):
        if is_so():
            return
        time.sleep(0.1)
    raise AssertionError(f"a machine does not start:\n{logs()}")


@contextlib.contextmanager
def cluster(folder: Path) -> Iterator[Cluster]:
    """A cluster without scheduler and workers; all that is started in it ends with it."""
    made = Cluster(folder)
    try:
        yield made
    finally:
        made.close()


def _dask(part: str) -> list[str]:
    return [sys.executable, "-m", f"distributed.cli.dask_{part}"]


def _environment(**environment: str) -> dict[str, str]:
    programs = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    own = {**os.environ, **_DASK, "PATH": programs, "COLUMNS": "100", **environment}
    return {name: value for name, value in own.items() if not name.startswith("PYTEST_")}
