"""Indicators of acts and deliveries: exercises, sanctions, disputes, arms."""

from __future__ import annotations

import polars as pl

from comity.measures.acts import ACTS, act_rows, counted
from comity.measures.registry import Compute, Evidence, indicator
from comity.measures.scope import Scope
from comity.world.world import World

LABELS = {
    "joint_exercises": ("Joint military exercises", "military", "D’Orazio & Galambos (2021)", 1),
    "sanctions": (
        "Sanction cases of a against b in force", "economic",
        "Felbermayr et al. (2020); Syropoulos et al. (2024)", -1,
    ),
    "disputes": ("Militarised disputes", "military", "Gibler, Miller & Little (2016)", -1),
}  # fmt: skip


def _no_interval(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.with_columns(low=pl.lit(None, pl.Float64), high=pl.lit(None, pl.Float64))


def _counts(name: str) -> Compute:
    def compute(world: World, scope: Scope) -> pl.DataFrame:
        return _no_interval(counted(world, ACTS[name], scope))

    return compute


def _rows(name: str) -> object:
    def rows(world: World, scope: Scope) -> list[Evidence]:
        return act_rows(world, ACTS[name], scope)  # type: ignore[return-value]

    return rows


for _name, (_label, _domain, _cite, _closer) in LABELS.items():
    indicator(
        name=_name,
        label=_label,
        domain=_domain,
        cost="material",
        directed=ACTS[_name].directed,
        unit=f"{ACTS[_name].unit} a year",
        cite=_cite,
        closer=_closer,
        evidence=_rows(_name),  # type: ignore[arg-type]
        interval="none: a count of what the sources report",
        counts="acts reported",
    )(_counts(_name))


TIV = "million TIV"


def _arms_rows(world: World, scope: Scope) -> list[Evidence]:
    rows = world.rows("flows", (pl.col("unit") == TIV) & scope.rows(), of="arms")
    return [("flows", rows)] if not rows.is_empty() else []


@indicator(
    label="Arms delivered from a to b",
    domain="military",
    cost="material",
    directed=True,
    unit=TIV,
    cite="SIPRI Arms Transfers Database",
    evidence=_arms_rows,
    interval="none: an estimate without a stated error",
    counts="deliveries recorded in the year",
)
def arms(world: World, scope: Scope) -> pl.DataFrame:
    """Arms delivered in the year, in SIPRI's trend-indicator value; only years with a delivery."""
    rows = world.rows(
        "flows",
        (pl.col("unit") == TIV) & (pl.col("measure") == "level") & scope.rows(),
        of="arms",
    )
    return _no_interval(
        rows.group_by("a", "b", "year").agg(pl.col("value").sum(), n=pl.len().cast(pl.Int64))
    )
