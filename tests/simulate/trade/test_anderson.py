"""Fixed points: of maps whose answer is known, of maps that plain repetition never settles, and of none."""

from __future__ import annotations

import numpy as np
import pytest

from comity.simulate.trade.anderson import fixed_point


def test_a_linear_map_is_solved_in_as_many_steps_as_it_has_directions():
    random = np.random.default_rng(0)
    matrix = random.normal(size=(6, 6))
    matrix *= 0.95 / np.abs(np.linalg.eigvals(matrix)).max()
    shift = random.normal(size=6)
    answer = np.linalg.solve(np.eye(6) - matrix, shift)
    found, residual, steps = fixed_point(lambda x: matrix @ x + shift, np.zeros(6), tolerance=1e-12)
    assert found == pytest.approx(answer, abs=1e-10)
    assert residual <= 1e-12
    assert steps < 30  # plain repetition takes about 500


def test_a_map_that_repels_is_solved_all_the_same():
    found, _, _ = fixed_point(lambda x: -3 * x + 8, np.zeros(1), tolerance=1e-13)
    assert found == pytest.approx([2])


def test_a_start_at_the_answer_takes_one_step():
    found, residual, steps = fixed_point(np.cos, np.full(3, 0.7390851332151607), tolerance=1e-12)
    assert (steps, residual <= 1e-12) == (1, True)
    assert found.shape == (3,)


def test_a_map_without_a_fixed_point_gives_its_best_and_says_how_far_off():
    _, residual, steps = fixed_point(
        lambda x: x + 1 + x**2, np.array([0.5]), tolerance=1e-9, most=60
    )
    assert steps == 60
    assert 1 <= residual < 1.5


def test_no_entry_moves_further_than_its_reach():
    seen = []

    def improve(x):
        seen.append(x.copy())
        return x + np.sign(5 - x) * 10

    fixed_point(improve, np.zeros(2), tolerance=1e-9, most=20, reach=0.25)
    steps = np.abs(np.diff(np.array(seen), axis=0)).max(axis=1)
    assert steps[:10].max() <= 0.25 + 1e-12


def test_values_that_are_no_numbers_are_stepped_back_from():
    def improve(x):
        return np.where(x > 1, np.nan, 0.5 * x + 0.25)

    found, residual, _ = fixed_point(improve, np.array([0.9]), tolerance=1e-12)
    assert found == pytest.approx([0.5])
    assert residual <= 1e-12
