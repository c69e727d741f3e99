"""What `nbjudge prove` does: proves that the checks of the course judge rightly.

The proof of an exercise holds if: right variants get full marks; wrong variants are rejected by
every check that they name, and keep no more points than is fair; each check rejects something; and
mutants of the reference solution are rejected, unless `variants/equivalent_mutants.toml` says why a
mutant still does what the exercise promises. From the same verdicts, the proof tells how many wrong
solutions would pass without each check.

With `--check-mutants`, a variant must notice each mutant of the checks, or
`variants/equivalent_check_mutants.toml` must explain the mutant. With `--seeds`, `--threads` or
`--device cuda`, every variant is judged under each of these conditions instead, and verdicts that
change are named.
"""

import argparse
import multiprocessing
import os
import sys
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.progress import track

from nbjudge.course.layout import CourseError
from nbjudge.judge.provisioner import can_fork
from nbjudge.process.ending import end_with
from nbjudge.proof.agreement import (
    Agreement,
    agreement,
    conditions_of,
    judge_under,
    missing,
)
from nbjudge.proof.card import NO_CARD, graphics_card
from nbjudge.proof.page import write_agreements, write_agreements_on, write_proofs
from nbjudge.proof.printing import show, show_agreements
from nbjudge.proof.proving import Proof, prove
from nbjudge.proof.record import Known, Record
from nbjudge.proof.sources import refuse_unsound
from nbjudge.proof.subjects import (
    CHECK_MUTANTS,
    EQUIVALENTS,
    Subject,
    read_explained,
    subjects,
)

_WIDTH = 100


def run(options: argparse.Namespace) -> int:
    """Proves the course in the working folder and prints the proof; returns 1 if it fails."""
    console = Console(width=None if sys.stdout.isatty() else _WIDTH, highlight=False)
    try:
        refuse_unsound(Path.cwd(), options.slugs)
        chosen = subjects(Path.cwd(), options.slugs)
        if options.device == "cuda":
            return _try_on_a_card(chosen, options, console)
        if options.seeds > 1 or options.threads != [1]:
            return _try_conditions(chosen, options, console)
        return _prove_all(chosen, options, console)
    except CourseError as error:
        for said in str(error).splitlines():
            console.print("[red]nbjudge:[/]", escape(said), soft_wrap=True)
        return 2


def workers(number: int) -> ProcessPoolExecutor:
    """Processes to prove in; newly started, since a process with threads must not be forked."""
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(
        number, mp_context=context, initializer=_prepare_worker, initargs=(os.getpid(),)
    )


def _prove_all(chosen: list[Subject], options: argparse.Namespace, console: Console) -> int:
    proofs = list(_proofs(chosen, options, console))
    show(proofs, console)
    unknown = [
        f"{file.name}: there is no exercise {slug}"
        for file in (EQUIVALENTS, CHECK_MUTANTS)
        for slug in _of_no_exercise(Path.cwd(), file)
    ]
    for said in unknown:
        console.print(f"[red]{said}[/]")
    if options.write:
        write_proofs(options.write, proofs)
    return 0 if not unknown and all(proof.holds for proof in proofs) else 1


def _proofs(
    chosen: list[Subject], options: argparse.Namespace, console: Console
) -> Iterator[Proof]:
    asked: dict[str, Any] = {
        "mutate": not options.no_mutants,
        "remote": list if options.remote else None,
        "mutate_checks": options.check_mutants,
    }
    with workers(options.workers) as pool:
        futures = [pool.submit(prove, subject, **asked) for subject in chosen]
        done: Iterator[Proof] = (future.result() for future in futures)
        yield from track(done, "proving", total=len(futures), console=console, transient=True)


def _try_on_a_card(chosen: list[Subject], options: argparse.Namespace, console: Console) -> int:
    card = graphics_card()
    if not card:
        console.print(NO_CARD)
        return 0
    console.print(f"in kernels that are given a graphics card: {card}")
    agreements = _agreements(chosen, options, console)
    if options.write:
        write_agreements_on(card, options.write, agreements)
    return 0 if all(found.holds for found in agreements) else 1


def _try_conditions(chosen: list[Subject], options: argparse.Namespace, console: Console) -> int:
    agreements = _agreements(chosen, options, console)
    if options.write:
        write_agreements(options.write, agreements, options.seeds, options.threads)
    return 0 if all(found.holds for found in agreements) else 1


def _agreements(
    chosen: list[Subject], options: argparse.Namespace, console: Console
) -> list[Agreement]:
    """Judges what the record lacks, and prints what the record says then."""
    record = Record(options.record)
    conditions = conditions_of(options.seeds, options.threads, options.device)
    variants = {subject: subject.variants() for subject in chosen}
    with workers(options.workers) as pool:
        futures = [
            pool.submit(judge_under, subject, asked)
            for subject in chosen
            for asked in missing(record, subject, variants[subject], conditions)
        ]
        done = _as_they_come(futures)
        for found in track(done, "judging", total=len(futures), console=console, transient=True):
            record.add(found)
    agreements = [agreement(record, s, variants[s], conditions) for s in chosen]
    show_agreements(agreements, console)
    return agreements


def _as_they_come(futures: list[Future[list[Known]]]) -> Iterator[list[Known]]:
    """Records each result at once, so that a stopped run loses little."""
    for future in as_completed(futures):
        yield future.result()


def _prepare_worker(parent: int) -> None:
    if can_fork():
        end_with(parent)  # else a worker would wait for more work after a killed proof
    os.environ["MPLBACKEND"] = "agg"
    # So that torch asks whether there is a graphics card without using it, since a process that
    # has used one must not be forked.
    os.environ["PYTORCH_NVML_BASED_CUDA_CHECK"] = "1"
    import torch

    torch.set_num_threads(1)


def _of_no_exercise(root: Path, file: Path) -> list[str]:
    known = {subject.slug for subject in subjects(root, [])}
    return sorted(set(read_explained(root, file)) - known)
