"""The conditions of equilibrium, one by one in plain loops: what no solver is trusted with."""

from __future__ import annotations

import numpy as np

from comity.simulate.energy import Equilibrium, Market


def worst_failure(market: Market, found: Equilibrium) -> float:
    """The largest failure of any condition, with prices relative to the highest and quantities as they are.

    For each seller there are values of a unit at each node, the least it costs the seller to have one there,
    such that: no arc is worth using that is not used, none is used that does not pay, no sale is worth making
    that is not made, and sites produce where marginal cost equals value or at a limit.
    """
    top = float(np.nanmax(market.demand_intercept))
    small = 1e-6 * max(float(found.production.max()), 1e-9)
    failures = [0.0]
    fringe = market.conduct == 0
    for s in range(len(market.conduct)):
        mine = fringe if fringe[s] else np.arange(len(fringe)) == s
        failures += sellers_failures(market, found, mine, float(market.conduct[s]), small)
    for a in range(len(market.tail)):
        if market.arc_capacity[a] - found.flow[a] > small:
            failures.append(found.shadow_price[a])
        if found.flow[a] - market.arc_floor[a] > small:
            failures.append(found.floor_price[a])
    return max(failures) / top


def sellers_failures(
    market: Market, found: Equilibrium, mine: np.ndarray, conduct: float, small: float
) -> list[float]:
    """Failures of one seller's conditions, or of the fringe's; mine (S,) says who acts together."""
    toll = market.arc_cost + market.tariff + market.arc_slope * found.flow
    toll = toll + found.shadow_price - found.floor_price
    marginal = market.cost_intercept + market.cost_slope * found.production
    full = found.production > market.site_capacity - small
    sites = np.flatnonzero(mine[market.site_seller] & (market.site_capacity > 0))
    value = np.full(len(found.price), np.inf)
    for p in sites:
        n = market.site_node[p]
        value[n] = min(value[n], found.site_value[p] if full[p] else marginal[p])
    for _ in value:
        for a in np.flatnonzero(market.arc_capacity > 0):
            brought = (value[market.tail[a]] + toll[a]) / (1 - market.loss[a])
            value[market.head[a]] = min(value[market.head[a]], brought)
    flow, sales = found.flow_by_seller[mine].sum(axis=0), found.sales[mine].sum(axis=0)
    failures = []
    for a in np.flatnonzero(flow > small):
        brought = (value[market.tail[a]] + toll[a]) / (1 - market.loss[a])
        failures.append(brought - value[market.head[a]])
    for n in np.flatnonzero(~np.isnan(market.demand_intercept) & np.isfinite(value)):
        revenue = found.price[n] - conduct * market.demand_slope[n] * sales[n]
        failures.append(abs(revenue - value[n]) if sales[n] > small else revenue - value[n])
    for p in sites:
        worth = value[market.site_node[p]]
        failures.append(marginal[p] - worth if found.production[p] > small else 0.0)
        failures.append(0.0 if full[p] else worth - marginal[p])
    return failures


def imbalance(market: Market, found: Equilibrium) -> float:
    """Largest difference between what comes to a node and what leaves it or is used there."""
    left = -found.consumption
    for p, n in enumerate(market.site_node):
        left[n] += found.production[p]
    for a, (tail, head) in enumerate(zip(market.tail, market.head, strict=True)):
        left[tail] -= found.flow[a]
        left[head] += (1 - market.loss[a]) * found.flow[a]
    return float(np.abs(left).max())
