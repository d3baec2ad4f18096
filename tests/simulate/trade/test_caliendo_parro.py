"""Many sectors: closed forms, the equations solved plainly, the one-sector limit, and what must always hold.

Tolerances: the package stops at a relative excess of 1e-11 of value added; the root finder of the reference
reaches about 1e-10, and the condition of the equations costs another digit or two.
"""

from __future__ import annotations

import numpy as np
import pytest

from comity.simulate.trade.caliendo_parro import sector_equilibrium
from comity.simulate.trade.caliendo_parro_economy import economy
from comity.simulate.trade.gravity import counterfactual
from tests.simulate.trade.made_up_sectors import between, random_flows, symmetric_flows
from tests.simulate.trade.plain_sectors import solve_plainly

PLAIN = 1e-8


# ------------------------------------------------------------------ closed forms


@pytest.mark.parametrize("value_added", [1.0, 0.5, 0.2])
@pytest.mark.parametrize("sectors", [1, 3])
def test_autarky_of_two_equal_states(value_added, sectors):
    """Without trade the real wage falls to home^(1 / θγ): inputs multiply the loss (CP 2015, ACR 2012)."""
    home, theta = 0.7, 4.0
    base = economy(*symmetric_flows(home, value_added, sectors), theta=theta)
    found = sector_equilibrium(base, between(2, sectors, np.inf))
    assert found.real_expenditure == pytest.approx(
        [home ** (1 / (theta * value_added))] * 2, rel=1e-11
    )
    assert found.wage == pytest.approx([1, 1], rel=1e-11)
    assert found.trade[:, 0, 1].sum() == 0


def test_dearer_trade_of_two_equal_states():
    """P^(−θγ) = home + (1 − home) d^(−θ)."""
    home, theta, gamma, d = 0.6, 5.0, 0.4, 1.25
    found = sector_equilibrium(
        economy(*symmetric_flows(home, gamma), theta=theta), between(2, 1, d)
    )
    price = (home + (1 - home) * d**-theta) ** (-1 / (theta * gamma))
    assert found.price[0] == pytest.approx([price] * 2, rel=1e-11)
    assert found.real_expenditure == pytest.approx([1 / price] * 2, rel=1e-11)


def test_a_mutual_tariff_of_two_equal_states():
    """Revenue (1 − 1/t) m X with m the foreign share; X = Y / (1 − m (1 − 1/t)), Y = wage bill / γ."""
    home, theta, gamma, t = 0.6, 3.0, 0.5, 1.3
    base = economy(*symmetric_flows(home, gamma), theta=theta)
    found = sector_equilibrium(base, tariff=between(2, 1, t))
    level = home + (1 - home) * t**-theta
    price = level ** (-1 / (theta * gamma))
    foreign = (1 - home) * t**-theta / level
    wages = base.value_added[0]
    spent = wages / gamma / (1 - foreign * (1 - 1 / t))
    income = wages + (1 - 1 / t) * foreign * spent
    assert found.tariff_revenue == pytest.approx([income - wages] * 2, rel=1e-10)
    assert found.real_expenditure == pytest.approx([income / wages / price] * 2, rel=1e-10)


# ------------------------------------------------------------------ the equations, solved plainly


@pytest.mark.parametrize("deficit", ["additive", "proportional"])
@pytest.mark.parametrize(
    "change", ["dearer", "embargo", "tariff", "tariffs before and after", "coalition"]
)
def test_equals_the_plain_reference(change, deficit):
    N, S = 3, 2
    use, end = random_flows(N, S, seed=3)
    theta = np.array([3.0, 7.5])
    cost, before, after, members = np.ones((S, N, N)), np.ones((S, N, N)), np.ones((S, N, N)), ()
    if change == "dearer":
        cost = between(N, S, 1.2, [(0, 1), (2, 0)])
    if change in ("embargo", "coalition"):
        cost[0, 0, 1] = cost[0, 0, 2] = np.inf
        cost[1, 1, 0] = np.inf
    if "tariff" in change:
        after = between(N, S, 1.4, [(0, 1), (1, 0)])
    if "before" in change:
        before = between(N, S, 1.1)
    if change == "coalition":
        members = (1, 2)
    base = economy(use, end, theta=theta, tariff=before)
    found = sector_equilibrium(
        base, cost, tariff=after, imbalance=deficit, coalition=np.isin(np.arange(N), members)
    )
    welfare, wage, price, trade = solve_plainly(
        use, end, theta, cost, before, after, deficit=deficit, coalition=members
    )
    assert found.wage == pytest.approx(wage, rel=PLAIN)
    assert found.price == pytest.approx(price, rel=PLAIN)
    assert found.real_expenditure == pytest.approx(welfare, rel=PLAIN)
    assert found.trade == pytest.approx(trade, rel=PLAIN, abs=1e-6)
    if members:
        assert found.real_expenditure[1] == pytest.approx(found.real_expenditure[2], rel=1e-12)


# ------------------------------------------------------------------ the one-sector model as a limit


@pytest.mark.parametrize("imbalance", ["additive", "proportional"])
@pytest.mark.parametrize("sectors", [1, 4])
def test_one_sector_without_inputs_is_structural_gravity(sectors, imbalance):
    """One sector, or identical sectors, without inputs: the one-sector counterfactual, tariffs and all."""
    N, theta = 5, 4.5
    random = np.random.default_rng(5)
    trade = random.lognormal(0, 1, (N, N)) + 5 * np.eye(N)
    cost = between(N, 1, 1.3, [(0, 1), (1, 0), (3, 2)])[0]
    tariff = between(N, 1, 1.2, [(2, 4)])[0]
    one = counterfactual(trade, cost, theta=theta, imbalance=imbalance, tariff=tariff)
    end = np.repeat(trade[:, None, :] / sectors, sectors, axis=1)
    base = economy(np.zeros((N, sectors, N, sectors)), end, theta=theta)
    many = sector_equilibrium(
        base,
        np.broadcast_to(cost, (sectors, N, N)),
        tariff=np.broadcast_to(tariff, (sectors, N, N)),
        imbalance=imbalance,
    )
    assert many.real_expenditure == pytest.approx(one.real_expenditure, rel=1e-9)
    assert many.trade.sum(axis=0) == pytest.approx(one.trade, rel=1e-9)
    assert many.tariff_revenue == pytest.approx(one.tariff_revenue, rel=1e-9, abs=1e-9)


def test_identical_sectors_with_inputs_are_one_sector():
    use, end = random_flows(4, 1, seed=11)
    cost = between(4, 1, 1.5, [(0, 1), (1, 0)])
    one = sector_equilibrium(economy(use, end, theta=5.0), cost)
    S = 3
    many = sector_equilibrium(
        economy(np.tile(use, (1, S, 1, S)) / S**2, np.tile(end, (1, S, 1)) / S, theta=5.0),
        np.tile(cost, (S, 1, 1)),
    )
    assert many.real_expenditure == pytest.approx(one.real_expenditure, rel=1e-10)
    assert many.trade.sum(axis=0) == pytest.approx(one.trade[0], rel=1e-9)
