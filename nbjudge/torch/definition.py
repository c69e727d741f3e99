"""The rule "from the definition": write the formula, with the operations on the list only.

The rule is about what runs when a student's function is called. It is checked in two ways: in the
text of the cells, by following names from the function to everything that it reaches, and at run
time, by recording what torch runs. The text alone misses an alias made at run time. A recording
alone misses computations outside torch, and code that other inputs would have run. The list is in
`nbjudge.torch.allowed`.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import torch

from nbjudge.checks.bindings import Notebook, TooMuchToRead
from nbjudge.checks.reach import Reached, reached
from nbjudge.checks.reading import note_call
from nbjudge.link.failures import CheckFailure
from nbjudge.link.handle import Handle, Student, link_of
from nbjudge.link.show import show
from nbjudge.link.wire import BadMessage
from nbjudge.torch.allowed import may_be_called, may_be_named, may_run, unlisted

# Operations that take values out of torch, or to another thread, which no recording can follow.
_LEAVING_TORCH = frozenset(
    "numpy __array__ tolist item __float__ __int__ __index__ __complex__ data_ptr const_data_ptr "
    "__dlpack__ storage untyped_storage apply_ map_ map2_ start_new_thread".split()
)
_HINT = "is not on the list of operations that the exercise allows; write the formula with those"
_SHOWN = "write the name itself, so that it can be looked up on the list"


class _Run(NamedTuple):
    operations: list[str]
    calls: list[str]
    unseen: bool


def assert_from_definition(
    student: Student, name: str, *inputs: torch.Tensor | tuple[Any, ...], also: Collection[str] = ()
) -> None:
    """Fails if a call of `name` with one of `inputs` runs, or may run, what is not on the list.

    An input is the argument of a call, or a tuple of its arguments. `also` are names of further
    functions that this exercise allows, such as `{"tanh"}`.
    """
    __tracebackhide__ = True
    calls = [given if isinstance(given, tuple) else (given,) for given in inputs]
    runs = [_run(getattr(student, name), *arguments) for arguments in calls]
    for found in _refused((c for run in runs for c in run.calls), also):
        raise _ready_made(f"`{name}` runs `{found}`, which {_HINT}")
    for found in sorted({o for run in runs for o in run.operations if not may_run(o)}):
        if found.rpartition("::")[2].strip("_") not in also:
            raise _ready_made(f"`{name}` runs torch's `{found}`, which {_HINT}")
    left = any(c.rpartition(".")[2] in _LEAVING_TORCH for run in runs for c in run.calls)
    # If no value leaves torch, the recording has seen everything, and mere text is no proof.
    unseen = any(map(_leaves, runs))
    cells = link_of(student).cells
    for found in ready_made(cells, name, also, suspect=left):
        raise _ready_made(f"`{name}` uses `{found}`, which {_HINT}")
    for found in fetched_by_computed_names(cells, name) if unseen else ():
        said = f"`{name}` fetches something by a name put together: {_SHOWN}"
        raise CheckFailure(said, found, kind="ready-made", mistake=said)


def leaves_torch(student: Student, name: str, *arguments: Any) -> bool:
    """Whether a call of `name` takes numbers out of torch, where no recording can follow them.

    By `.numpy()` or `.tolist()`, for instance, or by giving a tensor that no recorded operation has
    made. What is done there may be right, and its steps cannot be counted.
    """
    __tracebackhide__ = True
    return _leaves(_run(getattr(student, name), *arguments))


def _leaves(run: _Run) -> bool:
    return run.unseen or any(call.rpartition(".")[2] in _LEAVING_TORCH for call in run.calls)


def _ready_made(said: str) -> CheckFailure:
    return CheckFailure(said, kind="ready-made", mistake=said)


def ready_made(
    cells: Sequence[str],
    name: str,
    also: Collection[str] = (),
    *,
    suspect: bool = True,
) -> list[str]:
    """What a call of `name` can reach that is not on the list, as the cells write it.

    With `suspect`, also what may be ready-made: an attribute of an unknown object, or a string by
    which something may be looked up.
    """
    notebook, found = _read(cells, name)
    named = set(_unlisted_in(found, notebook, also))
    if suspect:
        named |= set(_suspect_in(found, notebook, unlisted() - set(also)))
    return sorted(named)


def fetched_by_computed_names(cells: Sequence[str], name: str) -> list[str]:
    """Code that a call of `name` can reach and that fetches something by a computed name."""
    return sorted(_read(cells, name)[1].computed)


def _read(cells: Sequence[str], name: str) -> tuple[Notebook, Reached]:
    try:
        notebook = Notebook(cells)
        return notebook, reached(notebook, name)
    except (RecursionError, MemoryError):
        raise CheckFailure("some code is nested too deeply to be read") from None
    except TooMuchToRead:
        raise CheckFailure("the code uses too many names in too many places to be read") from None


def _run(function: Handle, *given: Any) -> _Run:
    """What a call runs. The result is read too: what ran counts only if it can be read."""
    if not isinstance(function, Handle):
        raise CheckFailure("expected a function", show(function))
    link = link_of(function)
    note_call(function, *given)
    answer = link.probe("how_it_runs", [function, *given], {})
    if type(answer) is not tuple or len(answer) != 2 or not _is_a_run(answer[1]):
        raise BadMessage("what runs is a result and a record")
    return _Run(**answer[1])


def _is_a_run(record: Any) -> bool:
    if type(record) is not dict or set(record) != set(_Run._fields):
        return False
    names = [record["operations"], record["calls"]]
    return all(type(n) is list and all(type(one) is str for one in n) for n in names)


def _refused(calls: Iterable[str], also: Collection[str]) -> list[str]:
    """The calls that are not on the list; calls in the form that students write come first."""
    found = {c.partition(".<locals>")[0] for c in calls if not may_be_called(c, also)}
    return sorted(found, key=lambda call: (call.startswith("torch._"), call))


def _unlisted_in(found: Reached, notebook: Notebook, also: Collection[str]) -> Iterator[str]:
    for imported in found.imported:
        if not may_be_named(imported.module, imported.name, also):
            yield str(imported)
    for attribute in found.attributes:
        if not may_be_named(attribute.module, attribute.name, also):
            yield attribute.shown
    if notebook.imports_everything:
        yield from found.unbound & unlisted() - set(also)


def _suspect_in(
    found: Reached, notebook: Notebook, refused: frozenset[str] | set[str]
) -> Iterator[str]:
    yield from (s for s in found.suspects if s.rpartition(".")[2] in refused)
    others = refused - set(notebook.members)
    if found.looks_up:
        yield from found.strings & others
    if found.runs_text:
        words = {word for text in found.strings for word in re.findall(r"\w+", text)}
        yield from words & others
