"""The indicator registry: a small pure function from a world to a dyad-year series, declared once.

    @indicator(
        label="UN voting agreement", domain="diplomatic", cost="declaratory", directed=False,
        unit="share", cite="Bailey, Strezhnev & Voeten (2017)", evidence=tally_rows,
    )
    def unga_agreement(world, scope): ...

The function returns the columns of :data:`COLUMNS` less the name. Undirected values have a < b;
directed ones are a's, towards b. Dyad-years the sources do not cover are simply not returned.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import polars as pl

from comity.errors import UnknownName
from comity.measures.scope import Scope
from comity.world.schema import TableName
from comity.world.world import World

__all__ = ["COLUMNS", "INDICATORS", "Evidence", "Indicator", "get", "indicator", "series"]

COLUMNS: dict[str, type[pl.DataType]] = {
    "a": pl.String, "b": pl.String, "year": pl.Int32, "indicator": pl.String,
    "value": pl.Float64, "low": pl.Float64, "high": pl.Float64, "n": pl.Int64,
}  # fmt: skip

#: Rows of one table that a value rests on.
Evidence = tuple[TableName, pl.DataFrame]
Compute = Callable[[World, Scope], pl.DataFrame]
Cost = Literal["declaratory", "material"]


@dataclass(frozen=True, slots=True)
class Indicator:
    """A registered indicator.

    Attributes
    ----------
    name, label
        Name for scripts, and for people.
    domain, cost
        What it speaks to, and whether it is cheap talk or costs something.
    directed
        Whether a → b and b → a differ.
    unit
        Unit of value, low and high.
    cite
        Source of the definition.
    closer
        1 if a higher value means closer, -1 if it means farther apart, 0 if neither.
    interval
        What low and high are, or why there are none.
    counts
        What n counts.
    compute, evidence
        The values of a scope, and the rows they rest on.
    """

    name: str
    label: str
    domain: str
    cost: Cost
    directed: bool
    unit: str
    cite: str
    closer: int
    interval: str
    counts: str
    compute: Compute
    evidence: Callable[[World, Scope], Sequence[Evidence]]


#: All indicators by name, in order of registration.
INDICATORS: dict[str, Indicator] = {}


def indicator(
    *,
    label: str,
    domain: str,
    cost: Cost,
    directed: bool,
    unit: str,
    cite: str,
    evidence: Callable[[World, Scope], Sequence[Evidence]],
    interval: str,
    counts: str = "",
    closer: int = 1,
    name: str = "",
) -> Callable[[Compute], Compute]:
    """Register the decorated function as an indicator, under its own name unless one is given."""

    def register(compute: Compute) -> Compute:
        key = name or compute.__name__
        INDICATORS[key] = Indicator(
            key,
            label,
            domain,
            cost,
            directed,
            unit,
            cite,
            closer,
            interval,
            counts,
            compute,
            evidence,
        )
        return compute

    return register


def get(name: str) -> Indicator:
    """One indicator; raises :class:`~comity.errors.UnknownName` with the nearest names."""
    if name not in INDICATORS:
        raise UnknownName.among("indicator", name, INDICATORS, see="comity indicators")
    return INDICATORS[name]


def series(world: World, name: str, scope: Scope | None = None) -> pl.DataFrame:
    """Values of an indicator for all dyads and years of a scope (default: all), sorted."""
    chosen = get(name)
    frame = chosen.compute(world, scope or Scope())
    return (
        frame.with_columns(pl.lit(name).alias("indicator"))
        .select([pl.col(c).cast(t) for c, t in COLUMNS.items()])
        .sort("a", "b", "year")
    )
