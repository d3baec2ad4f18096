"""Published values for ATOP 5.1 portfolios, ordinal coding, self-tie 3 (to the printed digits)."""

from __future__ import annotations

import polars as pl
import pytest

from comity.measures import Scope, series
from comity.sources import READERS, read_source

# year: S absolute, A, kappa of Russia–China
RUSSIA_CHINA = {
    1950: (0.742, 0.090, 0.263),
    1965: (0.808, 0.087, 0.343),
    1985: (0.631, -0.013, -0.004),
    2000: (0.585, 0.012, 0.088),
    2001: (0.602, 0.051, 0.225),
    2016: (0.675, 0.181, 0.408),
}
# Germany–Russia 1914, 45 states. The published pi is the unweighted one; see docs/decisions/0006.
GERMANY_RUSSIA_1914 = {
    "alliance_s": 0.6593,
    "alliance_s_squared": 0.6889,
    "alliance_a": 0.0889,
    "alliance_pi": 0.1589,
    "alliance_kappa": 0.2222,
    "alliance_tau_b": 0.2265,
}


@pytest.fixture(scope="module")
def atop(shared):
    world, _ = read_source(READERS["atop"], shared)
    return world


@pytest.mark.parametrize("year", RUSSIA_CHINA)
def test_russia_china(atop, year):
    found = [
        series(atop, name, Scope.dyad("RUS", "CHN", year, year))["value"].item()
        for name in ("alliance_s", "alliance_a", "alliance_kappa")
    ]
    assert found == pytest.approx(RUSSIA_CHINA[year], abs=0.0005)


@pytest.mark.parametrize("name", GERMANY_RUSSIA_1914)
def test_germany_russia_1914(atop, name):
    row = series(atop, name, Scope.dyad("DEU", "RUS", 1914, 1914))
    assert row["value"].item() == pytest.approx(GERMANY_RUSSIA_1914[name], abs=0.00005)
    assert row["n"].item() == 45


def test_all_dyad_years_are_measured(atop):
    frame = series(atop, "alliance_s")
    # the state system counts 994,005; in 1990 Germany and Yemen each appear there under two numbers
    assert frame.height == 993_678
    assert frame.filter(pl.col("value").is_null()).is_empty()
