"""Alignment against what historians agree on; documented hits and misses stay what they are said to be."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from comity.alignment import alignment, fitted
from comity.alignment.result import change_between
from comity.world.world import World

#: Turn, expected sign, and whether the 90 % interval excludes zero; docs/explanation/alignment.md says why.
TURNS = (
    ("RUS", "CHN", 1959, 1969, -1, False),
    ("CHN", "USA", 1970, 1980, 1, True),
    ("IRN", "USA", 1978, 1980, -1, True),
    ("EGY", "RUS", 1973, 1977, -1, True),
    ("RUS", "UKR", 2013, 2015, -1, False),
    ("RUS", "CHN", 2001, 2021, 1, True),
)


@pytest.fixture(scope="module")
def world() -> World:
    return World.load()


@pytest.mark.parametrize(("a", "b", "start", "end", "sign", "sure"), TURNS)
def test_known_turns(world, a, b, start, end, sign, sure):
    found = alignment(world, a, b)
    places = [year - found.model.calendar[0] for year in (start, end)]
    assert np.isfinite(found.dyad.blur[places]).all(axis=0).sum() >= 2
    change, low, high = change_between(found, start, end)
    assert change * sign > 0
    assert (low * sign > 0 and high * sign > 0) == sure


@pytest.mark.parametrize(
    ("a", "b", "year", "least", "most"),
    [
        ("USA", "GBR", 1985, 90, 100),
        ("DEU", "FRA", 2010, 99, 100),
        ("RUS", "DDR", 1975, 90, 100),
        ("IND", "PAK", 1999, 0, 25),
        ("USA", "IRN", 2010, 0, 2),
        ("KOR", "PRK", 2010, 0, 25),
    ],
)
def test_friends_and_foes_stand_where_they_should(world, a, b, year, least, most):
    table = alignment(world, a, b).table()
    row = table.filter(pl.col("year") == year, pl.col("domain") == "overall")
    assert least <= row["percentile"].item() <= most


def test_the_shipped_fit_uses_what_may_be_shipped(world):
    """No arms transfers: their licence allows no fit on them to be shipped."""
    used = {name for entry in fitted(world).entries for name in entry.of}
    assert "arms" not in used
    assert fitted(world).layout.domains == ("diplomatic", "military", "economic")
