"""Tolerance: two solutions of one market by the same solver, 1e-4 of the largest figure."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from comity.simulate.distributions import drawn, parameters
from comity.simulate.draw_market import drawn_case, prototype
from comity.simulate.energy.equilibrium import solve
from comity.simulate.market_power import at_rest
from tests.simulate.energy.energy_world import energy_world
from tests.simulate.small_case import small_case

GAS = parameters(["gas"], cournot=True)


@pytest.fixture(scope="module")
def gas():
    return prototype(energy_world(), "gas", 2023, GAS)


def strong(conduct=(0.5, 0.0)):
    case = small_case()
    return replace(case, market=replace(case.market, conduct=np.array(conduct)))


def test_price_takers_rest_where_they_rest():
    case = small_case()
    assert at_rest(case.market, case.places).price == pytest.approx(case.before.price)


def test_abroad_a_seller_reckons_with_its_price():
    case = strong()
    found, taken = at_rest(case.market, case.places), case.before
    assert found.flow == pytest.approx(
        solve(case.market).flow, abs=1e-4
    )  # RUS sells nothing at home
    assert found.price[3] > taken.price[3]


def test_at_home_it_takes_the_price_as_given():
    case = strong()
    market = case.market
    home = replace(
        market,
        demand_intercept=np.where(np.arange(5) == 0, 50.0, market.demand_intercept),
        demand_slope=np.where(np.arange(5) == 0, 1.0, market.demand_slope),
    )
    found = at_rest(home, case.places)
    marginal = home.cost_intercept[0] + home.cost_slope[0] * found.production[0]
    assert found.price[0] == pytest.approx(marginal, rel=0.01)
    assert solve(home).price[0] > 1.1 * marginal  # as a market abroad it would pay more


def test_an_equilibrium_helps_a_market_with_a_link_more():
    market = strong((1.0, 1.0)).market
    near = at_rest(market, small_case().places)
    longer = replace(
        market,
        tail=np.append(market.tail, 1), head=np.append(market.head, 4),
        arc_cost=np.append(market.arc_cost, 3.0), loss=np.append(market.loss, 0.0),
        arc_capacity=np.append(market.arc_capacity, 20.0),
        arc_floor=np.append(market.arc_floor, 0.0), tariff=np.append(market.tariff, 0.0),
        arc_slope=np.append(market.arc_slope, 0.0), arc_names=(),
    )  # fmt: skip
    places = small_case().places
    assert np.allclose(at_rest(longer, places, near).flow, at_rest(longer, places).flow, atol=1e-4)


def test_calibrated_with_market_power_quantities_are_still_the_observed_ones(gas):
    values = drawn(GAS, 7, 0)
    case = drawn_case(gas, values)
    taken = gas.case.before
    moved = np.abs(case.before.production - taken.production).sum() / taken.production.sum()
    assert moved < 0.01
    used = np.abs(case.before.consumption - taken.consumption).sum() / taken.consumption.sum()
    assert used < 0.03
    sellers = dict(zip(case.market.seller_names, case.market.conduct, strict=True))
    assert sellers["RUS"] == values["conduct_gas_RUS"]
    assert sellers["USA"] == 0.0
