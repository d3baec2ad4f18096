"""Facts a ladder states, as ties between two states in a year."""

from __future__ import annotations

from datetime import date

import polars as pl

from comity import states
from comity.answers.stage_ladder import Fact, Ladder
from comity.states import period
from comity.world.schema import conform, empty

__all__ = ["fact_rows", "fact_source"]

_NEVER = date(9999, 12, 31)


def fact_source(ladder: Ladder) -> str:
    """The source under which a ladder's facts are shown."""
    return f"ladder {ladder.key}"


def fact_rows(ladder: Ladder, kinds: tuple[str, ...], a: str, b: str, year: int) -> pl.DataFrame:
    """The ladder's facts of these kinds that tie a and b on a day of the year, as rows of ``ties``."""
    rows = [
        {
            "a": a, "b": b, "kind": fact.kind, "name": fact.name, "directed": False,
            "start": start, "end": end, "commitment": "deed", "domain": "military",
            "source": fact_source(ladder), "record": fact.record,
        }
        for fact in ladder.fact
        if fact.kind in kinds
        for start, end in _spells(fact, a, b, year)
    ]  # fmt: skip
    return conform(pl.DataFrame(rows), "ties") if rows else empty("ties")


def _spells(fact: Fact, a: str, b: str, year: int) -> list[tuple[str, str | None]]:
    """Start and end of the times the fact ties the two, of those that touch the year."""
    if fact.bloc is None:
        spells = [(fact.start, fact.end)] if _about(fact, a, b) else []
    else:
        spells = [
            _common((fact.start, fact.end), one, other)
            for one in _memberships(fact.bloc, a)
            for other in _memberships(fact.bloc, b)
        ]
    first, last = period(year)
    found = []
    for start, end in spells:
        opens = max(period(start)[0], first)
        closes = min(_last(end), last)
        away = any(
            x.state in (a, b) and period(x.start)[0] <= opens and _last(x.end) >= closes
            for x in fact.absent
        )
        if opens <= closes and not away:
            found.append((start, end))
    return found


def _about(fact: Fact, a: str, b: str) -> bool:
    if fact.of is not None:
        return fact.of in (a, b) and (b if fact.of == a else a) in fact.states
    return a in fact.states and b in fact.states


def _common(*spells: tuple[str, str | None]) -> tuple[str, str | None]:
    """The time all spells share, each date as precise as it was stated; may be empty."""
    start = max((s for s, _ in spells), key=lambda s: period(s)[0])
    end = min((e for _, e in spells), key=_last)
    return start, end


def _memberships(bloc: str, state: str) -> list[tuple[str, str | None]]:
    held = states.blocs().filter(
        (pl.col("bloc") == bloc) & (pl.col("member") == state) & (pl.col("status") == "member")
    )
    return list(held.select("start", "end").iter_rows())


def _last(end: str | None) -> date:
    return _NEVER if end is None else period(end)[1]
