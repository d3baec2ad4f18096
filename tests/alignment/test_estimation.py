"""Estimation: the likelihood rises, parameters come back, and intervals hold."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from comity.alignment.estimation import estimate, expect, start
from comity.alignment.field import smooth_field
from comity.alignment.maximisation import maximise
from comity.alignment.reading import readings
from comity.alignment.smoothing import filter_forward, log_density
from comity.alignment.structure import DEEDS, NONE, WORDS, Layout, state_space
from comity.alignment.years import batches
from tests.alignment.small import cut, every_year, layout, parameters, simulate

SHARES = np.array([0.5, 0.4, 0.1])


def test_likelihood_rises_with_every_step_of_full_em():
    rng = np.random.default_rng(0)
    kept = layout(domains=1)  # with more, one β for all domains is a bound, not a maximum
    told = parameters(kept, rng)
    told = replace(told, shares=np.array([0.0, 1.0, 0.0]))
    _, values, blur, _ = simulate(kept, told, rng, 60, 12, 0.3)
    first, last, years = np.zeros(60, dtype=int), np.full(60, 11), every_year(kept, 12)
    now, density = start(kept, classes=False), []
    for round_ in range(12):
        space = state_space(kept, now)
        passed = filter_forward(space, years, values.astype(float), blur.astype(float), first)
        density.append(log_density(passed).sum())
        parts = list(batches(first, last, np.arange(60)))
        sums = expect(space, now.shares, years, values, blur, parts, rng)
        now = maximise(kept, now, space, sums, by_steps=bool(round_ % 2))
    assert (np.diff(density) > -0.01).all()  # sums are in single precision
    assert density[-1] > density[0] + 10


def wide() -> Layout:
    """Eight indicators of two domains, words and deeds in both."""
    return Layout(
        tuple("abcdefgh"), ("p", "q"), np.repeat([0, 1], 4), np.tile([WORDS, DEEDS], 4), (),
        np.full(8, NONE),
    )  # fmt: skip


@pytest.fixture(scope="module")
def setting():
    kept = wide()
    return kept, replace(start(kept), loading=np.repeat([0.9, 0.6], 4), shares=SHARES)


def test_parameters_come_back(setting):
    kept, told = setting
    _, values, blur, _ = simulate(kept, told, np.random.default_rng(1), 300, 15, 0.3)
    first, last = np.zeros(300, dtype=int), np.full(300, 14)
    again, path = estimate(kept, every_year(kept, 15), values, blur, first, last, steps=40, size=48)
    assert len(path) == 40
    np.testing.assert_allclose(again.loading, told.loading, rtol=0.25)
    np.testing.assert_allclose(again.overall, told.overall, atol=0.15)
    np.testing.assert_allclose(again.noise, told.noise, rtol=0.4)
    np.testing.assert_allclose(
        again.persistence[kept.common :], told.persistence[kept.common :], atol=0.1
    )
    assert again.shares.sum() == pytest.approx(1.0)


@pytest.mark.parametrize("missing", [0.3, 0.6, 0.9])
def test_intervals_hold(setting, missing):
    """With the parameters known; benchmarks/alignment_coverage.py has them estimated too."""
    kept, told = setting
    dyads, years = 400, 20
    z, values, blur, _ = simulate(kept, told, np.random.default_rng(1), dyads, years, missing)
    names, weights = readings(kept, told)
    mean, deviation = smooth_field(
        state_space(kept, told), told.shares, every_year(kept, years), weights, values, blur,
        np.zeros(dyads, dtype=int), np.full(dyads, years - 1), np.ones((dyads, years), dtype=bool),
    )  # fmt: skip
    inside = np.abs(z @ weights.T - mean) <= 1.6449 * deviation
    for name, covered in zip(names, inside.mean(axis=(0, 1)), strict=True):
        assert 0.87 < covered < 0.93, name


def test_order_of_dyads_and_indicators_does_not_matter():
    rng = np.random.default_rng(2)
    kept = wide()
    told = replace(start(kept), loading=np.repeat([0.9, 0.6], 4), shares=SHARES)
    _, values, blur, _ = simulate(kept, told, rng, 50, 10, 0.5)
    first, last = rng.integers(0, 5, 50), rng.integers(6, 10, 50)
    years, span = every_year(kept, 10), np.arange(10)
    values, blur = cut(values, blur, first, last)
    exists = (span >= first[:, None]) & (span <= last[:, None])

    def field(layout_, parameters_, dyads, order):
        _, weights = readings(layout_, parameters_)
        cells = np.ix_(dyads, np.arange(10), order)
        mean, deviation = smooth_field(
            state_space(layout_, parameters_), SHARES, years, weights, values[cells], blur[cells],
            first[dyads], last[dyads], exists[dyads],
        )  # fmt: skip
        return np.stack([mean, deviation])

    same = np.arange(8)
    plain = field(kept, told, np.arange(50), same)
    dyads = rng.permutation(50)
    np.testing.assert_allclose(field(kept, told, dyads, same), plain[:, dyads], atol=1e-3)
    order = rng.permutation(8)
    turned = Layout(
        tuple(kept.indicators[i] for i in order), kept.domains, kept.domain[order], kept.cost[order],
        (), kept.family[order],
    )  # fmt: skip
    own = np.concatenate([np.arange(kept.common), kept.common + order])
    moved = replace(
        told, loading=told.loading[order], noise=told.noise[order], persistence=told.persistence[own],
        step=told.step[own], initial=told.initial[own],
    )  # fmt: skip
    np.testing.assert_allclose(field(turned, moved, np.arange(50), order), plain, atol=1e-3)
