"""``comity stage`` on the command line, and the ladder of the how-to."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.cli.test_app import run_main

HOW_TO = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "write-a-ladder.md"


@pytest.fixture
def stage(monkeypatch, capsys):
    """Run the command; its output."""

    def run(*arguments: str | Path) -> str:
        assert run_main(monkeypatch, "stage", *arguments) == 0
        return capsys.readouterr().out

    return run


def test_the_printed_table_says_what_decides_and_what_is_reached(stage):
    told = stage("RUS", "CHN", "--year", "2023")
    assert "Regular joint exercises" in told
    assert "Stage reached: medium" in told
    assert "secondary sources" in told


def test_csv_has_one_line_per_criterion(stage):
    lines = stage("RUS", "CHN", "--year", "2023", "--csv").splitlines()
    assert lines[0] == (
        "a,b,year,ladder,lowest,highest,stage,criterion,status,source,date,end,name,record,rows,why"
    )
    assert len(lines) == 8
    assert lines[1].startswith("CHN,RUS,2023,korolev,medium,medium,low,confidence_building,met,")


def test_json_has_the_same(stage):
    rows = json.loads(stage("USA", "IRN", "--year", "2023", "--ladder", "obligations", "--json"))
    assert [r["status"] for r in rows] == ["not covered"] * 3 + ["not met"] * 3


def test_the_ladder_of_the_how_to(stage, tmp_path):
    (written,) = re.findall(r"```toml\n(.*?)```", HOW_TO.read_text(encoding="utf-8"), re.DOTALL)
    path = tmp_path / "trade-bloc.toml"
    path.write_text(written, encoding="utf-8")
    told = stage("RUS", "KAZ", "--year", "2020", "--ladder", path)
    assert "Stage reached: integrated" in told
    told = stage("RUS", "GEO", "--year", "2020", "--ladder", path)
    assert "not met" in told


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("RUS", "CHN", "--year", "2023", "--ladder", "korolew"), "did you mean  korolev"),
        (("DDR", "RUS", "--year", "2023"), "not in the state system in 2023"),
        (("RUS", "Russia", "--year", "2023"), "named twice"),
    ],
)
def test_a_wrong_question(monkeypatch, capsys, arguments, told):
    assert run_main(monkeypatch, "stage", *arguments) == 2
    assert told in capsys.readouterr().err
