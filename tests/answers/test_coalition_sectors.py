"""Coalitions on a table of four states and three sectors, against the counterfactual by name."""

from __future__ import annotations

import numpy as np
import pytest

from comity.answers.coalition import coalition
from comity.answers.coalition_words import moved
from comity.answers.trade_ground import Amount
from comity.errors import ComityError, UnknownName
from comity.simulate.trade.gravity import counterfactual
from comity.simulate.trade.imbalances import without_imbalances
from comity.simulate.trade.input_output import InputOutputTable
from comity.simulate.trade.input_output_files import read_table
from comity.simulate.trade.sectors import (
    SectorChange,
    balanced,
    calibrated,
    sector_counterfactual,
)
from tests.answers.trade_small import small_trade_world
from tests.simulate.trade.made_up_sectors import random_flows
from tests.simulate.trade.written_tables import flows, icio

NAMES = ("CHN", "DEU", "IND", "RUS", "USA")


@pytest.fixture(scope="module")
def table(tmp_path_factory):
    return icio(tmp_path_factory.mktemp("tables") / "icio_2020.csv", *flows())


@pytest.fixture(scope="module")
def world():
    return small_trade_world()


@pytest.fixture(scope="module")
def found(world, table):
    return coalition(
        world, "RUS", ["DEU", "MEX"], sectors=["C19"], table=table, cost="0.5", theta=5, draws=9
    )


def test_the_loss_is_that_of_the_counterfactual_by_name(found, table):
    change = SectorChange(("RUS",), ("DEU", "MEX"), ("C19",), cost=1.5, both_ways=True)
    known = read_table(table)
    even = balanced(known, calibrated(known, theta=5))
    real = sector_counterfactual(known, [change], calibration=even).welfare()
    welfare = dict(real.select("state", "welfare").iter_rows())
    assert found.target_loss.value == pytest.approx(-welfare["RUS"] / 100, abs=1e-9)
    own = dict(found.members.select("key", "loss").iter_rows())
    assert own["DEU"] == pytest.approx(-welfare["DEU"] / 100, abs=1e-9)


def test_values_share_out_the_loss_and_there_are_no_intervals(found):
    assert found.members["shapley"].sum() == pytest.approx(found.target_loss.value)
    assert found.members["exact"].all()
    assert found.target_loss.low is None
    assert found.draws == 0  # cost and elasticity were given, and a table is taken as it is
    assert found.outsiders["key"].to_list() == ["CHN"]


def test_it_says_what_it_rests_on(found):
    told = found.told()
    assert "Caliendo & Parro" in str(told["variant"])
    assert "3 sectors" in str(told["data"])
    assert "estimated trade matrix" not in " ".join(found.ground.sentences(0))
    assert told["sectors"] == ["C19"]
    assert "by DEU, MEX in C19, 2020" in found.against
    assert "in C19" in found.plot().to_json()
    assert any("Sanctions on trade in C19" in line for line in found.ground.sentences(0))
    assert found.evidence() == []


def test_losses_and_their_share_have_intervals_from_draws(world, table):
    found = coalition(world, "RUS", ["DEU"], add=["MEX"], table=table, draws=12)
    assert found.draws == 12
    for amount in (found.target_loss, found.sender_loss, found.global_loss):
        assert amount.low < amount.value < amount.high
    assert found.share_of_global.low <= found.share_of_global.value <= found.share_of_global.high
    assert (found.members["loss_low"] < found.members["loss"]).all()
    assert found.members["shapley_low"].null_count() == 2
    assert (
        "Intervals: 5 to 95 % of 12 draws of elasticity, cost of sanctions"
        in (found.ground.sentences(12)[-1])
    )
    assert found.before_add.target_loss.low < found.before_add.target_loss.value


def test_a_share_of_gdp_is_of_value_added(found, table):
    gdp = read_table(table).value_added[0].sum()  # Russia is the first
    assert found.reach.target_gdp.value == pytest.approx(found.target_musd.value / gdp)


def test_all_sectors_do_more_than_one(world, table, found):
    whole = coalition(world, "RUS", ["DEU", "MEX"], table=table, cost="0.5", theta=5)
    assert whole.target_loss.value > found.target_loss.value > 0


def random_table(seed, sectors=2):
    """Five states with surpluses and deficits of all sizes, and sectors with inputs."""
    rng = np.random.default_rng(seed)
    use, end = random_flows(5, sectors, seed, home=float(rng.choice([0.03, 0.1, 0.4])))
    end[3] *= 1.5  # Russia sells more than it buys
    sold = use.sum(axis=(2, 3)) + end.sum(axis=2)
    added = sold - use.sum(axis=(0, 1))
    names = tuple(f"S{i}" for i in range(sectors))
    return InputOutputTable(NAMES, names, use, end, added, year=2020, source="made up")


@pytest.mark.parametrize("seed", range(8))
def test_no_embargo_enriches_whom_it_is_against(world, seed):
    """Nor does the base year's surplus, kept or let go, count as income (the defect this test is for)."""
    rng = np.random.default_rng(seed)
    senders = [state for state in NAMES if state != "RUS" and rng.random() < 0.5] or ["CHN"]
    theta = float(rng.uniform(1.5, 9))
    found = coalition(
        world, "RUS", senders, table=random_table(seed), cost="embargo", theta=theta, draws=0
    )
    assert 0 < found.target_loss.value <= found.global_loss.value
    assert 0 < found.share_of_global.value <= 1
    assert (found.members["shapley"] > 0).all()
    assert (found.outsiders["adds"] > 0).all()
    assert "gain" not in found.verdict()


@pytest.mark.parametrize("senders", [["CHN"], ["DEU", "USA"], ["CHN", "DEU", "IND", "USA"]])
def test_one_sector_without_inputs_is_the_model_of_one_sector(world, senders):
    table = random_table(3, sectors=1)
    trade = 1000 * table.final[:, 0]
    use, added = np.zeros_like(table.intermediate), trade.sum(axis=1, keepdims=True)
    bare = InputOutputTable(NAMES, ("all",), use, trade[:, None], added)
    found = coalition(world, "RUS", senders, table=bare, cost="embargo", theta=4)
    cost = np.ones((5, 5))
    at = [NAMES.index(state) for state in senders]
    cost[3, at] = cost[at, 3] = np.inf
    real = counterfactual(without_imbalances(trade, theta=4.0), cost, theta=4.0).real_expenditure
    assert found.target_loss.value == pytest.approx(1 - real[3], rel=1e-8)
    own = dict(found.members.select("key", "loss").iter_rows())
    assert [own[NAMES[i]] for i in at] == pytest.approx(1 - real[at], rel=1e-6, abs=1e-10)


def test_what_costs_the_target_nothing_has_no_share(world):
    """Sanctions on a sector that nobody trades."""
    table = random_table(1)
    home = np.eye(5, dtype=bool)
    use, end = table.intermediate.copy(), table.final.copy()
    use[:, 0][~home] = 0
    end[:, 0][~home] = 0
    sold = use.sum(axis=(2, 3)) + end.sum(axis=2)
    still = InputOutputTable(NAMES, ("S0", "S1"), use, end, sold - use.sum(axis=(0, 1)))
    with pytest.raises(ComityError, match="would lose nothing if all the world took part"):
        coalition(world, "RUS", ["DEU"], sectors=["S0"], table=still, cost="embargo")


def test_a_loss_below_nothing_is_called_a_gain():
    verb, much = moved(Amount(-0.02, -0.03, 0.01), Amount(-2000.0, -3000.0, 1000.0))
    assert verb == "gain"
    assert (
        much
        == "2.00 % (-1.00 to 3.00) of its real expenditure, 2.0 (-1.0 to 3.0) billion USD a year"
    )


@pytest.mark.parametrize(("options", "error", "said"), [
    ({"sectors": ["C99"]}, UnknownName, "sector"), ({"senders": ["FRA"]}, UnknownName, "FRA"),
    ({"table": "nowhere.csv"}, (ComityError, OSError), "nowhere.csv"),
])  # fmt: skip
def test_what_is_refused(world, table, options, error, said):
    with pytest.raises(error, match=said):
        coalition(world, "RUS", **({"senders": ["DEU"], "table": table} | options))
