"""What the one-sector model refuses, and what it says then."""

from __future__ import annotations

import numpy as np
import pytest

from comity.errors import DataError, UnknownName
from comity.simulate.trade.gravity import SolveError, counterfactual
from comity.simulate.trade.imbalances import without_imbalances
from comity.simulate.trade.modelled import modelled_trade
from tests.simulate.trade.plain_gravity import made_up, some_costs

TABLE = made_up(5, 1)
STILL = np.ones((5, 5))


def changed(row: int, column: int, value: float) -> np.ndarray:
    table = TABLE.copy()
    table[row, column] = value
    return table


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (TABLE[:4], "shape .4, 5. is not square"),
        (TABLE[0], "not square"),
        (np.zeros((0, 0)), "not square"),
        (changed(1, 2, -3.0), "from index 1 to index 2 is -3"),
        (changed(1, 2, np.nan), "from index 1 to index 2 is nan"),
        (changed(4, 0, np.inf), "from index 4 to index 0 is inf"),
        (np.where(np.arange(5)[:, None] == 2, 0, TABLE), "index 2 sells nothing"),
        (np.where(np.arange(5) == 2, 0, TABLE), "index 2 buys nothing"),
    ],
)
def test_bad_tables(table, said) -> None:
    with pytest.raises(DataError, match=said):
        counterfactual(table, STILL, theta=4)


@pytest.mark.parametrize(
    ("cost", "said"),
    [
        (np.ones((4, 4)), "cost_hat has shape .4, 4.; the trade table is 5 by 5"),
        (np.where(np.eye(5), 1, 0.0), "from index 0 to index 1 is 0"),
        (np.where(np.eye(5), np.nan, 1), "from index 0 to index 0 is nan"),
        (-STILL, "is -1: a factor above 0"),
    ],
)
def test_bad_costs(cost, said) -> None:
    with pytest.raises(DataError, match=said):
        counterfactual(TABLE, cost, theta=4)


@pytest.mark.parametrize("theta", [0.0, -4.0, np.nan, np.inf])
def test_bad_elasticities(theta) -> None:
    with pytest.raises(DataError, match="elasticity of trade"):
        counterfactual(TABLE, STILL, theta=theta)


def test_bad_tariffs() -> None:
    with pytest.raises(DataError, match="a ban is an infinite cost_hat"):
        counterfactual(TABLE, STILL, theta=4, tariff=np.full((5, 5), np.inf))
    with pytest.raises(DataError, match="tariff_before has shape"):
        counterfactual(TABLE, STILL, theta=4, tariff_before=np.ones((2, 2)))
    with pytest.raises(DataError, match="knows no tariffs"):
        counterfactual(TABLE, STILL, theta=4, tariff=STILL, imbalance="gegravity")


def test_other_variants_and_numeraires() -> None:
    with pytest.raises(UnknownName, match=r"additive\?"):
        counterfactual(TABLE, STILL, theta=4, imbalance="aditive")
    for numeraire in (5, -1, "USA", ("price", 9), ("wage", 1)):
        with pytest.raises(DataError, match="an index from 0 to 4"):
            counterfactual(TABLE, STILL, theta=4, numeraire=numeraire)


def test_one_counterfactual_takes_one_of_each() -> None:
    for table, cost, theta in (
        (TABLE[None], STILL, 4.0),
        (TABLE, STILL[None], 4.0),
        (TABLE, STILL, np.array([4.0, 5.0])),
    ):
        with pytest.raises(DataError, match="gravity_draws"):
            counterfactual(table, cost, theta=theta)
    for start in (np.ones(4), np.zeros(5), np.full(5, np.nan)):
        with pytest.raises(DataError, match="start must hold 5 prices"):
            counterfactual(TABLE, STILL, theta=4, start=start)


def test_no_equilibrium_is_said_with_the_residual_and_the_state() -> None:
    """A lender cut down to one small market cannot sell enough to go on lending."""
    table = np.array([[10.0, 30.0, 1.0], [2.0, 300.0, 20.0], [0.1, 20.0, 30.0]])
    cost = np.ones((3, 3))
    cost[0, 1] = cost[1, 0] = np.inf
    with pytest.raises(SolveError, match="index 0") as caught:
        counterfactual(table, cost, theta=1.0, imbalance="additive")
    assert caught.value.stuck == 0
    assert caught.value.residual >= 0
    assert "without_imbalances" in str(caught.value)
    even = without_imbalances(table, theta=1.0)
    assert counterfactual(even, cost, theta=1.0, imbalance="additive").residual <= 1e-12


def test_a_tolerance_out_of_reach_is_an_error_not_an_answer() -> None:
    table = made_up(30, 2)
    with pytest.raises(SolveError, match="asked: 1e-30"):
        counterfactual(table, some_costs(table, 1), theta=4, tolerance=1e-30)


def test_bad_inputs_of_modelled_trade() -> None:
    with pytest.raises(DataError, match="costs of shape"):
        modelled_trade(np.ones((3, 3)), np.ones(4), np.ones(4))
    with pytest.raises(DataError, match="above 0"):
        modelled_trade(np.ones((3, 3)), np.array([1.0, 0, 2]), np.ones(3))
