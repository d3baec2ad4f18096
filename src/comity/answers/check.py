"""A document held against a world: each of its records, with what agrees, differs or is not covered."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from comity.answers.check_deeds import domain_table, dyad_table
from comity.answers.check_readings import left_out, reading_table, weighed
from comity.answers.check_speakers import speaker_table
from comity.answers.checks import (
    acts,
    alliance,
    balance,
    figures,
    holdings,
    membership,
    projects,
    rank,
    sanctions,
    supplies,
    trend,
    votes,
    wars,
)  # fmt: skip
from comity.answers.checks.case import AGREES, DIFFERS, OPEN, OUTCOMES, Case, Verdict, years_named
from comity.errors import DataError, printable
from comity.measures.registry import Evidence
from comity.reading.document import Document, Sentence
from comity.reading.record import Record
from comity.states.system import spells
from comity.world.world import World

if TYPE_CHECKING:
    from comity.answers.weighing.result import Weighing
    from comity.reading.arithmetic import Statement

__all__ = ["CHECKS", "Check", "Held", "check", "text_span"]

#: Every kind of check, in the order in which they speak.
CHECKS: tuple[Callable[[Case], Verdict | None], ...] = (
    projects.check, figures.check, holdings.check, membership.check, acts.check, sanctions.check, wars.check,
    votes.check, rank.check, supplies.check, balance.check, alliance.check, trend.check,
)  # fmt: skip
#: Characters before a sentence that say what it leaves unsaid.
BEFORE = 300
#: Characters within which records are about the same states.
RECENT = 600
#: Kinds of records that judge; what they hold can be shared or not, but seldom measured.
JUDGEMENT = "a judgement, and no check speaks to it"
NOTHING = "not covered: no check speaks to it"


@dataclass(frozen=True, slots=True)
class Held:
    """A record and what holding it against the world came to; ``start`` and ``end`` count the text."""

    record: Record
    start: int
    end: int
    verdicts: tuple[Verdict, ...]

    @property
    def outcome(self) -> str:
        """Of all its verdicts: *differs from* before *agrees with* before *cannot be checked*."""
        said = {v.outcome for v in self.verdicts}
        return DIFFERS if DIFFERS in said else AGREES if AGREES in said else OPEN


@dataclass(frozen=True)
class Check:
    """A document held against a world.

    Attributes
    ----------
    world, document
        What was held against what.
    held
        Its records, in the order of the text, with their verdicts.
    dated
        Its date, or the last year it tells of where it bears none.
    sides
        By speaker: the state or organisation an official speaks for.
    sums
        Arithmetic the text lets its reader do (:mod:`comity.reading.arithmetic`).
    """

    world: World
    document: Document
    held: tuple[Held, ...]
    dated: str | None = None
    sides: Mapping[str, str | None] = field(default_factory=dict)
    sums: tuple[Statement, ...] = ()

    @property
    def records(self) -> tuple[Record, ...]:
        """The records."""
        return tuple(h.record for h in self.held)

    @cached_property
    def dyads(self) -> tuple[tuple[str, str], ...]:
        """Pairs of states the document is about, the most often told first; a < b."""
        counts: Counter[tuple[str, str]] = Counter()
        for record in self.records:
            sources = [a for a in record.sources if a in spells()]
            targets = [a for a in record.targets if a in spells()]
            pairs = {(min(a, b), max(a, b)) for a in sources for b in targets or sources if a != b}
            counts.update(pairs)
        return tuple(sorted(counts, key=lambda pair: (-counts[pair], pair)))

    def table(self) -> pl.DataFrame:
        """Records with their verdicts.

        Returns
        -------
        DataFrame
            id, section, start, end (characters of the file), kind, source_actor, target_actor, date, value,
            unit, speaker, outcome, check, said, found, rule, sources (joined by ``;``), quote. A record
            with several verdicts has a row for each.
        """
        rows = [
            (
                r.id, r.section, r.char_start, r.char_end, r.kind, r.source_actor, r.target_actor, r.date,
                r.value, r.unit, r.speaker, v.outcome, v.check, v.said, v.found, v.rule,
                ";".join(v.sources), r.sentence,
            )
            for r, verdicts in ((held.record, held.verdicts) for held in self.held)
            for v in verdicts or (silence(r),)
        ]  # fmt: skip
        names = [
            "id", "section", "start", "end", "kind", "source_actor", "target_actor", "date", "value",
            "unit", "speaker", "outcome", "check", "said", "found", "rule", "sources", "quote",
        ]  # fmt: skip
        schema = {n: pl.Int64 if n in ("start", "end") else pl.String for n in names}
        return pl.DataFrame(rows, schema=schema, orient="row")

    @property
    def year(self) -> int | None:
        """Of the document."""
        return int(self.dated[:4]) if self.dated else None

    def speakers(self) -> pl.DataFrame:
        """Who speaks, how often, for whom: :func:`~comity.answers.check_speakers.speaker_table`."""
        return speaker_table(self.records, self.sides)

    def deeds(self) -> pl.DataFrame:
        """Words and deeds by pair: :func:`~comity.answers.check_deeds.dyad_table`."""
        return dyad_table(self.world, self.records, self.dyads, self.year)

    def domains(self, a: str, b: str) -> pl.DataFrame:
        """One pair by domain: :func:`~comity.answers.check_deeds.domain_table`."""
        return domain_table(self.world, self.records, a, b, self.year)

    @cached_property
    def weighing(self) -> Weighing | None:
        """Rival readings of the pair told of most, weighed by the world."""
        return weighed(self.world, *self.dyads[0], self.year) if self.dyads else None

    def readings(self) -> pl.DataFrame:
        """Which reading of that pair it supports: :func:`~comity.answers.check_readings.reading_table`."""
        a, b = self.dyads[0] if self.dyads else ("", "")
        return reading_table(self.records, a, b, self.weighing)

    def left_out(self) -> pl.DataFrame:
        """Heavy evidence it does not mention: :func:`~comity.answers.check_readings.left_out`."""
        body = (
            self.document.text[p.start : p.end]
            for p in self.document.parts
            if p.section != "sidebar"
        )
        return left_out("\n".join(body), self.weighing)

    def counts(self) -> dict[str, int]:
        """Number of records by outcome; those no check speaks to are in the last."""
        found = Counter(h.outcome for h in self.held)
        return {outcome: found[outcome] for outcome in OUTCOMES}

    def evidence(self) -> list[Evidence]:
        """The rows of the world that the verdicts rest on."""
        return [rows for h in self.held for v in h.verdicts for rows in v.evidence]


def silence(record: Record) -> Verdict:
    """What is said of a record that no check speaks to."""
    why = JUDGEMENT if record.kind == "claim" else NOTHING
    return Verdict("", OPEN, record.sentence, "", why)


def check(
    world: World,
    source: Document | str | Path,
    *,
    date: str | None = None,
    records: Sequence[Record] | None = None,
) -> Check:
    """Hold a document against a world.

    Parameters
    ----------
    source
        A document, or the file of one.
    date
        Of publication, ISO 8601 of reduced precision; by default what the document says.
    records
        What it says; by default read from it. Offsets count the characters of the file.

    Raises
    ------
    DataError
        If the file cannot be read, holds more than one document, or a record lies outside it.
    """
    document = source if isinstance(source, Document) else opened(Path(source), date)
    sides: dict[str, str | None] = {}
    sums: tuple[Statement, ...] = ()
    if records is None:
        from comity.reading.read import reading

        found = reading(document)
        sums = _sums(document, found.sentences)
        records = found.records
        sides = {a.speaker: a.side for a in found.attributions if a.side}
    else:
        one = len({r.doc for r in records}) == 1
        records = [r for r in records if one or r.doc == document.name]
    dated = date or document.date or last_year_named(document)
    named: tuple[str, ...] = _named(records)
    recent: list[Record] = []
    held = []
    for record in sorted(records, key=lambda r: (r.char_start, r.char_end)):
        if record.char_end > len(document.raw):
            raise DataError(
                f"{record.id}: characters {record.char_start}–{record.char_end} lie outside {document.name}"
            )
        start, end = text_span(document, record.char_start, record.char_end)
        s, e = text_span(document, record.sent_start, record.sent_end)
        around, near = document.text[s:e], document.text[max(0, s - BEFORE) : e]
        told = tuple(a for a in (*record.sources, *record.targets) if a in spells())
        if len(set(told)) == 2:
            named = told
        recent = [*(r for r in recent if record.char_start - r.char_end < RECENT), record]
        mentioned = tuple({a: None for r in recent for a in r.actors if a in spells()})
        case = Case(world, record, around, near, dated, named, mentioned)
        held.append(Held(record, start, end, _verdicts(case)))
    return Check(world, document, tuple(held), dated, sides, sums)


def last_year_named(document: Document) -> str | None:
    """The last year a document names that is not to come: stands in where it bears no date."""
    body = (document.text[p.start : p.end] for p in document.parts if p.section != "sidebar")
    years = [y for text in body for y in years_named(text) if y <= dt.datetime.now(tz=dt.UTC).year]
    return str(max(years)) if years else None


def _sums(document: Document, sentences: Sequence[Sentence]) -> tuple[Statement, ...]:
    """Sums over the figures of each paragraph."""
    from comity.reading.sums import statements

    body = [s for s in sentences if s.section != "sidebar"]
    parts = [
        [(s.start, s.end) for s in body if s.part == n] for n in dict.fromkeys(s.part for s in body)
    ]
    return tuple(s for spans in parts for s in statements(document.text, spans, document.date))


def _verdicts(case: Case) -> tuple[Verdict, ...]:
    """What decides it; where nothing does, the first reason why not."""
    if case.record.section == "sidebar":
        return ()
    found = [v for v in (ask(case) for ask in CHECKS) if v is not None]
    decided = tuple(v for v in found if v.outcome != OPEN)
    return decided or tuple(found[:1])


def _named(records: Sequence[Record]) -> tuple[str, ...]:
    """The two states a document names most."""
    counts = Counter(a for r in records for a in r.actors if a in spells())
    return tuple(a for a, _ in counts.most_common(2))


def opened(path: Path, date: str | None = None) -> Document:
    """The one document of a file."""
    from comity.reading.files import open_documents

    found = list(open_documents(path, date=date))
    if len(found) != 1:
        names = printable(", ".join(document.name for document in found[:3]))[:200]
        several = f" ({names}, …)" if found else ""
        raise DataError(
            f"{path}: holds {len(found)} documents{several}; check takes one article: "
            "save it as a file of its own, or read all with  comity read"
        )
    return found[0]


def text_span(document: Document, start: int, end: int) -> tuple[int, int]:
    """Where a span of the file stands in the text of a document."""
    if document.at is None:
        return start, end
    first = int(np.searchsorted(document.at[:, 1], start, side="right"))
    return first, max(first, int(np.searchsorted(document.at[:, 0], end, side="left")))
