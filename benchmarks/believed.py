"""Which checks believe the student's process: they ask probes, which run there.

`python -m benchmarks.believed` judges the course's own solutions and records which check asks which
probe; `--write docs/threat-model.md` puts the table into that page. All other checks judge data.
"""

import argparse
import os
from collections import defaultdict
from pathlib import Path

from nbjudge.course.layout import own_check_module
from nbjudge.course.limits import DEFAULTS
from nbjudge.course.notebook import exercises, read_notebook
from nbjudge.judge.places.grading import Grading
from nbjudge.judge.session import judge
from nbjudge.link.handle import Student, link_of
from nbjudge.torch.probes.table import BY_MODULE

Believed = dict[tuple[str, str], list[str]]
_BEGIN = "<!-- table: python -m benchmarks.believed --write docs/threat-model.md -->\n"
_END = "<!-- end of what is believed -->"
# What would show a lie, besides the look at what a kernel has changed.
_SHOWS = {
    "devices": "a real card, where there is one",
    "elsewhere": "a real card, where there is one",
    "running": "the text of the cells, which the judge reads",
    "networks": "the numbers, computed again from the state that crosses",
    "parameters": "the numbers, computed again from the state that crosses",
    "structure": "the numbers, computed again from the state that crosses",
}
_NOTHING = "nothing else"
_ROOMS = {probe: room for room, probes in BY_MODULE.items() for probe in probes}


class Recording(Grading):
    """A place of grading that notes which check asks which probe."""

    believed: Believed

    def open(self, module: Path) -> Student:
        student = super().open(module)
        link, slug = link_of(student), module.stem.removeprefix("test_")
        ask = link.believing

        def believing(probe: str) -> None:
            check = os.environ["PYTEST_CURRENT_TEST"].rpartition("::")[2].split(" ")[0]
            self.believed[slug, check.partition("[")[0]].append(probe)
            ask(probe)

        link.believing = believing
        return student


def believed_in(root: Path, assignment: str) -> Believed:
    """The probes that each check of an assignment asks while its solutions are judged."""
    source = (root / "source" / assignment / f"{assignment}.ipynb").resolve()
    notebook = read_notebook(source)
    modules = [own_check_module(root, assignment, e.slug) for e in exercises(notebook)]
    place = Recording(notebook, source, source.parent, DEFAULTS)
    place.believed = defaultdict(list)
    try:
        judge(modules, place)
    finally:
        place.shut_down()
    return dict(place.believed)


def rows(believed: Believed) -> list[str]:
    """The lines of the table for these checks."""
    return [_row(slug, check, sorted(set(found))) for (slug, check), found in believed.items()]


def _row(slug: str, check: str, probes: list[str]) -> str:
    shown = {_SHOWS.get(_ROOMS.get(probe, ""), "") for probe in probes}
    alone = [probe for probe in probes if _ROOMS.get(probe, "") not in _SHOWS]
    said = sorted(shown - {""})
    if alone:
        said.append(f"for {', '.join(alone)} {_NOTHING}" if said else _NOTHING)
    words = check.removeprefix("test_").replace("_", " ")
    return f"| `{slug}` | {words} | {', '.join(probes)} | {'; '.join(said)} |"


def table(root: Path) -> str:
    """The whole table, assignment by assignment."""
    heading = "| exercise | check | probes believed | what else would show a lie |"
    lines = [heading, "|---|---|---|---|"]
    for folder in sorted((root / "source").iterdir()):
        if folder.is_dir():
            lines += rows(believed_in(root, folder.name))
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", type=Path, help="the page to put the table into")
    page, found = parser.parse_args().write, table(Path.cwd())
    if page:
        before, rest = page.read_text(encoding="utf-8").split(_BEGIN)
        after = rest.partition(_END)[2]
        text = f"{before}{_BEGIN}\n{found}\n\n{_END}{after}"
        page.write_text(text, encoding="utf-8")
    else:
        print(found)


if __name__ == "__main__":
    main()
