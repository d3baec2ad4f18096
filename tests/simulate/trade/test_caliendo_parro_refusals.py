"""Many sectors: changes and tables without an equilibrium are refused, by state and sector."""

from __future__ import annotations

import numpy as np
import pytest

from comity.errors import DataError
from comity.simulate.trade.caliendo_parro import sector_equilibrium
from comity.simulate.trade.caliendo_parro_economy import economy
from comity.simulate.trade.caliendo_parro_system import Stranded
from comity.simulate.trade.gravity import SolveError
from tests.simulate.trade.made_up_sectors import between, random_flows


def test_a_surplus_larger_than_an_income_is_refused():
    base = economy(*random_flows(3, 2, seed=4), theta=5)
    amount = np.array([1.0, -0.5, -0.5]) * 3 * base.value_added.min()
    with pytest.raises(SolveError, match="owe more than it earns"):
        sector_equilibrium(base, transfer=amount)


def test_trade_in_one_direction_only_has_no_balance():
    base = economy(*random_flows(2, 1, seed=3), theta=5)
    direction = [(0, 1)] if base.imbalance[0] < 0 else [(1, 0)]  # the surplus can no longer be sold
    with pytest.raises(SolveError, match="can trade in one direction only"):
        sector_equilibrium(base, between(2, 1, np.inf, direction))


def test_a_user_without_suppliers_is_refused():
    use, end = random_flows(3, 2)
    use[1, 0], end[1, 0] = 0, 0  # state 1 makes nothing in sector 0
    use[:, :, 1, 0] = 0
    base = economy(use, end, theta=5)
    cost = np.ones((2, 3, 3))
    cost[0, :, 1] = np.inf
    with pytest.raises(Stranded, match="state 1 has no supplier left in sector 0") as caught:
        sector_equilibrium(base, cost)
    assert (caught.value.state, caught.value.sector) == (1, 0)


def test_a_state_without_buyers_is_refused():
    use, end = random_flows(3, 2)
    base = economy(use, end, theta=5)
    cost = np.ones((2, 3, 3))
    cost[:, 2, :] = np.inf
    with pytest.raises(Stranded, match="state 2 has no buyer left") as caught:
        sector_equilibrium(base, cost)
    assert caught.value.state == 2


def test_a_search_that_does_not_arrive_says_where_it_stands():
    use, end = random_flows(5, 3)
    base = economy(use, end, theta=5)
    with pytest.raises(
        SolveError, match=r"value added of state \d is .* off.* sector \d"
    ) as caught:
        sector_equilibrium(base, between(5, 3, 3.0, [(0, 1), (1, 0)]), most=2)
    assert caught.value.residual > 1e-11
    assert 0 <= caught.value.stuck < 5


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"cost_hat": np.ones((3, 2, 2))}, "cost factors must be 2 × 3 × 3"),
        ({"cost_hat": np.zeros((2, 3, 3))}, "above 0"),
        ({"cost_hat": np.full((2, 3, 3), np.nan)}, "above 0"),
        ({"tariff": np.full((2, 3, 3), np.inf)}, "tariff factors"),
        ({"imbalance": "fixed"}, '"fixed"'),
        ({"transfer": np.array([1.0, 0, 0])}, "add up to zero"),
        ({"coalition": np.ones(2, dtype=bool)}, "one value for each of 3 states"),
        (
            {"cost_hat": between(3, 2, np.inf), "coalition": np.array([True, True, False])},
            "no longer trade",
        ),
        ({"numeraire": 3}, "one of 3 states"),
    ],
)
def test_refused_arguments(wrong, said):
    base = economy(*random_flows(3, 2), theta=5)
    with pytest.raises(DataError, match=said):
        sector_equilibrium(base, **wrong)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda use, end: end.__setitem__((0, 0, 0), -1), "1 final flow.* negative or unknown.*-1"),
        (lambda use, end: use.__setitem__((0, 0, 0, 0), np.nan), "intermediate flow.*nan"),
        (
            lambda use, end: use.__setitem__((slice(None), slice(None), 1, 0), 1e6),
            "pay more for inputs",
        ),
        (
            lambda use, end: (use.fill(0), end.__setitem__((..., 2), 0)),
            "state 2 .* no final expenditure",
        ),
        (lambda use, end: (use.fill(0), end.__setitem__(1, 0)), "state 1 .* no value added"),
    ],
)
def test_refused_flows(spoil, said):
    use, end = random_flows(3, 2)
    spoil(use, end)
    with pytest.raises(DataError, match=said):
        economy(use, end, theta=5)


@pytest.mark.parametrize("theta", [0, -1, np.nan, [1.0, 0.0]])
def test_refused_elasticities(theta):
    with pytest.raises(DataError, match="elasticity"):
        economy(*random_flows(3, 2), theta=theta)
