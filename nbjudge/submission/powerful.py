"""What an exercise may need of modules and names, and what can do more than that."""

import types

MODULES = frozenset(
    "IPython PIL __future__ abc argparse array base64 bisect calendar cmath collections contextlib "
    "copy csv cv2 dataclasses datetime decimal enum fractions functools gc getpass glob gzip "
    "hashlib heapq io itertools json logging math matplotlib mpl_toolkits nbjudge numbers numpy "
    "operator os pandas pathlib platform pprint queue random re requests scipy seaborn secrets "
    "shutil sklearn statistics string struct sys tempfile textwrap time timeit torch torchaudio "
    "torchinfo torchmetrics torchsummary torchvision tqdm typing typing_extensions urllib uuid "
    "warnings zipfile".split()
)
# Of modules that can do more than an exercise needs, what may be used.
PARTS = {
    "IPython": frozenset({"display"}),
    "gc": frozenset({"collect"}),
    "nbjudge": frozenset({"check", "data_folder", "hint"}),
    "sys": frozenset(
        "argv byteorder executable exit float_info getsizeof maxsize path platform stderr stdin "
        "stdout version version_info setrecursionlimit getrecursionlimit".split()
    ),
}
# Modules that others hold under these names, and what in public modules changes how torch runs.
_POWERFUL = frozenset(
    "asyncio atexit builtins concurrent ctypes faulthandler gc importlib inspect marshal "
    "multiprocessing overrides pickle signal subprocess sys threading attrgetter methodcaller "
    "get_objects get_referents get_referrers setprofile settrace mock cpp_extension".split()
)
_OF_FRAMES = frozenset(
    name
    for kind in (
        *(types.FrameType, types.TracebackType, types.GeneratorType, types.CoroutineType),
        *(types.AsyncGeneratorType, types.CodeType),
    )
    for name in dir(kind)
    if "_" in name.strip("_")
)
# What runs code that stands in a file or a text, which nobody reads.
_RUNNING = frozenset(
    "BaseConfigurator CDLL DictConfigurator ForwardRef Library Timer add_safe_globals ctypeslib "
    "custom_op dictConfig fileConfig fx get_field get_type_hints hub infer_schema joblib library "
    "load_library measure package read_array read_pickle rundocs runstring safe_globals".split()
)
_DUNDERS = frozenset(
    f"__{name}__"
    for name in (
        "abs add aenter aexit and bool call class contains delitem doc enter eq exit "
        "file float floordiv ge getitem gt hash iadd imul index init int invert isub iter itruediv "
        "le len lt main matmul mod module mul name ne neg new next or pos post_init pow qualname "
        "radd repr reversed rmatmul rmul round rpow rsub rtruediv setitem slots str sub truediv "
        "version xor"
    ).split()
)


def is_listed(dotted: str) -> bool:
    """Whether a dotted name may be imported."""
    first, *others = dotted.split(".")
    if first not in MODULES:
        return False
    parts = PARTS.get(first)
    if parts is not None and others and others[0] not in parts:
        return False
    return parts is not None or not any(map(is_powerful, others))


def is_powerful(name: str) -> bool:
    """Whether an attribute or a module of this name can do more than an exercise needs."""
    if name.startswith("_"):
        return name not in _DUNDERS
    return name in _POWERFUL or name in _OF_FRAMES or name in _RUNNING or is_hook(name)


def is_hook(name: str) -> bool:
    """Whether a name registers what a module calls besides its own `forward`.

    With a hook its parts need not be what they are named.
    """
    return name.startswith("register_") and name.endswith("_hook")
