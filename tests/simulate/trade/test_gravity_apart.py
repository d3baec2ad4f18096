"""Embargoes, and states that lose all trade."""

from __future__ import annotations

import numpy as np
import pytest

from comity.simulate.trade.gravity import SolveError, counterfactual
from comity.simulate.trade.imbalances import without_imbalances
from comity.simulate.trade.parts import connected, sever_one_way, weak_parts
from tests.simulate.trade.plain_gravity import embargo, made_up

TABLE = made_up(8, 11)
VARIANTS = ("proportional", "additive", "gegravity")


@pytest.mark.parametrize("imbalance", VARIANTS)
def test_an_embargo_is_the_limit_of_dear_trade(imbalance) -> None:
    stopped = embargo(8, [1], [4, 5, 6])
    dear = np.where(np.isinf(stopped), 1e4, 1.0)
    found = counterfactual(TABLE, stopped, theta=4, imbalance=imbalance)
    near = counterfactual(TABLE, dear, theta=4, imbalance=imbalance)
    assert not found.trade[1, 4:7].any()
    assert not found.trade[4:7, 1].any()
    np.testing.assert_allclose(found.real_expenditure, near.real_expenditure, rtol=1e-9)


@pytest.mark.parametrize("imbalance", VARIANTS)
def test_a_state_that_loses_all_trade_lives_on_what_it_makes(imbalance) -> None:
    others = [k for k in range(8) if k != 3]
    found = counterfactual(TABLE, embargo(8, [3], others), theta=4, imbalance=imbalance)
    assert not found.trade[3, others].any()
    assert not found.trade[others, 3].any()
    once = TABLE[3, 3] / TABLE[:, 3].sum()
    spends = TABLE[3].sum() / TABLE[:, 3].sum()
    if imbalance != "gegravity":  # which knows no balance: it spends what it spent
        assert found.trade[3, 3] == pytest.approx(TABLE[3].sum())
        assert found.real_expenditure[3] == pytest.approx(spends * once ** (1 / 4))
        np.testing.assert_allclose(found.trade.sum(axis=1), found.output, rtol=1e-10)
        np.testing.assert_allclose(found.trade.sum(axis=0), found.expenditure, rtol=1e-10)


def test_autarky_of_a_balanced_state_is_the_limit_of_dear_trade() -> None:
    even = without_imbalances(TABLE, theta=4)
    others = [k for k in range(8) if k != 3]
    stopped = embargo(8, [3], others)
    dear = np.where(np.isinf(stopped), 300.0, 1.0)
    gone = counterfactual(even, stopped, theta=4)
    near = counterfactual(even, dear, theta=4)
    np.testing.assert_allclose(gone.real_expenditure, near.real_expenditure, rtol=1e-7)


@pytest.mark.parametrize("imbalance", ["proportional", "additive"])
def test_two_blocs_apart_are_two_worlds(imbalance) -> None:
    west, east = [0, 1, 2, 3], [4, 5, 6, 7]
    even = without_imbalances(TABLE, theta=4)
    cost = embargo(8, west, east)
    cost[0, 1] = 0.9
    both = counterfactual(even, cost, theta=4, imbalance=imbalance)
    np.testing.assert_allclose(both.trade.sum(axis=1), both.output, rtol=1e-10)
    np.testing.assert_allclose(both.trade.sum(axis=0), both.expenditure, rtol=1e-10)
    np.testing.assert_allclose(both.expenditure, both.output, rtol=1e-10)
    home = np.diagonal(both.trade) / both.expenditure
    once = np.diagonal(even) / even.sum(axis=0)
    np.testing.assert_allclose(both.real_expenditure, (home / once) ** (-1 / 4), rtol=1e-9)


def test_who_can_only_buy_has_no_way_to_pay() -> None:
    cost = np.ones((8, 8))
    cost[3, [k for k in range(8) if k != 3]] = np.inf  # sells nothing abroad, may buy
    found = counterfactual(TABLE, cost, theta=4)
    assert found.trade[3, 3] == pytest.approx(TABLE[3].sum())
    assert np.delete(found.trade[:, 3], 3).sum() == 0


def test_what_was_one_way_before_stays() -> None:
    table = TABLE.copy()
    table[3, [k for k in range(8) if k != 3]] = 0  # lives on what others lend
    still = counterfactual(table, np.ones((8, 8)), theta=4, imbalance="additive")
    np.testing.assert_allclose(still.trade, table, rtol=1e-10)


def test_cut_off_with_nothing_at_home_is_said_with_the_index() -> None:
    table = TABLE.copy()
    table[3, 3] = 0
    others = [k for k in range(8) if k != 3]
    with pytest.raises(SolveError, match="index 3 is cut off") as caught:
        counterfactual(table, embargo(8, [3], others), theta=4)
    assert caught.value.stuck == 3


def test_parts_of_a_world() -> None:
    links = np.eye(5, dtype=bool)
    links[0, 1] = links[1, 0] = links[2, 3] = True
    assert [list(part) for part in weak_parts(links)] == [[0, 1], [2, 3], [4]]
    assert not connected(links)
    both = links | links.T
    severed = sever_one_way(links, both)
    assert severed[0, 1]
    assert not severed[2, 3]
    assert sever_one_way(links, links)[2, 3]  # one-way from the start
    assert connected(np.roll(np.eye(5, dtype=bool), 1, axis=1))  # a ring
