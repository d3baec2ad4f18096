"""The market of one draw: calibrated again with the parameters drawn, on a network laid out once.

Of a network only the cost of its arcs depends on what is drawn, and that is a sum of cost × length, so it is
taken apart once and put together again for each draw. Without market power the market is then calibrated
anew. With it calibration takes many rounds: there the curves of the central calibration are turned about its
quantities and prices to the elasticities drawn, and what mark-ups and carriage change is taken off (or put
on) the cost of production, seller by seller, so that each still earns its margin where it sold.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from comity.simulate.case import Case
from comity.simulate.distributions import CARRIAGE, Parameter, conduct_name
from comity.simulate.energy.baseline import calibrated, uncalibrated
from comity.simulate.energy.calibration import MOST_MARKUP, Observed, calibrate
from comity.simulate.energy.costs import costs
from comity.simulate.energy.equilibrium import solve
from comity.simulate.energy.market import Array, Market
from comity.simulate.energy.network import energy_network
from comity.simulate.energy.places import Commodity
from comity.simulate.energy_case import labelled
from comity.world.world import World

__all__ = ["Prototype", "drawn_case", "prototype"]

#: Marginal cost of production never falls below this share of the central one.
LEAST_COST = 0.05
#: A detour beyond any that is drawn: with it every line is longer than its route.
FAR = 10.0


@dataclass(frozen=True, slots=True)
class Prototype:
    """What the draws of a commodity's market have in common.

    Attributes
    ----------
    case
        The central case, at rest.
    bare
        Its market before calibration.
    observed
        What each draw is calibrated to.
    least, by_detour : (K, A)
        Cost of each arc for one unit of each cost of carriage: the larger of ``least`` and detour ×
        ``by_detour``, as a line is as long as its route, or as the great circle with a detour.
    cournot
        Whether sellers have market power.
    """

    case: Case
    bare: Market
    observed: Observed
    least: Array
    by_detour: Array
    cournot: bool

    @property
    def commodity(self) -> Commodity:
        """``gas`` or ``crude_oil``."""
        return self.case.commodity

    def carriage(self, values: Mapping[str, float]) -> Array:
        """Cost of every arc (A,) with the parameters drawn."""
        each = np.array([values[name] for name in CARRIAGE[self.commodity]])
        made: Array = each @ np.maximum(self.least, values["detour"] * self.by_detour)
        return made


def prototype(
    world: World, commodity: Commodity, year: int, of: tuple[Parameter, ...], *, cournot: bool
) -> Prototype:
    """The network of a year taken apart, and its central calibration."""
    conduct = {
        each.name.rpartition("_")[2]: each.value
        for each in of
        if each.name.startswith(f"conduct_{commodity}_")
    }
    network, central = calibrated(world, commodity, year, conduct=conduct)
    observed = Observed(
        production=central.production - central.production_adjustment,
        consumption=central.consumption - central.consumption_adjustment,
        reference_price=central.price - central.price_residual,
        demand_elasticity=np.ones(len(central.price)),
        supply_elasticity=np.ones(len(central.production)),
        flow=central.flow - central.flow_residual,
    )
    least, by_detour = _taken_apart(world, commodity, year)
    case = labelled(network, central.market, solve(central.market))
    slim = replace(case, network=None)
    return Prototype(
        slim, uncalibrated(network, network.arrays(), conduct), observed, least, by_detour, cournot
    )


def _taken_apart(world: World, commodity: Commodity, year: int) -> tuple[Array, Array]:
    names = CARRIAGE[commodity]
    nothing = dict.fromkeys(names, 0.0)
    least: list[Array] = []
    most: list[Array] = []
    for name in names:
        for detour, into in ((0.0, least), (FAR, most)):
            unit = costs(**(nothing | {name: 1.0, "detour": detour}))
            into.append(energy_network(world, commodity, year, cost=unit).arrays().cost)
    return np.array(least), np.array(most) / FAR


def drawn_case(of: Prototype, values: Mapping[str, float]) -> Case:
    """The case of one draw, at rest.

    Raises
    ------
    ComityError
        Where the market cannot be calibrated or solved with these parameters.
    """
    if of.cournot:
        return _turned(of, values)
    observed = replace(
        of.observed,
        demand_elasticity=np.full(len(of.case.places), values[f"demand_elasticity_{of.commodity}"]),
        supply_elasticity=np.full(
            len(of.bare.site_node), values[f"supply_elasticity_{of.commodity}"]
        ),
    )
    market = calibrate(replace(of.bare, arc_cost=of.carriage(values)), observed).market
    return replace(of.case, market=market, before=solve(market))


def _turned(of: Prototype, values: Mapping[str, float]) -> Case:
    market, found = of.case.market, of.case.before
    conduct = np.array([
        values.get(conduct_name(of.commodity, seller), 0.0) for seller in market.seller_names
    ])  # fmt: skip
    used = ~np.isnan(market.demand_slope)
    elasticity = values[f"demand_elasticity_{of.commodity}"]
    power = (conduct[:, None] * found.sales).max(axis=0)
    answering = np.maximum(elasticity * found.consumption, power / MOST_MARKUP)
    price = np.where(used, found.price, np.nan)
    slope = np.abs(price) / np.maximum(answering, 1e-9)
    # mark-ups and carriage, as means over what each seller sold
    bends = np.nan_to_num(slope), np.nan_to_num(market.demand_slope)
    markup = (conduct[:, None] * bends[0] - market.conduct[:, None] * bends[1]) * found.sales**2
    moved = of.carriage(values) - of.carriage(costs())
    sold = found.sales.sum(axis=1)
    change = np.divide(
        markup.sum(axis=1) + found.flow_by_seller @ moved, sold,
        out=np.zeros_like(sold), where=sold > 0,
    )  # fmt: skip
    marginal = market.cost_intercept + market.cost_slope * found.production
    marginal = np.maximum(marginal, market.cost_floor)
    least = LEAST_COST * float(np.nanmean(price))
    cost = np.maximum(marginal - change[market.site_seller], least)
    made = found.production > 1e-9
    rise = np.where(
        made,
        cost
        / (values[f"supply_elasticity_{of.commodity}"] * np.where(made, found.production, 1.0)),
        market.cost_slope,
    )
    turned = replace(
        market,
        demand_slope=slope,
        demand_intercept=price + slope * found.consumption,
        cost_slope=rise,
        cost_intercept=np.where(made, cost - rise * found.production, market.cost_intercept),
        arc_cost=market.arc_cost + moved,
        conduct=conduct,
    )
    return replace(of.case, market=turned, before=solve(turned, near=found))
