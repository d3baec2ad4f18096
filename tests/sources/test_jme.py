"""Joint exercises: pairs of parties, partial dates, rows of an appended list, parties that are no state."""

from __future__ import annotations

from pathlib import Path

import pytest

from comity.errors import DataError
from comity.sources.reader import READERS, read_source
from comity.world.world import World

HEADER = (
    "Exercise Name,Start Date,s.year,s.month,s.day,enddate,e.year,e.month,e.day,State A,State B,"
    "State C,AUS"
)


def world(folder: Path, *rows: str) -> tuple[World, tuple[str, ...]]:
    (folder / "jme_v3_test.csv").write_text("\n".join([HEADER, *rows]) + "\n")
    return read_source(READERS["jme"], folder)


def test_an_exercise_has_one_row_per_pair(tmp_path: Path) -> None:
    found, _ = world(
        tmp_path, "Midlink 74,11/xx/1974,1974.0,11,xx,11/30/1974,1974,11,30,USA,TUR,PAK,"
    )
    rows = found.events.select(
        "a", "b", "date", "end", "parties", "action", "mode", "record"
    ).rows()
    shared = ("1974-11", "1974-11-30", "PAK;TUR;USA", "COOPERATE", "exercise", "line 2")
    assert rows == [("TUR", "USA", *shared), ("PAK", "USA", *shared), ("PAK", "TUR", *shared)]


def test_appended_rows_are_dated_by_their_text(tmp_path: Path) -> None:
    found, _ = world(
        tmp_path,
        "Albatros Ausindo,04/10/2005,,,,04/16/2005,,,,AUS,IDN,,1.0",
        "Airlift Rodeo,07/xx/2007,,,,,,,,AUS,USA,,0.0",
    )
    assert found.events.select("date", "end", "parties").rows() == [
        ("2005-04-10", "2005-04-16", None),
        ("2007-07", None, None),
    ]


def test_a_slip_of_a_thousand_years_is_not_taken_for_a_date(tmp_path: Path) -> None:
    found, _ = world(tmp_path, "Peace 09,03/05/3009,,,,03/14/2009,,,,CHN,USA,,0.0")
    assert found.events.select("date", "end").rows() == [("2009", "2009-03-14")]


def test_codes_of_another_time_and_parties_that_are_no_state(tmp_path: Path) -> None:
    found, notes = world(
        tmp_path,
        "A,05/26/1978,1978.0,5,26,,,,,SRB,ROU,8 NATO members,",
        "B,xx/xx/xxxx,-9,-9,-9,,,,,USA,KOR,,",
        "C,06/01/1985,1985.0,6,1,05/02/1985,1985,5,2,-9,NATO,NOR,",
    )
    assert found.events.select("a", "b", "end").rows() == [
        ("ROU", "YUG", None),
        ("NATO", "NOR", None),
    ]
    assert notes == ("1 exercises without a year left out", "1 parties that are no state left out")


def test_a_named_exercise_listed_twice_counts_once(tmp_path: Path) -> None:
    row = "Keen Sword,12/03/2010,2010.0,12,3,12/10/2010,2010,12,10,JPN,USA,,"
    found, notes = world(
        tmp_path, row, row, row.replace("Keen Sword", "-9"), row.replace("Keen Sword", "-9")
    )
    assert found.events["name"].to_list() == ["Keen Sword", None, None]
    assert any("listed twice" in note for note in notes)


def test_unknown_parties_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="XQZ"):
        world(tmp_path, "A,05/26/1978,1978.0,5,26,,,,,XQZ,ROU,,")


def test_the_file(shared: Path) -> None:
    found, _ = read_source(READERS["jme"], shared / "military-exercises")
    events = found.events
    assert 16_000 < events.height < 17_000
    assert events["record"].n_unique() > 1_700
    assert (events["a"] < events["b"]).all()
    assert events["date"].str.head(4).min() == "1974"
