"""What the text of cells reaches into: each way is told, and no right solution is."""

from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from nbjudge.proof.proving import subjects
from nbjudge.submission.flags import of_the_text
from nbjudge.submission.reaching import reaching

ROOT = Path(__file__).parents[2]
# A right solution that is more curious than any student's.
CURIOUS = "model = getattr(NeuralNetwork(), device)()"
REACHING = {
    "import threading": "import threading",
    "torch._C.set": "from torch._C import set",
    "sys.settrace": "import sys\nsys.settrace(None)",
    "sys.modules": "from sys import modules",
    "torch.sys": "torch.sys",
    "import sys": "import sys as system",
    "sys": "import sys\nhidden = sys",
    "error.__traceback__": "try:\n    f()\nexcept Exception as error:\n    error.__traceback__",
    "frame.f_back": "frame.f_back",
    "made.gi_frame": "made.gi_frame",
    "f.__globals__": "f.__globals__",
    "torch.overrides": "torch.overrides",
    "import torch.overrides": "import torch.overrides",
    "gc.get_objects": "import gc\ngc.get_objects()",
    "eval": "eval('1')",
    "globals": "g = globals()",
    "getattr": "get = getattr",
    "getattr(torch, 'soft' + 'max')": "getattr(torch, 'soft' + 'max')",
    "getattr(x, name)": "name = 'soft' + 'max'\ngetattr(x, name)",
    "getattr(x, '__globals__')": "getattr(x, '__globals__')",
    "torch.softmax = …": "torch.softmax = mine",
    "nn.Linear.forward = …": "nn.Linear.forward = mine",
    "setattr(torch, 'softmax', mine)": "setattr(torch, 'softmax', mine)",
    "network.__class__ = …": "network.__class__ = Own",
    "Own.__class__": "class Own:\n    __class__ = nn.Linear",
    "Own.__torch_function__": "class Own:\n    def __torch_function__(self, *a): pass",
    "class Own(metaclass=…)": "class Own(metaclass=Meta): pass",
    "%run": "%run other.py",
    "torch._C": "%time torch._C",
    "torch._D": "%%timeit -n 3\ntorch._D",
    "torch._E": "files = !ls\ntorch._E",
    "torch.load(weights_only=…)": "model = torch.load('model.pt', weights_only=False)",
    "partial(weights_only=…)": "load = partial(torch.load, weights_only=unsafe)",
    "np.load(allow_pickle=…)": "np.load('x.npy', allow_pickle=True)",
    "dict(weights_only=…)": "torch.load('model.pt', **dict(weights_only=False))",
    "{'weights_only': …}": "options = {'weights_only': False}\ntorch.load(x, **options)",
    "np.load(f, None, True)": "np.load(f, None, True)",
    "exec": "def show(x: 'exec(text)'): pass",
    "numpy.testing.runstring": "numpy.testing.runstring(text, {})",
    "%config": "%config InlineBackend.rc = f(1)",
    "vars": "!echo {vars(torch)}",
    "torch._H": "%pwd {torch._H}",
    "ctypes.*": "from ctypes import *",
    "sys.*": "from sys import *",
    "os.sys": "import os\nos.sys",
    "self._C": "import torch as self\nself._C",
    "cls._C": "cls = torch\ncls._C",
    "self._D": "f = lambda self: self._D",
    "self._E": "def f(x, self=torch): self._E",
    "_getframe": "match torch:\n    case object(sys=object(_getframe=f)): pass",
    "getattr(*(torch, 'sys'))": "getattr(*(torch, 'sys'))",
    "setattr(*(torch, 'softmax', f))": "setattr(*(torch, 'softmax', f))",
    "Own.__annotations__": "class Own:\n    __annotations__ = {}",
    "Own.__torch_dispatch__": (
        "class Own:\n    if 1:\n        async def __torch_dispatch__(self): pass"
    ),
    "Typed.__torch_function__": "class Typed:\n    __torch_function__: object = f",
    "{'__torch_function__': …}": "type('T', (Tensor,), {'__torch_function__': f})",
    "{'metaclass': …}": "class T(**{'metaclass': M}): pass",
    "self.one.register_forward_hook": (
        "class A(nn.Module):\n    def __init__(self):\n"
        "        self.one.register_forward_hook(lambda part, given, made: given[0])"
    ),
    "torch.library.custom_op": "torch.library.custom_op('own::rows', mutates_args=())",
    "torch.fx": "torch.fx.Graph()",
    "pd.read_pickle": "pd.read_pickle('x')",
    "torch.hub": "torch.hub.load('.', 'model', source='local')",
    "torch.ops.load_library": "torch.ops.load_library('own.so')",
    "typing.get_type_hints": "import typing\ntyping.get_type_hints(f)",
    "torch._F": "import timeit\ntimeit.timeit('torch._F')",
    "timeit.timeit('torch.' + '_G')": "timeit.timeit('torch.' + '_G')",
    "timeit.repeat(text)": "text = 'print(1)'\ntimeit.repeat(text)",
    "get_ipython": "shell = get_ipython()",
}
HONEST = (
    "import sys\nprint(sys.version, sys.getsizeof(1))",
    "import gc\ngc.collect()",
    "import os, time, math, random\nos.getcwd()",
    "%matplotlib inline\n!pip install tqdm\nprint(1)",
    "%%time\nprint(1)",
    "files = !ls\nseconds = %timeit -o print(1)\nprint?",
    "torch.backends.cudnn.benchmark = False\nplt.rcParams['figure.dpi'] = 50",
    "class A(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self._n = 1",
    "for i in range(3):\n    setattr(self, f'fc{i}', nn.Linear(3, 3))",
    "names = ['fc1', 'fc2']\nfor name in names:\n    print(getattr(model, name))",
    "print(type(model).__name__, torch.__version__, model._modules)",
    "if 'model' in globals():\n    globals()['model'].eval()",
    "model.load_state_dict(torch.load('model.pt', weights_only=True)); torch.load('x.pt')",
    "np.load('x.npy', allow_pickle=False)",
    "import timeit\ntimeit.timeit(lambda: f(x), number=10), timeit.timeit('print(1)', number=3)",
    "f.timeit(n)",
    "%config InlineBackend.figure_format = 'retina'",
    "!ls {folder}\n%cd $folder",
    "def f(x: 'torch.Tensor', y: list['int']) -> 'torch.Tensor': return x",
    "from torch.nn import *\nfrom math import *",
    "class A(nn.Module):\n    def forward(self, x):\n        self._seen, self.hub = x, 1",
    "match x:\n    case object(shape=shape): print(shape)",
    "options = {'weights_only': True, 'lr': 0.1}",
    "this is no Python",
)


@pytest.mark.parametrize("said", REACHING)
def test_what_reaches_into_the_process_is_told(said):
    assert said in reaching([REACHING[said]])


@pytest.mark.parametrize("text", HONEST)
def test_what_students_do_is_not(text):
    assert reaching([text]) == []


def test_no_right_solution_reaches_into_anything():
    rights = [v.source for s in subjects(ROOT, []) for v in s.variants() if v.right]
    assert len(rights) > 300
    assert [text for text in rights if reaching([text]) and CURIOUS not in text] == []


def test_the_cells_of_the_course_are_not_the_students():
    given, own = "import threading", "import sys\nsys.settrace(None)"
    source = new_notebook(cells=[new_code_cell(given)])
    cells = [new_code_cell(given), new_code_cell(own), new_markdown_cell("torch._C")]
    (flag,) = of_the_text(source, new_notebook(cells=cells))
    assert "sys.settrace" in flag
    assert "threading" not in flag


def test_a_flag_names_only_some():
    source = new_notebook(cells=[])
    cells = [new_code_cell("\n".join(f"x._a{n}" for n in range(9)))]
    (flag,) = of_the_text(source, new_notebook(cells=cells))
    assert "x._a2 and 6 more" in flag
