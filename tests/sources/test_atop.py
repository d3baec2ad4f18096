"""ATOP: directions, spells, two numbers of one state, and the way back to the file."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from comity.errors import DataError
from comity.sources import READERS, read_source
from comity.sources.dyad_years import keyed, merged

HEADER = "stateA,stateB,year,atopally,defense,offense,neutral,nonagg,consul"
PREFIXED = "ccode1,ccode2,year,atop_defense,atop_offense,atop_neutral,atop_nonagg,atop_consul"


def read(tmp_path: Path, *lines: str, header: str = HEADER) -> tuple[pl.DataFrame, tuple[str, ...]]:
    (tmp_path / "atop5_1ddyr.csv").write_text("\n".join([header, *lines]) + "\n")
    world, notes = read_source(READERS["atop"], tmp_path)
    return world.table("ties"), notes


def test_a_run_of_years_is_one_undirected_spell(tmp_path: Path) -> None:
    lines = [
        f"{a},{b},{y},1,1,0,0,0,1" for y in range(1950, 1953) for a, b in ((365, 710), (710, 365))
    ]
    ties, notes = read(tmp_path, *lines)
    assert ties.height == 1
    row = ties.row(0, named=True)
    assert (row["a"], row["b"], row["start"], row["end"]) == ("CHN", "RUS", "1950", "1952")
    assert (row["depth"], row["name"], row["directed"]) == (3.0, "defense;consultation", False)
    assert (row["kind"], row["commitment"], row["domain"], row["polarity"]) == (
        "alliance", "word", "military", 1,
    )  # fmt: skip
    assert row["record"] == "710-365 1950-1952"
    assert notes == ()


def test_a_gap_or_another_obligation_begins_a_new_spell(tmp_path: Path) -> None:
    years = {1950: "1,0,0,0,0", 1951: "0,0,0,1,0", 1953: "0,0,0,1,0"}
    lines = [f"{a},{b},{y},1,{o}" for y, o in years.items() for a, b in ((365, 710), (710, 365))]
    ties, _ = read(tmp_path, *lines)
    assert ties.select("start", "end", "depth").rows() == [
        ("1950", "1950", 3.0), ("1951", "1951", 1.0), ("1953", "1953", 1.0),
    ]  # fmt: skip


def test_directions_that_differ_are_both_kept(tmp_path: Path) -> None:
    ties, _ = read(tmp_path, "2,630,1959,1,1,0,0,0,1", "630,2,1959,1,0,0,0,0,0")
    assert ties.select("a", "b", "directed", "depth", "name").rows() == [
        ("IRN", "USA", True, 0.0, "no obligation"),
        ("USA", "IRN", True, 3.0, "defense;consultation"),
    ]


def test_one_direction_alone_is_directed(tmp_path: Path) -> None:
    ties, _ = read(tmp_path, "2,630,1959,1,1,0,0,0,1")
    assert ties.select("a", "b", "directed").rows() == [("USA", "IRN", True)]


@pytest.mark.parametrize(
    ("obligations", "depth"),
    [("0,1,0,0,0", 3), ("0,0,1,1,0", 2), ("0,0,0,0,1", 2), ("0,0,0,1,0", 1)],
)
def test_depth_is_that_of_the_deepest_promise(tmp_path: Path, obligations: str, depth: int) -> None:
    ties, _ = read(tmp_path, f"2,20,1950,1,{obligations}", f"20,2,1950,1,{obligations}")
    assert ties.get_column("depth").to_list() == [depth]


def test_germany_under_two_numbers_in_1990_is_one_state(tmp_path: Path) -> None:
    numbers = {1989: (260,), 1990: (255, 260), 1991: (255,)}
    lines = [
        f"{a},{b},{y},1,1,0,0,0,0"
        for y, held in numbers.items()
        for g in held
        for a, b in ((2, g), (g, 2))
    ]
    ties, notes = read(tmp_path, *lines, "255,260,1990,1,1,0,0,0,0", "260,255,1990,1,1,0,0,0,0")
    assert ties.select("a", "b", "start", "end", "record").rows() == [
        ("DEU", "USA", "1989", "1991", "260/255-2 1989-1991")
    ]
    assert any("2 row(s) pair a state with itself" in n for n in notes)
    assert any("2 row(s) of a state under a second number" in n for n in notes)


def test_345_is_serbia_then_yugoslavia_then_serbia(tmp_path: Path) -> None:
    lines = [
        f"{a},{b},{y},1,1,0,0,0,0"
        for y in (1918, 1919, 1991, 1992)
        for a, b in ((345, 350), (350, 345))
    ]
    ties, _ = read(tmp_path, *lines)
    assert set(ties.select("b", "start").rows()) == {
        ("SRB", "1918"), ("YUG", "1919"), ("YUG", "1991"), ("SRB", "1992"),
    }  # fmt: skip


def test_pairs_without_an_alliance_are_no_ties(tmp_path: Path) -> None:
    ties, _ = read(
        tmp_path, "2,20,1950,1,1,0,0,0,0", "20,2,1950,1,1,0,0,0,0", "2,40,1950,0,0,0,0,0,0"
    )
    assert ties.height == 1


def test_both_layouts_say_the_same(tmp_path: Path) -> None:
    theirs, _ = read(tmp_path, "2,20,1950,1,1,0,0,0,1", "20,2,1950,1,1,0,0,0,1")
    ours, _ = read(tmp_path, "2,20,1950,1,0,0,0,1", "20,2,1950,1,0,0,0,1", header=PREFIXED)
    assert theirs.equals(ours)


def test_a_side_outside_the_state_system_is_kept_and_noted(tmp_path: Path) -> None:
    ties, notes = read(tmp_path, "365,369,1990,1,1,0,0,0,0", "369,365,1990,1,1,0,0,0,0")
    assert ties.height == 1
    assert any("2 row(s) have a side outside the state system" in n for n in notes)


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (["2,20,1950,1,7,0,0,0,0"], "defense"),
        (["2,20,1950,1,1,0,0,0,0", "2,20,1950,1,1,0,0,0,0"], "share their"),
        (["2,99999,1950,1,1,0,0,0,0"], "99999"),
    ],
)
def test_wrong_rows_are_refused(tmp_path: Path, lines: list[str], message: str) -> None:
    with pytest.raises(DataError, match=message):
        read(tmp_path, *lines)


def test_a_file_without_rows_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="holds no rows"):
        read(tmp_path)


def test_a_missing_column_shows_both_sides(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"consul(.|\n)*the file has"):
        read(tmp_path, "2,20,1950,1,1,0,0,0", header=HEADER.removesuffix(",consul"))


def test_the_real_file_comes_back_whole(shared: Path) -> None:
    world, notes = read_source(READERS["atop"], shared / "cow-atop-peacesciencer")
    ties = world.table("ties")
    assert ties.height == 7_796
    assert any("102 row(s)" in n for n in notes)
    names = ("defense", "offense", "neutrality", "consultation", "nonaggression")
    years = ties.with_columns(
        year=pl.int_ranges(pl.col("start").cast(pl.Int32), pl.col("end").cast(pl.Int32) + 1)
    ).explode("year")
    turned = years.filter(~pl.col("directed")).rename({"a": "b", "b": "a"}).select(years.columns)
    expanded = pl.concat([years, turned]).select(
        "a", "b", pl.col("year").cast(pl.Int32),
        *(pl.col("name").str.split(";").list.contains(n).cast(pl.Int32).alias(n) for n in names),
    ).sort("a", "b", "year")  # fmt: skip
    source = pl.read_parquet(shared / "cow-atop-peacesciencer" / "atop_alliance.parquet")
    assert source.height == 273_296
    old = ("atop_defense", "atop_offense", "atop_neutral", "atop_consul", "atop_nonagg")
    source = source.rename(dict(zip(old, names, strict=True)))
    said, gone = merged(keyed(source).rows, ["a", "b", "year"])
    assert expanded.height + gone == 273_296
    assert expanded.equals(said.select(expanded.columns).sort("a", "b", "year"))
    chn_rus = ties.filter(a="CHN", b="RUS").select("start", "end", "depth").rows()
    assert chn_rus[4:6] == [("1950", "1950", 3.0), ("1951", "1961", 3.0)]
