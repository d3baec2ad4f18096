"""Rows that a Poisson regression fits at zero for ever: separation (Correia, Guimarães & Zylkin 2019).

If a combination of regressors and fixed effects is zero on every row with trade and positive on some
without, the likelihood rises as its coefficient falls without end. The rows on which it is positive hold no
information on the rest: they are found, left out and reported.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from comity.errors import ComityError

if TYPE_CHECKING:
    from types import ModuleType

__all__ = [
    "collinear_with_trade",
    "dropped_rows",
    "separated_by_effects",
    "separated_by_regressors",
]

Array = NDArray[np.float64]


def separated_by_effects(
    y: Array, codes: Mapping[str, NDArray[np.int64]]
) -> tuple[NDArray[np.bool_], pl.DataFrame]:
    """Rows whose level of an effect is all zeros (separated) or has no other row (alone).

    Parameters
    ----------
    y : (n,)
    codes : name of an effect → (n,) levels from 0

    Returns
    -------
    kept : (n,)
        After as many passes as it takes until nothing more goes.
    dropped : row, why, by
    """
    kept = np.ones(y.size, dtype=bool)
    parts = [dropped_rows(np.zeros(0, dtype=np.int64), "", "")]
    while True:
        before = int(kept.sum())
        for name, held in codes.items():
            levels = int(held.max(initial=0)) + 1
            count = np.bincount(held[kept], minlength=levels)
            total = np.bincount(held[kept], weights=y[kept], minlength=levels)
            for why, bad in (("separated", (total == 0)), ("alone", (count == 1))):
                lost = kept & bad[held]
                if lost.any():
                    parts.append(dropped_rows(np.flatnonzero(lost), why, name))
                    kept &= ~lost
        if int(kept.sum()) == before:
            return kept, pl.concat(parts)


def collinear_with_trade(
    fixest: ModuleType, data: Mapping[str, Any], regressors: int, effects: int
) -> list[int]:
    """Regressors that, where there is trade, vary only with the effects and with each other.

    Without any, no coefficient can run off to infinity: whatever separates is made of effects alone, which
    leaves the coefficients as they are (Santos Silva & Tenreyro 2010).
    """
    import pandas as pd

    y = np.asarray(data["y_"])
    traded = y > 0
    if traded.all():
        return []
    frame = pd.DataFrame({name: held[traded] for name, held in data.items()})
    frame["z_"] = np.log(y[traded])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            fit = fixest.feols(
                f"z_ ~ {_right(regressors)} | {_fixed(effects)}",
                data=frame,
                vcov="iid",
                fixef_rm="none",
            )
        except (ValueError, RuntimeError, IndexError, np.linalg.LinAlgError):
            return list(range(regressors))  # nothing is left of any of them
        return [int(name[1:-1]) for name in fit._collin_vars]  # noqa: SLF001 - has no public name


def _right(regressors: int) -> str:
    return " + ".join(f"x{n}_" for n in range(regressors))


def _fixed(effects: int) -> str:
    return " + ".join(f"e{n}_" for n in range(effects))


def separated_by_regressors(
    fixest: ModuleType,
    data: Mapping[str, Any],
    regressors: int,
    effects: int,
    *,
    tolerance: float = 1e-4,
    most: int = 200,
) -> NDArray[np.int64]:
    """Places of rows that regressors and effects separate together: the iterative rectifier.

    Least squares of a non-negative target on regressors and effects, with weights so large where there is
    trade that the fit is zero there; the fit, cut at zero, is the next target, until the fit has no negative
    part (Correia, Guimarães & Zylkin 2019, section 3). Effects are swept out by a Krylov method: by turns of
    means, as is common, sweeping does not end under weights so unequal, and separation goes unseen.

    Parameters
    ----------
    data
        ``y_``, ``x0_`` …, ``e0_`` …: (n,) each.

    Raises
    ------
    ComityError
        Where it does not end.
    """
    import pandas as pd

    zero = np.asarray(data["y_"]) == 0
    if not zero.any():
        return np.zeros(0, dtype=np.int64)
    frame = pd.DataFrame(dict(data))
    frame["w_"] = np.where(zero, 1.0, (~zero).sum() / tolerance**2)
    formula = f"u_ ~ {_right(regressors)} | {_fixed(effects)}"
    target = zero.astype(np.float64)
    for _ in range(most):
        frame["u_"] = target
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            fit = fixest.feols(
                formula, data=frame, weights="w_", vcov="iid", fixef_rm="none",
                demeaner=fixest.LsmrDemeaner(),
            )  # fmt: skip
            fitted = np.asarray(fit.predict(), dtype=np.float64)
        fitted[~zero] = 0.0
        # stricter below zero: a false find costs a row, a missed one the estimate
        fitted[(fitted > -0.1 * tolerance) & (fitted < tolerance)] = 0.0
        if (fitted >= 0).all():
            return np.flatnonzero(fitted > 0)
        target = np.maximum(fitted, 0.0)
    raise ComityError(
        f"rows that regressors separate were still being looked for after {most} rounds\n"
        "  leave out a regressor that is on only where there is no trade, or pass joint=False"
    )


def dropped_rows(rows: NDArray[Any], why: str, by: str) -> pl.DataFrame:
    """Rows left out: row, why, by."""
    return pl.DataFrame(
        {"row": rows.astype(np.int64), "why": [why] * rows.size, "by": [by] * rows.size},
        schema={"row": pl.Int64, "why": pl.String, "by": pl.String},
    )
