"""Who needs whom: how far the trade shares of two partners lie apart, and how far among partners.

A state's need of another is the mean of the other's shares in its exports and in its imports
(Hirschman 1945). A partner that a published listing does not name counts as 0: it is below all that are
named. The asymmetry is the difference of the two needs. Among all dyads nearly all differences are nil,
so it is ranked among dyads of which at least one names the other; one of which neither does is below all.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from comity.alignment.scores import LEAST_DYADS, Ranking, ranking
from comity.measures.spells import ordered
from comity.measures.trade import listings, reported_shares
from comity.world.world import World

__all__ = ["asymmetry_by_year"]

KEYS = ["a", "b", "year"]
#: Standing of a dyad without trade to speak of.
LOWEST = -2.5


def asymmetry_by_year(
    world: World, a: str, b: str, since: int, until: int
) -> list[tuple[int, float, float]]:
    """Year, asymmetry (difference of shares, 0 … 1) and standing, where the partners of both are known."""
    needs, known = _needs(world)
    low, high = min(a, b), max(a, b)
    found = []
    rows = needs.filter((pl.col("a") == low) & (pl.col("b") == high))
    named = dict(rows.select("year", "value").rows())
    for year in range(since, until + 1):
        if not known.get(year, frozenset()) >= {a, b}:
            continue
        table = _ranking(world, year)
        if table is None:
            continue
        value = named.get(year)
        if value is None:
            found.append((year, 0.0, LOWEST))
        else:
            score, _ = table.score(np.array([value]))
            found.append((year, value, float(score[0])))
    return found


def _needs(world: World) -> tuple[pl.DataFrame, dict[int, frozenset[str]]]:
    """Asymmetry of each dyad and year of which one side names the other; and whose partners are known."""

    def find() -> tuple[pl.DataFrame, dict[int, frozenset[str]]]:
        sides, listed = [], []
        for side in ("export", "import"):
            rows = reported_shares(world, side)
            if rows.is_empty():
                continue
            heads = listings(rows).select("a", "year")
            listed.append(heads)
            sides.append(rows.join(heads, on=["a", "year"]).select(*KEYS, "value"))
        if len(sides) < 2:
            return pl.DataFrame(
                schema={"a": pl.String, "b": pl.String, "year": pl.Int32, "value": pl.Float64}
            ), {}
        both = listed[0].join(listed[1], on=["a", "year"])
        need = (
            pl.concat(sides)
            .join(both, on=["a", "year"])
            .group_by(KEYS)
            .agg(value=pl.col("value").sum() / 2)
        )
        # only where the partners of both are known
        need = need.join(both.rename({"a": "b"}), on=["b", "year"])
        signed = pl.when(pl.col("a") < pl.col("b")).then("value").otherwise(-pl.col("value"))
        apart = (
            ordered(need.with_columns(value=signed)).group_by(KEYS).agg(pl.col("value").sum().abs())
        )
        known = {
            int(year): frozenset(part["a"])
            for (year,), part in both.partition_by("year", as_dict=True).items()
        }
        return apart, known

    result: tuple[pl.DataFrame, dict[int, frozenset[str]]] = world.remember("trade asymmetry", find)
    return result


def _ranking(world: World, year: int) -> Ranking | None:
    values = _needs(world)[0].filter(pl.col("year") == year)["value"].to_numpy()
    if len(values) < LEAST_DYADS:
        return None
    found: Ranking = world.remember(("trade asymmetry ranking", year), lambda: ranking(values))
    return found
