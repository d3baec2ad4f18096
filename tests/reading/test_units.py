"""The vocabulary of units, and whether two figures are the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.reading.marks import marks
from comity.reading.units import counted_unit, same_figure, unit_at, units

SAME = [
    (15, "percent of global gas supply", "15.0", "percent"),
    ("several", "exercises", "several", "acts"),
    (107e6, "tons oil per year", 107e6, "tonnes"),
    (24, "percent change yoy (volume)", 24.0, "percent change"),
    (3.5, "percent change yoy (value)", 3.5, "percent change per year"),
    ("several", "members", "several", "states"),
    (5, "members", 5.0, "states"),
    ("tens of thousands", "troops", "tens of thousands", "troops"),
    ("deficit rising", "trade balance (direction only)", "deficit rising", "trade balance"),
    (2, "invasions", 2.0, "times"),
    (38, "billion cubic meters", 38e9, "cubic metres"),
    (38, "bcm", 38e9, "cubic metres per year"),
    ("halved", None, -50.0, "percent change"),
    ("halved", "trade", -50.0, "percent change"),
    (0.5, "times", -50.0, "percent change"),
    (20, "percent decrease", -20.0, "percent change"),
    (16, "fighter jets", 16.0, "aircraft"),
    (100, "USD billion", 1e11, "USD"),
    ("100 billion", "dollars", 1e11, "USD"),
    (1, "tonnes", 1000, "kilograms"),
    ("10-15", "percent", 12.5, "percent"),
    ("twice", None, 2.0, "times"),
]
DIFFERENT = [
    (24, "percent", 24, "percent change"),
    (20, "percent increase", -20, "percent change"),
    (16, "aircraft", 16, "troops"),
    (100, "EUR", 100, "USD"),
    (100, "USD", 100, "states"),
    (15, "percent", 16, "percent"),
    (1, "barrels per day", 1, "barrels per year"),
    ("several", "members", 5, "members"),
    ("deficit rising", "trade balance", "deficit falling", "trade balance"),
    (None, "percent", 15, "percent"),
    (None, None, None, None),
]


@pytest.mark.parametrize(("value", "unit", "other", "other_unit"), SAME)
def test_same(value, unit, other, other_unit) -> None:
    assert same_figure(value, unit, other, other_unit)
    assert same_figure(other, other_unit, value, unit)


@pytest.mark.parametrize(("value", "unit", "other", "other_unit"), DIFFERENT)
def test_different(value, unit, other, other_unit) -> None:
    assert not same_figure(value, unit, other, other_unit)
    assert not same_figure(other, other_unit, value, unit)


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_text_is_taken(value: str, unit: str) -> None:
    assert same_figure(value, unit, value, unit) in (True, False)


def test_every_unit_has_a_base_of_its_dimension() -> None:
    for unit in units().values():
        assert unit.base in units(), unit
        base = units()[unit.base]
        assert (base.dimension, base.factor) == (unit.dimension, 1.0), unit
        assert unit.factor > 0


def test_every_unit_is_the_same_as_itself() -> None:
    for unit in units():
        assert same_figure(7.0, unit, 7.0, unit), unit


def test_the_table_of_the_page_is_the_vocabulary() -> None:
    page = Path(__file__).parents[2] / "docs" / "explanation" / "reading-figures.md"
    rows = [line.strip("| ").split(" | ") for line in page.read_text(encoding="utf-8").splitlines()]
    told = {row[0]: row[1] for row in rows if row[0] in units()}
    assert told == {name: unit.dimension for name, unit in units().items()}


def test_units_are_read_from_their_words() -> None:
    for text, unit, scale, per in (
        ("billion", None, 0, ""), ("bcm", "cubic metres", 1e9, ""), ("mb/d", "barrels", 1e6, "day"),
        ("metric tons", "tonnes", 1, ""), ("US dollars", "USD", 1, ""), ("m³", "cubic metres", 1, ""),
    ):  # fmt: skip
        found = unit_at(marks(text, 0, len(text)), 0)
        if unit is None:
            assert found is None
        else:
            assert found is not None
            assert (found[0].unit.unit, found[0].scale, found[0].per) == (unit, scale, per)


def test_counted_things() -> None:
    assert [counted_unit(noun) for noun in ("soldiers", "Warships", "drill", "umbrellas")] == [
        "troops", "vessels", "acts", None,
    ]  # fmt: skip
