"""Yearly counts of acts of the two states, from the sources that set out to list all of them.

A count says what these sources list. Where they declare that silence is not a zero, a year without a
row stays out: it is not known, and not drawn as nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from comity.measures.acts import ACTS, yearly_counts
from comity.measures.registry import Evidence
from comity.measures.scope import Scope
from comity.measures.spells import first_year, last_year
from comity.report.subject import Subject

__all__ = ["Counts", "counts"]


@dataclass(frozen=True, slots=True)
class Counts:
    """What the counting sources list.

    Attributes
    ----------
    yearly
        a, b, year, value: the largest count of any source.
    evidence
        The rows counted.
    first, last
        Years the sources cover together; None if this world holds no such source.
    sources
        Their titles.
    """

    yearly: pl.DataFrame
    evidence: list[Evidence]
    first: int | None
    last: int | None
    sources: tuple[str, ...]


def counts(subject: Subject, name: str, *, between: bool) -> Counts:
    """Counts of an act of :data:`~comity.measures.acts.ACTS` in the period.

    ``between`` keeps to acts between the two; else all that one of them suffered, by whomever.
    """
    act, world = ACTS[name], subject.world
    declared = [
        (source, c)
        for table, what in (("flows", act.name), ("events", act.subject))
        for source, c in world.covering(table, what)  # type: ignore[arg-type]
        if c.subject == what
    ]
    keys = [source.key for source, _ in declared]
    whom = (
        Scope.dyad(subject.a, subject.b).pairs()
        if between
        else pl.col("b").is_in([subject.a, subject.b])
    )
    inside = pl.col("year").is_between(subject.since, subject.until)
    stored = world.rows("flows", pl.col("source").is_in(keys) & whom & inside, of=act.name)
    single = world.rows(
        "events",
        pl.col("source").is_in(keys) & act.which & whom & (first_year("date") <= subject.until)
        & (pl.max_horizontal(first_year("date"), last_year(open_end=0)) >= subject.since),
    )  # fmt: skip
    found = [stored.select("a", "b", "year", "value")]
    found += [yearly_counts(rows, act).filter(inside) for (_,), rows in single.group_by("source")]
    yearly = pl.concat(found, how="vertical_relaxed")
    by = ["a", "b", "year"] if act.directed else ["year"]
    yearly = yearly.group_by(by).agg(pl.col("value").max()).filter(pl.col("value") > 0).sort(by)
    return Counts(
        yearly,
        [("flows", stored), ("events", single)],
        min((c.first for _, c in declared), default=None),
        max((c.last for _, c in declared), default=None),
        tuple(source.title for source, _ in declared),
    )
