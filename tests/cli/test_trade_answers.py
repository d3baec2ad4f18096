"""``comity coalition``, ``comply``, ``sever``: names others script against, refusals, files."""

from __future__ import annotations

import csv
import io
import json

import pytest

from comity.cli import coalition as coalition_command
from comity.cli import comply as comply_command
from comity.cli import dependence as dependence_command
from comity.cli import sever as sever_command
from tests.answers.trade_small import STATES, small_trade_world


@pytest.fixture
def run(run, monkeypatch):
    """Run a command on the world of nine."""
    world = small_trade_world()
    for module in (coalition_command, comply_command, dependence_command, sever_command):
        monkeypatch.setattr(module, "open_world", lambda folder: world)
    return run


def rows_of(text):
    return list(csv.DictReader(io.StringIO(text)))


def test_coalition(run):
    code, out, _ = run(
        "coalition", "RUS", "--senders", "G7", "--add", "IND,TUR", "--draws", "3", "--json"
    )
    assert code == 0
    told = json.loads(out)
    assert {"target_loss", "sender_loss", "share_of_global", "members"} <= set(told)
    assert {m["key"] for m in told["members"]} == {"DEU", "FRA", "USA", "IND", "TUR"}
    assert (
        0 < told["share_of_global_low"] < told["share_of_global"] < told["share_of_global_high"] < 1
    )
    code, out, _ = run("coalition", "RUS", "--senders", "G7", "--draws", "0", "--csv")
    assert {row["key"] for row in rows_of(out)} == set(STATES)
    code, out, _ = run("coalition", "RUS", "--senders", "G7", "--draws", "2")
    assert code == 0
    for said in ("China", "Elasticity", "exact", "world-wide", "Left out"):
        assert said in out


def test_comply(run):
    code, out, _ = run(
        "comply", "RUS", "--senders", "G7", "--secondary", "0.1", "--draws", "2", "--json"
    )
    assert code == 0
    told = json.loads(out)
    assert {"compliers", "states", "path", "hubs", "equilibria_differ"} <= set(told)
    code, out, _ = run("comply", "RUS", "--senders", "G7", "--draws", "0", "--csv")
    rows = rows_of(out)
    assert {"key", "complies", "threshold", "gain", "trade_target_musd"} <= set(rows[0])
    code, out, _ = run("comply", "RUS", "--senders", "G7", "--draws", "0")
    assert code == 0
    for said in (
        "As the threat tightens",
        "Between senders and target",
        "No intervals",
        "politics",
    ):
        assert said in out


@pytest.mark.parametrize("text", ["0.1", "10%", "10 %", ".1"])
def test_a_share_as_typed(run, text):
    code, out, _ = run(
        "comply", "RUS", "--senders", "G7", "--secondary", text, "--draws", "0", "--json"
    )
    assert code == 0
    assert json.loads(out)["secondary"] == pytest.approx(0.1)


@pytest.mark.parametrize(
    ("option", "text", "near"),
    [
        ("--secondary", "10", "--secondary 0.1"), ("--margin", "24", "--margin 0.24"),
        ("--secondary", "ten", "--secondary 0.1"), ("--secondary", "nan", "10%"),
    ],
)  # fmt: skip
def test_what_may_be_meant_otherwise_is_refused_with_the_remedy(run, option, text, near):
    code, out, err = run("comply", "RUS", "--senders", "G7", option, text)
    assert code == 2
    assert out == ""
    assert near in err


def test_sever(run):
    code, out, _ = run("sever", "RUS", "CHN", "--draws", "4", "--json")
    assert code == 0
    assert {"sides", "replaced", "ratio"} <= set(json.loads(out))
    code, out, _ = run("sever", "RUS", "CHN", "--draws", "0", "--csv")
    assert [(row["a"], row["b"]) for row in rows_of(out)] == [("RUS", "CHN"), ("CHN", "RUS")]
    assert rows_of(out)[0]["low"] == ""
    code, out, _ = run("sever", "RUS", "CHN", "--draws", "4")
    assert code == 0
    assert "internal trade" in out


@pytest.mark.parametrize("command", [
    ("coalition", "RUS", "--senders", "USA"), ("comply", "RUS", "--senders", "USA"), ("sever", "RUS", "CHN"),
])  # fmt: skip
def test_it_is_drawn(run, command, tmp_path):
    code, out, _ = run(*command, "--draws", "0", "--plot", tmp_path / "drawn.svg")
    assert code == 0
    assert out == ""
    assert (tmp_path / "drawn.svg").stat().st_size > 5_000
    code, _, err = run(*command, "--draws", "0", "--plot", tmp_path / "drawn.docx")
    assert code == 2
    assert ".svg" in err


@pytest.mark.parametrize("wrong", [
    ("coalition", "RUS"), ("coalition", "RUS", "--senders", ""), ("coalition", "RUS", "--senders", "RUS,USA"),
    ("coalition", "RUS", "--senders", "USA", "--sectors", "energy"),
    ("coalition", "RUS", "--senders", "USA", "--csv", "--json"), ("coalition", "DDR", "--senders", "USA"),
    ("coalition", "RUS", "--senders", "[bold]", "--draws", "0"), ("comply", "RUS", "--senders", "Atlantis"),
    ("comply", "RUS", "--senders", "USA", "--secondary", "-1"), ("sever", "RUS", "RUS"),
    ("sever", "RUS", "EU"), ("sever", "RUS", "CHN", "--cost", "much"),
    ("sever", "RUS", "CHN", "--elasticity", "0"),
])  # fmt: skip
def test_bad_input_is_one_error(run, wrong):
    code, out, err = run(*wrong)
    assert code == 2
    assert out == ""
    assert "Traceback" not in err
