"""What a mechanism is tested on: a dyad up to a year, before and after something happened.

A mechanism that one dyad bears out is not thereby shown to be a cause; a test says only whether what it
predicts is seen here.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np
import polars as pl

from comity.alignment import Alignment
from comity.answers.weighing.readings import Readings
from comity.measures.registry import series
from comity.measures.scope import Scope
from comity.measures.trade import listings, reported_shares
from comity.world.world import World

__all__ = [
    "CONTRADICTED", "LEAST_SOURCES", "NOT_COVERED", "RISE", "SUPPORTED", "UNDECIDED", "Case",
    "Finding", "moved", "needs", "onset", "trade_changes",
]  # fmt: skip

SUPPORTED, CONTRADICTED = "supported", "contradicted"
UNDECIDED, NOT_COVERED = "undecided", "not covered"

#: A rise in the number of states that sanction another which counts as pressure.
RISE = 5
#: Years compared before and after, and sources needed for an interval.
BEFORE, AFTER, LEAST_SOURCES = 3, 5, 3
#: 95 % quantiles of Student's t by degrees of freedom, for a 90 % interval.
STUDENT = {2: 2.920, 3: 2.353, 4: 2.132, 5: 2.015, 6: 1.943, 7: 1.895}
#: How old a trade share may be.
OLDEST = 10


@dataclass(frozen=True, slots=True)
class Finding:
    """What a test found.

    Attributes
    ----------
    status
        supported, contradicted, undecided (covered, but the interval holds zero) or not covered.
    said
        Why, in a sentence.
    rows
        What it rests on; empty where not covered.
    """

    status: str
    said: str
    rows: pl.DataFrame


@dataclass(frozen=True, slots=True)
class Case:
    """A dyad and year that mechanisms are tested on, and the sources that hold evidence together."""

    found: Alignment
    a: str
    b: str
    year: int
    readings: Readings

    @property
    def world(self) -> World:
        """The world the dyad was read from."""
        return self.found.world


def onset(case: Case) -> tuple[str, int, int] | None:
    """The latest rise by at least :data:`RISE` in the states that sanction a side: side, year, states.

    Neither the other side nor any year after the one asked about counts.
    """
    rises = []
    for side, other in ((case.a, case.b), (case.b, case.a)):
        frame = series(case.world, "sanctions", Scope.of(side, until=case.year))
        counts = dict(
            frame.filter((pl.col("b") == side) & (pl.col("a") != other))
            .group_by("year")
            .agg((pl.col("value") > 0).sum())
            .rows()
        )
        rises += [
            (year, now - counts[year - 1], side)
            for year, now in counts.items()
            if year - 1 in counts and now - counts[year - 1] >= RISE and year < case.year
        ]
    if not rises:
        return None
    year, states_more, side = max(rises)
    return side, year, int(states_more)


def moved(case: Case, year: int, without: str) -> tuple[float, float, float, pl.DataFrame] | None:
    """Mean change of standing from before a year to after it, with its 90 % interval.

    Towards closeness, in standard deviations among dyads. Each source counts once, one of them (``without``)
    not at all; the interval is Student's t over sources.
    Null with fewer than :data:`LEAST_SOURCES` sources on both sides.
    """
    model, dyad = case.found.model, case.found.dyad
    place, rows = year - model.calendar[0], []
    last = min(place + AFTER, case.year - model.calendar[0])
    for source in case.readings.sources:
        for name in source.indicators:
            if source.key == without or name not in model.layout.indicators:
                continue
            i = model.layout.indicators.index(name)
            ends = []
            for years in (slice(max(place - BEFORE, 0), place), slice(place + 1, last + 1)):
                # what is only likely is drawn towards the middle
                likely = dyad.scores[years, i] / (1.0 + dyad.blur[years, i])
                seen = np.isfinite(dyad.blur[years, i])
                ends.append(float(likely[seen].mean()) if seen.any() else np.nan)
            if np.isfinite(ends).all():
                rows.append((source.key, name, ends[0], ends[1], ends[1] - ends[0]))
    frame = pl.DataFrame(
        rows, schema=["source", "indicator", "before", "after", "change"], orient="row"
    )
    changes = frame.group_by("source", maintain_order=True).agg(pl.col("change").mean())
    each = changes["change"].to_numpy()
    if len(each) < LEAST_SOURCES:
        return None
    half = STUDENT.get(len(each) - 1, 1.86) * float(each.std(ddof=1)) / sqrt(len(each))
    mean = float(each.mean())
    return mean, mean - half, mean + half, frame


def trade_changes(
    world: World, year: int, until: int, whose: frozenset[str] | None = None
) -> pl.DataFrame:
    """How trade shares changed from the years before one to those after it, where listed in both.

    Returns
    -------
    DataFrame
        a (whose trade), b (the partner), side, before, after, change; shares 0 … 1.
    """
    frames = []
    for side in ("export", "import"):
        rows = reported_shares(world, side, whose, since=year - BEFORE, until=until)
        mean = pl.col("value")
        frames.append(
            rows.group_by("a", "b")
            .agg(
                before=mean.filter(pl.col("year") < year).mean(),
                after=mean.filter(pl.col("year") > year).mean(),
            )
            .drop_nulls()
            .with_columns(side=pl.lit(side), change=pl.col("after") - pl.col("before"))
        )
    return (
        pl.concat(frames)
        .select("a", "b", "side", "before", "after", "change")
        .sort("a", "b", "side")
    )


def needs(case: Case) -> dict[str, float] | None:
    """Mean share of the other in each side's exports and imports, at the last year both are known."""
    shares: dict[str, dict[int, float]] = {case.a: {}, case.b: {}}
    for mine, other in ((case.a, case.b), (case.b, case.a)):
        sides = []
        for side in ("export", "import"):
            rows = reported_shares(
                case.world, side, frozenset({mine}), since=case.year - OLDEST, until=case.year
            )
            # a partner that is not listed has less than all that are
            known = dict.fromkeys(listings(rows)["year"].to_list(), 0.0)
            sides.append(
                known | dict(rows.filter(pl.col("b") == other).select("year", "value").rows())
            )
        shares[mine] = {y: (sides[0][y] + sides[1][y]) / 2 for y in set(sides[0]) & set(sides[1])}
    years = set(shares[case.a]) & set(shares[case.b])
    if not years:
        return None
    return {state: shares[state][max(years)] for state in shares}
