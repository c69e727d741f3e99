"""What a kernel has changed of what a judge relies on, seen from outside, in a real forked kernel.

What is tried here succeeds where nobody looks: the kernel then answers as the changed code says.
"""

import colorsys
import contextlib
import ctypes
import keyword
import mmap
import os
import signal
import tempfile
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell

from nbjudge.course.limits import Limits
from nbjudge.judge.integrity import Integrity
from nbjudge.judge.kernels import Kernel
from nbjudge.sandbox import missing, structures
from nbjudge.sandbox.originals import Originals, Relied, can_look
from nbjudge.sandbox.pages import PAGE_BYTES, Pages

pytestmark = pytest.mark.skipif(bool(missing()), reason=f"this machine lacks {missing()}")

LIMITS = Limits(cell_seconds=30)
HONEST = {
    "imports": "import torch._dynamo, torch.fft, torchvision.models, json, colorsys, unittest.mock",
    "plots": (
        "import matplotlib.pyplot as plt, torch\nplt.rcParams['figure.dpi'] = 50\n"
        "plt.style.use('ggplot'); fig, ax = plt.subplots()\n"
        "ax.imshow(torch.rand(3, 3)); ax.barh([1, 2], [1, 2]); plt.tight_layout(); plt.show()"
    ),
    "settings": (
        "import torch, random, warnings, numpy\ntorch.manual_seed(1); random.seed(1)\n"
        "torch.set_printoptions(precision=2); torch.set_num_threads(1); numpy.random.seed(1)\n"
        "torch.set_default_dtype(torch.float32); torch.set_default_device('cpu')\n"
        "warnings.filterwarnings('ignore')"
    ),
    "classes and training": (
        "import torch, copy, pickle\nfrom torch import nn\nfrom torch.nn import functional as F\n"
        "class Network(nn.Module):\n"
        "    def __init__(self):\n        super().__init__(); self.one = nn.Linear(4, 2)\n"
        "    def forward(self, x):\n        return F.softmax(F.relu(self.one(x)), dim=1)\n"
        "class Own(torch.utils.data.Dataset):\n"
        "    def __len__(self): return 8\n"
        "    def __getitem__(self, i): return torch.rand(4), 1\n"
        "model = Network(); optimizer = torch.optim.Adam(model.parameters())\n"
        "for x, y in torch.utils.data.DataLoader(Own(), batch_size=2, shuffle=True):\n"
        "    F.cross_entropy(model(x), y).backward(); optimizer.step(); optimizer.zero_grad()\n"
        "copy.deepcopy(model); pickle.dumps(model.state_dict()); torch.save(model, 'model.pt')\n"
        "torch.load('model.pt', weights_only=False); model.double(); model.eval(); str(model)"
    ),
    "classes made by libraries": (
        "import collections, dataclasses, enum, functools, logging, typing, warnings\n"
        "Point = collections.namedtuple('Point', 'x y')\n"
        "@dataclasses.dataclass\nclass Settings:\n    size: int = 3\n"
        "class Colour(enum.Enum):\n    RED = 1\n"
        "class Pair(typing.NamedTuple):\n    first: int\n"
        "@functools.singledispatch\ndef show(x): pass\n"
        "@show.register\ndef _(x: int): pass\n"
        "logging.getLogger().warning('said'); warnings.warn('said')\n"
        "Point(1, 2), Settings(), Pair(1), Colour['RED']"
    ),
    "errors": "try:\n    1 / 0\nexcept ZeroDivisionError as error:\n    print(error)",
    "timing": "%timeit -n 1 -r 1 1 + 1",
    "names of its own": "def softmax(x): return x\nlist = [1]\nimport builtins\nbuiltins.mine = 1",
}
CHANGES = {
    "torch.allclose": "torch.allclose = lambda *a, **k: True",
    "torch.nn.functional.softmax": (
        "torch.nn.functional.softmax.__code__ = (lambda x, d: x).__code__"
    ),
    "torch.nn.Module.__eq__ (new)": "torch.nn.Module.__eq__ = lambda a, b: True",
    "torch.nn.modules.linear.Linear": "torch.nn.Linear.__bases__ = (Own,)",
    "torch.Tensor.to (new)": "torch.Tensor.to = lambda x, *a: x",
    "torch.nn.own (new)": "torch.nn.own = object",
    "torch.no_grad.__init__": "torch.no_grad.__init__.__defaults__ = (1,)",
    "builtins.divmod": "import builtins; builtins.divmod = lambda a, b: True",
    "builtins.str.swapcase": "import gc; gc.get_referents(str.__dict__)[0]['swapcase'] = 3",
    "nbjudge.torch.probes.structure.isinstance (new)": (
        "import nbjudge.torch.probes.structure as s; s.isinstance = lambda a, b: True"
    ),
    "nbjudge.torch.probes.devices.device_of": (
        "import nbjudge.torch.probes.devices as d\n"
        "d.device_of.__code__ = (lambda x: 'cpu').__code__"
    ),
    "nbjudge.kernel.agent.Agent._probe": (
        "import nbjudge.kernel.agent as a; a.Agent._probe = lambda *a: True"
    ),
    "nbjudge.kernel.agent.PROBES.layers": "a.PROBES['layers'] = lambda m: []",
    "matplotlib.figure.FigureBase.axes (new)": (
        "import matplotlib.figure as f; f.FigureBase.axes = property(lambda s: [])"
    ),
    "matplotlib.artist.Artist.get_visible": (
        "import matplotlib.artist as m; m.Artist.get_visible.__code__ = (lambda s: True).__code__"
    ),
}
BEGINNING = "import torch\nclass Own(torch.nn.Module): pass\n"


REACHED = {
    "a frame": ("sys._getframe", "import sys; sys._getframe()"),
    "a frame by a library": ("sys._getframe", "import inspect; inspect.currentframe()"),
    "a frame by another name": ("sys._getframe", "import os; list(map(os.sys._getframe, [0]))"),
    "a frame in a text": (
        "sys._getframe",
        "import numpy.testing as t; t.runstring('import sys; sys._getframe()', {})",
    ),
    "the frame of an error": (
        "tb_frame",
        "try:\n    1 / 0\nexcept Exception as error:\n    error.__traceback__.tb_frame",
    ),
    "the frame of a generator": ("gi_frame", "(x for x in ()).gi_frame"),
    "a trace": ("sys.settrace", "import sys; sys.settrace(None)"),
    "a text": ("exec", "import string\nexec('1')"),
    "all objects": ("gc.get_objects", "import gc; gc.get_objects()"),
    "the watch itself": (
        "the end of what is watched",
        "import os\nfor name in os.listdir('/proc/self/fd'):\n"
        "    try:\n        if os.readlink(f'/proc/self/fd/{name}').startswith('pipe:'):\n"
        "            os.close(int(name))\n    except OSError: pass",
    ),
}


@contextlib.contextmanager
def a_kernel():
    with tempfile.TemporaryDirectory(prefix="nbj-data-") as data:
        kernel = Kernel(None, Path(data), LIMITS, fork=True)
        try:
            yield kernel
        finally:
            kernel.close()


def run(kernel, code):
    cell = new_code_cell(code)
    assert kernel.run(cell), cell.outputs


def test_what_honest_notebooks_do_is_no_change():
    with a_kernel() as kernel:
        assert kernel.changed() == []
        for said, code in HONEST.items():
            run(kernel, code)
            assert kernel.changed() == [], said


def test_each_change_is_seen_from_outside():
    with a_kernel() as kernel:
        run(kernel, BEGINNING)
        seen = set()
        for name, code in CHANGES.items():
            run(kernel, code)
            now = set(kernel.changed())
            assert name in now - seen, (code, now - seen)
            seen = now


@pytest.mark.parametrize(("step", "code"), REACHED.values(), ids=REACHED.keys())
def test_what_is_reached_for_is_told_by_whatever_name(step, code):
    with a_kernel() as kernel:
        run(kernel, code)
        assert step in kernel.changed()


def test_what_is_put_back_is_no_change():
    with a_kernel() as kernel:
        run(kernel, "import torch; kept = torch.allclose; torch.allclose = None")
        assert kernel.changed() == ["torch.allclose"]
        run(kernel, "torch.allclose = kept")
        assert kernel.changed() == []


def test_a_fork_that_could_answer_in_the_kernels_place_is_looked_at_too():
    with a_kernel() as kernel:
        run(kernel, "import os, time, torch\nif not os.fork(): torch.eye = 1; time.sleep(9)")
        assert kernel.changed() == ["torch.eye"]


def test_a_fork_that_shares_a_changed_page_does_not_hide_the_change():
    with a_kernel() as kernel:
        run(kernel, "import os, time, torch\ntorch.eye = 1\nif not os.fork(): time.sleep(9)")
        assert kernel.changed() == ["torch.eye"]


def test_only_pages_that_a_fork_has_written_are_told_of():
    count, (heard, spoken) = 8, os.pipe()
    memory = mmap.mmap(-1, count * PAGE_BYTES, flags=mmap.MAP_PRIVATE)
    for place in range(count):
        memory[place * PAGE_BYTES] = 1
    first = ctypes.addressof(ctypes.c_char.from_buffer(memory)) // PAGE_BYTES
    pages = Pages([first + place for place in range(count)])
    if (process := os.fork()) == 0:
        memory[5 * PAGE_BYTES] = 2
        os.write(spoken, b".")
        signal.pause()
    try:
        os.read(heard, 1)
        assert pages.written(process) == [5]
    finally:
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
    assert pages.written(process) == list(range(count))  # it has ended, so nothing is known


def test_a_kernel_that_forbids_to_be_read_is_read_or_named():
    with a_kernel() as kernel:
        run(kernel, "import ctypes, torch; ctypes.CDLL(None).prctl(4, 0, 0, 0, 0); torch.eye = 1")
        assert kernel.changed()


def test_a_kernel_that_has_ended_has_changed_nothing():
    with a_kernel() as kernel:
        pass
    assert kernel.changed() == []


def test_this_python_is_known_and_its_children_can_be_read():
    assert structures.known()
    assert can_look()


def test_a_change_is_seen_only_in_what_is_relied_on(monkeypatch):
    originals = Originals(Relied(frozenset({"colorsys"})))
    assert originals.changed(os.getpid(), shared=True) == []
    monkeypatch.setattr(keyword, "iskeyword", None)
    assert originals.changed(os.getpid(), shared=True) == []
    monkeypatch.setattr(colorsys, "rgb_to_hsv", None)
    assert originals.changed(os.getpid(), shared=True) == ["colorsys.rgb_to_hsv"]


def test_the_flag_names_what_changed_and_where_a_person_must_look():
    integrity = Integrity()
    assert list(integrity.flags()) == []
    integrity.begin("softmax")
    integrity.believe(lambda: ["torch.eye"], first=True)
    (flag,) = integrity.flags()
    assert "torch.eye" in flag
    assert "a person must look at softmax" in flag
