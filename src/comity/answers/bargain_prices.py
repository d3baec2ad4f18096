"""Prices a bargain is held against: the reference prices of two regions, and what was observed."""

from __future__ import annotations

import polars as pl

from comity.simulate.energy.costs import costs
from comity.simulate.energy.places import Commodity
from comity.simulate.energy.reference_prices import marker_prices
from comity.world.world import World

__all__ = ["observed_prices", "reference_prices"]

#: Markers of each region, in the order they are looked for.
REFERENCES: dict[str, dict[str, tuple[str, ...]]] = {
    "gas": {"European": ("TTF",), "Asian": ("JKM", "Japan LNG")},
    "crude_oil": {"European": ("Brent",), "Asian": ("Dubai",)},
}
#: Names a commodity's prices go by; a price of gas that says no more counts for pipelines.
PRICED = {"pipeline_gas": ("pipeline_gas", "gas"), "lng": ("lng",), "crude_oil": ("crude_oil",)}
SCHEMA = {
    "name": pl.String,
    "trade": pl.String,
    "price": pl.Float64,
    "source": pl.String,
    "record": pl.String,
}


def reference_prices(world: World, commodity: Commodity, year: int) -> dict[str, tuple[str, float]]:
    """By region the marker's name and price, USD per 1000 m³ or t; a region without one is left out."""
    markers = marker_prices(world, commodity, year, costs())
    return {
        region: next((name, markers[name]) for name in names if name in markers)
        for region, names in REFERENCES[commodity].items()
        if any(name in markers for name in names)
    }


def observed_prices(
    world: World, seller: str, buyer: str, trades: tuple[str, ...], year: int
) -> pl.DataFrame:
    """Prices seen between two states in a year, and values over quantities of the same statistics.

    Returns
    -------
    DataFrame
        name, trade (pipeline_gas, lng, crude_oil), price (USD per 1000 m³ or t), source, record.
    """
    known = costs()
    named = {name: trade for trade in trades for name in PRICED[trade]}
    rows = world.rows(
        "flows",
        (pl.col("a") == seller) & (pl.col("b") == buyer) & (pl.col("year") == year)
        & pl.col("commodity").is_in(list(named)) & pl.col("start").is_null()
        & pl.col("measure").is_in(["price", "level"])
        & pl.col("source").is_in(["ledger", "compiled_prices", "compiled_flows"]),
    )  # fmt: skip
    units = {
        "USD/1000 m3": 1.0, "USD/MMBtu": known["gas_heat"], "USD/t": 1.0,
        "USD/bbl": known["barrels_per_tonne"],
    }  # fmt: skip
    found = [
        (
            row["name"],
            named[row["commodity"]],
            row["value"] * units[row["unit"]],
            row["source"],
            row["record"],
        )
        for row in rows.filter(pl.col("measure") == "price").iter_rows(named=True)
        if row["unit"] in units
    ]
    found += _unit_values(rows.filter(pl.col("measure") == "level"), known["lng_bcm_per_mt"])
    return pl.DataFrame(found, schema=SCHEMA, orient="row").sort("source", "name", "price")


def _unit_values(rows: pl.DataFrame, bcm_per_mt: float) -> list[tuple[str, str, float, str, str]]:
    """Value over quantity where one statistic (a name of the ledger) gives both."""
    made = []
    amounts = {("lng", "Mt"): bcm_per_mt, ("lng", "bcm"): 1.0, ("pipeline_gas", "bcm"): 1.0,
               ("crude_oil", "Mt"): 1.0}  # fmt: skip
    dollars = rows.filter(pl.col("unit") == "USD")
    for row in dollars.iter_rows(named=True):
        same = rows.filter(
            (pl.col("name") == row["name"]) & (pl.col("commodity") == row["commodity"])
            & (pl.col("unit") != "USD")
        )  # fmt: skip
        for other in same.iter_rows(named=True):
            factor = amounts.get((row["commodity"], other["unit"]))
            if factor is None:
                continue
            price = row["value"] / 1e6 / (other["value"] * factor)
            record = f"{row['record']} ; {other['record']}"
            name = f"{row['name']}: value over quantity"
            made.append((name, row["commodity"], price, row["source"], record))
            break
    return made
