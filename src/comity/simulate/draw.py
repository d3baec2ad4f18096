"""One draw of an ensemble: both sides of a scenario with the same parameters, as long rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import polars as pl

from comity.errors import DataError
from comity.simulate.case import Case
from comity.simulate.change_kinds import Build, PriceCap
from comity.simulate.changes import apply
from comity.simulate.draw_market import Prototype, drawn_case
from comity.simulate.energy.costs import costs
from comity.simulate.energy.market import Equilibrium, Market
from comity.simulate.energy.sellers import group_sellers
from comity.simulate.market_power import at_rest
from comity.simulate.outcome import KEYS, Side, side
from comity.simulate.price_cap import under_cap
from comity.world.world import World

__all__ = ["SEPARATOR", "Asked", "draw_rows"]

#: Between the columns that name a row, where they are one text.
SEPARATOR = "\x1f"
PIPE = {"gas": "pipe_gas", "crude_oil": "pipe_oil"}


@dataclass(frozen=True, slots=True)
class Asked:
    """A market and the changes made to it."""

    prototype: Prototype
    changes: tuple[Any, ...]


def draw_rows(asked: Sequence[Asked], values: Mapping[str, float], world: World) -> pl.DataFrame:
    """Every figure of a draw on both sides.

    Returns
    -------
    DataFrame
        table, measure, key (the columns that name a row), baseline, scenario; null where a side lacks it.
    """
    before, after = [], []
    for each in asked:
        case = drawn_case(each.prototype, values)
        before.append(_side(case, case.before))
        after.append(_side(*_changed(case, each.changes, values, world)))
    sides = (_long(before, "baseline"), _long(after, "scenario"))
    names = ["table", "measure", "key"]
    return sides[0].join(sides[1], on=names, how="full", coalesce=True).sort(names)


def _changed(
    case: Case, changes: Sequence[Any], values: Mapping[str, float], world: World
) -> tuple[Case, Equilibrium]:
    """A case with its changes, at rest; a pipeline that is built costs as much more as others do."""
    before, places = case.before, case.places

    def rest(market: Market) -> Equilibrium:
        return at_rest(market, places, before)

    untouched = case.market
    caps = [change for change in changes if isinstance(change, PriceCap)]
    if len(caps) > 1:
        raise DataError(f"more than one price cap on {case.commodity}")
    for change in changes:
        if isinstance(change, PriceCap):
            continue
        arcs = len(case.ways)
        case = apply(case, change, world)
        if isinstance(change, Build) and change.cost is None and len(case.ways) > arcs:
            dearer = values[PIPE[case.commodity]] / costs()[PIPE[case.commodity]]
            cost = case.market.arc_cost.copy()
            cost[arcs:] *= dearer
            case = case.with_market(arc_cost=cost)
    if caps:
        return under_cap(case, caps[0], rest)
    return case, case.before if case.market is untouched else rest(case.market)


def _side(case: Case, found: Equilibrium) -> Side:
    """The tables of a market, with price takers as one seller but in what sellers earn.

    What meets at a node is mixed in proportion, so that the flows between places are the same whether price
    takers are followed one by one or together.
    """
    market = case.market
    groups = group_sellers(market)
    of = groups.of_seller
    flow = np.zeros((len(groups.conduct), len(market.tail)))
    sales = np.zeros((len(groups.conduct), len(market.demand_slope)))
    np.add.at(flow, of, found.flow_by_seller)
    np.add.at(sales, of, found.sales)
    pooled = replace(market, site_seller=groups.of_site, conduct=groups.conduct, seller_names=())
    tables = side(
        [(replace(case, market=pooled), replace(found, flow_by_seller=flow, sales=sales))]
    )
    return replace(
        tables, revenue=_revenue(case, found), dependence=_dependence(case, tables.flows)
    )


def _revenue(case: Case, found: Equilibrium) -> pl.DataFrame:
    """What each state's sellers are paid abroad, and for all sales less carriage and duties."""
    market = case.market
    paid = np.nan_to_num(found.price) * found.sales
    at = np.array([place.partition(".")[0] for place in case.places])
    abroad = at[None, :] != np.array(market.seller_names)[:, None]
    carried = found.flow_by_seller @ (market.arc_cost + market.tariff)
    return pl.DataFrame(
        {
            "state": list(market.seller_names), "commodity": [case.commodity] * len(paid),
            "exports": (paid * abroad).sum(axis=1), "revenue": paid.sum(axis=1) - carried,
        },
    )  # fmt: skip


def _dependence(case: Case, flows: pl.DataFrame) -> pl.DataFrame:
    """Shares in supply and in sales, added up in one order so that they are the same to the last bit."""
    pairs = (
        flows.select(
            buyer=pl.col("to").str.split(".").list.first(),
            seller=pl.col("from").str.split(".").list.first(),
            value="value",
        )
        .sort("buyer", "seller", "value")
        .group_by("buyer", "seller", maintain_order=True)
        .agg(pl.col("value").sum())
    )
    return pairs.select(
        "buyer", "seller", "value", commodity=pl.lit(case.commodity),
        of_supply=pl.col("value") / pl.col("value").sum().over("buyer"),
        of_sales=pl.col("value") / pl.col("value").sum().over("seller"),
    ).filter(pl.col("buyer") != pl.col("seller"))  # fmt: skip


def _long(sides: Sequence[Side], name: str) -> pl.DataFrame:
    parts = []
    for table, (keys, measures) in KEYS.items():
        rows = pl.concat([getattr(each, table) for each in sides])
        key = pl.concat_str([pl.col(k) for k in keys], separator=SEPARATOR)
        parts += [
            rows.select(
                table=pl.lit(table), measure=pl.lit(measure), key=key,
                value=pl.col(measure).cast(pl.Float64),
            )
            for measure in measures
        ]  # fmt: skip
    return pl.concat(parts).drop_nulls("value").rename({"value": name})
