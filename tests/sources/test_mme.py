"""Multinational exercises, long: reused ids, parties without a number, partial dates."""

from __future__ import annotations

from pathlib import Path

import pytest

from comity.errors import DataError
from comity.sources.reader import READERS, read_source
from comity.world.world import World

HEADER = (
    "MMEID,Ex_Name,gwcode,country,year,StartDate,s.year,s.month,s.day,EndDate,e.year,e.month,e.day"
)


def world(folder: Path, *rows: str) -> tuple[World, tuple[str, ...]]:
    (folder / "mme_v7_long_test.csv").write_text(
        "\n".join([HEADER, *rows]) + "\n", encoding="utf-8"
    )
    return read_source(READERS["mme"], folder)


def test_numbers_names_and_partial_dates(tmp_path: Path) -> None:
    day = "1980,5/16/80,1980,5,xx,5/30/80,1980,5,30"
    found, _ = world(
        tmp_path,
        f"mme1,Deterrent Force,260.0,Federal Republic of Germany,{day}",
        f"mme1,Deterrent Force,345.0,Yugoslavia,{day}",
        f"mme1,Deterrent Force,,São Tomé & Príncipe,{day}",
        f"mme1,Deterrent Force,,-9,{day}",
    )
    rows = found.events.select("a", "b", "date", "end", "parties", "record").rows()
    shared = ("1980-05", "1980-05-30", "DEU;STP;YUG", "mme1")
    assert sorted(rows) == [
        ("DEU", "STP", *shared),
        ("DEU", "YUG", *shared),
        ("STP", "YUG", *shared),
    ]


def test_an_id_used_for_two_exercises_is_two(tmp_path: Path) -> None:
    found, notes = world(
        tmp_path,
        "mme9,Noble Award,2.0,United States,2007,2007-05-xx,2007,5,xx,,2007,5,xx",
        "mme9,Noble Award,20.0,Canada,2007,2007-05-xx,2007,5,xx,,2007,5,xx",
        "mme9,Baltic Circle,2.0,United States,1996,9/30/96,1996,9,30,,1996,10,2",
        "mme9,Baltic Circle,380.0,Sweden,1996,9/30/96,1996,9,30,,1996,10,2",
    )
    assert sorted(found.events.select("a", "b", "date").rows()) == [
        ("CAN", "USA", "2007-05"),
        ("SWE", "USA", "1996-09-30"),
    ]
    assert any("two exercises" in note for note in notes)


def test_an_exercise_with_one_known_party_has_no_pair(tmp_path: Path) -> None:
    found, notes = world(
        tmp_path,
        "mme1,A,2.0,United States,2007,x,2007,5,1,,2007,5,1",
        "mme1,A,,-9,2007,x,2007,5,1,,2007,5,1",
        "mme2,B,2.0,United States,2007,x,2007,5,1,,2007,5,1",
        "mme2,B,20.0,Canada,2007,x,2007,5,1,,2007,5,1",
    )
    assert found.events.height == 1
    assert any("1 exercises with fewer than two" in note for note in notes)


def test_unknown_parties_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="Ruritania"):
        world(tmp_path, "mme1,A,,Ruritania,2007,x,2007,5,1,,2007,5,1")


def test_the_file(shared: Path) -> None:
    found, notes = read_source(READERS["mme"], shared / "military-exercises")
    events = found.events
    assert events.height == 40_045
    assert events["record"].n_unique() == 3_572
    assert events["date"].str.head(4).min() == "1980"
    assert events["date"].str.head(4).max() == "2010"
    assert "3 ids stand for two exercises each: told apart by their first day" in notes
