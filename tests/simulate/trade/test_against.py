"""Sanctions on one target, many patterns at once, against the general solver and what must always hold.

The general solver stops at an excess demand of 1e-12 of output, this one at 1e-10: welfare agrees to 1e-9.
"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.errors import DataError
from comity.simulate.trade.against import Penalty, balanced, equilibria, flows, with_target
from comity.simulate.trade.gravity import counterfactual
from comity.simulate.trade.imbalances import without_imbalances

TARGET = 2


def table(n: int = 7, seed: int = 0) -> np.ndarray:
    rng = np.random.default_rng(seed)
    size = rng.lognormal(3, 1.5, n)
    trade = np.outer(size, size) / size.sum() * rng.lognormal(0, 1, (n, n)) * 0.2
    np.fill_diagonal(trade, size)
    return trade


def costs(n, exports, imports, penalty=None):
    """The table of cost factors that the patterns stand for, written out."""
    cost = np.ones((n, n))
    if penalty is not None:
        apart = np.outer(penalty.out[0], penalty.senders)
        cost[apart | apart.T] = penalty.factor
    cost[TARGET], cost[:, TARGET] = exports, imports
    cost[TARGET, TARGET] = 1
    return cost


def random_case(seed):
    rng = np.random.default_rng(seed)
    joined = rng.random((5, 7)) < 0.5
    factor = rng.choice([1.2, 2.0, np.inf])
    joined[:, 0] = False  # somebody trades on
    exports, imports = np.where(joined, factor, 1.0), np.where(joined, 1.5, 1.0)
    senders = joined[0].copy()
    senders[TARGET] = False
    out = ~senders[None, :] & (rng.random((5, 7)) < 0.7)
    out[:, TARGET] = False
    return exports, imports, Penalty(senders, out, float(rng.uniform(1, 1.4)))


@given(st.integers(0, 10_000), st.booleans(), st.floats(1.5, 9))
@settings(max_examples=25)
def test_agrees_with_the_general_solver(seed, penalised, theta):
    world = balanced(table(seed=seed), theta)
    exports, imports, penalty = random_case(seed)
    if not penalised:
        penalty = None
    found = equilibria(world, TARGET, exports, imports, penalty)
    base = world.share * world.income
    sold, bought = with_target(world, TARGET, exports, imports, found)
    others = np.arange(7) != TARGET
    for b in range(2):
        one = penalty and Penalty(penalty.senders, penalty.out[[b]], penalty.factor)
        cost = costs(7, exports[b], imports[b], one)
        plain = counterfactual(base, cost, theta=theta)
        assert found.real[b] == pytest.approx(plain.real_expenditure, abs=1e-9)
        after = flows(world, TARGET, exports[b], imports[b], found.factory_price[b], one)
        assert after == pytest.approx(plain.trade, rel=1e-7, abs=1e-9)
        assert sold[b, others] == pytest.approx(after[TARGET, others], rel=1e-8)
        assert bought[b, others] == pytest.approx(after[others, TARGET], rel=1e-8)


def test_balanced_has_neither_surplus_nor_deficit_and_keeps_world_output():
    trade = table()
    world = balanced(trade, 4.0)
    base = world.share * world.income
    assert base.sum(axis=0) == pytest.approx(base.sum(axis=1), rel=1e-10)
    assert world.income.sum() == pytest.approx(trade.sum(), rel=1e-10)
    again = balanced(base, 4.0)
    assert again.share == pytest.approx(world.share, rel=1e-10)


def test_balanced_is_the_table_without_imbalances_of_the_general_solver():
    world = balanced(table(), 4.0)
    other = without_imbalances(table(), theta=4.0)
    assert world.share * world.income == pytest.approx(other, rel=1e-9)


def test_nothing_changes_where_no_cost_does():
    world = balanced(table(), 4.0)
    found = equilibria(world, TARGET, np.ones((1, 7)), np.ones((1, 7)))
    assert found.real == pytest.approx(np.ones((1, 7)), abs=1e-10)
    assert found.factory_price == pytest.approx(np.ones((1, 7)), abs=1e-10)


def test_welfare_is_the_home_share_to_the_power_of_the_elasticity():
    """Arkolakis, Costinot & Rodríguez-Clare (2012): real expenditure = (home share, new / old)^(−1/theta)."""
    world = balanced(table(), 4.0)
    exports, imports, penalty = random_case(5)
    found = equilibria(world, TARGET, exports, imports, penalty)
    one = Penalty(penalty.senders, penalty.out[[1]], penalty.factor)
    after = flows(world, TARGET, exports[1], imports[1], found.factory_price[1], one)
    home = np.diag(after / after.sum(axis=0)) / np.diag(world.share)
    assert found.real[1] == pytest.approx(home ** (-1 / 4.0), abs=1e-9)
    assert after.sum(axis=0) == pytest.approx(after.sum(axis=1), rel=1e-8)


def test_who_is_cut_off_by_all_is_left_with_its_own():
    world = balanced(table(), 4.0)
    shut = np.full((1, 7), np.inf)
    found = equilibria(world, TARGET, shut, shut)
    assert found.real[0, TARGET] == pytest.approx(world.share[TARGET, TARGET] ** (1 / 4.0))


def test_who_cannot_sell_cannot_buy():
    with pytest.raises(DataError, match="cannot pay"):
        equilibria(balanced(table(), 4.0), TARGET, np.full((1, 7), np.inf), np.ones((1, 7)))


def test_all_but_cut_off_is_solved_by_its_own_derivative():
    """What is left of trade is a millionth of income: the derivative of the observed world misleads."""
    trade = table()
    trade[0, TARGET] = trade[TARGET, 0] = 1e-6 * trade[TARGET, TARGET]
    world = balanced(trade, 4.0)
    shut = np.full((1, 7), np.inf)
    shut[0, 0] = 1.0
    found = equilibria(world, TARGET, shut, shut)
    plain = counterfactual(world.share * world.income, costs(7, shut[0], shut[0]), theta=4.0)
    assert found.real[0] == pytest.approx(plain.real_expenditure, abs=1e-8)


def test_a_state_that_buys_from_hardly_anybody_else_is_solved():
    """Once the target is gone it can sell and not buy: its price rises until nobody buys from it."""
    trade = table()
    trade[:, 0] = np.where(np.isin(np.arange(7), (0, TARGET)), trade[:, 0], 1e-15)
    world = balanced(trade, 4.0)
    shut = np.full((1, 7), np.inf)
    found = equilibria(world, TARGET, shut, shut)
    assert found.residual[0] < 1e-10
    assert found.real[0, 0] == pytest.approx(world.share[0, 0] ** 0.25, rel=1e-6)


def test_the_unit_of_the_table_does_not_matter():
    exports, imports, _ = random_case(3)
    real = [
        equilibria(balanced(table() * unit, 4.0), TARGET, exports, imports).real
        for unit in (1, 1e6)
    ]
    assert real[0] == pytest.approx(real[1], abs=1e-9)


def test_a_batch_is_its_cases_one_by_one():
    world = balanced(table(), 4.0)
    exports, imports, _ = random_case(8)
    together = equilibria(world, TARGET, exports, imports).real
    alone = [
        equilibria(world, TARGET, e[None], i[None]).real[0]
        for e, i in zip(exports, imports, strict=True)
    ]
    assert together == pytest.approx(np.array(alone), abs=1e-9)


@pytest.mark.parametrize(("spoilt", "said"), [
    (np.ones((2, 3)), "not square"), (np.diag([1.0, 0.0]), "sells and buys"),
    (np.array([[1.0, -1], [1, 1]]), "from zero"), (np.array([[1.0, np.nan], [1, 1]]), "from zero"),
])  # fmt: skip
def test_a_table_that_is_none_is_refused(spoilt, said):
    with pytest.raises(DataError, match=said):
        balanced(spoilt, 4.0)


@pytest.mark.parametrize("theta", [0.0, -2.0, float("nan")])
def test_an_elasticity_is_above_zero(theta):
    with pytest.raises(DataError, match="elasticity"):
        balanced(table(), theta)
