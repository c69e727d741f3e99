"""The request for a kernel, and the exit codes by which a guard says why the kernel ended."""

import json
import socket
from dataclasses import asdict, dataclass, field

from nbjudge.course.limits import DEFAULTS, Limits

# Exit codes of a guard that ended its kernel, and what they mean.
TOO_MUCH_MEMORY, TOO_MANY_PROCESSES, TOO_MANY_THREADS, TOO_MANY_SOCKETS = 201, 202, 203, 204
REASONS = {
    TOO_MUCH_MEMORY: "the kernel was killed for using too much memory",
    TOO_MANY_PROCESSES: "the kernel was killed for starting too many processes",
    TOO_MANY_THREADS: "the kernel was killed for starting too many threads",
    TOO_MANY_SOCKETS: "the kernel was killed for opening too many sockets",
}

# Modules that kernels share: those that are installed are imported once, before kernels are forked.
# None may run a tensor operation or start a thread when imported.
PRELOADED = (
    *("matplotlib.pyplot", "matplotlib_inline.backend_inline", "numpy"),
    *("torch", "torch.utils.data", "torch.utils._python_dispatch", "torch._subclasses"),
    # Operations on the meta device import this module when they first run.
    "torch.fx.experimental.symbolic_shapes",
    *("torchvision.datasets", "torchvision.transforms.v2"),
)


@dataclass(frozen=True)
class Policy:
    """What one kernel may read, write and use.

    Files in `hidden` folders or beside them are not shown, except those that `readable` names. In
    the folders `sockets` a kernel may make only sockets. `limits.file_bytes` limits each file; with
    namespaces, it limits all files together.
    """

    readable: list[str] = field(default_factory=list)
    writable: list[str] = field(default_factory=list)
    sockets: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    limits: Limits = DEFAULTS


@dataclass(frozen=True)
class KernelRequest:
    """What a fork needs to become a kernel. `cores` are the cores it may run on (None: all)."""

    connection_file: str
    folder: str
    environment: dict[str, str]
    policy: Policy | None = None
    cores: list[int] | None = None

    @classmethod
    def read(cls, text: bytes) -> "KernelRequest":
        said = json.loads(text)
        policy = said.pop("policy")
        if policy:
            policy = Policy(**{**policy, "limits": Limits(**policy["limits"])})
        return cls(**said, policy=policy)


def send_request(control: socket.socket, request: KernelRequest) -> socket.socket:
    """Asks the server behind `control` for a kernel; returns a socket to follow the kernel."""
    mine, theirs = socket.socketpair()
    with theirs:
        socket.send_fds(control, [json.dumps(asdict(request)).encode()], [theirs.fileno()])
    return mine
