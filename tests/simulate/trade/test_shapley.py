"""Shapley values against their definition over all orders, and the axioms that single them out."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.errors import DataError
from comity.simulate.trade.shapley import additive_guide, exact, sampled, subsets


def by_definition(worth: np.ndarray, n: int) -> np.ndarray:
    """What each adds on arrival, one order after the other."""
    value = np.zeros(n)
    orders = list(permutations(range(n)))
    for order in orders:
        there = 0
        for member in order:
            value[member] += worth[there | 1 << member] - worth[there]
            there |= 1 << member
    return value / len(orders)


games = st.integers(1, 5).flatmap(
    lambda n: st.tuples(
        st.just(n), st.lists(st.floats(-9, 9), min_size=(1 << n) - 1, max_size=(1 << n) - 1)
    )
)


@given(games)
@settings(max_examples=60)
def test_exact_agrees_with_every_order_one_by_one(game):
    n, rest = game
    worth = np.array([0.0, *rest])
    found = exact(worth)
    assert found == pytest.approx(by_definition(worth, n), abs=1e-10)
    assert found.sum() == pytest.approx(worth[-1], abs=1e-10)  # efficiency


def test_symmetry_and_the_null_player():
    """Members 0 and 1 are alike; member 2 adds nothing to anyone."""
    joined = subsets(4)
    worth = (joined[:, 0] | joined[:, 1]) * 2.0 + (joined[:, 0] & joined[:, 3]) + (
        joined[:, 1] & joined[:, 3]
    )  # fmt: skip
    value = exact(worth.astype(float))
    assert value[0] == pytest.approx(value[1])
    assert value[2] == 0


def test_additivity():
    rng = np.random.default_rng(1)
    one, other = rng.normal(size=(2, 16))
    assert exact(one + other) == pytest.approx(exact(one) + exact(other))


def test_a_missing_coalition_is_refused():
    with pytest.raises(DataError, match="power of two"):
        exact(np.zeros(7))


def weighted(n: int, seed: int = 3):
    """A game like a target's loss: convex in the shares of those who left, with a small rest."""
    share = np.random.default_rng(seed).dirichlet(np.full(n, 0.7)) * 0.6
    lean = np.linspace(0, 1, n)
    return lambda joined: (
        1 - (1 - joined @ share) ** 0.2 + 0.01 * (joined @ share) * (joined @ (share * lean))
    )


@pytest.mark.parametrize("guided", [False, True])
def test_sampled_meets_exact_within_its_errors(guided):
    n, game = 8, weighted(8)
    guide = additive_guide(game(np.eye(n, dtype=bool)), float(game(np.ones((1, n), bool))[0]))
    rng = np.random.default_rng(0)
    found = sampled(game, n, pairs=30, rng=rng, guide=guide if guided else None)
    true = exact(game(subsets(n)))
    assert not found.exact
    assert found.value.sum() == pytest.approx(true.sum(), rel=1e-12)  # efficiency, however few
    assert np.all(np.abs(found.value - true) <= 4 * found.error)


def test_a_guide_takes_up_most_of_the_error():
    n, game = 20, weighted(20)
    guide = additive_guide(game(np.eye(n, dtype=bool)), float(game(np.ones((1, n), bool))[0]))
    plain, guided = (
        sampled(game, n, pairs=12, rng=np.random.default_rng(0), guide=g) for g in (None, guide)
    )
    assert guided.error.sum() < plain.error.sum() / 5


def test_a_guide_meets_its_two_ends():
    alone = np.array([0.02, 0.05, 0.001])
    guide = additive_guide(alone, 0.09)
    assert guide is not None
    assert guide(np.eye(3, dtype=bool)) == pytest.approx(alone)
    assert guide(np.ones((1, 3), bool)) == pytest.approx([0.09])
    assert additive_guide(np.array([0.5, 0.5]), 1.5) is None


def test_one_pair_has_no_error():
    with pytest.raises(DataError, match="at least 2"):
        sampled(weighted(3), 3, pairs=1, rng=np.random.default_rng(0))
