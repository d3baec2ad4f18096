"""Totals, listings, statements, regressors, traits and errors: each part by itself."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from comity.simulate.trade.internal_trade import FLOOR, internal_sd, internal_trade
from comity.simulate.trade.matrix_cells import exercise, fitted
from comity.simulate.trade.matrix_economies import economies
from comity.simulate.trade.matrix_errors import CellErrors, measured
from comity.simulate.trade.matrix_factors import factors, from_neighbours, without_effects
from comity.simulate.trade.matrix_features import FEATURES, distances, pair_features
from comity.simulate.trade.matrix_ground import ground
from comity.simulate.trade.matrix_held_out import error_scale
from comity.simulate.trade.matrix_listings import listed
from comity.simulate.trade.matrix_prior import GravityPrior, shipped_prior
from comity.simulate.trade.matrix_sanctions import cut_off, sanctioned, sanctions_shift
from comity.simulate.trade.matrix_statements import carried, mirror_error, stated, unnamed
from comity.simulate.trade.matrix_totals import COLUMNS, gdp, share_stated, totals
from comity.states import name
from comity.world.world import World


@pytest.fixture(scope="module")
def world() -> World:
    return World.load()


def test_totals_say_where_they_come_from(world: World) -> None:
    frame = totals(world, 2022)
    assert frame.columns == list(COLUMNS)
    rows = {r["state"]: r for r in frame.iter_rows(named=True)}
    assert rows["HKG"]["exports_basis"] == "stated"
    assert rows["CUB"]["exports_basis"] == "carried from 2020"
    assert rows["PRK"]["imports_basis"] == "inferred from GDP"
    assert rows["HKG"]["exports_sd"] < rows["CUB"]["exports_sd"] < rows["PRK"]["exports_sd"]
    assert rows["CHN"]["exports"] == pytest.approx(
        3_719_000
    )  # million: 3.719 trillion in the Factbook
    assert "EU" not in rows
    assert share_stated(frame) > 0.95


@pytest.mark.parametrize("year", [2012, 2014, 2019, 2021])
def test_totals_before_the_factbooks_are_those_of_the_year(world: World, year: int) -> None:
    frame = totals(world, year)
    assert share_stated(frame) > 0.9
    rows = {r["state"]: r for r in frame.iter_rows(named=True)}
    for state in ("RUS", "CHN", "USA", "DEU", "IRN", "HKG"):
        assert rows[state]["exports_basis"] == rows[state]["imports_basis"] == "stated"
    # Russia's surplus is not that of 2022, when imports fell
    assert 1.2 < rows["RUS"]["exports"] / rows["RUS"]["imports"] < 1.5
    assert 0.95 < frame["exports"].sum() / frame["imports"].sum() < 1.08


def test_output_is_that_of_the_year(world: World) -> None:
    then, now = (dict(gdp(world, year).iter_rows()) for year in (2014, 2024))
    assert now["USA"] == pytest.approx(29.18e6, rel=0.01)
    # billions of the year, as the national accounts have them
    for state, billion in (("USA", 17_608), ("CHN", 10_476), ("RUS", 2_059), ("DEU", 3_889)):
        assert then[state] == pytest.approx(billion * 1e3, rel=0.01)
    assert then["CHN"] / now["CHN"] < 0.6
    assert then["RUS"] / now["RUS"] > 0.9


def test_listings_are_two_statements_of_a_cell(world: World) -> None:
    states = ("CHN", "HKG", "MAC", "USA")
    said = listed(world, states, 2022)
    c, h = 0, 1
    assert said.of_imports[c, h] == pytest.approx(0.44)  # China in Hong Kong's imports
    assert said.of_exports[c, h] == pytest.approx(0.07)  # Hong Kong in China's exports
    assert said.of_exports[h, c] == pytest.approx(0.21)
    assert np.isnan(said.of_exports[h, 2])
    assert said.exports_rest[h, 2] < 0.04  # not among the five: below the fifth, as rounded
    assert said.exports_sd[c, h] > said.imports_sd[c, h]  # half a point weighs more in 7 than in 44


def test_a_large_partner_that_is_not_named_is_missing_not_gone(world: World) -> None:
    # Belarus sold 42 % of its exports to Russia in 2019; the listing of 2022 begins with China's 15 %
    states = ("BLR", "CHN", "RUS", "UKR")
    said = listed(world, states, 2022)
    b, c, r, u = range(4)
    assert np.isnan(said.of_exports[b, r])
    assert said.exports_rest[b, r] == said.imports_rest[b, r] == 1.0
    assert said.of_exports[b, c] == pytest.approx(0.15 * (1 - 0.42), abs=0.01)
    assert said.imports_rest[c, b] == 1.0 or not np.isnan(said.of_imports[c, b])
    # Ukraine bars what comes from Russia: there silence is meant
    assert said.imports_rest[r, u] < 0.1


def test_statements_are_weighed_by_their_errors(world: World) -> None:
    states = ("CHN", "HKG")
    said = listed(world, states, 2022)
    exports, imports = np.array([3.7e6, 0.7e6]), np.array([3.1e6, 0.7e6])
    sure, vague = np.array([0.03, 0.03]), np.array([2.0, 2.0])
    by_exporter = stated(said, exports, imports, (sure, vague)).value[0, 1]
    by_importer = stated(said, exports, imports, (vague, sure)).value[0, 1]
    assert by_exporter == pytest.approx(0.07 * 3.7e6, rel=0.02)
    assert by_importer == pytest.approx(0.44 * 0.7e6, rel=0.02)
    both = stated(said, exports, imports, (sure, sure))
    assert by_exporter < both.value[0, 1] < by_importer
    hidden = both.without(np.array([[False, True], [False, False]]))
    assert np.isnan(hidden.value[0, 1])
    assert np.isinf(hidden.upper[0, 1])


def test_what_the_other_side_does_not_name_is_less() -> None:
    """Against draws: of statements of both sides, those in which the second stays below its edge."""
    rng = np.random.default_rng(5)
    truth = rng.normal(0.0, 0.5, 400_000)  # given a first statement of 0 with that error
    second = truth + rng.normal(0.0, 0.3, truth.shape)
    for edge in (-0.6, 0.0, 0.6, 3.0):
        held = truth[second < edge]
        mean, variance = unnamed(*(np.array(x) for x in (0.0, 0.25, edge, 0.09)))
        assert mean == pytest.approx(held.mean(), abs=0.01)
        assert variance == pytest.approx(held.var(), rel=0.03)


def test_both_sides_of_a_cell_are_heard(world: World) -> None:
    """China is over half of Russia's imports as listed of 2023; China's own list leaves Russia less room."""
    base = ground(world, 2023)
    said = listed(world, base.states, 2023)
    c, r = base.states.index("CHN"), base.states.index("RUS")
    claimed = said.of_imports[c, r] * base.imports[r]
    room = said.exports_rest[c, r] * base.exports[c]
    assert room < claimed
    assert base.said.value[c, r] < 0.9 * claimed


def test_mirrors_tell_the_error_of_a_statement() -> None:
    rng = np.random.default_rng(0)
    truth = rng.lognormal(8, 2, (40, 40))
    sides = [truth * np.exp(rng.normal(0, 0.3, truth.shape)) for _ in range(2)]
    error, n = mirror_error(*sides)
    assert n == 1600
    assert error == pytest.approx(0.3, abs=0.03)
    few, n = mirror_error(np.where(truth > truth.min(), np.nan, truth), truth)
    assert (few, n) == (0.25, 1)


def test_a_surprise_fades() -> None:
    assert carried(1) == 0.6
    assert carried(1) > carried(2) > carried(8) > 0


def test_economies_have_a_place() -> None:
    known = economies()
    assert len(known) > 200
    for state, economy in known.items():
        assert -90 <= economy.lat <= 90
        assert -180 <= economy.lon <= 180
        assert name(state)
    assert known["KAZ"].ruler == "RUS"
    assert "Chinese" in known["HKG"].languages & known["TWN"].languages & known["CHN"].languages
    assert known["AUT"].landlocked
    assert not known["HKG"].landlocked


def test_regressors_are_symmetric_and_finite(world: World) -> None:
    states = ("CHN", "HKG", "KAZ", "RUS", "SRB", "HRV")
    made = pair_features(world, states, 2023)
    assert tuple(made) == FEATURES
    for table in made.values():
        assert np.isfinite(table).all()
        assert table == pytest.approx(table.T)
    at = {s: n for n, s in enumerate(states)}
    assert made["contiguity"][at["CHN"], at["HKG"]] == 1
    assert made["soviet"][at["RUS"], at["KAZ"]] == 1
    assert made["soviet"][at["RUS"], at["CHN"]] == 0
    assert made["yugoslav"][at["SRB"], at["HRV"]] == 1
    assert distances(("FRA", "DEU"))[0, 1] == pytest.approx(878, rel=0.02)  # Paris to Berlin


def test_sanctions_since_the_prior_are_known(world: World) -> None:
    states = ("AUS", "CHN", "DEU", "KAZ", "RUS", "USA")
    at = {s: n for n, s in enumerate(states)}
    now, before = sanctioned(world, states, 2023, 2013), sanctioned(world, states, 2013, 2013)
    assert now[at["DEU"], at["RUS"]]
    assert now[at["RUS"], at["DEU"]]
    assert not now[at["KAZ"], at["RUS"]]
    assert not now[at["AUS"], at["CHN"]]  # relief in 2023
    assert sanctioned(world, states, 2022, 2013)[at["AUS"], at["CHN"]]
    assert not before.any()
    shift = sanctions_shift(world, states, 2023, 2013)
    assert -1 < shift[at["AUS"], at["RUS"]] < -0.2  # measures of two kinds
    assert shift[at["USA"], at["RUS"]] == shift[at["DEU"], at["RUS"]] < -1  # of four and more
    assert shift[at["KAZ"], at["RUS"]] == 0
    # what begins in a year leaves part of it untouched
    assert -1 < sanctions_shift(world, states, 2022, 2013)[at["USA"], at["RUS"]] < -0.2


def test_a_bar_on_trade_in_a_war_is_complete(world: World) -> None:
    states = ("POL", "RUS", "UKR")
    assert cut_off(world, states, 2023, 2013)[1, 2]
    assert not cut_off(world, states, 2019, 2013)[1, 2]
    assert not cut_off(world, states, 2023, 2013)[0, 2]


def test_effects_of_both_sides_are_taken_out() -> None:
    rng = np.random.default_rng(0)
    weight = (rng.random((12, 12)) < 0.8).astype(float)
    effects = rng.normal(size=12)[:, None] + rng.normal(size=12)[None, :]
    assert np.abs(without_effects(effects, weight, rounds=400)).max() < 1e-6


def test_traits_find_a_low_rank_again() -> None:
    rng = np.random.default_rng(1)
    u, v = rng.normal(size=(40, 2)), rng.normal(size=(40, 2))
    seen = (rng.random((40, 40)) < 0.6).astype(float)
    made = factors(u @ v.T, seen, rank=3, ridge=0.5)
    left = (u @ v.T - made[0] @ made[1].T)[seen == 0]
    assert left.std() < 0.25 * (u @ v.T)[seen == 0].std()


def test_an_economy_without_traits_gets_those_of_its_neighbours() -> None:
    traits = np.array([[1.0], [3.0], [0.0]])
    far = np.array([[0.0, 9000.0, 50.0], [9000.0, 0.0, 9000.0], [50.0, 9000.0, 0.0]])
    known = np.array([True, True, False])
    made = from_neighbours(traits, known, far, np.zeros(3), np.zeros((3, 3)))
    assert made[:2] == pytest.approx(traits[:2])
    assert made[2, 0] == pytest.approx(1.0, abs=0.01)


def test_classes_of_errors_hold_what_they_were_made_of() -> None:
    rng = np.random.default_rng(2)
    fit = rng.lognormal(0, 3, (150, 150))
    error = rng.normal(0, 1, fit.shape)
    made = measured((fit / fit.sum()).ravel(), error.ravel(), np.zeros(fit.size, dtype=bool))
    low, high, sd = made.of(fit, np.full_like(fit, np.inf))
    truth = fit * np.exp(error)
    assert ((truth >= low) & (truth <= high)).mean() == pytest.approx(0.9, abs=0.01)
    assert sd == pytest.approx(1.0, abs=0.1)
    capped = made.of(fit, fit * 1.5)[1]
    assert (capped <= fit * 1.5).all()
    again = CellErrors.from_object(made.as_object())
    assert again.of(fit, fit * 1.5)[0] == pytest.approx(made.of(fit, fit * 1.5)[0], rel=0.01)


def test_the_scale_of_errors_survives_selection() -> None:
    """Only what exceeds a bound is seen; the scale of all is found again."""
    rng = np.random.default_rng(3)
    error, bound = rng.normal(0.2, 1.3, 20_000), rng.normal(1.0, 1.0, 20_000)
    seen = error > bound
    one = np.ones(20_000)
    shift, size = error_scale(error[seen], one[seen], bound[~seen], one[~seen])
    assert shift == pytest.approx(0.2, abs=0.06)
    assert size == pytest.approx(1.3, abs=0.05)
    assert error[seen].mean() > 1  # what a plain mean of the seen ones would have said


def test_an_exercise_gives_sums_and_the_largest() -> None:
    truth = np.random.default_rng(4).lognormal(0, 2, (12, 12))
    case = exercise(truth, top=2)
    off = ~np.eye(12, dtype=bool)
    assert (case.given.sum(axis=1) >= 2).all()
    assert not case.given[~off].any()
    assert (case.truth[off & ~case.given] <= case.upper[off & ~case.given]).all()
    made = case.fit(np.zeros((12, 12)))
    assert made[case.given] == pytest.approx(case.truth[case.given])
    assert made.sum(axis=1) == pytest.approx(case.rows, rel=1e-6)


def test_known_cells_give_way_to_sums_that_contradict_them() -> None:
    known = np.full((6, 6), np.nan)
    known[0, 1] = 12.0  # more than all of the row
    sums, sds, free = np.full(6, 10.0), np.full((6, 6), 0.3), np.full((6, 6), np.inf)
    made, residual = fitted(np.zeros((6, 6)), sums, sums, known, sds, free)
    assert residual < 1e-6
    assert 2.0 < made[0, 1] < 10.0  # more than an even part, less than all


def test_internal_trade_of_an_entrepot() -> None:
    own = internal_trade(np.array([100.0, 100.0, np.nan]), np.array([20.0, 300.0, 5.0]))
    assert own[0] == pytest.approx(170.0)
    assert own[1] == pytest.approx(FLOOR * 190.0)
    assert np.isnan(own[2])
    spread = internal_sd(np.array([100.0, 100.0]), np.array([20.0, 300.0]))
    assert spread[0] < spread[1]


def test_the_shipped_prior_is_whole() -> None:
    prior = shipped_prior()
    assert prior.sample["years"][1] < 2014  # no year that the matrix is scored on
    assert set(prior.coefficients) == set(prior.errors) == set(FEATURES)
    assert prior.coefficients["distance"] < -3 * prior.errors["distance"]
    assert prior.coefficients["colony"] > 0
    assert len(prior.states) > 180
    assert "HKG" not in prior.states
    again = GravityPrior.from_object(prior.as_object())
    assert again.exporter == pytest.approx(prior.exporter)
    assert isinstance(pl.DataFrame([prior.as_object()["sample"]]), pl.DataFrame)
