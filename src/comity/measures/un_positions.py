"""Indicator: how far apart two states' ideal points in the UN General Assembly are."""

from __future__ import annotations

import polars as pl

from comity.measures.registry import Evidence, indicator
from comity.measures.scope import Scope
from comity.world.world import World

__all__: list[str] = []

#: Attributes as :mod:`comity.measures.positions.stored` writes them.
MEAN, SD, VOTES = "unga_position", "unga_position.sd", "unga_position.votes"
#: Standard errors to each side of a 90 % interval.
REACH = 1.6448536269514722


def _rows(world: World, scope: Scope) -> list[Evidence]:
    named = sorted(scope.named or scope.states or ())
    rows = world.rows("states", pl.col("state").is_in(named) & scope.years(), of=[MEAN, SD, VOTES])
    return [("states", rows)] if not rows.is_empty() else []


@indicator(
    label="Distance of ideal points in the UN General Assembly",
    domain="diplomatic",
    cost="declaratory",
    directed=False,
    unit="standard deviations",
    cite="Bailey, Strezhnev & Voeten (2017)",
    evidence=_rows,
    interval="90 %, from the posterior of both positions, taken as independent",
    counts="votes of the one that cast fewer",
    closer=-1,
)
def unga_distance(world: World, scope: Scope) -> pl.DataFrame:
    """Distance between two states' positions by session, dated 1945 + session."""
    rows = world.rows("states", scope.years(), of=[MEAN, SD, VOTES])
    if scope.named is not None:
        rows = rows.filter(pl.col("state").is_in(sorted(scope.named)))
    columns = {"a": pl.String, "b": pl.String, "year": pl.Int32, "value": pl.Float64,
               "low": pl.Float64, "high": pl.Float64, "n": pl.Int64}  # fmt: skip
    if rows.is_empty():
        return pl.DataFrame(schema=columns)
    wide = rows.pivot("attribute", index=["state", "year"], values="value", maintain_order=True)
    both = wide.join(wide, on="year", suffix="_b").rename({"state": "a", "state_b": "b"})
    both = both.filter((pl.col("a") < pl.col("b")) & scope.pairs())
    apart = (pl.col(MEAN) - pl.col(f"{MEAN}_b")).abs()
    reach = REACH * (pl.col(SD) ** 2 + pl.col(f"{SD}_b") ** 2).sqrt()
    return both.select(
        "a", "b", "year",
        value=apart, low=(apart - reach).clip(0.0), high=apart + reach,
        n=pl.min_horizontal(VOTES, f"{VOTES}_b").cast(pl.Int64),
    )  # fmt: skip
