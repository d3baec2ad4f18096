"""Calibration: a market whose equilibrium is what was observed.

One quadratic program balances what was seen against what the network allows. Users and sites lean on their
observed quantities, and prices on their references:

    price at n = reference − w (Q − observed),   marginal cost at p = prior + v (q − observed),

with w and v the tolerance for prices over the tolerance for quantities. In the primal the program pays the
square of what is adjusted in quantities, in the dual the square of what is adjusted in prices, so that both
are least squares with weights of their own; flows that nobody observed are those of least cost that fit.
Demand and cost curves are then laid through the quantities and prices found, which makes them an
equilibrium exactly: positive mathematical programming (Howitt 1995), with the duals of a regularised
transport problem as prices. Where sellers have market power, their mark-ups depend on the slopes of demand
and these on prices, so slopes and prices are found in turn.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from comity.errors import DataError
from comity.simulate.energy.equilibrium import solve
from comity.simulate.energy.market import Array, Equilibrium, Market, Mask
from comity.simulate.energy.observed import (
    Observed,
    arc_sizes,
    leaning_market,
    mean_price,
    without_traces,
)

__all__ = ["Calibration", "Observed", "calibrate"]

#: A price this many times its reference (the mean where unknown) is a sign of a wrong quantity or a missing
#: link: from there on quantities give way more easily, by this factor (after Huber 1964).
CEILING, EASIER = 3.0, 0.1
ROUNDS, SETTLED = 30, 1e-3
#: No mark-up is more than this share of a price: where demand as inelastic as asked for would make it
#: so, demand is taken to be more elastic.
MOST_MARKUP = 0.8
#: Share of the way (in logarithms) from one round's slopes to the next.
STEP = 0.8
#: A place that can get less than this share of what it used cannot be calibrated.
STARVED = 0.02


@dataclass(frozen=True, slots=True)
class Calibration:
    """A calibrated market, and what had to give.

    Attributes
    ----------
    market
        Its equilibrium has the production, consumption, flows and prices below.
    production, consumption, flow, price : (P,), (N,), (A,), (N,)
        Reconciled quantities, estimated flows, implied prices.
    production_adjustment, consumption_adjustment : (P,), (N,)
        Reconciled − observed.
    price_residual : (N,)
        Implied − reference price; NaN without a reference.
    flow_residual : (A,)
        Estimated − observed flow; NaN where none was observed.
    elasticity : (N,)
        Of demand at the equilibrium. It differs from the one asked for where a seller's conduct times its
        share of a market is near or above it: no positive marginal cost would then explain the price.
    rounds
        Of slopes and prices in turn; 1 where nobody has market power.
    equilibrium
        Of the program that reconciled: certificate, sales, shadow prices.
    """

    market: Market
    production: Array
    consumption: Array
    flow: Array
    price: Array
    production_adjustment: Array
    consumption_adjustment: Array
    price_residual: Array
    flow_residual: Array
    elasticity: Array
    rounds: int
    equilibrium: Equilibrium

    def summary(self) -> dict[str, float]:
        """Sizes of the residuals: quantities as shares of the total, prices as root mean squares."""
        known = ~np.isnan(self.price_residual)
        seen = ~np.isnan(self.flow_residual)
        total = max(float(self.consumption.sum()), 1e-12)
        return {
            "production_adjusted": float(np.abs(self.production_adjustment).sum()) / total,
            "consumption_adjusted": float(np.abs(self.consumption_adjustment).sum()) / total,
            "price_rms": float(np.sqrt(np.mean(self.price_residual[known] ** 2))),
            "prices_known": int(known.sum()),
            "flow_missed": float(np.abs(self.flow_residual[seen]).sum()) / total,
            "flows_known": int(seen.sum()),
            "gap": self.equilibrium.gap,
        }


def calibrate(network: Market, observed: Observed, *, spread: float = 0.0) -> Calibration:
    """A market on a network whose equilibrium has the observed marginals, as far as the network allows.

    Parameters
    ----------
    network
        Its arcs, sites, capacities and conduct are kept, but that a site can make what it made; its demand
        and its costs of production are not read.
    spread
        What keeps flows from all taking the cheapest route: the cost of an arc rises by this share of the
        mean price as its flow grows to the size of the smaller place it joins, or to what passes at least
        cost where that is more. Zero leaves costs as they are.

    Raises
    ------
    DataError
        Where no price is known, a tolerance or elasticity is not above zero, or a place cannot be supplied.
    SolveError
        From :func:`solve`.
    """
    observed = without_traces(observed)
    level = mean_price(network, observed)
    strict = reconciling = leaning_market(network, observed, level)
    used = observed.consumption > 0
    guess = np.where(np.isnan(observed.reference_price), level, observed.reference_price)
    conduct_slope = _slope(guess, observed.consumption, observed, used, level)
    found: Equilibrium | None = None
    if spread > 0:
        found = solve(strict, conduct_slope=conduct_slope)
        rise = spread * level / arc_sizes(network, observed, found.flow)
        strict = reconciling = replace(strict, arc_slope=strict.arc_slope + rise)
    rounds, strong = 0, bool((network.conduct > 0).any())
    while True:
        found = solve(reconciling, conduct_slope=conduct_slope, near=found)
        rounds += 1
        power = (network.conduct[:, None] * found.sales).max(axis=0)
        slope = _slope(found.price, found.consumption, observed, used, level, power)
        moved = float(np.nanmax(np.abs(slope / conduct_slope - 1.0))) if strong else 0.0
        softer = _softer(strict, observed, guess, found)
        moved = max(moved, float(np.nanmax(np.abs(softer / reconciling.demand_slope - 1.0))))
        if moved < SETTLED or rounds == ROUNDS:
            break
        conduct_slope = conduct_slope * (slope / conduct_slope) ** STEP
        reconciling = replace(
            reconciling,
            demand_slope=softer,
            demand_intercept=guess + softer * observed.consumption,
        )
    _refuse_starved(network, observed, found)
    # Mark-ups were reckoned with the slopes of the last round: demand must have just these.
    market = _through(reconciling, observed, found, conduct_slope if strong else slope)
    flows = np.full(len(network.tail), np.nan) if observed.flow is None else observed.flow
    return Calibration(
        market=market,
        production=found.production,
        consumption=found.consumption,
        flow=found.flow,
        price=found.price,
        production_adjustment=found.production - observed.production,
        consumption_adjustment=found.consumption - observed.consumption,
        price_residual=found.price - observed.reference_price,
        flow_residual=found.flow - flows,
        elasticity=np.divide(
            np.abs(found.price), market.demand_slope * found.consumption,
            out=np.full(len(used), np.nan), where=used,
        ),
        rounds=rounds,
        equilibrium=found,
    )  # fmt: skip


def _softer(strict: Market, observed: Observed, guess: Array, found: Equilibrium) -> Array:
    """Slopes (N,) that lie on the curve which bends at the ceiling."""
    short = strict.demand_slope * np.maximum(observed.consumption - found.consumption, 0.0)
    most = (CEILING - 1.0) * guess
    bent = most + EASIER * (short - most)
    weight = np.divide(bent, short, out=np.ones_like(short), where=short > most)
    softer: Array = strict.demand_slope * weight
    return softer


def _slope(
    price: Array, quantity: Array, observed: Observed, used: Mask, level: float, power: Array | None = None
) -> Array:  # fmt: skip
    """Slope of inverse demand (N,) with the elasticity asked for at a price and quantity.

    ``power`` (N,) is the largest seller's quantity times its conduct.
    """
    slope = np.full(len(used), np.nan)
    near_zero = np.maximum(np.abs(price[used]), 0.01 * level)
    answering = observed.demand_elasticity[used] * quantity[used]
    if power is not None:
        answering = np.maximum(answering, power[used] / MOST_MARKUP)
    slope[used] = near_zero / answering
    return slope


def _refuse_starved(network: Market, observed: Observed, found: Equilibrium) -> None:
    starved = (observed.consumption > 0) & (found.consumption < STARVED * observed.consumption)
    lines = [
        f"{network.node(n)} used {observed.consumption[n]:g} and the network brings it "
        f"{found.consumption[n]:.3g}: add a link or capacity to it, or leave its demand out"
        for n in np.flatnonzero(starved)
    ]
    if lines:
        raise DataError("places that cannot be supplied:\n  " + "\n  ".join(lines))


def _through(reconciling: Market, observed: Observed, found: Equilibrium, slope: Array) -> Market:
    """Curves through the quantities and prices found."""
    made = observed.production > 0
    produced = np.maximum(found.production, STARVED * observed.production)
    marginal = reconciling.cost_intercept + reconciling.cost_slope * found.production
    marginal = np.maximum(marginal, reconciling.cost_floor)
    rise = np.zeros(len(made))
    rise[made] = marginal[made] / (observed.supply_elasticity[made] * produced[made])
    return replace(
        reconciling,
        demand_intercept=found.price + slope * found.consumption,
        demand_slope=slope,
        cost_intercept=marginal - rise * found.production,
        cost_slope=rise,
    )
