"""Many sectors: what must hold of every answer, whatever the table and the change."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from comity.errors import DataError
from comity.simulate.trade.caliendo_parro import sector_equilibrium
from comity.simulate.trade.caliendo_parro_after import economy_after, without_imbalances
from comity.simulate.trade.caliendo_parro_economy import economy
from comity.simulate.trade.caliendo_parro_welfare import welfare_parts
from comity.simulate.trade.gravity import SolveError
from tests.simulate.trade.made_up_sectors import between, random_flows


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
