"""Whose gas is it: what passes a node is a mixture, and every stream that leaves it has the same shares.

Proportional sharing (Bialek 1996, for electric power): the only rule that asks for nothing but the flows.
"""

from __future__ import annotations

import numpy as np
from scipy.sparse import csc_array, diags_array
from scipy.sparse.linalg import splu

from comity.simulate.energy.market import Array, Market

__all__ = ["shares"]


def shares(market: Market, production: Array, flow: Array, origin: Array) -> Array:
    """Shares (N, K) of each origin in what is at each node.

    Parameters
    ----------
    production : (P,)
    flow : (A,)
    origin : (P, K)
        Share of each site's production that counts for each origin: one 1 in every row.

    Returns
    -------
    (N, K)
        Rows sum to one; zero where nothing arrives.
    """
    n = len(market.demand_intercept)
    arriving = (1.0 - market.loss) * flow
    made = np.zeros((n, origin.shape[1]))
    np.add.at(made, market.site_node, production[:, None] * origin)
    through = made.sum(axis=1)
    np.add.at(through, market.head, arriving)
    there = through > 1e-9 * max(float(through.max(initial=0.0)), 1e-300)
    # A trace of leakage keeps the system solvable where a circle of pipes has no production behind it.
    inflow = csc_array((-arriving * there[market.head], (market.head, market.tail)), shape=(n, n))
    kept = diags_array(np.where(there, through * (1.0 + 1e-12), 1.0))
    found = splu(csc_array(kept + inflow)).solve(np.where(there[:, None], made, 0.0))
    found = np.maximum(found, 0.0)
    sums = found.sum(axis=1, keepdims=True)
    mixed: Array = np.divide(found, sums, out=np.zeros_like(found), where=sums > 0)
    return mixed
