"""What the kernel sees of an error in a student's code: its line, and clues to the mistake.

The judge gets these as data and finds the words (`link.slips`).
"""

import ast
import builtins
import linecache
import re
import traceback
from types import CodeType, FrameType, FunctionType, TracebackType
from typing import Any

from nbjudge.link.slips import IMPORTED

_CALLED = re.compile(r"(?<![\w.])([A-Za-z_]\w*)\(")
_OWNER = re.compile(r"(?<![\w.])([A-Za-z_]\w*)\.")
_REDUCTIONS = frozenset({"sum", "mean", "max", "amax", "min", "amin"})
_SHAPE_STAYS = frozenset({"abs", "clone", "detach", "double", "exp", "float", "log", "sqrt"})


def line_of_the_cell(error: BaseException) -> str:
    """The last line of a cell that ran before the error; empty if there is none."""
    line = ""
    for frame, number in traceback.walk_tb(error.__traceback__):
        if is_of_a_cell(frame):
            line = linecache.getline(frame.f_code.co_filename, number).strip() or line
    return line[:200]


def clues(error: BaseException, said: str, line: str, namespace: dict[str, Any]) -> dict[str, Any]:
    """Clues to the mistake behind an error whose message is `said`.

    `stub`: a cell itself raised a NotImplementedError. `methods` and `nested`: a module has no
    `forward`. `shadowed`: a name that was overwritten, and what it means now. `reduced`: what could
    not be combined with something else has lost a dimension.
    """
    frames = [frame for frame, _ in traceback.walk_tb(error.__traceback__)]
    if isinstance(error, NotImplementedError):
        return {"stub": True} if is_of_a_cell(frames[-1]) else _about_forward(frames[-1])
    if isinstance(error, RuntimeError) and "must match the size of tensor" in said:
        return {"reduced": any(map(_has_lost_a_dimension, _operands(error.__traceback__)))}
    shadowed = _shadowed(error, said, line, _names_at(frames, namespace))
    return {"shadowed": shadowed} if shadowed else {}


def is_of_a_cell(frame: FrameType) -> bool:
    """Whether what runs there was written in a cell of the notebook."""
    filename = frame.f_code.co_filename
    return "ipykernel_" in filename or filename.startswith("<")


def _operands(trace: TracebackType | None) -> list[ast.expr]:
    """What a cell was combining, by an operator, when the error was raised."""
    found = None
    while trace is not None:
        found, trace = trace if is_of_a_cell(trace.tb_frame) else found, trace.tb_next
    if found is None:
        return []
    code = found.tb_frame.f_code
    first, last, start, end = list(code.co_positions())[found.tb_lasti // 2]
    if first is None or last is None or start is None or end is None:
        return []
    lines = [text.encode() for text in linecache.getlines(code.co_filename)[first - 1 : last]]
    try:
        # The end is cut first: on a single line, the beginning is then still where it was.
        lines[-1] = lines[-1][:end]
        lines[0] = lines[0][start:]
        (statement,) = ast.parse(b"".join(lines).decode()).body
    except (IndexError, SyntaxError, ValueError):
        return []
    match statement:
        case ast.AugAssign(value=value):
            return [value]
        case ast.Expr(value=ast.BinOp(left=left, right=right)):
            return [left, right]
    return []


def _has_lost_a_dimension(value: ast.expr) -> bool:
    """Whether this is a sum, mean, largest or smallest along a dimension that is not kept."""
    match value:
        case ast.Call(func=ast.Attribute(value=owner, attr=name), args=given, keywords=named):
            of_torch = isinstance(owner, ast.Name) and owner.id == "torch"
            if name in _REDUCTIONS:
                along_one = len(given) > of_torch or bool(named)
                return along_one and all(keyword.arg != "keepdim" for keyword in named)
            rest = given[0] if of_torch and given else owner
            return name in _SHAPE_STAYS and _has_lost_a_dimension(rest)
        case ast.Attribute(value=pair, attr="values"):
            return _has_lost_a_dimension(pair)
        case ast.Subscript(value=pair, slice=ast.Constant(value=0)):
            return _has_lost_a_dimension(pair)
    return False


def _about_forward(frame: FrameType) -> dict[str, Any]:
    own = vars(type(frame.f_locals.get("self")))
    methods = [name for name, value in own.items() if isinstance(value, FunctionType)]
    inside = getattr(getattr(own.get("__init__"), "__code__", None), "co_consts", ())
    nested = any(isinstance(part, CodeType) and part.co_name == "forward" for part in inside)
    return {"methods": methods[:50], "nested": nested}


def _names_at(frames: list[FrameType], namespace: dict[str, Any]) -> dict[str, Any]:
    own = next((frame.f_locals for frame in reversed(frames) if is_of_a_cell(frame)), {})
    return {**namespace, **own}


def _shadowed(error: BaseException, said: str, line: str, names: dict[str, Any]) -> list[str]:
    if isinstance(error, TypeError) and said.endswith("object is not callable"):
        found = [name for name in _CALLED.findall(line) if hasattr(builtins, name)]
    elif isinstance(error, AttributeError):
        found = [name for name in _OWNER.findall(line) if name in IMPORTED]
    else:
        return []
    given_away = [name for name in found if _is_data(names.get(name))]
    return [given_away[0], _meaning(names[given_away[0]])] if given_away else []


def _is_data(value: Any) -> bool:
    plain = (bool, int, float, str, list, tuple, dict, set)
    return isinstance(value, plain) or type(value).__name__ == "Tensor"


def _meaning(value: Any) -> str:
    if isinstance(value, bool | int | float):
        return f"the number {value!r}"[:60]
    return f"a {type(value).__name__.lower()}"
