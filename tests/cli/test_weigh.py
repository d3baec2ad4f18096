"""``comity weigh``: its columns, its words, and what it refuses."""

from __future__ import annotations

import json

import polars as pl
import pytest


@pytest.fixture
def run(run):
    return lambda *arguments: run("weigh", *arguments)


def test_it_says_when_the_evidence_does_not_separate(run, monkeypatch):
    monkeypatch.setenv("COLUMNS", "140")
    code, out, _ = run("RUS", "CHN")
    assert code == 0
    assert "The evidence does not separate these:" in out
    order = [
        out.index(text)
        for text in ("What contradicts", "What supports", "What it hangs on", "Mechanisms")
    ]
    assert order == sorted(order)


def test_it_says_what_the_evidence_favours(run):
    _, out, _ = run("USA", "IRN", "--year", "2010")
    assert "The evidence favours: rivals or adversaries." in out


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("readings", "share"),
        ("rows", "verdict"),
        ("sensitivity", "leading"),
        ("mechanisms", "status"),
    ],
)
def test_every_table_can_be_written(run, table, column):
    code, out, _ = run("RUS", "CHN", "--table", table, "--csv")
    assert code == 0
    assert column in pl.read_csv(out.encode()).columns


def test_json(run):
    _, out, _ = run("RUS", "CHN", "--json")
    assert sum(row["share"] for row in json.loads(out)) == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("RUS", "CHN", "--table", "row"), "did you mean  rows"),
        (("RUS", "CHN", "--year", "1900"), "1946–"),
        (("RUS", "CHN", "--readings", "none.toml"), "cannot be read"),
        (("RUS", "CHN", "--csv", "--json"), "exclude each other"),
    ],
)
def test_it_refuses_with_a_remedy(run, arguments, told):
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert told in err
