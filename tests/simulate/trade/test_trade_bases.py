"""Tables to start from: without imbalances, and as gravity alone would have them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.simulate.trade.gravity import counterfactual
from comity.simulate.trade.imbalances import without_imbalances
from comity.simulate.trade.modelled import modelled_trade
from comity.simulate.trade.parts import connected
from tests.simulate.trade.plain_gravity import Array, made_up, some_costs, thetas, worlds


@given(worlds, thetas)
@settings(max_examples=25)
def test_without_imbalances(table: Array, theta: float) -> None:
    even = without_imbalances(table, theta=theta)
    np.testing.assert_allclose(even.sum(axis=0), even.sum(axis=1), rtol=1e-10)
    assert even.sum() == pytest.approx(table.sum())
    if connected(table > 0):  # who can only buy is left to itself
        assert ((even > 0) == (table > 0)).all()
    np.testing.assert_allclose(without_imbalances(even, theta=theta), even, rtol=1e-9)
    # prices alone have moved: no state's costs have
    np.testing.assert_allclose(
        even[0, 0] * even[1, 1] * table[0, 1] * table[1, 0],
        table[0, 0] * table[1, 1] * even[0, 1] * even[1, 0],
        rtol=1e-9,
    )


def test_without_imbalances_all_variants_are_one() -> None:
    even = without_imbalances(made_up(9, 4), theta=4)
    cost = some_costs(even, 1)
    one = counterfactual(even, cost, theta=4, imbalance="proportional")
    other = counterfactual(even, cost, theta=4, imbalance="additive")
    np.testing.assert_allclose(one.trade, other.trade, rtol=1e-9)


def test_a_state_that_only_buys_is_left_to_itself() -> None:
    table = made_up(6, 4)
    table[2, [0, 1, 3, 4, 5]] = 0
    even = without_imbalances(table, theta=4)
    np.testing.assert_allclose(even.sum(axis=0), even.sum(axis=1), rtol=1e-10)
    assert np.count_nonzero(even[:, 2]) == 1


@given(st.integers(0, 1000), st.integers(2, 12))
@settings(max_examples=25)
def test_modelled_trade_has_its_sums_and_its_costs(seed: int, states: int) -> None:
    rng = np.random.default_rng(seed)
    access = np.exp(rng.normal(-2, 1, (states, states)))
    output, spending = np.exp(rng.normal(0, 2, (2, states)))
    table = modelled_trade(access, output, spending)
    np.testing.assert_allclose(table.sum(axis=0), spending, rtol=1e-10)
    np.testing.assert_allclose(
        table.sum(axis=1), output * spending.sum() / output.sum(), rtol=1e-10
    )
    ratio = table / access  # of the form a_i b_j
    np.testing.assert_allclose(ratio * ratio[0, 0], np.outer(ratio[:, 0], ratio[0]), rtol=1e-8)


def test_modelled_trade_is_found_again_from_its_own_costs() -> None:
    table = made_up(10, 9)
    access = table * np.exp(np.random.default_rng(0).normal(0, 1, (10, 1)))
    again = modelled_trade(access, table.sum(axis=1), table.sum(axis=0))
    np.testing.assert_allclose(again, table, rtol=1e-9)
