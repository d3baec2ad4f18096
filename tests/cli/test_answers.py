"""The commands group, compare and dependence: columns others script against, refusals, files."""

from __future__ import annotations

import csv
import io
import json

import pytest


def rows(text):
    return list(csv.DictReader(io.StringIO(text)))


class TestGroup:
    def test_csv(self, run):
        code, out, _ = run("group", "RUS", "CHN", "--against", "G7", "--year", "2017", "--csv")
        assert code == 0
        assert out.splitlines()[0] == "group,year,domain,cohesion,distance,difference,low,high"
        table = rows(out)
        assert {r["group"] for r in table} == {"CHN+RUS"}
        assert {r["year"] for r in table} == {"2017"}
        for r in table:
            assert float(r["low"]) < float(r["difference"]) < float(r["high"])

    def test_blocs_beside_it_are_in_the_csv_when_asked_for(self, run):
        _, out, _ = run(
            "group", "NATO", "--against", "RUS", "--year", "2017", "--csv", "--beside", "EU"
        )
        assert [r["group"] for r in rows(out)[::4]] == ["NATO", "EU"]

    def test_on_screen(self, run):
        code, out, _ = run(
            "group", "ASEAN", "--against", "G7", "--year", "2017", "--beside", "NATO"
        )
        assert code == 0
        assert "ASEAN in 2017: " in out
        assert "the weakest 6 of 45 dyads" in out
        assert "1000 random groups" in out

    def test_refusals(self, run):
        code, out, err = run("group", "RUS", "--against", "G7")
        assert (code, out) == (2, "")
        assert "at least two states" in err
        code, out, err = run("group", "RUS", "Narnia")
        assert (code, out) == (2, "")
        assert "Narnia" in err


class TestCompare:
    def test_json_and_a_hyphen_in_a_name(self, run):
        code, out, _ = run("compare", "Guinea-Bissau-Senegal", "--year", "2015", "--json")
        assert code == 0
        assert {(r["a"], r["b"]) for r in json.loads(out)} == {("GNB", "SEN")}

    def test_a_picture(self, run, tmp_path):
        file = tmp_path / "compare.svg"
        code, out, err = run("compare", "RUS-CHN", "--year", "2017", "--plot", file)
        assert (code, out) == (0, "")
        assert "<svg" in file.read_text(encoding="utf-8")
        assert "compare.svg" in err.replace("\n", "")

    @pytest.mark.parametrize("text", ["RUSCHN", "RUS-", "RUS-Narnia"])
    def test_what_is_no_dyad(self, run, text):
        code, out, err = run("compare", text)
        assert (code, out) == (2, "")
        assert err.startswith("comity: ")


class TestDependence:
    def test_csv(self, run):
        code, out, _ = run(
            "dependence", "RUS", "CHN", "--since", "2016", "--until", "2017", "--csv"
        )
        assert code == 0
        columns = "a,b,year,dependence,low,high,basis,loss,loss_low,loss_high,loss_basis,loss_gdp"
        assert out.splitlines()[0] == columns
        table = {(r["a"], r["year"]): r for r in rows(out)}
        assert len(table) == 4
        assert float(table["RUS", "2017"]["dependence"]) == pytest.approx(0.1605)
        assert table["RUS", "2016"]["dependence"] == ""
        assert "not covered" in table["CHN", "2017"]["basis"]

    def test_on_screen(self, run):
        code, out, _ = run("dependence", "USA", "CAN")
        assert code == 0
        assert "Canada depends on United States much more than the reverse" in out

    def test_refusals(self, run):
        for given in ((), ("RUS",)):
            code, out, err = run("dependence", *given)
            assert (code, out) == (2, "")
            assert "comity dependence RUS CHN" in err, "the remedy is an example"
        code, out, err = run("dependence", "RUS", "CHN", "--until", "1950")
        assert (code, out) == (2, "")
        assert "they are known 2014" in err
