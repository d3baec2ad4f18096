"""Large exporters that hold back abroad and take prices as given at home."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from comity.simulate.case import Mask, state_of
from comity.simulate.energy.calibration import MOST_MARKUP, Calibration, Observed
from comity.simulate.energy.equilibrium import solve
from comity.simulate.energy.market import Array, Equilibrium, Market

__all__ = ["at_rest", "held_back"]

#: Share of the slope of demand that a seller reckons with at home: next to none.
TAKEN = 1e-2
#: Marginal cost may move by this share of the mean price while quantities move by their tolerance.
STIFF = 3.0
#: Of slopes and prices in turn: prices hardly move after the second.
ROUNDS = 2


def at_rest(
    market: Market, places: tuple[str, ...], near: Equilibrium | None = None
) -> Equilibrium:
    """Where a market comes to rest; ``near`` may have fewer arcs, of which those added come last."""
    if not (market.conduct > 0).any():
        return solve(market)
    return solve(
        market,
        conduct_slope=np.where(_at_home(market, places), TAKEN, 1.0) * market.demand_slope,
        near=None if near is None else _longer(near, len(market.tail)),
    )


def held_back(
    found: Calibration, observed: Observed, conduct: Array, places: tuple[str, ...],
    near: Equilibrium | None,
) -> tuple[Market, Equilibrium]:  # fmt: skip
    """A calibrated market of price takers, calibrated again with some sellers' conduct, at rest.

    Parameters
    ----------
    found
        Without market power.
    conduct : (S,)
        Of each seller, abroad.
    near
        An equilibrium of a like market: where to look first.
    """
    market = replace(found.market, conduct=conduct)
    home = _at_home(market, places)
    used, made = ~np.isnan(market.demand_slope), found.production > 0
    level = float(np.average(found.price[used], weights=found.consumption[used]))
    price, quantity, sales = found.price, found.consumption, found.equilibrium.sales
    leaning = _leaning(market, found, observed, level)
    rest = found.equilibrium
    slope = market.demand_slope
    for _ in range(ROUNDS):
        # no mark-up is more than a part of the price, as in the calibration itself
        power = np.where(home, 0.0, (conduct[:, None] * sales).max(axis=0))
        answering = np.maximum(observed.demand_elasticity * quantity, power / MOST_MARKUP)
        slope = np.full(len(used), np.nan)
        slope[used] = np.maximum(np.abs(price[used]), 0.01 * level) / answering[used]
        rest = solve(leaning, conduct_slope=np.where(home, TAKEN, 1.0) * slope, near=near)
        near, price, quantity, sales = rest, rest.price, rest.consumption, rest.sales
    marginal = leaning.cost_intercept + leaning.cost_slope * rest.production
    marginal = np.maximum(marginal, leaning.cost_floor)
    rise = np.zeros(len(made))
    least = np.maximum(rest.production, 0.02 * found.production)
    rise[made] = marginal[made] / (observed.supply_elasticity[made] * least[made])
    market = replace(
        market,
        demand_intercept=rest.price + slope * rest.consumption,
        demand_slope=slope,
        cost_intercept=marginal - rise * rest.production,
        cost_slope=rise,
    )
    return market, rest


def _leaning(market: Market, found: Calibration, observed: Observed, level: float) -> Market:
    """The market whose users lean on quantities and prices, and whose sites lean on quantities."""
    used, made = ~np.isnan(market.demand_slope), found.production > 0
    slope = np.full(len(used), np.nan)
    freedom = observed.price_tolerance * np.maximum(found.price[used], 0.1 * level)
    slope[used] = freedom / (
        observed.quantity_tolerance * np.maximum(found.consumption[used], 1e-9)
    )
    rise = np.zeros(len(made))
    rise[made] = STIFF * level / (observed.quantity_tolerance * found.production[made])
    marginal = market.cost_intercept + market.cost_slope * found.production
    return replace(
        market,
        demand_intercept=found.price + slope * found.consumption,
        demand_slope=slope,
        cost_intercept=marginal - rise * found.production,
        cost_slope=rise,
    )


def _at_home(market: Market, places: tuple[str, ...]) -> Mask:
    """Nodes (N,) in the state of a seller that holds back."""
    strong = {
        name
        for name, conduct in zip(market.seller_names, market.conduct, strict=True)
        if conduct > 0
    }
    return np.array([state_of(place) in strong for place in places], dtype=bool)


def _longer(found: Equilibrium, arcs: int) -> Equilibrium:
    """An equilibrium with arcs that carry nothing, for a market that has more of them."""
    more = arcs - len(found.flow)
    return replace(
        found,
        flow_by_seller=np.pad(found.flow_by_seller, ((0, 0), (0, more))),
        shadow_price=np.pad(found.shadow_price, (0, more)),
    )
