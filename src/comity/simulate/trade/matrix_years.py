"""What economies make, export and import by year: a world's own figures, and the World Bank's beside them.

The embedded world has the Factbook's figures: exports and imports of about three years of each economy, and
one year of output. Beside it lie the World Bank's of 2012 to 2024 (``data/trade/economies_by_year.csv``),
which the Factbook mostly repeats: half of what both state agrees within 1 per cent. A year that neither
states is carried over from the nearest ones, with the growth that the other economies had.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import numpy as np
import polars as pl

from comity.world.world import World

__all__ = ["PER_YEAR", "STATED", "known", "stated", "world_bank"]

MILLION = 1e6
#: The series of the table that stands beside an attribute of the world.
SERIES = {
    "gdp": "gdp",
    "exports_goods_services": "exports",
    "imports_goods_services": "imports",
}
#: Figures of this source are completed by the table; any other is taken as it is.
COMPLETED = "factbook"
#: Basis of a figure that is stated.
STATED = "stated"
#: Standard deviation (log) of a stated figure, and what each year of distance adds: from one year to the next
#: an economy departs from the median growth of the others by 0.06 to 0.19 (exports 2012 to 2024).
STATED_SD, PER_YEAR = 0.03, 0.12
#: A total this many years away says no more than output does.
OLDEST = 8
#: Fewer economies than this do not tell how a figure grew from one year to the next.
FEWEST_PAIRS = 5


@cache
def world_bank() -> pl.DataFrame:
    """The table: state, series, year, value (million current US dollars), source, record."""
    with files("comity").joinpath("data/trade/economies_by_year.csv").open("rb") as file:
        wide = pl.read_csv(file.read(), infer_schema_length=None)
    return (
        wide.unpivot(
            index=["state", "series", "source", "record"],
            variable_name="year",
            value_name="value",
        )
        .with_columns(pl.col("year").cast(pl.Int32), pl.col("value").cast(pl.Float64))
        .drop_nulls("value")
        .select("state", "series", "year", "value", "source", "record")
    )


def stated(world: World, attribute: str) -> pl.DataFrame:
    """Figures stated of an attribute: state, year, value (million current US dollars).

    A world that has none of the Factbook's is taken as it is; what it states itself stands in any case.
    """
    rows = world.rows("states", pl.col("unit") == "USD", pl.col("value") > 0, of=attribute)
    own = rows.select("state", "year", value=pl.col("value") / MILLION)
    if not (rows["source"] == COMPLETED).any():
        return own
    beside = world_bank().filter(pl.col("series") == SERIES[attribute]).select(own.columns)
    return pl.concat([own, beside.join(own, on=["state", "year"], how="anti")])


def known(rows: pl.DataFrame, year: int, *, oldest: int = OLDEST) -> pl.DataFrame:
    """A figure of every economy that states one of the year or of a year near it.

    Parameters
    ----------
    rows
        state, year, value.
    year
        The year asked for.
    oldest
        A figure more years away than this is not carried over.

    Returns
    -------
    DataFrame
        state, value, ``sd`` (standard deviation of the logarithm) and ``basis``: ``stated``, ``between 2022
        and 2024`` or ``carried from 2020``.
    """
    level = _levels(rows)
    here = level[min(level, key=lambda y: abs(y - year))] if level else 0.0
    near = rows.with_columns(
        gap=(pl.col("year") - year).abs(),
        log=pl.col("value").log()
        + here
        - pl.col("year").replace_strict(level, return_dtype=pl.Float64, default=0.0),
    ).filter(pl.col("gap") <= oldest)
    sides = [
        near.filter(side)
        .sort("gap")
        .unique("state", keep="first", maintain_order=True)
        .select("state", "year", "gap", "log")
        for side in (pl.col("year") <= year, pl.col("year") > year)
    ]
    both = sides[0].join(sides[1], on="state", how="full", suffix="_after", coalesce=True)
    before, after = pl.col("gap"), pl.col("gap_after")
    span = before + after
    between = pl.col("year").is_not_null() & pl.col("year_after").is_not_null() & (before > 0)
    alone = pl.when(pl.col("year").is_not_null())
    distance = alone.then(before).otherwise(after)
    drift = pl.when(between).then((before * after / span).sqrt()).otherwise(distance)
    mixed = (pl.col("log") * after + pl.col("log_after") * before) / span
    return both.select(
        "state",
        value=pl.when(between)
        .then(mixed)
        .otherwise(alone.then("log").otherwise("log_after"))
        .exp(),
        sd=(STATED_SD**2 + (PER_YEAR * drift) ** 2).sqrt(),
        basis=pl.when(between)
        .then(pl.format("between {} and {}", "year", "year_after"))
        .when(distance == 0)
        .then(pl.lit(STATED))
        .otherwise(pl.format("carried from {}", alone.then("year").otherwise("year_after"))),
    )


def _levels(rows: pl.DataFrame) -> dict[int, float]:
    """Log of the level by year, chained from the median growth of the economies that state both years."""
    found: dict[int, float] = {}
    level, before = 0.0, None
    for year in sorted(rows["year"].unique()):
        after = rows.filter(pl.col("year") == year)
        if before is not None:
            ratio = before.join(after, on="state", suffix="_after").select(
                (pl.col("value_after") / pl.col("value")).log()
            )["value_after"]
            level += float(np.median(ratio)) if len(ratio) >= FEWEST_PAIRS else 0.0
        found[year], before = level, after
    return found
