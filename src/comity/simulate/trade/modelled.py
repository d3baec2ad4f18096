"""Trade as costs, output and spending alone would have it."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from comity.errors import DataError
from comity.simulate.trade.clearing import clear
from comity.simulate.trade.reach import Array
from comity.simulate.trade.trade_errors import not_cleared

__all__ = ["modelled_trade"]


def modelled_trade(
    access: ArrayLike, output: ArrayLike, spending: ArrayLike, *, tolerance: float = 1e-12
) -> Array:
    """The trade (N, N) that structural gravity gives for costs, output and spending.

    X_ij = t_ij^(1−σ) Y_i E_j / (Y (Π_i P_j)^(1−σ)), with the multilateral resistances Π and P at which rows
    add up to output and columns to spending (Anderson & van Wincoop 2003, equations 9 to 11). What
    counterfactuals of PyPI gegravity start from, in place of observed trade.

    Parameters
    ----------
    access : (N, N)
        t_ij^(1−σ): the exponential of costs times coefficients of a gravity equation.
    output, spending : (N,)
        Where the sums differ, output is scaled to the sum of spending.

    Raises
    ------
    DataError, SolveError
        Negative numbers or wrong shapes; costs under which no table has these sums.
    """
    reach = np.asarray(access, dtype=np.float64)
    made, spent = np.asarray(output, dtype=np.float64), np.asarray(spending, dtype=np.float64)
    if reach.shape != (len(made), len(spent)) or len(made) != len(spent):
        raise DataError(
            f"costs of shape {reach.shape} for {len(made)} outputs and {len(spent)} spendings"
        )
    if not (
        (reach >= 0).all() and np.isfinite(reach).all() and (made > 0).all() and (spent > 0).all()
    ):
        raise DataError("costs must be numbers ≥ 0, output and spending numbers above 0")
    made = made * (spent.sum() / made.sum())
    # resistances at given incomes are the prices that clear markets with incomes held, at θ = 1
    found = clear(
        reach[None], made[None], spent[None], np.ones((1, 1)), "fixed", tolerance=tolerance
    )
    if not np.abs(found.excess).max() <= tolerance:
        raise not_cleared(found.excess[0], int(found.steps[0]), tolerance, spent / made, None)
    reached = reach / found.price[0][:, None]
    return np.asarray(reached * (spent / reached.sum(axis=0)))
