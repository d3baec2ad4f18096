"""The calibrated markets of 2023 meet what was observed, and their flows look like the world's."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from comity.simulate.energy.baseline import calibrated
from comity.simulate.energy.equilibrium import solve
from tests.simulate.energy.energy_world import energy_world


@pytest.fixture(scope="module", params=["gas", "crude_oil"])
def base(request):
    network, made = calibrated(energy_world(), request.param, 2023)
    return network, made, solve(made.market)


def test_the_market_at_rest_is_the_calibrated_one(base) -> None:
    _, made, found = base
    total = made.consumption.sum()
    assert found.gap < 1e-6
    assert found.residual < 1e-6
    assert np.abs(found.consumption - made.consumption).max() / total < 1e-4
    assert np.abs(found.production - made.production).max() / total < 1e-4


def test_marginals_are_met_to_a_few_percent(base) -> None:
    _, made, _ = base
    summary = made.summary()
    assert summary["production_adjusted"] < 0.02
    assert summary["consumption_adjusted"] < 0.03


def test_main_flows_have_the_size_they_had(base) -> None:
    network, _, found = base
    flow = network.arcs.with_columns(flow=pl.Series(found.flow))

    def total(a: str, b: str) -> float:
        mine = flow.filter(
            pl.col("kind").is_in(["pipeline", "sea"])
            & pl.col("from").str.contains(a)
            & pl.col("to").str.contains(b)
        )
        return float(mine["flow"].sum())

    if network.commodity == "gas":
        assert total("^RUS.east", "^CHN") == pytest.approx(22.7, rel=0.1)
        assert total("^NOR$", ".") == pytest.approx(115, rel=0.1)
        assert total("^QAT:lng", ".") == pytest.approx(106, rel=0.1)
    else:
        assert total("^RUS", "^CHN$") == pytest.approx(107, rel=0.15)
        assert total("^SAU", "^CHN$") == pytest.approx(86, rel=0.15)
        assert total("^RUS", "^IND$") == pytest.approx(86, rel=0.25)


def test_anchors_can_be_left_out_and_more_flows_be_seen() -> None:
    _, plain = calibrated(energy_world(), "gas", 2023, anchors=False)
    assert plain.summary()["flows_known"] == 0
    network, made = calibrated(
        energy_world(), "gas", 2023, anchors=False, seen={"lng_export:QAT": 90.0}
    )
    arc = network.arcs["id"].to_list().index("lng_export:QAT")
    assert made.summary()["flows_known"] == 1
    assert abs(made.flow[arc] - 90) < abs(plain.flow[arc] - 90)
