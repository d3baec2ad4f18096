"""What each economy exports and imports in a year, in million current US dollars, and how well that is known.

Totals are those stated of the year (:mod:`comity.simulate.trade.matrix_years`); one that is not stated is
carried over from the nearest years, and an economy without any is inferred from its output. Each step
widens the standard deviation of the logarithm.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from comity.simulate.trade.matrix_years import STATED, known, stated
from comity.world.world import World

__all__ = ["COLUMNS", "GUESSED", "gdp", "outputs", "share_stated", "totals"]

SIDES = {"exports": "exports_goods_services", "imports": "imports_goods_services"}
#: The basis of a total that no source states.
GUESSED = "inferred from GDP"
#: No economy of its own: sums of others.
SUMS = ("EU", "WLD")
#: Output is carried over this many years at most (Taiwan's, which the World Bank does not state, from 2023).
OLDEST_OUTPUT = 12
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
        (standard deviation of the logarithm) and ``_basis`` (``stated``, ``between YEAR and YEAR``,
        ``carried from YEAR``, ``inferred from GDP``); sorted by state.
    """
    output = gdp(world, year)
    made = None
    for side, attribute in SIDES.items():
        found = _side(stated(world, attribute), year, output).rename(
            {"value": side, "sd": f"{side}_sd", "basis": f"{side}_basis"}
        )
        made = found if made is None else made.join(found, on="state", how="inner")
    assert made is not None
    return made.filter(~pl.col("state").is_in(SUMS)).select(*COLUMNS).sort("state")


def share_stated(sums: pl.DataFrame) -> float:
    """The share of all trade that the totals of the economies which state theirs make up (0: no trade)."""
    both = [
        (sums.filter(pl.col(f"{side}_basis") == STATED)[side].sum(), sums[side].sum())
        for side in SIDES
    ]
    held, whole = (sum(part) for part in zip(*both, strict=True))
    return float(held / whole) if whole else 0.0


def outputs(world: World, year: int) -> pl.DataFrame:
    """Output at official exchange rates and the prices of the year: state, gdp, gdp_sd, gdp_basis.

    Million current US dollars; the standard deviation is that of the logarithm; sorted by state.
    """
    found = known(stated(world, "gdp"), year, oldest=OLDEST_OUTPUT)
    return found.rename({"value": "gdp", "sd": "gdp_sd", "basis": "gdp_basis"}).sort("state")


def gdp(world: World, year: int) -> pl.DataFrame:
    """Output at official exchange rates and the prices of the year, million US dollars: state, gdp."""
    return outputs(world, year).select("state", "gdp")


def _side(rows: pl.DataFrame, year: int, output: pl.DataFrame) -> pl.DataFrame:
    found = known(rows, year)
    return pl.concat([found, _from_output(found, output)])


def _from_output(found: pl.DataFrame, output: pl.DataFrame) -> pl.DataFrame:
    """Totals of economies that state none, from the relation to output among those that do."""
    both = found.join(output, on="state")
    rest = output.join(found, on="state", how="anti")
    if both.height < FEWEST_FIT or rest.is_empty():
        return found.clear()
    x, y = np.log(both["gdp"].to_numpy()), np.log(both["value"].to_numpy())
    slope, level = np.polyfit(x, y, 1)
    spread = float(np.std(y - slope * x - level))
    return rest.select(
        "state",
        value=(level + slope * pl.col("gdp").log()).exp(),
        sd=pl.lit(spread),
        basis=pl.lit(GUESSED),
    )
