"""Standard errors against simulation.

20,000 multinomial draws estimate a standard deviation to about 0.5 %; the delta method itself is off
by terms of order 1/n. 5 % covers both at n = 400.
"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.measures import uncertainty
from comity.measures.similarity import MEASURES, similarities
from comity.measures.uncertainty import LEVEL, interval, standard_error
from tests.measures.slow import fast

P = np.array([[0.40, 0.10, 0.05], [0.10, 0.10, 0.05], [0.02, 0.08, 0.10]])


@pytest.mark.parametrize("name", MEASURES)
def test_standard_error_is_the_spread_of_repeated_draws(name, monkeypatch):
    monkeypatch.setattr(uncertainty, "PSEUDO", 0.0)
    draws = np.random.default_rng(7).multinomial(400, P.ravel(), size=20_000).reshape(-1, 3, 3)
    found = standard_error(name, (P * 400)[None])[0]
    assert found == pytest.approx(fast(name, draws.astype(float)).std(), rel=0.05)


@pytest.mark.parametrize("name", MEASURES)
def test_intervals_cover_the_truth_about_as_often_as_they_say(name):
    draws = np.random.default_rng(11).multinomial(120, P.ravel(), size=4_000).reshape(-1, 3, 3)
    values = fast(name, draws.astype(float))
    low, high = interval(name, draws.astype(float), values)
    truth = fast(name, P[None] * 1e6)[0]
    assert ((low <= truth) & (truth <= high)).mean() == pytest.approx(LEVEL, abs=0.03)


@pytest.mark.parametrize("name", MEASURES)
@given(cells=st.lists(st.integers(0, 30), min_size=9, max_size=9))
def test_an_interval_holds_its_value_and_is_as_unknown_as_it(name, cells):
    counts = np.array(cells, dtype=float).reshape(1, 3, 3)
    value = similarities(counts, [name])[name]
    low, high = interval(name, counts, value)
    if np.isnan(value[0]):
        assert np.isnan(low[0])
        assert np.isnan(high[0])
    else:
        assert low[0] <= value[0] + 1e-9
        assert value[0] <= high[0] + 1e-9


def test_three_identical_votes_are_not_certain():
    counts = np.zeros((1, 3, 3))
    counts[0, 0, 0] = 3
    low, _ = interval("agreement", counts, np.array([1.0]))
    assert low[0] < 0.8
