"""A scenario's answer for machines: one object as ``--json`` writes it, one long table as ``--csv`` does."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import polars as pl

from comity.answers.scenario_effects import Effects
from comity.simulate.outcome import KEYS, Side

__all__ = ["as_object", "long_table"]

TABLES = tuple(field.name for field in fields(Side))
#: Columns of the long table that name a row.
NAMES = ("from", "to", "id", "state", "place", "buyer", "seller", "a", "b", "domain")


def as_object(found: Effects) -> dict[str, Any]:
    """``baseline``, ``scenario`` and ``changes``, each with the tables of energy and ``alignment``."""
    outcome = found.outcome
    sides = (
        ("baseline", outcome.baseline, found.baseline),
        ("scenario", outcome.after, found.scenario),
        ("changes", outcome.changes, found.changes),
    )
    told: dict[str, Any] = {
        "name": outcome.scenario.name,
        "about": outcome.scenario.about,
        "year": outcome.year,
        "commodities": list(outcome.commodities),
        "notes": list(outcome.notes),
    }
    for name, side, alignment in sides:
        told[name] = {table: getattr(side, table).to_dicts() for table in TABLES}
        told[name]["alignment"] = alignment.to_dicts()
    return told


def long_table(found: Effects) -> pl.DataFrame:
    """Every figure on both sides.

    Returns
    -------
    DataFrame
        table, what (the row, as ``RUS.yamal>CHN``), commodity (or domain), measure, baseline, scenario,
        change, unit.
    """
    parts = [
        _long(table, measure, found)
        for table, (_, measures) in KEYS.items()
        for measure in measures
    ]
    parts.append(
        found.changes.select(
            table=pl.lit("alignment"), what=pl.format("{}-{}", "a", "b"), commodity="domain",
            measure=pl.lit("mean"), baseline="baseline", scenario="scenario", change="change",
            unit=pl.lit("σ among dyads"),
        )
    )  # fmt: skip
    return pl.concat(parts)


def _long(table: str, measure: str, found: Effects) -> pl.DataFrame:
    keys = list(KEYS[table][0])
    old, new = (getattr(side, table) for side in (found.outcome.baseline, found.outcome.after))
    both: pl.DataFrame = old.select(*keys, baseline=measure).join(
        new.select(*keys, scenario=measure), on=keys, how="full", coalesce=True, nulls_equal=True
    )
    changes: pl.DataFrame = getattr(found.outcome.changes, table).select(*keys, change=measure)
    both = both.join(changes, on=keys, how="left", nulls_equal=True)
    named = [key for key in keys if key in NAMES]
    unit = pl.col("unit") if "unit" in keys else pl.lit(UNITS.get(measure, ""))
    return both.select(
        table=pl.lit(table), what=pl.concat_str(named, separator=">"), commodity="commodity",
        measure=pl.lit(measure), baseline="baseline", scenario="scenario", change="change", unit=unit,
    )  # fmt: skip


UNITS = {
    "exports": "million USD", "revenue": "million USD", "cost": "million USD", "duties": "million USD",
    "of_supply": "share", "of_sales": "share",
}  # fmt: skip
