"""Makes a course ready on this computer, and opens it; start.sh and start.ps1 run it.

It needs nothing but Python. It installs everything that the notebooks import into a virtual
environment, `.venv` beside the course. settings.json, beside this file, says what to install.
"""

import argparse
import hashlib
import importlib.metadata
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ENGINE = Path(__file__).resolve().parent
COURSE = ENGINE.parent
PLACE = COURSE / ".venv"
PYTHON = PLACE / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
READY = PLACE / "ready"
SETTINGS = json.loads((ENGINE / "settings.json").read_text(encoding="utf-8"))
CUDA_GIGABYTES = 7
# What pip prints, and what to do then. If the network is lost, pip also complains of a missing
# version, so the line for the network comes first.
ADVICE = {
    r"No space left|Errno 28|not enough space": "The disk is full. Free {gigabytes} GB, and start "
    "again.",
    r"CERTIFICATE_VERIFY_FAILED|SSLError": "The network's certificate is not accepted. In a "
    "company's or school's network, ask its administrators how pip gets through, or use another.",
    r"NewConnectionError|NameResolution|ConnectTimeout|Read ?timed? ?out|ProxyError|"
    r"Max retries|Connection (broken|refused|reset|aborted)": "No package could be downloaded. "
    "Look whether this computer is online, and start again. What has been installed is kept.",
    r"Errno 13|Permission denied|Access is denied": "A file could not be written. Close JupyterLab "
    "where it runs, move the course to a folder of your own, and start again.",
    r"Could not find a version|No matching distribution": "One of the packages is not made for "
    "this Python ({version}) on this system. Install Python 3.12, with 64 bits, and start again.",
    r"Filename too long|path too long|WinError 206": "The path of this folder is too long. Move "
    "the course to a folder near the top of the disk, and start again.",
}


class Trouble(Exception):
    """What went wrong, and what to do about it."""


def main() -> int:
    options = parsed()
    try:
        if options.here:
            install_here()
            return 0
        make_ready(options.cuda)
        return check() if options.check else open_lab(not options.no_browser)
    except Trouble as trouble:
        print(f"\n{trouble}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. Start again to go on.", file=sys.stderr)
        return 130


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="start", description="Makes the course ready, opens it.")
    parser.add_argument("--check", action="store_true", help="make it ready, and open nothing")
    parser.add_argument("--no-browser", action="store_true", help="start JupyterLab, no browser")
    parser.add_argument(
        "--cuda", action="store_true", help="on Linux: install what Nvidia's graphics cards need"
    )
    parser.add_argument(
        "--here", action="store_true", help="install what is missing into this very Python"
    )
    return parser.parse_args()


# --- making it ready ---


def make_ready(cuda: bool) -> None:
    """Does everything that has not been done yet; the second time, that is nothing."""
    if works(PYTHON) and READY.is_file() and READY.read_text(encoding="utf-8") == state(cuda):
        return
    needed = CUDA_GIGABYTES if cuda else SETTINGS["gigabytes"]
    check_disk(needed)
    if not works(PYTHON):
        make_environment()
    print(f"Installing what the course needs: once, some minutes, {needed} GB.", flush=True)
    if SETTINGS["cpu_packages"] and not cuda and chooses_index():
        install_without_cuda()
    install([f"{wheel()}[lab]", *SETTINGS["requirements"]], needed)
    # pip keeps an engine of the same version, which another bundle may have brought.
    install(["--no-deps", "--force-reinstall", str(wheel())], needed)
    if said := why_not_imported():
        raise Trouble(
            f"The packages are installed, but Python cannot import them:\n{last_lines(said)}\n"
            f"Remove the folder {PLACE}, and start again. If that does not help, send these lines "
            "to whoever teaches the course."
        )
    set_up_lab()
    READY.write_text(state(cuda), encoding="utf-8")


def set_up_lab() -> None:
    """Makes JupyterLab show Markdown files that notebooks link to as pages, and fetch no news."""
    place = PLACE / "share/jupyter/lab/settings"
    place.mkdir(parents=True, exist_ok=True)
    overrides = {
        "@jupyterlab/docmanager-extension:plugin": {
            "defaultViewers": {"markdown": "Markdown Preview"}
        },
        "@jupyterlab/apputils-extension:notification": {"fetchNews": "false"},
    }
    (place / "overrides.json").write_text(json.dumps(overrides), encoding="utf-8")


def state(cuda: bool) -> str:
    """A short text that changes whenever something else would be installed."""
    said = json.dumps(SETTINGS, sort_keys=True).encode() + wheel().read_bytes() + bytes([cuda])
    return hashlib.sha256(said).hexdigest()


def wheel() -> Path:
    return ENGINE / SETTINGS["wheel"]


def works(python: Path) -> bool:
    """Whether the environment exists and is complete, pip included."""
    try:
        said = subprocess.run([python, "-c", "import pip"], capture_output=True)
    except OSError:
        return False
    return said.returncode == 0


def check_disk(gigabytes: int) -> None:
    free = shutil.disk_usage(COURSE).free / 1e9
    if free < gigabytes:
        raise Trouble(
            f"The course needs {gigabytes} GB on this disk, and {free:.1f} GB are free. Free some, "
            "or move the course to another disk, and start again."
        )


def make_environment() -> None:
    print(f"Making a virtual environment in {PLACE}", flush=True)
    made = run([sys.executable, "-m", "venv", "--clear", str(PLACE)])
    if made.returncode == 0 and works(PYTHON):
        return
    shutil.rmtree(PLACE, ignore_errors=True)
    if re.search(r"ensurepip|No module named '?venv", made.stdout):
        raise Trouble(
            "This Python cannot make virtual environments. On Debian and Ubuntu install what is "
            "missing with\n    sudo apt install python3-venv\nElsewhere install Python from "
            "https://www.python.org/downloads/. Then start again."
        )
    if re.search(r"No space left|Errno 28", made.stdout):
        raise Trouble(advice_on(made.stdout, SETTINGS["gigabytes"]))
    raise Trouble(
        f"No virtual environment could be made in {COURSE}:\n{last_lines(made.stdout)}\nMove the "
        "course to a folder of your own whose path has no colon, and start again."
    )


def chooses_index() -> bool:
    """Whether packages without CUDA may be taken from an index of their own.

    Only on Linux are there packages with CUDA. If the user has told pip which index to use, that
    one is used.
    """
    if sys.platform != "linux":
        return False
    # pip lists environment variables here as well.
    told = run([str(PYTHON), "-m", "pip", "config", "list"]).stdout
    return not re.search(r"\.(index-url|no-index)='[^']", told)


def install_without_cuda() -> None:
    """Takes packages from the index for them, and keeps what can be imported.

    pip also looks where the user's settings send it. If the index is out of reach, it may find
    packages there that are not built for one another, and be content.
    """
    packages = [one for one in SETTINGS["requirements"] if name_of(one) in SETTINGS["cpu_packages"]]
    options = ["--retries", "1", "--timeout", "15", "--index-url", SETTINGS["cpu_index"]]
    if pip([*options, *packages]).returncode:
        why = f"{SETTINGS['cpu_index']} is out of reach"
    elif why_not_imported():
        why = "What pip has found cannot be imported"
    else:
        return
    run([str(PYTHON), "-m", "pip", "uninstall", "--yes", *SETTINGS["cpu_packages"]])
    check_disk(CUDA_GIGABYTES)
    print(f"{why}: larger packages come from elsewhere.")


def why_not_imported() -> str:
    """What Python says where packages that are built for one another do not fit; else empty."""
    modules = [name.replace("-", "_") for name in SETTINGS["cpu_packages"]]
    done = run([str(PYTHON), "-c", "\n".join(f"import {module}" for module in modules)])
    return done.stdout if done.returncode else ""


def install(packages: "list[str]", gigabytes: int) -> None:
    done = pip(packages)
    if done.returncode:
        raise Trouble(advice_on(done.stdout, gigabytes))


def install_here() -> None:
    """Installs what this Python lacks, and changes no package that it has."""
    asked = [*SETTINGS["needs"], *SETTINGS["requirements"]]
    missing = [one for one in asked if not has(name_of(one))]
    command = [sys.executable, "-m", "pip", "install", "--quiet"]
    for packages in (missing, ["--no-deps", "--force-reinstall", str(wheel())]):
        if packages and (done := run([*command, *packages])).returncode:
            raise Trouble(advice_on(done.stdout, SETTINGS["gigabytes"]))
    print("The course is ready in this Python.")


def has(package: str) -> bool:
    try:
        importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return False
    return True


def name_of(requirement: str) -> str:
    return re.split(r"[^\w.-]", requirement, maxsplit=1)[0]


# --- pip, and what it says ---


def pip(arguments: "list[str]") -> "subprocess.CompletedProcess[str]":
    """Installs packages and prints their names; the result holds all of pip's output."""
    command = [str(PYTHON), "-m", "pip", "install", "--progress-bar", "off"]
    command += ["--disable-pip-version-check", *arguments]
    said = []
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
    ) as process:
        for line in process.stdout or ():
            said.append(line)
            if line.lstrip().startswith(("Downloading", "Installing")):
                print(f"  {line.strip()[:100]}", flush=True)
    return subprocess.CompletedProcess(command, process.returncode, "".join(said))


def run(command: "list[str]") -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
    )


def advice_on(said: str, gigabytes: int) -> str:
    version = ".".join(map(str, sys.version_info[:2]))
    advice = [text for pattern, text in ADVICE.items() if re.search(pattern, said, re.IGNORECASE)]
    what = advice[0] if advice else "Send these lines to whoever teaches the course."
    what = what.format(gigabytes=gigabytes, version=version)
    return f"Installing has failed:\n{last_lines(said)}\n\n{what}"


def last_lines(said: str) -> str:
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    return "\n".join(f"  {line[:200]}" for line in lines[-3:])


# --- opening it ---


def check() -> int:
    """Prints whether the notebooks' Python has the engine."""
    # The modules are looked for and not imported: torch alone takes seconds.
    code = "from importlib.util import find_spec as found\n"
    code += "for name in ('nbjudge.judge.live', 'jupyterlab'):\n    assert found(name), name"
    if (done := run([str(PYTHON), "-c", code])).returncode:
        raise Trouble(
            f"{SETTINGS['title']} is not whole:\n{last_lines(done.stdout)}\nRemove the folder "
            f"{PLACE}, and start again."
        )
    print(f"Ready. Start again without --check to open {SETTINGS['first']}.")
    return 0


def open_lab(browser: bool) -> int:
    print("JupyterLab opens in your browser. To end it, close this window or press Ctrl-C here.")
    command = [str(PYTHON), "-m", "jupyterlab", f"--ServerApp.root_dir={COURSE}"]
    command += [f"--LabApp.default_url=/lab/tree/{SETTINGS['first']}"]
    command += [] if browser else ["--no-browser"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:  # as in many containers
        command.append("--allow-root")
    # A terminal in JupyterLab then knows `nbjudge` and `pytest`.
    path = f"{PYTHON.parent}{os.pathsep}{os.environ.get('PATH', '')}"
    return subprocess.run(command, cwd=COURSE, env={**os.environ, "PATH": path}).returncode


if __name__ == "__main__":
    sys.exit(main())
