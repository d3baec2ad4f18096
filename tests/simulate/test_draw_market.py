"""Tolerances: costs put together again are the network's to rounding; a market calibrated with the central
parameters is the baseline's to what two solutions of one program differ (1e-4 of a flow)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from comity.simulate.distributions import drawn, parameters
from comity.simulate.draw_market import Prototype, drawn_case, prototype
from comity.simulate.energy.calibration import Observed
from comity.simulate.energy.costs import costs
from comity.simulate.energy.equilibrium import solve
from comity.simulate.energy.network import energy_network
from tests.simulate.energy.energy_world import energy_world
from tests.simulate.small_case import small_case

OIL = parameters(["crude_oil"])


@pytest.fixture(scope="module")
def oil():
    return prototype(energy_world(), "crude_oil", 2023, OIL, cournot=False)


@pytest.mark.parametrize("draw", [0, 1])
def test_costs_put_together_again_are_those_of_the_network(oil, draw):
    values = drawn(OIL, 3, draw)
    rebuilt = energy_network(energy_world(), "crude_oil", 2023, cost=costs(**values))
    assert oil.carriage(values) == pytest.approx(rebuilt.arrays().cost, abs=1e-9)


def test_the_central_draw_is_the_baseline(oil):
    found = drawn_case(oil, costs()).before
    before = oil.case.before
    used = ~np.isnan(oil.case.market.demand_slope)
    assert found.price[used] == pytest.approx(before.price[used], rel=1e-4)
    assert found.consumption == pytest.approx(before.consumption, rel=1e-4, abs=1e-3)


def strong() -> Prototype:
    case = small_case()
    market = replace(case.market, conduct=np.array([0.5, 0.0]))
    case = replace(case, market=market, before=solve(market))
    names = 4  # costs of carriage of crude oil
    nothing = np.zeros((names, len(market.tail)))
    empty = Observed(np.empty(0), np.empty(0), np.empty(0), np.empty(0), np.empty(0))
    return Prototype(replace(case, commodity="crude_oil"), market, empty, nothing, nothing, True)


def test_curves_are_turned_about_what_was_calibrated():
    of = strong()
    found, market = of.case.before, of.case.market
    used = ~np.isnan(market.demand_slope)
    own = found.price[used] / (market.demand_slope[used] * found.consumption[used])
    assert own[0] == pytest.approx(
        own[1]
    )  # both places are alike, so one elasticity is that of both
    values = costs(demand_elasticity_crude_oil=float(own[0]), supply_elasticity_crude_oil=0.5)
    turned = drawn_case(of, {**values, "conduct_crude_oil_RUS": 0.5})
    assert turned.market.demand_slope[used] == pytest.approx(market.demand_slope[used])
    assert turned.market.cost_slope != pytest.approx(market.cost_slope)
    assert turned.before.price[used] == pytest.approx(found.price[used], rel=1e-5)
    assert turned.before.flow == pytest.approx(found.flow, rel=1e-4)


def test_conduct_alone_moves_no_quantity_where_a_seller_has_one_market():
    of = strong()  # RUS sells to DEU alone: its cost takes up what its mark-up gives
    base = costs(demand_elasticity_crude_oil=1.0, supply_elasticity_crude_oil=1.0)
    soft = drawn_case(of, {**base, "conduct_crude_oil_RUS": 0.4})
    hard = drawn_case(of, {**base, "conduct_crude_oil_RUS": 0.6})
    assert soft.before.production == pytest.approx(hard.before.production, rel=1e-4)
    assert soft.market.cost_slope[0] > 1.01 * hard.market.cost_slope[0]
