from __future__ import annotations

import polars as pl
import pytest

from comity.simulate.draw import SEPARATOR
from comity.simulate.draw_intervals import intervals


def rows(*made):
    schema = {"table": pl.String, "measure": pl.String, "key": pl.String, "baseline": pl.Float64,
              "scenario": pl.Float64, "draw": pl.Int32}  # fmt: skip
    return pl.DataFrame(made, schema=schema, orient="row")


FLOW = SEPARATOR.join(["RUS", "CHN", "lng", "bcm/year"])
PRICE = SEPARATOR.join(["CHN", "gas", "USD/1000 m3"])


def test_a_flow_that_a_draw_lacks_is_zero_there():
    found = intervals(
        rows(("flows", "value", FLOW, 10.0, None, 0), ("flows", "value", FLOW, 20.0, 5.0, 3)), 3
    )
    row = found.row(0, named=True)
    assert (row["what"], row["commodity"], row["unit"]) == ("RUS>CHN", "lng", "bcm/year")
    assert row["baseline"] == 10.0  # the middle of 0, 10, 20
    assert row["scenario"] == 0.0
    assert row["change"] == -10.0  # the middle of −15, −10, 0
    assert row["falls"] == pytest.approx(2 / 3)
    assert row["rises"] == 0.0


def test_a_price_that_a_draw_lacks_is_not_known_there():
    found = intervals(
        rows(
            ("prices", "price", PRICE, 100.0, None, 0), ("prices", "price", PRICE, 200.0, 150.0, 1)
        ),
        2,
    )
    row = found.row(0, named=True)
    assert row["baseline"] == 150.0
    assert row["scenario"] == 150.0
    assert row["change"] == -50.0
    assert row["falls"] == 1.0


def test_a_change_that_the_solver_leaves_is_none():
    found = intervals(
        rows(*(("prices", "price", PRICE, 100.0, 100.0 + 1e-7, d) for d in range(4))), 4
    )
    assert found["change"][0] == 0.0
    assert found["rises"][0] == 0.0
