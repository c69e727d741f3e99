"""nbgrader's settings for this course: the engine enters through its preprocessor lists."""

from nbgrader.converters import Autograde, GenerateAssignment
from nbgrader.preprocessors import (
    CheckCellMetadata,
    ClearOutput,
    DeduplicateIds,
    Execute,
    OverwriteCells,
    OverwriteKernelspec,
)

c = get_config()  # noqa: F821 (nbgrader defines it)

c.CourseDirectory.course_id = "pytorch"

# The visible checks go into the release, beside the notebook.
c.GenerateAssignment.preprocessors = [
    *GenerateAssignment.preprocessors.default(),
    "nbjudge.grading.preprocessors.ReleaseChecks",
]

# Students' files come by ways that leave marks on them.
c.Autograde.exporter_class = "nbjudge.grading.preprocessors.NotebookReader"

# A submission is put together anew from the source notebook, whose metadata was checked when it
# was released: there is nothing to overwrite, and nothing to check again.
needless = (ClearOutput, DeduplicateIds, OverwriteKernelspec, OverwriteCells, CheckCellMetadata)
c.Autograde.sanitize_preprocessors = [
    "nbjudge.grading.preprocessors.AssembleSubmission",
    *(step for step in Autograde.sanitize_preprocessors.default() if step not in needless),
]

# The judge takes the place of running the check cells in the student's kernel.
c.Autograde.autograde_preprocessors = [
    "nbjudge.grading.preprocessors.Judge" if step is Execute else step
    for step in Autograde.autograde_preprocessors.default()
    if step not in needless
]
