"""What `nbjudge new` does: drafts an assignment, or an exercise of one."""

import argparse
import sys
from pathlib import Path

from nbjudge.course.drafts import new_assignment, new_exercise
from nbjudge.course.layout import CONFIG, CourseError


def run_new(options: argparse.Namespace) -> int:
    """Writes the drafts into the course in the working folder; 2 where that cannot be."""
    root, assignment, slug = Path.cwd(), options.assignment, options.exercise
    try:
        if not (root / CONFIG).is_file():
            raise CourseError(f"{root} is no course folder: it has no {CONFIG}. Run this in one.")
        if slug:
            written = new_exercise(root, assignment, slug, options.points)
        else:
            written = new_assignment(root, assignment)
    except CourseError as error:
        print(f"nbjudge: {error}", file=sys.stderr)
        return 2
    print("\n".join(f"wrote {path}" for path in written))
    print(f"`nbjudge prove {slug or ''}".rstrip() + "` says what is still to be written")
    return 0
