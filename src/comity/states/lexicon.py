"""Every spelling of every actor, and what it means.

Spellings are compared in a compact form: no case, accents, punctuation, blanks, "the" or "and", and
"St" read as "Saint"; so ``Côte d’Ivoire`` is ``COTE D'IVOIRE`` and ``Gambia, The`` is ``Gambia``.

A spelling may have several meanings. The rank decides: a stable key before an ISO alpha-3 code, an
alpha-2 code, a name of today, a name or misprint of another time or source, and last a Correlates of
War abbreviation (AUS is Australia, although that list abbreviates Austria so).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from comity.states.files import read
from comity.states.system import keys, spells

__all__ = ["Lexicon", "Meaning", "compact", "lexicon"]

LONGEST = 200
"""No name of a state is longer; what is longer is not compared."""

RANKS = {
    "key": 0, "iso3": 1, "iso2": 2, "name": 3, "alias": 4, "misprint": 4, "abbreviation": 5,
}  # fmt: skip
STATE_LIKE = ("state", "economy", "territory")

_WORD = re.compile(r"[^\W_]+")
_DROPPED = {"the", "and"}
_LETTERS = str.maketrans(
    {"ı": "i", "ø": "o", "đ": "d", "ł": "l", "ß": "ss", "æ": "ae", "+": " plus "}
)
_APOSTROPHES = re.compile("['’‘`´ʻ]")

Period = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Meaning:
    """One reading of a spelling: the actor, what kind it is, and when the spelling stood for it."""

    actor: str
    actor_kind: str
    spelling: str
    spelling_kind: str
    start: date | None = None
    end: date | None = None

    def applies(self, during: Period) -> bool:
        """Whether the spelling meant this actor, and the actor existed, within a period."""
        first, last = during
        if (self.start and self.start > last) or (self.end and self.end < first):
            return False
        return self.actor_kind != "state" or _existed(self.actor, during)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Meanings by compact spelling, and the kinds of labels that name no state."""

    meanings: Mapping[str, tuple[Meaning, ...]]
    labels: Mapping[str, str]

    def look_up(self, text: str) -> tuple[Meaning, ...]:
        """All meanings of a spelling; empty where it has none."""
        return self.meanings.get(compact(text), ())

    def non_state(self, text: str) -> str | None:
        """What a known label that names no state is (rebel, region, aggregate …), else None."""
        return self.labels.get(compact(text))

    def meaning(self, text: str, during: Period | None) -> str | None:
        """The actor a spelling in a data set stands for; None where unknown or undecided.

        More forgiving than ``resolve``: a spelling with one meaning keeps it outside its time, and
        in a year of handover it stands for the state that the year counts for.
        """
        known = self.look_up(text)
        if len({m.actor for m in known}) > 1:
            now = chief(m for m in known if during is None or m.applies(during))
            known = now or chief(known)
            if during is not None and len({m.actor for m in known}) > 1:
                counted = keys(during[0].year)
                known = tuple(m for m in known if m.actor in counted) or known
        actors = {m.actor for m in known}
        return actors.pop() if len(actors) == 1 else None


def chief(meanings: Iterable[Meaning]) -> tuple[Meaning, ...]:
    """The meanings of highest rank; among dated and ended ones, those that still hold."""
    meanings = tuple(meanings)
    if not meanings:
        return ()
    best = min(RANKS[m.spelling_kind] for m in meanings)
    top = tuple(m for m in meanings if RANKS[m.spelling_kind] == best)
    return tuple(m for m in top if m.end is None) or top


def compact(text: str) -> str:
    """The form in which spellings are compared; empty where nothing is left."""
    text = unicodedata.normalize(
        "NFKD", text[:LONGEST].replace("&nbsp;", " ").replace("&ocirc;", "o")
    )
    text = "".join(c for c in text.casefold() if not unicodedata.combining(c))
    text = _APOSTROPHES.sub("", text.translate(_LETTERS))
    words = _WORD.findall(text)
    kept = ["saint" if word == "st" else word for word in words if word not in _DROPPED]
    return "".join(kept or words)


@cache
def lexicon() -> Lexicon:
    """The lexicon of the shipped tables."""
    found: dict[str, list[Meaning]] = {}

    def add(spelling: str | None, kind: str, actor: str, what: str, *dates: date | None) -> None:
        if spelling and (form := compact(spelling)):
            meaning = Meaning(actor, what, spelling, kind, *dates)
            if not any(_same(meaning, other) for other in found.setdefault(form, [])):
                found[form].append(meaning)

    kinds = dict.fromkeys(spells(), "state")
    rows = (
        read("system")
        .select("state", "name", "iso2", "iso3", "cow_abb")
        .unique(maintain_order=True)
    )
    for state, name, iso2, iso3, abbreviation in rows.iter_rows():
        add(state, "key", state, "state")
        add(iso3, "iso3", state, "state")
        add(iso2, "iso2", state, "state")
        add(name, "name", state, "state")
        add(abbreviation, "abbreviation", state, "state")
    for key, name, kind, iso2, iso3 in (
        read("other_actors").select("key", "name", "kind", "iso2", "iso3").iter_rows()
    ):
        kinds[key] = kind
        add(key, "key", key, kind)
        add(iso3, "iso3", key, kind)
        add(iso2, "iso2", key, kind)
        add(name, "name", key, kind)
    for key, name, kind in read("bloc_names").select("key", "name", "kind").iter_rows():
        kinds[key] = kind
        add(key, "key", key, kind)
        add(name, "name", key, kind)
    for spelling, actor, kind, start, end in read("aliases").iter_rows():
        add(spelling, "alias" if kind == "name" else kind, actor, kinds[actor], start, end)
    for state, name, start, end in read("names").iter_rows():
        if not any(m.actor == state for m in found.get(compact(name), ())):
            add(name, "alias", state, "state", start, end)
    labels = {compact(label): kind for label, kind in read("non_states").iter_rows()}
    return Lexicon({form: tuple(meanings) for form, meanings in found.items()}, labels)


def _same(a: Meaning, b: Meaning) -> bool:
    return (a.actor, a.start, a.end, RANKS[a.spelling_kind] >= RANKS[b.spelling_kind]) == (
        b.actor, b.start, b.end, True,
    )  # fmt: skip


def _existed(state: str, during: Period) -> bool:
    first, last = during
    return any(start <= last and (end is None or end >= first) for start, end in spells()[state])
