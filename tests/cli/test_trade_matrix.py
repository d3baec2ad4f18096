"""``comity trade-matrix``: the columns others script against, tables, plots, refusals."""

from __future__ import annotations

import csv
import io
import json

import pytest


@pytest.mark.parametrize("year", [2022, 2023])
def test_csv(run, year):
    code, out, err = run("trade-matrix", "--year", year, "--csv")
    assert (code, err) == (0, "")
    assert out.splitlines()[0] == "exporter,importer,value,low,high,status"
    rows = list(csv.DictReader(io.StringIO(out)))
    assert {r["status"] for r in rows} == {"observed", "bounded", "inferred"}
    assert all(float(r["low"]) <= float(r["value"]) <= float(r["high"]) for r in rows)
    assert all(r["exporter"] != r["importer"] for r in rows)
    assert {"HKG", "TWN"} <= {r["exporter"] for r in rows} & {r["importer"] for r in rows}


def test_json_of_a_state(run):
    code, out, _ = run("trade-matrix", "--year", "2022", "--state", "Hong Kong", "--json")
    assert code == 0
    rows = json.loads(out)
    assert all("HKG" in (r["exporter"], r["importer"]) for r in rows)
    assert list(rows[0]) == ["exporter", "importer", "value", "low", "high", "status"]


def test_internal(run):
    code, out, _ = run("trade-matrix", "--year", "2022", "--state", "RUS", "--internal", "--csv")
    assert code == 0
    assert any(line.startswith("RUS,RUS,") for line in out.splitlines())


def test_on_screen(run):
    code, out, _ = run("trade-matrix", "--year", "2023", "--state", "RUS")
    assert code == 0
    for text in ("Russia: exports in 2023", "observed", "bounded", "goods and services"):
        assert text in out
    code, out, _ = run("trade-matrix", "--year", "2023")
    assert code == 0
    assert "economies; cells:" in out


@pytest.mark.parametrize("state", [None, "RUS"])
def test_plot(run, tmp_path, state):
    file = tmp_path / "trade.html"
    code, _, _ = run(
        "trade-matrix", "--year", 2022, "--plot", file, *(("--state", state) if state else ())
    )
    assert code == 0
    assert file.stat().st_size > 1000


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--year", "1900"), "no trade matrix of 1900"),
        (("--year", "2022", "--state", "Atlantis"), "Atlantis"),
        (("--year", "2022", "--state", "USSR"), ""),
        (("--year", "2022", "--state", "TKL"), "TKL"),
        (("--year", "2022", "--csv", "--json"), "exclude each other"),
        (("--year", "2022", "--plot", "trade.doc"), "trade.doc"),
    ],
)
def test_refusals(run, arguments, told):
    code, out, err = run("trade-matrix", *arguments)
    assert (code, out) == (2, "")
    assert told in err
