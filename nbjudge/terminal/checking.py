"""`nbjudge check`: a table of exercises, and the report on the first one that is not done."""

from nbjudge.report.results import ExerciseResult
from nbjudge.terminal.exercises import Exercise
from nbjudge.terminal.printing import heading, report, row, say, total
from nbjudge.terminal.verdicts import Verdicts


def check(exercises: list[Exercise], verdicts: Verdicts) -> int:
    """Prints all exercises as they are judged, and then what to do next; returns an exit code."""
    results: list[ExerciseResult] = []
    notebook = None
    for exercise in exercises:
        if exercise.notebook != notebook:
            notebook = exercise.notebook
            say(f"\n{heading(notebook.stem)}")
        results.append(verdicts.of(exercise))
        say(row(results[-1]))
    say(f"\n{total(results)}.")
    left = next((result for result in results if not result.passed), None)
    if left is None:
        return 0
    say(f"\nNext:\n\n{report(left)}")
    return 1
