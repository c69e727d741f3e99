"""`hint("softmax")`: an exercise's hints, one step after the other."""

from nbjudge.report.folds import folded_hints
from nbjudge.report.guidance import Guidance
from nbjudge.report.html import framed


class Hints:
    """Shows hints folded, so that each is opened by hand; as text, only those up to a step."""

    def __init__(self, slug: str, guidance: Guidance, step: int = 1):
        self._slug, self._hints, self._step = slug, guidance.hints, step

    def __str__(self) -> str:
        if not self._hints:
            return f"{self._slug}: there are no hints for this exercise"
        pairs = self._hints[: self._step]
        lines = [f"{self._slug}:", *(f"  {step}: {hint}" for step, hint in pairs)]
        if len(pairs) < len(self._hints):
            lines.append(f'  The next one: hint("{self._slug}", {self._step + 1})')
        return "\n".join(lines)

    __repr__ = __str__

    def _repr_html_(self) -> str:
        if not self._hints:
            return framed(self._slug, "there are no hints for this exercise", [], "")
        return framed(self._slug, "hints", [], folded_hints(self._hints, opened=self._step))
