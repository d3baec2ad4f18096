"""Many counterfactuals at once are the same counterfactuals one by one."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest

from comity.errors import DataError
from comity.simulate.trade import gravity_draws
from comity.simulate.trade.gravity import SolveError, counterfactual
from comity.simulate.trade.gravity_draws import counterfactuals
from tests.simulate.trade.plain_gravity import embargo, made_up, some_costs

TABLE = made_up(7, 6)
COSTS = np.array([some_costs(TABLE, seed) for seed in range(5)])
SAME = {"residual", "iterations"}


@pytest.mark.parametrize("imbalance", ["proportional", "additive", "gegravity"])
def test_draws_are_what_each_would_be(imbalance, monkeypatch) -> None:
    monkeypatch.setattr(gravity_draws, "CELLS", 100)  # two at a time
    thetas = np.linspace(2, 8, 5)
    tables = np.array([TABLE, *(made_up(7, seed) for seed in range(4))])
    many = counterfactuals(tables, COSTS, theta=thetas, imbalance=imbalance, keep_trade=True)
    for draw in range(5):
        one = counterfactual(tables[draw], COSTS[draw], theta=thetas[draw], imbalance=imbalance)
        for field in fields(many):
            if field.name not in SAME:
                np.testing.assert_allclose(
                    getattr(many, field.name)[draw], getattr(one, field.name), rtol=1e-9, atol=1e-12
                )


def test_tariffs_of_each_draw() -> None:
    rng = np.random.default_rng(1)
    after = 1 + rng.uniform(0, 0.5, COSTS.shape)
    before = 1 + rng.uniform(0, 0.2, TABLE.shape)
    many = counterfactuals(TABLE, COSTS, theta=4, tariff=after, tariff_before=before)
    assert many.trade is None
    for draw in range(5):
        one = counterfactual(TABLE, COSTS[draw], theta=4, tariff=after[draw], tariff_before=before)
        np.testing.assert_allclose(many.tariff_revenue[draw], one.tariff_revenue, rtol=1e-9)
        np.testing.assert_allclose(many.real_expenditure[draw], one.real_expenditure, rtol=1e-9)


def test_a_draw_that_cuts_a_state_off_is_solved_in_its_parts() -> None:
    costs = COSTS.copy()
    costs[2] = embargo(7, [4], [0, 1, 2, 3, 5, 6])
    many = counterfactuals(TABLE, costs, theta=4, keep_trade=True)
    one = counterfactual(TABLE, costs[2], theta=4)
    np.testing.assert_allclose(many.real_expenditure[2], one.real_expenditure, rtol=1e-10)
    np.testing.assert_allclose(many.trade[2], one.trade, rtol=1e-10)


def test_a_draw_without_equilibrium_stops_all() -> None:
    table = np.array([[10.0, 30.0, 1.0], [2.0, 300.0, 20.0], [0.1, 20.0, 30.0]])
    costs = np.ones((2, 3, 3))
    costs[1, 0, 1] = costs[1, 1, 0] = np.inf
    with pytest.raises(SolveError, match="index 0"):
        counterfactuals(table, costs, theta=1.0, imbalance="additive")


@pytest.mark.parametrize("theta", [4.0, np.ones(3), np.ones((2, 2))])
def test_numbers_of_draws_must_agree(theta) -> None:
    cost = COSTS if np.ndim(theta) else COSTS[0]
    with pytest.raises(DataError, match="numbers of draws differ"):
        counterfactuals(TABLE, cost, theta=theta)
