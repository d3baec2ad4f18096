"""Armed conflicts: the shipped rows, what silence about two states means, and the data set they come from."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from comity import states
from comity.errors import DataError
from comity.sources.compiled_conflicts import EDITION, read_conflicts
from comity.sources.reader import READERS, read_source
from comity.world.world import World


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    return read_source(READERS["compiled_conflicts"], tmp_path_factory.mktemp("empty"))[0]


def years(world: World, a: str, b: str) -> dict[int, float]:
    """The level of each year in which the two were on opposite sides, the highest of its rows."""
    found: dict[int, float] = {}
    for row in world.ties.filter(a=a, b=b).iter_rows(named=True):
        for year in range(int(row["start"]), int(row["end"]) + 1):
            found[year] = max(found.get(year, 0.0), row["value"])
    return found


def test_every_row_is_a_deed_between_two_states_with_the_address_of_its_conflict(
    world: World,
) -> None:
    ties = world.ties
    assert ties.select("kind", "directed", "commitment", "polarity", "domain").unique().rows() == [
        ("armed_conflict", False, "deed", -1, "military")
    ]
    assert (ties["a"] < ties["b"]).all()
    assert set(ties["value"]) == {1.0, 2.0}
    assert set(ties["depth"]) == {1.0, 2.0, 3.0, 4.0}
    assert ties["record"].str.contains(r"^https://ucdp\.uu\.se/conflict/\d+$").all()
    assert ties["end"].null_count() == 0


def test_every_pair_is_of_states_that_were_in_the_system(world: World) -> None:
    members = states.member_years()
    for side in ("a", "b"):
        rows = world.ties.with_columns(year=pl.col("start").cast(pl.Int32))
        lost = rows.join(members, left_on=[side, "year"], right_on=["state", "year"], how="anti")
        assert lost.is_empty()


def test_wars_that_everybody_knows_are_in_it(world: World) -> None:
    assert {years(world, "RUS", "UKR")[year] for year in (2022, 2023, 2024)} == {2}
    assert set(years(world, "RUS", "UKR")) == set(range(2014, 2025))
    assert years(world, "IRN", "IRQ") == {1974: 1} | dict.fromkeys(range(1980, 1989), 2)
    assert years(world, "ERI", "ETH") == {1998: 2, 1999: 2, 2000: 2, 2016: 1}
    assert years(world, "ARG", "GBR") == {1982: 1}
    assert years(world, "IRQ", "KWT") == {1990: 2, 1991: 2}
    assert years(world, "VDR", "VNM") == dict.fromkeys(range(1965, 1976), 2)
    assert years(world, "IRQ", "USA")[2003] == 2


def test_rows_of_one_pair_and_conflict_do_not_overlap(world: World) -> None:
    ordered = world.ties.sort("a", "b", "record", "start")
    before = pl.col("end").shift().over("a", "b", "record")
    assert ordered.filter(pl.col("start") <= before).is_empty()


def test_silence_means_no_armed_conflict(world: World) -> None:
    coverage = world.coverage().row(0, named=True)
    assert (coverage["subject"], coverage["scope"]) == ("armed_conflict", "system")
    assert (coverage["first"], coverage["last"]) == (1946, 2024)


def test_the_source_names_its_edition_and_licence(world: World) -> None:
    source = world.source("compiled_conflicts")
    assert source.version == EDITION == "25.1"
    assert source.licence == "CC BY 4.0"
    assert source.ships == "rows"


def test_rows_of_another_source_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "data" / "compiled"
    folder.mkdir(parents=True)
    (folder / "armed_conflicts.csv").write_text(
        "a,b,kind,start,end,value,source,record\n"
        "RUS,UKR,armed_conflict,2022,2024,2,ledger,https://ucdp.uu.se/conflict/13243\n"
    )
    monkeypatch.setattr("comity.sources.compiled.resources.files", lambda package: tmp_path)
    with pytest.raises(DataError, match="line 2: source is not compiled_conflicts"):
        read_conflicts()


#: Kind of conflict, the two columns of states that faced each other in it, and the depth of such rows.
FACING = (
    ("interstate", "gwno_a", "gwno_b", 4.0),
    ("interstate", "gwno_a", "gwno_b_2nd", 3.0),
    ("interstate", "gwno_a_2nd", "gwno_b", 3.0),
    ("interstate", "gwno_a_2nd", "gwno_b_2nd", 1.0),
    ("II", "gwno_a", "gwno_b_2nd", 2.0),
)
#: Conflict and years left out; see ``comity/data/compiled/README.md``.
LEFT_OUT = {
    226: (1948,), 230: tuple(range(2015, 2025)), 234: (2023, 2024), 284: (1964,), 300: (1979,),
    333: (2001,), 382: (1997, 1998), 395: (1992,), 408: (1997,),
}  # fmt: skip


def test_rows_are_those_of_the_data_set(world: World, shared: Path) -> None:
    full = pl.read_parquet(shared / "cow-atop-peacesciencer" / "ucdp_acd.parquet")
    expected = set()
    for kind, one, other, depth in FACING:
        rows = full.filter(type_of_conflict=kind).drop_nulls([one, other])
        rows = rows.filter(
            ~pl.struct("conflict_id", "year").map_elements(
                lambda r: r["year"] in LEFT_OUT.get(r["conflict_id"], ()), return_dtype=pl.Boolean
            )
        )
        rows = states.from_gw(rows, one, when="year", into="one")
        rows = states.from_gw(rows, other, when="year", into="other")
        for row in rows.iter_rows(named=True):
            a, b = sorted((row["one"], row["other"]))
            expected.add((a, b, row["conflict_id"], row["year"], row["intensity_level"], depth))
    found = {
        (r["a"], r["b"], int(r["record"].rsplit("/", 1)[1]), year, r["value"], r["depth"])
        for r in world.ties.iter_rows(named=True)
        for year in range(int(r["start"]), int(r["end"]) + 1)
    }
    assert found == expected
