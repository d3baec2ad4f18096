"""unvotes: titles, the members that modern codes lose, ids shared with source unga."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from comity.errors import DataError
from comity.sources import READERS, read_source

VOTES = [
    '3,Czechoslovakia,CS,yes',
    '3,"Yemen Arab Republic",,no',
    '3,Yugoslavia,YU,abstain',
    '3,Federal Republic of Germany,,yes',
    '3,German Democratic Republic,DD,yes',
    "3,Yemen People's Republic,YD,yes",
    '3,Zanzibar,,yes',
    '4,Yugoslavia,YU,no',
    '4,Namibia,NA,yes',
    '4,Russia,RU,yes',
]  # fmt: skip
CALLS = ["3,28,0,1973-10-07,R/28/1,0,0,KOREA,TO ADOPT", "4,60,,2005-12-12,A/RES/60/1,,,Mines,"]
ISSUES = ["4,ec,Economic development", "4,me,Palestinian conflict"]


def read(
    folder: Path, votes: list[str] = VOTES, calls: list[str] = CALLS, issues: list[str] = ISSUES
) -> pl.DataFrame:
    write = {
        "un_votes": ["rcid,country,country_code,vote", *votes],
        "un_roll_calls": ["rcid,session,importantvote,date,unres,amend,para,short,descr", *calls],
        "un_roll_call_issues": ["rcid,short_name,issue", *issues],
    }
    for name, lines in write.items():
        (folder / f"{name}.csv").write_text("\n".join(lines))
    return read_source(READERS["unvotes"], folder)[0].table("votes")


def test_members_that_modern_codes_lose_have_their_keys(tmp_path: Path) -> None:
    votes = read(tmp_path)
    assert votes.filter(resolution="3").get_column("state").to_list() == [
        "CSK", "YEM", "YUG", "DEU", "DDR", "YMD", "ZAN",
    ]  # fmt: skip
    assert votes.filter(resolution="4").select("state", "vote").rows() == [
        ("SRB", 3),
        ("NAM", 1),
        ("RUS", 1),
    ]


def test_titles_issues_and_ids(tmp_path: Path) -> None:
    votes = read(tmp_path)
    told = votes.select("resolution", "date", "title", "topics", "record", "body").unique()
    assert told.sort("date").rows() == [
        ("3", date(1973, 10, 7), "R/28/1: TO ADOPT", None, "rcid 3", "UNGA"),
        ("4", date(2005, 12, 12), "A/RES/60/1: Mines", "middle_east;economic", "rcid 4", "UNGA"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"votes": ["3,Atlantis,,yes"]}, "Atlantis"),
        ({"votes": ["3,Russia,RU,maybe"]}, "maybe"),
        ({"votes": ["9,Russia,RU,yes"]}, "no date"),
        ({"votes": ["3,Russia,RU,yes", "3,Russian Federation,RU,no"]}, "RUS votes more than once"),
        ({"calls": [*CALLS, CALLS[0]]}, r"more than once: \[3\]"),
        ({"issues": ["3,xx,Sport"]}, "xx"),
    ],
)
def test_wrong_rows_are_refused(tmp_path: Path, change: dict[str, list[str]], message: str) -> None:
    with pytest.raises(DataError, match=message):
        read(tmp_path, **change)


def test_the_real_files_complete_the_other_source(shared: Path) -> None:
    here = read_source(READERS["unvotes"], shared / "unga-unvotes-1946-2019")[0].table("votes")
    assert here.height == 870_109
    there = read_source(READERS["unga"], shared / "unga-rollcalls-1946-2024")[0].table("votes")
    key = ["resolution", "state"]
    both = here.join(there, on=key)
    assert both.filter(pl.col("date") != pl.col("date_right")).is_empty()
    assert both.filter(pl.col("topics").ne_missing(pl.col("topics_right"))).is_empty()
    differ = both.filter(pl.col("vote") != pl.col("vote_right"))
    assert set(differ.get_column("state")) <= {"SRB"}
    added = here.join(there, on=key, how="anti")
    assert set(added.get_column("state")) - {"SRB"} == {"CSK", "DDR", "YMD", "YEM", "ZAN"}
    assert added.filter(state="CSK").height == 3_752
