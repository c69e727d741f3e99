"""nbgrader's settings for a course that `nbjudge` grades."""

from traitlets.config import Config


def configure(config: Config) -> None:
    """Lets the engine into nbgrader: to be called in `nbgrader_config.py`, with `get_config()`.

    Sets four lists, each nbgrader's own default with these changes, and three classes:

    - `GenerateAssignment.exporter_class`: `SourceReader`, which refuses a source with faults that
      would give or cost points.
    - `GenerateAssignment.preprocessors`: also `ReleaseChecks`, which puts the visible checks into
      the release.
    - `Autograde.sanitize_preprocessors`: `AssembleSubmission` first, which puts the student's
      answers into the course's own notebook, and none of the steps that this makes needless.
    - `Autograde.autograde_preprocessors`: `Judge`, which runs and grades a notebook, in place of
      `Execute`; without those steps too.
    - `Autograde.exporter_class`: `NotebookReader`, which reads also a notebook that a program on
      its way has marked or coded otherwise.
    - `GenerateFeedback.exporter_class`: `FeedbackPage`, whose template opens with what to do next.
    - `GenerateFeedback.preprocessors`: also `Recipient`, which knows whom the page is for; without
      the styles of a template that is not used.

    What the config says afterwards holds: the lists may be changed or set anew, and the limits of
    `Judge` are settings like any of nbgrader's.
    """
    # Their import takes seconds, which a notebook need not wait for.
    from nbconvert.preprocessors import CSSHTMLHeaderPreprocessor
    from nbgrader.converters import Autograde, GenerateAssignment, GenerateFeedback
    from nbgrader.preprocessors import (
        CheckCellMetadata,
        ClearOutput,
        DeduplicateIds,
        Execute,
        OverwriteCells,
        OverwriteKernelspec,
    )

    # A submission is put together anew from the source notebook, whose metadata was checked when
    # it was released: there is nothing to overwrite, and nothing to check again.
    needless = (ClearOutput, DeduplicateIds, OverwriteKernelspec, OverwriteCells, CheckCellMetadata)
    config.GenerateAssignment.preprocessors = [
        *GenerateAssignment.preprocessors.default(),
        "nbjudge.grading.preprocessors.ReleaseChecks",
    ]
    config.GenerateAssignment.exporter_class = "nbjudge.grading.sources.SourceReader"
    # Students' files come by ways that leave marks on them.
    config.Autograde.exporter_class = "nbjudge.grading.preprocessors.NotebookReader"
    config.Autograde.sanitize_preprocessors = [
        "nbjudge.grading.preprocessors.AssembleSubmission",
        *(step for step in Autograde.sanitize_preprocessors.default() if step not in needless),
    ]
    config.Autograde.autograde_preprocessors = [
        "nbjudge.grading.preprocessors.Judge" if step is Execute else step
        for step in Autograde.autograde_preprocessors.default()
        if step not in needless
    ]
    config.GenerateFeedback.exporter_class = "nbjudge.feedback.exporter.FeedbackPage"
    config.GenerateFeedback.preprocessors = [
        *(
            step
            for step in GenerateFeedback.preprocessors.default()
            if step is not CSSHTMLHeaderPreprocessor
        ),
        "nbjudge.feedback.recipient.Recipient",
    ]
