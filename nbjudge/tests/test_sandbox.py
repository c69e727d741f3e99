"""What a student's code tries, in a real forked kernel; and the same try with the sandbox off.

The second shows that the first fails for the right reason. Where success could do harm, it is
aimed at a stand-in: a file, a server or a process that the tests have made.
"""

import contextlib
import html
import http.server
import os
import resource
import shutil
import signal
import socket
import stat
import subprocess
import sys
import sysconfig
import tempfile
import textwrap
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import pytest
from nbconvert import HTMLExporter
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from nbformat.validator import NotebookValidationError

from nbjudge.course.limits import Limits
from nbjudge.judge.kernels import Kernel, KernelLost
from nbjudge.sandbox import missing
from nbjudge.sandbox.shown import graphics_cards
from nbjudge.submission.attachments import offer
from nbjudge.submission.markdown import harmless_markdown
from nbjudge.submission.sanitising import make_harmless
from nbjudge.tests.pages import is_active

pytestmark = pytest.mark.skipif(bool(missing()), reason=f"this machine lacks {missing()}")

LIMITS = Limits(cell_seconds=20)
MARK = "alert(4711)"


class Try(NamedTuple):
    """Something a student's cell tries; the code ends without an error where it succeeds.

    It finds the stand-ins in `stand`. `evidence` tells whether the world outside has changed, for
    tries that seem to succeed to the one who tries.
    """

    sentence: str
    code: str
    evidence: Callable[["StandIns"], bool] | None = None


FILES = [
    Try("reads a file of the course", "open(stand.secret).read()"),
    Try("lists the folder of the course", "import os; os.listdir(stand.course)"),
    Try(
        "reads through a symbolic link of its own",
        "import os; os.symlink(stand.secret, 'link'); open('link').read()",
    ),
    Try("reads through a hard link", "import os; os.link(stand.secret, 'hard'); open('hard')"),
    Try(
        "reads a file by a program",
        "import subprocess; subprocess.run(['cat', stand.secret], check=True)",
    ),
    Try("lists the instructor's home", "import os; os.listdir(stand.home)"),
    Try("lists the temporary files of others", "import os; os.listdir('/tmp')"),
    Try("writes into the course", "open(stand.course + '/forged', 'w').write('x')"),
    Try("deletes a file of the course", "import os; os.unlink(stand.expendable)"),
    Try("renames a file of the course", "import os; os.rename(stand.renamed, stand.renamed + '2')"),
    Try("changes the rights of a file", "import os; os.chmod(stand.secret, 0o777)"),
    Try(
        "leaves a file in the shared memory of the machine",
        "open('/dev/shm/' + stand.name, 'w').write('x')",
        lambda stand: Path("/dev/shm", stand.name).exists(),
    ),
    Try(
        "leaves a file among the temporary files",
        "open('/tmp/' + stand.name, 'w').write('x')",
    ),
    Try("makes a file beside its judge's sockets", "open('../s/made', 'w').write('x')"),
    Try("empties a file of the course", "open(stand.expendable, 'w').close()"),
    Try("adds to a file of the course", "open(stand.expendable, 'a').write('x')"),
    Try("makes a folder in the course", "import os; os.mkdir(stand.course + '/made')"),
    Try("deletes a folder of the course", "import shutil; shutil.rmtree(stand.doomed)"),
    Try(
        "copies a file of the course to where it may write",
        "import shutil; shutil.copy(stand.secret, 'copied')",
    ),
    Try(
        "adds a module to the packages of all notebooks",
        "import sysconfig; open(f'{sysconfig.get_path(\"purelib\")}/{stand.name}', 'w').close()",
    ),
]
# Who and what else there is on the machine.
INFORMATION = [
    Try(
        "learns the name of the machine",
        "import os, platform, socket\n"
        "assert stand.machine in (socket.gethostname(), platform.node(), os.uname().nodename)",
    ),
    Try(
        "learns who has an account",
        "import pwd; assert len(pwd.getpwall()) > 2",
    ),
    Try("finds where passwords are kept", "import os; os.stat('/etc/shadow')"),
    Try("lists the settings of the machine", "import os; os.listdir('/etc')"),
    Try("lists the logs of the machine", "import os; os.listdir('/var/log')"),
    Try("lists the folders of the machine", "import os; os.listdir('/')"),
    Try("lists the devices of the machine", "import os; os.listdir('/dev')"),
    Try("lists what hardware there is", "import os; os.listdir('/sys/class')"),
    Try("lists the network's cards", "import socket; assert socket.if_nameindex()"),
    Try(
        "lists the connections of other programs",
        "assert f':{stand.port:04X} ' in open('/proc/net/tcp').read()",
    ),
    Try(
        "lists the programs that run",
        "import os; assert len([name for name in os.listdir('/proc') if name.isdigit()]) > 2",
    ),
    Try(
        "reads how another program was started",
        "assert b'ctypes' in open(f'/proc/{stand.pid}/cmdline', 'rb').read()",
    ),
    Try(
        "learns which folders of the instructor's hold programs",
        "import os; assert stand.programs in os.environ['PATH']",
    ),
    Try("reads what the instructor has typed", "open(stand.sockets[2] + '-history').read()"),
]
PROCESSES = [
    Try("reads the environment of another process", "open(f'/proc/{stand.pid}/environ').read(1)"),
    Try("reads the memory of another process", "open(f'/proc/{stand.pid}/mem', 'rb')"),
    Try(
        "attaches a debugger to another process",
        "import ctypes, os\n"
        "libc = ctypes.CDLL(None, use_errno=True)\n"
        "assert libc.ptrace(16, stand.pid, None, None) == 0\n"
        "os.waitpid(stand.pid, 0x40000000)\n"
        "assert libc.ptrace(17, stand.pid, None, None) == 0",
    ),
    Try("sends a signal to another process", "import os; os.kill(stand.pid, 10)"),
    Try("finds the process that watches it", "import os; assert os.getppid() != 0"),
    Try("sees other processes", "import os; assert os.path.exists(f'/proc/{stand.pid}')"),
    Try(
        "sends a signal from a program",
        "import subprocess; subprocess.run(['bash', '-c', f'kill -10 {stand.pid}'], check=True)",
    ),
    Try("lowers another process", "import os; os.setpriority(os.PRIO_PROCESS, stand.pid, 19)"),
    Try(
        "moves another process to other cores",
        "import os; os.sched_setaffinity(stand.pid, os.sched_getaffinity(stand.pid))",
    ),
    Try(
        "sets the limits of another process",
        "import resource\nresource.prlimit(stand.pid, resource.RLIMIT_CORE, (0, 0))",
    ),
    Try(
        "gives itself a larger limit on processor time",
        "import resource; resource.setrlimit(resource.RLIMIT_CPU, (10**6, 10**6))",
    ),
]
_CONNECT = "import socket; socket.create_connection(('127.0.0.1', stand.port), 5)"
_LOCAL = "import socket; socket.socket(socket.AF_UNIX).connect({})"
NETWORK = [
    Try("connects to a server", _CONNECT),
    Try(
        "connects to a server from a program",
        f"import subprocess, sys\ncode = {_CONNECT!r}.replace('stand.port', str(stand.port))\n"
        "subprocess.run([sys.executable, '-c', code], check=True)",
    ),
    Try(
        "downloads a page",
        "import urllib.request; urllib.request.urlopen(f'http://127.0.0.1:{stand.port}/').read()",
    ),
    Try(
        "sends a datagram",
        "import socket\nwith socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:\n"
        "    s.sendto(b'x', ('127.0.0.1', stand.port))",
    ),
    Try("listens on a port", "import socket; socket.create_server(('127.0.0.1', 0)).close()"),
    Try("opens a socket of IPv6", "import socket; socket.socket(socket.AF_INET6).close()"),
    Try(
        "asks the kernel over netlink",
        "import socket; socket.socket(socket.AF_NETLINK, socket.SOCK_RAW).close()",
    ),
    Try("reaches a local service in /tmp", _LOCAL.format("stand.sockets[0]")),
    Try("reaches a local service in /run", _LOCAL.format("stand.sockets[1]")),
    Try("reaches a local service in a home", _LOCAL.format("stand.sockets[2]")),
    Try("reaches a local service without a path", _LOCAL.format("chr(0) + stand.name")),
    Try(
        "reaches a local service over a link of its own",
        "import os; os.symlink(stand.sockets[2], 'door')\n" + _LOCAL.format("'door'"),
    ),
]
_CALL = "import ctypes\nassert ctypes.CDLL(None, use_errno=True).{} >= 0"
KERNEL_CALLS = [
    Try("keeps memory that no process holds", "import os; os.close(os.memfd_create('x'))"),
    Try("keeps memory in a shared segment", _CALL.format("shmget(0, 4096, 0o1600)")),
    Try("makes namespaces of its own", _CALL.format("unshare(0x00020000)")),
    Try("keeps messages in a queue", _CALL.format("msgget(0, 0o1600)")),
    Try(
        "keeps messages in a queue with a name",
        "import ctypes\nlibc, name = ctypes.CDLL(None), b'/' + stand.name.encode()\n"
        "assert libc.mq_open(name, 0o102, 0o600, 0) >= 0\nlibc.mq_unlink(name)",
    ),
    Try("keeps semaphores that no process holds", _CALL.format("semget(0, 1, 0o1600)")),
    Try("opens a tree of files to change it", _CALL.format("syscall(428, -100, b'/', 1)")),
    Try(
        "lives on when what watches it has ended",
        "import ctypes\nlibc, signal = ctypes.CDLL(None), ctypes.c_int()\n"
        "libc.prctl(1, 0)\nlibc.prctl(2, ctypes.byref(signal))\nassert signal.value == 0",
    ),
    Try(
        "keeps a right of root's",
        "lines = open('/proc/self/status').read().splitlines()\n"
        "rights = [int(line.split()[1], 16) for line in lines if line.startswith('Cap')]\n"
        "assert any(rights)",
    ),
]


@dataclass(frozen=True)
class StandIns:
    """What tries are aimed at."""

    name: str
    machine: str
    course: str
    home: str
    pid: int
    port: int
    sockets: list[str]

    @property
    def secret(self) -> str:
        return f"{self.course}/gradebook.db"

    @property
    def programs(self) -> str:
        return f"{self.course}/bin"

    def text(self) -> str:
        files = {key: f"{self.course}/{key}" for key in ("expendable", "renamed", "doomed")}
        values = {**self.__dict__, **files, "secret": self.secret, "programs": self.programs}
        return f"from types import SimpleNamespace\nstand = SimpleNamespace(**{values!r})"

    def again(self) -> None:
        """Puts back what a try that succeeded has taken away."""
        for name in ("expendable", "renamed"):
            Path(self.course, name).write_text("x")
        shutil.rmtree(f"{self.course}/made", ignore_errors=True)
        Path(self.course, "doomed").mkdir(exist_ok=True)


@pytest.fixture(scope="module")
def stand(tmp_path_factory) -> Iterator[StandIns]:
    """Files, a server, local services and a process of the tests' own."""
    with contextlib.ExitStack() as stack:
        course = tmp_path_factory.mktemp("course")
        (course / "gradebook.db").write_text("secret")
        (course / "__pycache__").mkdir()
        folders = [course]
        for place in ("/run", Path.home()):
            with contextlib.suppress(OSError):
                folders.append(Path(tempfile.mkdtemp(prefix="nbj-test-", dir=place)))
                stack.callback(shutil.rmtree, folders[-1])
        name = f"nbj-test-{os.getpid()}"
        sockets = [str(folder / "socket") for folder in folders]
        for address in (*sockets, f"\0{name}"):
            stack.enter_context(_listening(address))
        server = stack.enter_context(http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Pages))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        stack.callback(server.shutdown)
        process = stack.enter_context(_bystander())
        home = str(Path.home())
        machine, port = socket.gethostname(), server.server_port
        made = StandIns(name, machine, str(course), home, process.pid, port, sockets)
        made.again()
        Path(f"{sockets[-1]}-history").write_text("typed")
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        patch.setenv("PATH", made.programs, prepend=os.pathsep)
        yield made
        for folder in ("/dev/shm", "/tmp", sysconfig.get_path("purelib")):
            Path(folder, name).unlink(missing_ok=True)


@contextlib.contextmanager
def _listening(address: str):
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(address)
        listener.listen(8)
        yield


class _Pages(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()

    def log_message(self, *details) -> None:
        """Says nothing."""


@contextlib.contextmanager
def _bystander():
    """A process that lets itself be signalled and debugged."""
    code = "import ctypes, signal, time; signal.signal(10, signal.SIG_IGN)\n"
    code += "ctypes.CDLL(None).prctl(0x59616D61, ctypes.c_ulong(-1)); print(flush=True)\n"
    code += "time.sleep(600)"
    command = [sys.executable, "-S", "-c", code]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        process.stdout.readline()
        yield process
        process.kill()


@pytest.fixture(scope="module")
def sandboxed(stand, tmp_path_factory) -> Iterator[Kernel]:
    with _kernel(LIMITS) as kernel:
        assert not _errors(_ran(kernel, stand.text()))
        yield kernel


@pytest.fixture(scope="module")
def unprotected(stand) -> Iterator[Kernel]:
    with _kernel(LIMITS, sandbox=False) as kernel:
        assert not _errors(_ran(kernel, stand.text()))
        yield kernel


@contextlib.contextmanager
def _kernel(limits: Limits, **settings):
    with tempfile.TemporaryDirectory(prefix="nbj-data-") as data:
        kernel = Kernel(None, Path(data), limits, **{"fork": True, **settings})
        try:
            yield kernel
        finally:
            kernel.close()


def _ran(kernel: Kernel, code: str) -> NotebookNode:
    cell = new_code_cell(code)
    kernel.run(cell)
    return cell


def _errors(cell: NotebookNode) -> list[str]:
    found = [output for output in cell.outputs if output.output_type == "error"]
    return [f"{output.ename}: {output.evalue}" for output in found]


def _text(cell: NotebookNode) -> str:
    return "".join(output.get("text", "") for output in cell.outputs)


def _succeeds(kernel: Kernel, attempt: Try, stand: StandIns) -> bool:
    if stand.sockets[2:] or "sockets[2]" not in attempt.code:
        errors = _errors(_ran(kernel, attempt.code))
        return not errors if attempt.evidence is None else attempt.evidence(stand)
    return pytest.skip("no folder for it on this machine")


ALL = [*FILES, *INFORMATION, *PROCESSES, *NETWORK, *KERNEL_CALLS]
each_try = pytest.mark.parametrize("attempt", ALL, ids=[attempt.sentence for attempt in ALL])


@each_try
def test_no_cell_succeeds_that(attempt, sandboxed, stand):
    stand.again()
    assert not _succeeds(sandboxed, attempt, stand)
    assert Path(stand.secret).read_text() == "secret"


@each_try
def test_with_the_sandbox_off_a_cell_succeeds_that(attempt, unprotected, stand):
    stand.again()
    assert _succeeds(unprotected, attempt, stand)


@pytest.mark.oldest
def test_a_kernel_still_does_what_notebooks_do(sandboxed):
    code = """
        import tempfile, subprocess, sys, threading, multiprocessing, sqlite3
        import torch, matplotlib.pyplot as plt
        from torch.utils.data import DataLoader
        with tempfile.NamedTemporaryFile() as file:
            torch.save(torch.ones(3), file.name)
        open("notes.txt", "w").write("mine"); assert open("notes.txt").read() == "mine"
        assert subprocess.run([sys.executable, "-c", "print(6 * 7)"], capture_output=True).stdout
        assert len(list(DataLoader(torch.arange(8), batch_size=2, num_workers=2))) == 4
        plt.plot([1, 2]); plt.savefig("plot.png")
        """
    assert _errors(_ran(sandboxed, textwrap.dedent(code))) == []


@pytest.mark.oldest
def test_nothing_of_the_graders_environment_is_in_a_kernel(monkeypatch):
    monkeypatch.setenv("NBJ_TEST_TOKEN", "secret")
    with _kernel(LIMITS) as kernel:
        said = _text(_ran(kernel, "import os; print(sorted(os.environ))"))
    assert "PATH" in said
    assert "NBJ_TEST_TOKEN" not in said


@pytest.fixture
def card() -> Iterator[Path]:
    """The file of a graphics card; where there is none, a device that can be opened stands in."""
    path = Path("/dev/nvidia0")
    if path.exists():
        yield path
        return
    if os.geteuid() != 0:
        pytest.skip("there is no graphics card, and only root can make a device")
    os.mknod(path, stat.S_IFCHR | 0o666, Path(os.devnull).stat().st_rdev)
    yield path
    path.unlink()


@pytest.mark.parametrize("cards", [0, 1])
def test_a_kernel_sees_a_graphics_card_only_where_the_course_lets_it_in(cards, card):
    with _kernel(Limits(cards=cards)) as kernel:
        opened = _ran(kernel, f"open('{card}', 'rb+', buffering=0).close()")
        assert bool(_errors(opened)) == (cards == 0)


def test_cards_are_given_in_the_order_of_their_numbers(tmp_path):
    for name in ("nvidia10", "nvidia2", "nvidiactl", "nvidia-uvm", "sda2"):
        (tmp_path / name).touch()
    assert [path.name for path in graphics_cards(tmp_path)] == ["nvidia2", "nvidia10"]


@pytest.mark.parametrize("fork", [True, False])
def test_a_kernel_that_does_not_start_leaves_nothing_behind(fork, tmp_path, monkeypatch):
    with tempfile.TemporaryDirectory() as place:
        monkeypatch.setattr(tempfile, "tempdir", place)
        with pytest.raises((RuntimeError, FileNotFoundError)):
            Kernel(tmp_path / "no such folder", tmp_path, Limits(start_seconds=5), fork=fork)
        assert list(Path(place).iterdir()) == []


def test_what_a_kernel_wrote_is_gone_after_it():
    with _kernel(LIMITS) as kernel:
        folder = Path(_text(_ran(kernel, "import os; open('x', 'w'); print(os.getcwd())")).strip())
        assert folder.is_dir()
    assert not folder.parent.exists()


DAEMON = """
import os, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        for number in range(64):
            import signal
            try: signal.signal(number, signal.SIG_IGN)
            except (OSError, ValueError): pass
        os.closerange(3, 256)
        os.execvp("sleep", ["sleep", "{mark}"])
    os._exit(0)
time.sleep(0.5)
"""


@pytest.mark.parametrize(("fork", "left"), [(True, False), (False, True)])
def test_nothing_that_a_kernel_started_outlives_it(fork, left):
    """An ordinary kernel's daemon does; it shows that this one would."""
    mark = f"{500 + fork}.{os.getpid()}"
    with _kernel(LIMITS, fork=fork) as kernel:
        assert _errors(_ran(kernel, DAEMON.format(mark=mark))) == []
        assert _appear(mark)
    alive = _processes(mark)
    for process in alive:
        os.kill(process, signal.SIGKILL)
    assert bool(alive) is left


def _appear(mark: str) -> bool:
    deadline = time.monotonic() + 10
    while not _processes(mark):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


def _processes(mark: str) -> list[int]:
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            if mark.encode() in path.read_bytes().split(b"\0"):
                found.append(int(path.parent.name))
    return found


TIGHT = Limits(cell_seconds=20, memory_bytes=150 * 2**20, file_bytes=30 * 2**20, processes=5)
EXCESS = [
    Try("takes much memory", "taken = bytearray(400 * 2**20)"),
    Try("writes a large file", "f = open('a', 'wb'); f.seek(40 * 2**20); f.write(b'x'); f.close()"),
    Try(
        "writes many files",
        "for n in range(5):\n    with open(f'f{n}', 'wb') as f: f.write(bytes(8 * 2**20))",
    ),
]
DEADLY = [
    Try(
        "takes much memory that is shared",
        "import mmap, time\ntaken = [mmap.mmap(-1, 2**22) for _ in range(75)]\n"
        "for part in taken: part.write(b'x' * 2**22)\ntime.sleep(1.5)",
    ),
    Try(
        "starts many processes",
        "import subprocess, time\nstarted = [subprocess.Popen(['sleep', '9']) for _ in range(9)]\n"
        "time.sleep(1.5)",
    ),
]
_ids = [attempt.sentence for attempt in EXCESS]


@pytest.fixture(scope="module")
def tight() -> Iterator[Kernel]:
    with _kernel(TIGHT) as kernel:
        yield kernel


@pytest.mark.parametrize("attempt", EXCESS, ids=_ids)
def test_a_cell_is_stopped_that(attempt, tight):
    assert _errors(_ran(tight, attempt.code))[0].split(":")[0] in ("MemoryError", "OSError")


@pytest.mark.parametrize("attempt", DEADLY, ids=[attempt.sentence for attempt in DEADLY])
def test_a_kernel_is_ended_that(attempt):
    with _kernel(TIGHT) as kernel:
        cell = new_code_cell(attempt.code)
        with pytest.raises(KernelLost):
            kernel.run(cell)
    assert "the kernel was killed for" in _errors(cell)[-1]


@pytest.mark.parametrize("attempt", [*EXCESS, *DEADLY], ids=[a.sentence for a in EXCESS + DEADLY])
def test_with_the_sandbox_off_nothing_stops_a_cell_that(attempt):
    with _kernel(TIGHT, sandbox=False) as kernel:
        assert _errors(_ran(kernel, attempt.code)) == []


def test_a_fork_bomb_ends_with_its_kernel():
    mark = f"700.{os.getpid()}"
    bomb = f"""
        import os, subprocess
        for _ in range(3000):
            subprocess.Popen(["sleep", "{mark}"])
        """
    with _kernel(Limits(cell_seconds=20)) as kernel, pytest.raises(KernelLost):
        _ran(kernel, textwrap.dedent(bomb))
    assert _processes(mark) == []


def test_a_cell_has_a_limit_on_its_time():
    with _kernel(Limits(cell_seconds=1)) as kernel:
        assert "CellTimeout" in _errors(_ran(kernel, "while True: pass"))[-1]
        assert _text(_ran(kernel, "print('goes on')")) == "goes on\n"


def test_a_cell_that_takes_no_interrupt_loses_its_kernel():
    stubborn = "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True: pass"
    with _kernel(Limits(cell_seconds=1)) as kernel, pytest.raises(KernelLost):
        _ran(kernel, stubborn)


@pytest.mark.parametrize(("sandbox", "ended"), [(True, True), (False, False)])
def test_a_submission_has_a_limit_on_its_processor_time(sandbox, ended):
    burn = "import time\nstart = time.process_time()\nwhile time.process_time() - start < 3: pass"
    limits = Limits(cell_seconds=60, submission_seconds=1)
    with _kernel(limits, sandbox=sandbox) as kernel:
        cell = new_code_cell(burn)
        with pytest.raises(KernelLost) if ended else contextlib.nullcontext():
            kernel.run(cell)


FLOODS = {
    "one print of 300 MB": "print('x' * 300_000_000)",
    "300 MB in a loop": "for _ in range(300): print('x' * 1_000_000)",
    "300 MB to the terminal": "import os\nfor _ in range(300): os.write(1, b'x' * 1_000_000)",
    "300 MB by a program": "!head -c 300000000 /dev/zero | tr '\\0' x",
    "100,000 displays": "for n in range(100_000): display(n)",
}


@pytest.mark.parametrize("code", FLOODS.values(), ids=FLOODS)
def test_a_flood_of_output_costs_its_own_cell_only(code, sandboxed):
    most = _most_memory()
    cell = _ran(sandboxed, code)
    assert _most_memory() - most < 100 * 2**20
    assert len(str(cell.outputs)) < 1_000_000
    assert _text(_ran(sandboxed, "print('goes on')")) == "goes on\n"


def test_of_many_displays_none_is_lost(sandboxed):
    assert len(_ran(sandboxed, "for n in range(4000): display(n)").outputs) == 4000


ENDLESS_OUTPUTS = """
import time
kernel = get_ipython().kernel
cell, send = kernel.get_parent("shell"), kernel.session.send
def without_the_end(stream, kind, content=None, parent=None, **others):
    ends = kind == "status" and parent["header"]["msg_id"] == cell["header"]["msg_id"]
    return None if ends else send(stream, kind, content, parent, **others)
kernel.session.send = without_the_end
ok = {"status": "ok", "execution_count": 1, "user_expressions": {}, "payload": []}
send(kernel.shell_stream, "execute_reply", ok, cell, ident=kernel._parent_ident["shell"])
kernel.shell_stream.flush()
for n in range(20):
    display(n)
    time.sleep(0.2)
"""


def test_outputs_without_an_end_take_nothing_of_the_next_cell():
    with _kernel(Limits(cell_seconds=2)) as kernel:
        assert not kernel.run(new_code_cell(ENDLESS_OUTPUTS))
        assert len(_ran(kernel, "for n in range(50): display(n)").outputs) == 50


def test_a_message_of_300_mb_is_not_taken_in_and_costs_the_kernel():
    """It is run anew then, without this cell."""
    huge = (
        "kernel = get_ipython().kernel\nparts = [b'{}', b'{}', b'{}', b'x' * 300_000_000]\n"
        "kernel.session.send_raw(kernel.iopub_socket, parts)"
    )
    with _kernel(LIMITS) as kernel:
        cell, most = new_code_cell(huge), _most_memory()
        with pytest.raises(KernelLost):
            kernel.run(cell)
    assert "TooMuchOutput" in _errors(cell)[-1]
    assert _most_memory() - most < 100 * 2**20


def _most_memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


FORGED = {
    "without contents": "send('stream', {})",
    "of an unknown kind": "send('nonsense', {'a': 1})",
    "with a number for a text": "send('error', {'ename': 1, 'evalue': 2, 'traceback': 3})",
    "with a script for a number": "send('execute_input', {'code': '', 'execution_count': '<b>'})",
    "that updates what is not there": (
        "send('display_data', {'data': {}, 'metadata': {}, 'transient': {'display_id': 'a'}})\n"
        "send('update_display_data', {'data': 1, 'transient': {'display_id': 'a'}})"
    ),
    "that is none": "kernel.iopub_socket.send_multipart([b'junk'])",
    "that ends the cell early": "send('status', {'execution_state': 'idle'})",
}


@pytest.mark.parametrize("code", FORGED.values(), ids=FORGED)
def test_the_judge_survives_a_forged_message(code, sandboxed):
    send = "kernel = get_ipython().kernel\ndef send(kind, content):\n    kernel.session.send("
    send += "kernel.iopub_socket, kind, content, parent=kernel.get_parent())\n"
    make_harmless(_ran(sandboxed, send + code))
    assert _text(_ran(sandboxed, "print('goes on')")) == "goes on\n"


@pytest.fixture
def handed_in(tmp_path) -> Path:
    """A folder with a plain file, a shadow of a module, and links."""
    folder, others = tmp_path / "handed in", tmp_path / "others"
    for made in (folder, others):
        made.mkdir()
    (others / "work.ipynb").write_text("another's work")
    (folder / "notes.csv").write_text("1,2")
    (folder / "networkx.py").write_text("")
    (folder / "link.txt").symlink_to(others / "work.ipynb")
    (folder / "users.txt").symlink_to("/etc/passwd")
    (folder / "folder").symlink_to(others)
    return folder


LINKS = {
    "another's work over a link": "print(len(open('link.txt').read()) > 0)",
    "a system file over a link": "print(len(open('users.txt').read()) > 0)",
    "another's folder over a link": "print(len(open('folder/work.ipynb').read()) > 0)",
    "its own module in the place of another": (
        "import sys; sys.path.insert(0, ''); sys.modules.pop('networkx', None)\n"
        "import networkx\n"
        "print(not hasattr(networkx, 'Graph'))"
    ),
}


def test_files_handed_in_cannot_shadow_and_links_lead_nowhere(handed_in):
    with _kernel(LIMITS, handed_in=handed_in) as kernel:
        assert _text(_ran(kernel, "print(open('notes.csv').read())")) == "1,2\n"
        assert {_text(_ran(kernel, code)) for code in LINKS.values()} <= {"", "False\n"}


def test_copied_as_they_are_they_would(handed_in, monkeypatch):
    def copy(submission: Path, folder: Path, limits: Limits) -> None:
        shutil.copytree(submission, folder, dirs_exist_ok=True)

    monkeypatch.setattr("nbjudge.judge.kernels.offer", copy)
    with _kernel(LIMITS, handed_in=handed_in) as kernel:
        said = {name: _text(_ran(kernel, code)) for name, code in LINKS.items()}
    assert {name for name, text in said.items() if "True" in text} == set(LINKS)


def test_files_handed_in_are_bounded_and_no_pipe_is_opened(tmp_path):
    folder, offered = tmp_path / "handed in", tmp_path / "offered"
    folder.mkdir()
    os.mkfifo(folder / "pipe")
    with (folder / "large.bin").open("wb") as file:
        file.truncate(2**40)
    for number in range(200):
        (folder / f"{number}.txt").write_text("x")
    offer(folder, offered)
    assert 0 < len(list(offered.iterdir())) <= 100
    assert not {"pipe", "large.bin"} & {path.name for path in offered.iterdir()}


OUTPUTS = {
    "HTML": {"text/html": f"<script>{MARK}</script>"},
    "an attribute of HTML": {"text/html": f"<img src=x onerror='{MARK}'>"},
    "JavaScript": {"application/javascript": MARK},
    "Markdown": {"text/markdown": f"<script>{MARK}</script>"},
    "LaTeX": {"text/latex": rf"$\href{{javascript:{MARK}}}{{x}}$"},
    "a picture that is none": {"image/png": f'x" onerror="{MARK}'},
    "a picture with a script behind it": {"image/png": f'iVBORw0KGgo=" onerror="{MARK}'},
}
MARKDOWN = {
    "a script": f"<script>{MARK}</script>",
    "an attribute": f"<img src=x onerror='{MARK}'>",
    "a frame": f"<iframe srcdoc='<script>{MARK}</script>'></iframe>",
    "a formula with a link": rf"$\href{{javascript:{MARK}}}{{x}}$",
    "a formula with a line break before its link": rf"$\\href{{javascript:{MARK}}}{{x}}$",
    "a formula with attributes": rf'$\mmlToken{{mi}}[href="javascript:{MARK}"]{{x}}$',
}


@pytest.mark.parametrize("data", OUTPUTS.values(), ids=OUTPUTS)
def test_no_script_of_an_output_runs_on_a_page(data):
    cell = new_code_cell("", outputs=[new_output("display_data", data)])
    assert is_active(_page(cell), MARK)
    make_harmless(cell)
    assert not is_active(_page(cell), MARK)


@pytest.mark.parametrize(
    "data",
    [
        {"image/svg+xml": f"<svg><script>{MARK}</script></svg>"},
        {"application/vnd.jupyter.widget-view+json": {"model_id": MARK}},
        {"application/x-new": MARK},
    ],
    ids=["SVG", "a widget", "a kind of its own"],
)
def test_nothing_is_left_of_an_output_of_another_kind(data):
    cell = new_code_cell("", outputs=[new_output("display_data", data)])
    make_harmless(cell)
    assert MARK not in str(cell)


def test_a_page_can_be_made_where_a_script_stands_for_a_number():
    cell = new_code_cell("x")
    cell.execution_count = f"<script>{MARK}</script>"
    with pytest.raises(NotebookValidationError):
        _page(cell)
    make_harmless(cell)
    assert MARK not in _page(cell)


@pytest.mark.parametrize("text", MARKDOWN.values(), ids=MARKDOWN)
def test_no_script_of_a_markdown_cell_runs_on_a_page(text):
    if r"\\" not in text:  # there a link comes about only where the first backslash is taken away
        assert is_active(_page(new_markdown_cell(text)), MARK)
    assert not is_active(_page(new_markdown_cell(harmless_markdown(text))), MARK)


def test_formulas_and_emphasis_stay_as_they_are():
    text = r"*Since* $\frac{1}{2} \cdot x$, see [there](https://example.org)."
    page = html.unescape(_page(new_markdown_cell(harmless_markdown(text))))
    assert r"<em>Since</em> $\frac{1}{2} \cdot x$, see" in page
    assert '<a href="https://example.org" rel="noopener noreferrer nofollow">there</a>' in page


def _page(cell: NotebookNode) -> str:
    notebook = new_notebook()
    notebook.cells = [cell]  # given to `new_notebook`, a forged cell would be refused
    return HTMLExporter(template_name="classic").from_notebook_node(notebook)[0]
