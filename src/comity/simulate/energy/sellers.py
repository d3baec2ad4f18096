"""Sellers as the equilibrium sees them: who acts alone, and where each can go.

Price takers behave as one, so they are pooled into a single fringe; every seller with market power is a
group of its own, with flows of its own.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from comity.simulate.energy.market import Array, Index, Market, Mask, reached

__all__ = ["Groups", "group_sellers"]


@dataclass(frozen=True, slots=True)
class Groups:
    """Sellers that act as one; G groups.

    Attributes
    ----------
    of_seller : (S,)
        Group of each seller.
    of_site : (P,)
        Group of each site.
    conduct : (G,)
    reach : (G, N)
        Places each group's production can arrive at.
    """

    of_seller: Index
    of_site: Index
    conduct: Array
    reach: Mask


def group_sellers(market: Market) -> Groups:
    """Price takers pooled, the others one by one; sellers without production are left with the first."""
    produces = market.site_capacity > 0
    active = np.zeros(len(market.conduct), dtype=bool)
    active[market.site_seller[produces]] = True
    alone = np.flatnonzero(active & (market.conduct > 0))
    pooled = bool((active & (market.conduct == 0)).any()) or not len(alone)
    of_seller = np.zeros(len(market.conduct), dtype=np.intp)
    of_seller[alone] = np.arange(len(alone)) + pooled
    of_site = of_seller[market.site_seller]
    conduct = np.concatenate([np.zeros(int(pooled)), market.conduct[alone]])
    reach = np.array([
        reached(market, market.site_node[(of_site == g) & produces]) for g in range(len(conduct))
    ])  # fmt: skip
    return Groups(of_seller, of_site, conduct, reach)
