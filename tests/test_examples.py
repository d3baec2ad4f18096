"""Every example runs, on the embedded world."""

from __future__ import annotations

import json
import runpy
from pathlib import Path

import polars as pl
import pytest

import comity
from comity import Scenario, World
from comity.answers.scenario_tables import as_object
from comity.simulate.trade.market import NeedsTable

FOLDER = Path(__file__).parents[1] / "examples"
EXAMPLES = sorted(FOLDER.glob("*.py"))
SCENARIOS = sorted((FOLDER / "scenarios").glob("*.toml"))


@pytest.mark.parametrize("script", EXAMPLES, ids=lambda path: path.stem)
def test_runs_and_prints(script, capsys):
    runpy.run_path(str(script), run_name="__main__")
    assert "shape" in capsys.readouterr().out


def test_there_are_examples():
    assert EXAMPLES


@pytest.mark.parametrize("file", SCENARIOS, ids=lambda path: path.stem)
def test_a_scenario_says_what_is_expected_and_what_is_found(file):
    scenario = Scenario.read(file)
    assert scenario.about
    assert scenario.expects
    assert scenario.finds
    assert scenario.change or scenario.not_simulated


@pytest.mark.slow
@pytest.mark.parametrize("file", SCENARIOS, ids=lambda path: path.stem)
def test_a_scenario_answers_with_finite_figures(file):
    world = World.load()
    if world.rows("states", pl.col("source") == "compiled_energy").is_empty():
        pytest.skip("the embedded world has no energy balances yet")
    try:
        after = comity.simulate(world, Scenario.read(file))
    except NeedsTable as problem:
        pytest.skip(str(problem).partition(":")[0])
    found = comity.compare(world, after)
    told = as_object(found)
    assert json.dumps(told, allow_nan=False)
    if told["trade"] is None:
        assert told["baseline"]["flows"]
        assert told["scenario"]["prices"]
    else:
        assert told["trade"]["welfare"]
        assert told["trade"]["draws"] > 0


@pytest.mark.slow
def test_the_built_line_brings_gas_and_lowers_the_price():
    world = World.load()
    if world.rows("states", pl.col("source") == "compiled_energy").is_empty():
        pytest.skip("the embedded world has no energy balances yet")
    after = comity.simulate(world, Scenario.read(FOLDER / "scenarios" / "power-of-siberia-2.toml"))
    changes = after.outcome.changes
    new = changes.flows.filter((pl.col("from") == "RUS.yamal") & (pl.col("to") == "CHN"))
    assert new["value"].max() > 20
    assert changes.prices.filter(pl.col("state") == "CHN")["price"][0] < 0
