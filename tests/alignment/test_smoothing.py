"""The smoother against the model written out as one normal vector; sums of the E-step likewise."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest

from comity.alignment.estimation import expect
from comity.alignment.smoothing import filter_forward, log_density, smooth
from comity.alignment.statistics import Statistics
from comity.alignment.structure import state_space
from comity.alignment.years import Batch, batches, years_of
from tests.alignment.small import T, cut, dense, layout, observations, parameters

FIRST, LAST = np.array([1, 1, 1, 3]), np.array([6, 6, 5, 4])
SCALES = np.array([1.0, 10.0, 0.1, 1.0])


@pytest.fixture
def setting():
    rng = np.random.default_rng(0)
    kept = layout()
    values, blur = cut(*observations(rng), FIRST, LAST)
    space = state_space(kept, parameters(kept, rng))
    return kept, space, years_of(np.isfinite(blur).any(axis=0), kept.common), values, blur


def test_smoother_agrees_with_the_dense_posterior(setting):
    kept, space, years, values, blur = setting
    scaled = space.scaled(SCALES)
    passed = filter_forward(scaled, years, values, blur, FIRST)
    density = log_density(passed)
    references = [
        dense(replace(space, step=scaled.step[[d]]), years, values[d], blur[d], int(FIRST[d]))
        for d in range(4)
    ]
    c = kept.common
    np.testing.assert_allclose(density, [r.log_density for r in references], atol=1e-10)
    for at in smooth(scaled, years, passed, int(FIRST.min()), steps=True):
        states = years.states(at.t)
        for d, reference in enumerate(references):
            if at.t < FIRST[d]:
                continue
            own = reference.place(at.t, states)
            V = reference.covariance
            np.testing.assert_allclose(at.mean[d], reference.mean[own], atol=1e-10)
            np.testing.assert_allclose(at.common[d], V[np.ix_(own[:c], own)], atol=1e-10)
            np.testing.assert_allclose(at.own[d], np.diag(V)[own[c:]], atol=1e-10)
            if at.step is None:
                continue
            here = years.stay[at.t][0]
            going = states[here]
            # the step of a state is its next value less what persists of this one
            X = np.zeros((len(going), len(V)))
            X[np.arange(len(going)), reference.place(at.t + 1, going)] = 1.0
            X[np.arange(len(going)), reference.place(at.t, going)] -= space.persistence[going]
            across, among = V[own] @ X.T, X @ V @ X.T
            prior = np.diag(scaled.step[d, going])
            np.testing.assert_allclose(at.step[d], X @ reference.mean, atol=1e-10)
            np.testing.assert_allclose(at.step_common[d], across[:c], atol=1e-10)
            np.testing.assert_allclose(at.known_common[d], (prior - among)[:c], atol=1e-10)
            np.testing.assert_allclose(at.known_own[d], np.diag(prior - among)[c:], atol=1e-10)
            places = np.arange(c, len(here))
            np.testing.assert_allclose(at.step_own[d], across[here[c:], places], atol=1e-10)


def test_many_dyads_at_once_are_inverted_like_few(setting):
    """Above a few matrices another way of inverting is taken."""
    _, space, years, values, blur = setting
    few = filter_forward(space, years, values, blur, FIRST)
    many = filter_forward(
        space, years, *(np.tile(x, (8, 1, 1)) for x in (values, blur)), np.tile(FIRST, 8)
    )
    np.testing.assert_allclose(log_density(many)[:4], log_density(few), atol=1e-10)
    np.testing.assert_allclose(many[-1].covariance[:4], few[-1].covariance, atol=1e-10)


def test_sums_do_not_depend_on_which_dyads_share_a_batch(setting):
    kept, space, years, values, blur = setting
    one_class = np.array([0.0, 1.0, 0.0])

    def sums(groups):
        total = Statistics.empty(kept.n, kept.common, T)
        for group in groups:
            parts = list(batches(FIRST, LAST, np.array(group)))
            rng = np.random.default_rng(1)
            new = expect(space, one_class, years, values, blur, parts, rng)
            total = total.mixed(new, 1.0, 1.0)
        return total

    together, apart = sums([[0, 1, 2, 3]]), sums([[0], [1], [2], [3]])
    for f in fields(Statistics):
        np.testing.assert_allclose(
            getattr(together, f.name), getattr(apart, f.name), atol=2e-5, err_msg=f.name
        )


def test_expected_sums_agree_with_the_dense_posterior(setting):
    kept, space, years, values, blur = setting
    d, c = 1, kept.common
    scaled = space.scaled(SCALES[[d]])
    reference = dense(replace(space, step=scaled.step), years, values[d], blur[d], 1)
    batch = Batch(np.array([d]), FIRST[[d]], LAST[[d]])
    passed = filter_forward(scaled, years, values[[d]], blur[[d]], FIRST[[d]])
    total = Statistics.empty(kept.n, c, T)
    for at in smooth(scaled, years, passed, 1, steps=True):
        total.add(space, years, batch, values[[d]], blur[[d]], SCALES[[d]], at)

    def second(t, states, u, others):
        """E of a product of states."""
        rows, columns = reference.place(t, states), reference.place(u, others)
        return (
            np.outer(reference.mean[rows], reference.mean[columns])
            + reference.covariance[np.ix_(rows, columns)]
        )

    z, keep = np.arange(c), space.persistence[:c]
    zz = second(3, z, 3, z)
    zh = second(3, z, 4, z) - zz * keep
    hh = (
        second(4, z, 4, z) - keep[:, None] * second(3, z, 4, z)
        - second(4, z, 3, z) * keep + keep[:, None] * zz * keep
    )  # fmt: skip
    np.testing.assert_allclose(total.zz[3], zz, atol=1e-10)
    np.testing.assert_allclose(total.zh[3], zh, atol=1e-10)
    np.testing.assert_allclose(total.hh[3], hh, atol=1e-10)
    moved = slice(0, kept.lean + 1)
    np.testing.assert_allclose(
        total.even[moved, moved], total.hh.sum(axis=0)[moved, moved] / SCALES[d], atol=1e-10
    )
    assert total.moves.tolist() == [0, 1, 1, 1, 1, 1, 0]


def test_intervals_widen_after_the_last_observation(setting):
    _, space, years, values, blur = setting
    blur = blur.copy()
    blur[0, 4:] = np.inf
    values = np.where(np.isfinite(blur), values, 0.0)
    passed = filter_forward(space, years, values[[0]], blur[[0]], FIRST[[0]])
    spread = {at.t: at.common[0, 0, 0] for at in smooth(space, years, passed, 1)}
    assert spread[3] < spread[4] < spread[5] < spread[6]
    assert spread[6] - spread[5] == pytest.approx(space.step[0, 0])
