"""States and bodies told by what they are rather than by name: "the Gulf emirate", "the Union".

``epithets.csv`` says of which actors a word can be said: those of a region, the kingdoms, the unions.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from comity.reading.aliases import Word, form, rows
from comity.reading.grammar_words import OPENERS, PREPOSITIONS

__all__ = ["POINTERS", "Epithet", "epithet_at"]

#: Words that open a phrase for somebody already named.
POINTERS = frozenset(["the", "this", "that"])
#: What a state is called behind its region ("the Baltic republic", "the African oil producer").
_STATES = frozenset(
    ["country", "nation", "state", "republic", "kingdom", "monarchy", "emirate", "sultanate", "island",
     "archipelago", "economy", "giant", "power", "neighbour", "neighbor", "ally", "producer", "exporter",
     "government", "heavyweight", "democracy"]
)  # fmt: skip
#: Words between "the" and what counts, at most.
_LOOSE = 2
_LONGEST = 3


@dataclass(frozen=True, slots=True)
class Epithet:
    """A phrase of ``count`` words that means one of ``actors``."""

    count: int
    actors: frozenset[str]


def epithet_at(text: str, said: list[Word], at: int) -> Epithet | None:
    """The epithet that begins with the word ``at``, an article or a pointer."""
    if said[at].form not in POINTERS:
        return None
    for first in range(at + 1, min(at + 2 + _LOOSE, len(said))):
        if not _beside(text, said, first):
            return None
        found = _called(text, said, first)
        if found is not None:
            return Epithet(found[0] - at, found[1])
        if said[first].capital or said[first].form in POINTERS | PREPOSITIONS | OPENERS:
            return None
    return None


def _called(text: str, said: list[Word], first: int) -> tuple[int, frozenset[str]] | None:
    """Where the phrase ends whose telling words begin at ``first``, and of whom it can be said."""
    for count in range(min(_LONGEST, len(said) - first), 0, -1):
        last = first + count
        if not all(_beside(text, said, n) for n in range(first + 1, last)):
            continue
        entry = _table().get(tuple(word.form for word in said[first:last]))
        if entry is None or entry.capital != said[first].capital:
            continue
        if not entry.region:
            follows = last < len(said) and _beside(text, said, last)
            if entry.capital:
                return None if follows and said[last].capital else (last, entry.actors)
            noun = follows and said[last].form in _STATES
            return last + noun, entry.actors
        nouns = [n for n in range(last, min(last + 2, len(said))) if said[n].form in _STATES]
        if nouns and all(_beside(text, said, n) for n in range(last, nouns[-1] + 1)):
            return nouns[-1] + 1, entry.actors
    return None


def _beside(text: str, said: list[Word], at: int) -> bool:
    """Whether only a blank or a hyphen stands before a word."""
    return text[said[at - 1].end : said[at].start] in (" ", "\xa0", "-", "‑")


@dataclass(frozen=True, slots=True)
class _Entry:
    actors: frozenset[str]
    capital: bool
    region: bool


@cache
def _table() -> dict[tuple[str, ...], _Entry]:
    return {
        tuple(form(word) for word in row["word"].replace("-", " ").split()): _Entry(
            frozenset(row["actors"].split()),
            row["word"][0].isupper(),
            row["what"] == "region",
        )
        for row in rows("epithets")
    }
