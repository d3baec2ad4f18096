"""Silence means none only where a source speaks of the state and the year."""

from __future__ import annotations

import pytest

from comity.errors import UnknownName
from comity.world import Coverage
from comity.world.coverage import coverage_frame


def test_a_system_source_speaks_of_every_state_in_its_years():
    coverage = Coverage("ties", "alliance", 1816, 2018, "system")
    assert coverage.includes("RUS", 1816)
    assert coverage.includes("RUS", 2018)
    assert not coverage.includes("RUS", 1815)
    assert not coverage.includes("RUS", 2019)


def test_a_listed_source_speaks_of_the_states_it_names():
    coverage = Coverage("flows", "goods", 2000, 2010, "listed", frozenset({"RUS"}))
    assert coverage.includes("RUS", 2005)
    assert not coverage.includes("CHN", 2005)


def test_a_source_of_rows_never_says_none():
    coverage = Coverage("events", "*", 1900, 2100, "rows", frozenset({"RUS"}))
    assert not coverage.includes("RUS", 2000)


@pytest.mark.parametrize(
    ("declared", "asked", "speaks"),
    [("*", "goods", True), ("goods", "goods", True), ("goods", "arms", False)],
)
def test_the_subject_asked_for(declared, asked, speaks):
    assert Coverage("flows", declared, 2000, 2010, "rows").speaks_of(asked) is speaks


def test_a_world_knows_who_covers_what(tiny_world):
    assert [s.key for s, _ in tiny_world.covering("ties", "alliance")] == ["atop"]
    assert tiny_world.covering("ties", "rivalry") == []
    assert [s.key for s, _ in tiny_world.covering("events", "summit")] == ["ledger"]
    frame = tiny_world.coverage()
    assert frame["source"].to_list() == ["ledger", "shares", "pipes", "atop", "unga"]
    assert frame.filter(source="atop").select("first", "last", "states").row(0) == (
        1816,
        2024,
        None,
    )


def test_no_coverage_is_an_empty_table():
    assert coverage_frame([]).is_empty()


def test_an_unknown_source_offers_the_nearest(tiny_world):
    with pytest.raises(UnknownName, match="did you mean  atop"):
        tiny_world.source("atopp")
