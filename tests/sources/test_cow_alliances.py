"""COW alliances: the publisher's row per alliance, the ordinal depth, two numbers of one state."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from comity.errors import DataError
from comity.sources import READERS, read_source

HEAD = "version4id,ccode1,state_name1,ccode2,state_name2,"
HEAD += "defense,neutrality,nonaggression,entente,year,version"


def read(folder: Path, *lines: str) -> tuple[pl.DataFrame, tuple[str, ...]]:
    (folder / "alliance_v4.1_by_directed_yearly.csv").write_text("\n".join([HEAD, *lines]))
    world, notes = read_source(READERS["cow_alliances"], folder)
    return world.table("ties"), notes


def both(a: int, b: int, year: int, what: str, alliance: int = 1) -> list[str]:
    return [f"{alliance},{x},X,{y},Y,{what},{year},4.1" for x, y in ((a, b), (b, a))]


def test_several_alliances_of_a_pair_promise_together(tmp_path: Path) -> None:
    ties, notes = read(
        tmp_path, *both(365, 710, 1950, "1,0,0,0"), *both(365, 710, 1950, "0,0,1,1", 2)
    )
    assert ties.select("a", "b", "kind", "depth", "name", "directed", "record").rows() == [
        (
            "CHN",
            "RUS",
            "alliance_cow",
            3.0,
            "defense;entente;nonaggression",
            False,
            "710-365 1950-1950",
        )
    ]
    assert any("2 row(s) of a pair with several alliances" in n for n in notes)


@pytest.mark.parametrize(
    ("what", "depth"), [("0,1,0,0", 2), ("0,0,0,1", 2), ("0,0,1,0", 1), ("0,0,0,0", 0)]
)
def test_depth(tmp_path: Path, what: str, depth: int) -> None:
    ties, _ = read(tmp_path, *both(2, 20, 1950, what))
    assert ties.get_column("depth").to_list() == [depth]


def test_a_missing_obligation_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="neither 0 nor 1"):
        read(tmp_path, *both(2, 20, 1950, ",0,0,0"))


def test_the_real_file(shared: Path) -> None:
    world, notes = read_source(READERS["cow_alliances"], shared / "cow-atop-peacesciencer")
    ties = world.table("ties")
    assert ties.height == 2_891
    assert any("4 row(s) pair a state with itself" in n for n in notes)
    years = (
        ties.select(pl.col("end").cast(pl.Int32) - pl.col("start").cast(pl.Int32) + 1)
        .to_series()
        .sum()
    )
    assert 2 * years == 120_784 - 4 - 462
    assert not ties.get_column("directed").any()
