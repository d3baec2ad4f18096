"""Values of a dyad made from those of its two sides, or from what both do to others."""

from __future__ import annotations

from typing import Literal

import polars as pl

from comity.measures.organisations import shared_memberships
from comity.measures.registry import series
from comity.measures.scope import Scope
from comity.measures.spells import ordered, system_dyads
from comity.measures.trade import listings, reported_shares
from comity.world.world import World

__all__ = ["BLOC_KINDS", "both_ways", "common_targets", "shared_blocs", "trade_listed"]

#: Blocs that are alliances, and those that are about trade, money or oil; all others are political.
BLOC_KINDS = {
    "NATO": "military", "WARSAW_PACT": "military", "CSTO": "military", "AUKUS": "military",
    "EU": "economic", "EAEU": "economic", "GCC": "economic", "OPEC": "economic", "OPEC+": "economic",
}  # fmt: skip
KEYS = ["a", "b", "year"]


def both_ways(directed: pl.DataFrame) -> pl.DataFrame:
    """Sum over the two directions, where both are known."""
    return (
        ordered(directed)
        .group_by(KEYS)
        .agg(pl.col("value").sum(), known=pl.col("value").count())
        .filter(pl.col("known") == 2)
        .drop("known")
    )


def shared_blocs(world: World, kind: str, scope: Scope) -> pl.DataFrame:
    """Number of blocs of a kind (:data:`BLOC_KINDS`) that both belong to; 0 where both were states."""
    covered = series(world, "shared_blocs", scope).select(KEYS)
    shared = (
        shared_memberships(world, scope)
        .with_columns(kind=pl.col("bloc").replace_strict(BLOC_KINDS, default="political"))
        .filter(pl.col("kind") == kind)
        .group_by(KEYS)
        .agg(value=pl.len().cast(pl.Float64))
    )
    return covered.join(shared, on=KEYS, how="left").with_columns(pl.col("value").fill_null(0.0))


def common_targets(world: World, scope: Scope) -> pl.DataFrame:
    """Number of states that both have sanctions on; 0 where neither agrees with the other in any."""
    # all that those asked for do to anyone
    cases = series(
        world, "sanctions", Scope(states=scope.named, since=scope.since, until=scope.until)
    )
    imposed = cases.filter(pl.col("value") > 0).select("a", "year", target="b")
    if scope.states is not None and scope.others is not None:
        imposed = imposed.filter(pl.col("a").is_in(sorted(scope.states | scope.others)))
    together = (
        imposed.join(imposed, on=["target", "year"], suffix="_other")
        .rename({"a_other": "b"})
        .filter((pl.col("a") < pl.col("b")) & scope.pairs())
        .group_by(KEYS)
        .agg(value=pl.len().cast(pl.Float64))
    )
    covered = cases.filter((pl.col("a") < pl.col("b")) & scope.pairs()).select(KEYS)
    return covered.join(together, on=KEYS, how="left").with_columns(pl.col("value").fill_null(0.0))


def trade_listed(world: World, side: Literal["export", "import"], scope: Scope) -> pl.DataFrame:
    """Mean of the two directions' trade shares, where both states' partners are known.

    A partner that a published listing does not name has a share below all that it names; 0 stands for
    that here, which is exact for a ranking. In a matrix of flows a flow that is not reported is not known.
    """
    years = Scope(since=scope.since, until=scope.until)
    shares = reported_shares(world, side, scope.named, since=scope.since, until=scope.until)
    if shares.is_empty():
        return pl.DataFrame(
            schema={"a": pl.String, "b": pl.String, "year": pl.Int32, "value": pl.Float64}
        )
    listed = listings(shares).select("a", "year", "basis")
    known = listed["year"]
    dyads = system_dyads(years, range(int(known.min()), int(known.max()) + 1))  # type: ignore[arg-type]
    dyads = dyads.filter(scope.pairs()).with_columns(pl.col("year").cast(pl.Int32))
    ways = pl.concat([dyads, dyads.select(a="b", b="a", year="year")])
    mine = (
        ways.join(listed, on=["a", "year"])
        .join(shares.select("a", "b", "year", "value"), on=KEYS, how="left")
        .with_columns(value=pl.coalesce("value", pl.when(pl.col("basis") == "published").then(0.0)))
    )
    return (
        ordered(mine)
        .group_by(KEYS)
        .agg(pl.col("value").mean(), known=pl.col("value").count())
        .filter(pl.col("known") == 2)
        .drop("known")
    )
