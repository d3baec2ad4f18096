"""A scenario's answer for machines: one object as ``--json`` writes it, one long table as ``--csv`` does."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import polars as pl

from comity.answers.scenario_effects import Effects
from comity.simulate.outcome import KEYS, Side
from comity.simulate.trade.outcome import TABLES as TRADE
from comity.simulate.trade.outcome import TradeOutcome

__all__ = ["as_object", "long_table"]

TABLES = tuple(field.name for field in fields(Side))
#: Columns of the long table.
COLUMNS = (
    "table", "what", "commodity", "measure", "baseline", "scenario", "change", "unit", "low", "high",
)  # fmt: skip
#: Columns of energy's tables that name a row.
NAMES = ("from", "to", "id", "state", "place", "buyer", "seller", "a", "b", "domain")


def as_object(found: Effects) -> dict[str, Any]:
    """``baseline``, ``scenario`` and ``changes``, each with the tables of energy and ``alignment``.

    ``trade`` (null where no change is about trade in general) has the tables of
    :class:`comity.simulate.trade.outcome.TradeOutcome`, ``response`` the mechanical change beside the
    response of past cases.
    """
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
    told["response"] = found.response.to_dicts()
    trade = outcome.trade
    told["trade"] = None if trade is None else {
        "year": trade.year, "draws": trade.draws, "basis": dict(trade.basis),
        **{table: getattr(trade, table).to_dicts() for table in TRADE},
    }  # fmt: skip
    return told


def long_table(found: Effects) -> pl.DataFrame:
    """Every figure on both sides.

    Returns
    -------
    DataFrame
        table, what (the row, as ``RUS.yamal>CHN``), commodity (or domain), measure, baseline, scenario,
        change, unit, low, high (90 %, of the change; null where none was made).
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
            unit=pl.lit("σ among dyads"), low="low", high="high",
        )
    )  # fmt: skip
    if found.outcome.trade is not None:
        parts += _trade_rows(found.outcome.trade)
    return pl.concat(parts, how="diagonal").select(*COLUMNS)


def _trade_rows(trade: TradeOutcome) -> list[pl.DataFrame]:
    """The tables of trade, one row a figure."""
    pair, share = pl.format("{}>{}", "exporter", "importer"), pl.format("{}>{}", "seller", "buyer")
    goods, dollars = pl.lit("goods and services"), pl.lit("million USD")
    percent = pl.lit("percent")

    def rows(frame: pl.DataFrame, table: str, measure: str, what: pl.Expr, unit: pl.Expr,
             **columns: str) -> pl.DataFrame:  # fmt: skip
        named = {name: pl.col(column) for name, column in columns.items()}
        return frame.select(
            table=pl.lit(table),
            what=what,
            commodity=goods,
            measure=pl.lit(measure),
            unit=unit,
            **named,
        )

    state, ends = pl.col("state"), {"low": "low", "high": "high"}
    worth = {"change": "value", "low": "value_low", "high": "value_high"}
    turned = pl.format("{}>{} ({})", "state", "partner", "side")
    made = [
        rows(trade.welfare, "trade_welfare", "percent", state, percent, change="percent", **ends),
        rows(trade.welfare, "trade_welfare", "value", state, dollars, **worth),
        rows(
            trade.welfare.drop_nulls("of_gdp"), "trade_welfare", "of_gdp", state, pl.lit("percent of GDP"),
            change="of_gdp",
        ),
        rows(trade.prices, "trade_prices", "percent", state, percent, change="percent", **ends),
        rows(
            trade.trade, "trade", "value", pair, dollars, baseline="baseline", scenario="scenario",
            change="change", **ends,
        ),
        rows(trade.diversion, "trade_diversion", "value", turned, dollars, change="value", **ends),
    ]  # fmt: skip
    for name in ("of_imports", "of_exports"):
        columns = {
            end: f"{name}_{end}" for end in ("baseline", "scenario", "change", "low", "high")
        }
        made.append(
            rows(trade.dependence, "trade_dependence", name, share, pl.lit("share"), **columns)
        )
    return made


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
