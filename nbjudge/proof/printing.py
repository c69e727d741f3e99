"""Prints a proof: its table, surviving mutants with the reasons, and mistakes."""

from collections.abc import Callable, Iterable

from rich.console import Console
from rich.table import Table
from rich.text import Text

from nbjudge.proof.agreement import Agreement
from nbjudge.proof.proving import Proof, Survivor


def show(proofs: list[Proof], console: Console) -> None:
    """Prints the table, the survivors with the reason for each, and the mistakes."""
    console.print(_table(proofs))
    for proof in proofs:
        _show_survivors(proof.slug, proof.survivors, console)
        _show_survivors(f"{proof.slug}, in its checks:", proof.unnoticed, console)
    _show_needless(proofs, console)
    wrong = [(proof.slug, text) for proof in proofs for text in proof.mistakes]
    for slug, text in wrong:
        console.print(Text.assemble((f"{slug}: ", "red"), text))
    found = [survivor for p in proofs for survivor in (*p.survivors, *p.unnoticed)]
    unexplained = sum(not survivor.reason for survivor in found)
    console.print(f"{len(wrong)} mistakes, {unexplained} unexplained survivors")


def show_agreements(found: list[Agreement], console: Console) -> None:
    """Names each verdict that changes; those that judge a variant wrongly come first."""
    changes = [change for agreement in found for change in agreement.changes]
    for change in sorted(changes, key=lambda change: not change.matters):
        style = "red" if change.matters else "yellow"
        console.print(
            Text.assemble(("wrong: " if change.matters else "by chance: ", style), f"{change}")
        )
    judged = sum(agreement.variants * agreement.conditions for agreement in found)
    matter = sum(change.matters for change in changes)
    console.print(f"{judged} verdicts on variants, {len(changes)} change, {matter} of them matter")


def _table(proofs: list[Proof]) -> Table:
    shown = Table(show_footer=True)
    shown.add_column("exercise", footer="all")
    columns: dict[str, Callable[[Proof], tuple[int, int]]] = {
        "right accepted": lambda proof: proof.right,
        "wrong rejected": lambda proof: proof.wrong,
        "mutants killed": lambda proof: proof.killed,
    }
    if any(proof.noticed[1] for proof in proofs):
        columns["check mutants noticed"] = lambda proof: proof.noticed
    counts = [[pair(proof) for proof in proofs] for pair in columns.values()]
    for name, pairs in zip(columns, counts, strict=True):
        shown.add_column(name, footer=_of(map(sum, zip(*pairs, strict=True))), justify="right")
    numbers: dict[str, Callable[[Proof], int]] = {
        "survivors": lambda proof: len(proof.survivors),
        "checks": lambda proof: proof.checks,
        "needless": lambda proof: len(proof.needless),
    }
    for name, number in numbers.items():
        shown.add_column(name, footer=str(sum(map(number, proofs))), justify="right")
    for proof, *pairs in zip(proofs, *counts, strict=True):
        style = "" if proof.holds else "red"
        cells = [*map(_of, pairs), *(str(number(proof)) for number in numbers.values())]
        shown.add_row(proof.slug, *cells, style=style)
    return shown


def _of(pair: Iterable[int]) -> str:
    return " of ".join(map(str, pair))


def _show_survivors(whose: str, survivors: tuple[Survivor, ...], console: Console) -> None:
    """Prints the survivors, grouped by their reasons."""
    by_reason: dict[str, list[str]] = {}
    for survivor in survivors:
        by_reason.setdefault(survivor.reason, []).append(survivor.change)
    for reason, changes in by_reason.items():
        for change in changes:
            console.print(Text.assemble((f"{whose} ", "bold"), change))
        said = Text(reason) if reason else Text("UNEXPLAINED", style="red")
        console.print(Text("    ").append_text(said))


def _show_needless(proofs: list[Proof], console: Console) -> None:
    for proof in proofs:
        for name in proof.needless:
            said = f"without {name} nothing more is accepted: other checks reject the same"
            console.print(Text.assemble((f"{proof.slug} ", "bold"), said))
