"""Changes of trade in a scenario, from the file to the world after it, on a small table."""

from __future__ import annotations

import json

import polars as pl
import pytest

import comity
from comity.answers.scenario_response import SCHEMA, imposed
from comity.answers.scenario_tables import as_object, long_table
from comity.answers.scenario_words import headline, tables
from comity.errors import ComityError, DataError
from comity.report.scenario_page import scenario_page
from comity.simulate.ensemble import ensemble
from comity.simulate.scenario import Scenario
from comity.simulate.trade import market
from comity.simulate.trade.market import NeedsTable
from comity.simulate.world_after import SOURCE
from tests.simulate.trade.small_trade import small_matrix

TEXT = """
name = "Sanctions <with> a name"
baseline = 2023
start = 2023
dyads = ["RUS-CHN"]
[[change]]
kind = "trade_sanctions"
senders = "WEST"
targets = "RUS"
strength = "complete"
"""


@pytest.fixture(scope="module")
def world():
    return comity.World.load()


@pytest.fixture(scope="module", autouse=True)
def small():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(market, "trade_matrix", lambda world, year: small_matrix())
        yield


@pytest.fixture(scope="module")
def after(world, small):
    return comity.simulate(world, Scenario.parse(TEXT), draws=20)


@pytest.fixture(scope="module")
def found(world, after):
    return comity.compare(world, after)


def test_energy_is_left_alone(after):
    assert after.outcome.commodities == ()
    assert after.outcome.baseline.flows.is_empty()
    assert after.outcome.trade is not None


def test_published_shares_move_by_trade_and_only_those_of_the_year(world, after):
    new = after.rows("flows", pl.col("source") == SOURCE, of="goods")
    assert set(new["year"]) == {2023}
    mine = (pl.col("a") == "CHN") & (pl.col("b") == "RUS") & (pl.col("reporter") == "RUS")
    share = (pl.col("year") == 2023) & (pl.col("measure") == "share")
    now = after.rows("flows", mine & share, of="goods")["value"].max()
    was = world.rows("flows", mine & share, of="goods")["value"].max()
    trade = after.outcome.trade
    c, r = trade.states.index("CHN"), trade.states.index("RUS")
    hat = trade.after[c, r] / trade.before[c, r]
    abroad = [t[:, r].sum() - t[r, r] for t in (trade.before, trade.after)]
    assert now == pytest.approx(was * hat / (abroad[1] / abroad[0]))
    assert now > was


def test_alignment_moves_with_them(found):
    change = found.changes.filter(
        (pl.col("a") == "RUS") & (pl.col("b") == "CHN") & (pl.col("domain") == "economic")
    )
    assert change["change"][0] > 0


def test_the_response_stands_beside_and_is_not_mixed_in(found):
    assert found.response.columns == list(SCHEMA)
    told = found.response.drop_nulls("response")
    assert not told.is_empty()
    apart = told["with_response"] - told["response"] - told["mechanical"]
    assert apart.abs().max() < 1e-12
    assert (told["with_response_low"] <= told["with_response"]).all()
    assert imposed(found.outcome)[0].target == "RUS"


def test_object_table_words_and_page(found):
    told = json.loads(json.dumps(as_object(found), allow_nan=False))
    assert {"welfare", "prices", "trade", "diversion", "dependence", "basis"} <= set(told["trade"])
    assert told["response"][0]["basis"]
    rows = long_table(found)
    assert {"trade", "trade_welfare", "trade_diversion", "alignment"} <= set(rows["table"])
    assert any("Russia: real expenditure -" in line for line in headline(found))
    assert any("% of GDP)" in line for line in headline(found))
    assert {"trade_welfare"} == set(rows.filter(measure="of_gdp")["table"])
    notes = [t.note for t in tables(found, 5) if t.title.startswith(("Who replaces", "Trade that"))]
    assert all(notes)
    assert len(set(notes)) == 2  # two accountings of one flow, each said
    assert any(t.title.startswith("Who replaces whom: Russia") for t in tables(found, 5))
    page = scenario_page(found)
    assert "Sanctions &lt;with&gt; a name" in page
    assert 'class="bar"' in page
    assert "src=" not in page


def test_a_summary_speaks_of_the_dyads_the_scenario_names(world):
    text = TEXT.replace('dyads = ["RUS-CHN"]', 'dyads = ["USA-CHN", "DEU-RUS"]')
    found = comity.compare(world, comity.simulate(world, Scenario.parse(text), draws=0))
    said = [line for line in headline(found) if line.startswith("Alignment of")]
    assert [line.partition(":")[0] for line in said] == [
        "Alignment of United States and China", "Alignment of Germany and Russia",
    ]  # fmt: skip
    response = next(line for line in headline(found) if "with the response" in line)
    assert response.startswith("Germany and Russia"), (
        "the first named of which a response is estimated"
    )


def test_a_summary_speaks_of_russia_and_china_where_no_dyad_is_named(world):
    text = TEXT.replace('dyads = ["RUS-CHN"]', "")
    found = comity.compare(world, comity.simulate(world, Scenario.parse(text), draws=0))
    assert found.spoken() == [("RUS", "CHN")]


def test_without_changes_nothing_is_told_but_that(world):
    found = comity.compare(world, comity.simulate(world, Scenario.parse('name = "x"'), draws=0))
    assert "no changes" in headline(found)[0]
    assert "[[change]]" in headline(found)[0]
    assert tables(found, 8) == []


def test_a_sector_needs_a_table(world):
    text = TEXT.replace('strength = "complete"', 'strength = "complete"\nsectors = "C26"')
    with pytest.raises(NeedsTable, match=r"needs an input-output table.*\n.*--table PATH"):
        comity.simulate(world, Scenario.parse(text))


def test_a_table_without_changes_of_trade_is_refused(world, tmp_path):
    with pytest.raises(DataError, match="leave out  --table"):
        comity.simulate(world, Scenario.parse('name = "x"'), table=tmp_path / "x.csv")


def test_an_ensemble_of_trade_goes_on_with_the_same_figures(world, tmp_path):
    scenario = Scenario.parse(TEXT)
    first = ensemble(world, scenario, draws=20, folder=tmp_path / "a")
    more = ensemble(world, scenario, draws=45, folder=tmp_path / "a")
    anew = ensemble(world, scenario, draws=45, folder=tmp_path / "b")
    assert more.table().equals(anew.table())
    assert first.draws == 20
    loss = more.table().filter(
        (pl.col("table") == "trade_welfare")
        & (pl.col("measure") == "percent")
        & (pl.col("what") == "RUS")
    )
    assert loss["change_low"][0] < loss["change"][0] < loss["change_high"][0] < 0
    assert loss["falls"][0] == 1
    assert {"trade elasticity", "sanctions_trade_complete (log trade)"} <= {
        p.name for p in more.parameters
    }
    with pytest.raises(DataError, match="another seed"):
        ensemble(world, scenario, draws=20, seed=8, folder=tmp_path / "a")


def test_a_damaged_file_of_draws_is_made_again(world, tmp_path):
    scenario = Scenario.parse(TEXT)
    first = ensemble(world, scenario, draws=20, folder=tmp_path / "a")
    (tmp_path / "a" / "trade-00000.npz").write_bytes(b"PK\x03\x04 no more")
    again = ensemble(world, scenario, draws=20, folder=tmp_path / "a")
    assert again.table().equals(first.table())


def test_no_world_is_simulated_twice(after):
    with pytest.raises(ComityError, match="simulated itself"):
        comity.simulate(after, Scenario.parse(TEXT))


@pytest.mark.parametrize("kind", ["trade_embargo", "trade_sanctions"])
def test_the_world_as_sender_is_all_states_but_the_target(world, kind):
    text = TEXT.replace("trade_sanctions", kind).replace('"WEST"', '"WLD"')
    if kind == "trade_embargo":
        text = text.replace('strength = "complete"\n', "")
    after = comity.simulate(world, Scenario.parse(text), draws=0)
    (found,) = imposed(after.outcome)
    assert {"USA", "DEU", "CHN"} <= set(found.senders)
    assert "RUS" not in found.senders
    told = comity.compare(world, after).response.filter(
        (pl.col("a") == "RUS") & (pl.col("b") == "CHN") & (pl.col("domain") == "overall")
    )
    assert told["response"][0] is not None
    assert "0 of the senders" not in told["basis"][0]
    assert "China is taken for one (assumption)" in told["basis"][0]
