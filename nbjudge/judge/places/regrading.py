"""The place of regrading: a submission in which only some exercises are judged again."""

import contextlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from nbformat import NotebookNode

from nbjudge.course.limits import Limits
from nbjudge.judge.kernels import KernelLost
from nbjudge.judge.places.grading import Grading
from nbjudge.judge.reference import lacking
from nbjudge.link.channel import ChannelError
from nbjudge.link.wire import BadMessage


class Regrading(Grading):
    """Hands the judge some exercises of a submission, as `Grading` hands it all of them.

    `former` tells for each exercise judged earlier whether all its checks passed then. That decides
    what was lent to the exercises after it.
    """

    def __init__(
        self,
        notebook: NotebookNode,
        source: Path,
        submission: Path,
        limits: Limits,
        former: Mapping[str, bool],
    ):
        super().__init__(notebook, source, submission, limits)
        self._former = former
        self._on_other_data = False

    def pass_by(self, slug: str) -> None:
        """Runs past an exercise that keeps its verdicts."""
        exercise = self._exercises[slug]
        with _whatever_the_kernel_does():
            self._come_to(exercise)
        self._flawless = self._flawless and self._former.get(slug, True)
        self._judged_right |= {slug} if self._former.get(slug) else set()
        if self._judged_from is None:
            self._judged_from = exercise.checks

    def builds_on_what_changed(self, slug: str) -> bool:
        """Whether an exercise is judged on other lent data than before.

        That is so from the first exercise on for which something was lent before and is not now,
        or is lent now and was not before.
        """
        if self.may_differ_at(slug) and not self._on_other_data:
            self._on_other_data = self._is_something_lacking(slug)
        return self._on_other_data

    def may_differ_at(self, slug: str) -> bool:
        """Whether what is lent may differ from this exercise on."""
        before = list(self._exercises)[: list(self._exercises).index(slug)]
        was_flawless = all(self._former.get(other, True) for other in before)
        return self._on_other_data or was_flawless != self._flawless

    def _is_something_lacking(self, slug: str) -> bool:
        try:
            with _whatever_the_kernel_does():
                self._run.run_to(self._exercises[slug].solution)
                return bool(lacking(self._run.open(), self._reference(slug)))
        finally:
            self._run.close()
        return True


@contextlib.contextmanager
def _whatever_the_kernel_does() -> Iterator[None]:
    """Goes on if the kernel does not answer: the next exercise that is judged will say so."""
    with contextlib.suppress(KernelLost, ChannelError, BadMessage):
        yield
