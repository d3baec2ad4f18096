"""What the votes may lack or do, and what must not change the answer."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import polars as pl
import pytest

from comity.errors import ComityError, DataError
from comity.measures.positions import fit, update
from comity.measures.positions.fitting import begin, iterate
from comity.measures.positions.newton import problem
from comity.measures.positions.panel import panel
from comity.measures.positions.start import standing
from comity.world.schema import VOTES
from tests.measures.positions.simulated import draw

#: The loop stops at a root mean square step of 0.0015: two runs differ by less than this.
CLOSE = 0.01


@pytest.fixture(scope="module")
def drawn():
    votes, x = draw(30, 5, 20, seed=11)
    return votes, x, fit(votes)


def means(table: pl.DataFrame) -> np.ndarray:
    return table.sort("session", "state")["mean"].to_numpy()


def apart(one: np.ndarray, other: np.ndarray) -> float:
    """Largest difference, which end is up left open."""
    return min(np.abs(one - other).max(), np.abs(one + other).max())


def test_titles_that_are_absent_or_partly_absent_bridge_nothing(drawn):
    votes, _, fitted = drawn
    assert fitted.calls["title"].null_count() == fitted.calls.height
    some = votes.with_columns(
        title=pl.when(pl.col("resolution") == "1000").then(pl.lit("R/5/1: A title of its own"))
    )
    assert apart(means(fit(some).table()), means(fitted.table())) < CLOSE


def test_roll_calls_without_a_minority_come_through(drawn):
    votes, _, fitted = drawn
    unanimous = ["1000", "2000", "2001", "3003"]
    flat = votes.with_columns(
        vote=pl.when(pl.col("resolution").is_in(unanimous))
        .then(pl.lit(1, pl.Int8))
        .otherwise("vote")
    )
    found = fit(flat)
    assert np.isfinite(means(found.table())).all()
    assert found.table()["sd"].is_finite().all()
    items = found.items().filter(pl.col("resolution").is_in(unanimous))
    assert (items["yes"] == 30).all()
    assert items["lower"].is_finite().all()
    assert np.corrcoef(means(found.table()), means(fitted.table()))[0, 1] > 0.97


def test_a_session_without_any_minority_comes_through(drawn):
    votes, _, _ = drawn
    flat = votes.with_columns(
        vote=pl.when(pl.col("year") == 1952).then(pl.lit(1, pl.Int8)).otherwise("vote")
    )
    table = fit(flat).table()
    assert table.filter(pl.col("session") == 8)["mean"].is_finite().all()
    # what nothing divides says nothing: the session is as vague as the walk between its neighbours
    sd = table.group_by("session").agg(pl.col("sd").mean()).sort("session")["sd"]
    assert sd[2] > sd[1]


def test_a_state_with_three_votes_is_placed_and_vague(drawn):
    votes, _, _ = drawn
    few = votes.filter(
        (pl.col("state") != "ALB") | pl.col("resolution").is_in(["3000", "3001", "3002"])
    )
    table = fit(few).table()
    own = table.filter(pl.col("state") == "ALB")
    assert own["votes"].to_list() == [3]
    assert own["sd"].item() > 1.5 * table["sd"].median()


def test_a_session_with_one_roll_call_leans_on_its_neighbours(drawn):
    votes, _, _ = drawn
    few = votes.filter((pl.col("year") != 1952) | (pl.col("resolution") == "3000"))
    table = fit(few).table()
    assert table.filter(pl.col("session") == 7)["votes"].unique().to_list() == [1]
    sd = dict(table.group_by("session").agg(pl.col("sd").mean()).iter_rows())
    assert sd[7] > max(sd[6], sd[8])


def test_absence_says_nothing_unless_told_that_it_does(drawn):
    votes, _, _ = drawn
    # every third vote of two of the thirty states is an absence
    absent = votes.with_row_index().with_columns(
        vote=pl.when(pl.col("state").is_in(["AFG", "ALB"]) & (pl.col("index") // 30 % 3 == 0))
        .then(pl.lit(VOTES["absent"], pl.Int8))
        .otherwise("vote")
    )
    missing = fit(absent.drop("index")).table()
    dropped = fit(absent.filter(pl.col("vote") != VOTES["absent"]).drop("index")).table()
    informative = fit(absent.drop("index"), absence="informative").table()
    abstained = fit(
        absent.drop("index").with_columns(
            vote=pl.when(pl.col("vote") == VOTES["absent"])
            .then(pl.lit(VOTES["abstain"], pl.Int8))
            .otherwise("vote")
        )
    ).table()
    assert missing["mean"].to_list() == pytest.approx(dropped["mean"].to_list())
    assert informative["mean"].to_list() == pytest.approx(abstained["mean"].to_list())
    assert (
        informative.filter(pl.col("state") == "AFG")["votes"].sum()
        > missing.filter(pl.col("state") == "AFG")["votes"].sum()
    )
    assert apart(means(informative), means(missing)) > 2 * CLOSE


def test_unnamed_absence_is_refused(drawn):
    with pytest.raises(ComityError, match="informative"):
        fit(drawn[0], absence="counted")


def test_one_divided_roll_call_fixes_no_scale(drawn):
    votes, _, _ = drawn
    one = votes.with_columns(
        vote=pl.when(pl.col("resolution") == "1000").then("vote").otherwise(pl.lit(1, pl.Int8))
    )
    with pytest.raises(DataError, match="1 of 100 roll calls divide"):
        fit(one)


@pytest.mark.parametrize("dimensions", [0, 2, 3])
def test_what_dimensions_are_supported_is_said(drawn, dimensions):
    with pytest.raises(ComityError, match="dimensions=1 is what is supported"):
        fit(drawn[0], dimensions=dimensions)


def test_names_of_states_and_roll_calls_do_not_matter(drawn):
    votes, _, fitted = drawn
    keys = sorted(votes["state"].unique())
    calls = sorted(votes["resolution"].unique())
    shuffled = np.random.default_rng(2).permutation(len(keys))
    other = dict(zip(keys, (keys[i] for i in shuffled), strict=True))
    numbers = dict(zip(calls, (f"z{9000 - int(c)}" for c in calls), strict=True))
    renamed = votes.with_columns(
        pl.col("state").replace_strict(other), pl.col("resolution").replace_strict(numbers)
    )
    back = {b: a for a, b in other.items()}
    table = fit(renamed).table().with_columns(pl.col("state").replace_strict(back))
    assert apart(means(table), means(fitted.table())) < CLOSE


def test_flipped_votes_mirror_positions_and_keep_intervals(drawn):
    votes, _, fitted = drawn
    flipped = fit(votes.with_columns(vote=(4 - pl.col("vote")).cast(pl.Int8))).table()
    assert apart(means(flipped), means(fitted.table())) < 1e-6
    assert np.allclose(flipped["sd"], fitted.table()["sd"], atol=1e-6)


def test_random_starts_end_in_the_same_place_with_the_same_sign(drawn):
    fitted = drawn[2]
    choices = np.zeros((fitted.calls.height, len(fitted.states)), dtype=np.int8)
    for block in fitted.problem.panel.blocks:
        choices[np.ix_(block.calls, block.states)] = block.choices
    made = problem(panel(choices, fitted.calls["session"].to_numpy().astype(np.intp)))
    reference = standing(choices)
    found = []
    for seed in range(5):
        start = standing(choices, seed=seed)
        assert abs(np.corrcoef(start, reference)[0, 1]) > 0.999
        start = start if start @ reference > 0 else -start
        point, _, _ = iterate(made, begin(made, start[made.panel.state]))
        found.append(point.x)
    for x in found[1:]:
        assert np.abs(x - found[0]).max() < CLOSE
    # no session turned against another
    for block in made.panel.blocks:
        assert np.corrcoef(found[0][block.where], reference[block.states])[0, 1] > 0.5


def test_the_log_posterior_rises_from_start_to_end(drawn):
    trail = drawn[2].estimate.trail
    assert trail[-1] > trail[0]
    assert drawn[2].estimate.last_step < 0.0015


def test_an_update_knows_a_newcomer_and_a_single_roll_call(drawn):
    votes, _, _ = drawn
    before = votes.filter((pl.col("year") < 1954) & (pl.col("state") != "ALB"))
    added = votes.filter(pl.col("resolution") == "5000")
    table = update(fit(before), before, added)
    new = table.filter(pl.col("session") == 9)
    assert new.height == 30
    assert new["votes"].unique().to_list() == [1]
    alb = table.filter(pl.col("state") == "ALB")
    assert alb.height == 1
    assert alb["sd"].item() > new.filter(pl.col("state") != "ALB")["sd"].max()


def test_an_update_states_intervals_as_wide_as_a_full_fit(drawn):
    votes, _, fitted = drawn
    before = votes.filter(pl.col("year") < 1954)
    after = update(fit(before), before, votes.filter(pl.col("year") == 1954))
    both = after.join(fitted.table(), on=["state", "session"], suffix="_full")
    assert 0.9 < (both["sd"] / both["sd_full"]).median() < 1.25


def test_every_library_of_array_products_is_held_to_one_thread():
    """Also one that would load only inside: eight threads on small products cost ten times the time."""
    asked = (
        "from comity.measures.positions.fit import one_thread\n"
        "from threadpoolctl import threadpool_info\n"
        "with one_thread():\n"
        "    import scipy.linalg, scipy.sparse, scipy.special\n"
        "    print({i['num_threads'] for i in threadpool_info() if i['user_api'] == 'blas'})\n"
    )
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "{1}"
