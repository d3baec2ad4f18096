"""Militarized disputes: acts as actions, the dispute's month, the side that did nothing."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from comity.errors import DataError
from comity.sources import READERS, read_source

HEAD = "dispnum,ccode1,ccode2,year,midonset,hiact1,hiact2,hostlev1,hostlev2,stmon"


def read(folder: Path, *lines: str) -> tuple[pl.DataFrame, tuple[str, ...]]:
    (folder / "gml_dirdisp.csv").write_text("\n".join([HEAD, *lines]))
    world, notes = read_source(READERS["gml_disputes"], folder)
    return world.table("events"), notes


def test_an_act_goes_from_actor_to_target_and_inaction_is_no_event(tmp_path: Path) -> None:
    events, notes = read(tmp_path, "2,2,200,1902,1,7,0,3,1,5", "2,200,2,1902,1,0,7,1,3,5")
    columns = [
        "a",
        "b",
        "date",
        "action",
        "mode",
        "name",
        "value",
        "commitment",
        "polarity",
        "directed",
    ]
    assert events.select(columns).rows() == [
        (
            "USA",
            "GBR",
            "1902-05",
            "MOBILIZE",
            "dispute",
            "dispute 2: show of force",
            3.0,
            "deed",
            -1,
            True,
        )
    ]
    assert events.get_column("record").to_list() == ["dispnum 2, 2-200 1902"]
    assert any("1 row(s) of a side that did nothing" in n for n in notes)


@pytest.mark.parametrize(
    ("act", "level", "action", "commitment"),
    [(1, 2, "THREATEN", "word"), (12, 3, "MOBILIZE", "deed"), (13, 4, "COERCE", "deed"),
     (15, 4, "COERCE", "deed"), (17, 4, "ASSAULT", "deed"), (20, 5, "ASSAULT", "deed")],
)  # fmt: skip
def test_actions(tmp_path: Path, act: int, level: int, action: str, commitment: str) -> None:
    events, _ = read(tmp_path, f"2,2,200,1902,1,{act},0,{level},1,5")
    assert events.select("action", "commitment").row(0) == (action, commitment)


def test_the_month_is_the_disputes_and_holds_in_its_first_year_only(tmp_path: Path) -> None:
    events, _ = read(
        tmp_path,
        "257,255,365,1914,1,20,20,5,5,7",
        "257,255,365,1915,0,20,20,5,5,7",
        "257,2,255,1917,1,20,20,5,5,7",
    )
    assert events.get_column("date").to_list() == ["1914-07", "1915", "1917"]


def test_a_month_that_is_none_is_left_out_and_noted(tmp_path: Path) -> None:
    events, notes = read(tmp_path, "1272,290,368,1918,1,17,17,4,4,13")
    assert events.get_column("date").to_list() == ["1918"]
    assert any("1 row(s) have a month that is none" in n for n in notes)


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (["2,2,200,1902,1,99,0,3,1,5"], "hiact1 99"),
        (["2,2,200,1902,1,7,0,9,1,5"], "hostlev1"),
        (["2,2,200,1902,1,7,0,3,1,5"] * 2, "share their"),
    ],
)
def test_wrong_rows_are_refused(tmp_path: Path, lines: list[str], message: str) -> None:
    with pytest.raises(DataError, match=message):
        read(tmp_path, *lines)


def test_the_real_file(shared: Path) -> None:
    world, notes = read_source(READERS["gml_disputes"], shared / "cow-atop-peacesciencer")
    events = world.table("events")
    assert events.height == 10_276 - 1_584
    assert any("10 row(s) have a month" in n for n in notes)
    georgia = events.filter(a="RUS", b="GEO").filter(pl.col("record").str.contains("dispnum 4436,"))
    assert georgia.select("date", "action", "value").rows() == [
        (date, "ASSAULT", 4.0) for date in ("2007-08", "2008", "2009", "2010")
    ]
    assert set(events.filter(commitment="word").get_column("action")) == {"THREATEN"}
