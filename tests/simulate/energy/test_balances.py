"""Balances close, places add up to their state, and what is put in place of the unknown is flagged."""

from __future__ import annotations

import polars as pl
import pytest

from comity.errors import CoverageError
from comity.simulate.energy.balances import balances
from comity.world.world import World
from tests.simulate.energy.energy_world import energy_world


@pytest.fixture(scope="module", params=["gas", "crude_oil"])
def found(request):
    return balances(energy_world(), request.param, 2023)


def test_what_is_produced_is_used(found) -> None:
    assert found.table["production"].sum() == pytest.approx(
        found.table["consumption"].sum(), rel=1e-9
    )
    assert found.table["consumption"].min() >= 0
    assert found.table["place"].is_unique().all()


def test_coverage_is_that_of_a_world_market(found) -> None:
    assert found.table.filter(pl.col("consumption") > 0).height >= 70
    assert found.table.filter(pl.col("production") > 0).height >= 40


def test_russian_places_add_up_to_the_factbooks_russia() -> None:
    world = energy_world()
    total = world.rows("states", pl.col("state") == "RUS", of="gas_production")["value"][0]
    places = balances(world, "gas", 2023).table.filter(pl.col("place").str.starts_with("RUS"))
    assert places["production"].sum() == pytest.approx(total)
    assert "RUS" not in places["place"].to_list()
    assert set(places["flag"]) == {"inferred"}


def test_world_crude_is_the_worlds_not_its_liquids() -> None:
    table = balances(energy_world(), "crude_oil", 2023).table
    assert table["production"].sum() == pytest.approx(81800 * 365 / 7.33 / 1000, rel=1e-3)
    america = table.filter(place="USA")
    assert america["production"][0] < america["consumption"][0]
    assert table.filter(place="SAU")["potential"][0] > table.filter(place="SAU")["production"][0]


def test_a_year_nobody_has_is_refused() -> None:
    with pytest.raises(CoverageError, match="1990"):
        balances(energy_world(), "gas", 1990)


def test_a_world_without_compiled_balances_says_what_to_do() -> None:
    with pytest.raises(CoverageError, match="comity data build"):
        balances(World({}, []), "gas", 2023)
