"""Rivalries: those before the state system, a number that passes on, what they are about."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from comity.errors import DataError
from comity.sources import READERS, read_source

TSS = "tssr_id,rivalry,ccode1,ccode2,start,end,positional,spatial,ideological,interventionary,principal,aprin"
TD = "rivalryno,rivalryname,ccode1,ccode2,styear,endyear,region,type1,type2,type3"


def read(
    folder: Path, *lines: str, key: str = "rivalries_tss"
) -> tuple[pl.DataFrame, tuple[str, ...]]:
    name, head = ("tss_rivalries", TSS) if key == "rivalries_tss" else ("td_rivalries", TD)
    (folder / f"{name}.csv").write_text("\n".join([head, *lines]))
    world, notes = read_source(READERS[key], folder)
    return world.table("ties"), notes


def test_a_rivalry_keeps_its_true_start(tmp_path: Path) -> None:
    ties, notes = read(
        tmp_path,
        "1,Austria-France,220,300,1494,1918,1,1,,,,",
        "3,Ottoman E-Venice,324,640,1494,1717,1,,,,,",
    )
    assert ties.select("a", "b", "start", "end", "name", "polarity", "record").rows() == [
        (
            "AUH",
            "FRA",
            "1494",
            "1918",
            "Austria-France (positional;spatial)",
            -1,
            "tssr_id 1, 300-220 1816-1918",
        )
    ]
    assert any("1 rivalries that ended before 1816" in n for n in notes)


def test_a_number_that_passes_on_makes_two_rows(tmp_path: Path) -> None:
    ties, _ = read(tmp_path, "9,Bulgaria-Yugoslavia,345,355,1878,1954,,,,,,")
    assert sorted(ties.select("a", "b", "start", "end", "name").rows()) == [
        ("BGR", "SRB", "1878", "1918", "Bulgaria-Yugoslavia"),
        ("BGR", "YUG", "1919", "1954", "Bulgaria-Yugoslavia"),
    ]


def test_two_rivalries_of_a_pair_stay_apart(tmp_path: Path) -> None:
    ties, _ = read(tmp_path, "1,X 1,2,365,1945,1989,1,,,,,", "2,X 2,2,365,1990,2020,1,,,,,")
    assert ties.height == 2


def test_the_earlier_list(tmp_path: Path) -> None:
    ties, _ = read(tmp_path, "197,R-US 2,2,365,2007,2010,Multiple,positional,,", key="rivalries_td")
    assert ties.select("a", "b", "start", "end", "name").rows() == [
        ("RUS", "USA", "2007", "2010", "R-US 2 (positional)")
    ]


def test_an_end_before_the_start_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="later end"):
        read(tmp_path, "1,X,2,365,1945,1940,1,,,,,")


def test_the_real_files(shared: Path) -> None:
    for key, rows, last in (("rivalries_tss", 255, 2020), ("rivalries_td", 188, 2010)):
        world, notes = read_source(READERS[key], shared / "cow-atop-peacesciencer")
        assert world.table("ties").height == rows
        assert any("15 rivalries" in n for n in notes)
        assert world.sources[key].coverage[0].last == last
