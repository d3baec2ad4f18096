"""Rows by subject are those of the table, in its order, from the parts that hold them."""

from __future__ import annotations

import polars as pl
import pytest

from comity.world import World, subjects
from comity.world.part import Part

ROWS = pl.DataFrame(
    {
        "a": ["CHN", "CHN", "DEU", "FRA"], "b": ["RUS", "USA", "FRA", "USA"],
        "kind": ["treaty", "rivalry", "treaty", "basing"], "start": ["2001", "1996", "1963", "1949"],
    }
)  # fmt: skip


@pytest.fixture
def world() -> World:
    parts = {
        ("ties", "first"): Part(ROWS.lazy(), {"source": "one", "record": "{a} and {b}"}),
        ("ties", "last"): Part(ROWS.drop("kind").lazy(), {"source": "two", "kind": "treaty"}),
    }
    return World(parts, [])


@pytest.mark.parametrize("whole", [0, 100])
@pytest.mark.parametrize("names", [["treaty"], ["rivalry", "treaty"], ["basing", "none such"], []])
@pytest.mark.parametrize("where", [[], [pl.col("a") == "CHN"]])
def test_rows_are_those_of_the_table(world, monkeypatch, whole, names, where):
    monkeypatch.setattr(subjects, "READ_WHOLE", whole)
    table = world.table("ties")
    expected = [table.filter(pl.col("kind") == name, *where) for name in names]
    found = world.rows("ties", *where, of=names)
    assert found.equals(pl.concat(expected) if expected else table.clear())


def test_a_part_that_holds_none_is_not_read(world, tmp_path):
    ROWS.drop("kind").write_parquet(tmp_path / "gone.parquet")
    lazy = pl.scan_parquet(tmp_path / "gone.parquet")
    parts = {**world._parts, ("ties", "last"): Part(lazy, {"source": "two", "kind": "treaty"})}
    other = World(parts, [])
    other.rows("ties", of="treaty")
    (tmp_path / "gone.parquet").unlink()
    assert other.rows("ties", of="rivalry").height == 1
