"""A Jupyter server of a test's own, on this machine alone."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def serving(
    module: str, folder: Path, settings: Path, page: str, **environment: str
) -> Iterator[str]:
    """Runs a server's module in a folder, with a folder of settings; gives its address.

    It is ready when it serves `page`; what it says lies in `server.log` among the settings.
    """
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    command = [sys.executable, "-m", module, f"--port={port}", "--ServerApp.port_retries=0"]
    command += ["--no-browser", "--allow-root", "--IdentityProvider.token="]
    environment = {**os.environ, "JUPYTER_CONFIG_DIR": str(settings), **environment}
    log = settings / "server.log"
    with log.open("w") as said:
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=said, stderr=said)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(f"{address}/{page}", log)
        yield address
    finally:
        process.terminate()
        process.wait(60)


def _wait_for(address: str, log: Path) -> None:
    for _ in range(600):
        try:
            urllib.request.urlopen(address, timeout=60).close()
            return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(log.read_text())
