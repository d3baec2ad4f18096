"""COW capabilities: units, pounds before 1914, -9, the year in which a number changes."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from comity.errors import DataError
from comity.sources import READERS, read_source

HEAD = "stateabb,ccode,year,milex,milper,irst,pec,tpop,upop,cinc,version"


def read(folder: Path, *lines: str) -> tuple[pl.DataFrame, tuple[str, ...]]:
    (folder / "NMC-60-abridged.csv").write_text("\n".join([HEAD, *lines]))
    world, notes = read_source(READERS["cow_nmc"], folder)
    return world.table("states"), notes


def test_missing_is_absent_and_zero_is_zero(tmp_path: Path) -> None:
    rows, notes = read(tmp_path, "RUS,365,1990,-9,0,1.5,,4,5,0.1,6")
    assert rows.select("state", "attribute", "value", "record").rows() == [
        ("RUS", "milper", 0.0, "365 1990"), ("RUS", "irst", 1.5, "365 1990"),
        ("RUS", "tpop", 4.0, "365 1990"), ("RUS", "upop", 5.0, "365 1990"), ("RUS", "cinc", 0.1, "365 1990"),
    ]  # fmt: skip
    assert any("2 missing values" in n for n in notes)


def test_spending_is_in_pounds_before_1914(tmp_path: Path) -> None:
    rows, _ = read(tmp_path, "RUS,365,1913,1,1,1,1,1,1,0.1,6", "RUS,365,1914,1,1,1,1,1,1,0.1,6")
    units = rows.filter(attribute="milex").select("year", "unit").rows()
    assert units == [(1913, "thousand GBP"), (1914, "thousand USD")]


def test_of_two_numbers_in_a_year_the_one_that_goes_on_is_kept(tmp_path: Path) -> None:
    rows, notes = read(
        tmp_path,
        "GFR,260,1989,1,1,1,1,62,1,0.1,6", "GFR,260,1990,1,1,1,1,63,1,0.1,6",
        "GMY,255,1990,1,1,1,1,79,1,0.1,6", "GMY,255,1991,1,1,1,1,80,1,0.1,6",
    )  # fmt: skip
    assert rows.filter(attribute="tpop").select("state", "year", "value").sort("year").rows() == [
        ("DEU", 1989, 62.0), ("DEU", 1990, 79.0), ("DEU", 1991, 80.0),
    ]  # fmt: skip
    assert any("1 row(s) of a state whose number changes" in n for n in notes)


@pytest.mark.parametrize(
    "line", ["RUS,365,1990,-5,0,1,1,4,5,0.1,6", "RUS,365,1990,much,0,1,1,4,5,0.1,6"]
)
def test_wrong_values_are_refused(tmp_path: Path, line: str) -> None:
    with pytest.raises(DataError, match="milex"):
        read(tmp_path, line)


def test_the_real_file(shared: Path) -> None:
    world, _ = read_source(READERS["cow_nmc"], shared / "cow-atop-peacesciencer")
    rows = world.table("states")
    assert rows.height == 116_475
    total = rows.filter(attribute="cinc", year=2010).get_column("value").sum()
    assert total == pytest.approx(1, abs=0.01)
    germany = rows.filter(state="DEU", year=1990, attribute="tpop").get_column("value").to_list()
    assert germany == [79_402.0]
