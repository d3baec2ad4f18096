"""Spells give back the years they were made from, whatever the order of the rows."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.errors import DataError
from comity.sources.dyad_years import keyed, ordered, outside, spells, unique_years, year_span

YEARS = st.dictionaries(st.integers(1900, 1930), st.integers(0, 2), min_size=1)


@given(
    st.dictionaries(st.sampled_from([(365, 710), (2, 20), (200, 220)]), YEARS, min_size=1),
    st.randoms(),
)
def test_spells_expand_to_the_years(
    pairs: dict[tuple[int, int], dict[int, int]], random: object
) -> None:
    rows = [(a, b, y, v) for (a, b), years in pairs.items() for y, v in years.items()]
    random.shuffle(rows)  # type: ignore[attr-defined]
    frame = pl.DataFrame(rows, schema=["ccode1", "ccode2", "year", "v"], orient="row")
    found = spells(keyed(frame).rows, ["a", "b"], ["v"])
    again = found.with_columns(
        year=pl.int_ranges(pl.col("start").cast(pl.Int64), pl.col("end").cast(pl.Int64) + 1)
    ).explode("year")
    key = ["a", "b", "year", "v"]
    assert sorted(again.select(key).rows()) == sorted(keyed(frame).rows.select(key).rows())
    # no two neighbouring spells could have been one
    later = found.with_columns(pl.col("start").cast(pl.Int64) - 1)
    joined = found.with_columns(pl.col("end").cast(pl.Int64)).join(
        later, left_on=["a", "b", "v", "end"], right_on=["a", "b", "v", "start"]
    )
    assert joined.is_empty()


def test_ordering_swaps_what_belongs_to_the_sides() -> None:
    frame = pl.DataFrame({"a": ["RUS", "CHN"], "b": ["CHN", "USA"], "x": [1, 2], "y": [3, 4]})
    assert ordered(frame, ("x", "y")).rows() == [("CHN", "RUS", 3, 1), ("CHN", "USA", 2, 4)]


def test_outside_counts_rows_not_states() -> None:
    frame = pl.DataFrame(
        {"a": ["UKR", "UKR", "RUS"], "b": ["RUS", "POL", "POL"], "year": [1980] * 3}
    )
    assert outside(frame) == 2


def test_a_pair_without_a_year_is_refused() -> None:
    frame = pl.DataFrame(
        {"ccode1": [2], "ccode2": [20], "year": [None]}, schema_overrides={"year": pl.Int32}
    )
    with pytest.raises(DataError, match="1 row\\(s\\) have no year"):
        keyed(frame)


def test_doubled_units_are_shown() -> None:
    frame = pl.DataFrame({"ccode1": [2, 2], "ccode2": [20, 20], "year": [1950, 1950]})
    with pytest.raises(DataError, match="2 20 1950"):
        unique_years(frame, ["ccode1", "ccode2", "year"], what="file.csv")


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(DataError, match="holds no rows"):
        year_span(pl.DataFrame(schema={"year": pl.Int32}), what="file.csv")
