"""From a scenario to a world: what is written, what stays, and what two worlds say side by side."""

from __future__ import annotations

import json

import polars as pl
import pytest

import comity
from comity.answers.scenario_effects import affected
from comity.answers.scenario_tables import as_object, long_table
from comity.answers.scenario_words import headline, tables
from comity.errors import ComityError
from comity.report.scenario_page import scenario_page
from comity.simulate import run
from comity.simulate.outcome import KEYS
from comity.simulate.scenario import Scenario
from comity.simulate.world_after import SOURCE
from comity.world.schema import TABLES
from tests.simulate.small_case import small_case

LINE = """
name = "A line <to> China"
[[change]]
kind = "build"
from = "RUS.yamal"
to = "CHN"
commodity = "gas"
capacity = 20
cost = 8
"""


@pytest.fixture(scope="module")
def world() -> comity.World:
    return comity.World.load()


@pytest.fixture(scope="module", autouse=True)
def small():
    """The small market in place of the world's."""

    def case(world, commodity, year):
        assert commodity == "gas"
        return small_case()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(run, "energy_case", case)
        patch.setattr(run, "COMMODITIES", ("gas",))
        yield


@pytest.fixture(scope="module")
def after(world, small):
    return comity.simulate(world, Scenario.parse(LINE))


@pytest.fixture(scope="module")
def found(world, after):
    return comity.compare(world, after)


def test_a_scenario_without_change_gives_the_same_world_bit_for_bit(world):
    after = comity.simulate(world, Scenario.parse('name = "nothing"'))
    assert isinstance(after, comity.World)
    for table in TABLES:
        assert after.table(table).equals(world.table(table))
    for name, (_, measures) in KEYS.items():
        frame = getattr(after.outcome.changes, name)
        for measure in measures:
            assert frame[measure].fill_null(0.0).abs().sum() == 0


def test_a_change_that_changes_nothing_leaves_the_world_too(world):
    known = Scenario.parse('name = "x"\n[[change]]\nkind = "close"\nlink = "nord_stream_1"\n')
    after = comity.simulate(world, known)
    assert "nothing changes" in after.outcome.notes[0]
    assert after.flows.equals(world.flows)


def test_the_world_after_tells_its_flows_and_its_parent(world, after):
    rows = after.flows.filter(pl.col("source") == SOURCE)
    sold = rows.filter((pl.col("a") == "RUS.yamal") & (pl.col("b") == "CHN"))
    assert sold["commodity"].to_list() == ["pipeline_gas"]
    assert sold["value"][0] == pytest.approx(16, abs=1e-4)
    assert after.parent is world
    assert "A line <to> China" in after.changes[-1]
    assert after.source(SOURCE).title.startswith("Simulation")


def test_shares_move_with_the_worth_of_the_trade_and_stay_shares(world, after):
    def share(of: comity.World) -> float:
        found = of.flows.filter(
            (pl.col("commodity") == "goods") & (pl.col("reporter") == "RUS") & (pl.col("a") == "RUS")
            & (pl.col("year") == 2023) & (pl.col("b") == "CHN")
        )  # fmt: skip
        return float(found["value"][0])

    total = world.states.filter(
        (pl.col("state") == "RUS") & (pl.col("year") == 2023)
        & (pl.col("attribute") == "exports_goods_services")
    )["value"][0]  # fmt: skip
    # 16 bcm at 46 to China more; to Germany 40 at 46 instead of 50
    china, germany = 16 * 46e6, 40 * (46 - 50) * 1e6
    assert share(after) == pytest.approx(
        100 * (share(world) / 100 * total + china) / (total + china + germany), rel=1e-5
    )


def test_other_years_votes_and_ties_are_as_they_were(world, after):
    assert after.ties.equals(world.ties)
    assert after.events.equals(world.events)
    before = world.flows.filter(pl.col("year") != 2023)
    assert after.flows.filter(pl.col("year") != 2023).sort(pl.all()).equals(before.sort(pl.all()))


def test_a_simulated_world_is_not_simulated_again(after):
    with pytest.raises(ComityError, match="simulated itself"):
        comity.simulate(after, Scenario.parse('name = "x"'))


def test_two_worlds_side_by_side(world, found):
    assert ("RUS", "CHN") in found.changes.select("a", "b").unique().rows()
    row = found.changes.row(
        by_predicate=(pl.col("a") == "RUS")
        & (pl.col("b") == "CHN")
        & (pl.col("domain") == "economic"),
        named=True,
    )
    assert row["change"] > 0
    assert row["change"] == pytest.approx(row["scenario"] - row["baseline"])
    # both worlds are read with the same draws: nothing is left between them, or an interval around it
    ends = (row["low"], row["high"])
    assert ends == (None, None) or ends[0] < row["change"] < ends[1]
    with pytest.raises(ComityError, match="none that a scenario made"):
        comity.compare(world, world)


def test_pairs_are_those_named_and_those_that_move(after):
    pairs = affected(after.outcome)
    assert pairs[0] == ("RUS", "CHN")
    assert len({frozenset(p) for p in pairs}) == len(pairs)
    assert ("QAT", "CHN") in pairs


def test_the_object_has_the_names_scripts_rely_on(found):
    told = json.loads(json.dumps(as_object(found), allow_nan=False))
    for side in ("baseline", "scenario", "changes"):
        assert {"flows", "prices", "links", "dependence", "alignment"} <= set(told[side])
    assert set(told["scenario"]["flows"][0]) == {"from", "to", "commodity", "value", "unit"}
    assert set(told["scenario"]["prices"][0]) >= {"state", "commodity", "price"}
    assert set(told["scenario"]["links"][0]) >= {"id", "name", "capacity", "flow", "shadow_price"}
    assert set(told["changes"]["alignment"][0]) >= {"a", "b", "domain", "change", "low", "high"}


def test_the_long_table_has_both_sides(found):
    rows = long_table(found)
    assert rows.columns == [
        "table", "what", "commodity", "measure", "baseline", "scenario", "change", "unit", "low", "high",
    ]  # fmt: skip
    new = rows.filter((pl.col("table") == "flows") & (pl.col("what") == "RUS.yamal>CHN"))
    assert new["change"][0] == pytest.approx(16, abs=1e-4)


def test_the_largest_change_is_said_first_and_the_page_escapes(found):
    assert headline(found)[0].startswith("Russia (yamal) sells China +16.0 bcm")
    assert tables(found, 5)[0].rows[0][:2] == ("RUS.yamal", "CHN")
    page = scenario_page(found)
    assert "A line &lt;to&gt; China" in page
    assert "<to>" not in page
