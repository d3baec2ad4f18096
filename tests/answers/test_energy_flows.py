from __future__ import annotations

import polars as pl
import pytest

from comity.answers.energy_flows import energy_flows
from comity.errors import ComityError
from tests.answers.energy_small import small_world
from tests.simulate.energy.energy_world import energy_world
from tests.simulate.small_case import small_case


def test_routes_add_up_to_the_sum():
    rows = energy_flows(energy_world(), "RUS", "CHN", commodity="oil").table()
    made = rows.filter(status="estimated")
    whole = made.filter(pl.col("route") == "all")["value"].sum()
    assert made.filter(pl.col("route") != "all")["value"].sum() == pytest.approx(whole, rel=1e-3)
    assert rows["route"][0] == "all"
    assert "skovorodino_daqing" in made["link"].to_list()


def test_observed_figures_stand_beside_in_the_same_unit():
    rows = energy_flows(energy_world(), "RUS", "CHN", commodity="oil").table()
    seen = rows.filter(status="observed")
    assert seen["unit"].unique().to_list() == ["Mt/year"]
    assert seen["record"].is_not_null().all()
    whole = seen.filter(pl.col("period").is_null())["value"]
    assert (whole.min() >= 95) & (whole.max() <= 110)
    assert seen.filter(pl.col("period").is_not_null()).height >= 1  # parts of the year say so


def test_a_small_market_by_hand():
    rows = (
        energy_flows(small_world(), "RUS", commodity="pipeline_gas")
        .table()
        .filter(status="estimated")
    )
    assert rows.filter(route="all")["value"].to_list() == pytest.approx([40.0])
    assert rows.filter(link="old_line")["value"].to_list() == pytest.approx([40.0])
    case = small_case()
    assert float(case.before.flow[0]) == pytest.approx(40.0)


def test_lng_alone():
    found = energy_flows(energy_world(), "RUS", commodity="lng")
    assert set(found.table()["commodity"]) == {"lng"}
    totals = found.totals()
    china = totals.row(by_predicate=(pl.col("from") == "RUS") & (pl.col("to") == "CHN"), named=True)
    assert china["observed_high"] == pytest.approx(8 * 1.36, rel=0.01)


@pytest.mark.parametrize(("wrong", "words"), [
    (("RUS", "RUS"), "named twice"), (("RUS", "FRA"), "no place"), (("Atlantis", None), "no state"),
    (("CHN", "DEU"), "none is estimated"),
])  # fmt: skip
def test_refusals(wrong, words):
    with pytest.raises(ComityError, match=words):
        energy_flows(small_world(), *wrong)
