"""Coalitions on a world of nine: shares add up, members are ranked, and wrong names are refused."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from comity.answers import coalition_standing
from comity.answers.coalition import MEMBERS, OUTSIDERS, coalition
from comity.errors import ComityError, CoverageError, StateError, UnknownName
from comity.simulate.trade.against import balanced
from comity.simulate.trade.gravity import counterfactual
from comity.world.world import World
from tests.answers.trade_small import RUS, STATES, small_matrix, small_trade, small_trade_world


@pytest.fixture(scope="module")
def world():
    return small_trade_world()


@pytest.fixture(scope="module")
def found(world):
    return coalition(world, "RUS", ["USA", "DEU"], add=["FRA"], theta=4, cost="0.5", draws=12)


def test_members_share_out_the_loss_without_remainder(found):
    assert found.members["shapley"].sum() == pytest.approx(found.target_loss.value, rel=1e-9)
    assert found.members["share"].sum() == pytest.approx(1)
    assert found.members["exact"].all()
    assert found.members.schema == MEMBERS
    assert found.outsiders.schema == OUTSIDERS


def test_the_loss_is_that_of_the_general_solver(found):
    base = balanced(small_trade(), 4.0)
    cost = np.ones((9, 9))
    at = [STATES.index(x) for x in ("USA", "DEU", "FRA")]
    cost[RUS, at] = cost[at, RUS] = 1.5
    real = counterfactual(base.share * base.income, cost, theta=4.0).real_expenditure
    assert found.target_loss.value == pytest.approx(1 - real[RUS], abs=1e-9)
    own = dict(found.members.select("key", "loss").iter_rows())
    assert own["DEU"] == pytest.approx(1 - real[STATES.index("DEU")], abs=1e-9)


def test_the_world_does_more_and_the_share_says_how_much(found):
    assert found.global_loss.value > found.target_loss.value > 0
    assert found.share_of_global.value == pytest.approx(
        found.target_loss.value / found.global_loss.value
    )
    assert found.share_of_global.low < found.share_of_global.value < found.share_of_global.high


def test_who_joins_is_told_before_and_after(world, found):
    before = coalition(world, "RUS", ["USA", "DEU"], theta=4, cost="0.5", draws=12)
    assert before.before_add is None
    for name in ("target_loss", "sender_loss", "sender_musd", "global_loss", "share_of_global"):
        mine, other = getattr(found.before_add, name), getattr(before.reach, name)
        assert mine.value == pytest.approx(other.value, rel=1e-9)
        assert mine.low == pytest.approx(other.low, rel=1e-6)
    assert found.before_add.target_loss.value < found.target_loss.value
    told = found.told()
    assert told["joining"] == ["FRA"]
    assert told["before_add"]["share_of_global"] < told["share_of_global"]
    assert {"target_loss", "sender_loss", "target_loss_musd"} <= set(told["before_add"])
    assert "Without France Russia would lose" in found.verdict()
    assert before.told()["before_add"] is None


@pytest.fixture
def sanctioned(monkeypatch):
    """A world in which Germany sanctions Russia since 2022, and France a little since 2014."""
    world = small_trade_world()
    rows = [("FRA", "RUS", y, 1.0) for y in range(2014, 2023)]
    rows += [("DEU", "RUS", 2022, 3.0), ("USA", "IND", 2013, 1.0)]
    counts = pl.DataFrame(rows, schema=["a", "b", "year", "value"], orient="row")
    monkeypatch.setattr(coalition_standing, "stored_counts", lambda world: (counts, "made up"))
    return world


def test_sanctions_in_force_already_are_said_and_trade_before_them_is_asked(sanctioned):
    world = sanctioned
    more = small_trade()
    more[RUS, STATES.index("DEU")] *= 9
    world.remember(("trade matrix", 2021), lambda: replace(small_matrix(more), year=2021))
    world.remember(("trade matrix", 2013), lambda: replace(small_matrix(), year=2013))
    found = coalition(world, "RUS", ["DEU", "FRA", "USA"], theta=4, cost="0.5", draws=8)
    assert found.standing.senders == ("DEU", "FRA")
    assert (found.standing.observed, found.standing.cases) == (2022, 4)
    assert [(each.year, each.cases) for each in found.standing.before] == [(2021, 1), (2013, 0)]
    then = coalition(world, "RUS", ["DEU", "FRA", "USA"], theta=4, cost="0.5", draws=8, year=2021)
    for name in ("target_loss", "share_of_global"):
        mine, other = getattr(found.standing.before[0].reach, name), getattr(then.reach, name)
        assert (mine.value, mine.low) == pytest.approx((other.value, other.low), rel=1e-6)
    told = json.loads(json.dumps(found.told(), allow_nan=False))["in_force_already"]
    assert told["before"][0]["year"] == 2021
    assert "2 of the 3 senders had some in force on Russia (in 2022" in found.verdict()
    assert "on the trade of 2021, the last year with half as many" in found.verdict()
    assert "on the trade of 2013, the last year with none" in found.verdict()


def test_without_a_year_before_them_that_is_said(sanctioned):
    found = coalition(sanctioned, "RUS", ["FRA"], cost="0.5", draws=0)
    assert found.standing.before == ()
    assert "No earlier year" in found.verdict()
    assert coalition(sanctioned, "RUS", ["USA"], cost="0.5", draws=0).standing is None


def test_outsiders_are_all_others_and_the_best_is_first(found):
    assert set(found.outsiders["key"]) == {"ARM", "CHN", "IND", "KAZ", "TUR"}
    assert found.outsiders["key"][0] == "CHN"
    assert found.outsiders["adds"].is_sorted(descending=True)


def test_an_outsider_adds_what_the_larger_coalition_does(world, found):
    larger = coalition(world, "RUS", ["USA", "DEU", "FRA", "CHN"], theta=4, cost="0.5", draws=0)
    more = larger.target_loss.value - found.target_loss.value
    assert found.outsiders["adds"][0] == pytest.approx(more, abs=1e-9)
    last = dict(larger.members.select("key", "leaving").iter_rows())
    assert last["CHN"] == pytest.approx(more, abs=1e-9)


def test_the_whole_world_has_nobody_left_to_join(world):
    everybody = [x for x in STATES if x != "RUS"]
    found = coalition(world, "RUS", everybody, cost="embargo", draws=0)
    assert found.share_of_global.value == pytest.approx(1)
    assert found.outsiders.is_empty()
    assert "next member" not in found.verdict()


def test_the_world_is_everybody_but_the_target(world):
    found = coalition(world, "RUS", ["WLD"], cost="embargo", draws=0)
    assert found.party.members == tuple(x for x in STATES if x != "RUS")
    assert found.share_of_global.value == pytest.approx(1)


def test_a_bloc_stands_for_its_members_of_the_year(world):
    found = coalition(world, "RUS", ["G7"], draws=0)
    assert found.party.members == ("DEU", "FRA", "USA")
    assert found.party.left_out == ("CAN", "GBR", "ITA", "JPN")
    assert found.party.named == ("G7",)


def test_intervals_hold_what_is_drawn_and_only_that(found, world):
    bare = coalition(world, "RUS", ["USA"], theta=4, cost="0.5", draws=0)
    assert bare.target_loss.low is None
    assert bare.members["loss_low"].null_count() == 1
    assert found.target_loss.low < found.target_loss.value < found.target_loss.high
    assert not any("cost of sanctions" in line for line in found.ground.sentences(12))
    drawn = coalition(world, "RUS", ["USA"], draws=3)
    assert "cost of sanctions" in drawn.ground.sentences(3)[-1]


def test_the_same_question_has_the_same_answer(world, found):
    again = coalition(world, "RUS", ["USA", "DEU"], add=["FRA"], theta=4, cost="0.5", draws=12)
    assert again.members.equals(found.members)


def test_json_holds_the_names_others_script_against(found):
    told = json.loads(json.dumps(found.told(), allow_nan=False))
    assert {"target_loss", "sender_loss", "share_of_global", "members"} <= set(told)
    assert {"variant", "elasticity", "data", "year", "cost_ad_valorem"} <= set(told)
    assert {m["key"] for m in told["members"]} == {"USA", "DEU", "FRA"}


def test_the_table_has_a_row_for_each_economy(found):
    table = found.table()
    assert sorted(table["key"]) == list(STATES)
    assert table["role"].value_counts().sort("role")["count"].to_list() == [3, 5, 1]


@pytest.mark.parametrize(("senders", "options", "error", "said"), [
    ([], {}, ComityError, "empty"),
    (["RUS"], {}, ComityError, "target and among the senders"),
    (["BRICS"], {}, ComityError, "as a member of BRICS"),
    (["USA", "usa"], {}, ComityError, "named twice"),
    (["G7"], {"add": ["DEU"]}, ComityError, "already, as a member of G7"),
    (["Atlantis"], {}, StateError, "Atlantis"),
    (["WARSAW_PACT"], {}, ComityError, "WARSAW_PACT"),
    (["AUS"], {}, UnknownName, "trade matrix of 2023"),
    (["USA"], {"sectors": ["steel"]}, ComityError, "input-output table"),
    (["USA"], {"cost": "dear"}, ComityError, "complete, broad"),
    (["USA"], {"cost": "-0.1"}, ComityError, "complete, broad"),
    (["USA"], {"cost": "nan"}, ComityError, "complete, broad"),
    (["USA"], {"cost": "partial"}, ComityError, "no cost to count with"),
    (["USA"], {"theta": 0.1}, ComityError, "1 to 50"),
    (["USA"], {"theta": float("nan")}, ComityError, "1 to 50"),
    (["USA"], {"draws": -1}, ComityError, "draws"),
])  # fmt: skip
def test_what_is_refused(world, senders, options, error, said):
    with pytest.raises(error, match=said):
        coalition(world, "RUS", senders, **options)


@pytest.mark.parametrize("target", ["Atlantis", "DDR", "[red]x", "", "EU"])
def test_a_target_is_a_state_of_the_matrix(world, target):
    with pytest.raises(ComityError):
        coalition(world, target, ["USA"])


@pytest.fixture(scope="module")
def shipped():
    """The world that ships, before 2022."""
    return coalition(World.load(), "RUS", ["G7", "EU"], year=2021, draws=4)


class TestEmbedded:
    """Brothers in Arms (Chowdhry, Hinz, Kamin & Wanner 2024) has 57.9 % for the coalition against Russia."""

    def test_more_than_twelve_are_sampled_with_their_error(self, shipped):
        assert len(shipped.party.members) == 31
        assert not shipped.members["exact"].any()
        assert (shipped.members["shapley_error"] > 0).all()
        assert shipped.members["shapley_error"].max() < 0.02 * shipped.members["shapley"].max()
        assert shipped.members["shapley"].sum() == pytest.approx(
            shipped.target_loss.value, rel=1e-9
        )

    def test_about_half_of_what_the_world_could_do(self, shipped):
        assert 0.35 < shipped.share_of_global.value < 0.7

    def test_china_would_add_most(self, shipped):
        assert shipped.outsiders["key"][0] == "CHN"

    def test_losses_are_told_of_gdp_too(self, shipped):
        assert shipped.reach.target_gdp.value > 1.3 * shipped.target_loss.value
        assert "of GDP" in shipped.verdict()
        assert shipped.told()["target_loss_gdp"] == shipped.reach.target_gdp.value
        gdp = shipped.members["loss_musd"] / shipped.members["loss_gdp"]
        assert gdp.min() > 0

    def test_the_rows_behind_it_are_those_of_its_dyads(self, shipped):
        rows = dict(shipped.evidence()[:1])["flows"]
        assert ((rows["a"] == "RUS") | (rows["b"] == "RUS")).all()
        assert rows["source"].null_count() == 0
        totals = [table for name, table in shipped.evidence() if name == "states"]
        assert {"RUS", "DEU"} <= set(totals[0]["state"])

    def test_it_is_drawn_and_said(self, shipped):
        assert "Germany" in shipped.plot().to_json()
        assert "world-wide" in shipped.verdict()

    def test_a_year_without_a_matrix(self, shipped):
        with pytest.raises(CoverageError, match="1890"):
            coalition(World.load(), "RUS", ["USA"], year=1890)
