"""The tables of a proof on a Markdown page, which only `nbjudge prove` writes."""

import datetime
import re
from pathlib import Path

from nbjudge.course.layout import CourseError
from nbjudge.proof.agreement import Agreement
from nbjudge.proof.proving import Proof

_ROW = re.compile(r"^\| `(\w+)` \|.*$", re.MULTILINE)


def write_proofs(page: Path, proofs: list[Proof]) -> None:
    """Puts a row for each of these exercises into the table "proof"; other rows stay."""
    _write(page, "proof", {proof.slug: _proof_row(proof) for proof in proofs})


def write_agreements(page: Path, found: list[Agreement], seeds: int, threads: list[int]) -> None:
    """Puts a row for each of these exercises into the table "seeds"; other rows stay."""
    with_threads = ", ".join(map(str, threads))
    rows = {a.slug: _agreement_row(a, str(seeds), with_threads) for a in found}
    _write(page, "seeds", rows)


def write_agreements_on(card: str, page: Path, found: list[Agreement]) -> None:
    """Puts a row for each of these exercises into the table "cards"; other rows stay."""
    _write(page, "cards", {a.slug: _agreement_row(a, card) for a in found})


def _proof_row(proof: Proof) -> list[str]:
    killed, made = proof.killed
    noticed, tried = proof.noticed
    needless = len(proof.needless)
    return [
        _of(proof.right),
        _of(proof.wrong),
        f"{killed} of {made}" if made else "not tried",
        str(sum(bool(survivor.reason) for survivor in proof.survivors)),
        f"{proof.checks}, {needless} of them reject nothing else"
        if needless
        else f"{proof.checks}",
        f"{noticed} of {tried}" if tried else "not tried",
        "holds" if proof.holds else "does not hold",
    ]


def _agreement_row(found: Agreement, *conditions: str) -> list[str]:
    matters = sum(change.matters for change in found.changes)
    numbers = (found.variants * found.conditions, len(found.changes), matters)
    return [str(found.variants), *conditions, *map(str, numbers)]


def _of(pair: tuple[int, int]) -> str:
    return f"{pair[0]} of {pair[1]}"


def _write(page: Path, name: str, rows: dict[str, list[str]]) -> None:
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    text = page.read_text(encoding="utf-8") if page.is_file() else ""
    before, found, rest = text.partition(begin)
    table, found_too, after = rest.partition(end)
    if not found or not found_too:
        raise CourseError(f"{page} has no place for a table: lines `{begin}` and `{end}`")
    today = datetime.datetime.now(tz=datetime.UTC).date().isoformat()
    known = {match[1]: match[0] for match in _ROW.finditer(table)}
    known |= {slug: f"| `{slug}` | {' | '.join([*row, today])} |" for slug, row in rows.items()}
    head = [line for line in table.splitlines() if line.startswith("|") and not _ROW.match(line)]
    lines = [begin, *head, *(known[slug] for slug in sorted(known)), end]
    page.write_text(before + "\n".join(lines) + after, encoding="utf-8")
