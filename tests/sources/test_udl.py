"""UN Digital Library: two bodies, dirty and doubled headers, what A and X mean, the seat of China."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from comity.errors import DataError
from comity.sources import READERS, read_source

HEAD = "Council,Date,Title,Resolution,TOTAL VOTES,NO-VOTE COUNT,ABSENT COUNT,NO COUNT,YES COUNT,Link,token"
LINK = "https://digitallibrary.un.org/record"


def read(folder: Path, header: str, *rows: str) -> tuple[pl.DataFrame, tuple[str, ...]]:
    (folder / "un_votes_ga_sc_wide.csv").write_text("\n".join([f"{HEAD},{header}", *rows]))
    world, notes = read_source(READERS["udl"], folder)
    return world.table("votes"), notes


def row(
    day: str, symbol: str, votes: str, council: str = "Security Council", number: int = 1
) -> str:
    return f"{council},{day},Title of it,{symbol},0,0,0,0,0,{LINK}/{number}?ln=en,{number},{votes}"


def test_letters_bodies_and_the_record(tmp_path: Path) -> None:
    votes, notes = read(
        tmp_path,
        "USSR,FRANCE,UNITED STATES,CUBA",
        row("1990-08-25", "S/RES/665(1990)", "Y,A,N,X"),
        row("1990-12-04", "A/RES/45/1", "Y,,,", "General Assembly", 2),
    )
    assert votes.select("body", "resolution", "state", "vote").rows() == [
        ("UNSC", "S/RES/665(1990)", "CUB", 8), ("UNSC", "S/RES/665(1990)", "FRA", 2),
        ("UNSC", "S/RES/665(1990)", "RUS", 1), ("UNSC", "S/RES/665(1990)", "USA", 3),
        ("UNGA_UDL", "A/RES/45/1", "RUS", 1),
    ]  # fmt: skip
    assert votes.row(0, named=True)["record"] == f"{LINK}/1"
    assert votes.row(0, named=True)["title"] == "Title of it"
    assert notes == ()


def test_the_seat_of_china_changes_hands(tmp_path: Path) -> None:
    votes, _ = read(
        tmp_path,
        "CHINA",
        row("1971-10-25", "S/RES/1(1971)", "Y"),
        row("1971-10-26", "S/RES/2(1971)", "Y"),
    )
    assert votes.get_column("state").to_list() == ["TWN", "CHN"]


def test_yugoslavia_to_the_day(tmp_path: Path) -> None:
    votes, _ = read(
        tmp_path, "YUGOSLAVIA", row("1992-04-26", "S/RES/1", "Y"), row("1992-04-27", "S/RES/2", "Y")
    )
    assert votes.get_column("state").to_list() == ["YUG", "SRB"]


def test_doubled_headers_of_one_state_are_joined(tmp_path: Path) -> None:
    votes, notes = read(
        tmp_path,
        "UNITED KINGDOM, UNITED KINGDOM,Aa UNITED STATES,AY SWEDEN",
        row("1950-01-01", "S/RES/1", "Y,,N,"),
        row("1950-01-02", "S/RES/2", "Y,Y,,A"),
    )
    assert votes.select("resolution", "state", "vote").rows() == [
        ("S/RES/1", "GBR", 1), ("S/RES/1", "USA", 3), ("S/RES/2", "GBR", 1), ("S/RES/2", "SWE", 2),
    ]  # fmt: skip
    assert any("1 vote(s) stand under two headers" in n for n in notes)


def test_doubled_headers_that_disagree_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="GBR on S/RES/1"):
        read(tmp_path, "UNITED KINGDOM, UNITED KINGDOM", row("1950-01-01", "S/RES/1", "Y,N"))


def test_a_header_that_is_no_state_is_left_out_and_noted(tmp_path: Path) -> None:
    votes, notes = read(tmp_path, "DONOTKNOW,FRANCE", row("2010-12-22", "S/RES/1966(2010)", "Y,Y"))
    assert votes.get_column("state").to_list() == ["FRA"]
    assert any("DONOTKNOW" in n for n in notes)


def test_a_year_alone_and_a_repeated_symbol(tmp_path: Path) -> None:
    votes, notes = read(
        tmp_path,
        "FRANCE",
        row("1977", "A/76/L.14", "Y", "General Assembly", 5),
        row("1977-12-01", "A/76/L.14", "N", "General Assembly", 6),
    )
    assert votes.select("year", "date", "resolution").rows() == [
        (1977, None, "A/76/L.14 [5]"), (1977, date(1977, 12, 1), "A/76/L.14 [6]"),
    ]  # fmt: skip
    assert len(notes) == 2


@pytest.mark.parametrize(
    ("header", "line", "message"),
    [
        ("ATLANTIS", row("1950-01-01", "S/RES/1", "Y"), "ATLANTIS"),
        ("FRANCE", row("1950-01-01", "S/RES/1", "yes"), "yes"),
        ("FRANCE", row("1950-01-01", "S/RES/1", "Y", "Trusteeship Council"), "Trusteeship"),
        ("FRANCE", row("soon", "S/RES/1", "Y"), "line 2, column Date"),
    ],
)
def test_wrong_rows_are_refused(tmp_path: Path, header: str, line: str, message: str) -> None:
    with pytest.raises(DataError, match=message):
        read(tmp_path, header, line)


def test_the_real_file(shared: Path) -> None:
    world, notes = read_source(READERS["udl"], shared / "un-votes-udl-ga-sc-1946-2021")
    votes = world.table("votes")
    assert votes.height == 897_663 - 1
    assert votes.group_by("body").agg(pl.col("resolution").n_unique()).sort("body").rows() == [
        ("UNGA_UDL", 5_238), ("UNSC", 2_617),
    ]  # fmt: skip
    crimea = votes.filter(body="UNGA_UDL", resolution="A/RES/68/262")
    assert dict(crimea.group_by("vote").len().rows()) == {1: 100, 3: 11, 2: 58, 8: 24}
    assert votes.filter(state="TWN").get_column("date").max() == date(1971, 10, 25)
    assert votes.filter(state="CHN").get_column("date").min() == date(1971, 11, 9)
    assert len(notes) == 3
