"""What a scenario does: both sides of the energy market as tables, their differences, and what trade does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import polars as pl

from comity.simulate.case import QUANTITY, Case, state_of
from comity.simulate.energy.market import Equilibrium
from comity.simulate.energy.seas import PASSAGES
from comity.simulate.origins import bilateral
from comity.simulate.outcome_schema import SCHEMAS
from comity.simulate.scenario import Scenario
from comity.simulate.trade.outcome import TradeOutcome

__all__ = ["Differences", "Outcome", "Side", "differences", "side"]

#: A difference below this share of what is compared is what a solver leaves.
STILL = 1e-6
#: A flow below this (bcm or Mt a year) is not told: it is rounding of the solver.
LEAST = 5e-4
TEXT, NUMBER = pl.String(), pl.Float64()


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a comparison, all commodities together.

    Attributes
    ----------
    flows
        from, to, commodity (pipeline_gas, lng, crude_oil), value, unit.
    prices
        state (or place), commodity, price, unit.
    links
        id, name, commodity, capacity (null where nothing binds), flow, shadow_price (what one more unit of
        capacity would be worth; null for passages), unit.
    netbacks
        place, commodity, netback (at the margin), production, unit.
    revenue
        state, commodity, exports (what buyers abroad pay), revenue (all sales less carriage and duties;
        both million USD).
    consumers
        state, commodity, quantity, price, cost, duties (collected, or kept as a discount; million USD).
    dependence
        buyer, seller, commodity (gas, crude_oil), value, of_supply (share of the buyer's supply), of_sales
        (share of the seller's sales).
    """

    flows: pl.DataFrame
    prices: pl.DataFrame
    links: pl.DataFrame
    netbacks: pl.DataFrame
    revenue: pl.DataFrame
    consumers: pl.DataFrame
    dependence: pl.DataFrame


#: Columns that name a row, and columns that are compared; in the first, absence is zero.
KEYS = {
    "flows": (("from", "to", "commodity", "unit"), ("value",)),
    "prices": (("state", "commodity", "unit"), ("price",)),
    "links": (("id", "name", "commodity", "unit"), ("flow", "capacity", "shadow_price")),
    "netbacks": (("place", "commodity", "unit"), ("netback", "production")),
    "revenue": (("state", "commodity"), ("exports", "revenue")),
    "consumers": (("state", "commodity"), ("cost", "quantity", "duties")),
    "dependence": (("buyer", "seller", "commodity"), ("value", "of_supply", "of_sales")),
}
#: Compared columns in which a missing row means none.
NONE_IS_ZERO = {"value", "flow", "of_supply", "of_sales", "production", "quantity", "exports"}


class Differences(Side):
    """Scenario less baseline: the columns of :class:`Side`, and of the first compared both levels."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """A scenario's answer.

    Attributes
    ----------
    scenario, year
        What was asked, and the year of the market it was asked of.
    commodities
        Those whose market the scenario changes.
    baseline, after, changes
        The two sides and their difference.
    notes
        What was done that a reader should know: contracts that gave way, lanes without another way.
    seconds
        How long the markets took.
    trade
        What the changes of trade do; null where the scenario has none. The sides are then of energy alone,
        and empty where no change is about energy.
    made
        The changes that were made: those in force.
    """

    scenario: Scenario
    year: int
    commodities: tuple[str, ...]
    baseline: Side
    after: Side
    changes: Differences
    notes: tuple[str, ...] = ()
    seconds: float = 0.0
    trade: TradeOutcome | None = None
    made: tuple[Any, ...] = ()

    def table(self) -> pl.DataFrame:
        """Changes of flows, the largest first."""
        return self.changes.flows


def side(cases: Sequence[tuple[Case, Equilibrium]]) -> Side:
    """The tables of some markets at rest; empty ones of none."""
    if not cases:
        return Side(*(pl.DataFrame(schema=SCHEMAS[f.name]) for f in fields(Side)))
    parts = [_one(case, found) for case, found in cases]
    return Side(*(pl.concat([getattr(p, f.name) for p in parts]) for f in fields(Side)))


def _one(case: Case, found: Equilibrium) -> Side:
    flows = _flows(case, found)
    return Side(
        flows=flows,
        prices=_prices(case, found),
        links=_links(case, found),
        netbacks=_netbacks(case, found),
        revenue=_revenue(case, found),
        consumers=_consumers(case, found),
        dependence=_dependence(case, flows),
    )


def _frame(rows: list[tuple[Any, ...]], **columns: pl.DataType) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=columns, orient="row")


def _flows(case: Case, found: Equilibrium) -> pl.DataFrame:
    much, origins = bilateral(case, found)
    names = ("pipeline_gas", "lng") if case.commodity == "gas" else ("crude_oil", "crude_oil")
    if case.commodity != "gas":
        much = np.stack([much.sum(axis=2), np.zeros(much.shape[:2])], axis=2)
    rows = [
        (origins[m], case.places[n], names[k], float(much[m, n, k]), case.unit)
        for m, n, k in zip(*np.nonzero(much > LEAST), strict=True)
    ]
    columns = {"from": TEXT, "to": TEXT, "commodity": TEXT, "value": NUMBER, "unit": TEXT}
    return _frame(rows, **columns).sort("value", descending=True)


def _prices(case: Case, found: Equilibrium) -> pl.DataFrame:
    """By place; of a state with several places also their mean, weighted by what is used."""
    unit = QUANTITY[case.commodity][1]
    used = ~np.isnan(case.market.demand_slope)
    rows: dict[str, float] = {}
    split: dict[str, list[int]] = {}
    for n in np.flatnonzero(used):
        place = case.places[n]
        rows[place] = float(found.price[n])
        if place != state_of(place):
            split.setdefault(state_of(place), []).append(int(n))
    for state, parts in split.items():
        nodes = [*parts, *([case.places.index(state)] if state in rows else [])]
        weight = found.consumption[nodes]
        rows[state] = float(
            np.average(found.price[nodes], weights=weight if weight.sum() else None)
        )
    made = [(key, case.commodity, price, unit) for key, price in sorted(rows.items())]
    return _frame(made, state=TEXT, commodity=TEXT, price=NUMBER, unit=TEXT)


def _links(case: Case, found: Equilibrium) -> pl.DataFrame:
    """Links by id (a line cut at the states it crosses is one), then straits and canals by what passes."""
    rows: dict[str, list[Any]] = {}
    through: dict[str, float] = {}
    for a, way in enumerate(case.ways):
        flow, most = float(found.flow[a]), float(case.market.arc_capacity[a])
        for passage in way.passages:
            through[passage] = through.get(passage, 0.0) + flow
        if np.isinf(most) and (way.means == "sea" or flow < LEAST):
            continue
        row = rows.setdefault(way.id, [way.name, None, 0.0, 0.0])
        if np.isfinite(most):
            row[1] = most if row[1] is None else max(row[1], most)
        row[2] = max(row[2], flow)
        row[3] += float(found.shadow_price[a])
    made: list[tuple[Any, ...]] = [
        (key, row[0], case.commodity, row[1], row[2], row[3], case.unit)
        for key, row in rows.items()
    ]
    made += [
        (key, PASSAGES.get(key, key), case.commodity, None, flow, None, case.unit)
        for key, flow in sorted(through.items())
    ]
    frame = _frame(
        made, id=TEXT, name=TEXT, commodity=TEXT, capacity=NUMBER, flow=NUMBER, shadow_price=NUMBER,
        unit=TEXT,
    )  # fmt: skip
    return frame.sort("shadow_price", "flow", descending=True, nulls_last=True)


def _netbacks(case: Case, found: Equilibrium) -> pl.DataFrame:
    unit = QUANTITY[case.commodity][1]
    rows: dict[str, tuple[float, float]] = {}
    for p, n in enumerate(case.market.site_node):
        made, worth = float(found.production[p]), float(found.site_value[p])
        if np.isnan(worth):
            continue
        before, so_far = rows.get(case.places[n], (0.0, 0.0))
        total = so_far + made
        mean = (before * so_far + worth * made) / total if total > 0 else worth
        rows[case.places[n]] = (mean, total)
    made_rows = [
        (place, case.commodity, worth, total, unit)
        for place, (worth, total) in sorted(rows.items())
    ]
    return _frame(
        made_rows, place=TEXT, commodity=TEXT, netback=NUMBER, production=NUMBER, unit=TEXT
    )


def _revenue(case: Case, found: Equilibrium) -> pl.DataFrame:
    market = case.market
    seller_states = _seller_states(case)
    toll = market.arc_cost + market.tariff
    rows: dict[str, list[float]] = {}
    node_states = np.array([state_of(place) for place in case.places])
    for s, state in enumerate(seller_states):
        if not state:
            continue
        paid = np.nan_to_num(found.price) * found.sales[s]
        exports = float(paid[node_states != state].sum())
        carriage = float((toll * found.flow_by_seller[s]).sum())
        row = rows.setdefault(state, [0.0, 0.0])
        row[0] += exports
        row[1] += float(paid.sum()) - carriage
    made = [(state, case.commodity, *values) for state, values in sorted(rows.items())]
    return _frame(made, state=TEXT, commodity=TEXT, exports=NUMBER, revenue=NUMBER)


def _seller_states(case: Case) -> list[str]:
    """The state of each seller: that of its first site."""
    found = [""] * len(case.market.conduct)
    for s, n in zip(case.market.site_seller, case.market.site_node, strict=True):
        found[s] = found[s] or state_of(case.places[n])
    return found


def _consumers(case: Case, found: Equilibrium) -> pl.DataFrame:
    rows: dict[str, list[float]] = {}
    for n in np.flatnonzero(~np.isnan(case.market.demand_slope)):
        row = rows.setdefault(state_of(case.places[n]), [0.0, 0.0, 0.0])
        row[0] += float(found.consumption[n])
        row[1] += float(found.consumption[n] * found.price[n])
    for a in np.flatnonzero(case.market.tariff > 0):
        if (state := state_of(case.ways[a].head)) in rows:
            rows[state][2] += float(case.market.tariff[a] * found.flow[a])
    made = [
        (state, case.commodity, much, cost / much if much > 0 else None, cost, duties)
        for state, (much, cost, duties) in sorted(rows.items())
    ]
    return _frame(
        made, state=TEXT, commodity=TEXT, quantity=NUMBER, price=NUMBER, cost=NUMBER, duties=NUMBER
    )


def _dependence(case: Case, flows: pl.DataFrame) -> pl.DataFrame:
    by_state = flows.with_columns(
        seller=pl.col("from").str.split(".").list.first(), buyer=pl.col("to").str.split(".").list.first()
    )  # fmt: skip
    pairs = by_state.group_by("buyer", "seller").agg(pl.col("value").sum())
    return (
        pairs.with_columns(
            commodity=pl.lit(case.commodity),
            of_supply=pl.col("value") / pl.col("value").sum().over("buyer"),
            of_sales=pl.col("value") / pl.col("value").sum().over("seller"),
        )
        .filter(pl.col("buyer") != pl.col("seller"))
        .select("buyer", "seller", "commodity", "value", "of_supply", "of_sales")
        .sort("value", "buyer", "seller", descending=[True, False, False])
    )


def differences(before: Side, after: Side) -> Differences:
    """Scenario less baseline, row by row, the largest change first; rows that are in neither are left out."""
    return Differences(*(_difference(f.name, before, after) for f in fields(Side)))


def _difference(name: str, before: Side, after: Side) -> pl.DataFrame:
    keys, values = KEYS[name]
    old = getattr(before, name).select(*keys, *(pl.col(v).alias(f"{v}_0") for v in values))
    new = getattr(after, name).select(*keys, *(pl.col(v).alias(f"{v}_1") for v in values))
    both = old.join(new, on=list(keys), how="full", coalesce=True, nulls_equal=True)
    filled = [
        pl.col(f"{v}_{i}").fill_null(0.0) for v in values if v in NONE_IS_ZERO for i in (0, 1)
    ]
    both = both.with_columns(filled) if filled else both
    first = values[0]
    changed = both.select(
        *keys,
        baseline=f"{first}_0",
        scenario=f"{first}_1",
        **{v: _apart(f"{v}_0", f"{v}_1") for v in values},
    )
    order = [pl.col(first).abs(), *keys]
    return changed.sort(order, descending=[True, *[False] * len(keys)], nulls_last=True)


def _apart(before: str, after: str) -> pl.Expr:
    """The difference, and none where it is the solver's."""
    apart = pl.col(after) - pl.col(before)
    size = pl.max_horizontal(pl.col(after).abs(), pl.col(before).abs(), 1.0)
    return pl.when(apart.abs() > STILL * size).then(apart).otherwise(apart * 0.0)
