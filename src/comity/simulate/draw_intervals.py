"""Medians and 90 % intervals over draws.

A flow that a draw does not have is a flow of zero; a price or a scarcity that a draw does not have is not
known, and its interval is that of the draws that have it.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from comity.simulate.draw import SEPARATOR
from comity.simulate.energy.market import Array
from comity.simulate.outcome import KEYS, NONE_IS_ZERO, STILL

__all__ = ["LEVELS", "intervals"]

#: Ends of the interval, with the median between them.
LEVELS = (0.05, 0.5, 0.95)
SUFFIXES = ("_low", "", "_high")
#: Columns that say of what a figure is, rather than what it is of.
ABOUT = ("commodity", "unit", "name")


def intervals(rows: pl.DataFrame, draws: int) -> pl.DataFrame:
    """Every figure of an ensemble with its intervals.

    Parameters
    ----------
    rows
        table, measure, key, baseline, scenario, draw.
    draws
        How many draws there are: a flow that is missing in one is zero there.

    Returns
    -------
    DataFrame
        table, what, name, commodity, measure, unit, baseline, baseline_low, baseline_high, scenario, …,
        change, …, rises, falls; the largest change of each table and measure first.
    """
    parts = []
    for (table, measure), mine in rows.group_by("table", "measure", maintain_order=True):
        parts.append(_figures(str(table), str(measure), mine, draws))
    order = ["table", "measure", pl.col("change").abs(), "what", "commodity", "name", "unit"]
    if not parts:
        return pl.DataFrame()
    return pl.concat(parts).sort(
        order, descending=[False, False, True, *[False] * 4], nulls_last=True
    )


def _figures(table: str, measure: str, rows: pl.DataFrame, draws: int) -> pl.DataFrame:
    keys = rows["key"].unique().sort()
    at = rows["key"].replace_strict(keys, np.arange(len(keys)), return_dtype=pl.Int64).to_numpy()
    number = rows["draw"].rank("dense").to_numpy().astype(np.int64) - 1
    absent = 0.0 if measure in NONE_IS_ZERO else np.nan
    sides = {}
    for side in ("baseline", "scenario"):
        values = np.full((len(keys), max(draws, int(number.max()) + 1)), absent)
        values[at, number] = rows[side].fill_null(absent).to_numpy()
        sides[side] = values
    change = sides["scenario"] - sides["baseline"]
    size = np.fmax(np.fmax(np.abs(sides["scenario"]), np.abs(sides["baseline"])), 1.0)
    change = np.where(np.abs(change) <= STILL * size, change * 0.0, change)
    columns: dict[str, Array] = {}
    for name, values in (*sides.items(), ("change", change)):
        for suffix, found in zip(SUFFIXES, _quantiles(values), strict=True):
            columns[f"{name}{suffix}"] = found
    known = np.maximum((~np.isnan(change)).sum(axis=1), 1)
    columns["rises"] = (change > 0).sum(axis=1) / known
    columns["falls"] = (change < 0).sum(axis=1) / known
    made = _named(table, keys).with_columns(measure=pl.lit(measure))
    made = made.with_columns(
        *(pl.Series(name, values, nan_to_null=True) for name, values in columns.items())
    )
    ordered = ["table", "what", "name", "commodity", "measure", "unit"]
    median_first = [
        f"{side}{suffix}"
        for side in ("baseline", "scenario", "change")
        for suffix in ("", "_low", "_high")
    ]
    return made.select(*ordered, *median_first, "rises", "falls")


def _quantiles(values: Array) -> tuple[Array, Array, Array]:
    """5 %, median and 95 % of each row (K, D) over the draws that have a figure."""
    made = np.full((3, len(values)), np.nan)
    some = ~np.isnan(values).all(axis=1)
    if some.any():
        made[:, some] = np.nanquantile(values[some], LEVELS, axis=1)
    return made[0], made[1], made[2]


def _named(table: str, keys: pl.Series) -> pl.DataFrame:
    """The columns that a key is made of: commodity, unit and name by themselves, the others as ``what``."""
    columns = KEYS[table][0]
    split = keys.str.split_exact(SEPARATOR, len(columns) - 1).struct.rename_fields(list(columns))
    frame = split.struct.unnest()
    what = [name for name in columns if name not in ABOUT]
    empty = pl.lit(None, pl.String)
    return frame.select(
        table=pl.lit(table),
        what=pl.concat_str(what, separator=">"),
        name=pl.col("name") if "name" in columns else empty,
        commodity=pl.col("commodity"),
        unit=pl.col("unit") if "unit" in columns else empty,
    )
