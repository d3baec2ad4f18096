"""Figures by year: what the table holds, how it stands beside a world's own, and what is carried over."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from comity.simulate.trade.matrix_economies import economies
from comity.simulate.trade.matrix_years import PER_YEAR, known, stated, world_bank
from comity.world import Coverage
from comity.world.world import World
from tests.tiny_world import source


def rows(*made: tuple[str, int, float]) -> pl.DataFrame:
    schema = {"state": pl.String, "year": pl.Int32, "value": pl.Float64}
    return pl.DataFrame(made, schema, orient="row")


def world_of_figures(*made: tuple[str, int, float]) -> World:
    frame = rows(*made).with_columns(
        attribute=pl.lit("gdp"), unit=pl.lit("USD"), record=pl.lit("p. 1")
    )
    covers = Coverage("states", "gdp", 2020, 2024, "rows")
    return World({}, []).with_rows("states", frame, source("mine", covers))


@pytest.fixture(scope="module")
def table() -> pl.DataFrame:
    return world_bank()


def test_the_table_adds_up_to_the_world(table: pl.DataFrame) -> None:
    """World totals as the World Bank prints them, less the economies it states none of (Taiwan, Nigeria)."""
    sums = table.group_by("series", "year").agg(pl.col("value").sum() / 1e6)
    world = {(s, y): v for s, y, v in sums.iter_rows()}
    for year, trillion in ((2014, 80.0), (2019, 87.8), (2022, 101.0)):
        assert world["gdp", year] == pytest.approx(trillion, rel=0.02)
    assert world["exports", 2014] == pytest.approx(23.9, rel=0.05)
    for year in range(2012, 2023):
        assert 1.0 < world["exports", year] / world["imports", year] < 1.05


def test_the_table_is_whole(table: pl.DataFrame) -> None:
    assert set(table["series"]) == {"gdp", "exports", "imports"}
    assert table.select("state", "series", "year").is_unique().all()
    assert set(table["state"]) <= set(economies())
    assert set(table["source"]) == {"world_bank"}
    assert table["record"].str.contains("NY.GDP.MKTP.CD", literal=True).all()
    assert (table["value"] > 0).all()
    # trade of entrepôts is over twice their output, of no economy over four times
    wide = table.pivot("series", index=["state", "year"], values="value").drop_nulls()
    share = wide.select(pl.col("exports", "imports") / pl.col("gdp"))
    assert share.to_numpy().max() < 2.3
    assert share.to_numpy().min() > 0.01


def test_the_table_agrees_with_the_factbook(table: pl.DataFrame) -> None:
    world = World.load()
    for series, attribute in (
        ("exports", "exports_goods_services"), ("imports", "imports_goods_services"), ("gdp", "gdp"),
    ):  # fmt: skip
        own = world.rows("states", pl.col("unit") == "USD", of=attribute).select(
            "state", "year", own=pl.col("value") / 1e6
        )
        both = table.filter(pl.col("series") == series).join(own, on=["state", "year"])
        off = (both["own"] / both["value"]).log().abs().to_numpy()
        assert len(off) > 100
        assert np.median(off) < 0.01
        assert (off < 0.1).mean() > 0.8


def test_what_a_world_states_stands() -> None:
    world = World.load()
    china = stated(world, "exports_goods_services").filter(
        (pl.col("state") == "CHN") & (pl.col("year") == 2022)
    )
    assert china["value"].to_list() == [3_719_000]


def test_figures_of_another_source_are_taken_as_they_are() -> None:
    one = world_of_figures(("CHN", 2022, 1e12))
    assert stated(one, "gdp").rows() == [("CHN", 2022, 1e6)]


def test_a_figure_is_carried_over_with_the_growth_of_the_others() -> None:
    made = rows(
        *((s, y, v) for s in "ABCDE" for y, v in ((2018, 100.0), (2019, 110.0), (2020, 121.0))),
        ("X", 2018, 50.0),
        ("Y", 2018, 50.0), ("Y", 2020, 80.0),
        ("Z", 2009, 50.0),
    )  # fmt: skip
    found = {r["state"]: r for r in known(made, 2019).iter_rows(named=True)}
    assert found["A"]["basis"] == "stated"
    assert found["X"]["basis"] == "carried from 2018"
    assert found["X"]["value"] == pytest.approx(55.0)
    assert found["Y"]["basis"] == "between 2018 and 2020"
    assert found["Y"]["value"] == pytest.approx(np.sqrt(50 * 1.1 * 80 / 1.1))
    assert "Z" not in found  # ten years away
    # a bridge between two years sags less than what hangs from one
    assert found["A"]["sd"] < found["Y"]["sd"] < found["X"]["sd"]
    assert found["X"]["sd"] == pytest.approx(PER_YEAR, rel=0.05)
    later = {r["state"]: r for r in known(made, 2022).iter_rows(named=True)}
    assert later["A"]["basis"] == "carried from 2020"
    assert later["A"]["value"] == pytest.approx(121.0)
    assert known(rows(), 2020).is_empty()
