"""Armed conflict between two governments, by year."""

from __future__ import annotations

import polars as pl

from comity.measures.registry import Evidence, indicator
from comity.measures.scope import Scope
from comity.measures.spells import dyad_years, system_dyads
from comity.world.world import World

KIND = "armed_conflict"
#: The ``depth`` of a row whose two states are the principal parties, so that the dead are of their war.
PRINCIPALS = 4


def _rows(world: World, scope: Scope) -> list[Evidence]:
    found = world.rows("ties", scope.pairs(), of=KIND)
    return [("ties", found)] if not found.is_empty() else []


@indicator(
    name=KIND,
    label="Armed conflict between the two governments (2: 1,000 or more dead in the year)",
    domain="military", cost="material", directed=False, unit="level 0–2", closer=-1,
    cite="Davies, Pettersson, Sollenberg & Öberg (2025); Gleditsch et al. (2002)",
    evidence=_rows, interval="none: a coded fact", counts="conflicts the two were on opposite sides of",
)  # fmt: skip
def armed_conflict(world: World, scope: Scope) -> pl.DataFrame:
    """The highest level of an armed conflict with the two on opposite sides; 0 where covered and none.

    Between principal parties of an interstate conflict it is the level of the conflict. Where one or both
    only sent troops to a side, it is 1: how many died between these two is not recorded.
    """
    declared = [c for _, c in world.covering("ties", KIND) if c.scope == "system"]
    if not declared:
        columns = {"a": pl.String, "b": pl.String, "year": pl.Int32, "n": pl.Int64}
        frame = pl.DataFrame(schema={**columns, "value": pl.Float64})
    else:
        years = scope.overlap(min(c.first for c in declared), max(c.last for c in declared))
        level = pl.when(pl.col("depth") == PRINCIPALS).then("value").otherwise(1.0)
        fought = (
            dyad_years(world.rows("ties", scope.pairs(), of=KIND), years)
            .group_by("a", "b", "year")
            .agg(value=level.max(), n=pl.len().cast(pl.Int64))
        )
        frame = (
            system_dyads(scope, years)
            .join(fought, on=["a", "b", "year"], how="left")
            .with_columns(pl.col("value").fill_null(0.0), pl.col("n").fill_null(0))
        )
    return frame.with_columns(low=pl.lit(None, pl.Float64), high=pl.lit(None, pl.Float64))
