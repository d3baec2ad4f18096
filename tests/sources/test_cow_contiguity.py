"""COW contiguity: one row a pair, type 0 is no tie, a number that passes from state to state."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from comity.errors import DataError
from comity.sources import READERS, read_source


def read(
    folder: Path, *lines: str, name: str = "cow_contdir.csv"
) -> tuple[pl.DataFrame, tuple[str, ...]]:
    head = "ccode1,ccode2,conttype,stdate,enddate"
    if name == "contdir.csv":
        head = "dyad,state1no,state1ab,state2no,state2ab,conttype,begin,end"
    (folder / name).write_text("\n".join([head, *lines]))
    world, notes = read_source(READERS["cow_contiguity"], folder)
    return world.table("ties"), notes


def test_both_directions_are_one_row(tmp_path: Path) -> None:
    ties, _ = read(tmp_path, "365,710,1,1816-01-01,2016-12-01", "710,365,1,1816-01-01,2016-12-01")
    columns = ["a", "b", "kind", "start", "end", "depth", "directed", "record"]
    assert ties.select(columns).rows() == [
        ("CHN", "RUS", "contiguity", "1816-01", "2016-12", 1.0, False, "710-365 1816-01")
    ]


def test_not_contiguous_is_no_tie(tmp_path: Path) -> None:
    ties, notes = read(tmp_path, "2,365,0,1816-01-01,1958-12-01", "2,365,2,1959-01-01,2016-12-01")
    assert ties.select("start", "depth").rows() == [("1959-01", 2.0)]
    assert any("1 row(s) state" in n for n in notes)


def test_serbia_and_yugoslavia_share_a_number(tmp_path: Path) -> None:
    ties, _ = read(tmp_path, "345,360,1,1878-07-01,2016-12-01")
    assert ties.select("a", "b", "start", "end", "record").rows() == [
        ("ROU", "SRB", "1878-07", "1918-11", "360-345 1878-07"),
        ("ROU", "SRB", "1992-05", "2016-12", "360-345 1878-07"),
        ("ROU", "YUG", "1918-12", "1992-04", "360-345 1878-07"),
    ]


def test_the_publishers_layout(tmp_path: Path) -> None:
    ties, _ = read(tmp_path, "2020,2,USA,20,CAN,1,192001,201612", name="contdir.csv")
    assert ties.select("a", "b", "start", "end").rows() == [("CAN", "USA", "1920-01", "2016-12")]


@pytest.mark.parametrize("line", ["2,20,9,1920-01-01,2016-12-01", "2,20,1,1920-13-01,2016-12-01"])
def test_wrong_rows_are_refused(tmp_path: Path, line: str) -> None:
    with pytest.raises(DataError, match="1 row"):
        read(tmp_path, line)


def test_the_real_file(shared: Path) -> None:
    world, _ = read_source(READERS["cow_contiguity"], shared / "cow-atop-peacesciencer")
    ties = world.table("ties")
    assert (ties.get_column("a") < ties.get_column("b")).all()
    pairs = ties.filter(~pl.col("b").is_in(["SRB", "YUG"]) & ~pl.col("a").is_in(["SRB", "YUG"]))
    assert 2 * pairs.height == 1_874 - 180 - 2 * 24
    hungary = {*ties.filter(a="HUN").get_column("b"), *ties.filter(b="HUN").get_column("a")}
    assert hungary == {"AUT", "CSK", "DEU", "HRV", "ROU", "RUS", "SRB", "SVK", "SVN", "UKR", "YUG"}
