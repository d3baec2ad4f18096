"""UN roll calls: three layouts, reused ids, absences, Yugoslavia written SRB, the vote of March 2022."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from comity.errors import DataError
from comity.sources import READERS, read_source

CALLS = "rcid,rcid_source,date,me,nu,di,hr,co,ec"
FLAGS = "false,false,false,false,false,false"


def read(folder: Path, **files: str) -> tuple[pl.DataFrame, tuple[str, ...], str]:
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text)
    world, notes = read_source(READERS["unga"], folder)
    return world.table("votes"), notes, world.sources["unga"].coverage[0].note


def long(
    folder: Path, votes: list[str], calls: list[str]
) -> tuple[pl.DataFrame, tuple[str, ...], str]:
    return read(
        folder,
        votes_long="\n".join(["rcid,iso3,vote", *votes]),
        rollcalls="\n".join([CALLS, *calls]),
    )


def test_long(tmp_path: Path) -> None:
    votes, notes, _ = long(
        tmp_path,
        ["3,RUS,1", "3,CHN,8", "3,FRA,9"],
        ["3,3,1990-12-04,true,true,false,false,false,1"],
    )
    assert votes.select(
        "body", "year", "resolution", "date", "state", "vote", "topics", "record"
    ).rows() == [
        ("UNGA", 1990, "3", date(1990, 12, 4), "RUS", 1, "middle_east;nuclear;economic", "rcid 3"),
        ("UNGA", 1990, "3", date(1990, 12, 4), "CHN", 8, "middle_east;nuclear;economic", "rcid 3"),
    ]
    assert any("1 absences are kept as vote 8" in n for n in notes)
    assert any("1 entries of states not yet members (9)" in n for n in notes)


def test_a_renumbered_id_is_named_by_its_day(tmp_path: Path) -> None:
    votes, notes, _ = long(
        tmp_path,
        ["411,RUS,1", "100411,RUS,3"],
        [f"411,411,1953-11-03,{FLAGS}", f"100411,411,2023-12-04,{FLAGS}"],
    )
    assert votes.select("resolution", "vote").rows() == [("411", 1), ("411@2023-12-04", 3)]
    assert any("411@2023-12-04" in n for n in notes)


def test_reused_ids_without_dates_in_the_votes_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="more than once: 411"):
        long(
            tmp_path, ["411,RUS,1"], [f"411,411,1953-11-03,{FLAGS}", f"411,411,2023-12-04,{FLAGS}"]
        )


def test_yugoslavia_written_srb(tmp_path: Path) -> None:
    votes, _, _ = long(
        tmp_path,
        ["1,SRB,1", "2,SRB,1", "3,SRB,1"],
        [f"1,1,1946-01-01,{FLAGS}", f"2,2,1992-04-26,{FLAGS}", f"3,3,1992-04-27,{FLAGS}"],
    )
    assert votes.get_column("state").to_list() == ["YUG", "YUG", "SRB"]


def test_coverage_names_the_members_the_file_lacks(tmp_path: Path) -> None:
    _, _, note = long(
        tmp_path, ["1,RUS,1", "2,RUS,1"], [f"1,1,1946-01-01,{FLAGS}", f"2,2,2001-01-01,{FLAGS}"]
    )
    assert (
        "no votes of CSK 1946-1992, DDR 1973-1990, YMD 1967-1990, YEM 1947-1990, ZAN 1963-1963"
        in note
    )


def test_coverage_names_a_gap_that_ends_early(tmp_path: Path) -> None:
    _, _, note = long(
        tmp_path, ["1,RUS,1", "2,YEM,1"], [f"1,1,1980-01-01,{FLAGS}", f"2,2,1990-11-01,{FLAGS}"]
    )
    assert "YEM 1980-1989" in note


def test_coverage_is_silent_about_members_the_file_has(tmp_path: Path) -> None:
    rows = [f"1,{s},1" for s in ("CSK", "DDR", "YMD", "YEM")]
    _, _, note = long(
        tmp_path, [*rows, "2,RUS,1"], [f"1,1,1975-12-20,{FLAGS}", f"2,2,2001-01-01,{FLAGS}"]
    )
    assert "no votes of" not in note


def test_wide_splits_a_reused_id(tmp_path: Path) -> None:
    text = "rcid,date,me,nu,di,hr,co,ec,SRB,RUS,USA\n"
    text += "411,1953-11-03,0,0,0,0,0,0,1,2,3\n411,2023-12-04,0,0,1,0,0,0,1.0,,9\n"
    votes, notes, _ = read(tmp_path, ungaVoting_003=text)
    assert sorted(votes.select("resolution", "state", "vote", "topics").rows()) == [
        ("411", "RUS", 2, None), ("411", "USA", 3, None), ("411", "YUG", 1, None),
        ("411@2023-12-04", "SRB", 1, "disarmament"),
    ]  # fmt: skip
    assert any("kept apart" in n for n in notes)


def test_wide_with_one_id_twice_on_a_day_is_refused(tmp_path: Path) -> None:
    text = "rcid,date,SRB,RUS\n1,1953-11-03,1,1\n1,1953-11-03,1,1\n"
    with pytest.raises(DataError, match="more than once on one day: 1"):
        read(tmp_path, ungaVoting_003=text)


def test_dataverse(tmp_path: Path) -> None:
    head = "rcid,ccode,member,vote,Country,year,session,date,unres,short,descr,me,nu,di,hr,co,ec\n"
    text = head + (
        "411,345,1,1,YUG,1953,8,1953-11-03,R/8/1,KOREA,TO ADOPT,0,0,0,0,0,0\n"
        "411,2,1,3,USA,1953,8,1953-11-03,R/8/1,KOREA,TO ADOPT,0,0,0,0,0,0\n"
        "411,345,1,2,SRB,2023,78,12/4/2023,R/78/1,MINES,,0,0,1,0,0,0\n"
        "411,710,0,9,CHN,2023,78,12/4/2023,R/78/1,MINES,,0,0,1,0,0,0\n"
    )
    votes, _, _ = read(tmp_path, UNVotes2023=text)
    assert votes.select("resolution", "state", "vote", "topics", "title", "year").rows() == [
        ("411", "YUG", 1, None, "TO ADOPT", 1953),
        ("411", "USA", 3, None, "TO ADOPT", 1953),
        ("411@2023-12-04", "SRB", 2, "disarmament", "MINES", 2023),
    ]


@pytest.mark.parametrize(
    ("votes", "calls", "message"),
    [
        (["3,RUS,5"], ["3"], "none of 1, 2, 3, 8 and 9"),
        (["3,RUS,x"], ["3"], "none of 1, 2, 3, 8 and 9"),
        (["3,RUS,1", "3,RUS,2"], ["3"], "RUS votes more than once on roll call 3"),
        (["4,RUS,1"], ["3"], "not in rollcalls"),
        (["3,XQZ,1"], ["3"], "XQZ"),
    ],
)
def test_wrong_rows_are_refused(
    tmp_path: Path, votes: list[str], calls: list[str], message: str
) -> None:
    with pytest.raises(DataError, match=message):
        long(tmp_path, votes, [f"{c},{c},1990-01-01,{FLAGS}" for c in calls])


def test_a_roll_call_without_a_date_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="have no date"):
        long(tmp_path, ["3,RUS,1"], [f"3,3,soon,{FLAGS}"])


def test_the_format_of_r_is_declined_with_advice(tmp_path: Path) -> None:
    (tmp_path / "UNVotes.RData").write_bytes(b"RDX3")
    with pytest.raises(DataError, match=r"write\.csv"):
        read_source(READERS["unga"], tmp_path)


def test_another_layout_is_refused_with_its_columns(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"column per state(.|\n)*session"):
        read(tmp_path, ungaVoting_003="session,what\n1,2\n")


def test_the_special_session_needs_the_announced_outcome(tmp_path: Path) -> None:
    (tmp_path / "es-11-1_2022-03-02.csv").write_text(
        "resolution,date,country,vote\nA/RES/ES-11/1,2022-03-02,Russia,no\n"
    )
    with pytest.raises(DataError, match="not as announced"):
        long(tmp_path, ["3,RUS,1", "3,CHN,1"], [f"3,3,2022-01-01,{FLAGS}"])


def test_the_special_session_is_left_out_where_the_votes_hold_its_day(tmp_path: Path) -> None:
    (tmp_path / "es-11-1_2022-03-02.csv").write_text(
        "resolution,date,country,vote\nA/RES/ES-11/1,2022-03-02,Russia,no\n"
    )
    votes, notes, _ = long(tmp_path, ["3,RUS,3", "3,CHN,2"], [f"3,3,2022-03-02,{FLAGS}"])
    assert votes.height == 2
    assert any("left out" in n for n in notes)


def test_the_real_file(shared: Path) -> None:
    world, notes = read_source(READERS["unga"], shared / "unga-rollcalls-1946-2024")
    votes = world.table("votes")
    special = votes.filter(resolution="A/RES/ES-11/1")
    assert dict(special.group_by("vote").len().rows()) == {1: 141, 3: 5, 2: 35, 8: 12}
    assert special.filter(state="CHN").get_column("vote").to_list() == [2]
    assert votes.height == 1_015_674 + 193
    assert votes.get_column("resolution").n_unique() == 6_551 + 1
    assert votes.filter(vote=8).height == 96_103 + 12
    assert any("96103 absences" in n for n in notes)
    assert sorted(r for r in votes.get_column("resolution").unique() if "@" in r) == [
        "411@2023-12-04", "427@2023-11-02", "449@2023-11-21", "495@2023-12-04",
    ]  # fmt: skip
    yugoslavia = votes.filter(state="YUG").get_column("date").max()
    assert isinstance(yugoslavia, date)
    assert yugoslavia < date(1992, 4, 27)
    assert votes.filter(state="SRB").get_column("year").min() == 1992


def test_the_real_votes_written_wide_again_are_the_same(shared: Path, tmp_path: Path) -> None:
    folder = shared / "unga-rollcalls-1946-2024"
    long_form = pl.read_parquet(folder / "votes_long.parquet")
    calls = pl.read_csv(folder / "rollcalls.csv.gz").with_columns(pl.col("rcid").cast(pl.Int32))
    wide = calls.join(long_form.pivot("iso3", index="rcid", values="vote"), on="rcid")
    reused = wide.with_columns(rcid="rcid_source").drop(
        "rcid_source", "yes", "abstain", "no", "absent"
    )
    reused.write_csv(tmp_path / "ungaVoting_003.csv")
    again = read_source(READERS["unga"], tmp_path)[0].table("votes")
    whole = read_source(READERS["unga"], folder)[0].table("votes")
    whole = whole.filter(pl.col("resolution") != "A/RES/ES-11/1")
    order = ["resolution", "state"]
    assert again.sort(order).equals(whole.sort(order))
