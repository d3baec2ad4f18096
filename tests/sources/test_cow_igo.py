"""COW organisations: memberships as spells with their standing, long and wide; shared counts."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from comity.errors import DataError
from comity.sources import READERS, read_source

NAMES = "ioname,orgname,year,longorgname\nSCO,Shanghai Coop.,2013,Old name\n"
NAMES += "SCO,Shanghai Coop.,2014,Shanghai Cooperation Organisation\nUN,United Nations,2014,\n"


def read(
    folder: Path, text: str, name: str = "state_year_format3.csv", names: str = NAMES
) -> pl.DataFrame:
    (folder / name).write_text(text)
    (folder / "igo_names.csv").write_text(names)
    return read_source(READERS["cow_igo"], folder)[0].table("ties")


def test_wide(tmp_path: Path) -> None:
    text = (
        "ccode,year,state,sco,un\n365,2001,russia,1,1\n365,2002,russia,1,1\n365,2003,russia,0,1\n"
    )
    text += "712,2003,mongolia,-9,-1\n712,2004,mongolia,3,1\n"
    ties = read(tmp_path, text)
    columns = ["a", "b", "kind", "start", "end", "depth", "name", "directed", "record"]
    assert ties.select(columns).rows() == [
        ("MNG", "IGO:SCO", "membership", "2004", "2004", 0.0, "Shanghai Cooperation Organisation", True,
         "sco 712 2004-2004"),
        ("MNG", "IGO:UN", "membership", "2004", "2004", 1.0, "United Nations", True, "un 712 2004-2004"),
        ("RUS", "IGO:SCO", "membership", "2001", "2002", 1.0, "Shanghai Cooperation Organisation", True,
         "sco 365 2001-2002"),
        ("RUS", "IGO:UN", "membership", "2001", "2003", 1.0, "United Nations", True, "un 365 2001-2003"),
    ]  # fmt: skip


def test_a_change_of_standing_begins_a_new_spell(tmp_path: Path) -> None:
    text = "ccode,year,state,sco\n712,2003,mongolia,3\n712,2004,mongolia,2\n712,2005,mongolia,1\n"
    assert read(tmp_path, text).get_column("depth").to_list() == [0.0, 0.5, 1.0]


def test_germany_goes_on_under_its_other_number(tmp_path: Path) -> None:
    text = "ccode,year,state,un\n260,1989,g,1\n260,1990,g,3\n255,1990,g,1\n255,1991,g,1\n"
    ties = read(tmp_path, text)
    assert ties.select("a", "start", "end", "depth").rows() == [("DEU", "1989", "1991", 1.0)]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("ccode,year,state,sco\n365,2001,r,7\n", "status other than"),
        ("ccode,year,state,xyz\n365,2001,r,1\n", "does not name xyz"),
        ("ccode,year,state,sco\n365,2001,r,1\n365,2001,r,1\n", "share their"),
        ("ccode,year,state\n365,2001,r\n", "igo"),
    ],
)
def test_wrong_files_are_refused(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(DataError, match=message):
        read(tmp_path, text)


def test_the_real_file(shared: Path) -> None:
    world, _ = read_source(READERS["cow_igo"], shared / "cow-igo-membership-1815-2014")
    ties = world.table("ties")
    years = pl.col("end").cast(pl.Int32) - pl.col("start").cast(pl.Int32) + 1
    assert ties.select(years).to_series().sum() == 538_965
    assert ties.get_column("b").n_unique() == 534
    sco = ties.filter(b="IGO:SCO", depth=1.0).get_column("a").sort().to_list()
    assert sco == ["CHN", "KAZ", "KGZ", "RUS", "TJK", "UZB"]


def shared_counts(folder: Path, *lines: str) -> tuple[pl.DataFrame, tuple[str, ...]]:
    (folder / "cow_igo_ndy.csv").write_text("\n".join(["ccode1,ccode2,year,dyadigos", *lines]))
    world, notes = read_source(READERS["cow_igo_shared"], folder)
    return world.table("ties"), notes


def test_shared_counts_are_spells_of_one_number_zero_included(tmp_path: Path) -> None:
    ties, _ = shared_counts(
        tmp_path, "365,710,1950,7", "365,710,1951,7", "365,710,1952,8", "2,710,1950,0"
    )
    columns = ["a", "b", "kind", "start", "end", "value", "unit", "directed"]
    assert ties.select(columns).rows() == [
        ("CHN", "RUS", "shared_igos", "1950", "1951", 7.0, "organisations", False),
        ("CHN", "RUS", "shared_igos", "1952", "1952", 8.0, "organisations", False),
        ("CHN", "USA", "shared_igos", "1950", "1950", 0.0, "organisations", False),
    ]
    assert ties["record"].to_list() == [
        "CHN-RUS 1950-1951",
        "CHN-RUS 1952-1952",
        "CHN-USA 1950-1950",
    ]


def test_a_missing_count_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no number of shared"):
        shared_counts(tmp_path, "365,710,1950,-9")


def test_the_real_counts(shared: Path) -> None:
    world, _ = read_source(READERS["cow_igo_shared"], shared / "cow-atop-peacesciencer")
    ties = world.table("ties")
    years = pl.col("end").cast(pl.Int32) - pl.col("start").cast(pl.Int32) + 1
    assert ties.select(years).to_series().sum() == 917_695
    assert (ties.get_column("a") < ties.get_column("b")).all()
    last = ties.filter(a="CHN", b="RUS").filter(pl.col("end") == "2014").get_column("value").item()
    source = pl.read_parquet(shared / "cow-atop-peacesciencer" / "cow_igo_ndy.parquet")
    assert last == source.filter(ccode1=365, ccode2=710, year=2014).get_column("dyadigos").item()
