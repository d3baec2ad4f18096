"""The market of one draw: calibrated again with the parameters drawn, on a network laid out once.

Of a network only the cost of its arcs depends on what is drawn, and that is a sum of cost × length, so it is
taken apart once and put together again for each draw.

Where large exporters hold back, they do so abroad: at home prices are regulated or little is used, so that
there they take prices as given. Their market is calibrated in two steps. Without market power first; then
with the mark-ups, while users and sites lean on the quantities and users on the prices of the first step
(as in :mod:`comity.simulate.energy.calibration`), and curves are laid through what comes out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from comity.simulate.case import Case
from comity.simulate.distributions import CARRIAGE, Parameter, conduct_name
from comity.simulate.energy.baseline import calibrated, uncalibrated
from comity.simulate.energy.calibration import Observed, calibrate
from comity.simulate.energy.costs import costs
from comity.simulate.energy.equilibrium import solve
from comity.simulate.energy.market import Array, Equilibrium, Market
from comity.simulate.energy.network import energy_network
from comity.simulate.energy.places import Commodity
from comity.simulate.energy_case import labelled
from comity.simulate.market_power import at_rest, held_back
from comity.world.world import World

__all__ = ["Prototype", "drawn_case", "prototype"]

#: A detour beyond any that is drawn: with it every line is longer than its route.
FAR = 10.0


@dataclass(frozen=True, slots=True)
class Prototype:
    """What the draws of a commodity's market have in common.

    Attributes
    ----------
    case
        The central case without market power, at rest.
    bare
        Its market before calibration.
    observed
        What each draw is calibrated to.
    least, by_detour : (K, A)
        Cost of each arc for one unit of each cost of carriage: the larger of ``least`` and detour ×
        ``by_detour``, as a line is as long as its route, or as the great circle with a detour.
    near
        Where large exporters hold back to the central degree; null without market power.
    """

    case: Case
    bare: Market
    observed: Observed
    least: Array
    by_detour: Array
    near: Equilibrium | None

    @property
    def commodity(self) -> Commodity:
        """``gas`` or ``crude_oil``."""
        return self.case.commodity

    def carriage(self, values: Mapping[str, float]) -> Array:
        """Cost of every arc (A,) with the parameters drawn."""
        each = np.array([values[name] for name in CARRIAGE[self.commodity]])
        made: Array = each @ np.maximum(self.least, values["detour"] * self.by_detour)
        return made


def prototype(world: World, commodity: Commodity, year: int, of: Sequence[Parameter]) -> Prototype:
    """The network of a year taken apart, and its central calibration."""
    network, central = calibrated(world, commodity, year)
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
    bare = uncalibrated(network, network.arrays(), {})
    made = Prototype(replace(case, network=None), bare, observed, least, by_detour, None)
    if not any(each.name.startswith(f"conduct_{commodity}_") for each in of):
        return made
    near = drawn_case(made, {each.name: each.value for each in of}).before
    return replace(made, near=near)


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
    observed = replace(
        of.observed,
        demand_elasticity=np.full(len(of.case.places), values[f"demand_elasticity_{of.commodity}"]),
        supply_elasticity=np.full(
            len(of.bare.site_node), values[f"supply_elasticity_{of.commodity}"]
        ),
    )
    found = calibrate(replace(of.bare, arc_cost=of.carriage(values)), observed)
    conduct = np.array([
        values.get(conduct_name(of.commodity, seller), 0.0) for seller in of.bare.seller_names
    ])  # fmt: skip
    if (conduct > 0).any():
        market, near = held_back(found, observed, conduct, of.case.places, of.near)
    else:
        market, near = found.market, None
    return replace(of.case, market=market, before=at_rest(market, of.case.places, near))
