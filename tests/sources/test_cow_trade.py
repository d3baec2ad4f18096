"""COW trade: direction, zeros that mean not reported, -9, a year with two numbers."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from comity.errors import DataError
from comity.sources import READERS, read_source

HEAD = "ccode1,ccode2,year,importer1,importer2,flow1,flow2,smoothflow1,smoothflow2"


def read(folder: Path, *lines: str) -> tuple[pl.DataFrame, tuple[str, ...]]:
    (folder / "Dyadic_COW_4.0.csv").write_text("\n".join([HEAD, *lines]))
    world, notes = read_source(READERS["cow_trade"], folder)
    return world.table("flows"), notes


def test_a_flow_goes_from_exporter_to_importer(tmp_path: Path) -> None:
    flows, _ = read(tmp_path, "2,710,2014,USA,China,472525.5,183283,1,1")
    columns = ["a", "b", "year", "value", "unit", "commodity", "measure", "directed", "record"]
    assert sorted(flows.select(columns).rows()) == [
        ("CHN", "USA", 2014, 472525.5, "million USD", "goods", "level", True, "2-710 2014"),
        ("USA", "CHN", 2014, 183283.0, "million USD", "goods", "level", True, "2-710 2014"),
    ]


def test_zeros_and_missing_values_are_no_rows(tmp_path: Path) -> None:
    flows, notes = read(tmp_path, "2,710,2014,USA,China,0,-9,0,-9", "2,20,2014,USA,Canada,1,,1,")
    assert flows.select("a", "b").rows() == [("CAN", "USA")]
    assert any("1 zeros left out" in n for n in notes)
    assert any("2 missing values left out" in n for n in notes)


def test_one_state_under_two_numbers_has_one_flow(tmp_path: Path) -> None:
    flows, notes = read(tmp_path, "630,678,1990,I,Y,0,-9,0,0", "630,679,1990,I,Y,1,24,0,0")
    assert sorted(flows.select("a", "b", "value").rows()) == [
        ("IRN", "YEM", 24.0),
        ("YEM", "IRN", 1.0),
    ]
    assert any("1 row(s) of a state under a second number" in n for n in notes)


def test_another_negative_value_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="negative flow1"):
        read(tmp_path, "2,710,2014,USA,China,-3,1,0,0")


def test_a_pair_stated_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="share their"):
        read(tmp_path, "2,710,2014,USA,China,3,1,0,0", "2,710,2014,USA,China,3,1,0,0")


def test_the_real_file(shared: Path) -> None:
    world, notes = read_source(READERS["cow_trade"], shared / "cow-dyadic-trade-1870-2014")
    flows = world.table("flows")
    assert flows.height == 563_311
    assert flows.get_column("value").min() > 0  # type: ignore[operator]
    assert flows.filter(a="CHN", b="USA", year=2014).get_column("value").to_list() == [472_525.0]
    assert (
        flows.filter(a="ZAF", b="BWA").filter(pl.col("year").is_in([2010, 2011, 2012])).height == 2
    )
    assert any("733162 zeros" in n for n in notes)
