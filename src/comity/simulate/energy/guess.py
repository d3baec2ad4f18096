"""Which routes sellers with market power will likely use, from a few competitive equilibria.

Summed over sellers, Cournot's conditions at a node are those of a competitive market whose demand is
steeper by the concentration of its sellers: slope × (1 + Σ θ share²). Concentration and equilibrium are
found in turn; each round costs as little as a competitive equilibrium.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from comity.simulate.energy.market import Array, Market, Mask
from comity.simulate.energy.program import Scale, solve_program
from comity.simulate.energy.routes import (
    contract_routes,
    delivered_costs,
    mark_routes,
    starting_costs,
)
from comity.simulate.energy.sellers import Groups, group_sellers

__all__ = ["likely_routes"]

ROUNDS, FIRST = 4, 0.3
TOLERANCE = 1e-4
#: Routes are taken along that would pay at a price this much higher than guessed.
MARGIN = 1.05


def likely_routes(
    market: Market, groups: Groups, *, conduct_slope: Array, scale: Scale
) -> tuple[Mask, Mask]:
    """Arcs (G, A) and places of sale (G, N) to begin with."""
    here = ~np.isnan(market.demand_intercept)
    pooled = replace(market, conduct=np.zeros_like(market.conduct))
    fringe = group_sellers(pooled)
    all_arcs = fringe.reach[:, market.tail] & (market.arc_capacity > 0)
    slope, theta = np.where(here, conduct_slope, 1.0), groups.conduct[:, None]
    concentration = np.full(len(here), FIRST * float(groups.conduct.mean()))
    price, cost = market.demand_intercept, np.empty(0)
    last, toll = np.empty((0, 0), dtype=np.intp), market.arc_cost
    for _ in range(ROUNDS):
        steeper = replace(pooled, demand_slope=market.demand_slope + concentration * conduct_slope)
        found = solve_program(
            steeper, fringe, all_arcs, fringe.reach,
            conduct_slope=conduct_slope, scale=scale, tolerance=TOLERANCE,
        )  # fmt: skip
        load = found.flow.sum(axis=0)
        toll = market.arc_cost + market.tariff + market.arc_slope * load
        toll = toll + found.shadow_price - found.floor_price
        marginal = market.cost_intercept + market.cost_slope * found.production + found.site_price
        cost, last = delivered_costs(market, starting_costs(market, groups, marginal), toll)
        price = market.demand_intercept - market.demand_slope * found.sales.sum(axis=0)
        margin = np.maximum(np.where(here, price, -np.inf) - cost, 0.0)
        sales = margin / (np.maximum(theta, 1e-3) * slope)
        sums = sales.sum(axis=0)
        share = np.divide(sales, sums, out=np.zeros_like(sales), where=sums > 0)
        concentration = 0.5 * (concentration + (theta * share**2).sum(axis=0))
    sells = groups.reach & here & ((cost < MARGIN * np.nan_to_num(price)) | (theta == 0))
    used = all_arcs & groups.reach[:, market.tail] & (theta == 0)
    mark_routes(market, last, sells & (theta > 0), used)
    contract_routes(market, groups, toll, last, used)
    return used, sells
