"""What each kind of trade change does to costs."""

from __future__ import annotations

import numpy as np
import pytest

from comity.errors import DataError, UnknownName
from comity.simulate.scenario import Scenario
from comity.simulate.trade.changes import central, cost_hat, embargo_cost, tariff_factor
from comity.simulate.trade.cost_effects import cost_effect
from comity.simulate.trade.market import steps
from tests.simulate.trade.small_trade import STATES

THETA = 5.03


def made(text: str, states=STATES):
    changes = Scenario.parse(f'name = "x"\nbaseline = 2021\n[[change]]\n{text}').change
    return steps(changes, states, dict.fromkeys(range(len(changes)), 2021))


def cost(text: str):
    of = made(text)
    return cost_hat(of, len(STATES), THETA, central(of))


def at(a: str, b: str) -> tuple[int, int]:
    return STATES.index(a), STATES.index(b)


def test_an_embargo_stops_trade_both_ways_and_nothing_else():
    found = cost('kind = "trade_embargo"\nsenders = ["USA", "DEU"]\ntargets = "RUS"')
    stopped = {at(*p) for s in ("USA", "DEU") for p in ((s, "RUS"), ("RUS", s))}
    assert {tuple(map(int, p)) for p in np.argwhere(np.isinf(found))} == stopped
    assert (found[np.isfinite(found)] == 1).all()


@pytest.mark.parametrize(
    ("direction", "pair"), [("exports", ("USA", "RUS")), ("imports", ("RUS", "USA"))]
)
def test_one_direction_alone(direction, pair):
    found = cost(
        f'kind = "trade_embargo"\nsenders = "USA"\ntargets = "RUS"\ndirection = "{direction}"'
    )
    assert np.argwhere(found != 1).tolist() == [list(at(*pair))]


def test_an_estimated_cost_is_the_tariff_equivalent_of_the_estimate_and_is_undone_when_lifted():
    text = 'kind = "trade_sanctions"\nsenders = "USA"\ntargets = "RUS"\nstrength = "broad"'
    effect = cost_effect("sanctions_broad", THETA)
    assert cost(text)[at("USA", "RUS")] == pytest.approx(effect.ad_valorem)
    assert cost(text)[at("USA", "RUS")] > 1
    assert cost(text + "\nlifted = true")[at("USA", "RUS")] == pytest.approx(1 / effect.ad_valorem)


def test_a_bloc_is_its_members():
    found = cost('kind = "trade_embargo"\nsenders = "EU"\ntargets = "RUS"')
    assert np.isinf(found[at("DEU", "RUS")])
    assert found[at("USA", "RUS")] == 1


def test_who_joins_trades_more_cheaply_with_members_and_who_leaves_more_dearly():
    join = cost('kind = "join_bloc"\nstates = "RUS"\nbloc = ["CHN", "IND"]')
    assert join[at("RUS", "CHN")] == join[at("IND", "RUS")] < 1
    assert join[at("CHN", "IND")] == 1
    leave = cost('kind = "leave_bloc"\nstates = "DEU"\nbloc = ["CHN", "DEU"]')
    assert leave[at("DEU", "CHN")] == pytest.approx(1 / join[at("RUS", "CHN")])


def test_an_agreement_spares_those_who_have_one():
    found = cost(
        'kind = "trade_agreement"\nmembers = ["CHN", "IND", "RUS"]\nalready = [["CHN", "RUS"]]'
    )
    assert found[at("CHN", "RUS")] == 1
    assert found[at("CHN", "IND")] < 1


def test_a_tariff_is_a_duty_and_no_cost():
    of = made(
        'kind = "trade_tariff"\nimporters = "USA"\nexporters = "WLD"\npercent = 10\nexempt = "DEU"'
    )
    assert (cost_hat(of, 5, THETA, {}) == 1).all()
    duty = tariff_factor(of, 5)
    assert duty is not None
    column = duty[:, STATES.index("USA")]
    assert column.tolist() == pytest.approx([1.1, 1.0, 1.1, 1.1, 1.0])


def test_a_corridor_may_become_cheaper():
    found = cost('kind = "corridor_cost"\nbetween = ["RUS", "IND"]\npercent = -5')
    assert found[at("RUS", "IND")] == found[at("IND", "RUS")] == pytest.approx(0.95)


def test_embargo_cost_by_keys():
    found = embargo_cost(STATES, ["USA"], ["RUS"], direction="exports", factor=1.2)
    assert found[at("USA", "RUS")] == 1.2
    assert (np.delete(found.ravel(), np.ravel_multi_index(at("USA", "RUS"), (5, 5))) == 1).all()
    with pytest.raises(UnknownName, match="XYZ"):
        embargo_cost(STATES, ["XYZ"], ["RUS"])


def test_nobody_in_the_table_is_refused():
    with pytest.raises(DataError, match="no economy"):
        made('kind = "trade_embargo"\nsenders = "FJI"\ntargets = "RUS"')
