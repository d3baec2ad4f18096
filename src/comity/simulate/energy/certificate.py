"""How good a solution is, judged by the solution alone: a bound by weak duality, and what balances miss.

The bound uses prices that no route undercuts, so it covers routes the program was never given. Lagrange
duals of the pieces are in closed form: sites, users, sellers' mark-ups, arcs.
"""

from __future__ import annotations

import numpy as np

from comity.simulate.energy.market import Array, Index, Market

__all__ = ["bound", "objective", "residual"]


def objective(
    market: Market,
    conduct: Array,
    conduct_slope: Array,
    production: Array,
    flow: Array,
    sales: Array,
) -> float:
    """What the program maximises, in million USD: flow (A,), sales (G, N), conduct (G,)."""
    used = sales.sum(axis=0)
    intercept, slope = np.nan_to_num(market.demand_intercept), np.nan_to_num(market.demand_slope)
    worth = (intercept * used - 0.5 * slope * used**2).sum()
    held_back = 0.5 * (conduct[:, None] * np.nan_to_num(conduct_slope) * sales**2).sum()
    making = (market.cost_intercept * production + 0.5 * market.cost_slope * production**2).sum()
    carrying = ((market.arc_cost + market.tariff) * flow + 0.5 * market.arc_slope * flow**2).sum()
    return float(worth - held_back - making - carrying)


def bound(
    market: Market, conduct: Array, conduct_slope: Array, site_group: Index,
    price: Array, cost: Array, load: Array, shadow: Array, floor: Array,
) -> float:  # fmt: skip
    """An upper bound of the objective, in million USD.

    Parameters
    ----------
    price : (N,)
        What buyers pay.
    cost : (G, N)
        Delivered costs that no arc undercuts at the tolls used for them.
    load : (A,)
        Flow at which arcs with a rising cost were priced.
    shadow, floor : (A,)
        Worth of a unit of capacity, and of a unit less of a contract.
    """
    here = ~np.isnan(market.demand_intercept)
    least = cost[:, here]
    buyers = price[here].copy()
    fringe = conduct == 0
    if fringe.any():
        buyers = np.minimum(buyers, least[fringe].min(axis=0))
    total = (
        np.maximum(market.demand_intercept[here] - buyers, 0.0) ** 2
        / (2 * market.demand_slope[here])
    ).sum()
    if not fringe.all():
        markup = np.maximum(buyers - least[~fringe], 0.0)
        total += (markup**2 / (2 * conduct[~fringe, None] * conduct_slope[here])).sum()
    working = market.site_capacity > 0
    value = cost[site_group[working], market.site_node[working]]
    margin = np.maximum(value - market.cost_intercept[working], 0.0)
    slope, capacity = market.cost_slope[working], market.site_capacity[working]
    made = np.minimum(
        np.divide(margin, slope, out=np.full(len(slope), np.inf), where=slope > 0), capacity
    )
    made = np.where(margin > 0, made, 0.0)
    total += (margin * made - 0.5 * slope * made**2).sum()
    total += 0.5 * (market.arc_slope * load**2).sum()
    tight = np.isfinite(market.arc_capacity)
    total += (shadow[tight] * market.arc_capacity[tight]).sum() - (floor * market.arc_floor).sum()
    return float(total)


def residual(
    market: Market, site_group: Index, production: Array, flow: Array, sales: Array
) -> float:
    """Largest failure of a balance or a limit; flow (G, A), sales (G, N); over the largest quantity."""
    failure = np.zeros_like(sales)
    np.add.at(failure, (site_group, market.site_node), production)
    for g in range(len(flow)):
        np.add.at(failure[g], market.tail, -flow[g])
        np.add.at(failure[g], market.head, (1.0 - market.loss) * flow[g])
    failure -= sales
    total = flow.sum(axis=0)
    largest = max(1e-12, *(float(np.max(each, initial=0.0)) for each in (production, total, sales)))
    beyond = [
        np.abs(failure), total - market.arc_capacity, market.arc_floor - total,
        production - market.site_capacity, -production, -flow, -sales,
    ]  # fmt: skip
    return max(float(np.max(each, initial=0.0)) for each in beyond) / largest
