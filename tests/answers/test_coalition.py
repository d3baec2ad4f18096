"""Coalitions on a world of nine: shares add up, members are ranked, and wrong names are refused."""

from __future__ import annotations

import json

import numpy as np
import pytest

from comity.answers.coalition import MEMBERS, OUTSIDERS, coalition
from comity.errors import ComityError, CoverageError, StateError, UnknownName
from comity.simulate.trade.against import balanced
from comity.simulate.trade.gravity import counterfactual
from comity.world.world import World
from tests.answers.trade_small import RUS, STATES, small_trade, small_trade_world


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

    def test_it_is_drawn_and_said(self, shipped):
        assert "Germany" in shipped.plot().to_json()
        assert "world-wide" in shipped.verdict()

    def test_a_year_without_a_matrix(self, shipped):
        with pytest.raises(CoverageError, match="1890"):
            coalition(World.load(), "RUS", ["USA"], year=1890)
