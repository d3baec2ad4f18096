"""Many sectors: closed forms, the equations solved plainly, the one-sector limit, and what must always hold.

Tolerances: the package stops at a relative excess of 1e-11 of value added; the root finder of the reference
reaches about 1e-10, and the condition of the equations costs another digit or two.
"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from comity.errors import DataError
from comity.simulate.trade.caliendo_parro import sector_equilibrium
from comity.simulate.trade.caliendo_parro_after import economy_after, without_imbalances
from comity.simulate.trade.caliendo_parro_economy import economy
from comity.simulate.trade.caliendo_parro_system import Stranded
from comity.simulate.trade.caliendo_parro_welfare import welfare_parts
from comity.simulate.trade.gravity import SolveError, counterfactual
from tests.simulate.trade.made_up_sectors import random_flows, symmetric_flows
from tests.simulate.trade.plain_sectors import solve_plainly

PLAIN = 1e-8


def between(states, sectors, factor, pairs=None):
    """A cost or tariff table that is ``factor`` between states (or in some pairs only) and 1 at home."""
    table = np.ones((sectors, states, states))
    for i in range(states):
        for n in range(states):
            if i != n and (pairs is None or (i, n) in pairs):
                table[:, i, n] = factor
    return table


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


# ------------------------------------------------------------------ what must always hold


@settings(deadline=None, max_examples=25)
@given(
    st.integers(2, 6), st.integers(1, 5), st.integers(0, 10_000),
    st.sampled_from(["additive", "proportional"]), st.booleans(),
)  # fmt: skip
def test_everything_adds_up(N, S, seed, imbalance, shared):
    random = np.random.default_rng(seed)
    use, end = random_flows(N, S, seed)
    before = between(N, S, 1.0) * random.uniform(1, 1.2, (S, N, N))
    before[:, range(N), range(N)] = 1
    base = economy(use, end, theta=random.uniform(1, 10, S), tariff=before)
    cost = between(N, S, 1.0) * random.uniform(0.8, 2, (S, N, N))
    stopped = random.random((S, N, N)) < 0.1
    cost[stopped | stopped.transpose(0, 2, 1)] = np.inf
    cost[:, range(N), range(N)] = 1
    after = np.maximum(before * random.uniform(0.9, 1.3, (S, N, N)), 1)
    after[:, range(N), range(N)] = 1
    members = (np.arange(N) < N // 2 + 1) & shared
    try:
        found = sector_equilibrium(base, cost, tariff=after, imbalance=imbalance, coalition=members)
    except (DataError, SolveError) as problem:  # random surpluses and embargoes can go too far
        if "owe more" in str(problem) or "no longer trade" in str(problem):
            reject()
        raise
    world = base.value_added.sum()
    assert found.residual < 1e-10
    close = {"rel": 1e-10, "abs": 1e-10 * world}
    # sales and spending, sector by sector
    assert found.trade.sum(axis=2) == pytest.approx(found.output, **close)
    assert (found.trade * after).sum(axis=1) == pytest.approx(found.expenditure, **close)
    # the world earns what it spends, and its value added is the numeraire
    assert found.value_added.sum() == pytest.approx(world, rel=1e-10)
    assert found.final_expenditure.sum() == pytest.approx(
        found.value_added.sum() + found.tariff_revenue.sum(), rel=1e-10
    )
    assert found.imbalance.sum() == pytest.approx(0, abs=1e-10 * world)
    assert found.transfer.sum() == pytest.approx(0, abs=1e-10 * world)
    # imports less exports of every state are its deficit and what it is given
    exports, imports = found.trade.sum(axis=(0, 2)), found.trade.sum(axis=(0, 1))
    assert imports - exports == pytest.approx(found.imbalance + found.transfer, abs=1e-9 * world)
    # what sectors pay is what they sell
    assert (base.value_added_share * found.output).sum(axis=0) == pytest.approx(
        found.value_added, rel=1e-10
    )
    if shared:
        assert np.ptp(found.real_expenditure[members]) < 1e-12
    # and the real wage is the sum of its parts
    parts = welfare_parts(base, found)
    assert parts.final_goods + parts.inputs + parts.linkages == pytest.approx(
        np.log(found.real_wage), abs=1e-9
    )


@pytest.mark.parametrize("imbalance", ["additive", "proportional"])
def test_nothing_changes_when_nothing_changes(imbalance):
    use, end = random_flows(5, 4)
    tariff = between(5, 4, 1.15)
    base = economy(use, end, theta=4, tariff=tariff)
    found = sector_equilibrium(base, np.ones((4, 5, 5)), imbalance=imbalance)
    for hat in (found.wage, found.real_expenditure, found.price, found.cost, found.consumer_price):
        assert hat == pytest.approx(np.ones_like(hat), abs=1e-12)
    assert found.tariff_revenue == pytest.approx(base.tariff_revenue, rel=1e-12)
    assert found.iterations == 1


def test_the_numeraire_changes_no_real_figure():
    use, end = random_flows(4, 3)
    base = economy(use, end, theta=5)
    cost = between(4, 3, 1.4, [(0, 1), (1, 0)])
    world = sector_equilibrium(base, cost)
    third = sector_equilibrium(base, cost, numeraire=2)
    assert third.wage[2] == pytest.approx(1, abs=1e-15)
    assert third.real_expenditure == pytest.approx(world.real_expenditure, rel=1e-14)
    ratio = third.trade[world.trade > 0] / world.trade[world.trade > 0]
    assert ratio == pytest.approx(np.full(ratio.shape, ratio[0]), rel=1e-13)
    assert third.price / third.wage[0] == pytest.approx(world.price / world.wage[0], rel=1e-13)


def test_the_unit_of_the_table_changes_nothing():
    use, end = random_flows(3, 3)
    cost = between(3, 3, 2.0, [(0, 1)])
    one = sector_equilibrium(economy(use, end, theta=5), cost)
    thousand = sector_equilibrium(economy(use * 1000, end * 1000, theta=5), cost)
    assert thousand.real_expenditure == pytest.approx(one.real_expenditure, rel=1e-11)
    assert thousand.trade == pytest.approx(one.trade * 1000, rel=1e-9)


def test_two_changes_in_turn_are_the_two_together():
    use, end = random_flows(4, 3, seed=2)
    base = economy(use, end, theta=[3.0, 5.0, 8.0])
    cost, tariff = between(4, 3, 1.3, [(0, 1), (2, 3)]), between(4, 3, 1.2, [(1, 0)])
    both = sector_equilibrium(base, cost, tariff=tariff)
    first = sector_equilibrium(base, cost)
    second = sector_equilibrium(economy_after(base, first), tariff=tariff)
    assert first.real_expenditure * second.real_expenditure == pytest.approx(
        both.real_expenditure, rel=1e-10
    )
    assert second.trade == pytest.approx(both.trade, rel=1e-8)


def test_deficits_can_be_taken_out_first():
    use, end = random_flows(4, 3, seed=4)
    base = economy(use, end, theta=5)
    assert np.abs(base.imbalance).max() > 1
    balanced = without_imbalances(base)
    rest = sector_equilibrium(balanced, imbalance="none")
    assert rest.real_expenditure == pytest.approx(np.ones(4), abs=1e-9)
    imports, exports = rest.trade.sum(axis=(0, 1)), rest.trade.sum(axis=(0, 2))
    assert imports == pytest.approx(exports, rel=1e-9)


def test_given_transfers_arrive():
    use, end = random_flows(3, 2)
    base = economy(use, end, theta=5)
    amount = np.array([-20.0, 5.0, 15.0])
    found = sector_equilibrium(base, transfer=amount)
    assert found.transfer == pytest.approx(amount)
    plain = sector_equilibrium(base)
    assert found.real_expenditure[0] < plain.real_expenditure[0]
    assert found.real_expenditure[2] > plain.real_expenditure[2]


def test_sharing_the_burden_moves_the_loss_and_not_the_target():
    """Members that lose more are paid by those that lose less; the target's loss hardly changes."""
    use, end = random_flows(6, 3, seed=9)
    base = economy(use, end, theta=5)
    members = np.array([False, True, True, True, False, False])
    cost = np.ones((3, 6, 6))
    cost[:, 0, members] = np.inf
    cost[:, members, 0] = np.inf
    alone = sector_equilibrium(base, cost)
    shared = sector_equilibrium(base, cost, coalition=members)
    lost = alone.real_expenditure[members]
    assert lost.min() < shared.real_expenditure[1] < lost.max()
    assert shared.transfer[members][lost.argmin()] > 0 > shared.transfer[members][lost.argmax()]
    assert shared.transfer[~members] == pytest.approx([0, 0, 0])
    assert shared.real_expenditure[0] == pytest.approx(alone.real_expenditure[0], rel=0.02)


def test_an_export_control_hits_users_of_the_sector_downstream():
    use, end = random_flows(4, 3, seed=6)
    base = economy(use, end, theta=5)
    cost = np.ones((3, 4, 4))
    cost[1, 0, 1] = np.inf
    found = sector_equilibrium(base, cost)
    assert found.trade[1, 0, 1] == 0
    before = base.share[1] * base.expenditure[1]
    assert found.price[1, 1] > 1
    assert (found.trade[1, 1:, 1] > before[1:, 1]).all()  # the others step in
    assert (found.trade[0] > 0).all()  # and other sectors trade on


def test_a_sector_nobody_makes_or_buys_in_a_state_is_no_trouble():
    use, end = random_flows(3, 3, seed=1, absent=[(0, 2)], unwanted=[(1, 1)])
    base = economy(use, end, theta=5)
    found = sector_equilibrium(base, between(3, 3, 1.3))
    assert found.residual < 1e-10
    assert found.output[2, 0] == 0
    assert found.expenditure[1, 1] == 0


@pytest.mark.parametrize("theta", [0.4, 1.0, 20.0, 51.0])
def test_extreme_elasticities_are_solved(theta):
    use, end = random_flows(6, 4, seed=8)
    elasticity = np.full(4, 5.0)
    elasticity[1] = theta
    base = economy(use, end, theta=elasticity)
    found = sector_equilibrium(base, between(6, 4, 1.5, [(0, n) for n in range(1, 6)]))
    assert found.residual < 1e-10


@pytest.mark.parametrize("imbalance", ["additive", "proportional"])
def test_a_state_cut_off_from_all_lives_on_what_it_makes(imbalance):
    """Nobody lends to it, so its deficit is gone; the rest of the world closes without it."""
    use, end = random_flows(4, 3, seed=12)
    base = economy(use, end, theta=5)
    cost = between(4, 3, np.inf, [(0, n) for n in (1, 2, 3)] + [(n, 0) for n in (1, 2, 3)])
    found = sector_equilibrium(base, cost, imbalance=imbalance)
    assert found.residual < 1e-10
    assert found.imbalance[0] == pytest.approx(0, abs=1e-9)
    assert found.imbalance[1:].sum() == pytest.approx(0, abs=1e-9)
    own = economy_after(base, found)
    assert own.share[:, 0, 0] == pytest.approx(np.ones(3), rel=1e-12)
    # the rest is the world of three whose deficits add up to zero
    parts = welfare_parts(base, found)
    assert np.log(found.real_wage[0]) == pytest.approx(
        parts.final_goods[0] + parts.inputs[0] + parts.linkages[0], abs=1e-10
    )


def test_a_table_of_real_size_is_solved_to_ten_digits():
    """44 states × 35 sectors; counted in rounds, since a clock proves nothing."""
    base = economy(*random_flows(44, 35, seed=1), theta=np.linspace(2, 10, 35))
    cost = np.ones((35, 44, 44))
    cost[:, 0, 1:20] = cost[:, 1:20, 0] = np.inf
    cost[5:9, 20:, 0] = 1.5
    found = sector_equilibrium(base, cost, coalition=np.isin(np.arange(44), np.arange(1, 20)))
    assert found.residual < 1e-10
    assert found.iterations < 40
    assert found.real_expenditure[0] < found.real_expenditure[1] < 1


# ------------------------------------------------------------------ refusals


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
