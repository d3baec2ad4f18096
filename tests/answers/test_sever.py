"""Severed trade on a world of nine, against the general solver; what replaces it; who loses more."""

from __future__ import annotations

import json

import numpy as np
import polars as pl
import pytest

from comity.answers.sever import sever
from comity.errors import ComityError, UnknownName
from comity.simulate.trade.against import balanced
from comity.simulate.trade.changes import Step
from comity.simulate.trade.gravity import counterfactual
from comity.simulate.trade.market import TradeCase
from comity.simulate.trade.outcome import trade_outcome
from comity.world.world import World
from tests.answers.trade_small import RUS, STATES, small_matrix, small_trade, small_trade_world

CHN = STATES.index("CHN")


@pytest.fixture(scope="module")
def world():
    return small_trade_world()


@pytest.fixture(scope="module")
def found(world):
    return sever(world, "Russia", "CHN", theta=4, draws=20)


def test_losses_are_those_of_the_general_solver(found):
    base = balanced(small_trade(), 4.0)
    cost = np.ones((9, 9))
    cost[RUS, CHN] = cost[CHN, RUS] = np.inf
    real = counterfactual(base.share * base.income, cost, theta=4.0).real_expenditure
    assert found.sides["loss"].to_list() == pytest.approx(1 - real[[RUS, CHN]], abs=1e-9)


def test_both_directions_mirror_each_other(found, world):
    other = sever(world, "CHN", "RUS", theta=4, draws=0)
    assert other.sides["loss"].to_list() == pytest.approx(
        found.sides["loss"][::-1].to_list(), abs=1e-9
    )
    assert found.sides["exports_musd"][0] == found.sides["imports_musd"][1]
    assert other.ratio.value == pytest.approx(1 / found.ratio.value, rel=1e-6)


def test_the_smaller_loses_more(found):
    assert found.ratio.value > 1
    assert found.a_loses_more == 1
    assert "Russia loses" in found.verdict()


def test_all_trade_with_the_other_goes_and_others_take_its_place(found):
    gone = found.replaced.filter(
        pl.col("partner").is_in(["RUS", "CHN"]) & (pl.col("state") != pl.col("partner"))
    )
    assert gone["change_musd"].to_list() == pytest.approx((-gone["before_musd"]).to_list())
    assert gone.height == 4
    others = found.replaced.filter(state="RUS", flow="imports")
    assert others["partner"][0] == "CHN"
    assert others["partner"][1] == "RUS"  # what it makes itself, first of all
    assert others["share"].max() <= 1
    assert (others["change_musd"][1:4] > 0).all()


def test_losses_and_gains_add_up(found):
    for state in ("RUS", "CHN"):
        for flow in ("imports", "exports"):
            mine = found.replaced.filter(state=state, flow=flow)
            assert mine["change_musd"].sum() == pytest.approx(
                0, abs=2
            )  # below half a million: not told
            gains = mine.filter(pl.col("share") > 0)
            assert gains["share"].sum() == pytest.approx(1, abs=0.01)


def test_a_scenario_tells_the_same_replacement_for_the_same_cut(world, found):
    """Two commands, one question: central figures agree to the dollar, losses to the last digit."""
    case = TradeCase(2023, STATES, small_trade(), 4.0, small_matrix())
    pairs = np.zeros((9, 9), dtype=bool)
    pairs[RUS, CHN] = pairs[CHN, RUS] = True
    told = trade_outcome(case, [Step(pairs, factor=np.inf)])
    both = told.diversion.filter(pl.col("state").is_in(["RUS", "CHN"])).join(
        found.replaced, left_on=["state", "side", "partner"], right_on=["state", "flow", "partner"]
    )
    assert both.height >= 8
    assert both["value"].to_list() == pytest.approx(both["change_musd"].to_list(), abs=1e-4)
    lost = dict(told.welfare.select("state", "percent").iter_rows())
    assert found.sides["loss"].to_list() == pytest.approx(
        [-lost["RUS"] / 100, -lost["CHN"] / 100], abs=1e-9
    )


def test_a_cost_does_less_than_an_end(found, world):
    dearer = sever(world, "RUS", "CHN", theta=4, cost="0.1", draws=0)
    assert 0 < dearer.sides["loss"][0] < found.sides["loss"][0]
    assert dearer.sides["low"].null_count() == 2
    assert dearer.a_loses_more is None


def test_plain_values(found):
    told = json.loads(json.dumps(found.told(), allow_nan=False))
    assert {"sides", "replaced", "ratio", "variant", "elasticity", "data", "year"} <= set(told)
    for side in told["sides"]:
        assert side["low"] < side["loss"] < side["high"]
        assert side["exports_status"] == "observed"


def test_a_loss_is_told_of_gdp_where_that_is_known(found, world):
    assert found.sides["loss_gdp"].null_count() == 2  # nobody's GDP is in the small world
    real = sever(World.load(), "RUS", "CHN", draws=0)
    assert (real.sides["loss_gdp"] > 1.3 * real.sides["loss"]).all()
    assert "of GDP)" in real.verdict()
    assert {table for table, _ in real.evidence()} == {"flows", "states"}
    shares = real.evidence()[0][1]
    assert set(shares["a"]) | set(shares["b"]) == {"RUS", "CHN"}


def test_it_is_drawn(found):
    assert "Without trade between Russia and China" in json.dumps(found.plot().to_dict())


@pytest.mark.parametrize(("b", "options", "error", "said"), [
    ("RUS", {}, ComityError, "named twice"), ("AUS", {}, UnknownName, "trade matrix"),
    ("CHN", {"draws": -3}, ComityError, "draws"),
    ("CHN", {"cost": "inf"}, ComityError, "embargo"),
])  # fmt: skip
def test_what_is_refused(world, b, options, error, said):
    with pytest.raises(error, match=said):
        sever(world, "RUS", b, **options)
