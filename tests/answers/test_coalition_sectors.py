"""Coalitions on a table of four states and three sectors, against the counterfactual by name."""

from __future__ import annotations

import pytest

from comity.answers.coalition import coalition
from comity.errors import ComityError, UnknownName
from comity.simulate.trade.input_output_files import read_table
from comity.simulate.trade.sectors import SectorChange, sector_counterfactual
from tests.answers.trade_small import small_trade_world
from tests.simulate.trade.written_tables import flows, icio


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
    real = sector_counterfactual(read_table(table), [change], theta=5).welfare()
    welfare = dict(real.select("state", "welfare").iter_rows())
    assert found.target_loss.value == pytest.approx(-welfare["RUS"] / 100, abs=1e-9)
    own = dict(found.members.select("key", "loss").iter_rows())
    assert own["DEU"] == pytest.approx(-welfare["DEU"] / 100, abs=1e-9)


def test_values_share_out_the_loss_and_there_are_no_intervals(found):
    assert found.members["shapley"].sum() == pytest.approx(found.target_loss.value)
    assert found.members["exact"].all()
    assert found.target_loss.low is None
    assert found.draws == 0
    assert found.outsiders["key"].to_list() == ["CHN"]


def test_it_says_what_it_rests_on(found):
    told = found.told()
    assert "Caliendo & Parro" in str(told["variant"])
    assert "3 sectors" in str(told["data"])
    assert "estimated trade matrix" not in " ".join(found.ground.sentences(0))


def test_all_sectors_do_more_than_one(world, table, found):
    whole = coalition(world, "RUS", ["DEU", "MEX"], table=table, cost="0.5", theta=5)
    assert whole.target_loss.value > found.target_loss.value > 0


@pytest.mark.parametrize(("options", "error", "said"), [
    ({"sectors": ["C99"]}, UnknownName, "sector"), ({"senders": ["FRA"]}, UnknownName, "FRA"),
    ({"table": "nowhere.csv"}, (ComityError, OSError), "nowhere.csv"),
])  # fmt: skip
def test_what_is_refused(world, table, options, error, said):
    with pytest.raises(error, match=said):
        coalition(world, "RUS", **({"senders": ["DEU"], "table": table} | options))
