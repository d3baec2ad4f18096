"""Where two states lie to each other, what stands between them, and what physically joins them."""

from __future__ import annotations

from datetime import date

import polars as pl

from comity.measures.registry import Evidence, indicator
from comity.measures.scope import Scope
from comity.measures.spells import dyad_years, system_dyads
from comity.world.world import World

__all__ = ["link_years"]

#: No link compiled is older.
FIRST_LINK = 1850


def _tie_evidence(kind: str) -> object:
    def rows(world: World, scope: Scope) -> list[Evidence]:
        found = world.rows("ties", scope.pairs(), of=kind)
        return [("ties", found)] if not found.is_empty() else []

    return rows


def _standing(
    world: World, kind: str, scope: Scope, value: pl.Expr, *, else_zero: bool
) -> pl.DataFrame:
    """A standing tie by dyad-year; with ``else_zero``, 0 where the coverage says there was none."""
    declared = [c for _, c in world.covering("ties", kind) if c.scope == "system" or not else_zero]
    columns = {"a": pl.String, "b": pl.String, "year": pl.Int32, "value": pl.Float64, "n": pl.Int64}
    if not declared:
        frame = pl.DataFrame(schema=columns)
    else:
        years = scope.overlap(min(c.first for c in declared), max(c.last for c in declared))
        ties = world.rows("ties", scope.pairs(), of=kind)
        frame = (
            dyad_years(ties, years)
            .group_by("a", "b", "year")
            .agg(value=value.cast(pl.Float64), n=pl.len().cast(pl.Int64))
        )
        if else_zero:
            frame = (
                system_dyads(scope, years)
                .join(frame, on=["a", "b", "year"], how="left")
                .with_columns(pl.col("value").fill_null(0.0), pl.col("n").fill_null(0))
            )
    return frame.with_columns(low=pl.lit(None, pl.Float64), high=pl.lit(None, pl.Float64))


@indicator(
    label="Contiguity (1 land border … 5 under 400 miles of water; 0 none)",
    domain="infrastructure", cost="material", directed=False, unit="class", closer=0,
    cite="Stinnett, Tir, Schafer, Diehl & Gochman (2002)",
    evidence=_tie_evidence("contiguity"),  # type: ignore[arg-type]
    interval="none: a coded fact", counts="contiguity spells",
)  # fmt: skip
def contiguity(world: World, scope: Scope) -> pl.DataFrame:
    """The closest class of contiguity in the year."""
    return _standing(world, "contiguity", scope, pl.col("depth").min(), else_zero=True)


@indicator(
    label="Shortest distance between borders", domain="infrastructure", cost="material",
    directed=False, unit="km", closer=-1, cite="Schvitz et al. (2022), CShapes 2.0",
    evidence=_tie_evidence("min_distance"),  # type: ignore[arg-type]
    interval="none: a measurement", counts="spells",
)  # fmt: skip
def min_distance(world: World, scope: Scope) -> pl.DataFrame:
    """Kilometres between the nearest points of the two territories."""
    return _standing(world, "min_distance", scope, pl.col("value").min(), else_zero=False)


@indicator(
    label="Strategic rivalry (1 yes, 0 no)", domain="military", cost="material", directed=False,
    unit="0 or 1", closer=-1, cite="Thompson, Sakuwa & Suhas (2021); Thompson & Dreyer (2012)",
    evidence=_tie_evidence("rivalry"),  # type: ignore[arg-type]
    interval="none: a coded fact", counts="rivalries coded",
)  # fmt: skip
def rivalry(world: World, scope: Scope) -> pl.DataFrame:
    """Whether any source codes the dyad as rivals."""
    return _standing(world, "rivalry", scope, pl.lit(1.0).max(), else_zero=True)


def link_years(world: World, scope: Scope) -> pl.DataFrame:
    """Links with one end in a and the other in b, by year in which they stood, whatever their status.

    Returns
    -------
    DataFrame
        The columns of ``links`` with a, b (states of the two ends, a < b) and year.
    """
    state = {
        "a": pl.col("from").str.split(".").list.first(),
        "b": pl.col("to").str.split(".").list.first(),
    }
    links = world.table("links").with_columns(**state)
    links = links.filter(scope.pairs() & (pl.col("a") != pl.col("b")))
    if links.is_empty():
        return links.with_columns(year=pl.lit(None, pl.Int32))
    return dyad_years(links, scope.overlap(FIRST_LINK, date.today().year))  # noqa: DTZ011


def _link_evidence(world: World, scope: Scope) -> list[Evidence]:
    rows = link_years(world, scope)
    if rows.is_empty():
        return []
    return [("links", rows.drop("a", "b", "year").unique(maintain_order=True))]


@indicator(
    label="Operating gas pipeline capacity between the two", domain="infrastructure",
    cost="material", directed=False, unit="bcm/y",
    cite="Global Energy Monitor (2024); compiled links", evidence=_link_evidence,
    interval="none: nameplate capacity", counts="pipelines with a known capacity",
)  # fmt: skip
def gas_pipeline_capacity(world: World, scope: Scope) -> pl.DataFrame:
    """Nameplate capacity of compiled gas pipelines in operation, ends in the two states."""
    rows = link_years(world, scope).filter(
        (pl.col("kind") == "gas_pipeline") & (pl.col("status") == "operating")
        & (pl.col("unit") == "bcm/y") & pl.col("capacity").is_not_null()
        & (pl.col("source") == "compiled_links")
    )  # fmt: skip
    # one link with two periods in a year (an expansion) counts once, at the later capacity
    last = rows.sort("start").unique(["a", "b", "year", "id"], keep="last")
    return (
        last.group_by("a", "b", "year")
        .agg(value=pl.col("capacity").sum(), n=pl.len().cast(pl.Int64))
        .with_columns(low=pl.lit(None, pl.Float64), high=pl.lit(None, pl.Float64))
    )
