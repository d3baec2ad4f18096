"""The equilibrium of a spatial market, between perfect competition and Cournot.

Without market power it is Samuelson's (1952) spatial price equilibrium, the maximum of welfare
(Takayama & Judge 1971). With it, each seller chooses where to sell against the residual demand, knowing
a share θ of its own effect on the price; transport is priced at cost plus the scarcity of capacity, so that
no middleman trades between nodes.
"""

from __future__ import annotations

import numpy as np

from comity.errors import DataError
from comity.simulate.energy.findings import findings, marginal_revenue, tolls
from comity.simulate.energy.guess import likely_routes
from comity.simulate.energy.market import Array, Equilibrium, Index, Market, Mask, check
from comity.simulate.energy.pieces import fold, in_pieces
from comity.simulate.energy.program import Answer, Scale, solve_program
from comity.simulate.energy.routes import (
    contract_routes,
    delivered_costs,
    mark_routes,
    starting_costs,
    wider_routes,
)
from comity.simulate.energy.sellers import Groups, group_sellers
from comity.simulate.energy.solver import SolveError

__all__ = ["solve"]

#: First rounds are rough: routes that undercut the price by this share of it are added, idle ones dropped.
ROUGH = (0.05, 0.01)
ROUGH_TOLERANCE, IDLE = 1e-4, 1e-3
#: In the last rounds a route is added if it undercuts by more than this share of the typical price.
WORTH = 1e-8
ROUNDS = 40
#: An equilibrium must be certified this well.
ENOUGH = 1e-6


def solve(
    market: Market,
    *,
    tolerance: float = 1e-9,
    near: Equilibrium | None = None,
    conduct_slope: Array | None = None,
) -> Equilibrium:
    """Prices, flows and scarcities of a market at rest.

    Parameters
    ----------
    tolerance
        Relative accuracy asked of the solver.
    near
        The equilibrium of a market of the same shape: where to look first. Saves time, changes nothing else.
    conduct_slope : (N,)
        Slope of inverse demand sellers with market power reckon with; demand's own by default.

    Raises
    ------
    DataError
        For a market that cannot be met, with names (:func:`check`, and contracts nobody can fulfil).
    SolveError
        Where the solver stops short, saying how far it got.
    """
    check(market)
    whole = market
    market, part_of = in_pieces(whole)
    slope = market.demand_slope if conduct_slope is None else np.asarray(conduct_slope, np.float64)
    groups, scale = group_sellers(market), Scale.of(market)
    strong = groups.conduct[:, None] > 0
    rough: tuple[float, ...] = ()
    if len(groups.conduct) == 1:
        used = groups.reach[:, market.tail] & (market.arc_capacity > 0)
        sells = groups.reach.copy()
    elif near is not None and near.flow_by_seller.shape == (len(market.conduct), len(market.tail)):
        used, sells = _as_before(market, groups, near, scale)
    else:
        used, sells = likely_routes(market, groups, conduct_slope=slope, scale=scale)
        rough = ROUGH
    iterations, rounds = 0, 0
    while True:
        exact = rounds >= len(rough)
        answer = solve_program(
            market, groups, used, sells,
            conduct_slope=slope, scale=scale, tolerance=tolerance if exact else ROUGH_TOLERANCE,
        )  # fmt: skip
        worth = (WORTH if exact else rough[rounds]) * scale.price
        iterations, rounds = iterations + answer.iterations, rounds + 1
        cost, last = _offers(market, groups, answer)
        found = findings(market, groups, answer, slope, cost, (iterations, rounds))
        missing = strong & (cost < marginal_revenue(market, groups.conduct, slope, answer) - worth)
        before = used.sum() + sells.sum()
        if not exact:
            used &= ~strong | (answer.flow > IDLE * scale.quantity)
            sells &= ~strong | (answer.sales > IDLE * scale.quantity)
        mark_routes(market, last, missing, used)
        sells |= missing
        if exact and used.sum() + sells.sum() == before:
            if _good(found):
                break
            # Contracts can pay for carrying in circles, which no route to a buyer shows.
            used = wider_routes(market, groups, used)
            if used.sum() + sells.sum() == before:
                break
        if rounds == ROUNDS:
            raise SolveError(f"profitable routes were still missing after {ROUNDS} rounds")
    _refuse_shortfall(market, answer)
    if not _good(found):
        raise SolveError(
            f"the solver stopped short: {answer.status} after {iterations} steps, with a gap of "
            f"{found.gap:.1e} and balances missed by {found.residual:.1e} (at most {ENOUGH:.0e})\n"
            "  look for costs and capacities of very different size"
        )
    return fold(found, part_of, len(whole.site_node))


def _good(found: Equilibrium) -> bool:
    return abs(found.gap) < ENOUGH and found.residual < ENOUGH


def _as_before(
    market: Market, groups: Groups, near: Equilibrium, scale: Scale
) -> tuple[Mask, Mask]:
    """Routes in use in another equilibrium, the cheapest ones elsewhere for contracts."""
    idle = 1e-6 * scale.quantity
    usable = market.arc_capacity > 0
    used = groups.reach[:, market.tail] & usable & (groups.conduct[:, None] == 0)
    sells = groups.reach & (groups.conduct[:, None] == 0)
    for s in range(len(market.conduct)):
        used[groups.of_seller[s]] |= (near.flow_by_seller[s] > idle) & usable
        sells[groups.of_seller[s]] |= near.sales[s] > idle
    used &= groups.reach[:, market.tail]
    sells &= groups.reach
    toll = market.arc_cost + market.tariff + near.shadow_price
    _, last = delivered_costs(market, starting_costs(market, groups, market.cost_intercept), toll)
    contract_routes(market, groups, toll, last, used)
    return used, sells


def _offers(market: Market, groups: Groups, answer: Answer) -> tuple[Array, Index]:
    """Least delivered cost (G, N) at the answer's own marginal costs and scarcities, and the routes."""
    marginal = market.cost_intercept + market.cost_slope * answer.production + answer.site_price
    return delivered_costs(market, starting_costs(market, groups, marginal), tolls(market, answer))


def _refuse_shortfall(market: Market, answer: Answer) -> None:
    largest = max(float(market.arc_floor.max(initial=0.0)), 1e-12)
    lines = [
        f"{market.arc(a)}: contracts ask for {market.arc_floor[a]:g} a year and "
        f"{answer.flow[:, a].sum():.6g} can be had: release them or raise capacities"
        for a in np.flatnonzero(answer.shortfall > 1e-6 * largest)
    ]
    if lines:
        raise DataError("contracts that cannot be met:\n  " + "\n  ".join(lines))
