"""The world that ships: what it holds, what it must not hold, and that every row leads somewhere."""

from __future__ import annotations

import zlib
from importlib import resources
from pathlib import Path

import polars as pl
import pytest

from comity.measures import Scope, series
from comity.sources import READERS, read_source
from comity.states import keys
from comity.world.schema import CELLS, ISSUES
from comity.world.world import World

LIMIT = 15_000_000


@pytest.fixture(scope="module")
def world() -> World:
    return World.load()


def test_fits_in_the_wheel():
    folder = Path(str(resources.files("comity"))) / "data"
    packed = (len(zlib.compress(f.read_bytes())) for f in folder.rglob("*") if f.is_file())
    assert sum(packed) < LIMIT


def test_nothing_ships_that_its_licence_does_not_allow(world):
    assert world.sources
    assert not [key for key, source in world.sources.items() if source.ships == "nothing"]
    single = world.events["source"].unique().to_list()
    assert not [key for key in single if world.source(key).ships != "rows"]
    assert world.scan("votes", storing="resolution").collect().is_empty()


def test_every_source_in_use_is_described_with_terms_and_citation(world):
    for key, source in world.sources.items():
        assert source.title, key
        assert source.cite, key
        assert source.licence, key
        assert source.coverage, key


@pytest.mark.parametrize("table", ["states", "ties", "flows", "events", "links"])
def test_every_row_has_a_source_and_a_record(world, table):
    rows = world.table(table)
    assert rows.height
    assert set(rows["source"].unique()) <= set(world.sources)
    assert not rows.filter(pl.col("record").is_null() | (pl.col("record") == "")).height


def test_tallies_cover_all_years_and_the_issues_since_1990(world):
    tallies = world.scan("votes", storing=CELLS[0])
    spans = tallies.group_by("issue").agg(
        pl.col("year").min().alias("first"), pl.col("year").max().alias("last")
    )
    found = {issue: (first, last) for issue, first, last in spans.collect().iter_rows()}
    assert found["all"] == (1946, 2024)
    assert all(found[issue][0] == 1990 for issue in ISSUES)
    in_2020 = tallies.filter((pl.col("year") == 2020) & (pl.col("issue") == "all")).collect()
    voters = set(in_2020["a"]) | set(in_2020["b"])
    assert len(voters) == 193
    assert voters <= set(keys(2020))


def test_ended_states_vote_under_their_own_keys(world):
    for key, year in (("YUG", 1970), ("CSK", 1970), ("DDR", 1980), ("YMD", 1980), ("TWN", 1965)):
        assert series(world, "unga_agreement", Scope.of(key, year, year)).height > 90, key
    assert series(world, "unga_agreement", Scope.of("SRB", 1970, 1970)).is_empty()


def test_at_least_forty_links_cross_a_border(world):
    state = {end: pl.col(end).str.split(".").list.first() for end in ("from", "to")}
    links = world.links.with_columns(**state).filter(pl.col("from") != pl.col("to"))
    assert links["id"].n_unique() >= 40
    dated = links.filter(pl.col("start").is_not_null() & (pl.col("source") == "compiled_links"))
    assert dated["id"].n_unique() >= 40


def test_outside_its_years_a_measure_is_absent_not_zero(world):
    assert series(world, "alliance_s", Scope.dyad("RUS", "CHN", 2019, 2030)).is_empty()
    assert series(world, "shared_igos", Scope.dyad("RUS", "CHN", 2015, 2030)).is_empty()
    assert series(world, "unga_agreement", Scope.dyad("RUS", "USA", 1900, 1945)).is_empty()
    assert series(world, "joint_exercises", Scope.dyad("RUS", "CHN", 2011, 2030)).is_empty()


def test_a_partner_that_is_not_listed_has_no_share(world):
    shares = series(world, "export_share", Scope.dyad("CHN", "RUS", 2023, 2023))
    assert shares.filter(pl.col("a") == "CHN").is_empty()
    assert shares.filter(pl.col("a") == "RUS")["value"].item() == pytest.approx(0.33)


def test_equals_what_the_source_files_give(world, shared):
    votes, _ = read_source(READERS["unga"], shared)
    scope = Scope.dyad("RUS", "CHN", 1972, 2023)
    fresh = series(votes, "unga_kappa", scope)
    assert fresh.height == 52
    assert fresh["value"].to_list() == series(world, "unga_kappa", scope)["value"].to_list()
