"""How deep a relationship is: ordered criteria, each met, not met or not covered.

The stage reached is a range. Its low end takes every criterion that is not covered as not met, its high
end as met: the truth of the criteria, whatever it is, lies between the two. Where all are covered the
two ends are one stage.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import polars as pl

from comity import states
from comity.answers.stage_file import load_ladder
from comity.answers.stage_ladder import Criterion, Ladder, Rung
from comity.answers.stage_names import check_names
from comity.answers.stage_tests import ask_any
from comity.answers.stage_ties import observed_to
from comity.answers.stage_verdict import Question, Rows
from comity.errors import ComityError, StateError
from comity.world.schema import TableName
from comity.world.world import World

__all__ = ["COLUMNS", "DEFAULT", "Finding", "Stage", "Status", "stage"]

Status = Literal["met", "not met", "not covered"]
DEFAULT = "korolev"

#: Of rows of several tables, those of the first are shown.
ORDER: tuple[TableName, ...] = ("ties", "events", "flows", "states", "votes", "links", "claims")

COLUMNS: dict[str, type[pl.DataType]] = {
    "a": pl.String, "b": pl.String, "year": pl.Int32, "ladder": pl.String, "lowest": pl.String,
    "highest": pl.String, "stage": pl.String, "criterion": pl.String, "status": pl.String,
    "source": pl.String, "date": pl.String, "end": pl.String, "name": pl.String, "record": pl.String,
    "rows": pl.Int32, "why": pl.String,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found of one criterion.

    Attributes
    ----------
    rung, criterion
        The stage it belongs to, and the criterion.
    status
        met, not met or not covered.
    why
        In words: the sources that decide it, or what is known of earlier years.
    rows
        The rows that make it met, by table; none otherwise.
    sources
        The sources whose silence makes it not met.
    """

    rung: Rung
    criterion: Criterion
    status: Status
    why: str
    rows: Rows = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stage:
    """The depth of a relationship in a year.

    Attributes
    ----------
    a, b, year
        The two states and the calendar year.
    ladder
        The criteria.
    findings
        One per criterion, from shallow to deep.
    lowest, highest
        Keys of the lowest and the highest stage the criteria allow; None is below the first.
    coded_to
        By source that observes all states: its last year. An ``end`` in that year is the last year
        observed, not known to be the end.
    """

    a: str
    b: str
    year: int
    ladder: Ladder
    findings: tuple[Finding, ...]
    lowest: str | None
    highest: str | None
    coded_to: Mapping[str, int]

    def table(self) -> pl.DataFrame:
        """One row per criterion: its status and the latest row that decides it.

        Columns: a, b, year, ladder, lowest and highest (stage reached, empty below the first), stage,
        criterion, status, source, date, end, name, record, rows (how many decide it), why.
        """
        told = [self._line(finding) for finding in self.findings]
        return pl.DataFrame(told, schema=COLUMNS, orient="row")

    def _line(self, found: Finding) -> tuple[object, ...]:
        ranked = [(ORDER.index(t), t, rows) for t, rows in found.rows]
        first = min((rank for rank, _, _ in ranked), default=0)
        lines = [line for rank, t, rows in ranked if rank == first for line in _lines(t, rows)]
        source, date, end, name, record = max(
            lines, key=lambda line: line[1] or "", default=(";".join(found.sources), *[None] * 4)
        )
        count = sum(rows.height for _, _, rows in ranked)
        return (
            self.a, self.b, self.year, self.ladder.key, self.lowest, self.highest, found.rung.key,
            found.criterion.key, found.status, source or None, date, end, name, record, count,
            found.why,
        )  # fmt: skip

    def evidence(self) -> dict[str, dict[TableName, pl.DataFrame]]:
        """All rows that make a criterion met: by criterion and table, as they stand in the world."""
        return {
            f.criterion.key: {
                table: pl.concat([rows for t, rows in f.rows if t == table])
                for table in dict.fromkeys(t for t, _ in f.rows)
            }
            for f in self.findings
            if f.rows
        }

    def words(self) -> str:
        """The stage reached, in a few words."""
        titles = {rung.key: rung.title for rung in self.ladder.stage}
        low = titles[self.lowest] if self.lowest else "below the first stage"
        if self.lowest == self.highest:
            return low
        assert self.highest is not None
        return f"between {low} and {titles[self.highest]}"

    def begun(self) -> list[tuple[Rung, int]]:
        """Stages above the lowest one with a criterion met, and how many."""
        keys = [rung.key for rung in self.ladder.stage]
        above = keys.index(self.lowest) + 1 if self.lowest else 0
        met = [
            (rung, sum(f.status == "met" for f in self.findings if f.rung.key == rung.key))
            for rung in self.ladder.stage[above:]
        ]
        return [(rung, n) for rung, n in met if n]


def stage(world: World, a: str, b: str, year: int, ladder: str | Path | Ladder = DEFAULT) -> Stage:
    """Depth of a relationship in a year, by the criteria of a ladder.

    Parameters
    ----------
    world
        What is known.
    a, b
        Two states: keys, codes or names.
    year
        Calendar year; ties in force on any day of it count.
    ladder
        ``korolev``, ``obligations``, a TOML file, or a ladder at hand.

    Raises
    ------
    StateError
        Where a name is no state, or the two are not both states in that year.
    UnknownName, DataError
        Where the ladder is none, is wrong, or uses names that do not exist.
    """
    first, second = sorted((states.resolve(a), states.resolve(b)))
    if first == second:
        raise ComityError(
            f"{states.name(first)} ({first}) is named twice: a stage needs two states"
        )
    for state in (first, second):
        if states.exists(state) and not states.exists(state, year):
            raise StateError(
                f"{states.name(state)} ({state}) is not in the state system in {year}\n"
                f"  see its years:  comity states find {state}"
            )
    chosen = ladder if isinstance(ladder, Ladder) else load_ladder(ladder)
    check_names(chosen, world)
    question = Question(world, chosen, first, second, year)
    findings = tuple(_find(rung, criterion, question) for rung, criterion in chosen.criteria())
    return Stage(
        first, second, year, chosen, findings,
        _reached(chosen, findings, lambda status: status == "met"),
        _reached(chosen, findings, lambda status: status != "not met"), observed_to(world),
    )  # fmt: skip


def _find(rung: Rung, criterion: Criterion, q: Question) -> Finding:
    found = ask_any(criterion.test, q)
    if found.answer:
        return Finding(
            rung, criterion, "met", _and({_source_name(r) for r in found.rows}), found.rows
        )
    if found.answer is False:
        why = _hold_none(found.silent)
        return Finding(rung, criterion, "not met", why, sources=found.silent)
    needed = ask_any(criterion.requires, q) if criterion.requires else None
    if needed is not None and needed.answer is False:
        why = f"what it presupposes is missing: {_hold_none(needed.silent)}"
        return Finding(rung, criterion, "not met", why, sources=needed.silent)
    return Finding(rung, criterion, "not covered", _earlier(criterion, q, found.covered_to))


def _earlier(criterion: Criterion, q: Question, covered_to: int | None) -> str:
    """What was known when the criterion was last covered."""
    if covered_to is None:
        return "no source covers it"
    then = ask_any(criterion.test, replace(q, year=covered_to))
    held = {True: "met", False: "not met", None: "not known"}[then.answer]
    return f"last covered in {covered_to}: {held} then"


def _reached(
    ladder: Ladder, findings: tuple[Finding, ...], counts: Callable[[Status], bool]
) -> str | None:
    """Key of the stage reached if just these statuses count as met."""
    reached = None
    for rung in ladder.stage:
        met = sum(counts(f.status) for f in findings if f.rung.key == rung.key)
        if met >= rung.needed:
            reached = rung.key
        elif ladder.cumulative:
            break
    return reached


def _lines(table: TableName, rows: pl.DataFrame) -> list[tuple[str | None, ...]]:
    """source, date, end, name and record of each row of evidence."""
    date = {"ties": "start", "events": "date"}.get(table, "year")
    wanted = [
        pl.col(c).cast(pl.String) if c in rows.columns else pl.lit(None, pl.String).alias(c)
        for c in ("source", date, "end", "name", "record")
    ]
    return list(rows.select(wanted).iter_rows())


def _source_name(part: tuple[TableName, pl.DataFrame]) -> str:
    return _and(set(part[1]["source"]))


def _hold_none(sources: tuple[str, ...]) -> str:
    own = [s for s in sources if s.startswith("ladder ")]
    if own:
        return "the ladder's facts cover it and hold none"
    one = len(sources) == 1
    return f"{_and(set(sources))} {'covers it and holds' if one else 'cover it and hold'} none"


def _and(names: set[str]) -> str:
    return ", ".join(sorted(names))
