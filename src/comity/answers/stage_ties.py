"""Tests of ties: treaties, memberships and facts in force, and whose silence means none."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from comity.answers.stage_facts import fact_rows, fact_source
from comity.answers.stage_ladder import CoverageClaim, Test, TieTest
from comity.answers.stage_verdict import Question, Silence, Verdict, listens
from comity.world.world import World

__all__ = ["ask_ties", "observed_to"]


def ask_ties(test: TieTest, q: Question, among: tuple[Test, ...] = ()) -> Verdict:
    """Ties in force. ``among``: tests beside it, which the silence of a continuing source rests on."""
    rows = _in_force(_memberships(test, q) if test.blocs else _tie_rows(test, q), q)
    if test.blocs:
        sides = rows.group_by("b").agg(pl.col("a").n_unique()).filter(pl.col("a") == 2)["b"]
        rows = rows.filter(pl.col("b").is_in(sides.to_list()))
    elif test.mutual:
        one_way = rows.filter(pl.col("directed"))
        both = one_way["a"].n_unique() == 2
        rows = rows if both else rows.filter(~pl.col("directed").fill_null(value=False))
    if test.checked_by is not None and not rows.is_empty():
        rows = _checked(rows, test.checked_by, q, among)
    if not rows.is_empty():
        return Verdict(True, (("ties", rows.sort("source", "start", nulls_last=True)),))
    return _silence(test, q, among).verdict()


def _silence(test: TieTest, q: Question, among: tuple[Test, ...]) -> Silence:
    """The sources that cover the two and hold nothing."""
    silence = Silence()
    for source, coverage in q.world.covering("ties"):
        # of several kinds, silence about one is not silence about all
        if all(coverage.speaks_of(k) for k in test.kinds) and listens(test, source.key):
            if coverage.scope == "rows" or not q.both_exist(q.year):
                continue
            if coverage.scope == "system" or {q.a, q.b} <= coverage.states:
                silence.hear(source.key, coverage.first, coverage.last, q.year)
    for claim in q.ladder.coverage:
        if set(test.kinds) <= set(claim.kinds) and _claimed(claim, test, q, among):
            for key in (claim.continues, claim.source or fact_source(q.ladder)):
                if key is not None:
                    silence.hear(key, claim.first, claim.last, q.year)
    return silence


def _tie_rows(test: TieTest, q: Question) -> pl.DataFrame:
    held = q.world.rows("ties", q.pair.pairs(), of=test.kinds)
    own = fact_rows(q.ladder, test.kinds, q.a, q.b, q.year)
    rows = pl.concat([held, own]) if len(own) else held
    if test.sources:
        rows = rows.filter(pl.col("source").is_in(test.sources))
    if test.obligations:
        owed = pl.col("name").str.split(";").list
        rows = rows.filter(pl.any_horizontal(owed.contains(o) for o in test.obligations))
    if test.depth is not None:
        rows = rows.filter(pl.col("depth") >= test.depth)
    for text in test.but_not:
        rows = rows.filter(~pl.col("name").str.contains(text, literal=True).fill_null(value=False))
    return rows


def _memberships(test: TieTest, q: Question) -> pl.DataFrame:
    rows = q.world.rows("ties", pl.col("a").is_in([q.a, q.b]), of=test.kinds)
    rows = rows.filter(pl.col("b").is_in(test.blocs))
    return rows.filter(pl.col("source").is_in(test.sources)) if test.sources else rows


def _in_force(rows: pl.DataFrame, q: Question) -> pl.DataFrame:
    """Rows in force on a day of the year, as far as their sources reach.

    A source that covers the system to a year ends its open spells there: they are not known beyond it.
    """
    reach: dict[str, int] = {}
    for source, c in q.world.covering("ties"):
        reach[source.key] = max(c.last, reach.get(source.key, 0))
    cut = observed_to(q.world)
    if q.ladder.facts_to is not None:
        reach[fact_source(q.ladder)] = q.ladder.facts_to
    known = pl.col("source").replace_strict(reach, default=9999, return_dtype=pl.Int32)
    observed = pl.col("source").replace_strict(cut, default=9999, return_dtype=pl.Int32)
    start = pl.col("start").str.head(4).cast(pl.Int32)
    end = pl.col("end").str.head(4).cast(pl.Int32)
    last = pl.min_horizontal(end.fill_null(known), observed)
    return rows.filter((start <= q.year) & (last >= q.year))


def _claimed(claim: CoverageClaim, test: TieTest, q: Question, among: tuple[Test, ...]) -> bool:
    """Whether a ladder's claim of coverage is about these two and this test."""
    if claim.states and not {q.a, q.b} <= set(claim.states):
        return False
    if claim.source is not None and not listens(test, claim.source):
        return False
    if not q.both_exist(q.year):
        return False
    if claim.continues is None:
        return True
    return _said(claim.continues, claim.first - 1, q, among) is False


def _checked(rows: pl.DataFrame, source: str, q: Question, among: tuple[Test, ...]) -> pl.DataFrame:
    """The rows begun after a source's last year, and the older ones if it found as much then."""
    last = observed_to(q.world).get(source)
    if last is None or _said(source, last, q, among):
        return rows
    return rows.filter(pl.col("start").str.head(4).cast(pl.Int32) > last)


def _said(source: str, year: int, q: Question, among: tuple[Test, ...]) -> bool | None:
    """What the tests of a source beside this one answer in another year; None without any."""
    earlier = [t for t in among if isinstance(t, TieTest) and source in t.sources]
    answers = [ask_ties(t, replace(q, year=year)).answer for t in earlier]
    if any(answers):
        return True
    return False if answers and all(a is False for a in answers) else None


def observed_to(world: World) -> dict[str, int]:
    """By source of ties that observes the system: its last year, where open spells are cut off."""
    last: dict[str, int] = {}
    for source, c in world.covering("ties"):
        if c.scope != "rows":
            last[source.key] = max(c.last, last.get(source.key, 0))
    return last
