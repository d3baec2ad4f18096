"""Routes worth using: delivered costs by shortest paths, and which arcs a seller's flows need.

A seller's flows need only the arcs of profitable routes. They begin with a guess and are added until no
route is left that would bring more than it costs (column generation: Ford & Fulkerson 1958).
"""

from __future__ import annotations

import numpy as np

from comity.simulate.energy.market import Array, Index, Market, Mask
from comity.simulate.energy.sellers import Groups

__all__ = ["contract_routes", "delivered_costs", "mark_routes", "starting_costs", "wider_routes"]


def starting_costs(market: Market, groups: Groups, marginal: Array) -> Array:
    """Cost (G, N) of a unit where a group produces it, from marginal costs (P,); infinity elsewhere."""
    start = np.full(groups.reach.shape, np.inf)
    working = np.flatnonzero(market.site_capacity > 0)
    np.minimum.at(start, (groups.of_site[working], market.site_node[working]), marginal[working])
    return start


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
    cost, last = start.T.copy(), np.full(start.shape, -1, dtype=np.intp)
    arcs = np.flatnonzero(market.arc_capacity > 0)
    if not len(arcs):
        return start.copy(), last
    arcs = arcs[np.argsort(market.head[arcs], kind="stable")]
    heads, first, segment = np.unique(market.head[arcs], return_index=True, return_inverse=True)
    tail, price, kept = market.tail[arcs], toll[arcs, None], 1.0 - market.loss[arcs, None]
    settled = np.zeros(cost.shape, dtype=np.intp)  # the sweep in which a cost fell last
    for sweep in range(1, len(cost) + 1):
        offered = (cost[tail] + price) / kept
        best = np.minimum.reduceat(offered, first, axis=0)
        better = best + 1e-12 * (1.0 + np.abs(best)) < cost[heads]
        if not better.any():
            break
        cost[heads] = np.where(better, best, cost[heads])
        settled[heads] = np.where(better, sweep, settled[heads])
    offered = (cost[tail] + price) / kept
    arrives = (offered <= cost[heads][segment]) & (settled[tail] < settled[heads][segment])
    place, group = np.nonzero(arrives)
    last[group, market.head[arcs[place]]] = arcs[place]
    return cost.T.copy(), last


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


def _onward(market: Market, toll: Array) -> Index:
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


def contract_routes(market: Market, groups: Groups, toll: Array, last: Index, used: Mask) -> None:
    """Add to the arcs in use (G, A), for each contract and each group in reach, one route that fulfils it."""
    contracts = np.flatnonzero(market.arc_floor > 0)
    onward = _onward(market, toll) if len(contracts) else last[0]
    for a in contracts:
        able = groups.reach[:, market.tail[a]]
        ends = np.zeros_like(groups.reach)
        ends[able, market.tail[a]] = True
        mark_routes(market, last, ends, used)
        node, path = int(market.head[a]), [int(a)]
        while onward[node] >= 0 and len(path) <= len(onward):
            path.append(int(onward[node]))
            node = int(market.head[path[-1]])
        used[np.ix_(able, np.array(path))] = True


def wider_routes(market: Market, groups: Groups, used: Mask) -> Mask:
    """More arcs (G, A) than are in use: those between places a group passes; if it has them, all in reach."""
    group, arc = np.nonzero(used)
    passed = np.zeros_like(groups.reach)
    passed[group, market.tail[arc]] = True
    passed[group, market.head[arc]] = True
    usable = market.arc_capacity > 0
    between: Mask = used | (passed[:, market.tail] & passed[:, market.head] & usable)
    everything: Mask = groups.reach[:, market.tail] & usable
    return between if between.sum() > used.sum() else everything
