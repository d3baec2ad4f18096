"""The six measures against their definitions, written out in ``slow.py``.

Tolerance 1e-9: both sides are double precision, and the ratios of a degenerate tally (nearly no
variation) lose at most a few digits of sixteen.
"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.measures.similarity import MEASURES, s_score
from comity.measures.tallies import pairs, tally_choices
from tests.measures import slow
from tests.measures.slow import fast

TOLERANCE = 1e-9


@st.composite
def sequences(draw: st.DrawFn) -> tuple[list[int], list[int], int]:
    k = draw(st.integers(2, 5))
    n = draw(st.integers(1, 40))
    choice = st.integers(0, k - 1)
    a = draw(st.lists(choice, min_size=n, max_size=n))
    b = draw(st.lists(choice, min_size=n, max_size=n))
    return a, b, k


def tally(a: list[int], b: list[int], k: int) -> np.ndarray:
    counts = np.zeros((k, k), dtype=np.float32)
    for i, j in zip(a, b, strict=True):
        counts[i, j] += 1
    return counts


@pytest.mark.parametrize("name", MEASURES)
@given(votes=sequences())
def test_agrees_with_the_slow_definition(name, votes):
    a, b, k = votes
    expected = slow.MEASURES[name](a, b, k)
    found = float(fast(name, tally(a, b, k)))
    if expected is None:
        assert np.isnan(found)
    else:
        assert found == pytest.approx(expected, abs=TOLERANCE)


@pytest.mark.parametrize("name", MEASURES)
@given(votes=sequences())
def test_does_not_depend_on_who_comes_first(name, votes):
    counts = tally(*votes)
    assert np.array_equal(
        np.round(fast(name, counts), 9), np.round(fast(name, counts.T), 9), equal_nan=True
    )


@pytest.mark.parametrize("name", MEASURES)
@given(votes=sequences())
def test_stays_in_its_bounds(name, votes):
    found = float(fast(name, tally(*votes)))
    low, high = {"agreement": (0, 1)}.get(name, (-1, 1))
    assert np.isnan(found) or low - TOLERANCE <= found <= high + TOLERANCE


@pytest.mark.parametrize("name", MEASURES)
@given(votes=sequences())
def test_reversing_the_order_of_choices_changes_nothing(name, votes):
    counts = tally(*votes)
    flipped = counts[::-1, ::-1]
    assert np.array_equal(
        np.round(fast(name, counts), 9), np.round(fast(name, flipped), 9), equal_nan=True
    )


@pytest.mark.parametrize("name", MEASURES)
def test_no_shared_case_is_unknown_not_zero(name):
    assert np.isnan(fast(name, np.zeros((3, 3))))


@pytest.mark.parametrize("name", ["agreement", "s", "pi", "kappa", "tau_b"])
def test_the_same_votes_are_perfect_agreement(name):
    counts = np.diag([5.0, 3.0, 2.0])
    assert fast(name, counts) == pytest.approx(1.0)


@pytest.mark.parametrize("name", ["pi", "kappa", "tau_b"])
def test_one_choice_throughout_leaves_chance_corrected_measures_undefined(name):
    counts = np.zeros((3, 3))
    counts[0, 0] = 7
    assert np.isnan(fast(name, counts))


def test_squared_distances_punish_opposition_more_than_abstention():
    opposed, abstained = np.zeros((3, 3)), np.zeros((3, 3))
    opposed[0, 2], abstained[0, 1] = 1, 1
    assert s_score(opposed, "squared") == s_score(opposed, "absolute") == -1
    assert s_score(abstained, "squared") == 0.5
    assert s_score(abstained, "absolute") == 0.0


@given(st.integers(1, 12), st.integers(2, 9), st.integers(2, 4), st.randoms(use_true_random=False))
def test_tallies_count_every_pair_over_the_cases_both_chose(cases, actors, k, random):
    choices = np.array([[random.randint(0, k) for _ in range(actors)] for _ in range(cases)])
    found = tally_choices(choices, k)
    for p, (i, j) in enumerate(zip(*pairs(actors), strict=True)):
        both = [(x, y) for x, y in zip(choices[:, i], choices[:, j], strict=True) if x and y]
        expected = np.zeros((k, k))
        for x, y in both:
            expected[x - 1, y - 1] += 1
        assert np.array_equal(found[p], expected)


@given(st.randoms(use_true_random=False))
def test_the_order_of_cases_and_the_names_of_actors_do_not_matter(random):
    choices = np.array([[random.randint(0, 3) for _ in range(4)] for _ in range(9)])
    shuffled = choices[random.sample(range(9), 9)]
    assert np.array_equal(tally_choices(choices, 3), tally_choices(shuffled, 3))
    swapped = tally_choices(choices[:, [1, 0, 2, 3]], 3)
    assert np.array_equal(swapped[0], tally_choices(choices, 3)[0].T)
