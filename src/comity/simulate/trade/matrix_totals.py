"""What each economy exports and imports in a year, in million current US dollars, and how well that is known.

The Factbook states exports and imports of goods and services for about three years of each economy. A
year it does not state is carried over from the nearest one with the growth that the others had; an
economy without any is inferred from its output. Each step widens the standard deviation of the logarithm.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from comity.world.world import World

__all__ = ["COLUMNS", "GUESSED", "gdp", "totals"]

SIDES = {"exports": "exports_goods_services", "imports": "imports_goods_services"}
MILLION = 1e6
#: The basis of a total that no source states.
GUESSED = "inferred from GDP"
#: No economy of its own: sums of others.
SUMS = ("EU", "WLD")
#: Standard deviation (log) of a stated total, and what each year of distance adds.
STATED, PER_YEAR = 0.03, 0.12
#: A total this many years away says no more than output does.
OLDEST = 8
#: A year so far beyond the last stated one is a forecast, and there is none.
AHEAD = 3
#: Fewer economies than this do not tell how trade grew from one year to the next.
FEWEST_PAIRS = 5
#: Fewer economies than this do not tell how trade follows output.
FEWEST_FIT = 20
COLUMNS = {
    "state": pl.String, "exports": pl.Float64, "exports_sd": pl.Float64, "exports_basis": pl.String,
    "imports": pl.Float64, "imports_sd": pl.Float64, "imports_basis": pl.String,
}  # fmt: skip


def totals(world: World, year: int) -> pl.DataFrame:
    """Exports and imports of every economy of which some total, or output, is known.

    Returns
    -------
    DataFrame
        state, and for both ``exports`` and ``imports``: the million US dollars of the year, ``_sd``
        (standard deviation of the logarithm) and ``_basis`` (``stated``, ``carried from YEAR``,
        ``inferred from GDP``); sorted by state.
    """
    output = gdp(world, year)
    made = None
    for side, attribute in SIDES.items():
        found = _side(world, attribute, year, output).rename(
            {"value": side, "sd": f"{side}_sd", "basis": f"{side}_basis"}
        )
        made = found if made is None else made.join(found, on="state", how="inner")
    assert made is not None
    return made.filter(~pl.col("state").is_in(SUMS)).select(*COLUMNS).sort("state")


def gdp(world: World, year: int) -> pl.DataFrame:
    """Output at official exchange rates, million US dollars: state, gdp.

    The Factbook states one year of it for most economies; where it states real output at purchasing power
    of both that year and the one asked for, output follows it. Prices and exchange rates stay those stated.
    """
    rows = world.rows("states", pl.col("unit") == "USD", pl.col("value") > 0, of="gdp")
    near = rows.sort((pl.col("year") - year).abs(), -pl.col("year"))
    stated = near.unique("state", keep="first", maintain_order=True)
    real = world.rows(
        "states", pl.col("unit").str.starts_with("USD of"), pl.col("value") > 0, of="gdp_ppp"
    ).select("state", "year", "unit", "value")
    then = real.join(stated.select("state", "year"), on=["state", "year"])
    asked = real.filter(pl.col("year") == year)
    growth = then.join(asked, on=["state", "unit"], suffix="_asked").select(
        "state", growth=pl.col("value_asked") / pl.col("value")
    )
    made = stated.join(growth.unique("state"), on="state", how="left")
    return made.select(
        "state", gdp=pl.col("value") * pl.col("growth").fill_null(1.0) / MILLION
    ).sort("state")


def _side(world: World, attribute: str, year: int, output: pl.DataFrame) -> pl.DataFrame:
    rows = world.rows("states", pl.col("unit") == "USD", pl.col("value") > 0, of=attribute).select(
        "state", "year", value=pl.col("value") / MILLION
    )
    growth = _growth(rows)
    gap = pl.col("gap")
    near = (
        rows.with_columns(gap=(pl.col("year") - year).abs())
        .filter((gap <= OLDEST) & (pl.col("year").max() >= year - AHEAD))
        .sort("gap", "year", descending=[False, True])
        .unique("state", keep="first", maintain_order=True)
    )
    level = {y: growth.get(year, 0.0) - growth.get(y, 0.0) for y in near["year"].unique()}
    stated = near.select(
        "state",
        value=pl.col("value")
        * pl.col("year").replace_strict(level, return_dtype=pl.Float64, default=0.0).exp(),
        sd=(STATED**2 + (PER_YEAR * gap) ** 2).sqrt(),
        basis=pl.when(gap == 0)
        .then(pl.lit("stated"))
        .otherwise(pl.concat_str(pl.lit("carried from "), "year")),
    )
    return pl.concat([stated, _from_output(stated, output)])


def _growth(rows: pl.DataFrame) -> dict[int, float]:
    """Log of the level of trade by year, chained from the median growth of the economies that state both."""
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


def _from_output(stated: pl.DataFrame, output: pl.DataFrame) -> pl.DataFrame:
    """Totals of economies that state none, from the relation to output among those that do."""
    both = stated.join(output, on="state")
    rest = output.join(stated, on="state", how="anti")
    if both.height < FEWEST_FIT or rest.is_empty():
        return stated.clear()
    x, y = np.log(both["gdp"].to_numpy()), np.log(both["value"].to_numpy())
    slope, level = np.polyfit(x, y, 1)
    spread = float(np.std(y - slope * x - level))
    return rest.select(
        "state",
        value=(level + slope * pl.col("gdp").log()).exp(),
        sd=pl.lit(spread),
        basis=pl.lit(GUESSED),
    )
