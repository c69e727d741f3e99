"""Files handed in beside the notebook: offered to the kernel under names that shadow nothing."""

import shutil
from pathlib import Path

from nbjudge.course.limits import DEFAULTS, Limits
from nbjudge.submission.files import everything_in, plain_files

_IMPORTABLE = {".py", ".pyc", ".pyi", ".pyd", ".so", ".pth", ".egg", ".zip", ".whl"}


def offer(submission: Path, folder: Path, limits: Limits = DEFAULTS) -> None:
    """Copies a submission's plain files into `folder`, read-only.

    Links are left out, as are notebooks, and what is too large. A file that Python could import
    gets `.txt` at the end of its name, so that no `torch.py` stands in for torch.
    """
    for count, path in enumerate(plain_files(submission)):
        large = path.stat().st_size > limits.attachment_bytes
        if path.suffix == ".ipynb" or large or count >= limits.attachments:
            continue
        name = path.relative_to(submission)
        safe = name.with_name(name.name + ".txt") if path.suffix in _IMPORTABLE else name
        (folder / safe).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, folder / safe)
        (folder / safe).chmod(0o444)


def remove_copies_of_links(submission: Path, copied: Path) -> list[str]:
    """Removes from `copied` what nbgrader copied there by following links in the submission.

    Returns their names. Else a link to anybody's file would put its contents on a feedback page.
    """
    removed = []
    links = [path for path in everything_in(submission) if path.is_symlink()]
    for path in links:
        copy = copied / path.relative_to(submission)
        if copy.is_file():
            copy.unlink()
            removed.append(str(path.relative_to(submission)))
    return removed
