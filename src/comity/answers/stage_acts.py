"""Tests of events, flows and indicators over the last years."""

from __future__ import annotations

import polars as pl

from comity import states
from comity.answers.stage_ladder import EventTest, FlowTest, IndicatorTest
from comity.answers.stage_verdict import Question, Silence, Verdict, listens
from comity.errors import CoverageError, UnknownName
from comity.measures import Scope, get, series
from comity.world.schema import TableName

__all__ = ["ask_events", "ask_flows", "ask_indicator"]


def ask_events(test: EventTest, q: Question) -> Verdict:
    """Events in enough of the last years; a bloc that acts stands for its members."""
    window = range(q.year - test.within + 1, q.year + 1)
    condition = pl.lit(value=True)
    for column, names in (("action", test.actions), ("mode", test.modes), ("source", test.sources)):
        if names:
            condition &= pl.col(column).is_in(names)
    rows = q.world.rows("events", condition)
    year = pl.col("date").str.head(4).cast(pl.Int32)
    rows = rows.filter(year.is_between(window[0], window[-1]))
    together = [_together(row, q) for row in rows.select("date", "a", "b", "parties").iter_rows()]
    rows = rows.filter(pl.Series(together, dtype=pl.Boolean))
    shown: list[tuple[TableName, pl.DataFrame]] = (
        [("events", rows.sort("date"))] if len(rows) else []
    )
    years = {int(text[:4]) for text in rows["date"]}
    silent_years: dict[int, set[str]] = {}
    reach = None
    if test.counts is not None:
        counted = _values(q, test.counts, window)
        acted = {y for y, value in counted if value >= 1}
        years |= acted
        name = test.counts
        silent_years = {y: _counting(q, name, y) for y, value in counted if value < 1}
        shown += _counted_rows(q, name, acted)
        if not counted:
            reach = _last_value(q, name)
    silence = Silence()
    for source, c in q.world.covering("events"):
        about = {c.subject} & {"*", *test.actions, *test.modes}
        if about and c.scope != "rows" and listens(test, source.key):
            if not all(c.includes(s, y) for s in (q.a, q.b) for y in window):
                continue
            for y in window:
                silent_years.setdefault(y, set()).add(source.key)
            silence.hear(source.key, c.first, c.last, q.year)
    if len(years) >= test.years:
        return Verdict(True, tuple(shown))
    open_years = [y for y in window if y not in years and y not in silent_years]
    if silent_years and len(years) + len(open_years) < test.years:
        return Verdict(False, silent=tuple(sorted(set().union(*silent_years.values()))))
    return Verdict(None, covered_to=max([reach or 0, *silence.reach]) or None)


def _together(row: tuple[str, str, str, str | None], q: Question) -> bool:
    """Whether both states are among those who act, members of blocs included."""
    on, a, b, parties = row
    named = {a, b, *(parties.split(";") if parties else ())}
    present: set[str] = set()
    for actor in named:
        try:
            present.update(states.expand(actor, int(on[:4])))
        except UnknownName:
            present.add(actor)
    return {q.a, q.b} <= present


def ask_flows(test: FlowTest, q: Question) -> Verdict:
    """A flow above a value, either way."""
    window = range(q.year - test.within + 1, q.year + 1)
    rows = q.world.rows("flows", q.pair.pairs(), of=test.commodities).filter(
        pl.col("measure").is_in(test.measures)
        & pl.col("year").is_between(window[0], window[-1])
        & (pl.col("value") > test.above)
    )
    if test.sources:
        rows = rows.filter(pl.col("source").is_in(test.sources))
    if len(rows):
        return Verdict(True, (("flows", rows.sort("year")),))
    silence = Silence()
    for source, c in q.world.covering("flows"):
        if c.scope == "rows" or not listens(test, source.key):
            continue
        if not all(c.speaks_of(k) for k in test.commodities) or not q.both_exist(q.year):
            continue
        if c.scope == "system" or {q.a, q.b} <= c.states:
            silence.hear(source.key, c.first + test.within - 1, c.last, q.year)
    return silence.verdict()


def ask_indicator(test: IndicatorTest, q: Question) -> Verdict:
    """An indicator at or above a value in enough of the last years."""
    window = range(q.year - test.within + 1, q.year + 1)
    values = _values(q, test.indicator, window)
    met = {y for y, value in values if value >= test.at_least}
    if len(met) >= test.years:
        return Verdict(True, tuple(_counted_rows(q, test.indicator, met)))
    known = {y for y, _ in values}
    if known and len(met) + len(set(window) - known) < test.years:
        silent = set().union(*(_counting(q, test.indicator, y) for y in known))
        return Verdict(False, silent=tuple(sorted(silent)))
    return Verdict(None, covered_to=None if known else _last_value(q, test.indicator))


def _values(q: Question, name: str, window: range) -> list[tuple[int, float]]:
    """Year and value, the larger where the two directions differ; nothing where nothing is covered."""
    try:
        found = series(
            q.world, name, Scope.dyad(q.a, q.b, since=window[0], until=window[-1])
        ).drop_nulls("value")
    except CoverageError:
        return []
    return list(found.group_by("year").agg(pl.col("value").max()).sort("year").iter_rows())


def _counting(q: Question, name: str, year: int) -> set[str]:
    """Sources whose silence an indicator's value of a year rests on, or the indicator itself."""
    declared = [*q.world.covering("flows", name), *q.world.covering("events", name)]
    found = {s.key for s, c in declared if c.scope != "rows" and c.first <= year <= c.last}
    return found or {name}


def _last_value(q: Question, name: str) -> int | None:
    """Last year before the one asked for in which an indicator is known of the two."""
    return max((y for y, _ in _values(q, name, range(1816, q.year))), default=None)


def _counted_rows(q: Question, name: str, years: set[int]) -> list[tuple[TableName, pl.DataFrame]]:
    """The rows behind an indicator in some years."""
    if not years:
        return []
    found = get(name).evidence(q.world, Scope.dyad(q.a, q.b, since=min(years), until=max(years)))
    return [(table, rows) for table, rows in found if len(rows)]
