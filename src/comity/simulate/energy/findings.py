"""From the program's answer to an equilibrium: prices everywhere, flows by seller, rents, the certificate."""

from __future__ import annotations

import numpy as np

from comity.simulate.energy.certificate import bound, objective, residual
from comity.simulate.energy.market import Array, Equilibrium, Market
from comity.simulate.energy.mixing import shares
from comity.simulate.energy.program import Answer
from comity.simulate.energy.sellers import Groups

__all__ = ["findings", "marginal_revenue", "tolls"]

#: What passes a node in smaller amounts than this share of the largest does not price it.
TRACE = 1e-7
#: Where next to nothing is traded, the gap is relative to this share of what users could gain at no price.
LEAST_STAKE = 1e-3


def marginal_revenue(market: Market, conduct: Array, conduct_slope: Array, answer: Answer) -> Array:
    """What one more unit would bring each group at each node (G, N); −infinity without demand."""
    markup = conduct[:, None] * conduct_slope * answer.sales
    return np.nan_to_num(_buyers_price(market, answer.sales) - markup, nan=-np.inf)


def tolls(market: Market, answer: Answer) -> Array:
    """What a unit entering each arc pays (A,): cost, tariff, scarcity, less what a contract forgives."""
    load = answer.flow.sum(axis=0)
    cost = market.arc_cost + market.tariff + market.arc_slope * load
    paid: Array = cost + answer.shadow_price - answer.floor_price
    return paid


def findings(
    market: Market, groups: Groups, answer: Answer, conduct_slope: Array, cost: Array, work: tuple[int, int]
) -> Equilibrium:  # fmt: skip
    """The equilibrium of an answer, with least delivered costs (G, N), and work as (steps, rounds)."""
    production = np.clip(answer.production, 0.0, market.site_capacity)
    flow, sales = np.maximum(answer.flow, 0.0), np.maximum(answer.sales, 0.0)
    shadow, floor = np.maximum(answer.shadow_price, 0.0), np.maximum(answer.floor_price, 0.0)
    total, paid = flow.sum(axis=0), _buyers_price(market, sales)
    value = objective(market, groups.conduct, conduct_slope, production, total, sales)
    most = bound(
        market, groups.conduct, conduct_slope, groups.of_site, paid, cost, total, shadow, floor
    )
    turnover = float(np.nansum(np.abs(paid) * sales.sum(axis=0)))
    at_stake = float(np.nansum(market.demand_intercept**2 / (2 * market.demand_slope)))
    site_value = np.where(
        market.site_capacity > 0, answer.value[groups.of_site, market.site_node], np.nan
    )
    making = market.cost_intercept * production + 0.5 * market.cost_slope * production**2
    held_back = 0.5 * (groups.conduct[:, None] * np.nan_to_num(conduct_slope) * sales**2).sum()
    by_seller, sold = _by_seller(market, groups, production, flow, sales)
    return Equilibrium(
        production=production,
        consumption=sales.sum(axis=0),
        flow=total,
        flow_by_seller=by_seller,
        sales=sold,
        price=_prices(market, groups, answer, cost),
        shadow_price=shadow,
        floor_price=floor,
        site_value=site_value,
        rent=np.nan_to_num(site_value) * production - making,
        welfare=value + float(held_back + (market.tariff * total).sum()),
        gap=(most - value) / max(abs(value), turnover, LEAST_STAKE * at_stake, 1e-12),
        residual=residual(market, groups.of_site, production, flow, sales),
        iterations=work[0],
        rounds=work[1],
        status=answer.status,
    )


def _buyers_price(market: Market, sales: Array) -> Array:
    price: Array = market.demand_intercept - market.demand_slope * sales.sum(axis=0)
    return price


def _prices(market: Market, groups: Groups, answer: Answer, cost: Array) -> Array:
    """What buyers pay; elsewhere the mean marginal value of what passes, or the least cost of a unit."""
    through = np.zeros_like(answer.value)
    np.add.at(through, (groups.of_site, market.site_node), answer.production)
    for g in range(len(through)):
        np.add.at(through[g], market.head, (1.0 - market.loss) * answer.flow[g])
    through[through < TRACE * max(float(through.max(initial=0.0)), 1e-300)] = 0.0
    in_all = through.sum(axis=0)
    passing = (np.nan_to_num(answer.value) * through).sum(axis=0)
    elsewhere = np.divide(passing, in_all, out=cost.min(axis=0), where=in_all > 0)
    paid = _buyers_price(market, answer.sales)
    return np.where(np.isnan(paid), elsewhere, paid)


def _by_seller(
    market: Market, groups: Groups, production: Array, flow: Array, sales: Array
) -> tuple[Array, Array]:
    """Flows (S, A) and sales (S, N) by seller; the fringe is shared out by proportional mixing."""
    sellers = len(market.conduct)
    by_seller, sold = np.zeros((sellers, flow.shape[1])), np.zeros((sellers, sales.shape[1]))
    origin = np.zeros((len(market.site_node), sellers))
    origin[np.arange(len(origin)), market.site_seller] = 1.0
    for g in range(len(groups.conduct)):
        mine = np.flatnonzero(groups.of_seller == g)
        if len(mine) == 1:
            by_seller[mine[0]], sold[mine[0]] = flow[g], sales[g]
            continue
        made = np.where(groups.of_site == g, production, 0.0)
        mixed = shares(market, made, flow[g], origin)
        by_seller += mixed[market.tail].T * flow[g]
        sold += mixed.T * sales[g]
    return by_seller, sold
