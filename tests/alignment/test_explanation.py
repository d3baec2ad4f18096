"""Parts of a change add up to it, and its deviation is that of the dense posterior."""

from __future__ import annotations

import numpy as np
import pytest

from comity.alignment.explanation import change
from comity.alignment.structure import SCALES, state_space
from comity.alignment.years import years_of
from tests.alignment.small import cut, dense, layout, observations, parameters

SHARES = np.array([0.5, 0.3, 0.2])


@pytest.mark.parametrize(("start", "end"), [(1, 2), (1, 6), (2, 5), (3, 4)])
def test_change_agrees_with_the_dense_posterior(start, end):
    rng = np.random.default_rng(0)
    kept = layout()
    values, blur = cut(*observations(rng), np.array([1, 1, 1, 1]), np.full(4, 6))
    space = state_space(kept, parameters(kept, rng))
    years = years_of(np.isfinite(blur).any(axis=0), kept.common)
    readings = rng.normal(size=(2, kept.common))
    found = change(space, SHARES, years, values[0], blur[0], 1, readings, start, end)
    references = [dense(space.scaled(np.array([s])), years, values[0], blur[0], 1) for s in SCALES]
    odds = SHARES * np.exp([r.log_density for r in references])
    odds /= odds.sum()
    X = np.zeros((2, len(references[0].mean)))
    X[:, references[0].place(end, np.arange(kept.common))] = readings
    X[:, references[0].place(start, np.arange(kept.common))] = -readings
    moves = np.array([X @ r.mean for r in references])
    spreads = np.array([np.diag(X @ r.covariance @ X.T) for r in references])
    move = odds @ moves
    np.testing.assert_allclose(found.after - found.before, move, atol=1e-10)
    np.testing.assert_allclose(found.part.sum(axis=0), move, atol=1e-10)
    np.testing.assert_allclose(
        found.deviation, np.sqrt(odds @ (spreads + (moves - move) ** 2)), atol=1e-10
    )


def test_a_change_needs_two_years():
    kept = layout()
    rng = np.random.default_rng(0)
    values, blur = observations(rng)
    space = state_space(kept, parameters(kept, rng))
    years = years_of(np.isfinite(blur).any(axis=0), kept.common)
    with pytest.raises(ValueError, match="earlier and a later"):
        change(space, SHARES, years, values[0], blur[0], 0, np.ones((1, kept.common)), 3, 3)
