"""The trade matrix of the shipped world: it adds up, keeps to the listings, and says what it knows."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from comity.errors import CoverageError, UnknownName
from comity.simulate.trade.matrix import STATUS, TradeMatrix, trade_matrix
from comity.simulate.trade.matrix_goods import customs_goods
from comity.simulate.trade.matrix_ground import ground
from comity.simulate.trade.matrix_listings import listed
from comity.simulate.trade.matrix_totals import totals
from comity.world.world import World


@pytest.fixture(scope="module")
def world() -> World:
    return World.load()


@pytest.fixture(scope="module", params=[2022, 2023])
def matrix(request: pytest.FixtureRequest, world: World) -> TradeMatrix:
    return trade_matrix(world, request.param)


def between(table: np.ndarray) -> np.ndarray:
    return np.where(np.eye(len(table), dtype=bool), 0.0, table)


def test_holds_the_economies_of_the_world(matrix: TradeMatrix) -> None:
    assert 190 <= len(matrix.states) <= 215
    assert {"HKG", "TWN", "CHN", "USA", "RUS", "PRK"} <= set(matrix.states)
    assert not {"EU", "WLD"} & set(matrix.states)
    assert list(matrix.states) == sorted(matrix.states)


def test_adds_up_to_the_totals(matrix: TradeMatrix, world: World) -> None:
    base = ground(world, matrix.year)
    trade = between(matrix.value)
    assert trade.sum(axis=1) == pytest.approx(base.exports, rel=1e-4)
    assert trade.sum(axis=0) == pytest.approx(base.imports, rel=1e-4)
    stated = totals(world, matrix.year).filter(pl.col("exports_basis") == "stated")
    hong_kong = stated.filter(pl.col("state") == "HKG")["exports"].item()
    # both sides of the world's trade give way to each other by some per cent
    assert trade[matrix.index("HKG")].sum() == pytest.approx(hong_kong, rel=0.03)


def test_every_cell_is_known_and_lies_in_its_interval(matrix: TradeMatrix) -> None:
    for table in (matrix.value, matrix.low, matrix.high, matrix.log_sd):
        assert np.isfinite(table).all()
        assert (table > 0).all()
    assert (matrix.low <= matrix.value).all()
    assert (matrix.value <= matrix.high).all()


def test_listed_cells_are_observed_and_the_others_stay_below_the_listing(
    matrix: TradeMatrix, world: World
) -> None:
    said = listed(world, matrix.states, matrix.year)
    base = ground(world, matrix.year)
    off = ~np.eye(len(matrix.states), dtype=bool)
    observed = matrix.status == STATUS.index("observed")
    assert (observed == (said.named & off))[off].all()
    bounded = matrix.status == STATUS.index("bounded")
    assert (matrix.value[bounded] <= base.said.threshold[bounded] * (1 + 1e-9)).all()
    assert (matrix.high[bounded] <= base.said.threshold[bounded] * (1 + 1e-9)).all()
    # what is known is known better
    assert np.median(matrix.log_sd[observed]) < 0.5 < np.median(matrix.log_sd[bounded])


def test_a_listing_says_what_the_cell_is(matrix: TradeMatrix, world: World) -> None:
    """China's share in Hong Kong's exports, as the Factbook prints it."""
    i, j = matrix.index("HKG"), matrix.index("CHN")
    share = between(matrix.value)[i, j] / between(matrix.value)[i].sum()
    assert share == pytest.approx({2022: 0.21, 2023: 0.22}[matrix.year], abs=0.03)


def test_the_table_is_what_scripts_expect(matrix: TradeMatrix) -> None:
    frame = matrix.table()
    size = len(matrix.states)
    assert frame.columns == ["exporter", "importer", "value", "low", "high", "status"]
    assert frame.height == size * (size - 1)
    assert set(frame["status"]) <= set(STATUS)
    assert frame.null_count().sum_horizontal().item() == 0
    assert matrix.table(internal=True).height == size**2
    row = frame.filter((pl.col("exporter") == "RUS") & (pl.col("importer") == "CHN"))
    at = matrix.index("RUS"), matrix.index("CHN")
    assert row["value"].item() == matrix.value[at]


def test_draws_add_up_and_spread_as_the_intervals_say(matrix: TradeMatrix) -> None:
    rng = np.random.default_rng(0)
    draws = np.array([matrix.draw(rng) for _ in range(60)])
    flat = between(matrix.value)
    for draw in draws[:3]:
        assert between(draw).sum(axis=1) == pytest.approx(flat.sum(axis=1), rel=1e-6)
        assert between(draw).sum(axis=0) == pytest.approx(flat.sum(axis=0), rel=1e-6)
    logs = np.log(draws[:, ~np.eye(len(flat), dtype=bool)])
    spread = logs.std(axis=0) / matrix.log_sd[~np.eye(len(flat), dtype=bool)]
    assert 0.85 < np.median(spread) < 1.15
    again = matrix.draw(np.random.default_rng(0))
    assert (again == draws[0]).all()


def test_what_stands_at_its_bound_is_drawn_below_it(matrix: TradeMatrix) -> None:
    assert matrix.bound is not None
    held = matrix.value > 0.799 * matrix.bound
    assert 300 < held.sum() < 800
    rng = np.random.default_rng(0)
    draws = np.array([matrix.draw(rng) for _ in range(40)])[:, held]
    # scaling back to the sums moves a draw by some per cent
    assert (draws <= 1.15 * matrix.bound[held]).mean() > 0.98
    assert np.median(draws / matrix.bound[held]) < 0.75
    assert any("stand at 0.8 of a bound" in note for note in matrix.notes)
    part = trade_matrix(World.load(), matrix.year, states=["RUS", "USA"])
    assert part.bound is not None
    assert part.bound[1, 0] == matrix.bound[matrix.index("USA"), matrix.index("RUS")]


def test_is_remembered_and_cut_to_some_states(world: World) -> None:
    whole = trade_matrix(world, 2022)
    assert trade_matrix(world, 2022) is whole
    part = trade_matrix(world, 2022, states=["RUS", "CHN", "RUS", "KAZ"])
    assert part.states == ("CHN", "KAZ", "RUS")
    at = whole.index("RUS"), whole.index("KAZ")
    assert part.value[2, 1] == whole.value[at]


def test_what_it_rests_on_is_said(matrix: TradeMatrix) -> None:
    told = "\n".join(matrix.notes)
    for phrase in ("goods and services", "internal trade", "left out", "inferred from GDP", "PRK"):
        assert phrase in told


def test_customs_figures_stand_beside_the_cells(matrix: TradeMatrix, world: World) -> None:
    goods = {(a, b): v for a, b, v in customs_goods(world, matrix.year).iter_rows()}
    assert goods["CHN", "RUS"] == pytest.approx({2022: 76_120, 2023: 111_000}[matrix.year])
    assert any("CHN to RUS" in note and "customs" in note for note in matrix.notes)
    # half a year is no year, both ways together no flow
    assert customs_goods(world, 2025).is_empty()
    assert not any("customs" in note for note in trade_matrix(world, 2014).notes)


def test_years_and_states_without_figures_are_refused(world: World) -> None:
    with pytest.raises(CoverageError, match="no trade matrix of 1900"):
        trade_matrix(world, 1900)
    with pytest.raises(CoverageError, match="no trade matrix of 9999"):
        trade_matrix(world, 9999)
    with pytest.raises(UnknownName, match="economy in the trade matrix of 2022"):
        trade_matrix(world, 2022, states=["CHN", "DDR"])
    # one economy states a total of 2011, none of 2025
    for year in (2011, 2025):
        with pytest.raises(CoverageError, match="holds enough for 2012 to 2024"):
            trade_matrix(world, year)
    with pytest.raises(CoverageError, match="holds none"):
        trade_matrix(World({}, []), 2022)


def test_a_year_without_listings_follows_those_near(world: World) -> None:
    then, now = trade_matrix(world, 2023), trade_matrix(world, 2024)
    assert set(now.status.ravel()) == {STATUS.index("inferred")}
    for a, b in (("TWN", "HKG"), ("CHN", "USA"), ("RUS", "CHN"), ("DEU", "FRA")):
        before, after = (m.value[m.index(a), m.index(b)] for m in (then, now))
        assert 0.5 < after / before < 2
    with pytest.raises(CoverageError, match="no trade matrix of 2030"):
        trade_matrix(world, 2030)


def test_listings_do_not_crowd_out_the_partners_they_leave_out(world: World) -> None:
    """Statements by partners add up to more than all that China and Germany export."""
    matrix = trade_matrix(world, 2022)
    for a, b in (("CHN", "FRA"), ("DEU", "JPN"), ("DEU", "KOR")):
        assert matrix.value[matrix.index(a), matrix.index(b)] > 10_000


def test_charts_are_drawn(matrix: TradeMatrix) -> None:
    assert "Russia" not in matrix.plot().to_json()
    assert "Trade of RUS" in matrix.plot("RUS").to_json()
    with pytest.raises(UnknownName):
        matrix.plot("XXX")
