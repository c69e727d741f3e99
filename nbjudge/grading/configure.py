"""nbgrader's settings for a course that `nbjudge` grades."""

from traitlets.config import Config


def configure(config: Config) -> None:
    """Sets up nbgrader to use the engine: call it in `nbgrader_config.py`, with `get_config()`.

    Sets four lists, each nbgrader's own default with these changes, and three classes:

    - `GenerateAssignment.exporter_class`: `SourceReader`, which refuses a source with faults that
      would give or cost points.
    - `GenerateAssignment.preprocessors`: also `ReleaseChecks`, which puts the visible checks into
      the release.
    - `Autograde.sanitize_preprocessors`: `AssembleSubmission` first, which puts the student's
      answers into the course's own notebook. The steps that are then needless are left out.
    - `Autograde.autograde_preprocessors`: `Judge`, which runs and grades a notebook, in place of
      `Execute`. The same steps are left out.
    - `Autograde.exporter_class`: `NotebookReader`, which also reads notebooks that another program
      has marked or encoded differently.
    - `GenerateFeedback.exporter_class`: `FeedbackPage`, whose template opens with what to do next.
    - `GenerateFeedback.preprocessors`: also `Recipient`, which knows whom the page is for. The
      styles of nbgrader's template are left out.

    Settings after this call take precedence: the lists may be changed or set anew, and the limits
    of `Judge` are settings like any of nbgrader's.
    """
    # Imported late: these imports take seconds, and a notebook does not need them.
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

    # A submission is assembled from the source notebook, whose metadata was checked at its release,
    # so these steps have nothing to overwrite and nothing to check.
    needless = (ClearOutput, DeduplicateIds, OverwriteKernelspec, OverwriteCells, CheckCellMetadata)
    config.GenerateAssignment.preprocessors = [
        *GenerateAssignment.preprocessors.default(),
        "nbjudge.grading.preprocessors.ReleaseChecks",
    ]
    config.GenerateAssignment.exporter_class = "nbjudge.grading.sources.SourceReader"
    # Other programs may have changed a student's notebook on its way here.
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
