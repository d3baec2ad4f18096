"""Balanced tables add up, keep their bounds, and equal a RAS written plainly."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.errors import DataError
from comity.simulate.trade.balancing import balance, scale


def ras_plainly(prior: np.ndarray, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """Rows and columns scaled in turn, cell by cell."""
    made = prior.copy()
    for _ in range(3000):
        for i in range(len(rows)):
            made[i, :] *= rows[i] / sum(made[i, :])
        for j in range(len(columns)):
            made[:, j] *= columns[j] / sum(made[:, j])
    return made


def case(seed: int, size: int = 6) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A prior without a diagonal, and sums that some table without one has."""
    rng = np.random.default_rng(seed)
    off = ~np.eye(size, dtype=bool)
    prior, truth = (np.where(off, rng.lognormal(0, 2, (size, size)), 0.0) for _ in range(2))
    return prior, truth.sum(axis=1), truth.sum(axis=0)


@given(st.integers(0, 10_000))
def test_adds_up_and_is_the_ras_table(seed: int) -> None:
    prior, rows, columns = case(seed)
    made = balance(prior, rows, columns)
    assert made.residual < 1e-10
    assert made.table.sum(axis=1) == pytest.approx(rows, rel=1e-8)
    assert made.table.sum(axis=0) == pytest.approx(columns, rel=1e-8)
    assert scale(prior, rows, columns, turns=3000) == pytest.approx(made.table, rel=1e-5, abs=1e-9)


def test_equals_a_ras_written_plainly() -> None:
    prior, rows, columns = case(7, 5)
    expected = ras_plainly(prior, rows, columns)
    assert balance(prior, rows, columns).table == pytest.approx(expected, rel=1e-6)


def test_a_cell_of_weight_zero_stays_and_a_bound_holds() -> None:
    prior, rows, columns = case(3)
    truth = balance(prior, rows, columns).table
    weight = np.ones_like(prior)
    weight[0, 1] = 0.0
    prior = truth * 1.0
    prior[0, 1] = truth[0, 1] * 0.9
    upper = np.full_like(prior, np.inf)
    upper[2, 3] = truth[2, 3] * 0.8
    made = balance(prior, rows, columns, weight=weight, upper=upper)
    assert made.residual < 1e-9
    assert made.table[0, 1] == pytest.approx(prior[0, 1])
    assert made.table[2, 3] <= upper[2, 3]
    assert np.all(made.table[np.eye(6, dtype=bool)] == 0)


def test_a_cell_known_better_moves_less() -> None:
    prior = np.array([[0.0, 2.0, 2.0], [1.0, 0.0, 1.0], [1.0, 1.0, 0.0]])
    rows, columns = np.array([6.0, 2.0, 2.0]), np.array([2.0, 4.0, 4.0])
    weight = np.ones((3, 3))
    weight[0, 1] = 0.1
    made = balance(prior, rows, columns, weight=weight).table
    assert made.sum(axis=1) == pytest.approx(rows)
    assert abs(np.log(made[0, 1] / 2)) < abs(np.log(made[0, 2] / 2))


def test_bounds_that_leave_no_room_are_told() -> None:
    prior, rows, columns = case(1)
    made = balance(prior, rows, columns, upper=np.full_like(prior, rows.mean() / 50))
    assert made.residual > 0.1
    assert np.all(made.table <= rows.mean() / 50)


def test_starts_from_multipliers() -> None:
    prior, rows, columns = case(2)
    first = balance(prior, rows, columns)
    again = balance(prior, rows, columns, start=(first.row, first.column))
    assert again.iterations <= first.iterations
    assert again.table == pytest.approx(first.table)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"rows": np.array([1.0, -1.0])}, "negative"),
        ({"rows": np.array([1.0, np.nan])}, "no number"),
        ({"columns": np.array([5.0, 5.0])}, "add up to"),
        ({"prior": np.ones((3, 2))}, "the sums ask for"),
        ({"prior": np.array([[np.nan, 1.0], [1.0, 0.0]])}, "no number"),
    ],
)
def test_wrong_tables_are_refused(change: dict[str, np.ndarray], told: str) -> None:
    good = {"prior": np.ones((2, 2)), "rows": np.ones(2), "columns": np.ones(2)}
    with pytest.raises(DataError, match=told):
        balance(**{**good, **change})
