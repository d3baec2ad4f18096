"""Organisations two states share."""

from __future__ import annotations

import polars as pl

from comity.measures.registry import Evidence, indicator
from comity.measures.scope import Scope
from comity.measures.spells import dyad_years, first_year, last_year, ordered, system_dyads
from comity.world.world import World

__all__ = ["shared_memberships"]

SHARED = "shared_igos"
MEMBERSHIP = "membership"


def _igo_rows(world: World, scope: Scope) -> list[Evidence]:
    rows = world.rows("ties", scope.pairs(), of=SHARED)
    if scope.since is not None:
        rows = rows.filter(last_year() >= scope.since)
    if scope.until is not None:
        rows = rows.filter(first_year() <= scope.until)
    return [("ties", rows)] if not rows.is_empty() else []


@indicator(
    label="Shared memberships of intergovernmental organisations",
    domain="diplomatic",
    cost="declaratory",
    directed=False,
    unit="organisations",
    cite="Pevehouse, Nordstrom, McManus & Jamison (2020)",
    evidence=_igo_rows,
    interval="none: a count",
    counts="organisations shared",
)
def shared_igos(world: World, scope: Scope) -> pl.DataFrame:
    """Number of intergovernmental organisations of which both are members, as the source counts them."""
    ties = world.rows("ties", scope.pairs(), of=SHARED)
    declared = [c for _, c in world.covering("ties", SHARED)]
    if not declared:
        return _none()
    years = scope.overlap(min(c.first for c in declared), max(c.last for c in declared))
    counts = dyad_years(ties, years).select("a", "b", "year", "value")
    return counts.with_columns(
        low=pl.lit(None, pl.Float64),
        high=pl.lit(None, pl.Float64),
        n=pl.col("value").cast(pl.Int64),
    )


def shared_memberships(world: World, scope: Scope) -> pl.DataFrame:
    """Blocs two states both belong to, one row per dyad, bloc and year: a, b, year, bloc.

    Full members only; the blocs are those whose membership the world declares complete.
    """
    complete = _bloc_sources(world)
    members = world.rows(
        "ties",
        pl.col("source").is_in([s for s, _, _ in complete]),
        of=MEMBERSHIP,
    )
    members = members.filter(pl.col("a").is_in(sorted(scope.named))) if scope.named else members
    years = (
        scope.overlap(min(f for _, f, _ in complete), max(u for _, _, u in complete))
        if complete
        else range(0)
    )
    yearly = (
        dyad_years(members, years, undirected=False).select("a", bloc="b", year="year").unique()
    )
    joined = yearly.join(yearly, on=["bloc", "year"], suffix="_other").rename({"a_other": "b"})
    return joined.filter((pl.col("a") < pl.col("b")) & scope.pairs()).select(
        "a", "b", "year", "bloc"
    )


def _bloc_rows(world: World, scope: Scope) -> list[Evidence]:
    named = sorted(scope.named or scope.states or ())
    sources = [s for s, _, _ in _bloc_sources(world)]
    rows = world.rows(
        "ties",
        pl.col("source").is_in(sources) & pl.col("a").is_in(named),
        of=MEMBERSHIP,
    )
    return [("ties", rows)] if not rows.is_empty() else []


@indicator(
    label="Shared blocs (NATO, EU, SCO, BRICS, CSTO …)",
    domain="diplomatic",
    cost="declaratory",
    directed=False,
    unit="blocs",
    cite="founding treaties and accession instruments, compiled",
    evidence=_bloc_rows,
    interval="none: a count",
    counts="blocs shared",
)
def shared_blocs(world: World, scope: Scope) -> pl.DataFrame:
    """Number of compiled blocs both belonged to at any time in the year; 0 where both were states."""
    complete = _bloc_sources(world)
    if not complete:
        return _none()
    years = scope.overlap(min(f for _, f, _ in complete), max(u for _, _, u in complete))
    shared = shared_memberships(world, scope).group_by("a", "b", "year").agg(pl.len().alias("n"))
    return (
        ordered(system_dyads(scope, years))
        .join(shared, on=["a", "b", "year"], how="left")
        .with_columns(n=pl.col("n").fill_null(0).cast(pl.Int64))
        .with_columns(
            value=pl.col("n").cast(pl.Float64),
            low=pl.lit(None, pl.Float64),
            high=pl.lit(None, pl.Float64),
        )
    )


def _bloc_sources(world: World) -> list[tuple[str, int, int]]:
    return [
        (s.key, c.first, c.last)
        for s, c in world.covering("ties", MEMBERSHIP)
        if c.scope == "system" and s.key.startswith("compiled")
    ]


def _none() -> pl.DataFrame:
    return pl.DataFrame(
        schema={"a": pl.String, "b": pl.String, "year": pl.Int32, "value": pl.Float64,
                "low": pl.Float64, "high": pl.Float64, "n": pl.Int64}
    )  # fmt: skip
