"""What a check module tells students besides its checks: hints in steps, and what grading adds.

Both are paragraphs of its docstring. `At grading:` begins the topics of the hidden checks, in the
words of what the exercise promises. `Question:`, `Idea:` and `Tool:` begin three hints that give
nothing away.
"""

import inspect
import re
from dataclasses import dataclass

STEPS = ("Question", "Idea", "Tool")
# The variable in a released check module that says how many checks the release lacks.
NUMBER_AT_GRADING = "CHECKS_AT_GRADING"
_PARAGRAPH = re.compile(rf"(At grading|{'|'.join(STEPS)}):\s+(.+)", re.DOTALL)


@dataclass(frozen=True)
class Guidance:
    """The hints, each with its step, and the topics that only grading looks at.

    `at_grading` is the number of checks that do not run here; None if it is unknown.
    """

    hints: tuple[tuple[str, str], ...] = ()
    topics: str = ""
    at_grading: int | None = None

    def left(self) -> str:
        """What only grading will check; empty if there is nothing, or if it is unknown."""
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
