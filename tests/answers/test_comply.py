"""Compliance on a world of nine: nobody without a threat, everybody under a large one, hubs in between."""

from __future__ import annotations

import json

import numpy as np
import polars as pl
import pytest

from comity.answers.comply import comply
from comity.answers.comply_already import already
from comity.answers.comply_case import Stage
from comity.answers.comply_search import search, turning
from comity.answers.trade_ground import ground
from comity.errors import ComityError
from comity.simulate.trade.against import balanced
from comity.simulate.trade.gravity import counterfactual
from comity.world import Coverage
from tests.answers.trade_small import RUS, STATES, small_trade, small_trade_world
from tests.tiny_world import source

SENDERS = np.array([STATES.index(x) for x in ("DEU", "FRA", "USA")])
THIRD = np.array([STATES.index(x) for x in ("ARM", "CHN", "IND", "KAZ", "TUR")])


@pytest.fixture(scope="module")
def world():
    return small_trade_world()


@pytest.fixture(scope="module")
def found(world):
    return comply(world, "RUS", ["DEU", "FRA", "USA"], secondary=0.05, theta=4, cost="0.5", draws=4)


@pytest.fixture(scope="module")
def stage(world):
    drawn = ground(world, 2023, cost="0.5", theta=4).central
    return Stage.of(drawn, RUS, SENDERS, THIRD, 0.2)


def test_without_a_threat_nobody_complies(world):
    free = comply(world, "RUS", ["DEU", "FRA", "USA"], secondary=0, theta=4, cost="0.5", draws=0)
    assert not free.states["complies"].any()
    assert (free.states["gain"] < 0).all()
    assert free.removed_musd.value == 0
    assert free.target_loss.value == pytest.approx(free.target_loss_alone.value)


def test_the_larger_the_threat_the_more_comply(found):
    assert found.path["compliers"].is_sorted()
    assert found.path["compliers"][0] == 0
    assert found.path["compliers"][-1] > 0
    assert found.path["target_loss"][-1] > found.path["target_loss"][0]
    assert found.path["at_rest"].all()


def test_nobody_wants_to_move(found, stage):
    """Each third state's choice against both of its payoffs, one by one."""
    order = {k: i for i, k in enumerate(STATES[t] for t in THIRD)}
    joined = np.zeros(5, dtype=bool)
    for key, complies in found.states.select("key", "complies").iter_rows():
        joined[order[key]] = complies
    margin = Stage.of(stage.drawn, RUS, SENDERS, THIRD, found.margin)
    for i in range(5):
        other = joined.copy()
        other[i] = not joined[i]
        mine = margin.payoff(joined[None], 0.05)[0][0, i]
        assert mine >= margin.payoff(other[None], 0.05)[0][0, i]


def test_who_trades_much_with_the_target_and_little_with_senders_turns_last(found):
    turns = dict(found.states.select("key", "threshold").iter_rows())
    last = max(turns, key=lambda key: np.inf if turns[key] is None else turns[key])
    assert last == "ARM"  # the nearest to Russia
    complies = dict(found.states.select("key", "complies").iter_rows())
    for key, threshold in turns.items():
        assert complies[key] == (threshold is not None and threshold <= 0.05)


def test_payoffs_are_those_of_the_general_solver(stage):
    """With a margin of nothing a hub earns nothing, and real expenditure is all there is."""
    free = Stage.of(stage.drawn, RUS, SENDERS, THIRD, 0.0)
    joined = np.array([False, True, False, False, True])
    payoff = free.payoff(joined[None], 0.1)[0][0]
    base = balanced(small_trade(), 4.0)
    cost = np.ones((9, 9))
    out = THIRD[~joined]
    cost[np.ix_(out, SENDERS)] = cost[np.ix_(SENDERS, out)] = 1.1
    acting = np.zeros(9, dtype=bool)
    acting[SENDERS] = acting[THIRD[joined]] = True
    sends = np.isin(np.arange(9), SENDERS)
    k = free.ways.cost(
        np.where(acting, 1.5, 1.0)[None], (~acting & (np.arange(9) != RUS))[None], np.where(sends, 1.1, 1)
    )[0]  # fmt: skip
    cost[RUS], cost[:, RUS] = k, k
    cost[RUS, RUS] = 1
    real = counterfactual(base.share * base.income, cost, theta=4.0).real_expenditure
    assert payoff == pytest.approx(real[THIRD], abs=1e-9)
    assert free.outcome(joined, 0.1).earned == pytest.approx(0)


def test_beginning_near_changes_nothing(stage):
    joined = np.eye(5, dtype=bool)
    _, prices = stage.payoff(joined[:1], 0.1)
    near, far = (stage.payoff(joined, 0.1, near=x)[0] for x in (prices[0], None))
    assert near == pytest.approx(far, abs=1e-9)


def test_hubs_buy_and_sell_more_and_do_not_comply(found):
    assert not found.hubs.is_empty()
    assert (found.hubs["imports_change_musd"] > 0).all()
    assert (found.hubs["exports_change_musd"] > 0).all()
    complies = set(found.states.filter("complies")["key"])
    assert not complies & set(found.hubs.filter(threat=0.05)["key"])


def test_intervals_and_plain_values(found):
    told = json.loads(json.dumps(found.told(), allow_nan=False))
    assert {"compliers", "path", "hubs", "states", "target_loss", "removed_musd", "variant"} <= set(
        told
    )
    assert told["target_loss_low"] < told["target_loss"] < told["target_loss_high"]
    assert told["compliers"] == told["compliers_from_all"]
    assert all(0 <= row["share_of_draws"] <= 1 for row in told["states"])


def test_where_a_state_turns_has_an_interval_of_the_draws(found):
    """The centre's threshold is of the same size as the draws'; the path's two threats are told besides."""
    turning = found.states.drop_nulls("threshold")
    assert (turning["threshold_above"] <= turning["threshold"]).all()
    assert (turning["threshold"] <= turning["threshold_upto"]).all()
    both = turning.drop_nulls("threshold_high")
    assert not both.is_empty()
    assert (both["threshold_low"] <= both["threshold_high"]).all()
    assert (both["threshold_low"] < 3 * both["threshold"]).all()


def test_a_draw_that_is_the_centre_turns_where_the_centre_does(world):
    drawn = ground(world, 2023, cost="0.5", theta=4).central
    centre = Stage.of(drawn, RUS, SENDERS, THIRD, 0.24)
    path = search(centre, 0.05, lambda done: None)
    again, (at, low, high) = turning(centre, path), path.thresholds()
    for mine, known, above, upto in zip(again, at, low, high, strict=True):
        if np.isnan(known):
            assert np.isinf(mine)
        else:
            # between coarser threats of the same path
            assert above / 4 <= mine <= max(4 * upto, 0.0025)


def sanctioned(world):
    """The same world with sanctions of China's on Russia, and a war of India with it."""
    measure = pl.DataFrame(
        {"date": ["2022-03-01"], "a": ["CHN"], "b": ["RUS"], "action": ["SANCTION"], "mode": ["trade"],
         "commitment": ["deed"], "record": ["p. 1"]}
    )  # fmt: skip
    war = pl.DataFrame(
        {"a": ["IND"], "b": ["RUS"], "kind": ["armed_conflict"], "start": ["2023"], "end": ["2023"],
         "value": [2.0], "depth": [4.0], "record": ["p. 2"]}
    )  # fmt: skip
    made = world.with_rows(
        "events", measure, source("dated", Coverage("events", "SANCTION", 2000, 2024, "rows"))
    )
    made = made.with_rows(
        "ties", war, source("wars", Coverage("ties", "armed_conflict", 2000, 2024, "rows"))
    )
    matrix = world.remember(("trade matrix", 2023), lambda: None)
    made.remember(("trade matrix", 2023), lambda: matrix)
    return made


def test_who_sanctions_already_or_is_at_war_is_set_aside(world):
    found = comply(sanctioned(world), "RUS", ["DEU", "FRA", "USA"], cost="0.5", draws=0)
    chosen = dict(found.states.select("key", "already").iter_rows())
    assert chosen["CHN"] == "sanctions it already"
    assert chosen["IND"] == "at war with it"
    assert chosen["TUR"] is None
    assert set(found.free()["key"]) == {"ARM", "KAZ", "TUR"}
    said = found.verdict()
    assert "of 3 third states" in said
    assert "Set aside are 2" in said
    assert "(India at war with it)" in said
    assert found.told()["already"] == {"CHN": "sanctions it already", "IND": "at war with it"}
    opened = dict(found.evidence())
    assert opened["events"]["a"].to_list() == ["CHN"]
    assert opened["ties"]["a"].to_list() == ["IND"]


def test_a_measure_that_was_lifted_is_none(world):
    lifted = pl.DataFrame(
        {"date": ["2022-03-01", "2022-09-01"], "a": ["CHN", "CHN"], "b": ["RUS", "RUS"],
         "action": ["SANCTION", "RETREAT"], "mode": ["trade", "relief"], "commitment": ["deed"] * 2,
         "record": ["p. 1", "p. 2"]}
    )  # fmt: skip
    made = world.with_rows(
        "events", lifted, source("dated", Coverage("events", "SANCTION", 2000, 2024, "rows"))
    )
    assert already(made, "RUS", 2022, ["CHN", "IND"]).why == {}


def test_a_world_that_holds_no_sanctions_says_so(world, found):
    assert found.already.why == {}
    assert "not covered" in found.verdict()


def test_next_to_nothing_that_goes_round_is_called_so(world):
    dear = comply(world, "RUS", ["DEU", "FRA", "USA"], cost="0.5", margin=1.9, draws=0)
    assert "do not go round here" in dear.verdict()


def test_it_is_drawn_and_said(found):
    assert "who complies" in json.dumps(found.plot().to_dict())
    assert "Compliance removes" in found.verdict()


@pytest.mark.parametrize(("options", "said"), [
    ({"secondary": -0.1}, "threat"), ({"secondary": float("nan")}, "threat"), ({"margin": -1}, "margin"),
    ({"secondary": 10}, "for 10 % write 0.1"), ({"senders": ["WLD"]}, "no third state.*\n.*G7,EU"),
    ({"draws": -1}, "draws"), ({"senders": ["RUS"]}, "among the senders"),
    ({"senders": [x for x in STATES if x != "RUS"]}, "no third state"), ({"senders": []}, "empty"),
])  # fmt: skip
def test_what_is_refused(world, options, said):
    with pytest.raises(ComityError, match=said):
        comply(world, "RUS", **({"senders": ["USA"]} | options))
