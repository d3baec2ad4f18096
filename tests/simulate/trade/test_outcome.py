"""What changes of trade do, on a table small enough to check."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from comity.simulate.scenario import Scenario
from comity.simulate.trade.changes import Step
from comity.simulate.trade.draws import drawn
from comity.simulate.trade.figures import told
from comity.simulate.trade.imbalances import without_imbalances
from comity.simulate.trade.market import TradeCase, settled, steps
from comity.simulate.trade.outcome import TABLES, trade_outcome
from tests.simulate.trade.small_trade import STATES, small_matrix, small_trade

TEXT = """
name = "x"
baseline = 2021
[[change]]
kind = "trade_sanctions"
senders = ["USA", "DEU"]
targets = "RUS"
strength = "broad"
"""


@pytest.fixture(scope="module")
def case():
    return small_trade()


@pytest.fixture(scope="module")
def of():
    return steps(Scenario.parse(TEXT).change, STATES, {0: 2021})


@pytest.fixture(scope="module")
def found(case, of):
    return trade_outcome(case, of, draws=60)


def row(frame: pl.DataFrame, **named):
    return frame.filter(**named).row(0, named=True)


def test_nothing_changes_where_nothing_is_changed(case):
    found = trade_outcome(case, [Step(np.zeros((5, 5), dtype=bool))])
    assert found.welfare["percent"].abs().max() < 1e-9
    assert found.diversion.is_empty()
    assert np.allclose(found.before, found.after, rtol=1e-9)


def test_the_sanctioned_loses_and_trades_less_with_the_senders(found):
    target = row(found.welfare, state="RUS")
    assert target["percent"] < 0
    assert target["low"] <= target["percent"] <= target["high"]
    assert target["value"] == pytest.approx(target["percent"] / 100 * found.before[:, 3].sum())
    assert row(found.trade, exporter="USA", importer="RUS")["percent"] < -20
    assert row(found.trade, exporter="CHN", importer="DEU")["percent"] > 0


def test_welfare_is_that_of_arkolakis_costinot_and_rodriguez_clare(case, of, found):
    """On the balanced table, whose ratios are applied to the observed one."""
    even = without_imbalances(case.trade, theta=case.theta)
    after = even * found.after / found.before
    share = [np.diag(t) / t.sum(axis=0) for t in (even, after)]
    formula = 100 * ((share[1] / share[0]) ** (-1 / case.theta) - 1)
    mine = [row(found.welfare, state=s)["percent"] for s in STATES]
    assert mine == pytest.approx(formula, rel=1e-8)
    assert after.sum(axis=0) == pytest.approx(after.sum(axis=1), rel=1e-9)


@pytest.mark.parametrize("seed", range(6))
def test_no_embargo_enriches_whom_it_is_against(seed):
    """A surplus that is no longer lent is no income: Russia, cut off, does not gain what it exported."""
    rng = np.random.default_rng(seed)
    matrix = small_matrix()
    trade = matrix.value * rng.lognormal(0, 1, matrix.value.shape)
    trade[3] *= 1.8
    np.fill_diagonal(trade, 6 * trade.sum(axis=0) * rng.uniform(0.05, 1, len(trade)))
    matrix = replace(matrix, value=trade)
    theta = float(rng.uniform(1.5, 9))
    case = TradeCase(2021, matrix.states, trade, theta, matrix)
    text = TEXT.replace("trade_sanctions", "trade_embargo").replace('strength = "broad"\n', "")
    lost = []
    for senders in ('["CHN"]', '["USA", "DEU"]', '"WLD"'):
        change = Scenario.parse(text.replace('["USA", "DEU"]', senders)).change
        found = trade_outcome(case, steps(change, STATES, {0: 2021}), draws=20)
        welfare = row(found.welfare, state="RUS")
        assert welfare["percent"] < 0
        assert welfare["high"] < 0
        lost.append(-welfare["percent"])
    assert max(lost) == lost[-1]


def test_what_is_lost_is_replaced(case, of):
    what = told(of, case.trade, settled(case.trade, of, case.theta).trade)
    every = trade_outcome(case, of).diversion
    assert what.side.max() == 1
    for side in ("imports", "exports"):
        mine = every.filter((pl.col("state") == "RUS") & (pl.col("side") == side))
        lost, won = (mine.filter(sign * pl.col("value") > 0)["value"].sum() for sign in (-1, 1))
        assert won == pytest.approx(-lost, rel=0.02)  # small partners are not told
        assert set(mine.filter(pl.col("value") < 0)["partner"]) >= {"USA", "DEU"}


def test_dependence_is_of_imports_and_of_exports(found):
    one = row(found.dependence, buyer="RUS", seller="CHN")
    imports = found.before[:, 3].sum() - found.before[3, 3]
    assert one["of_imports_baseline"] == pytest.approx(found.before[0, 3] / imports)
    assert one["of_imports_change"] > 0
    assert one["of_imports_low"] < one["of_imports_change"] < one["of_imports_high"]


def test_without_draws_there_is_no_interval_and_no_zero(case, of):
    found = trade_outcome(case, of)
    assert found.welfare["low"].null_count() == 5
    assert found.draws == 0


def test_it_says_what_it_rests_on(found):
    assert "gravity" in found.basis["variant"]
    assert found.basis["costs"][0]["se"] > 0
    assert "sanctions_broad: log trade -0.51 ± 0.10" in found.notes[0]
    assert all(getattr(found, table).height for table in TABLES)


def test_a_draw_is_the_same_however_many_are_asked_for(case, of):
    what = told(of, case.trade, settled(case.trade, of, case.theta).trade)
    many, one = drawn(case, of, what, 7, range(5)), drawn(case, of, what, 7, [3])
    assert many.welfare[3] == pytest.approx(one.welfare[0], abs=1e-7)
    assert many.after[3] == pytest.approx(one.after[0], rel=1e-7)


def test_an_embargo_ends_trade(case):
    text = TEXT.replace("trade_sanctions", "trade_embargo").replace('strength = "broad"\n', "")
    found = trade_outcome(case, steps(Scenario.parse(text).change, STATES, {0: 2021}), draws=20)
    assert found.after[4, 3] == found.after[3, 4] == 0
    assert row(found.trade, exporter="USA", importer="RUS")["percent"] == -100


def test_who_is_cut_off_has_no_share_in_imports_and_no_zero(case):
    text = TEXT.replace("trade_sanctions", "trade_embargo").replace('strength = "broad"\n', "")
    text = text.replace('["USA", "DEU"]', '"WLD"')
    found = trade_outcome(case, steps(Scenario.parse(text).change, STATES, {0: 2021}), draws=20)
    alone = row(found.dependence, buyer="RUS", seller="CHN")
    assert alone["of_imports_scenario"] is None
    assert alone["of_imports_change"] is None
    assert row(found.welfare, state="RUS")["imports"] == -100
