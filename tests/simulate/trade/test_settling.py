"""What settles the worlds that quick steps do not: it must find the same prices where both can be used."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.simulate.trade import clearing, settling
from comity.simulate.trade.clearing import clear
from comity.simulate.trade.gravity import counterfactual
from comity.simulate.trade.settling import settle
from tests.simulate.trade.plain_gravity import Array, embargo, made_up, some_costs, thetas, worlds

CLOSURES = ["proportional", "additive", "fixed"]


@pytest.mark.parametrize("tries", [6, 0])  # without tries, by the walk alone
@given(worlds, st.integers(0, 1000), thetas, st.sampled_from(CLOSURES))
@settings(max_examples=15)
def test_settling_finds_what_clearing_finds(tries, table: Array, seed: int, theta, closure) -> None:
    output, spending = table.sum(axis=1), table.sum(axis=0)
    reach = table / spending * some_costs(table, seed) ** -theta
    quick = clear(
        reach[None], output[None], spending[None], np.array([[theta]]), closure, tolerance=1e-12
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settling, "TRIES", tries)
        log_price, excess, steps = settle(reach, output, spending, theta, closure, 1e-12)
    assert np.abs(excess).max() <= 1e-12
    assert steps
    price = np.exp(log_price)
    price *= output.sum() / (output @ price)
    np.testing.assert_allclose(price, quick.price[0], rtol=1e-8)


def test_what_quick_steps_leave_is_settled(monkeypatch) -> None:
    table, cost = made_up(10, 3), embargo(10, [0], [3, 4, 5])
    quick = counterfactual(table, cost, theta=4)
    monkeypatch.setattr(clearing, "QUICK", 3)
    settled = counterfactual(table, cost, theta=4)
    assert settled.iterations > quick.iterations
    np.testing.assert_allclose(settled.real_expenditure, quick.real_expenditure, rtol=1e-10)


@pytest.mark.parametrize("seed", range(6))
def test_almost_closed_worlds_under_embargo_at_a_low_elasticity(seed: int) -> None:
    table = made_up(14, seed, home=200.0)
    cost = embargo(14, [seed], [k for k in range(14) if k != seed and k != 13])
    found = counterfactual(table, cost, theta=1.0)
    assert found.residual <= 1e-12
    np.testing.assert_allclose(found.trade.sum(axis=1), found.output, rtol=1e-10)
