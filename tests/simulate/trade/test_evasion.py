"""Detours: nothing changes where nothing is sanctioned, everything stops where all is closed."""

from __future__ import annotations

import numpy as np
import pytest

from comity.errors import DataError
from comity.simulate.trade.evasion import closeness, routes

THETA = 4.0
TARGET = 3


@pytest.fixture
def trade():
    rng = np.random.default_rng(2)
    table = rng.lognormal(2, 1, (6, 6))
    np.fill_diagonal(table, 500)
    return table


def ways(trade, margin=0.1):
    return routes(trade, TARGET, THETA, margin=margin)


def some(**changes):
    """One case of six states: direct factors, open hubs, factors on the detour."""
    case = {"direct": np.ones((1, 6)), "open_hub": np.ones((1, 6), bool), "detour": np.ones(6)}
    return case | changes


def test_closeness_takes_costs_back_from_trade():
    """Trade made from known costs by the gravity equation, any sizes and prices."""
    rng = np.random.default_rng(0)
    cost = rng.uniform(1.2, 3, (5, 5))
    cost = np.sqrt(cost * cost.T)
    np.fill_diagonal(cost, 1)
    table = rng.uniform(1, 9, (5, 1)) * rng.uniform(1, 9, (1, 5)) * cost**-THETA
    assert closeness(table) == pytest.approx(cost**-THETA)


def test_who_does_not_sanction_is_left_alone(trade):
    assert ways(trade).cost(**some(open_hub=np.zeros((1, 6), bool))) == pytest.approx(1)
    assert not ways(trade).through(np.ones((1, 6)), **some()).any()


def test_an_embargo_without_hubs_stops_trade(trade):
    direct = np.array([[np.inf, 1, 1, 1, 1, 1]])
    closed = some(direct=direct, open_hub=np.zeros((1, 6), bool))
    assert np.isinf(ways(trade).cost(**closed)[0, 0])


def test_an_embargo_goes_round_through_what_is_open(trade):
    w = ways(trade)
    direct = np.array([[np.inf, 1, 1, 1, 1, 1]])
    hub = np.zeros((1, 6), bool)
    hub[0, 4] = True
    k = w.cost(**some(direct=direct, open_hub=hub))[0, 0]
    assert k**-THETA == pytest.approx(w.weight[0, 4] / (1 + w.weight[0].sum()))
    passed = w.through(np.full((1, 6), 7.0), **some(direct=direct, open_hub=hub))[0]
    assert passed[4] == pytest.approx(7)  # all that is left of the one that sanctions passes there
    assert passed.sum() == pytest.approx(7)


def test_what_passes_is_each_ways_share_one_by_one(trade):
    w, rng = ways(trade), np.random.default_rng(1)
    direct, detour = np.array([[1.5, 1, 3, 1, 2, 1]]), rng.uniform(1, 1.3, 6)
    hub, traded = rng.random((1, 6)) < 0.6, rng.uniform(1, 5, (1, 6))
    expected = np.zeros(6)
    for j in (0, 2, 4):
        all_ways = direct[0, j] ** -THETA + sum(
            hub[0, i] * w.weight[j, i] * detour[j] ** -THETA for i in range(6)
        )
        for i in range(6):
            share = hub[0, i] * w.weight[j, i] * detour[j] ** -THETA / all_ways
            expected[i] += traded[0, j] * share
    assert w.through(traded, direct, hub, detour)[0] == pytest.approx(expected)


def test_before_is_through_with_the_direct_way_as_it_was(trade):
    """A sanction that costs next to nothing, with all hubs open, moves nothing."""
    w, traded = ways(trade), np.arange(1.0, 7)
    direct = np.where(np.arange(6) < 3, 1 + 1e-12, 1.0)[None]
    there = w.through(traded[None], direct, np.ones((1, 6), bool), np.ones(6))
    assert w.before(traded, direct) == pytest.approx(there, rel=1e-9)


def test_each_closed_hub_and_each_dearer_detour_costs_more(trade):
    w, direct = ways(trade), np.array([[2.0, 2.0, 1, 1, 1, 1]])
    more = w.cost(**some(direct=direct))
    closed = np.ones((1, 6), bool)
    closed[0, 4] = False
    fewer = w.cost(**some(direct=direct, open_hub=closed))
    dearer = w.cost(**some(direct=direct, detour=np.full(6, 1.2)))
    assert np.all(fewer[0, :2] > more[0, :2])
    assert np.all(dearer[0, :2] > more[0, :2])
    assert np.all(more[0, :2] < 2)


def test_no_way_leads_through_the_ends(trade):
    w = ways(trade).weight
    assert not np.diag(w).any()
    assert not w[TARGET].any()
    assert not w[:, TARGET].any()
    assert w.max() <= 1


def test_a_margin_makes_detours_rarer(trade):
    assert ways(trade, 0.3).weight.sum() < ways(trade, 0.0).weight.sum()


@pytest.mark.parametrize("margin", [-0.1, float("nan")])
def test_a_margin_is_a_share(trade, margin):
    with pytest.raises(DataError, match="margin"):
        ways(trade, margin)


def test_internal_trade_is_needed(trade):
    trade[2, 2] = 0
    with pytest.raises(DataError, match="index 2"):
        ways(trade)
