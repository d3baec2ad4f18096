"""``comity simulate``: what it prints, what it refuses."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from comity.cli.app import app
from comity.errors import ComityError
from comity.simulate import run
from tests.simulate.small_case import small_case


@pytest.fixture(autouse=True)
def small(monkeypatch):
    monkeypatch.setattr(run, "energy_case", lambda world, commodity, year: small_case())
    monkeypatch.setattr(run, "COMMODITIES", ("gas",))


def call(*args: str):
    return CliRunner().invoke(app, ["simulate", *args])


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "less.toml"
    path.write_text(
        'name = "Half a line"\nabout = "One string is shut."\nexpects = "Less."\n[[change]]\n'
        'kind = "scale"\nlink = "old_line"\nfactor = 0.5\n',
        encoding="utf-8",
    )
    return path


def test_prints_what_changes_most(file):
    done = call(str(file))
    assert done.exit_code == 0, done.output
    assert "Half a line (2023)" in done.output
    assert "-20.0" in done.output
    assert "Bottlenecks" in done.output
    assert "Expected" in done.output


def test_tables_come_first_and_what_they_rest_on_last(file, monkeypatch):
    from comity.simulate.trade import market
    from tests.simulate.trade.small_trade import small_matrix

    monkeypatch.setattr(market, "trade_matrix", lambda world, year: small_matrix())
    text = 'name = "Cut"\n[[change]]\nkind = "trade_embargo"\nsenders = "USA"\ntargets = "RUS"\n'
    file.write_text(text, encoding="utf-8")
    out = " ".join(call(str(file), "--draws", "4").output.split())
    order = ("Welfare: real", "about twice GDP", "Who replaces whom", "Model: one-sector", "Data:")
    places = [out.index(part) for part in order]
    assert places == sorted(places)


def test_json_is_one_object(file):
    done = call(str(file), "--json", "--dyads", "RUS-CHN,DEU-RUS")
    told = json.loads(done.output)
    assert told["name"] == "Half a line"
    assert {(r["a"], r["b"]) for r in told["changes"]["alignment"]} == {
        ("RUS", "CHN"),
        ("DEU", "RUS"),
    }


def test_csv_is_one_table(file):
    done = call(str(file), "--csv")
    assert done.output.splitlines()[0].startswith("table,what,commodity,measure")


def test_writes_a_page(file, tmp_path):
    done = call(str(file), "--report", str(tmp_path / "page.html"))
    assert done.exit_code == 0
    assert "<h1>Half a line</h1>" in (tmp_path / "page.html").read_text(encoding="utf-8")


def test_a_wrong_link_is_refused_with_the_nearest(file):
    file.write_text('name = "x"\n[[change]]\nkind = "close"\nlink = "old_lime"\n', encoding="utf-8")
    done = call(str(file))
    assert isinstance(done.exception, ComityError)
    assert "did you mean  old_line" in str(done.exception)


def test_csv_and_json_exclude_each_other(file):
    assert "exclude" in str(call(str(file), "--csv", "--json").exception)
