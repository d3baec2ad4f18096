"""Cohesion of sets of states, against the slow definition, and random sets that are what they should be."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from comity.answers.cohesion import Year, measure_sets, random_sets, share_below

STATES = tuple("ABCDEFG")


@pytest.fixture
def year() -> Year:
    draw = np.random.default_rng(0)
    n = len(STATES)
    mean, variance = draw.normal(size=(2, n, n)), draw.uniform(0.1, 1.0, size=(2, n, n))
    known = np.ones((n, n), dtype=bool)
    known[0, 1] = False  # A and B were never states together
    known &= known.T & ~np.eye(n, dtype=bool)
    mean, variance = ((x + x.transpose(0, 2, 1)) / 2 * known for x in (mean, variance))
    return Year(STATES, mean, variance, known)


def slowly(year: Year, pairs: list[tuple[str, str]], m: int) -> tuple[float, float]:
    """Mean and its variance over the dyads that are known, one by one."""
    at = [(STATES.index(a), STATES.index(b)) for a, b in pairs]
    at = [(i, j) for i, j in at if year.known[i, j]]
    mean = sum(year.mean[m, i, j] for i, j in at) / len(at)
    return mean, sum(year.variance[m, i, j] for i, j in at) / len(at) ** 2


@pytest.mark.parametrize("group", ["AC", "ABC", "BCDE"])
def test_agrees_with_the_slow_definition(year, group):
    reference = "CFG"
    found = measure_sets(
        year, year.indicator(frozenset(group))[None], year.indicator(frozenset(reference))
    )
    outside = [s for s in reference if s not in group]
    for m in range(2):
        inside = slowly(year, list(combinations(group, 2)), m)
        across = slowly(year, [(a, b) for a in group for b in outside], m)
        assert found.inside[0, m] == pytest.approx(inside[0], abs=1e-12)
        assert found.inside_variance[0, m] == pytest.approx(inside[1], abs=1e-12)
        assert found.across[0, m] == pytest.approx(across[0], abs=1e-12)
        assert found.across_variance[0, m] == pytest.approx(across[1], abs=1e-12)
        assert found.difference[0, m] == pytest.approx(inside[0] - across[0], abs=1e-12)


def test_a_reference_of_members_only_is_unknown_not_zero(year):
    found = measure_sets(
        year, year.indicator(frozenset("CD"))[None], year.indicator(frozenset("C"))
    )
    assert np.isnan(found.across).all()
    assert np.isnan(found.difference).all()
    assert np.isfinite(found.inside).all()


def test_a_dyad_that_is_not_known_is_left_out(year):
    found = measure_sets(year, year.indicator(frozenset("AB"))[None], np.zeros(len(STATES)))
    assert np.isnan(found.inside).all()


def test_random_sets_have_their_size_and_their_seed():
    drawn = random_sets(50, 7, (1, 2), groups=200)
    assert (drawn.sum(axis=1) == 7).all()
    assert np.isin(drawn, (0.0, 1.0)).all()
    assert (drawn == random_sets(50, 7, (1, 2), groups=200)).all()
    assert (drawn != random_sets(50, 7, (1, 3), groups=200)).any()
    # every state has its turn
    assert abs(drawn.mean() - 7 / 50) < 1e-12
    assert drawn.sum(axis=0).min() > 0


def test_share_below():
    assert share_below(np.array([1.0, 2.0, 3.0, np.nan]), 2.5) == pytest.approx(200 / 3)
    assert share_below(np.array([np.nan]), 1.0) is None
    assert share_below(np.array([1.0]), float("nan")) is None
