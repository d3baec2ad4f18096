"""One convex quadratic program, solved by the interior-point method of Clarabel (Goulart & Chen 2024)."""

from __future__ import annotations

import numpy as np
from scipy.sparse import coo_array, csc_array

from comity.errors import ComityError
from comity.simulate.energy.market import Array, Index

__all__ = ["Rows", "SolveError", "minimise"]

STEPS = 200
#: The gap asked for, in tolerances: quantities are only as accurate as the root of the gap.
SHARPER = 1e-3
#: Endings whose answer is worth a look; the certificate of the equilibrium then judges it.
USABLE = {"Solved", "AlmostSolved", "InsufficientProgress"}


class SolveError(ComityError):
    """The solver stopped short of an equilibrium."""


class Rows:
    """Entries of a sparse matrix, collected block by block."""

    def __init__(self) -> None:
        self.row: list[Index] = []
        self.column: list[Index] = []
        self.value: list[Array] = []

    def put(self, row: Index, column: Index, value: Array | float) -> None:
        """Add entries at (row, column)."""
        self.row.append(row)
        self.column.append(column)
        self.value.append(np.broadcast_to(value, len(row)).astype(np.float64))

    def matrix(self, shape: tuple[int, int]) -> csc_array:
        """The matrix; entries at the same place are added."""
        where = (np.concatenate(self.row), np.concatenate(self.column))
        return csc_array(coo_array((np.concatenate(self.value), where), shape=shape))


def minimise(
    curve: Array, linear: Array, matrix: csc_array, limit: Array, equalities: int, tolerance: float
) -> tuple[Array, Array, int, str]:
    """Minimise ½ Σ curve x² + linear · x, with matrix · x = limit in the first rows and ≤ limit in the rest.

    Returns
    -------
    x, multipliers of the rows, steps taken, the solver's word for how it ended

    Raises
    ------
    SolveError
        Saying how far it got.
    """
    import clarabel  # loaded where it is used: scenario files are read without it

    settings = clarabel.DefaultSettings()
    settings.verbose = False
    settings.max_iter = STEPS
    settings.presolve_enable = False
    settings.max_threads = 1
    settings.tol_gap_abs = settings.tol_gap_rel = SHARPER * tolerance
    settings.tol_feas = tolerance
    bends = np.flatnonzero(curve)
    quadratic = csc_array((curve[bends], (bends, bends)), shape=(len(curve), len(curve)))
    cones = [clarabel.ZeroConeT(equalities), clarabel.NonnegativeConeT(len(limit) - equalities)]
    done = clarabel.DefaultSolver(quadratic, linear, matrix, limit, cones, settings).solve()
    status = str(done.status)
    if status not in USABLE:
        raise SolveError(
            f"the solver stopped short: {status} after {done.iterations} of at most {STEPS} steps; "
            f"balances met to {done.r_prim:.1e}, prices to {done.r_dual:.1e} (asked: {tolerance:.0e})\n"
            "  look for costs and capacities of very different size, or ask for a looser tolerance"
        )
    return np.asarray(done.x), np.asarray(done.z), int(done.iterations), status
