"""Minimum distances: spells of one distance, to the metre."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from comity.errors import DataError
from comity.sources import READERS, read_source


def read(folder: Path, *lines: str) -> pl.DataFrame:
    (folder / "cow_mindist.csv").write_text("\n".join(["ccode1,ccode2,year,mindist", *lines]))
    return read_source(READERS["cow_mindist"], folder)[0].table("ties")


def test_spells_of_one_distance(tmp_path: Path) -> None:
    ties = read(
        tmp_path, "365,710,1990,0.0", "365,710,1991,0.0", "365,710,1992,12.34567", "2,20,1992,"
    )
    assert ties.select("a", "b", "start", "end", "value", "unit").rows() == [
        ("CHN", "RUS", "1990", "1991", 0.0, "km"), ("CHN", "RUS", "1992", "1992", 12.346, "km"),
    ]  # fmt: skip


def test_a_negative_distance_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no distance"):
        read(tmp_path, "365,710,1990,-1")


def test_the_real_file(shared: Path) -> None:
    ties = read_source(READERS["cow_mindist"], shared / "cow-atop-peacesciencer")[0].table("ties")
    years = pl.col("end").cast(pl.Int32) - pl.col("start").cast(pl.Int32) + 1
    assert ties.select(years).to_series().sum() == 952_244
    assert ties.filter(a="CHN", b="RUS").get_column("value").unique().to_list() == [0.0]
