"""Indicators counted from dated acts and yearly quantities: exercises, sanctions, disputes, arms.

Each reads either the single events, where the world holds them, or the yearly counts of the embedded
world, which licences allow; both are declared by the sources with the years they cover.
"""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from comity.measures.registry import Evidence, indicator
from comity.measures.scope import Scope
from comity.measures.spells import ordered, system_dyads
from comity.world.world import World

__all__ = ["yearly"]

EMPTY = pl.DataFrame(
    schema={"a": pl.String, "b": pl.String, "year": pl.Int32, "value": pl.Float64,
            "low": pl.Float64, "high": pl.Float64, "n": pl.Int64}
)  # fmt: skip


def yearly(world: World, commodity: str, scope: Scope, *, directed: bool) -> pl.DataFrame:
    """A yearly quantity of a → b, zero where a source that covers both reports none.

    Of several sources for one dyad-year the largest figure stands, since each misses some acts.
    """
    # a purposive list of facts is no count: only sources that declare what their silence means
    counting = [(s.key, c) for s, c in world.covering("flows", commodity) if c.scope != "rows"]
    if not counting:
        return EMPTY
    rows = world.rows(
        "flows",
        (pl.col("commodity") == commodity) & (pl.col("measure") == "level")
        & pl.col("source").is_in([key for key, _ in counting]) & scope.rows(),
    )  # fmt: skip
    rows = rows if directed else ordered(rows)
    rows = rows.group_by("a", "b", "year").agg(
        value=pl.col("value").max(), n=pl.col("value").max().cast(pl.Int64)
    )
    spans = [c for _, c in counting]
    years = scope.overlap(min(c.first for c in spans), max(c.last for c in spans))
    dyads = system_dyads(scope, years)
    if directed:
        dyads = pl.concat([dyads, dyads.select(a="b", b="a", year="year")])
    silent = dyads.join(rows, on=["a", "b", "year"], how="anti").with_columns(
        value=pl.lit(0.0), n=pl.lit(0, pl.Int64)
    )
    return _complete(pl.concat([rows.select("a", "b", "year", "value", "n"), silent]))


def _complete(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.with_columns(low=pl.lit(None, pl.Float64), high=pl.lit(None, pl.Float64))


def _evidence(commodity: str) -> Callable[[World, Scope], list[Evidence]]:
    def rows(world: World, scope: Scope) -> list[Evidence]:
        found = world.rows("flows", (pl.col("commodity") == commodity) & scope.rows())
        return [("flows", found)] if not found.is_empty() else []

    return rows


def _register(
    name: str, *, label: str, domain: str, directed: bool, unit: str, cite: str, closer: int = 1
) -> None:
    def compute(world: World, scope: Scope) -> pl.DataFrame:
        return yearly(world, name, scope, directed=directed)

    indicator(
        name=name, label=label, domain=domain, cost="material", directed=directed, unit=unit,
        cite=cite, closer=closer, evidence=_evidence(name),
        interval="none: a count of what the sources report", counts="acts reported",
    )(compute)  # fmt: skip


_register(
    "joint_exercises", label="Joint military exercises", domain="military", directed=False,
    unit="exercises a year", cite="D’Orazio & Galambos (2021)",
)  # fmt: skip
_register(
    "sanctions", label="Sanction cases of a against b in force", domain="economic", directed=True,
    unit="cases", cite="Felbermayr et al. (2020); Syropoulos et al. (2024)", closer=-1,
)  # fmt: skip
_register(
    "disputes", label="Militarised disputes", domain="military", directed=False,
    unit="disputes a year", cite="Gibler, Miller & Little (2016)", closer=-1,
)  # fmt: skip
_register(
    "arms", label="Arms transfers from a to b", domain="military", directed=True,
    unit="million TIV", cite="SIPRI Arms Transfers Database",
)  # fmt: skip
