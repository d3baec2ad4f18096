"""A scenario's changes on a table with sectors."""

from __future__ import annotations

import polars as pl
import pytest

from comity.errors import DataError
from comity.simulate.scenario import Scenario
from comity.simulate.trade.input_output import InputOutputTable
from comity.simulate.trade.sector_outcome import sector_outcome
from tests.simulate.trade.made_up_sectors import random_flows

TEXT = """
name = "x"
baseline = 2021
[[change]]
kind = "export_control"
senders = ["USA", "DEU"]
targets = "RUS"
"""
STATES, SECTORS = ("CHN", "DEU", "RUS", "USA"), ("A01", "C26")


@pytest.fixture(scope="module")
def table():
    intermediate, final = random_flows(len(STATES), len(SECTORS), seed=2)
    sold = intermediate.sum(axis=(2, 3)) + final.sum(axis=2)
    return InputOutputTable(
        STATES, SECTORS, intermediate, final, sold - intermediate.sum(axis=(0, 1)), year=2020,
        source="made up",
    )  # fmt: skip


def answered(table, more: str, draws: int = 0, text: str = TEXT):
    return sector_outcome(table, Scenario.parse(text + more).change, {0: 2021}, draws=draws)


def test_one_sector_stops_and_the_other_does_not(table):
    found = answered(table, 'sectors = "C26"')
    usa, rus = STATES.index("USA"), STATES.index("RUS")
    assert found.after[usa, rus] > 0  # the other sector goes on
    assert answered(table, 'sectors = ["A01", "C26"]').after[usa, rus] == 0
    loss = found.welfare.filter(pl.col("state") == "RUS")
    assert loss["percent"][0] < 0
    assert loss["low"][0] is None  # no interval, and no zero for one
    assert "sectors" in found.basis["variant"]
    assert "no intervals" in found.notes[-1]


def test_draws_are_of_the_elasticity_and_hold_the_point(table):
    found = answered(table, 'sectors = "C26"', draws=30)
    loss = found.welfare.filter(pl.col("state") == "RUS").row(0, named=True)
    assert loss["low"] < loss["percent"] < loss["high"] < 0
    assert found.draws == 30
    assert "elasticity" in str(found.basis["drawn"])
    assert "matrix" not in str(found.basis["drawn"])


def test_what_a_change_is_worth_is_of_final_expenditure(table):
    found = answered(table, 'sectors = "C26"')
    loss = found.welfare.filter(pl.col("state") == "RUS").row(0, named=True)
    spent = table.final[..., STATES.index("RUS")].sum()
    assert loss["value"] == pytest.approx(loss["percent"] / 100 * spent)


def test_no_embargo_enriches_whom_it_is_against(table):
    """Russia's surplus is taken out first: cut off, it does not gain what it no longer gives away."""
    final = table.final.copy()
    final[STATES.index("RUS"), :, [0, 1, 3]] *= 15
    sold = table.intermediate.sum(axis=(2, 3)) + final.sum(axis=2)
    added = sold - table.intermediate.sum(axis=(0, 1))
    lends = InputOutputTable(STATES, SECTORS, table.intermediate, final, added, year=2020)
    text = TEXT.replace("export_control", "trade_embargo").replace('["USA", "DEU"]', '"WLD"')
    found = answered(lends, "", draws=10, text=text)
    loss = found.welfare.filter(pl.col("state") == "RUS").row(0, named=True)
    assert loss["high"] < 0
    rus = STATES.index("RUS")
    assert (
        found.before[rus].sum() > 1.1 * found.before[:, rus].sum()
    )  # told as it was, surplus and all
    assert loss["exports"] == loss["imports"] == -100


def test_a_sector_the_table_lacks_is_told_with_those_it_has(table):
    with pytest.raises(DataError, match=r"no sector C27\n.*A01, C26"):
        answered(table, 'sectors = "C27"')
