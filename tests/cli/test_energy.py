"""``comity bottlenecks``, ``flows``, ``bargain``, ``ensemble``: columns others script against, refusals."""

from __future__ import annotations

import csv
import io
import json

import pytest

from comity.world.store import save_world
from tests.simulate.energy.energy_world import energy_world

SCENARIO = 'name = "Less"\n[[change]]\nkind = "close"\nlink = "blue_stream"\ncommodity = "gas"\n'


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    return save_world(energy_world(), tmp_path_factory.mktemp("worlds") / "energy")


@pytest.fixture
def run(run, world):
    """Run a command on the energy world."""
    return lambda *arguments: run(*arguments, "--world", world)


def test_bottlenecks(run):
    code, out, _ = run("bottlenecks", "--commodity", "gas", "--between", "RUS", "CHN", "--json")
    assert code == 0
    rows = json.loads(out)
    assert {
        "id",
        "name",
        "capacity",
        "flow",
        "use",
        "shadow_price",
        "worth",
        "low",
        "interval",
    } <= set(rows[0])
    assert "power_of_siberia" in {row["id"] for row in rows}
    code, out, _ = run("bottlenecks", "--between", "RUS", "CHN")
    assert code == 0
    assert "Power of Siberia" in out
    assert "No intervals" in out


def test_flows(run):
    code, out, _ = run("flows", "RUS", "CHN", "--commodity", "oil", "--csv")
    assert code == 0
    rows = list(csv.DictReader(io.StringIO(out)))
    assert {row["status"] for row in rows} == {"estimated", "observed"}
    assert {"from", "to", "commodity", "value", "unit", "year"} <= set(rows[0])
    code, out, _ = run("flows", "RUS")
    assert code == 0
    assert "RUS → CHN" in out


def test_bargain(run):
    code, out, _ = run("bargain", "RUS", "CHN", "--commodity", "gas")
    assert code == 0
    assert "has the leverage" in out
    assert "observed" in out
    code, out, _ = run("bargain", "RUS", "CHN", "--patience", "0.3", "--json")
    assert code == 0
    assert 0.3 in {row["patience"] for row in json.loads(out)}


@pytest.mark.parametrize("wrong", [
    ("bottlenecks", "--commodity", "coal"), ("bottlenecks", "--year", "1890"),
    ("bottlenecks", "--csv", "--json"), ("flows", "RUS", "RUS"), ("flows", "Atlantis"),
    ("bargain", "RUS", "CHN", "--patience", "2"), ("bargain", "DEU", "CHN"),
    ("bottlenecks", "--ensemble", "nowhere"),
])  # fmt: skip
def test_bad_input_is_one_error(run, wrong):
    code, out, err = run(*wrong)
    assert code == 2
    assert out == ""
    assert err.startswith("comity: ")
    assert "Traceback" not in err


def test_ensemble(run, tmp_path):
    file, out_dir = tmp_path / "less.toml", tmp_path / "draws"
    file.write_text(SCENARIO)
    code, out, _ = run("ensemble", file, "--draws", 2, "--seed", 3, "--out", out_dir, "--json")
    assert code == 0
    told = json.loads(out)
    assert (told["draws"], told["seed"], told["interval"]) == (2, 3, 0.9)
    assert {"flows", "prices", "links", "dependence", "parameters"} <= set(told)
    assert {"baseline", "baseline_low", "change_high", "falls"} <= set(told["flows"][0])
    code, _, err = run("ensemble", file, "--draws", 2, "--seed", 4, "--out", out_dir)
    assert code == 2
    assert "another seed" in err
    code, out, _ = run("bottlenecks", "--commodity", "gas", "--ensemble", out_dir, "--json")
    assert code == 0
    assert any(row["low"] is not None for row in json.loads(out))


def test_what_an_ensemble_draws(run, tmp_path):
    file = tmp_path / "less.toml"
    file.write_text(SCENARIO)
    code, out, _ = run("ensemble", file, "--cournot", "--parameters", "--csv")
    assert code == 0
    rows = list(csv.DictReader(io.StringIO(out)))
    assert "conduct_gas_RUS" in {row["name"] for row in rows}
    assert all(row["record"] for row in rows)
