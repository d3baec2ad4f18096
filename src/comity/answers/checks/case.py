"""What a check sees of one record of a document, and what it may say about it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from comity.errors import UnknownName
from comity.measures.registry import Evidence
from comity.reading.record import Record
from comity.states import exists, expand
from comity.states.spoken import bloc_name, state_name
from comity.states.system import spells
from comity.world.world import World

__all__ = [
    "AGREES", "DIFFERS", "OPEN", "OUTCOMES", "Case", "Period", "Verdict", "actor_name", "pair_rows",
    "period_of", "says", "years_named",
]  # fmt: skip

AGREES, DIFFERS, OPEN = "agrees with", "differs from", "cannot be checked"
OUTCOMES = (AGREES, DIFFERS, OPEN)

_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_NAMED = re.compile(r"(?<![\d.,])(1[89]\d{2}|20\d{2})(?![\d%])")


@dataclass(frozen=True, slots=True)
class Period:
    """When a statement holds: ISO dates of the same or reduced precision, both ends included.

    ``stated`` is false where the text names no date and the document's own stands in.
    """

    first: str
    last: str
    stated: bool

    @property
    def years(self) -> range:
        """Calendar years it touches."""
        return range(int(self.first[:4]), int(self.last[:4]) + 1)

    @property
    def written(self) -> str:
        """For a sentence: ``2023-10``, ``2022 to 2023``."""
        return self.first if self.first == self.last else f"{self.first} to {self.last}"

    def touches(self, start: str | None, end: str | None) -> bool:
        """Whether a period of the world, with partial dates and open ends, overlaps this one."""
        begins = start is None or start[: len(self.last)] <= self.last[: len(start)]
        ends = end is None or end[: len(self.first)] >= self.first[: len(end)]
        return begins and ends


@dataclass(frozen=True, slots=True)
class Verdict:
    """What holding one record against the world came to.

    Attributes
    ----------
    check
        Which check spoke, as ``trade level``.
    outcome
        One of :data:`OUTCOMES`.
    said
        What the document states, in the terms that were compared.
    found
        What the world holds: figures with their years and publishers; empty where nothing.
    rule
        What was compared with what, and how near is near enough; or why nothing could be.
    evidence
        The rows it rests on.
    """

    check: str
    outcome: str
    said: str
    found: str
    rule: str
    evidence: tuple[Evidence, ...] = ()

    @property
    def sources(self) -> tuple[str, ...]:
        """Keys of the sources of the rows."""
        return tuple(
            dict.fromkeys(
                k for _, rows in self.evidence for k in rows["source"].unique().sort().to_list()
            )
        )


@dataclass(frozen=True, slots=True)
class Case:
    """One record with what is needed to hold it against a world.

    Attributes
    ----------
    world
        What it is held against.
    record
        The record.
    around
        The sentence it stands in.
    near
        The sentence and the one before it, for what a clause leaves unsaid.
    dated
        When the document was published, ISO 8601 of reduced precision; None where not known.
    named
        The pair last told of, or else that of the document: stands in where a figure has no actors.
    mentioned
        All states of records in the sentence and the ones before.
    """

    world: World
    record: Record
    around: str
    near: str
    dated: str | None
    named: tuple[str, ...] = ()
    mentioned: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The span itself."""
        return self.record.sentence

    @property
    def before(self) -> str:
        """Its sentence up to the span."""
        return self.around[: max(self.record.char_start - self.record.sent_start, 0)]

    def period(self) -> Period | None:
        """When it holds: by its own date, the one year its sentence names, else the date of the document.

        The date of a figure is its own even where it was inferred: a year beside it may be what the figure is
        held against ("down 2 % from 2022").
        """
        own = period_of(self.record.date, self.dated)
        if own is not None and (
            self.record.date_basis != "inferred" or self.record.kind == "quantity"
        ):
            return own
        named = set(years_named(self.around))
        if len(named) == 1:
            year = str(named.pop())
            return own if own and own.first.startswith(year) else Period(year, year, stated=True)
        return own or (Period(self.dated, self.dated, stated=False) if self.dated else None)

    def last_full_year(self, period: Period) -> int:
        """The last year whose figures a text without a date of its own can know."""
        year = int(period.last[:4])
        return (
            year - 1
            if not period.stated and len(period.last) > 4 and period.last[5:7] < "12"
            else year
        )

    def states(self, actors: Iterable[str] | None = None) -> tuple[str, ...]:
        """States among the actors, as written; groups are left out."""
        given = self.record.sources + self.record.targets if actors is None else actors
        return tuple(dict.fromkeys(a for a in given if a in spells()))

    def pair(self) -> tuple[str, str] | None:
        """The two states it is about, first the one that acts; None where there are not exactly two."""
        found = self.states()
        others = set(self.record.sources + self.record.targets) - set(found)
        if len(found) < 2 and not others:
            found = tuple(dict.fromkeys((*found, *self.named)))
        return (found[0], found[1]) if len(found) == 2 else None

    def members(self, actors: Iterable[str], on: str) -> frozenset[str]:
        """States the actors stand for at a date; nothing for an actor whose members are not held."""
        found: set[str] = set()
        for actor in actors:
            try:
                found.update(s for s in expand(actor, on) if exists(s, on) or s == actor)
            except UnknownName:
                continue
        return frozenset(found)

    def open(
        self, check: str, said: str, why: str, *evidence: Evidence, found: str = ""
    ) -> Verdict:
        """A verdict that nothing could be held against it, and why."""
        return Verdict(check, OPEN, said, found, why, _filled(evidence))


def says(
    check: str, agrees: bool, said: str, found: str, rule: str, *evidence: Evidence
) -> Verdict:
    """A verdict from a comparison."""
    return Verdict(check, AGREES if agrees else DIFFERS, said, found, rule, _filled(evidence))


def _filled(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    return tuple((table, rows) for table, rows in evidence if not rows.is_empty())


def period_of(date: str | None, dated: str | None) -> Period | None:
    """The period of a record's date: ``2023``, ``2022/2023``, ``after 2014``, ``before 2022``.

    ``after`` runs to the date of the document, and is nothing without one; other words are no date.
    """
    if not date:
        return None
    if date.startswith("after "):
        after = _ISO.fullmatch(date[6:])
        return Period(after[0], max(dated, after[0]), stated=True) if after and dated else None
    first, _, last = date.partition("/")
    if not _ISO.fullmatch(first) or (last and not _ISO.fullmatch(last)):
        return None
    return Period(first, last or first, stated=True)


def years_named(text: str) -> tuple[int, ...]:
    """Years written in a text, in order."""
    return tuple(int(y) for y in _NAMED.findall(text))


def pair_rows(rows: pl.DataFrame, a: str, b: str) -> pl.DataFrame:
    """Rows between two states, either way."""
    return rows.filter(
        pl.col("a").is_in([a, b]) & pl.col("b").is_in([a, b]) & (pl.col("a") != pl.col("b"))
    )


def actor_name(actor: str) -> str:
    """An actor in a sentence."""
    return state_name(actor) if actor in spells() else bloc_name(actor)
