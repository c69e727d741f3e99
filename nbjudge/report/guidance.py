"""What a check module tells students besides its checks: hints in steps, and what grading adds.

Both are paragraphs of its docstring: `At grading:` and topics of the hidden checks, in the words
of what the exercise promises; `Question:`, `Idea:` and `Tool:`, three hints that give nothing away.
"""

import inspect
import re
from dataclasses import dataclass

STEPS = ("Question", "Idea", "Tool")
# The name under which a released check module says how many checks it lacks.
NUMBER_AT_GRADING = "CHECKS_AT_GRADING"
_PARAGRAPH = re.compile(rf"(At grading|{'|'.join(STEPS)}):\s+(.+)", re.DOTALL)


@dataclass(frozen=True)
class Guidance:
    """Hints, as many as are written, each with its step; and what only grading looks at.

    `at_grading` is the number of checks that are not run here; None where nobody knows it.
    """

    hints: tuple[tuple[str, str], ...] = ()
    topics: str = ""
    at_grading: int | None = None

    def left(self) -> str:
        """What green does not say; empty where nothing is left, or nobody knows."""
        if not self.at_grading:
            return ""
        one = self.at_grading == 1
        if not self.topics:
            return f"At grading, {self.at_grading} more {'runs' if one else 'run'}."
        return f"At grading, {self.at_grading} more {'looks' if one else 'look'} at: {self.topics}"


NO_GUIDANCE = Guidance()


def guidance_of(docstring: str | None, at_grading: int | None = None) -> Guidance:
    """Reads the docstring of a check module."""
    paragraphs = re.split(r"\n\s*\n", inspect.cleandoc(docstring or ""))
    found = [_PARAGRAPH.fullmatch(paragraph) for paragraph in paragraphs]
    said = {match[1]: " ".join(match[2].split()) for match in found if match}
    hints = tuple((step, said[step]) for step in STEPS if step in said)
    return Guidance(hints, said.get("At grading", ""), at_grading)
