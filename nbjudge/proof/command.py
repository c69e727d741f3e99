"""What `nbjudge prove` does: proves that the checks of the course judge rightly.

For each exercise: right variants are accepted with full marks, wrong ones rejected by every check
that they name, each check rejects something, and mutants of the reference solution are rejected
unless `variants/equivalent_mutants.toml` says why one does what the exercise promises all the same.
"""

import argparse
import multiprocessing
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from rich.console import Console
from rich.progress import track
from rich.table import Table
from rich.text import Text

from nbjudge.course.layout import CourseError
from nbjudge.proof.proving import EQUIVALENTS, Proof, prove, read_equivalents, subjects

_WIDTH = 100


def run(options: argparse.Namespace) -> int:
    """Proves the course in the working folder and prints the proof; 1 where it does not hold."""
    console = Console(width=None if sys.stdout.isatty() else _WIDTH, highlight=False)
    try:
        proofs = list(_proofs(Path.cwd(), options, console))
        unknown = _of_no_exercise(Path.cwd())
    except CourseError as error:
        console.print(f"[red]nbjudge:[/] {error}", soft_wrap=True)
        return 2
    show(proofs, console)
    for slug in unknown:
        console.print(f"[red]{EQUIVALENTS.name}: there is no exercise {slug}[/]")
    return 0 if not unknown and all(proof.holds for proof in proofs) else 1


def workers(number: int) -> ProcessPoolExecutor:
    """Processes to prove in: new ones, since what is forked from them must know no threads."""
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(number, mp_context=context, initializer=_prepare_worker)


def show(proofs: list[Proof], console: Console) -> None:
    """Prints the table, the survivors with the reason for each, and the mistakes."""
    console.print(_table(proofs))
    _show_survivors(proofs, console)
    wrong = [(proof.slug, text) for proof in proofs for text in proof.mistakes]
    for slug, text in wrong:
        console.print(Text.assemble((f"{slug}: ", "red"), text))
    unexplained = sum(not s.reason for proof in proofs for s in proof.survivors)
    console.print(f"{len(wrong)} mistakes, {unexplained} unexplained survivors")


def _proofs(root: Path, options: argparse.Namespace, console: Console) -> Iterator[Proof]:
    chosen = subjects(root, options.slugs)
    asked = {"mutate": not options.no_mutants, "remote": list if options.remote else None}
    with workers(options.workers) as pool:
        futures = [pool.submit(prove, subject, **asked) for subject in chosen]
        done: Iterable = (future.result() for future in futures)
        yield from track(done, "proving", total=len(futures), console=console, transient=True)


def _prepare_worker() -> None:
    os.environ["MPLBACKEND"] = "agg"
    import torch

    torch.set_num_threads(1)


def _of_no_exercise(root: Path) -> list[str]:
    known = {subject.slug for subject in subjects(root, [])}
    return sorted(set(read_equivalents(root)) - known)


def _table(proofs: list[Proof]) -> Table:
    shown = Table(show_footer=True)
    shown.add_column("exercise", footer="all")
    columns: dict[str, Callable[[Proof], tuple[int, int]]] = {
        "right accepted": lambda proof: proof.right,
        "wrong rejected": lambda proof: proof.wrong,
        "mutants killed": lambda proof: proof.killed,
    }
    counts = [[pair(proof) for proof in proofs] for pair in columns.values()]
    for name, pairs in zip(columns, counts, strict=True):
        shown.add_column(name, footer=_of(map(sum, zip(*pairs, strict=True))), justify="right")
    survivors = [len(proof.survivors) for proof in proofs]
    shown.add_column("survivors", footer=str(sum(survivors)), justify="right")
    shown.add_column("checks", footer=str(sum(p.checks for p in proofs)), justify="right")
    for proof, *pairs in zip(proofs, *counts, strict=True):
        style = "" if proof.holds else "red"
        cells = [*map(_of, pairs), str(len(proof.survivors)), str(proof.checks)]
        shown.add_row(proof.slug, *cells, style=style)
    return shown


def _of(pair: Iterable[int]) -> str:
    return " of ".join(map(str, pair))


def _show_survivors(proofs: list[Proof], console: Console) -> None:
    """Survivors that share a reason stand together above it."""
    for proof in proofs:
        by_reason: dict[str, list[str]] = {}
        for survivor in proof.survivors:
            by_reason.setdefault(survivor.reason, []).append(survivor.change)
        for reason, changes in by_reason.items():
            for change in changes:
                console.print(Text.assemble((f"{proof.slug} ", "bold"), change))
            said = Text(reason) if reason else Text("UNEXPLAINED", style="red")
            console.print(Text("    ").append_text(said))
