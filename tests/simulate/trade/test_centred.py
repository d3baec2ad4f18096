"""Draws around the matrix: their mean is what it states, and what is known well is not pressed down."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from comity.simulate.trade.centred import centred
from tests.simulate.trade.small_trade import small_matrix

SIZE = 12


@pytest.fixture(scope="module")
def matrix():
    """Half the cells known to a tenth, the others to a factor of three."""
    made = small_matrix(tuple(f"S{i:02}" for i in range(SIZE)))
    rng = np.random.default_rng(0)
    return replace(made, log_sd=np.where(rng.random((SIZE, SIZE)) < 0.5, 0.1, 1.1))


def draws(of, count=600):
    return np.array([of.draw(np.random.default_rng(i)) for i in range(count)])


def test_the_mean_of_draws_is_the_matrix(matrix):
    off = ~np.eye(SIZE, dtype=bool)
    apart = np.log(draws(centred(matrix)).mean(axis=0) / matrix.value)[off]
    assert np.abs(np.median(apart)) < 0.05
    well = off & (matrix.log_sd < 1)
    middle = np.log(np.median(draws(centred(matrix)), axis=0) / matrix.value)[well]
    pressed = np.log(np.median(draws(matrix), axis=0) / matrix.value)[well]
    assert pressed.mean() < -0.1  # what it is for
    assert np.abs(middle.mean()) < np.abs(pressed.mean()) / 2


def test_sums_and_the_diagonal_stay(matrix):
    made = centred(matrix)
    assert np.diag(made.value) == pytest.approx(np.diag(matrix.value))
    for axis in (0, 1):
        assert made.value.sum(axis=axis) == pytest.approx(matrix.value.sum(axis=axis), rel=1e-6)


def test_a_table_without_error_is_itself(matrix):
    exact = replace(matrix, log_sd=np.zeros_like(matrix.log_sd))
    assert centred(exact).value == pytest.approx(exact.value, rel=1e-9)
