"""What was observed in a base year, and the market whose users and sites lean on it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from comity.errors import DataError
from comity.simulate.energy.market import Array, Market

__all__ = ["Observed", "arc_sizes", "leaning_market", "mean_price", "without_traces"]

#: A price nobody observed may lie this far from the mean reference, as a share of it.
UNKNOWN = 3.0
#: Marginal cost of production where no prior is given, as a share of the mean reference price.
USUAL_COST = 0.5
#: Marginal cost of production never falls below this share of the mean reference price.
LEAST_COST = 0.05
#: Slope of an arc's cost where a flow was observed: doubling it costs this share of the mean price.
INERTIA = 0.3
#: Quantities smaller than this share of all consumption are taken for none.
TRACE = 1e-7


@dataclass(frozen=True, slots=True)
class Observed:
    """What was seen in the base year.

    Attributes
    ----------
    production : (P,)
    consumption : (N,)
        Zero where nothing is used.
    reference_price : (N,)
        NaN where unknown; at least one is needed.
    demand_elasticity : (N,)
        Size of the price elasticity of demand, above zero.
    supply_elasticity : (P,)
    marginal_cost : (P,)
        At the observed production; NaN, or left out, where unknown.
    flow : (A,)
        Flows known from elsewhere; NaN, or left out, where unknown.
    quantity_tolerance, price_tolerance
        Standard deviations of production and consumption, and of reference prices and costs, as shares.
    """

    production: Array
    consumption: Array
    reference_price: Array
    demand_elasticity: Array
    supply_elasticity: Array
    marginal_cost: Array | None = None
    flow: Array | None = None
    quantity_tolerance: float = 0.02
    price_tolerance: float = 0.1


def without_traces(observed: Observed) -> Observed:
    """What was observed, without quantities too small to matter."""
    least = TRACE * float(observed.consumption.sum())
    return replace(
        observed,
        production=np.where(np.abs(observed.production) > least, observed.production, 0.0),
        consumption=np.where(np.abs(observed.consumption) > least, observed.consumption, 0.0),
    )


def mean_price(network: Market, observed: Observed) -> float:
    """Mean reference price, weighted by consumption; also where bad input is refused."""
    known = ~np.isnan(observed.reference_price) & (observed.consumption > 0)
    if not known.any():
        raise DataError("calibration needs a reference price at one place with consumption or more")
    problems = [
        f"{network.node(n)}: {what} is {values[n]:g}, not {expected}"
        for what, values, right, expected in (
            ("consumption", observed.consumption, observed.consumption >= 0, "zero or more"),
            ("elasticity of demand", observed.demand_elasticity,
             (observed.demand_elasticity > 0) | (observed.consumption == 0), "above zero"),
            ("reference price", observed.reference_price,
             ~(observed.reference_price <= 0), "above zero"),
        )
        for n in np.flatnonzero(~right)
    ]  # fmt: skip
    problems += [
        f"site {p} at {network.node(network.site_node[p])}: {what} is {values[p]:g}, not {expected}"
        for what, values, right, expected in (
            ("production", observed.production, observed.production >= 0, "zero or more"),
            ("elasticity of supply", observed.supply_elasticity,
             (observed.supply_elasticity > 0) | (observed.production == 0), "above zero"),
        )
        for p in np.flatnonzero(~right)
    ]  # fmt: skip
    if min(observed.quantity_tolerance, observed.price_tolerance) <= 0:
        problems.append("tolerances of quantities and prices must be above zero")
    if problems:
        raise DataError.many(problems)
    return float(np.average(observed.reference_price[known], weights=observed.consumption[known]))


def leaning_market(network: Market, observed: Observed, level: float) -> Market:
    """The market whose users and sites lean on what was observed."""
    used, made = observed.consumption > 0, observed.production > 0
    known = ~np.isnan(observed.reference_price)
    reference = np.where(known, observed.reference_price, level)
    freedom = np.where(known, observed.price_tolerance, UNKNOWN) * reference
    slope = np.full(len(used), np.nan)
    slope[used] = freedom[used] / (observed.quantity_tolerance * observed.consumption[used])

    stated = (
        np.full(len(made), np.nan) if observed.marginal_cost is None else observed.marginal_cost
    )
    prior = np.where(np.isnan(stated), USUAL_COST * level, stated)
    freedom = np.where(np.isnan(stated), UNKNOWN, observed.price_tolerance) * level
    rise = np.zeros(len(made))
    rise[made] = freedom[made] / (observed.quantity_tolerance * observed.production[made])

    arc_cost, arc_slope = network.arc_cost, network.arc_slope
    if observed.flow is not None:
        seen = ~np.isnan(observed.flow)
        usual = np.maximum(np.nan_to_num(observed.flow), 1e-3 * observed.consumption.sum())
        pull = np.where(seen, INERTIA * level / usual, 0.0)
        arc_cost = arc_cost - pull * np.nan_to_num(observed.flow)
        arc_slope = arc_slope + pull
    return replace(
        network,
        demand_intercept=reference + slope * observed.consumption,
        demand_slope=slope,
        cost_intercept=prior - rise * observed.production,
        cost_slope=rise,
        cost_floor=np.full(len(made), LEAST_COST * level),
        site_capacity=np.where(made, np.maximum(network.site_capacity, observed.production), 0.0),
        arc_cost=arc_cost,
        arc_slope=arc_slope,
    )


def arc_sizes(network: Market, observed: Observed, least_cost: Array) -> Array:
    """What could flow on each arc (A,): the smaller of the places it joins, or what passes at least cost."""
    local = observed.consumption.copy()
    made = np.zeros_like(local)
    np.add.at(made, network.site_node, observed.production)
    total = float(observed.consumption.sum())
    local = np.maximum(local, made)
    local = np.where(local > 0, local, total)
    size = np.minimum(np.minimum(local[network.tail], local[network.head]), network.arc_capacity)
    floored: Array = np.maximum(np.maximum(size, least_cost), 1e-4 * total)
    return floored
