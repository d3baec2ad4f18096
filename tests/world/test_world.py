"""A world is immutable, lazy, and the union of its parts."""

from __future__ import annotations

import polars as pl
import pytest

from comity.errors import DataError, UnknownName
from comity.world import SCHEMAS, TABLES, Part, World
from tests.tiny_world import EVENTS, TIES, source


@pytest.mark.parametrize("table", TABLES)
def test_every_table_is_there_with_its_columns(tiny_world, table):
    assert getattr(tiny_world, table).columns == list(SCHEMAS[table])


def test_a_world_of_nothing():
    world = World({}, [])
    assert all(world.table(table).is_empty() for table in TABLES)
    assert "none" in repr(world)


def test_a_table_that_is_none(tiny_world):
    with pytest.raises(UnknownName, match="did you mean  ties"):
        tiny_world.scan("tie")


def test_a_table_is_read_once(tiny_world):
    assert tiny_world.ties is tiny_world.ties


def test_constants_are_woven_into_the_rows(tiny_world):
    votes = tiny_world.votes
    assert votes["record"].to_list() == ["rcid 1 of 2020"] * 2 + ["rcid 2 of 2020"] * 2
    assert votes["body"].unique().to_list() == ["UNGA"]
    assert votes["source"].unique().to_list() == ["unga"]


@pytest.mark.parametrize(
    ("text", "woven"),
    [
        ("{a} to {b}", "CHN to RUS"),
        ("{a}", "CHN"),
        ("{} {a} {x y} }{", "{} CHN {x y} }{"),
        ("100 %", "100 %"),
    ],
)
def test_only_names_in_braces_are_places(text, woven):
    part = Part(EVENTS.drop("record").lazy(), {"source": "ledger", "record": text})
    assert part.scan("events").collect()["record"].to_list() == [woven]


@pytest.mark.parametrize("text", ["{nobody}", "{a} {nobody}", "{record}"])
def test_a_place_must_be_a_column(text):
    part = Part(EVENTS.drop("record").lazy(), {"source": "ledger", "record": text})
    with pytest.raises(DataError, match="names no column"):
        part.scan("events")


def test_a_part_with_a_column_its_table_lacks():
    with pytest.raises(DataError, match=r"table events has no column\(s\) colour"):
        Part(EVENTS.lazy().with_columns(colour=1)).scan("events")


def test_a_constant_of_another_type():
    part = Part(EVENTS.lazy(), {"source": "ledger", "value": "much"})
    with pytest.raises(DataError, match="table events of the world"):
        World({("events", "ledger"): part}, []).events  # noqa: B018


def test_rows_meet_all_conditions(tiny_world):
    kept = tiny_world.rows("ties", pl.col("a") == "ARM", pl.col("b") == "RUS")
    assert kept["name"].to_list() == ["Treaty of Friendship"]
    assert tiny_world.rows("ties").height == 2


def test_rows_can_keep_to_the_parts_that_store_a_column(tiny_world):
    tally = pl.DataFrame(
        {"year": [2020], "a": ["CHN"], "b": ["RUS"], "issue": ["all"], "yes_yes": [5]}
    )
    parts = {(table, name): part for table, name, part in tiny_world.parts()}
    both = World({**parts, ("votes", "tallies"): Part(tally.lazy())}, [])
    assert both.votes.height == 5
    assert both.rows("votes", storing="resolution").height == 4


class TestChanging:
    def test_with_rows_leaves_the_world_as_it_was(self, tiny_world):
        before = tiny_world.events
        more = EVENTS.with_columns(date=pl.lit("2024-05"))
        changed = tiny_world.with_rows("events", more, source("other"))
        assert changed.events.height == 2
        assert tiny_world.events is before
        assert "other" not in tiny_world.sources
        assert changed.parent is tiny_world
        assert changed.changes[-1] == "events: 1 row(s) from other"

    def test_with_rows_of_the_same_source_replaces_them(self, tiny_world):
        changed = tiny_world.with_rows("ties", TIES.head(1), source("atop"))
        assert changed.ties.height == 1
        assert len(changed.sources) == len(tiny_world.sources)

    def test_wrong_rows_are_refused_all_at_once(self, tiny_world):
        rows = TIES.with_columns(start=pl.lit("then"), kind=pl.lit(None, pl.String))
        with pytest.raises(DataError) as refusal:
            tiny_world.with_rows("ties", rows, source("mine"))
        assert "4 problem(s) found" in str(refusal.value)
        assert 'rows of mine, line 2, column start: "then" is not a date' in str(refusal.value)

    def test_what_is_handed_out_cannot_change_the_world(self, tiny_world):
        tiny_world.sources.clear()  # type: ignore[attr-defined]
        assert len(tiny_world.sources) == 5

    def test_a_frame_handed_out_is_safe_to_derive_from(self, tiny_world):
        tiny_world.ties.with_columns(a=pl.lit("X"))
        assert "X" not in tiny_world.ties["a"].to_list()

    def test_over_replaces_parts_of_the_same_name_and_keeps_the_rest(self, tiny_world):
        mine = World({}, []).with_rows("ties", TIES.tail(1), source("atop", title="mine"))
        both = mine.over(tiny_world)
        assert both.ties["a"].to_list() == ["ARM"]
        assert both.events.height == 1
        assert both.source("atop").title == "mine"
        assert tiny_world.ties.height == 2

    def test_what_is_derived_is_kept_by_the_world_it_was_derived_from(self, tiny_world):
        made = []
        for _ in range(2):
            tiny_world.remember("key", lambda: made.append(1) or len(made))
        assert made == [1]
        assert tiny_world.with_rows("ties", TIES, source("atop")).remember("key", lambda: 7) == 7
