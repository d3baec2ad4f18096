"""Customs figures of goods, to be read beside the cells of a matrix: they are not put into it.

A cell is of goods and services and takes its share from listings; press and customs figures are of goods
and of some pairs alone. Where the ledger of dated facts holds one for a whole year it shows how far apart
the two are, most of all where a listing leaves partners out.
"""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from comity.world.world import World

__all__ = ["customs_beside", "customs_goods"]

Array = NDArray[np.float64]

SOURCE = "ledger"
MILLION = 1e6


def customs_goods(world: World, year: int) -> pl.DataFrame:
    """Flows of goods of a whole year in the ledger: exporter, importer, value (million US dollars)."""
    rows = world.rows(
        "flows",
        (pl.col("source") == SOURCE) & (pl.col("measure") == "level") & (pl.col("unit") == "USD"),
        (pl.col("year") == year) & pl.col("directed") & pl.col("start").is_null(),
        of="goods",
    )
    both = rows.group_by(exporter="a", importer="b").agg(pl.col("value").median() / MILLION)
    return both.sort("value", descending=True)


def customs_beside(
    world: World, year: int, states: tuple[str, ...], value: Array
) -> tuple[str, ...]:
    """A note that sets them beside the cells; none where the ledger holds none of the year."""
    place = {state: n for n, state in enumerate(states)}
    told = [
        f"{a} to {b} {goods / 1e3:.0f} ({value[place[a], place[b]] / 1e3:.0f} here)"
        for a, b, goods in customs_goods(world, year).iter_rows()
        if a in place and b in place
    ]
    if not told:
        return ()
    return (f"customs figures of goods alone, billion US dollars: {', '.join(told)}",)
