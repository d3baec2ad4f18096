"""Sellers as the equilibrium sees them: who acts alone, where each can go, and at what delivered cost.

Price takers behave as one, so they are pooled into a single fringe; every seller with market power is a
group of its own, with its own flows. A seller's flows need only the arcs that some profitable route uses:
routes are found by shortest paths over costs and shadow prices, and added until none is missing
(column generation: Ford & Fulkerson 1958).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from comity.simulate.energy.market import Array, Index, Market, Mask, reached

__all__ = ["Groups", "delivered_costs", "group_sellers", "mark_routes", "netback_routes"]


@dataclass(frozen=True, slots=True)
class Groups:
    """Sellers that act as one.

    Attributes
    ----------
    of_seller : (S,)
        Group of each seller.
    conduct : (G,)
    reach : (G, N)
        Places each group's production can arrive at.
    """

    of_seller: Index
    conduct: Array
    reach: Mask


def group_sellers(market: Market) -> Groups:
    """Price takers pooled, the others one by one; sellers without production are left with the first."""
    active = np.zeros(len(market.conduct), dtype=bool)
    active[market.site_seller[market.site_capacity > 0]] = True
    alone = np.flatnonzero(active & (market.conduct > 0))
    pooled = bool((active & (market.conduct == 0)).any()) or not len(alone)
    of_seller = np.zeros(len(market.conduct), dtype=np.intp)
    of_seller[alone] = np.arange(len(alone)) + pooled
    conduct = np.concatenate([np.zeros(int(pooled)), market.conduct[alone]])
    group = of_seller[market.site_seller]
    produces = market.site_capacity > 0
    reach = np.array([
        reached(market, market.site_node[(group == g) & produces]) for g in range(len(conduct))
    ])  # fmt: skip
    return Groups(of_seller, conduct, reach)


def delivered_costs(market: Market, start: Array, toll: Array) -> tuple[Array, Index]:
    """Least cost of having a unit at each node, and the arc by which it arrives last.

    Parameters
    ----------
    start : (G, N)
        Cost of a unit where a group can have it without carrying; infinity elsewhere.
    toll : (A,)
        Cost of carrying a unit that enters an arc, shadow prices and tariffs included.

    Returns
    -------
    (G, N), (G, N)
        Costs, infinity where out of reach, and arcs, −1 where the route begins. Routes that would lower
        the cost for ever (a subsidised circle) are followed for N arcs at most.
    """
    cost, last = start.copy(), np.full(start.shape, -1, dtype=np.intp)
    open_arcs = np.flatnonzero(market.arc_capacity > 0)
    if not len(open_arcs):
        return cost, last
    open_arcs = open_arcs[np.argsort(market.head[open_arcs], kind="stable")]
    heads, first = np.unique(market.head[open_arcs], return_index=True)
    tail, kept = market.tail[open_arcs], 1.0 - market.loss[open_arcs]
    segment = np.searchsorted(heads, market.head[open_arcs])
    for _ in range(start.shape[1]):
        offered = (cost[:, tail] + toll[open_arcs]) / kept
        best = np.minimum.reduceat(offered, first, axis=1)
        better = best + 1e-12 * (1.0 + np.abs(best)) < cost[:, heads]
        if not better.any():
            break
        rows, places = np.nonzero((offered == best[:, segment]) & better[:, segment])
        last[rows, market.head[open_arcs[places]]] = open_arcs[places]
        cost[:, heads] = np.where(better, best, cost[:, heads])
    return cost, last


def mark_routes(market: Market, last: Index, ends: Mask, used: Mask) -> None:
    """Add to the arcs in use (G, A) the routes that end at the marked places (G, N), walking backwards."""
    group, node = np.nonzero(ends)
    for _ in range(last.shape[1]):
        arc = last[group, node]
        going = arc >= 0
        group, arc = group[going], arc[going]
        if not len(arc):
            return
        used[group, arc] = True
        node = market.tail[arc]


def netback_routes(market: Market, toll: Array) -> Index:
    """The arc (N,) by which a unit at each node goes on to its best market; −1 where it is used there."""
    value = np.where(np.isnan(market.demand_intercept), -np.inf, market.demand_intercept)
    onward = np.full(len(value), -1, dtype=np.intp)
    for _ in range(len(value)):
        offered = (1.0 - market.loss) * value[market.head] - toll
        offered[market.arc_capacity <= 0] = -np.inf
        best = np.full(len(value), -np.inf)
        np.maximum.at(best, market.tail, offered)
        better = best - 1e-12 * (1.0 + np.abs(best)) > value
        if not better.any():
            break
        mine = np.flatnonzero(better[market.tail] & (offered == best[market.tail]))
        onward[market.tail[mine]] = mine
        value = np.where(better, best, value)
    return onward
