"""The fit on votes drawn from the model, and its symmetries.

Drawn positions are recovered up to noise; correlations are asked for well below what is found (0.97 and
more at these sizes), so that a draw's luck does not decide. Symmetries hold to the loop's tolerance.
"""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from comity.errors import ComityError, CoverageError, DataError
from comity.measures.positions import fit, update
from comity.world.world import World
from tests.measures.positions.simulated import draw

CLOSE = 0.02


@pytest.fixture(scope="module")
def drawn():
    votes, x = draw(40, 6, 25, seed=3)
    return votes, x, fit(votes, anchor=("AFG", "AFG"))


def upright(table: pl.DataFrame, x: np.ndarray) -> np.ndarray:
    mean = table.sort("session", "state")["mean"].to_numpy()
    return mean if np.corrcoef(mean, x.ravel())[0, 1] > 0 else -mean


def test_positions_are_recovered(drawn):
    _, x, fitted = drawn
    assert np.corrcoef(upright(fitted.table(), x), x.ravel())[0, 1] > 0.93


def test_intervals_hold_the_truth_about_as_often_as_they_say():
    # 4 draws of 180 positions: the binomial error of the share is 1.2 points, more as positions correlate
    inside = []
    for seed in range(4):
        votes, x = draw(30, 6, 30, seed=seed)
        table = fit(votes).table().sort("session", "state")
        mean = upright(table, x)
        reach = (table["q95"] - table["q05"]).to_numpy() / 2
        inside.append(np.abs(mean - x.ravel()) <= reach)
    assert 0.82 <= np.mean(inside) <= 0.96


def test_one_row_per_state_and_session_in_the_stated_columns(drawn):
    _, _, fitted = drawn
    table = fitted.table()
    assert table.columns == ["state", "year", "session", "mean", "sd", "q05", "q95", "votes"]
    assert table.height == 40 * 6
    assert not table.select("state", "session").is_duplicated().any()
    assert (table["year"] == 1945 + table["session"]).all()


def test_the_scale_has_mean_zero_and_variance_one_over_the_votes(drawn):
    _, _, fitted = drawn
    table = fitted.table()
    weight = table["votes"].to_numpy()
    mean = np.average(table["mean"], weights=weight)
    spread = np.average((table["mean"] - mean) ** 2, weights=weight)
    assert mean == pytest.approx(0, abs=0.01)
    assert spread < 1.01


def test_flipping_every_vote_mirrors_the_positions(drawn):
    votes, x, fitted = drawn
    flipped = votes.with_columns(vote=(4 - pl.col("vote")).cast(pl.Int8))
    mirrored = fit(flipped).table()
    assert np.abs(upright(mirrored, x) - upright(fitted.table(), x)).max() < CLOSE


def test_the_order_of_rows_does_not_matter(drawn):
    votes, x, fitted = drawn
    shuffled = fit(votes.sample(fraction=1.0, shuffle=True, seed=5)).table()
    assert np.abs(upright(shuffled, x) - upright(fitted.table(), x)).max() < CLOSE


def test_the_anchor_stands_on_top(drawn):
    votes, _, fitted = drawn
    mean = dict(fitted.table().group_by("state").agg(pl.col("mean").mean()).iter_rows())
    ranked = sorted(mean, key=mean.__getitem__)
    turned = fit(votes, anchor=(ranked[0], ranked[-1])).table()
    after = dict(turned.group_by("state").agg(pl.col("mean").mean()).iter_rows())
    assert after[ranked[0]] > after[ranked[-1]]


def test_a_session_with_one_roll_call_and_a_state_with_three_votes_come_through(drawn):
    votes, _, _ = drawn
    few = votes.filter(
        (pl.col("year") != 1953) | (pl.col("resolution") == "4000"),
        (pl.col("state") != "ALB") | pl.col("resolution").is_in(["3000", "3001", "3002"]),
    )
    table = fit(few).table()
    assert table.filter(session=8).height > 30 or table.filter(year=1953).height > 30
    own = table.filter(pl.col("state") == "ALB")
    assert own["votes"].to_list() == [3]
    assert own["sd"].item() > table["sd"].median()


def test_a_distance_is_symmetric_and_its_interval_holds_it(drawn):
    _, _, fitted = drawn
    one, other = fitted.distance("AFG", "ALB"), fitted.distance("ALB", "AFG")
    assert one["value"].to_list() == pytest.approx(other["value"].to_list())
    assert (
        one.filter((pl.col("low") <= pl.col("value")) & (pl.col("value") <= pl.col("high"))).height
        == 6
    )


def test_votes_that_divide_nobody_fix_no_scale():
    votes, _ = draw(12, 2, 10, seed=1)
    with pytest.raises(DataError, match="divide the states"):
        fit(votes.with_columns(vote=pl.lit(1, pl.Int8)))


def test_too_few_votes_are_refused():
    votes, _ = draw(4, 1, 2, seed=1)
    with pytest.raises(DataError, match="too few"):
        fit(votes)


def test_a_second_dimension_is_refused_not_faked(drawn):
    with pytest.raises(ComityError, match="not implemented"):
        fit(drawn[0], dimensions=2)


def test_counts_alone_cannot_be_fitted():
    with pytest.raises(CoverageError, match="comity data add unga"):
        fit(World({}, []).votes)


def test_an_update_with_a_new_session_is_near_a_full_fit(drawn):
    votes, _, fitted = drawn
    before = votes.filter(pl.col("year") < 1955)
    first = fit(before)
    after = update(first, before, votes.filter(pl.col("year") == 1955))
    full = fitted.table()
    both = after.join(full, on=["state", "session"], suffix="_full").sort("state", "session")
    assert both.height == full.height
    side = 1 if np.corrcoef(both["mean"], both["mean_full"])[0, 1] > 0 else -1
    # six short sessions: the scale itself moves by some hundredths when one is added
    assert np.sqrt(np.mean((both["mean"] - side * both["mean_full"]).to_numpy() ** 2)) < 0.15


def test_an_update_without_a_new_vote_is_refused(drawn):
    votes, _, fitted = drawn
    with pytest.raises(DataError, match="already"):
        update(fitted, votes, votes)
