"""Marginal costs with a floor, as two pieces of a site: one flat, one rising.

A line through the observed point with an inelastic slope says that the first units cost less than nothing;
a seller cut off from its markets would then pay to get rid of them. The floor keeps that from happening.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from comity.simulate.energy.market import Equilibrium, Index, Market

__all__ = ["fold", "in_pieces"]


def in_pieces(market: Market) -> tuple[Market, Index]:
    """The market with a site more for every floor that matters, and the site each of its sites is part of.

    Sites keep their order; the flat pieces follow them.
    """
    floor, slope = market.cost_floor, market.cost_slope
    bends = floor > market.cost_intercept
    kink = np.zeros(len(floor))
    np.divide(floor - market.cost_intercept, slope, out=kink, where=bends & (slope > 0))
    kink[bends & (slope == 0)] = np.inf
    kink = np.minimum(kink, market.site_capacity)
    flat = np.flatnonzero(bends & (kink > 0))
    part_of = np.concatenate([np.arange(len(floor)), flat])
    return replace(
        market,
        site_node=market.site_node[part_of],
        site_seller=market.site_seller[part_of],
        cost_intercept=np.concatenate([np.where(bends, floor, market.cost_intercept), floor[flat]]),
        cost_slope=np.concatenate([slope, np.zeros(len(flat))]),
        site_capacity=np.concatenate(
            [
                np.where(bends & (kink > 0), market.site_capacity - kink, market.site_capacity),
                kink[flat],
            ]
        ),
        cost_floor=np.empty(0),
    ), part_of


def fold(found: Equilibrium, part_of: Index, sites: int) -> Equilibrium:
    """An equilibrium of the pieces as one of the sites."""
    value = found.site_value[:sites].copy()
    extra = part_of[sites:]
    value[extra] = found.site_value[sites:]
    made = np.bincount(part_of, weights=found.production, minlength=sites)
    rent = np.bincount(part_of, weights=found.rent, minlength=sites)
    return replace(
        found,
        production=made.astype(np.float64),
        rent=rent.astype(np.float64),
        site_value=value,
    )
