"""The table of indicators, with the dyads and years each really covers."""

from __future__ import annotations

import polars as pl

from comity.errors import CoverageError
from comity.measures.registry import INDICATORS
from comity.measures.scope import Scope
from comity.world.world import World

__all__ = ["indicators"]

SCHEMA: dict[str, type[pl.DataType]] = {
    "indicator": pl.String, "domain": pl.String, "cost": pl.String, "directed": pl.Boolean,
    "unit": pl.String, "dyads": pl.Int64, "dyad_years": pl.Int64, "first": pl.Int32, "last": pl.Int32,
    "label": pl.String, "cite": pl.String,
}  # fmt: skip


def indicators(world: World) -> pl.DataFrame:
    """Every indicator with its declaration and its real coverage in a world.

    Returns
    -------
    DataFrame
        indicator, domain, cost, directed, unit, dyads and dyad_years with a value, first and last
        year with one, label, cite.
    """
    rows = []
    for name, declared in INDICATORS.items():
        try:
            values = declared.compute(world, Scope(values_only=True))
            values = values.filter(pl.col("value").is_not_null())
        except CoverageError:
            values = pl.DataFrame(schema={"a": pl.String, "b": pl.String, "year": pl.Int32})
        rows.append(
            (
                name, declared.domain, declared.cost, declared.directed, declared.unit,
                values.select(pl.struct("a", "b").n_unique()).item(), values.height,
                values["year"].min(), values["year"].max(), declared.label, declared.cite,
            )
        )  # fmt: skip
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")
