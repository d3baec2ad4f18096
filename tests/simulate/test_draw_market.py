"""Tolerances: costs put together again are the network's to rounding; a market calibrated with the central
parameters is the baseline's to what two solutions of one program differ (1e-4 of a flow)."""

from __future__ import annotations

import numpy as np
import pytest

from comity.simulate.distributions import drawn, parameters
from comity.simulate.draw_market import drawn_case, prototype
from comity.simulate.energy.costs import costs
from comity.simulate.energy.network import energy_network
from tests.simulate.energy.energy_world import energy_world

OIL = parameters(["crude_oil"])


@pytest.fixture(scope="module")
def oil():
    return prototype(energy_world(), "crude_oil", 2023, OIL)


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
