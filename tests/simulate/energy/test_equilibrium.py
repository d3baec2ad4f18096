"""Equilibria against textbook answers, and against their conditions on random networks."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from comity.errors import DataError
from comity.simulate.energy import Market, SolveError, solve
from tests.simulate.energy.conditions import imbalance, worst_failure
from tests.simulate.energy.textbook import NONE, market, networks, two_regions

# Prices and quantities near 10, solved to a relative gap of 1e-12: quantities good to its root.
close = {"abs": 2e-5}


def test_two_regions_trade_until_prices_differ_by_the_cost_of_carrying():
    # Alone they stand at 5 and 10; trade x moves each by x / 2: 5 + x/2 + 1 = 10 − x/2.
    found = solve(two_regions())
    assert found.flow == pytest.approx([4.0], **close)
    assert found.price == pytest.approx([7.0, 8.0], **close)


def test_no_trade_where_carrying_costs_more_than_the_difference():
    found = solve(two_regions(arc_cost=[6.0]))
    assert found.flow == pytest.approx([0.0], **close)
    assert found.price == pytest.approx([5.0, 10.0], **close)


def test_a_full_pipe_is_worth_what_prices_differ_by_beyond_its_cost():
    found = solve(two_regions(arc_capacity=[1.5]))
    assert found.price == pytest.approx([5.75, 9.25], **close)
    assert found.shadow_price == pytest.approx([9.25 - 5.75 - 1.0], **close)
    wider = solve(two_regions(arc_capacity=[1.5001]))
    assert (wider.welfare - found.welfare) / 1e-4 == pytest.approx(found.shadow_price[0], abs=1e-2)


@pytest.mark.parametrize("firms", [1, 2, 3, 10])
def test_symmetric_cournot_in_closed_form(firms):
    found = solve(
        market(site_node=[0] * firms, site_seller=list(range(firms)), cost_intercept=[2.0] * firms,
               cost_slope=[0.0] * firms, site_capacity=[100.0] * firms, conduct=[1.0] * firms)
    )  # fmt: skip
    each = (20.0 - 3.0) / (firms + 1)
    assert found.production == pytest.approx([each] * firms, **close)
    assert found.price[1] == pytest.approx(20.0 - firms * each, **close)
    assert found.sales[:, 1] == pytest.approx([each] * firms, **close)


def test_sellers_of_different_cost_share_as_cournot_says():
    found = solve(
        market(site_node=[0, 0], site_seller=[0, 1], cost_intercept=[2.0, 5.0],
               cost_slope=[0.0, 0.0], site_capacity=[100.0, 100.0], conduct=[1.0, 1.0])
    )  # fmt: skip
    assert found.production == pytest.approx([(20 - 6 + 6) / 3, (20 - 12 + 3) / 3], **close)


def test_conduct_between_is_the_share_of_the_markup():
    for theta in (0.0, 0.25, 0.5, 1.0):
        found = solve(market(conduct=[theta]))
        assert found.consumption[1] == pytest.approx(17.0 / (1 + theta), **close)


def test_a_fringe_is_taken_as_given_by_the_seller_with_power():
    # Fringe at the market, marginal cost 4 + q_f: p = 4 + q_f, p − q = 3 and p = 20 − q − q_f.
    found = solve(
        market(site_node=[0, 1], site_seller=[0, 1], cost_intercept=[2.0, 4.0],
               cost_slope=[0.0, 1.0], site_capacity=[100.0, 100.0], conduct=[1.0, 0.0])
    )  # fmt: skip
    assert found.price[1] == pytest.approx(9.0, **close)
    assert found.production == pytest.approx([6.0, 5.0], **close)


def test_marginal_cost_stays_at_its_floor():
    # Marginal cost max(5, −5 + 2q), and 1 to carry: 8 − q meets 6 at 2, 20 − q meets 2q − 4 at 8.
    kinked = {"cost_intercept": [-5.0], "cost_slope": [2.0], "cost_floor": [5.0]}
    flat = solve(market(demand_intercept=[NONE, 8.0], **kinked))
    assert (flat.consumption[1], flat.site_value[0]) == pytest.approx((2.0, 5.0), **close)
    rising = solve(market(**kinked))
    assert rising.consumption[1] == pytest.approx(8.0, **close)
    assert rising.site_value[0] == pytest.approx(11.0, **close)
    assert rising.rent[0] == pytest.approx(11.0 * 8 - 5 * 5 - (8**2 - 5**2) + 5 * 3, **close)


def test_losses_on_the_way_raise_the_price_by_what_is_lost():
    found = solve(
        market(demand_intercept=[NONE, NONE, 20.0], demand_slope=[NONE, NONE, 1.0],
               tail=[0, 1], head=[1, 2], arc_cost=[1.0, 1.0], loss=[0.1, 0.2], node_names=())
    )  # fmt: skip
    transit = (2.0 + 1.0) / 0.9
    assert found.price == pytest.approx([2.0, transit, (transit + 1.0) / 0.8], **close)
    assert found.flow[1] == pytest.approx(0.9 * found.flow[0], **close)
    assert found.production.sum() == pytest.approx(found.consumption.sum() / 0.72, **close)


def test_a_transit_state_that_prices_marginalises_twice():
    # Monopoly behind a transit tariff t: q = (17 − t) / 2; the state's best t is half of 17 (Spengler 1950).
    tariffs = np.linspace(0, 17, 69)
    takings = [t * solve(market(conduct=[1.0], tariff=[t])).flow[0] for t in tariffs]
    best = tariffs[int(np.argmax(takings))]
    assert best == pytest.approx(8.5)
    twice, once = solve(market(conduct=[1.0], tariff=[best])), solve(market(conduct=[1.0]))
    assert twice.flow[0] == pytest.approx(17 / 4, **close)
    assert twice.price[1] == pytest.approx(20 - 17 / 4, **close)
    assert twice.welfare < once.welfare


def test_tariffs_are_transfers_and_not_costs():
    plain, taxed = solve(market()), solve(market(tariff=[2.0]))
    q = taxed.flow[0]
    assert q == pytest.approx(15.0, **close)
    assert taxed.welfare == pytest.approx(20 * q - q**2 / 2 - 3 * q, abs=1e-4)
    assert plain.welfare - taxed.welfare == pytest.approx(2.0**2 / 2, abs=1e-4)


def test_contracts_are_met_at_a_loss():
    found = solve(two_regions(arc_cost=[6.0], arc_floor=[2.0]))
    assert found.flow == pytest.approx([2.0], **close)
    assert found.price == pytest.approx([6.0, 9.0], **close)
    assert found.floor_price == pytest.approx([6.0 + 6.0 - 9.0], **close)


@pytest.mark.parametrize("conduct", [0.0, 1.0])
def test_contracts_nobody_can_meet_are_refused_by_name(conduct):
    short = market(site_capacity=[5.0], arc_floor=[6.0], conduct=[conduct])
    with pytest.raises(DataError, match=r"Norway → Germany.*ask for 6 .*5 can be had"):
        solve(short)


def test_a_fringe_shares_its_flows_by_mixing():
    found = solve(
        market(site_node=[0, 0], site_seller=[0, 1], cost_intercept=[2.0, 2.0],
               cost_slope=[1.0, 2.0], site_capacity=[100.0, 100.0], conduct=[0.0, 0.0])
    )  # fmt: skip
    assert found.flow_by_seller.sum(axis=0) == pytest.approx(found.flow, **close)
    assert found.flow_by_seller[:, 0] == pytest.approx(found.production, **close)


def test_a_node_nobody_uses_is_priced_at_the_least_cost_of_a_unit_there():
    found = solve(market(demand_intercept=[NONE, 20.0, NONE], demand_slope=[NONE, 1.0, NONE],
                         tail=[0, 1], head=[1, 2], arc_cost=[1.0, 4.0], node_names=()))  # fmt: skip
    assert found.price[2] == pytest.approx(7.0, **close)


@given(networks(power=True))
@settings(max_examples=60)
def test_every_condition_of_equilibrium_holds(random):
    assume_solvable(random)
    found = solve(random)
    assert worst_failure(random, found) < 1e-5
    assert imbalance(random, found) < 1e-8
    assert abs(found.gap) < 1e-8
    assert found.residual < 1e-8
    assert found.sales.sum(axis=0) == pytest.approx(found.consumption, abs=1e-7)
    assert found.flow_by_seller.sum(axis=0) == pytest.approx(found.flow, abs=1e-7)


@given(networks(power=True), st.floats(0.2, 1.3))
@settings(max_examples=40)
def test_contracts_on_random_networks_are_met_at_equilibrium_or_refused(random, factor):
    assume_solvable(random)
    floor = np.minimum(solve(random).flow * factor + 0.1, 0.9 * random.arc_capacity)
    floor = np.where(np.arange(len(floor)) % 2 == 0, floor, 0.0)
    try:
        found = solve(replace(random, arc_floor=floor))
    except DataError:
        return  # more is asked for than can be had
    assert (found.flow >= floor - 1e-6).all()
    assert worst_failure(replace(random, arc_floor=floor), found) < 1e-5


@given(networks(), st.integers(0, 99), st.floats(1.01, 5.0))
@settings(max_examples=60)
def test_more_capacity_raises_welfare_and_no_price_at_the_end_of_the_pipe(random, which, factor):
    assume_solvable(random)
    a = which % len(random.tail)
    wider = random.arc_capacity.copy()
    wider[a] *= factor
    before, after = solve(random), solve(replace(random, arc_capacity=wider))
    assert after.welfare >= before.welfare - 1e-6 * abs(before.welfare)
    if not np.isnan(random.demand_intercept[random.head[a]]):
        assert after.price[random.head[a]] <= before.price[random.head[a]] + 1e-4


@given(networks(power=True), st.integers(0, 2**32 - 1))
@settings(max_examples=30)
def test_the_order_of_rows_does_not_matter(random, seed):
    assume_solvable(random)
    rng = np.random.default_rng(seed)
    sites, arcs = rng.permutation(len(random.site_node)), rng.permutation(len(random.tail))
    shuffled = replace(
        random,
        **{k: getattr(random, k)[sites] for k in (
            "site_node", "site_seller", "cost_intercept", "cost_slope", "site_capacity", "cost_floor")},
        **{k: getattr(random, k)[arcs] for k in (
            "tail", "head", "arc_cost", "loss", "arc_capacity", "arc_floor", "tariff", "arc_slope")},
    )  # fmt: skip
    one, other = solve(random), solve(shuffled)
    assert other.production == pytest.approx(one.production[sites], abs=1e-4)
    assert other.consumption == pytest.approx(one.consumption, abs=1e-4)


@given(networks(power=True))
@settings(max_examples=20)
def test_competition_is_the_limit_of_less_and_less_market_power(random):
    assume_solvable(random)
    none = solve(replace(random, conduct=np.zeros_like(random.conduct)))
    little = solve(replace(random, conduct=np.full_like(random.conduct, 1e-6)))
    assert little.consumption == pytest.approx(none.consumption, abs=1e-3)


@given(networks(power=True))
@settings(max_examples=20)
def test_looking_near_another_equilibrium_changes_nothing(random):
    assume_solvable(random)
    other = solve(replace(random, arc_cost=random.arc_cost * 1.3))
    one, near = solve(random), solve(random, near=other)
    assert near.consumption == pytest.approx(one.consumption, abs=1e-4)


def assume_solvable(random: Market) -> None:
    """Users somewhere, and production that reaches each of them."""
    from comity.simulate.energy.market import check

    try:
        check(random)
    except DataError:
        assume(False)


def test_a_solver_that_stops_short_says_how_far_it_got(monkeypatch):
    monkeypatch.setattr("comity.simulate.energy.solver.STEPS", 3)
    with pytest.raises(SolveError, match=r"MaxIterations after 3 of at most 3 steps"):
        solve(two_regions())
