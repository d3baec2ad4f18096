"""What is true of every one-sector counterfactual, and the model beside its plainest form."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.simulate.trade.gravity import GravityEquilibrium, Imbalance, counterfactual
from comity.simulate.trade.imbalances import without_imbalances
from tests.simulate.trade.plain_gravity import (
    Array,
    embargo,
    made_up,
    plain,
    some_costs,
    thetas,
    worlds,
)

variants = st.sampled_from(["proportional", "additive"])
seeds = st.integers(0, 10_000)


def assert_adds_up(found: GravityEquilibrium) -> None:
    """Rows earn, columns spend, the world balances: to 1e-10 of what is added."""
    world = found.output.sum()
    np.testing.assert_allclose(found.trade.sum(axis=1), found.output, rtol=1e-10)
    net = found.expenditure - found.tariff_revenue
    np.testing.assert_allclose(found.trade.sum(axis=0), net, rtol=1e-10)
    assert abs(net.sum() - world) <= 1e-10 * world


@given(worlds, seeds, thetas, variants)
@settings(max_examples=15)
def test_agrees_with_the_plain_form(
    table: Array, seed: int, theta: float, imbalance: Imbalance
) -> None:
    cost = some_costs(table, seed)
    found = counterfactual(table, cost, theta=theta, imbalance=imbalance)
    slow = plain(table, cost, theta, imbalance=imbalance)
    for name, values in slow.items():
        np.testing.assert_allclose(
            getattr(found, name), values, rtol=1e-8, atol=1e-12, err_msg=name
        )
    assert_adds_up(found)


@given(worlds, seeds, thetas)
@settings(max_examples=10)
def test_tariffs_agree_with_the_plain_form(table: Array, seed: int, theta: float) -> None:
    rng = np.random.default_rng(seed)
    before, after = 1 + rng.uniform(0, 0.3, table.shape), 1 + rng.uniform(-0.05, 0.5, table.shape)
    np.fill_diagonal(before, 1)
    np.fill_diagonal(after, 1)
    cost = some_costs(table, seed, 0.05)
    found = counterfactual(table, cost, theta=theta, tariff=after, tariff_before=before)
    slow = plain(table, cost, theta, tariff=after, before=before)
    for name, values in slow.items():
        np.testing.assert_allclose(getattr(found, name), values, rtol=1e-8, atol=1e-9, err_msg=name)
    assert_adds_up(found)
    np.testing.assert_allclose(
        found.tariff_revenue, ((after - 1) * found.trade).sum(axis=0), rtol=1e-10, atol=1e-9
    )


@given(worlds, thetas, st.sampled_from(["proportional", "additive", "gegravity"]))
@settings(max_examples=25)
def test_nothing_changes_where_nothing_is_changed(
    table: Array, theta: float, imbalance: Imbalance
) -> None:
    found = counterfactual(table, np.ones(table.shape), theta=theta, imbalance=imbalance)
    for hat in (found.price, found.factory_price, found.real_expenditure, found.inward_resistance):
        np.testing.assert_allclose(hat, 1, rtol=1e-11)
    np.testing.assert_allclose(found.outward_resistance, 1, rtol=1e-11)
    np.testing.assert_allclose(found.trade, table, rtol=1e-10)
    assert not found.tariff_revenue.any()


@given(worlds, seeds, thetas)
@settings(max_examples=10)
def test_present_tariffs_change_nothing_while_they_stay(
    table: Array, seed: int, theta: float
) -> None:
    tariff = 1 + np.random.default_rng(seed).uniform(0, 0.4, table.shape)
    still = np.ones(table.shape)
    found = counterfactual(table, still, theta=theta, tariff=tariff, tariff_before=tariff)
    np.testing.assert_allclose(found.trade, table, rtol=1e-10)
    np.testing.assert_allclose(found.real_expenditure, 1, rtol=1e-11)
    np.testing.assert_allclose(found.tariff_revenue, ((tariff - 1) * table).sum(axis=0), rtol=1e-10)


@given(worlds, seeds, thetas, variants, st.floats(1e-6, 1e9))
@settings(max_examples=15)
def test_neither_the_unit_nor_the_numeraire_matters(
    table: Array, seed: int, theta: float, imbalance: Imbalance, unit: float
) -> None:
    cost = some_costs(table, seed)
    found = counterfactual(table, cost, theta=theta, imbalance=imbalance)
    again = counterfactual(unit * table, cost, theta=theta, imbalance=imbalance, numeraire=1)
    assert again.factory_price[1] == pytest.approx(1, abs=1e-12)
    np.testing.assert_allclose(again.real_expenditure, found.real_expenditure, rtol=1e-9)
    level = again.factory_price[0] / found.factory_price[0]
    np.testing.assert_allclose(again.price, level * found.price, rtol=1e-9)
    np.testing.assert_allclose(again.trade, unit * level * found.trade, rtol=1e-9)
    np.testing.assert_allclose(
        again.outward_resistance * level, found.outward_resistance, rtol=1e-9
    )
    by_price = counterfactual(table, cost, theta=theta, imbalance=imbalance, numeraire=("price", 2))
    assert by_price.price[2] == pytest.approx(1, abs=1e-12)


@given(worlds, seeds, thetas, variants)
@settings(max_examples=15)
def test_welfare_is_told_by_what_is_bought_at_home(
    table: Array, seed: int, theta: float, imbalance: Imbalance
) -> None:
    """Arkolakis, Costinot & Rodríguez-Clare (2012, equation 1), where trade balances."""
    even = without_imbalances(table, theta=theta)
    found = counterfactual(even, some_costs(table, seed), theta=theta, imbalance=imbalance)
    home = np.diagonal(found.trade) / found.expenditure
    once = np.diagonal(even) / even.sum(axis=0)
    np.testing.assert_allclose(found.real_expenditure, (home / once) ** (-1 / theta), rtol=1e-9)
    np.testing.assert_allclose(found.expenditure, found.output, rtol=1e-9)


@given(worlds, seeds, thetas)
@settings(max_examples=15)
def test_gravity_holds_before_and_after(table: Array, seed: int, theta: float) -> None:
    """X_ij in terms of output, spending and resistances (Anderson & van Wincoop 2003, equation 9)."""
    cost = some_costs(table, seed)
    found = counterfactual(table, cost, theta=theta)
    output, spending = found.output / table.sum(axis=1), found.expenditure / table.sum(axis=0)
    resisted = cost / np.outer(found.outward_resistance, found.inward_resistance)
    np.testing.assert_allclose(
        found.trade, table * np.outer(output, spending) * resisted**-theta, rtol=1e-9
    )


def test_there_and_back_again() -> None:
    table = made_up(12, 3)
    cost = some_costs(table, 4)
    there = counterfactual(table, cost, theta=4)
    back = counterfactual(there.trade, 1 / cost, theta=4)
    np.testing.assert_allclose(back.trade, table, rtol=1e-9)
    np.testing.assert_allclose(back.real_expenditure * there.real_expenditure, 1, rtol=1e-10)


def test_dearer_trade_hurts_and_cheaper_trade_helps_the_two_it_is_between() -> None:
    table = without_imbalances(made_up(15, 8), theta=5)
    for factor, better in ((1.3, False), (0.8, True)):
        cost = np.ones(table.shape)
        cost[2, 5] = cost[5, 2] = factor
        found = counterfactual(table, cost, theta=5)
        assert ((found.real_expenditure[[2, 5]] > 1) == better).all()
        assert (found.trade[2, 5] > table[2, 5]) == better


def test_a_small_tariff_helps_who_raises_it_and_a_large_one_does_not() -> None:
    """The optimal tariff of an Armington economy is 1 / (θ · the share of others it trades with), above 0."""
    table = without_imbalances(made_up(6, 5), theta=4)
    welfare = []
    for rate in (1.05, 6.0):
        tariff = np.ones(table.shape)
        tariff[:, 1] = rate
        tariff[1, 1] = 1
        welfare.append(counterfactual(table, np.ones(table.shape), theta=4, tariff=tariff))
    assert welfare[0].real_expenditure[1] > 1 > welfare[1].real_expenditure[1]
    assert np.delete(welfare[0].real_expenditure, 1).max() < 1.0001


def test_a_start_near_by_saves_steps_and_changes_nothing() -> None:
    table = made_up(40, 2)
    cost = embargo(40, [3], list(range(10, 30)))
    cold = counterfactual(table, cost, theta=4)
    warm = counterfactual(table, cost, theta=4, start=cold.factory_price * 1.0001)
    assert warm.iterations < cold.iterations
    np.testing.assert_allclose(warm.real_expenditure, cold.real_expenditure, rtol=1e-10)


def test_an_almost_closed_world_is_still_solved() -> None:
    """States that buy 999 of 1,000 at home, at a low elasticity: the case on which quick steps fail."""
    table = made_up(12, 21, home=300.0)
    cost = embargo(12, [2], [0, 1, 3, 4, 5, 6, 7])
    found = counterfactual(without_imbalances(table, theta=1.0), cost, theta=1.0)
    assert found.residual <= 1e-12
    assert_adds_up(found)
