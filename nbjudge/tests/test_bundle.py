"""The zip that students get: what is in it, and what is not; starting from nothing but the zip."""

import ast
import importlib.util
import io
import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell

from nbjudge.bundle.command import write_bundle
from nbjudge.bundle.needed import file_of, needed_modules
from nbjudge.course.layout import CourseError
from nbjudge.course.regions import hidden_lines, visible_text

ROOT = Path(__file__).parents[2]
ASSIGNMENTS = ("neurons", "tensors", "modules", "fashion", "training", "convolution")
# No package is looked for on a network, and nothing that a tester's pip is set to counts.
OFFLINE = {"PIP_NO_INDEX": "1", "PIP_CONFIG_FILE": os.devnull, "PIP_FIND_LINKS": ""}


@pytest.fixture(scope="module")
def zipped(tmp_path_factory):
    return write_bundle(ROOT, tmp_path_factory.mktemp("dist"))


@pytest.fixture(scope="module")
def files(zipped):
    """All files of the bundle, by their paths in it, and those of the wheel by theirs below it."""
    found = read_zip(zipped.read_bytes())
    (stem,) = {name.partition("/")[0] for name in found}
    found = {name.removeprefix(f"{stem}/"): content for name, content in found.items()}
    (wheel,) = [name for name in found if name.endswith(".whl")]
    inside = {f"{wheel}/{name}": text for name, text in read_zip(found[wheel]).items()}
    return {**found, **inside}


def read_zip(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def unpack(zipped, folder):
    """Unpacks a zip as people do: files may be run that may be run in it."""
    with zipfile.ZipFile(zipped) as archive:
        archive.extractall(folder)
        for entry in archive.infolist():
            (folder / entry.filename).chmod(entry.external_attr >> 16)
    return next(folder.iterdir())


def lend_packages(place):
    """A virtual environment that sees what the tests' own has, but not `nbjudge`."""
    venv.create(place)  # its pip is the shared one
    own = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    shared = sorted(own | {path for path in sys.path if path.endswith("site-packages")})
    (packages,) = (place / "lib").glob("python*/site-packages")
    (packages / "shared.pth").write_text("\n".join(shared) + "\n")
    return place / "bin" / "python"


def start(course, *options, **environment):
    done = subprocess.run(
        ["/bin/sh", course / "start.sh", *options], cwd="/", capture_output=True, text=True,
        env={**os.environ, "PYTHON": sys.executable, **OFFLINE, **environment}, timeout=500,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


# --- what is in it ---


def test_the_bundle_has_all_that_a_student_needs(files):
    for name in ASSIGNMENTS:
        released = ROOT / "release" / name
        for path in (p for p in released.rglob("*") if p.is_file() and p.suffix != ".pyc"):
            assert files[f"{name}/{path.relative_to(released).as_posix()}"] == path.read_bytes()
    for path in (ROOT / "data").rglob("*-ubyte"):
        assert files[path.relative_to(ROOT).as_posix()] == path.read_bytes()
    wanted = "START.html START.md start.sh start.command start.ps1 start.bat environment.yml"
    assert set(wanted.split()) <= files.keys()


def test_the_start_page_says_the_order_and_its_pictures_are_there(files):
    for page in ("START.md", "START.html"):
        text = files[page].decode()
        places = [text.index(f"{name}/{name}.ipynb") for name in ASSIGNMENTS]
        assert places == sorted(places)
        assert "{{" not in text
        for picture in re.findall(r'!\[[^]]*\]\(([^)]+)\)|<img src="([^"]+)"', text):
            assert "".join(picture) in files
    assert '<html lang="en">' in files["START.html"].decode()


def test_starters_may_be_run_where_systems_ask_for_that(zipped):
    with zipfile.ZipFile(zipped) as archive:
        modes = {Path(e.filename).name: e.external_attr >> 16 & 0o777 for e in archive.infolist()}
    assert (modes["start.sh"], modes["start.command"], modes["START.md"]) == (0o755, 0o755, 0o644)
    again = write_bundle(ROOT, zipped.parent / "again")
    assert again.read_bytes() == zipped.read_bytes()


# --- what is not in it ---


def solution_lines():
    for path in ROOT.glob("source/*/*.ipynb"):
        for cell in nbformat.read(path, as_version=4).cells:
            for solution in re.findall(
                r"### BEGIN SOLUTION\n(.*?)### END SOLUTION", cell.source, re.S
            ):
                yield from solution.split("\n")


def hidden_parts():
    for path in ROOT.glob("tests/*/*.py"):
        text = path.read_text(encoding="utf-8")
        lines = text.split("\n")
        yield from (lines[number - 1] for number in hidden_lines(text))


def given_lines():
    for path in ROOT.glob("release/*/*.ipynb"):
        for cell in nbformat.read(path, as_version=4).cells:
            yield from cell.source.split("\n")
    for path in ROOT.glob("tests/*/*.py"):
        yield from visible_text(path.read_text(encoding="utf-8")).split("\n")


def test_no_file_has_a_solution_or_a_hidden_check_nor_a_name_of_one(files):
    given = "\n".join(given_lines())
    secret = {line.strip() for line in (*solution_lines(), *hidden_parts())}
    secret = {line for line in secret if len(line) > 24 and line[0] != "#" and line not in given}
    names = {name for line in hidden_parts() for name in re.findall(r"def (test_\w+)", line)}
    assert len(secret) > 500
    assert len(names) > 100
    secret |= {line.replace("\\", "\\\\").replace('"', '\\"') for line in secret}  # as JSON has it
    # A line stands only where all its words do, but the outer ones, which may be parts of others.
    inner = {line: set(re.findall(r"\w+", line)[1:-1]) for line in secret}
    for path, content in files.items():
        text = content.decode("utf-8", errors="ignore")
        words = set(re.findall(r"\w+", text))
        assert names & words == set(), path
        if not path.startswith("engine/"):  # the engine knows no course: see the next test
            assert [line for line in secret if inner[line] <= words and line in text] == [], path


def test_the_wheel_has_the_engine_alone_and_none_of_the_instructors_rooms(files):
    inside = {name.partition(".whl/")[2]: text for name, text in files.items() if ".whl/" in name}
    code = {name: text for name, text in inside.items() if ".dist-info/" not in name}
    for name, text in code.items():
        assert text == (ROOT / name).read_bytes(), name
    rooms = {Path(name).parts[1] for name in code if name.count("/") > 1}
    assert not rooms & {"grading", "proof", "sandbox", "bundle", "tests"}
    assert "nbjudge/__main__.py" not in code
    imported = {
        alias.partition(".")[0]
        for name, text in code.items() if name.endswith(".py")
        for node in ast.walk(ast.parse(text))
        for alias in names_imported(node)
    }  # fmt: skip
    assert not imported & {"nbgrader", "sqlalchemy", "nbconvert", "rich", "nh3", "mistune"}


def names_imported(node):
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module or ""] if isinstance(node, ast.ImportFrom) else []


def test_the_wheel_asks_for_nothing_that_only_instructors_need(files):
    (metadata,) = [text.decode() for name, text in files.items() if name.endswith("/METADATA")]
    assert "nbgrader" not in metadata
    assert re.findall(r"Provides-Extra: (.*)", metadata) == ["lab"]
    (entries,) = [
        text.decode() for name, text in files.items() if name.endswith("entry_points.txt")
    ]
    assert re.findall(r"^\[(.*)\]$", entries, re.M) == ["console_scripts", "pytest11"]


def test_what_is_withheld_may_not_become_needed(monkeypatch):
    from nbjudge.bundle import needed

    monkeypatch.setattr(needed, "STARTS", (*needed.STARTS, "nbjudge.judge.places.grading"))
    assert "nbjudge.judge.reference" in needed_modules()
    monkeypatch.setattr(needed, "STARTS", (*needed.STARTS, "nbjudge.kernel.server"))
    with pytest.raises(RuntimeError, match=r"nbjudge\.sandbox"):
        needed_modules()
    assert file_of("nbjudge.judge").name == "__init__.py"


# --- a bundle that cannot be written ---


@pytest.fixture
def course(tmp_path):
    """A small course of another name, released, with the settings of a bundle."""
    fixture = Path(__file__).parent / "fixtures" / "course"
    shutil.copytree(fixture, tmp_path / "course")
    root = tmp_path / "course"
    (root / "nbgrader_config.py").write_text("c = get_config()\n")
    released = root / "release" / "warmup"
    (released / "tests").mkdir(parents=True)
    notebook = nbformat.read(root / "source/warmup/warmup.ipynb", as_version=4)
    for cell in notebook.cells:
        cell.source = re.sub(
            r"### BEGIN SOLUTION.*?### END SOLUTION", "...", cell.source, flags=re.S
        )
        cell.source = visible_text(cell.source)
    nbformat.write(notebook, released / "warmup.ipynb")
    for path in (root / "tests/warmup").glob("*.py"):
        (released / "tests" / path.name).write_text(visible_text(path.read_text()))
    (root / "bundle").mkdir()
    (root / "bundle/bundle.toml").write_text(
        'name = "small"\ntitle = "A small course"\n[assignments]\nwarmup = 5\n'
    )
    (root / "bundle/START.md").write_text("# {{title}}\n\n{{index}}\n")
    return root


def test_another_course_is_bundled_by_its_own_settings(course):
    found = read_zip(write_bundle(course, course / "dist").read_bytes())
    (stem,) = {name.partition("/")[0] for name in found}
    assert stem.startswith("small-")
    assert b"warmup/warmup.ipynb" in found[f"{stem}/START.md"]
    assert json.loads(found[f"{stem}/engine/settings.json"])["requirements"] == []
    assert not [name for name in found if "torch" in name.partition("engine/")[0]]


@pytest.mark.parametrize("what", ["solution", "hidden check", "name of a hidden check"])
def test_a_bundle_that_would_tell_what_is_withheld_is_not_written(course, what):
    module = course / "tests/warmup/test_double.py"
    secret = "    assert student.double(1234567) == 2469134"
    hidden = f"def test_of_a_large_number(student):\n{secret}"
    region = f"### BEGIN HIDDEN TESTS\n{hidden}\n### END HIDDEN TESTS\n"
    module.write_text(f"{module.read_text()}\n{region}")
    path = course / "source/warmup/warmup.ipynb"
    notebook = nbformat.read(path, as_version=4)
    cell = next(c for c in notebook.cells if c.id == "double")
    answer = "twice_the_number = number + number"
    cell.source = f"def double(number):\n    ### BEGIN SOLUTION\n    {answer}\n    ### END SOLUTION"
    nbformat.write(notebook, path)
    told = {
        "solution": answer,
        "hidden check": secret,
        "name of a hidden check": "# test_of_a_large_number",
    }
    (course / "release/warmup/notes.txt").write_text(f"See\n{told[what]}\n")
    with pytest.raises(CourseError, match=r"warmup/notes\.txt"):
        write_bundle(course, course / "dist")
    assert not (course / "dist").exists()


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ("name = ", "cannot be read"),
        ('name = "a"\ntitle = "b"\n', "`assignments` is missing"),
        ('name = "a"\ntitle = "b"\ncolour = "red"\n[assignments]\nwarmup = 5\n', "`colour` is no"),
        ('name = "a"\ntitle = 1\n[assignments]\nwarmup = 5\n', "`title` is not of type str"),
        ('name = "a"\ntitle = "b"\nassignments = ["warmup"]\n', "names each assignment"),
        ('name = "a"\ntitle = "b"\n[assignments]\ncooldown = 5\n', "generate_assignment cooldown"),
        ('name = "a"\ntitle = "b"\nfiles = ["gone"]\n[assignments]\nwarmup = 5\n', "is not there"),
    ],
)  # fmt: skip
def test_settings_that_are_wrong_are_refused_by_their_file(course, settings, said):
    (course / "bundle/bundle.toml").write_text(settings)
    with pytest.raises(CourseError, match=re.escape(said)):
        write_bundle(course, course / "dist")


def test_a_course_without_settings_is_told_which_file_to_write(course, run):
    (course / "bundle/bundle.toml").unlink()
    done = run(course, sys.executable, "-m", "nbjudge", "bundle")
    assert done.returncode == 1
    assert "bundle.toml" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


# --- starting ---


@pytest.fixture(scope="module")
def started(zipped, tmp_path_factory):
    """The unpacked bundle after its first start, in a folder with a space in its name.

    Installing torch takes minutes, so its environment is lent what the tests' own has.
    """
    course = unpack(zipped, tmp_path_factory.mktemp("my course"))
    lend_packages(course / ".venv")
    code, said = start(course, "--check")
    assert code == 0, said
    assert "Installing what the course needs" in said
    return course


def test_a_second_start_installs_nothing(started):
    code, said = start(started, "--check")
    assert (code, said.strip().count("\n")) == (0, 0)
    assert said.startswith("Ready.")


def test_another_engine_of_the_same_version_is_installed_anew(started):
    settings = started / "engine" / "settings.json"
    settings.write_text(settings.read_text() + "\n")
    assert "Installing" not in start(started, "--check")[1]
    said = json.loads(settings.read_text())
    settings.write_text(json.dumps({**said, "title": "Another"}))
    assert "Installing" in start(started, "--check")[1]


def test_nbjudge_checks_the_started_course_in_its_order_and_has_no_instructors_command(started):
    nbjudge = started / ".venv/bin/nbjudge"
    named = f"{ASSIGNMENTS[0]}/{ASSIGNMENTS[0]}.ipynb"
    done = subprocess.run([nbjudge, "check"], cwd=started, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (1, "")
    assert f"36 exercises in {named}, " in done.stdout
    assert "0 of 36 exercises done, 0 of 165 points so far" in done.stdout
    done = subprocess.run([nbjudge, "grade"], cwd=started, capture_output=True, text=True)
    assert done.returncode == 2
    assert "invalid choice" in done.stderr
    assert "prove" not in done.stderr


def execute(python, notebook, cells, folder):
    """What these cells show, run by Jupyter in the folder; their errors too."""
    notebook.cells = cells
    path = folder / "tried.ipynb"
    nbformat.write(notebook, path)
    command = [python, "-c", "from nbclient.cli import main; main()", "--inplace", "--allow-errors"]
    done = subprocess.run(
        [*command, path.name], cwd=folder, env={**os.environ, **OFFLINE},
        capture_output=True, text=True, timeout=400,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    executed = nbformat.read(path, as_version=4)
    return [json.dumps(cell.get("outputs", [])) for cell in executed.cells]


def test_a_check_passes_in_a_notebook_of_the_started_course(started):
    notebook = nbformat.read(started / "neurons/neurons.ipynb", as_version=4)
    cells = {cell.id: cell for cell in notebook.cells}
    cells["relu"].source = "def relu(x):\n    return x * (x > 0)"
    asked = new_code_cell("import nbjudge; print(nbjudge.__file__)")
    chosen = [cells["setup"], cells["imports"], asked, cells["relu"], cells["relu-checks"]]
    shown = execute(started / ".venv/bin/python", notebook, chosen, started / "neurons")
    assert shown[0] == "[]"
    assert ".venv" in shown[2]
    assert "my course" in shown[2]
    assert "2 of 2 visible checks passed" in shown[4]


def test_a_notebook_that_lies_alone_says_what_to_install_and_does_so(zipped, tmp_path):
    python = lend_packages(tmp_path / "another Python")
    folder = tmp_path / "alone"
    folder.mkdir()
    with zipfile.ZipFile(zipped) as archive:
        (name,) = [n for n in archive.namelist() if n.endswith("fashion.ipynb")]
        notebook = nbformat.reads(archive.read(name).decode(), as_version=4)
    cells = {cell.id: cell for cell in notebook.cells}
    first = next(cell for cell in notebook.cells if cell.cell_type == "code")
    assert first.id == "setup"
    cells["device"].source = (
        "def get_device():\n    return 'cuda' if torch.cuda.is_available() else 'cpu'\n"
        "device = get_device()"
    )
    asked = f"get_course('{zipped.name}')"
    fetched = f"import shutil\nshutil.copy({str(zipped)!r}, '.')"
    texts = (fetched, first.source, cells["imports"].source, asked)
    chosen = [cells[name] for name in ("imports", "fashion-batch", "device", "device-checks")]
    shown = execute(python, notebook, [first, *map(new_code_cell, texts), *chosen], folder)
    assert "Put the course's zip beside it" in shown[0]
    assert asked in shown[2]
    assert "ModuleNotFoundError" in shown[3]
    assert "The course is ready in this Python." in shown[4]
    assert [text for text in shown[4:] if "Traceback" in text] == []
    assert re.search(r"(\d+) of \1 visible checks passed", shown[-1]), shown[-1][:400]
    # Another day: the files are there, and the notebook finds them by itself.
    shown = execute(python, notebook, [first, *chosen], folder)
    assert shown[0] == "[]"
    assert re.search(r"(\d+) of \1 visible checks passed", shown[-1]), shown[-1][:400]


# --- starting fails, and says what to do ---


@pytest.fixture
def fresh(zipped, tmp_path):
    return unpack(zipped, tmp_path / "my course")


def program(folder, name, text):
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(text)
    path.chmod(0o755)
    return folder


def test_without_python_the_starter_says_where_to_get_it(fresh, tmp_path):
    empty = tmp_path / "no programs"
    empty.mkdir()
    code, said = start(fresh, PATH=str(empty), PYTHON="")
    assert code == 1
    assert "this computer has none" in said
    assert "sudo apt install python3 python3-venv" in said


def test_an_old_python_is_named_with_its_version(fresh, tmp_path):
    old = "#!/bin/sh\n[ \"$1\" = --version ] && echo 'Python 3.8.1'\nexit 1\n"
    code, said = start(fresh, PATH=str(program(tmp_path / "bin", "python3", old)), PYTHON="")
    assert code == 1
    assert "python3 is Python 3.8.1" in said


def test_a_starter_without_its_other_files_says_to_unpack_them(fresh):
    shutil.rmtree(fresh / "engine")
    code, said = start(fresh)
    assert code == 1
    assert "Unpack the whole zip" in said


def test_a_python_that_makes_no_environments_is_told_which_package_is_missing(fresh, tmp_path):
    said = "The virtual environment was not created successfully because ensurepip is not available"
    (tmp_path / "venv").mkdir()
    (tmp_path / "venv/__init__.py").touch()
    (tmp_path / "venv/__main__.py").write_text(f"import sys\nprint({said!r})\nsys.exit(1)\n")
    code, said = start(fresh, PYTHONPATH=str(tmp_path))
    assert code == 1
    assert "sudo apt install python3-venv" in said
    assert "Traceback" not in said
    assert not (fresh / ".venv").exists()


def test_without_a_network_the_starter_says_so_and_the_next_start_goes_on(fresh):
    nowhere = {"PIP_NO_INDEX": "", "PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_RETRIES": "1"}
    code, said = start(fresh, "--check", **nowhere)
    assert code == 1
    assert "Look whether this computer is online" in said
    assert "Traceback" not in said
    assert "whl/cpu" not in said, "somebody's own index is passed over"
    assert not (fresh / ".venv/ready").exists()
    assert "Making a virtual environment" not in start(fresh, "--check", **nowhere)[1]


def write_wheel(folder, name, version, text):
    """A wheel of one module, in the layout of an index as well: `folder/name/`."""
    place = folder / name.replace("_", "-")
    place.mkdir(parents=True, exist_ok=True)
    path = place / f"{name}-{version}-py3-none-any.whl"
    about = f"{name}-{version}.dist-info"
    with zipfile.ZipFile(path, "w") as wheel:
        wheel.writestr(f"{name}.py", text)
        wheel.writestr(
            f"{about}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
        )
        wheel.writestr(
            f"{about}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        wheel.writestr(f"{about}/RECORD", "")
    (place / "index.html").write_text(f"<a href='{path.name}'>{path.name}</a>")
    return place


UNFIT = "raise RuntimeError('operator pair_two::nms does not exist')"


def with_a_pair(fresh, index):
    """Has a bundle need two packages that are built for one another."""
    lend_packages(fresh / ".venv")
    pair = ["pair-one", "pair-two"]
    settings = json.loads((fresh / "engine/settings.json").read_text())
    settings |= {"requirements": pair, "cpu_packages": pair, "cpu_index": index.as_uri()}
    (fresh / "engine/settings.json").write_text(json.dumps(settings))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has packages with CUDA")
def test_packages_that_do_not_fit_together_are_replaced(fresh, tmp_path):
    links = [
        write_wheel(tmp_path / "links", "pair_one", "1.0", ""),
        write_wheel(tmp_path / "links", "pair_two", "1.0", "FITS = True"),
    ]
    write_wheel(tmp_path / "index", "pair_one", "1.0", "")
    write_wheel(tmp_path / "index", "pair_two", "2.0", UNFIT)
    with_a_pair(fresh, tmp_path / "index")
    settings = {"PIP_NO_INDEX": "", "PIP_RETRIES": "0", "PIP_FIND_LINKS": " ".join(map(str, links))}
    code, said = start(fresh, "--check", **settings)
    assert code == 0, said
    assert "larger packages come from elsewhere" in said
    (found,) = (fresh / ".venv/lib").glob("python*/site-packages/pair_two.py")
    assert found.read_text() == "FITS = True"


def test_packages_that_cannot_be_imported_are_told_and_nothing_is_called_ready(fresh, tmp_path):
    links = [
        write_wheel(tmp_path / "links", "pair_one", "1.0", ""),
        write_wheel(tmp_path / "links", "pair_two", "1.0", UNFIT),
    ]
    with_a_pair(fresh, tmp_path / "nothing")
    code, said = start(fresh, "--check", PIP_FIND_LINKS=" ".join(map(str, links)))
    assert code == 1
    assert "RuntimeError: operator pair_two::nms does not exist" in said
    assert "Remove the folder" in said
    assert not (fresh / ".venv/ready").exists()


def test_a_disk_without_room_is_told_how_much_is_needed(fresh):
    settings = fresh / "engine/settings.json"
    settings.write_text(json.dumps({**json.loads(settings.read_text()), "gigabytes": 10**7}))
    code, said = start(fresh)
    assert code == 1
    assert "needs 10000000 GB on this disk" in said
    assert not (fresh / ".venv").exists()


@pytest.mark.parametrize(
    ("pip_says", "advice"),
    [
        ("ERROR: Could not install packages: [Errno 28] No space left on device", "disk is full"),
        ("ERROR: No matching distribution found for torch>=2.9", "Python 3.12, with 64 bits"),
        ("SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED]", "certificate"),
        ("ERROR: [WinError 5] Access is denied: 'zmq.pyd'", "Close JupyterLab"),
        ("ERROR: something that nobody knows", "Send these lines"),
    ],
)  # fmt: skip
def test_what_pip_says_is_answered_with_what_to_do(fresh, pip_says, advice):
    starter = load(fresh / "engine/start.py")
    said = starter.advice_on(f"Collecting torch\n{pip_says}\n", 2)
    assert advice in said
    assert pip_says in said


def load(path):
    spec = importlib.util.spec_from_file_location("starter", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# --- the twins ---


def steps(text):
    """What a starter does and says, in order, in words that both shells share."""
    found = re.findall(
        r"engine/start\.py|sys\.version_info < \(3, 11\)|other files are missing here|an older one"
        r"|this computer has none|Install it|To use one that lies elsewhere|exit 1\b",
        re.sub(r"(?m)^\s*#.*$|^case .*$", "", text),
    )
    return [step for step in found if step != "sys.version_info < (3, 11)"]


def test_powershell_takes_the_steps_of_the_shell(files):
    shell, power = files["start.sh"].decode(), files["start.ps1"].decode()
    assert steps(power) == steps(shell)
    condition = "import sys; sys.exit(sys.version_info < (3, 11))"
    assert condition in shell
    assert condition in power
    for variable in ("PYTHON",):
        assert f"${{{variable}:" in shell
        assert f"$env:{variable}" in power


def test_powershell_is_whole_as_far_as_brackets_and_quotes_tell(files):
    """There may be no PowerShell here to read it."""
    text = files["start.ps1"].decode()
    assert text.count("\r\n") == text.count("\n")
    assert text.isascii()
    bare = re.sub(r"(?m)^\s*#.*$", "", text)
    bare = re.sub(r"'[^'\n]*'|\"[^\"\n]*\"", "", bare)
    assert not set("'\"") & set(bare)
    open_ones = []
    for sign in re.findall(r"[(){}\[\]]", bare):
        if sign in "({[":
            open_ones.append(sign)
        else:
            assert open_ones.pop() + sign in ("()", "{}", "[]")
    assert open_ones == []


def test_the_batch_file_and_the_command_start_their_twins(files):
    assert b"start.ps1" in files["start.bat"]
    assert b"exec ./start.sh" in files["start.command"]


def test_the_dev_container_starts_the_course_as_students_do(files):
    said = json.loads(files[".devcontainer/devcontainer.json"])
    assert said["postCreateCommand"] == "./start.sh --check"


def test_an_address_of_the_zip_gets_into_the_notebooks(tmp_path):
    from nbjudge.bundle.contents import contents
    from nbjudge.bundle.settings import read_settings
    from nbjudge.submission.submissions import open_course

    root = tmp_path / "course"
    root.mkdir()
    for name in ("source", "release", "bundle", "data", "docs"):
        (root / name).symlink_to(ROOT / name)
    shutil.copy(ROOT / "nbgrader_config.py", root)
    shutil.copy(ROOT / "LICENSE", root)
    settings = read_settings(root)
    object.__setattr__(settings, "address", "https://example.org/course.zip")
    found = contents(open_course(root), settings)
    for name in ASSIGNMENTS:
        notebook = nbformat.reads(found[f"{name}/{name}.ipynb"].decode(), as_version=4)
        (cell,) = [cell for cell in notebook.cells if cell.id == "setup"]
        assert f'NOTEBOOK, ADDRESS = "{name}", "https://example.org/course.zip"' in cell.source
