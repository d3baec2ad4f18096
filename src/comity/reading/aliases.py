"""Names of actors as texts write them, and a book that finds the longest of them at a word.

The tables are in ``comity/data/reading``: ``aliases.csv`` (a row per state: names beside its own, adjectives,
people, capitals, forms of compounds), ``groups.csv``, ``organisations.csv``, ``places.csv`` (a row per
spelling) and ``actors.csv`` (the actors that are no states). A spelling in lower case is found in any case;
a capital must stand as one; initials (``US``) must be capitals throughout. Accents do not matter.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Literal, get_args

from comity.states import table as states
from comity.states.files import read

__all__ = [
    "Alias", "Book", "Kind", "Role", "Word", "actor_kinds", "alias_book", "form", "homes", "rows", "words",
]  # fmt: skip

Kind = Literal[
    "name", "adjective", "leader", "person", "capital", "organisation", "group", "pronoun",
    "coreference",
]  # fmt: skip
Role = Literal["actor", "place", "part_of_name"]
KINDS: tuple[Kind, ...] = get_args(Kind)

# Classes of characters do not meet where repeats do: one pass, whatever the text.
_WORD = re.compile(r"[^\W\d_](?:\.[^\W\d_])+(?![\w\u0300-\u036f])\.?|[\w\u0300-\u036f]+\+?")
_LETTERS = str.maketrans(
    {"ı": "i", "ø": "o", "đ": "d", "ł": "l", "ß": "ss", "æ": "ae", "Ø": "O", "Ł": "L", "Đ": "D"}
)
_GAPS = frozenset(" \t\r\n\xa0\u2009\u202f-‐‑–'’ʼ&")
#: States of which a text of today names a region or a city, not the state.
_REGIONS = frozenset(
    ["BAD", "BAV", "COG", "HAN", "HSE", "HSG", "KRE", "MEC", "MOD", "PAP", "PMA", "SAX", "SIC", "TUS", "WRT"]
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the text: where it stands, and its form for comparison."""

    start: int
    end: int
    text: str
    form: str

    @property
    def capital(self) -> bool:
        """Whether it opens with a capital."""
        return self.text[:1].isupper()

    @property
    def capitals(self) -> bool:
        """Whether it is written in capitals throughout, as initials are."""
        return self.text.isupper()


@dataclass(frozen=True, slots=True)
class Alias:
    """What a spelling stands for; ``actors`` is empty where it is only to be kept from another reading."""

    spelling: str
    actors: tuple[str, ...]
    kind: Kind
    role: Role = "actor"


@dataclass(slots=True)
class _Node:
    after: dict[str, _Node] = field(default_factory=dict)
    held: list[tuple[tuple[str, ...], Alias]] = field(default_factory=list)


class Book:
    """Aliases by their words; the longest that stands at a word is found in one walk."""

    def __init__(self) -> None:
        self._root = _Node()

    def add(self, alias: Alias) -> None:
        """Enter an alias; the first of two with the same words and capitals wins."""
        spelled = words(alias.spelling)
        if not spelled:
            return
        node = self._root
        for word in spelled:
            node = node.after.setdefault(word.form, _Node())
        shape = tuple(_shape(word) for word in spelled)
        if shape not in (held for held, _ in node.held):
            node.held.append((shape, alias))

    def longest(self, text: str, found: list[Word], at: int) -> tuple[Alias, int] | None:
        """The longest alias that begins with the word ``at``, and how many words it has."""
        node, count, best = self._root, 0, None
        while at + count < len(found):
            word = found[at + count]
            if count and not _close(text, found[at + count - 1], word):
                break
            following = node.after.get(word.form)
            if following is None:
                break
            node, count = following, count + 1
            for shape, alias in node.held:
                if all(map(_fits, shape, found[at : at + count])):
                    best = (alias, count)
                    break
        return best


def _shape(word: Word) -> str:
    if len(word.form) > 1 and word.capitals:
        return "initials"
    return "capital" if word.capital else "any"


def _fits(shape: str, word: Word) -> bool:
    if shape == "any":
        return True
    return word.capitals if shape == "initials" else word.capital


def _close(text: str, first: Word, second: Word) -> bool:
    """Whether nothing but a blank, a hyphen or the dot of a short form stands between two words."""
    gap = text[first.end : second.start]
    if len(gap) > 4 or gap.count("\n") > 1:
        return False
    if gap.startswith(".") and len(first.form) <= 2:
        gap = gap[1:]
    return bool(gap) and all(letter in _GAPS for letter in gap)


def form(word: str) -> str:
    """A word without case, accents and the dots of initials."""
    if word.isascii():
        return word.lower().replace(".", "")
    plain = unicodedata.normalize("NFKD", word.translate(_LETTERS))
    return "".join(c for c in plain.casefold() if not unicodedata.combining(c)).replace(".", "")


def words(text: str, start: int = 0, end: int | None = None) -> list[Word]:
    """Words of ``text[start:end]`` with their offsets in ``text``; dotted initials are one word."""
    stop = len(text) if end is None else end
    return [
        Word(match.start(), match.end(), match.group(), form(match.group()))
        for match in _WORD.finditer(text, start, stop)
    ]


def rows(name: str) -> list[dict[str, str]]:
    """Rows of a table of ``comity/data/reading``."""
    path = resources.files("comity") / "data" / "reading" / f"{name}.csv"
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))


@cache
def actor_kinds() -> dict[str, str]:
    """Every actor a reading can give, and what it is: a state, a bloc, a group, a company and so on."""
    kinds = dict.fromkeys(states()["state"].to_list(), "state")
    kinds |= dict(read("other_actors").select("key", "kind").iter_rows())
    kinds |= dict(read("bloc_names").select("key", "kind").iter_rows())
    return kinds | {row["key"]: row["kind"] for row in rows("actors")}


@cache
def homes() -> dict[str, tuple[str, ...]]:
    """States of the companies, by key."""
    return {row["key"]: (row["home"],) for row in rows("actors") if row["kind"] == "company"}


@cache
def alias_book() -> Book:
    """The book of all shipped aliases."""
    book = Book()
    for alias in aliases():
        book.add(alias)
    return book


def aliases() -> list[Alias]:
    """All shipped aliases; where two share a spelling, the first is meant."""
    found = [
        Alias(row["spelling"], _several(row["actor"]), "name", _role(row["role"]))
        for row in rows("places")
    ]
    kinds: dict[str, Kind] = {"adjective": "adjective", "seat": "capital", "capital": "capital"}
    found += [
        Alias(row["spelling"], _several(row["actor"]), kinds.get(row["kind"], "group"))
        for row in rows("groups")
    ]
    for row in rows("organisations"):
        kind = kinds.get(row["kind"], "organisation")
        found.append(Alias(row["spelling"], _several(row["actor"]), kind))
    for row in rows("aliases"):
        actor = (row["actor"],)
        found += [Alias(name, actor, "name") for name in _several(row["names"])]
        found += [Alias(people, actor, "name") for people in _several(row["people"])]
        for adjective in _several(row["adjectives"]):
            found.append(Alias(adjective, actor, "adjective"))
            if adjective[-1] in "nibt" and adjective[-3:] != "ish":
                found.append(Alias(f"{adjective}s", actor, "name"))
        found += [Alias(capital, actor, "capital") for capital in _several(row["capitals"])]
    named = states().select("state", "name").unique(maintain_order=True).rows()
    named += read("other_actors").filter(kind="territory").select("key", "name").rows()
    named += read("other_actors").filter(kind="economy").select("key", "name").rows()
    found += [Alias(name, (key,), "name") for key, name in named if key not in _REGIONS]
    return found


@cache
def compounds() -> dict[str, str]:
    """Actors of forms that stand before a hyphen only (``Sino-``), by their word."""
    return {
        form(part): row["actor"] for row in rows("aliases") for part in _several(row["compounds"])
    }


def _several(cell: str) -> tuple[str, ...]:
    return tuple(cell.split(";")) if cell else ()


def _role(cell: str) -> Role:
    for role in get_args(Role):
        if cell == role:
            return role  # type: ignore[no-any-return]
    raise ValueError(f"a place's role is none of {get_args(Role)}: {cell}")
