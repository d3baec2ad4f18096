"""Values to scores: the moments of a truncated normal, and rankings kept short."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from comity.alignment.scores import normal_quantile, ranking


@settings(max_examples=30)
@given(st.lists(st.integers(0, 6), min_size=30, max_size=200))
def test_a_block_says_what_the_truncated_normal_does(values):
    """Score and blur are those of one normal observation with the block's mean and variance."""
    values = np.array(values, dtype=float)
    scores, blurs = ranking(values).score(values)
    for value in np.unique(values):
        below, upto = (values < value).mean(), (values <= value).mean()
        score, blur = scores[values == value][0], blurs[values == value][0]
        a, b = stats.norm.ppf([below, upto])
        mean, variance = stats.truncnorm.stats(a, b)
        if np.isinf(blur):
            assert variance > 0.99
        elif blur > 0:
            # what is left of a standard normal after an observation of score and blur
            assert blur / (1 + blur) == pytest.approx(variance, abs=1e-3)
            assert score / (1 + blur) == pytest.approx(mean, abs=1e-3)


def test_a_value_of_one_dyad_alone_is_its_normal_score():
    values = np.arange(150.0)
    scores, blurs = ranking(values).score(values)
    expected = stats.norm.ppf((np.arange(150) + 0.5) / 150)
    middle = slice(3, -3)
    np.testing.assert_allclose(scores[middle], expected[middle], atol=0.02)
    assert (blurs[middle] == 0).all()
    assert (blurs < 0.15).all()  # how far beyond the rest the first and the last are is not known


def test_a_common_zero_among_rare_events_says_little_and_an_event_much():
    values = np.array([0.0] * 990 + [-1.0] * 10)
    scores, blurs = ranking(values).score(np.array([0.0, -1.0]))
    assert blurs[0] > 10
    assert blurs[1] < 0.3
    assert scores[1] < -2.0


def test_a_value_all_have_says_nothing():
    scores, blurs = ranking(np.zeros(50)).score(np.zeros(1))
    assert scores.tolist() == [0.0]
    assert np.isinf(blurs).all()


def test_a_short_ranking_scores_like_the_full_one():
    rng = np.random.default_rng(0)
    values = np.round(rng.gamma(2.0, size=15_000), 4)
    short, full = ranking(values), ranking(values, blocks=10**6)
    assert len(short.value) < 220 < len(full.value)
    ours, theirs = short.score(values)[0], full.score(values)[0]
    assert np.sqrt(np.mean((ours - theirs) ** 2)) < 0.01
    assert (np.diff(ours[np.argsort(values)]) >= -1e-4).all()


def test_quantiles():
    p = np.array([0.0, 0.001, 0.3, 0.5, 0.975, 1.0])
    np.testing.assert_allclose(normal_quantile(p), stats.norm.ppf(p), atol=1e-5)
