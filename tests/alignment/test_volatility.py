"""Classes of volatility: probabilities by Bayes' rule, mixtures, and dyads found to be restless."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from comity.alignment.structure import SCALES, state_space
from comity.alignment.volatility import LEAST, filter_classes, probable, smooth_mixture
from comity.alignment.years import years_of
from tests.alignment.small import (
    cut,
    dense,
    every_year,
    layout,
    observations,
    parameters,
    simulate,
)

FIRST, LAST = np.array([1, 1, 1, 3]), np.array([6, 6, 5, 4])
SHARES = np.array([0.5, 0.3, 0.2])


def test_mixture_agrees_with_the_dense_posteriors():
    rng = np.random.default_rng(3)
    kept = layout()
    values, blur = cut(*observations(rng), FIRST, LAST)
    space = state_space(kept, parameters(kept, rng))
    years = years_of(np.isfinite(blur).any(axis=0), kept.common)
    readings = rng.normal(size=(2, kept.common))
    found, probability = smooth_mixture(space, SHARES, years, values, blur, FIRST, readings)
    answers = {t: (mean, variance) for t, mean, variance in found}
    for d in range(4):
        references = [
            dense(space.scaled(np.array([s])), years, values[d], blur[d], int(FIRST[d]))
            for s in SCALES
        ]
        odds = SHARES * np.exp([r.log_density for r in references])
        odds /= odds.sum()
        np.testing.assert_allclose(probability[d], odds, atol=1e-10)
        odds = np.where(odds < LEAST, 0.0, odds)
        odds /= odds.sum()
        for t in range(FIRST[d], LAST[d] + 1):
            z = references[0].place(t, np.arange(kept.common))
            means = np.array([readings @ r.mean[z] for r in references])
            spreads = np.array(
                [np.diag(readings @ r.covariance[np.ix_(z, z)] @ readings.T) for r in references]
            )
            mean = odds @ means
            variance = odds @ (spreads + (means - mean) ** 2)
            np.testing.assert_allclose(answers[t][0][d], mean, atol=1e-10)
            np.testing.assert_allclose(answers[t][1][d], variance, atol=1e-10)


def test_an_improbable_class_is_left_out():
    mixture = probable(np.array([[0.01, 0.98, 0.01], [0.5, 0.5, 0.0]]))
    assert mixture.dyad.tolist() == [0, 1, 1]
    assert mixture.kind.tolist() == [1, 0, 1]
    assert mixture.weight.tolist() == [1.0, 0.5, 0.5]


def test_a_class_nobody_is_in_is_not_looked_at():
    rng = np.random.default_rng(4)
    kept = layout()
    values, blur = cut(*observations(rng), FIRST, LAST)
    space = state_space(kept, parameters(kept, rng))
    years = years_of(np.isfinite(blur).any(axis=0), kept.common)
    passed, probability = filter_classes(
        space, np.array([0.0, 1.0, 0.0]), years, values, blur, FIRST
    )
    assert len(passed[0].mean) == 4
    assert probability.tolist() == [[0.0, 1.0, 0.0]] * 4


def test_restless_dyads_are_found():
    rng = np.random.default_rng(5)
    kept = layout()
    told = replace(parameters(kept, rng), shares=SHARES, loading=np.full(5, 1.0))
    _, values, blur, scales = simulate(kept, told, rng, 200, 40, 0.3)
    _, probability = filter_classes(
        state_space(kept, told),
        told.shares,
        every_year(kept, 40),
        values,
        blur,
        np.zeros(200, dtype=int),
    )
    restless = scales == SCALES[2]
    assert probability[restless, 2].mean() > 0.8
    assert probability[~restless, 2].mean() < 0.1
    assert probability.mean(axis=0) == pytest.approx(SHARES, abs=0.1)
