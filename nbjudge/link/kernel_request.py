"""The request that a kernel is asked for with, and what its guard may answer when it has ended."""

import json
import socket
from dataclasses import asdict, dataclass, field

from nbjudge.course.limits import DEFAULTS, Limits

# Exit codes of a guard that ended its kernel, and what to say of it.
TOO_MUCH_MEMORY, TOO_MANY_PROCESSES, TOO_MANY_THREADS, TOO_MANY_SOCKETS = 201, 202, 203, 204
REASONS = {
    TOO_MUCH_MEMORY: "the kernel was killed for using too much memory",
    TOO_MANY_PROCESSES: "the kernel was killed for starting too many processes",
    TOO_MANY_THREADS: "the kernel was killed for starting too many threads",
    TOO_MANY_SOCKETS: "the kernel was killed for opening too many sockets",
}

# What kernels share, imported once before they are forked, of what is installed. None of these may
# run a tensor operation or start a thread when imported.
PRELOADED = (
    *("matplotlib.pyplot", "matplotlib_inline.backend_inline", "numpy"),
    *("torch", "torch.utils.data", "torch.utils._python_dispatch", "torch._subclasses"),
    # Operations on the meta device import it when first run.
    "torch.fx.experimental.symbolic_shapes",
    *("torchvision.datasets", "torchvision.transforms.v2"),
)


@dataclass(frozen=True)
class Policy:
    """What one kernel may read, write and use.

    What lies in `hidden` folders or beside them is not shown, but for what `readable` names. In
    the folders `sockets` it may make sockets and nothing else. `limits.file_bytes` is the most that
    one file may have, and all that it writes where namespaces can be had.
    """

    readable: list[str] = field(default_factory=list)
    writable: list[str] = field(default_factory=list)
    sockets: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    limits: Limits = DEFAULTS


@dataclass(frozen=True)
class KernelRequest:
    """What a fork needs to become a kernel. `cores` are those that it may run on; None: all."""

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
    """Asks the server behind `control` for a kernel; returns the socket to follow it with."""
    mine, theirs = socket.socketpair()
    with theirs:
        socket.send_fds(control, [json.dumps(asdict(request)).encode()], [theirs.fileno()])
    return mine
