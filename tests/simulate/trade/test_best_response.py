"""Best responses come to rest where nobody wants to move; what they find is held against every set."""

from __future__ import annotations

import numpy as np
import pytest

from comity.simulate.trade.best_response import both_ends, settle
from comity.simulate.trade.shapley import subsets


def equilibria(gain, n):
    """Every set from which nobody wants to move, by trying them all."""
    return {
        tuple(joined)
        for joined in subsets(n)
        if not np.where(joined, gain(joined) < 0, gain(joined) > 0).any()
    }


def test_without_others_each_joins_who_gains():
    own = np.array([1.0, -1.0, 0.5, -0.1])
    least, most = both_ends(lambda joined: own, 4)
    assert least.joined.tolist() == most.joined.tolist() == [True, False, True, False]
    assert least.at_rest
    assert least.gain.tolist() == own.tolist()


def test_where_joining_feeds_on_itself_the_ends_are_the_extreme_equilibria():
    rng = np.random.default_rng(4)
    apart = 0
    for _ in range(40):
        own, pull = rng.normal(-0.5, 0.4, 6), rng.uniform(0, 0.4, (6, 6))
        np.fill_diagonal(pull, 0)
        gain = lambda joined, o=own, p=pull: o + p @ joined  # noqa: E731
        least, most = both_ends(gain, 6)
        known = equilibria(gain, 6)
        assert tuple(least.joined) in known
        assert tuple(most.joined) in known
        assert least.joined.sum() == min(map(sum, known))
        assert most.joined.sum() == max(map(sum, known))
        apart += len(known) > 1
    assert apart > 3  # the case with several equilibria is among them


def test_where_others_put_it_off_it_still_comes_to_rest():
    """All at once they would go in and out for ever; one at a time they stop."""
    gain = lambda joined: 1.5 - joined.sum() + joined  # noqa: E731  # room for two
    found = settle(gain, np.zeros(5, dtype=bool))
    assert found.at_rest
    assert found.joined.sum() == 2
    assert tuple(found.joined) in equilibria(gain, 5)


def test_who_never_rests_is_reported():
    """One wants to be where the other is, the other where the first is not."""

    def gain(joined):
        return np.array([1.0 if joined[1] else -1.0, -1.0 if joined[0] else 1.0])

    assert not settle(gain, np.zeros(2, dtype=bool), most=20).at_rest


@pytest.mark.parametrize("start", [0, 1])
def test_the_indifferent_stay(start):
    found = settle(lambda joined: np.zeros(3), np.full(3, bool(start)))
    assert found.joined.all() == bool(start)
