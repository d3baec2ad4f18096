"""A set of scenarios: what is answered, skipped and failed, none stopping the others."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

import comity
from comity.answers.scenario_set import FIGURES, answer_set, scenario_files, set_table
from comity.cli.app import app
from comity.errors import ComityError
from comity.report.scenarios_page import scenarios_page
from comity.simulate.trade import market
from tests.simulate.trade.small_trade import small_matrix

GOOD = """
name = "Lifted"
baseline = 2021
[[change]]
kind = "trade_sanctions"
senders = "USA"
targets = "RUS"
strength = "broad"
lifted = true
"""
SECTOR = """
name = "Chips"
baseline = 2021
[[change]]
kind = "export_control"
senders = "USA"
targets = "RUS"
sectors = "C26"
"""


@pytest.fixture(autouse=True)
def small(monkeypatch):
    monkeypatch.setattr(market, "trade_matrix", lambda world, year: small_matrix())


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "set"
    made.mkdir()
    for name, text in (("a", GOOD), ("b", SECTOR), ("c", "name ="), ("d", GOOD)):
        (made / f"{name}.toml").write_text(text, encoding="utf-8")
    return made


def test_each_is_told_for_itself(folder):
    heard = []
    found = answer_set(
        comity.World.load(), scenario_files([folder]), draws=20,
        progress=lambda done, total, name: heard.append((done, total, name)),
    )  # fmt: skip
    assert [x.status for x in found] == ["answered", "skipped", "failed", "answered"]
    assert found[1].reason == "needs an input-output table"
    assert "c.toml" in found[2].reason
    value, low, high = found[0].figures["welfare_a"]
    assert 0 < low < value < high
    assert heard[-1] == (4, 4, "")
    table = set_table(found)
    assert table.height == 4
    assert set(FIGURES) < set(table.columns)
    assert table["alignment"].null_count() == 2
    page = scenarios_page(found, ("RUS", "CHN"))
    assert "2 answered, 1 skipped, 1 failed" in page
    assert "needs an input-output table" in page
    assert "src=" not in page


def test_the_command_writes_the_page_and_says_what_failed(folder, tmp_path):
    page = tmp_path / "set.html"
    done = CliRunner().invoke(
        app,
        ["scenarios", str(folder), "--report", str(page), "--draws", "0", "--dyad", "Russia-China"],
    )
    assert done.exit_code == 2
    assert "skipped: Chips (b.toml): needs an input-output table" in done.output.replace("\n", " ")
    assert page.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_no_scenario_is_refused(tmp_path):
    with pytest.raises(ComityError, match="no scenario"):
        scenario_files([tmp_path])


def test_a_state_with_itself_is_refused(folder):
    with pytest.raises(ComityError, match="named twice"):
        answer_set(comity.World.load(), [folder / "a.toml"], dyad=("RUS", "Russia"))
