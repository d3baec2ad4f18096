"""The rows of a world behind an answer on trade between one state and others."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from comity.measures.registry import Evidence
from comity.world.world import World

__all__ = ["trade_rows"]

GOODS = "goods"
#: What the matrix is built from besides shares.
TOTALS = ("exports_goods_services", "imports_goods_services", "gdp")
#: Years away in which a share or a total may stand in for one of the year.
NEAR = 3


def trade_rows(world: World, state: str, others: Sequence[str], year: int) -> list[Evidence]:
    """Shares of trade between a state and others, and the totals of all of them; of the year or near it.

    The matrix rests on these and, through its prior, on the shares and totals of everybody else.
    """
    near = (pl.col("year") - year).abs() <= NEAR
    pair = (pl.col("a") == state) & pl.col("b").is_in(others)
    pair |= (pl.col("b") == state) & pl.col("a").is_in(others)
    listed = (pl.col("measure") == "share") & pl.col("start").is_null()
    shares = world.rows("flows", pair, near, listed, of=GOODS)
    found: list[Evidence] = [("flows", _nearest(shares, year, "a", "b", "reporter", "source"))]
    for attribute in TOTALS:
        mine = pl.col("state").is_in([state, *others])
        totals = world.rows("states", mine, near, pl.col("unit") == "USD", of=attribute)
        found.append(("states", _nearest(totals, year, "state", "source")))
    return [(table, rows) for table, rows in found if not rows.is_empty()]


def _nearest(rows: pl.DataFrame, year: int, *keys: str) -> pl.DataFrame:
    """Of each key the rows of the year nearest to the one asked for."""
    away = (pl.col("year") - year).abs()
    return rows.filter(away == away.min().over(*keys)).sort(*keys, "year")
