"""Finds the student that a name, login or number of an LMS means."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from nbjudge.grading.standings import Person


@dataclass(frozen=True)
class Claim:
    """What a download says about the student who handed something in; unknown fields are empty."""

    login: str = ""
    number: str = ""
    name: str = ""

    def __str__(self) -> str:
        return self.login or self.name or self.number


def whom(claim: Claim, persons: Iterable[Person]) -> Person | None:
    """The one person who is meant; None if nobody fits, or more than one person does.

    A login or a number decides before a name does, since people may share a name.
    """
    known = list(persons)
    for fits in _ways(claim):
        found = [person for person in known if fits(person)]
        if found:
            return found[0] if len(found) == 1 else None
    return None


def _ways(claim: Claim) -> list[Callable[[Person], bool]]:
    login, words, letters = claim.login.casefold(), _words(claim.name), _letters(claim.name)
    ways: list[tuple[bool, Callable[[Person], bool]]] = [
        (bool(login), lambda p: login in (p.id.casefold(), p.email.casefold())),
        (bool(login), lambda p: login == p.email.partition("@")[0].casefold()),
        (bool(claim.number), lambda p: claim.number in (p.lms_user_id, p.id)),
        (bool(words), lambda p: words in map(_words, _spellings(p))),
        (bool(letters), lambda p: letters in map(_letters, _spellings(p))),
    ]
    return [fits for said, fits in ways if said]


def _spellings(person: Person) -> list[str]:
    """A person's name in both orders; the id if there is no name."""
    first, last = person.first_name, person.last_name
    return [f"{first} {last}", f"{last} {first}"] if first or last else [person.id]


def _words(name: str) -> tuple[str, ...]:
    """The words of a name in any order, without accents."""
    return tuple(sorted(re.findall(r"\w+", _plain(name))))


def _letters(name: str) -> str:
    """The letters of a name without all other characters, which Canvas drops."""
    return re.sub(r"[^a-z0-9]", "", _plain(name))


def _plain(name: str) -> str:
    taken_apart = unicodedata.normalize("NFKD", name.casefold())
    return "".join(c for c in taken_apart if not unicodedata.combining(c)).replace("_", " ")


def as_id(claim: Claim) -> str:
    """A student id for a person who is in no roster: readable, and fit for a folder's name."""
    words = re.findall(r"[a-z0-9.@+-]+", _plain(str(claim)))
    return "_".join(words).strip(".") or claim.number
