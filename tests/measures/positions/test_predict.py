"""Chances of votes: by array against simulation, and by name on a fit to drawn votes."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.errors import ComityError, StateError, UnknownName
from comity.measures.positions import fit
from comity.measures.positions.habit import Pairs, habit, likeliest, pairs_on_one_text
from comity.measures.positions.items import ItemPrior
from comity.measures.positions.panel import panel
from comity.measures.positions.predict import Strength, chances, fit_item
from tests.measures.positions.simulated import draw

MANY = 400_000
#: Four standard errors of a share of MANY draws.
SIMULATION_ERROR = 4 * 0.5 / np.sqrt(MANY)
SURE = np.zeros((1, 3, 3))
numbers = st.floats(-4, 4)


def answers(deviate: np.ndarray, item: np.ndarray) -> np.ndarray:
    """1 yes, 2 abstain, 3 no, of deviates b x + e."""
    half = 0.5 * np.exp(item[2])
    return np.where(deviate > item[1] + half, 1, np.where(deviate < item[1] - half, 3, 2))


def shares(votes: np.ndarray) -> np.ndarray:
    return np.bincount(votes, minlength=4)[1:] / votes.size


@given(numbers, st.floats(0, 4), numbers, numbers, st.floats(-2, 1.5))
def test_chances_sum_to_one_and_none_is_negative(x, variance, slope, middle, width):
    found = chances(
        np.array([x]),
        np.array([variance]),
        np.array([[slope, middle, width]]),
        0.1 * np.eye(3)[None],
    )
    assert found.sum() == pytest.approx(1)
    assert (found >= 0).all()


def test_a_position_known_exactly_gives_the_model_itself():
    random = np.random.default_rng(1)
    item = np.array([1.2, -0.4, 0.1])
    votes = answers(1.2 * 0.7 + random.standard_normal(MANY), item)
    found = chances(np.array([0.7]), np.zeros(1), item[None], SURE)[0]
    assert found == pytest.approx(shares(votes), abs=SIMULATION_ERROR)


def test_doubt_about_position_and_item_is_averaged_over():
    random = np.random.default_rng(2)
    item, doubt = np.array([1.0, 0.3, 0.0]), np.diag([0.04, 0.09, 0.0])
    x = 0.5 + 0.6 * random.standard_normal(MANY)
    slope = 1.0 + 0.2 * random.standard_normal(MANY)
    middle = 0.3 + 0.3 * random.standard_normal(MANY)
    lean = slope * x - middle + 0.3 + random.standard_normal(MANY)
    found = chances(np.array([0.5]), np.array([0.36]), item[None], doubt[None])[0]
    # the product of slope and position is not quite normal
    assert found == pytest.approx(shares(answers(lean, item)), abs=0.006)


@pytest.mark.parametrize("vote", [1, 2, 3])
@pytest.mark.parametrize("correlation", [0.3, 0.95])
def test_a_vote_on_the_same_text_tells_what_simulation_says(vote, correlation):
    random = np.random.default_rng(vote)
    item, then, now = np.array([0.8, -0.2, 0.4]), 0.6, 0.2
    first = random.standard_normal(4 * MANY)
    other = random.standard_normal(first.size)
    second = correlation * first + np.sqrt(1 - correlation**2) * other
    second = np.where(random.random(first.size) < 0.9, second, random.standard_normal(first.size))
    before = answers(0.8 * then + first, item)
    after = answers(0.8 * now + second, item)[before == vote]
    told = habit(
        np.array([vote], dtype=np.int8), np.array([then]), item[None], Strength(correlation, 0.9)
    )
    found = chances(np.array([now]), np.zeros(1), item[None], SURE, told)[0]
    assert found == pytest.approx(shares(after), abs=0.01)


def test_a_vote_far_against_a_position_keeps_its_digits():
    told = habit(
        np.array([1, 3], dtype=np.int8),
        np.array([-12.0, 12.0]),
        np.ones((2, 3)),
        Strength(0.9, 1.0),
    )
    assert np.isfinite(told.deviates).all()
    assert (told.deviates[0] > 10).all()
    assert (told.deviates[1] < -10).all()


@pytest.mark.parametrize(("true", "kept"), [(0.6, 1.0), (0.9, 0.8), (0.99, 0.95)])
def test_how_two_votes_go_together_is_found(true, kept):
    random = np.random.default_rng(4)
    n = 40_000
    item = np.array([1.0, 0.0, 0.5])
    x = random.standard_normal(n)
    first = random.standard_normal(n)
    second = true * first + np.sqrt(1 - true**2) * random.standard_normal(n)
    second = np.where(random.random(n) < kept, second, random.standard_normal(n))
    at = np.arange(n)
    pairs = Pairs(
        answers(x + first, item).astype(np.int8), answers(x + second, item).astype(np.int8),
        at, at, np.zeros(n, dtype=np.intp),
    )  # fmt: skip
    found = likeliest(pairs, x, np.zeros(n), item[None], SURE)
    # correlation and share stand in for each other; what they come to together is well determined
    assert found.correlation * found.kept == pytest.approx(true * kept, abs=0.05)
    assert found.correlation == pytest.approx(true, abs=0.15)


def test_pairs_are_successive_votes_of_one_state_on_one_text():
    choices = np.array([[1, 3, 2], [1, 1, 3], [2, 0, 1], [3, 3, 3]], dtype=np.int8)
    found = pairs_on_one_text(panel(choices, np.array([1, 2, 3, 3]), np.array([0, 9, 0, 0])))
    # roll calls 0 and 2 without the second state, which was absent, then 2 and 3
    assert found.earlier.tolist() == [1, 2, 2, 1]
    assert found.later.tolist() == [2, 1, 3, 3]


def test_without_a_bridge_there_is_no_correlation():
    choices = np.array([[1, 3], [3, 1]], dtype=np.int8)
    pairs = pairs_on_one_text(panel(choices, np.array([1, 2])))
    nothing = np.zeros(4)
    assert pairs.later.size == 0
    found = likeliest(pairs, nothing, nothing, np.zeros((2, 3)), np.zeros((2, 3, 3)))
    assert found.correlation == 0.0


@pytest.mark.parametrize("slope", [1.5, -1.5])
def test_an_item_is_found_from_the_votes_of_some(slope):
    random = np.random.default_rng(5)
    true = np.array([slope, -0.5, 0.3])
    x = random.standard_normal(2000)
    votes = answers(slope * x + random.standard_normal(2000), true).astype(np.int8)
    votes[::2] = 0
    item, covariance = fit_item(votes, x, np.full(2000, 1e-4), ItemPrior())
    z = np.linalg.solve(covariance, item - true) @ (item - true)
    assert z < 16.3  # chi-squared with 3 degrees of freedom: exceeded once in a thousand


def test_an_item_nobody_voted_on_is_its_prior():
    prior = ItemPrior()
    item, covariance = fit_item(np.zeros(5, dtype=np.int8), np.zeros(5), np.ones(5), prior)
    assert item == pytest.approx(prior.mean)
    assert np.sqrt(np.diag(covariance)) == pytest.approx(prior.sd)


@pytest.fixture(scope="module")
def drawn() -> tuple[pl.DataFrame, object]:
    votes, _ = draw(40, 4, 25, seed=3)
    return votes, fit(votes)


@pytest.fixture(scope="module")
def returning() -> tuple[pl.DataFrame, object]:
    """Six texts that come back every session and are always voted on the same way."""
    votes, _ = draw(20, 4, 20, seed=8)
    number = pl.col("resolution").cast(pl.Int64) % 1000
    first = votes.filter((pl.col("year") == 1950) & (number < 6))
    again = [
        first.with_columns(
            year=pl.lit(1950 + t, pl.Int32), date=pl.lit(date(1950 + t, 11, 1)),
            resolution=pl.format("{}-again-{}", "resolution", pl.lit(t)),
        ) for t in (1, 2, 3)
    ]  # fmt: skip
    ids = first["resolution"].unique().sort().to_list()
    bridges = [
        (r if t == 1 else f"{r}-again-{t - 1}", f"{r}-again-{t}") for r in ids for t in (1, 2, 3)
    ]
    everything = pl.concat([votes, *again])
    left_out = (pl.col("resolution") == "1000-again-2") & (pl.col("state") == "AFG")
    return everything, fit(everything.filter(~left_out), bridges=bridges)


def test_predictions_follow_the_votes(drawn):
    votes, fitted = drawn
    said = {1: "yes", 2: "abstain", 3: "no"}
    rows = list(votes.sample(150, seed=1).iter_rows(named=True))
    right = 0
    for r in rows:
        found = fitted.predict(r["resolution"], r["state"])
        assert found.yes + found.abstain + found.no == pytest.approx(1)
        assert found.seen == said[r["vote"]]
        assert (found.same_text, found.voted, found.habit) == (None, None, None)
        right += found.likeliest == found.seen
    assert right / len(rows) > 0.6


def test_a_vote_on_the_same_text_is_used_and_named(returning):
    votes, fitted = returning
    found = fitted.predict("1000-again-2", "AFG")
    cast = votes.filter((pl.col("resolution") == "1000") & (pl.col("state") == "AFG"))[
        "vote"
    ].item()
    assert found.seen is None
    assert found.same_text == "1000-again-1"
    assert found.voted == {1: "yes", 2: "abstain", 3: "no"}[cast]
    assert found.habit.correlation > 0.5
    assert found.likeliest == found.voted


def test_names_of_states_are_understood(drawn):
    _, fitted = drawn
    assert fitted.predict("1000", "Albania") == fitted.predict("1000", "ALB")


def test_a_resolution_that_was_not_fitted_is_refused_with_the_nearest(drawn):
    with pytest.raises(UnknownName, match="did you mean  1024"):
        drawn[1].predict("1025", "ALB")


def test_an_unknown_state_is_refused_with_the_nearest(drawn):
    with pytest.raises(StateError, match="Albania"):
        drawn[1].predict("1000", "Albanja")


def test_a_state_that_never_votes_is_refused(drawn):
    with pytest.raises(ComityError, match="casts no vote"):
        drawn[1].predict("1000", "USA")


def test_a_state_that_was_no_member_yet_is_refused(drawn):
    votes, _ = drawn
    late = fit(votes.filter((pl.col("state") != "ALB") | (pl.col("year") > 1951)))
    with pytest.raises(ComityError, match="positions for the sessions of 1952 to 1953"):
        late.predict("1000", "ALB")
