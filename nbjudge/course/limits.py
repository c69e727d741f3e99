"""Every limit on what a submission may use or put out; a new limit is added here.

Two kinds of numbers are elsewhere: facts of a format or of Linux (the length of a socket's path,
the dimensions of a tensor) are where they matter, and `report` decides how much a report shows.
"""

import difflib
from dataclasses import Field, dataclass, field, fields
from typing import Any

from traitlets import Float, Integer, TraitError, TraitType
from traitlets.config import Config, Configurable

from nbjudge.course.layout import CONFIG, CourseError

_ALIKE = 0.8  # of two names, one of which is probably the other one misspelt


def _bound(default: float, says: str, setting: str = "", least: int = 1) -> Any:
    """A limit, what it limits and what happens past it, and its name in `nbgrader_config.py`."""
    return field(default=default, metadata={"says": says, "setting": setting, "least": least})


@dataclass(frozen=True)
class Limits:
    """What a submission may use and put out. Times are in seconds of the clock, sizes in bytes."""

    cell_seconds: int = _bound(30, "One cell. Past it the cell is stopped.", "cell_timeout")
    call_seconds: float = _bound(
        5.0,
        "One call of a check. Past it the exercise's other checks fail too, untried.",
        "call_timeout",
    )
    submission_seconds: int = _bound(
        300,
        "All cells of a notebook, by the clock and in processor time. Past it no further cell "
        "runs.",
        "submission_timeout",
    )
    start_seconds: int = _bound(60, "The start of a kernel. Past it there is no grade.")
    silence_seconds: int = _bound(
        5, "An idle kernel's answer. Past it a fresh kernel takes its place."
    )
    outputs_seconds: int = _bound(
        3, "The wait for each further output of a cell that has ended. Later ones are left out."
    )
    gradebook_seconds: int = _bound(
        60,
        "The wait for other programs that write to an SQLite gradebook. Past it there is no grade.",
    )
    grace_seconds: int = _bound(
        10, "Judging beyond `submission_timeout`. Past it the exercise that is judged fails."
    )
    feedback_seconds: int = _bound(
        30, "Making a feedback page. Past it there is no page; the grade is kept."
    )
    margin_seconds: int = _bound(
        60,
        "All that is done for a submission beyond `submission_timeout`. Past it the worker is "
        "killed, and the submission has no grade.",
    )
    worker_bytes: int = _bound(
        3 * 2**30,
        "A worker's memory beyond that at its start: several of the largest answers. Past it "
        "there is a `MemoryError` in the judge.",
    )
    memory_bytes: int = _bound(
        3 * 2**30,
        "A kernel's memory. Past it there is a `MemoryError`; if its processes together take "
        "more, the kernel is ended.",
    )
    cards: int = _bound(
        0, "Graphics cards, NVIDIA's. A kernel sees no others of the machine's.", least=0
    )
    processes: int = _bound(32, "A kernel's processes. Past it the kernel is ended.")
    threads: int = _bound(
        512, "A kernel's threads, in all its processes. Past it the kernel is ended."
    )
    sockets: int = _bound(
        512, "A kernel's open sockets and the names of sockets. Past it the kernel is ended."
    )
    open_files: int = _bound(1024, "Open files of one process. Past it no more can be opened.")
    file_bytes: int = _bound(
        256 * 2**20, "All that a kernel writes. Past it writing is an error (`OSError`)."
    )
    files: int = _bound(
        20_000, "Files and folders that a kernel writes. Past it writing is an error (`OSError`)."
    )
    output_bytes: int = _bound(400_000, "The output of one cell. The rest is left out.")
    cell_messages: int = _bound(
        5000, "Messages that show a cell's output. Past it the cell is stopped."
    )
    cell_messages_bytes: int = _bound(
        64 * 2**20, "All messages of one cell. The kernel sends no more of them."
    )
    message_bytes: int = _bound(
        4 * 2**20,
        "One message of a cell. Past it a fresh kernel takes the kernel's place. Keep it ten "
        "times as large as `output_bytes`.",
    )
    queued_messages: int = _bound(
        100, "Messages that wait to be read. The kernel keeps the others until there is room."
    )
    answer_bytes: int = _bound(
        128 * 2**20, "One answer to a check. Past it the exercise's other checks fail too, untried."
    )
    answers_bytes: int = _bound(
        2**30, "All answers to one exercise's checks. Past it those that remain fail."
    )
    answer_depth: int = _bound(
        24, "The depth of nested lists, tuples and dicts in an answer. Past it the check fails."
    )
    answer_items: int = _bound(2**20, "All entries of an answer. Past it the check fails.")
    # A dict is slow if all its keys have the same hash, which big integers can be chosen to have.
    answer_keys: int = _bound(2**10, "Keys of one dict in an answer. Past it the check fails.")
    attachment_bytes: int = _bound(
        20 * 2**20, "A file beside the notebook. A larger one is not given to the kernel."
    )
    attachments: int = _bound(100, "Files beside the notebook. The kernel gets no more.")
    notebook_bytes: int = _bound(50 * 2**20, "A notebook. A larger one has no grade.")
    folder_bytes: int = _bound(300 * 2**20, "A submission. A larger one has no grade.")
    folder_files: int = _bound(
        2000, "Files and folders of a submission. One with more has no grade."
    )
    folder_depth: int = _bound(
        20, "The depth of nested folders in a submission. A deeper one has no grade."
    )


DEFAULTS = Limits()


def setting(bound: Field[Any]) -> str:
    """The name of a limit as a setting of `c.Judge`."""
    return str(bound.metadata["setting"] or bound.name)


def _traits() -> dict[str, TraitType[Any, Any]]:
    return {setting(bound): _trait(bound).tag(config=True) for bound in fields(Limits)}


def _trait(bound: Field[Any]) -> TraitType[Any, Any]:
    default, says = getattr(DEFAULTS, bound.name), bound.metadata["says"]
    if bound.type is int:
        return Integer(default, min=bound.metadata["least"], help=says)
    return Float(default, min=0.001, help=says)


class LimitSettings(Configurable):
    """The settings `c.Judge` in `nbgrader_config.py`, with a trait for each limit."""

    locals().update(_traits())  # so that a bound need not be named a second time

    def limits(self) -> Limits:
        """The limits as they are configured."""
        return Limits(**{bound.name: getattr(self, setting(bound)) for bound in fields(Limits)})


def read_limits(config: Config) -> Limits:
    """The limits that an `nbgrader_config.py` sets by `c.Judge`, read without nbgrader.

    Raises CourseError for a value that a limit cannot have, and for a misspelt name.
    """
    known = LimitSettings.class_trait_names(config=True)
    for name in config.get("Judge", {}):
        if name not in known and (meant := difflib.get_close_matches(name, known, 1, _ALIKE)):
            raise CourseError(f"{CONFIG}: c.Judge has no {name}: did you mean {meant[0]}?")
    said = {name: value for name, value in config.get("Judge", {}).items() if name in known}
    try:
        return LimitSettings(config=Config({"LimitSettings": said})).limits()
    except TraitError as error:
        raise CourseError(f"{CONFIG}, c.Judge: {error}") from error
