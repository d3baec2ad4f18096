"""Indicators of how alike two states' alliance portfolios are, and of what they promised each other."""

from __future__ import annotations

import polars as pl

from comity.measures.alliances import KIND, alliance_tallies, portfolio_years
from comity.measures.registry import Compute, Evidence, indicator
from comity.measures.scope import Scope
from comity.measures.similarity import MEASURES
from comity.measures.spells import dyad_years, system_dyads
from comity.measures.un_similarity import CITES, LABELS, UNITS, measured
from comity.world.world import World


def _evidence(world: World, scope: Scope) -> list[Evidence]:
    """Every obligation of either state that was in force in the years asked for."""
    named = sorted(scope.named or scope.states or ())
    either = pl.col("a").is_in(named) | pl.col("b").is_in(named)
    first, last = portfolio_years(world)
    years = scope.overlap(first, last)
    if not len(years):
        return []
    inside = (pl.col("start").str.head(4).cast(pl.Int32) <= years[-1]) & (
        pl.col("end").str.head(4).cast(pl.Int32).fill_null(9999) >= years[0]
    )
    rows = world.rows("ties", either & inside, of=KIND)
    return [("ties", rows)] if not rows.is_empty() else []


def _mutual_evidence(world: World, scope: Scope) -> list[Evidence]:
    """The obligations of the two towards each other."""
    own = [(table, rows.filter(scope.pairs())) for table, rows in _evidence(world, scope)]
    return [(table, rows) for table, rows in own if not rows.is_empty()]


def _compute(measure: str) -> Compute:
    def compute(world: World, scope: Scope) -> pl.DataFrame:
        tallies = alliance_tallies(world, scope)
        return measured(tallies, measure, values_only=scope.values_only)

    return compute


# Published values of pi for these portfolios are unweighted; see docs/decisions/0006.
_NAMES = {measure: measure for measure in MEASURES} | {"pi": "pi_nominal", "pi_quadratic": "pi"}
_NAMES.pop("pi_nominal")
for _name, _measure in _NAMES.items():
    indicator(
        name=f"alliance_{_name}",
        label=f"Alliance portfolios: {LABELS[_measure]}",
        domain="military",
        cost="declaratory",
        directed=False,
        unit=UNITS.get(_measure, "score"),
        cite=CITES[_measure],
        evidence=_evidence,
        interval="90 %, delta method over the states of the system as cases",
        counts="members of the state system in the year",
    )(_compute(_measure))


@indicator(
    label="Alliance obligation (3 defence or offence, 2 neutrality or consultation, 1 non-aggression)",
    domain="military",
    cost="declaratory",
    directed=False,
    unit="grade",
    cite="Leeds, Ritter, Mitchell & Long (2002)",
    evidence=_mutual_evidence,
    interval="none: a coded fact",
    counts="obligations in force",
)
def alliance_grade(world: World, scope: Scope) -> pl.DataFrame:
    """The strongest obligation of either towards the other; 0 where both were states and had none."""
    ties = world.rows("ties", scope.pairs(), of=KIND)
    first, last = portfolio_years(world)
    years = scope.overlap(first, last)
    held = (
        dyad_years(ties, years)
        .group_by("a", "b", "year")
        .agg(pl.col("depth").max().alias("value"), pl.len().cast(pl.Int64).alias("n"))
    )
    return (
        system_dyads(scope, years)
        .join(held, on=["a", "b", "year"], how="left")
        .with_columns(pl.col("value").fill_null(0.0), pl.col("n").fill_null(0))
        .with_columns(low=pl.lit(None, pl.Float64), high=pl.lit(None, pl.Float64))
    )
