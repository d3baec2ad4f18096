"""``comity routes``: columns others script against, refusals, files."""

from __future__ import annotations

import csv
import io
import json


def test_csv(run):
    code, out, _ = run("routes", "RUS", "IND", "--mode", "freight", "--csv")
    assert code == 0
    rows = list(csv.DictReader(io.StringIO(out)))
    assert {"id", "km", "days_low", "cost_low", "capacity_low", "status"} <= set(rows[0])
    assert any(r["cost_low"] == "" for r in rows)


def test_json_of_a_target(run):
    code, out, _ = run("routes", "RUS", "IND", "--target", "100e9", "--json")
    assert code == 0
    assert {r["capacity"] for r in json.loads(out)} == {"nameplate", "spare"}


def test_on_screen(run):
    code, out, _ = run("routes", "CHN", "DEU", "--mode", "rail", "--legs")
    assert code == 0
    assert "Eastern Polygon" in out
    assert "The rest is not covered." in out


def test_a_page(run, tmp_path):
    file = tmp_path / "corridors.html"
    code, _, _ = run("routes", "IRN", "RUS", "--plot", file)
    assert code == 0
    assert file.stat().st_size > 1000


def test_refusals(run):
    code, out, err = run("routes", "FJI", "RUS")
    assert (code, out) == (2, "")
    assert "no corridor between Fiji" in err
    assert "corridors touch" in err
