"""Who sells how much gas and oil to whom, by which route: estimated, beside what was observed.

Bilateral flows are not published for most pairs. They are estimated by the market that reproduces each
state's production, use and known trade at least cost, where what meets at a place is mixed in proportion.
A route is the link by which the cargo or the gas enters the buyer's territory: the pipeline, or the lane
between two ports. Observed figures are those of the ledger and the compiled flows, each with its record.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from comity import states
from comity.answers.energy_market import commodity_of, home, in_market, market_case, pair_of
from comity.errors import CoverageError
from comity.simulate.case import Case, state_of
from comity.simulate.energy.costs import costs
from comity.simulate.energy.mixing import shares
from comity.simulate.outcome import LEAST, side
from comity.world.world import World

__all__ = ["EnergyFlows", "energy_flows"]

#: Names of the two trades in gas, by how the last leg travels.
TRADES = {"sea": "lng", "pipeline": "pipeline_gas", "rail": "pipeline_gas", "plant": "lng"}
#: Sources of observed figures.
OBSERVED = ("ledger", "compiled_flows")
DAYS = 365
SCHEMA = {
    "year": pl.Int32, "from": pl.String, "to": pl.String, "commodity": pl.String, "route": pl.String,
    "link": pl.String, "status": pl.String, "value": pl.Float64, "unit": pl.String, "low": pl.Float64,
    "high": pl.Float64, "period": pl.String, "source": pl.String, "record": pl.String,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class EnergyFlows:
    """Flows of a commodity between two states, or of one state with all others.

    Attributes
    ----------
    commodity, year
        As asked (``gas``, ``lng``, ``pipeline_gas``, ``oil``), and the year of the market.
    a, b
        The states; b is null where only one was asked for.
    rows
        year, from, to, commodity (pipeline_gas, lng, crude_oil), route (a link; ``all`` for the sum), link
        (its id), status (estimated or observed), value, unit (bcm/year, Mt/year), low, high (null: no
        ensemble was run), period (null for the whole year), source, record.
    """

    commodity: str
    year: int
    a: str
    b: str | None
    rows: pl.DataFrame

    def table(self) -> pl.DataFrame:
        """The rows: by pair and trade, first the sum, then its routes, then what was observed."""
        return self.rows

    def totals(self) -> pl.DataFrame:
        """Estimated sums by pair and trade, and the observed figure of the whole year nearest to them."""
        key = ["from", "to", "commodity", "unit"]
        sums = self.rows.filter((pl.col("status") == "estimated") & (pl.col("route") == "all"))
        seen = self.rows.filter((pl.col("status") == "observed") & pl.col("period").is_null())
        seen = seen.group_by(key).agg(
            observed_low=pl.col("value").min(), observed_high=pl.col("value").max()
        )
        return sums.select(*key, estimated="value").join(
            seen, on=key, how="full", coalesce=True, maintain_order="left"
        )


def energy_flows(
    world: World, a: str, b: str | None = None, *, commodity: str = "gas", year: int = 2023
) -> EnergyFlows:
    """Estimated and observed flows of a year, both ways.

    Raises
    ------
    UnknownName, StateError, CoverageError
        For an unknown commodity or state, a year that cannot be calibrated, a state without a place in
        the market.
    """
    market, trades = commodity_of(commodity)
    one, other = (states.resolve(a), None) if b is None else pair_of(a, b)
    case = market_case(world, market, year)
    in_market(case, one)
    if other is not None:
        in_market(case, other)
    made = [*_estimated(case, one, other, trades), *_observed(world, one, other, trades, year)]
    rows = pl.DataFrame(made, schema=SCHEMA, orient="row")
    rows = (
        rows.with_columns(
            _other=pl.col("from") != one,
            _size=pl.col("value").filter(pl.col("route") == "all").max().over("from", "to", "commodity"),
            _seen=pl.col("status") == "observed",
            _route=pl.col("route") != "all",
        )
        .sort(
            "_other", "_size", "from", "to", "commodity", "_seen", "_route", "value", "record",
            descending=[False, True, False, False, True, False, False, True, False], nulls_last=True,
        )
        .select(list(SCHEMA))
    )  # fmt: skip
    if rows.is_empty():
        named = (
            states.name(one) if other is None else f"{states.name(one)} and {states.name(other)}"
        )
        raise CoverageError(
            f"no {' or '.join(trades)} of {named} in {year}: none is estimated and none was observed"
        )
    return EnergyFlows(commodity, year, one, other, rows)


def _estimated(
    case: Case, one: str, other: str | None, trades: tuple[str, ...]
) -> list[tuple[object, ...]]:
    """Sums by pair and trade, and the routes by which they enter the buyer."""
    totals: dict[tuple[str, str, str], float] = {}
    for row in side([(case, case.before)]).flows.iter_rows(named=True):
        seller, buyer = state_of(row["from"]), state_of(row["to"])
        wanted = {one} if other is None else {one, other}
        named = {seller, buyer}
        if seller != buyer and wanted <= named and row["commodity"] in trades:
            key = seller, buyer, row["commodity"]
            totals[key] = totals.get(key, 0.0) + row["value"]
    source = "comity", f"estimated from the balances and links of {case.year}"
    made: list[tuple[object, ...]] = []
    for (seller, buyer, trade), total in totals.items():
        made.append((case.year, seller, buyer, trade, "all", None, "estimated", total, case.unit,
                     None, None, None, *source))  # fmt: skip
        ways = _entries(case, seller, buyer, trade)
        entering = sum(ways.values())
        for (name, link), much in ways.items():
            part = total * much / entering
            if part >= LEAST:
                made.append((case.year, seller, buyer, trade, name, link, "estimated", part, case.unit,
                             None, None, None, *source))  # fmt: skip
    return made


def _entries(case: Case, seller: str, buyer: str, trade: str) -> dict[tuple[str, str], float]:
    """A seller's product by the link on which it enters the buyer's territory."""
    market, found = case.market, case.before
    mine = np.array([home(case.places[n]) == seller for n in market.site_node], dtype=float)
    mixed = shares(market, found.production, found.flow, np.stack([mine, 1 - mine], axis=1))[:, 0]
    ways: dict[tuple[str, str], float] = {}
    for a, way in enumerate(case.ways):
        tail, head = case.places[market.tail[a]], case.places[market.head[a]]
        by = TRADES.get(way.means, "") if case.commodity == "gas" else trade
        if home(head) != buyer or "@" in head or by != trade:
            continue
        if home(tail) == buyer and "@" not in tail:
            continue
        much = float(found.flow[a] * mixed[market.tail[a]])
        if much > 0:
            key = way.name, way.id
            ways[key] = ways.get(key, 0.0) + much
    return ways


def _observed(
    world: World, one: str, other: str | None, trades: tuple[str, ...], year: int
) -> list[tuple[object, ...]]:
    """Levels in the ledger and the compiled flows, in the units of the market."""
    known = costs()
    per_barrel = DAYS / known["barrels_per_tonne"]
    factors = {
        ("pipeline_gas", "bcm"): 1.0, ("lng", "bcm"): 1.0, ("lng", "Mt"): known["lng_bcm_per_mt"],
        ("crude_oil", "Mt"): 1.0, ("crude_oil", "million b/d"): per_barrel,
        ("crude_oil", "kb/d"): per_barrel / 1000,
    }  # fmt: skip
    pair = {one} if other is None else {one, other}
    rows = world.rows(
        "flows",
        (pl.col("year") == year) & (pl.col("measure") == "level") & pl.col("commodity").is_in(trades)
        & pl.col("source").is_in(OBSERVED)
        & (pl.col("a").is_in(list(pair)) | pl.col("b").is_in(list(pair))),
    )  # fmt: skip
    made: list[tuple[object, ...]] = []
    for row in rows.iter_rows(named=True):
        factor = factors.get((row["commodity"], row["unit"]))
        if factor is None or not pair <= {row["a"], row["b"]}:
            continue
        period = None
        if row["start"] is not None or row["end"] is not None:
            period = f"{row['start'] or ''}–{row['end'] or row['start']}"
        unit = "Mt/year" if row["commodity"] == "crude_oil" else "bcm/year"
        made.append(
            (year, row["a"], row["b"], row["commodity"], row["name"], None, "observed",
             row["value"] * factor, unit, None, None, period, row["source"], row["record"])
        )  # fmt: skip
    return made
