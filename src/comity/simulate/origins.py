"""From where to where: the sales of an equilibrium by place of production, and how they travelled.

What meets at a node is mixed in proportion (as in :mod:`comity.simulate.energy.mixing`), seller by seller.
A unit that travelled by sea on any leg counts as carried by sea: a cargo landed at Zeebrugge and piped on to
Germany is LNG for Germany.
"""

from __future__ import annotations

import numpy as np
from scipy.sparse import coo_array, diags_array
from scipy.sparse.linalg import splu

from comity.simulate.case import Case
from comity.simulate.energy.market import Array, Equilibrium

__all__ = ["bilateral"]

#: A seller's stream below this share of the largest is rounding.
TRACE = 1e-9


def bilateral(case: Case, found: Equilibrium) -> tuple[Array, tuple[str, ...]]:
    """Quantities (M, N, 2) from each place of production to each node, overland and by sea.

    Returns
    -------
    (M, N, 2)
        Last axis: overland, by sea.
    M names
        Places of production.
    """
    market, n = case.market, len(case.places)
    origins = tuple(dict.fromkeys(case.places[s] for s in market.site_node))
    row = {place: m for m, place in enumerate(origins)}
    of_site = np.array([row[case.places[s]] for s in market.site_node], dtype=np.intp)
    by_sea = np.array([way.means == "sea" for way in case.ways], dtype=bool)
    out = np.zeros((len(origins), n, 2))
    for s in range(len(market.conduct)):
        mine = market.site_seller == s
        sold = found.sales[s]
        if not mine.any() or sold.sum() <= 0:
            continue
        made = np.zeros((2 * n, len(origins)))
        np.add.at(made, (market.site_node[mine], of_site[mine]), found.production[mine])
        share = _shares(case, found.flow_by_seller[s], made, by_sea)
        out[:, :, 0] += share[:n].T * sold
        out[:, :, 1] += share[n:].T * sold
    return out, origins


def _shares(case: Case, flow: Array, made: Array, by_sea: np.ndarray) -> Array:
    """Shares (2N, M) of each origin at each node, overland first; both halves of a node sum to one."""
    market, n = case.market, len(case.places)
    arriving = (1.0 - market.loss) * flow
    through = made[:n].sum(axis=1)
    np.add.at(through, market.head, arriving)
    there = through > TRACE * max(float(through.max(initial=0.0)), 1e-300)
    used = np.flatnonzero((arriving > 0) & there[market.head])
    tail, head, much = market.tail[used], market.head[used], arriving[used]
    entered = np.where(by_sea[used], n, 0)
    weight = np.where(there, through * (1.0 + 1e-12), 1.0)
    rows = np.concatenate([head + entered, head + n])
    columns = np.concatenate([tail, tail + n])
    values = np.concatenate([much, much])
    inflow = coo_array((values, (rows, columns)), shape=(2 * n, 2 * n))
    system = (diags_array(np.tile(weight, 2)) - inflow).tocsc()
    share = np.maximum(splu(system).solve(np.where(np.tile(there, 2)[:, None], made, 0.0)), 0.0)
    total = share[:n].sum(axis=1) + share[n:].sum(axis=1)
    scale = np.divide(1.0, total, out=np.zeros(n), where=total > 0)
    mixed: Array = share * np.tile(scale, 2)[:, None]
    return mixed
