"""The equilibrium of a spatial market, between perfect competition and Cournot.

Without market power it is Samuelson's (1952) spatial price equilibrium, the maximum of welfare
(Takayama & Judge 1971). With it, each seller chooses where to sell against the residual demand, knowing
a share θ of its own effect on the price; transport is priced at cost plus the scarcity of capacity, so that
no middleman trades between nodes.
"""

from __future__ import annotations

import numpy as np

from comity.errors import DataError
from comity.simulate.energy.certificate import bound, objective, residual
from comity.simulate.energy.market import Array, Equilibrium, Index, Market, Mask, check
from comity.simulate.energy.mixing import shares
from comity.simulate.energy.program import Answer, Scale, SolveError, solve_program
from comity.simulate.energy.sellers import (
    Groups,
    delivered_costs,
    group_sellers,
    mark_routes,
    netback_routes,
)

__all__ = ["SolveError", "solve"]

#: Rounds of adding routes; a handful is usual.
ROUNDS = 40
#: A route is worth adding if it undercuts by more than this share of the typical price.
WORTH = 1e-8


def solve(
    market: Market, *, tolerance: float = 1e-9, conduct_slope: Array | None = None
) -> Equilibrium:
    """Prices, flows and scarcities of a market at rest.

    Parameters
    ----------
    tolerance
        Relative accuracy asked of the solver.
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
    slope = market.demand_slope if conduct_slope is None else np.asarray(conduct_slope, np.float64)
    groups, scale = group_sellers(market), Scale.of(market)
    used = _first_routes(market, groups)
    iterations, rounds = 0, 0
    while True:
        answer = solve_program(
            market, groups, used, conduct_slope=slope, scale=scale, tolerance=tolerance
        )
        iterations, rounds = iterations + answer.iterations, rounds + 1
        cost, last = _offers(market, groups, answer)
        missing = cost < _asked(market, groups, answer, slope) - WORTH * scale.price
        before = used.sum()
        mark_routes(market, last, missing, used)
        if used.sum() == before:
            break
        if rounds == ROUNDS:
            raise SolveError(f"routes were still missing after {ROUNDS} rounds of adding them")
    _refuse_shortfall(market, answer)
    return _found(market, groups, answer, slope, cost, iterations, rounds)


def _site_group(market: Market, groups: Groups) -> Index:
    found: Index = groups.of_seller[market.site_seller]
    return found


def _first_routes(market: Market, groups: Groups) -> Mask:
    """Every arc in reach for price takers and lone sellers; for the others their cheapest routes."""
    used = groups.reach[:, market.tail] & (market.arc_capacity > 0)
    strong = groups.conduct > 0
    if len(groups.conduct) == 1:
        return used
    toll = market.arc_cost + market.tariff
    start = np.full(groups.reach.shape, np.inf)
    working = np.flatnonzero(market.site_capacity > 0)
    where = (_site_group(market, groups)[working], market.site_node[working])
    np.minimum.at(start, where, market.cost_intercept[working])
    cost, last = delivered_costs(market, start, toll)
    reach = used
    used = np.where(strong[:, None], False, reach)
    ends = (cost < np.nan_to_num(market.demand_intercept, nan=-np.inf)) & strong[:, None]
    contracts = np.flatnonzero(market.arc_floor > 0)
    if len(contracts):
        onward = netback_routes(market, toll)
        for a in contracts:
            able = reach[:, a] & strong
            ends[able, market.tail[a]] = True
            node, path = int(market.head[a]), [a]
            while onward[node] >= 0 and len(path) <= len(onward):
                path.append(onward[node])
                node = int(market.head[path[-1]])
            used[np.ix_(able, path)] = True
    mark_routes(market, last, ends, used)
    return used


def _buyers_price(market: Market, sales: Array) -> Array:
    price: Array = market.demand_intercept - market.demand_slope * sales.sum(axis=0)
    return price


def _offers(market: Market, groups: Groups, answer: Answer) -> tuple[Array, Index]:
    """Least delivered cost (G, N) at the answer's own marginal costs and scarcities, and the routes."""
    load = answer.flow.sum(axis=0)
    toll = market.arc_cost + market.tariff + market.arc_slope * load
    toll = toll + answer.shadow_price - answer.floor_price
    start = np.full(groups.reach.shape, np.inf)
    working = np.flatnonzero(market.site_capacity > 0)
    where = (_site_group(market, groups)[working], market.site_node[working])
    marginal = market.cost_intercept + market.cost_slope * answer.production + answer.site_price
    np.minimum.at(start, where, marginal[working])
    return delivered_costs(market, start, toll)


def _asked(market: Market, groups: Groups, answer: Answer, conduct_slope: Array) -> Array:
    """What a unit would bring each group at each node (G, N): marginal revenue; −infinity without demand."""
    markup = groups.conduct[:, None] * conduct_slope * answer.sales
    return np.nan_to_num(_buyers_price(market, answer.sales) - markup, nan=-np.inf)


def _refuse_shortfall(market: Market, answer: Answer) -> None:
    largest = max(float(market.arc_floor.max(initial=0.0)), 1e-12)
    lines = [
        f"{market.arc(a)}: contracts ask for {market.arc_floor[a]:g} a year and "
        f"{answer.flow[:, a].sum():.6g} can be had: release them or raise capacities"
        for a in np.flatnonzero(answer.shortfall > 1e-6 * largest)
    ]
    if lines:
        raise DataError("contracts that cannot be met:\n  " + "\n  ".join(lines))


def _found(
    market: Market, groups: Groups, answer: Answer, conduct_slope: Array, cost: Array,
    iterations: int, rounds: int,
) -> Equilibrium:  # fmt: skip
    """The answer with prices everywhere, flows by seller, and its certificate."""
    site_group = _site_group(market, groups)
    production = np.clip(answer.production, 0.0, market.site_capacity)
    flow, sales = np.maximum(answer.flow, 0.0), np.maximum(answer.sales, 0.0)
    total = flow.sum(axis=0)
    paid = _buyers_price(market, sales)
    value = objective(market, groups.conduct, conduct_slope, production, total, sales)
    most = bound(
        market, groups.conduct, conduct_slope, site_group, paid, cost, total,
        np.maximum(answer.shadow_price, 0.0), np.maximum(answer.floor_price, 0.0),
    )  # fmt: skip
    size = max(abs(value), float(np.nansum(paid * sales.sum(axis=0))), 1e-12)
    site_value = np.where(
        market.site_capacity > 0, answer.value[site_group, market.site_node], np.nan
    )
    making = market.cost_intercept * production + 0.5 * market.cost_slope * production**2
    by_seller, sold = _by_seller(market, groups, production, flow, sales)
    held_back = 0.5 * (groups.conduct[:, None] * np.nan_to_num(conduct_slope) * sales**2).sum()
    return Equilibrium(
        production=production,
        consumption=sales.sum(axis=0),
        flow=total,
        flow_by_seller=by_seller,
        sales=sold,
        price=_prices(market, paid, answer, production, flow, site_group, cost),
        shadow_price=np.maximum(answer.shadow_price, 0.0),
        floor_price=np.maximum(answer.floor_price, 0.0),
        site_value=site_value,
        rent=np.nan_to_num(site_value) * production - making,
        welfare=value + float(held_back + (market.tariff * total).sum()),
        gap=(most - value) / size,
        residual=residual(market, site_group, production, flow, sales),
        iterations=iterations,
        rounds=rounds,
        status=answer.status,
    )


def _prices(
    market: Market, paid: Array, answer: Answer, production: Array, flow: Array,
    site_group: Index, cost: Array,
) -> Array:  # fmt: skip
    """What buyers pay; elsewhere the mean marginal value of what passes, or the least cost of a unit."""
    through = np.zeros_like(answer.value)
    np.add.at(through, (site_group, market.site_node), production)
    for g in range(len(flow)):
        np.add.at(through[g], market.head, (1.0 - market.loss) * flow[g])
    through[through < 1e-7 * max(float(through.max(initial=0.0)), 1e-300)] = 0.0
    all_through = through.sum(axis=0)
    passing = (np.nan_to_num(answer.value) * through).sum(axis=0)
    least = cost.min(axis=0)
    elsewhere = np.divide(passing, all_through, out=least, where=all_through > 0)
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
        made = np.where(groups.of_seller[market.site_seller] == g, production, 0.0)
        mixed = shares(market, made, flow[g], origin)
        by_seller += mixed[market.tail].T * flow[g]
        sold += mixed.T * sales[g]
    return by_seller, sold
