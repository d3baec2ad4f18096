"""A table that has given sums of rows and columns, stays near a prior, and keeps what is known of its cells.

Entropy balancing with weights and bounds. The table sought is ::

    x_ij = min(p_ij exp(w_ij (λ_i + μ_j)), u_ij)      Σ_j x_ij = r_i      Σ_i x_ij = c_j

that is, the one nearest the prior p in the Kullback–Leibler distance of which each cell is forgiven in
proportion to its own variance w: a cell known well (w near 0) hardly moves, one that is only guessed
takes up what the sums require. With w = 1 and no bounds this is the RAS method (Stone 1961;
Bacharach 1965), with w the generalised form for data of uneven reliability (Lenzen, Wood & Gallego
2006, Economic Systems Research 18(4)). λ and μ are found by turns, one Newton step of a whole row or
column each, in logs.

Pure arrays; labels stay outside.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from comity.errors import DataError

__all__ = ["Balanced", "balance", "scale"]

Array = NDArray[np.float64]

#: The largest step of a multiplier in one turn: a Newton step from far away may overshoot.
STEP = 2.0
#: Multipliers beyond this belong to sums that no table within the bounds has.
REACH = 60.0
TINY = 1e-300


@dataclass(frozen=True, slots=True)
class Balanced:
    """A balanced table.

    Attributes
    ----------
    table : (N, M)
        The cells.
    row, column : (N,), (M,)
        The multipliers λ and μ, from which a similar table can start.
    residual
        The largest gap between a sum and what it should be, over the mean of the sums; what is
        left when the bounds cannot hold the sums.
    iterations
        Turns taken.
    """

    table: Array
    row: Array
    column: Array
    residual: float
    iterations: int


def balance(
    prior: Array,
    rows: Array,
    columns: Array,
    *,
    weight: Array | None = None,
    upper: Array | None = None,
    start: tuple[Array, Array] | None = None,
    tolerance: float = 1e-10,
    limit: int = 2000,
) -> Balanced:
    """The table nearest the prior with these sums.

    Parameters
    ----------
    prior : (N, M)
        Not negative; a cell of 0 stays 0.
    rows, columns : (N,), (M,)
        Sums asked for, with one total between them.
    weight : (N, M), optional
        Variance of each cell's logarithm, in any common unit; 1 everywhere gives plain RAS.
    upper : (N, M), optional
        The most each cell can be; where the bounds leave no room for a sum, the sum gives way and
        ``residual`` says how much.
    start
        Multipliers to start from.

    Raises
    ------
    DataError
        If the shapes differ, a number is negative or not finite, or the totals differ.
    """
    weight = np.ones_like(prior) if weight is None else weight
    upper = np.full_like(prior, np.inf) if upper is None else upper
    _check(prior, rows, columns, weight, upper)
    size = max(float(rows.mean()), float(columns.mean()), TINY)
    a, b = start if start is not None else (np.zeros(len(rows)), np.zeros(len(columns)))
    a, b = a.copy(), b.copy()
    made, gap, best, turn, stale = prior, np.inf, np.inf, 0, 0
    for turn in range(1, limit + 1):
        for _ in range(2):
            made, slope = _cells(prior, weight, upper, a[:, None] + b[None, :])
            a += _step(rows, made.sum(axis=1), slope.sum(axis=1))
        for _ in range(2):
            made, slope = _cells(prior, weight, upper, a[:, None] + b[None, :])
            b += _step(columns, made.sum(axis=0), slope.sum(axis=0))
        np.clip(a, -REACH, REACH, out=a)
        np.clip(b, -REACH, REACH, out=b)
        if turn % 5 == 0:
            made, _ = _cells(prior, weight, upper, a[:, None] + b[None, :])
            gap = max(_gap(made.sum(axis=1), rows), _gap(made.sum(axis=0), columns)) / size
            stale = stale + 1 if gap > 0.97 * best else 0
            best = min(best, gap)
            if gap < tolerance or stale > 12:
                break
    made, _ = _cells(prior, weight, upper, a[:, None] + b[None, :])
    return Balanced(made, a, b, gap, turn)


def scale(prior: Array, rows: Array, columns: Array, *, turns: int = 60) -> Array:
    """Plain RAS: rows and columns scaled by turns. Faster than :func:`balance`, without weights or bounds.

    Returns
    -------
    (N, M)
        Columns add up to the last bit, rows to what so many turns leave (below 10⁻⁶ of a sum for
        tables that are positive off the diagonal).
    """
    made = prior
    for _ in range(turns):
        by = rows / np.maximum(made.sum(axis=1), TINY)
        made = made * by[:, None]
        made = made * (columns / np.maximum(made.sum(axis=0), TINY))[None, :]
        if np.abs(by - 1).max(initial=0.0) < 1e-10:
            break
    return made


def _cells(prior: Array, weight: Array, upper: Array, shift: Array) -> tuple[Array, Array]:
    """The cells, and how fast each grows with its multiplier (0 at its bound)."""
    grown = prior * np.exp(np.clip(weight * shift, -REACH, REACH))
    held = grown >= upper
    made = np.where(held, upper, grown)
    return made, np.where(held, 0.0, weight * grown)


def _step(asked: Array, sums: Array, slope: Array) -> Array:
    """A Newton step of the logarithm of the sums, of limited length; none where nothing can move."""
    room = (slope > TINY) & (sums > TINY)
    wanted = np.log(np.maximum(asked, 1e-30)) - np.log(np.maximum(sums, TINY))
    with np.errstate(over="ignore"):
        step = wanted * np.divide(sums, slope, out=np.zeros_like(sums), where=room)
    return np.clip(np.where(room, step, 0.0), -STEP, STEP)


def _gap(sums: Array, asked: Array) -> float:
    return float(np.abs(sums - asked).max(initial=0.0))


def _check(prior: Array, rows: Array, columns: Array, weight: Array, upper: Array) -> None:
    shape = (len(rows), len(columns))
    for name, table in (("prior", prior), ("weight", weight), ("upper", upper)):
        if table.shape != shape:
            raise DataError(f"{name} is {table.shape}, the sums ask for {shape}")
        if np.isnan(table).any() or (table < 0).any():
            raise DataError(f"{name} has cells that are negative or no number")
    for name, sums in (("rows", rows), ("columns", columns)):
        if not np.isfinite(sums).all() or (sums < 0).any():
            raise DataError(f"{name} has sums that are negative or no number")
    if not np.isclose(rows.sum(), columns.sum(), rtol=1e-9):
        raise DataError(
            f"the rows add up to {rows.sum():,.6g}, the columns to {columns.sum():,.6g}: one total is needed"
        )
