"""Poisson pseudo-maximum likelihood with high-dimensional fixed effects: how trade costs are estimated.

Trade is ``exp(effects + Xβ)`` in the mean, zeros included (Santos Silva & Tenreyro 2006). Exporter-year and
importer-year effects stand for the multilateral resistances of structural gravity, pair effects for whatever
keeps two states apart for good (Baier & Bergstrand 2007; Yotov et al. 2016, box 1). The fit is pyfixest's
``fepois``; errors are clustered, with the correction G / (G − 1) alone, as in the book's Stata programs.

A maximum need not exist: rows that some effect or regressor fits at zero for ever are **separated** (Correia,
Guimarães & Zylkin 2019). They say nothing about β, are taken out, and every one of them is reported.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from comity.errors import ComityError, DataError, shown
from comity.simulate.trade.ppml_separation import (
    collinear_with_trade,
    dropped_rows,
    separated_by_effects,
    separated_by_regressors,
)

if TYPE_CHECKING:
    from types import ModuleType

__all__ = ["Ppml", "ppml"]

Array = NDArray[np.float64]
#: Rows in which joint separation is looked for unasked; beyond, it takes minutes.
LOOKED_THROUGH = 50_000
#: A fixed effect: the columns whose combinations are its levels.
Effect = str | Sequence[str]


@dataclass(frozen=True, slots=True)
class Ppml:
    """A fit. K regressors.

    Attributes
    ----------
    names : K
    coefficient : (K,)
    covariance : (K, K)
        Clustered.
    observations, clusters : int
        Used by the fit.
    effects : names of the fixed effects
    cluster : str
    dropped
        Rows of the sample that the fit left out: ``row`` (from 0), ``why`` (``separated`` or ``alone``) and
        ``by`` (the effect whose level is all zeros or has one row only, or ``jointly``).
    deviance : float
    """

    names: tuple[str, ...]
    coefficient: Array
    covariance: Array
    observations: int
    clusters: int
    effects: tuple[str, ...]
    cluster: str
    dropped: pl.DataFrame
    deviance: float

    @property
    def se(self) -> Array:
        """(K,) clustered standard errors."""
        return np.sqrt(np.diag(self.covariance))

    @property
    def separated(self) -> int:
        """How many rows were separated."""
        return self.dropped.filter(pl.col("why") == "separated").height

    def sum(self, weights: Mapping[str, float] | Sequence[str]) -> tuple[float, float]:
        """A weighted sum of coefficients and its standard error; a list of names has weights of one."""
        wanted = weights if isinstance(weights, Mapping) else dict.fromkeys(weights, 1.0)
        if missing := [name for name in wanted if name not in self.names]:
            raise DataError(f"no coefficient {missing[0]}; the fit has {', '.join(self.names)}")
        w = np.array([wanted.get(name, 0.0) for name in self.names])
        return float(w @ self.coefficient), math.sqrt(float(w @ self.covariance @ w))

    def table(self) -> pl.DataFrame:
        """One row a regressor: name, coefficient, se, z."""
        found = {"name": self.names, "coefficient": self.coefficient, "se": self.se}
        return pl.DataFrame(found).with_columns(z=pl.col("coefficient") / pl.col("se"))


def ppml(
    frame: pl.DataFrame,
    outcome: str,
    regressors: Sequence[str],
    effects: Sequence[Effect],
    *,
    cluster: Effect,
    joint: bool | None = None,
    tolerance: float = 1e-10,
) -> Ppml:
    """Fit ``outcome ~ regressors`` with fixed effects and errors clustered by ``cluster``.

    Parameters
    ----------
    frame
        One row an observation; nothing null in the columns that are used.
    effects, cluster
        A column, or columns whose combinations count: ``("exporter", "year")``.
    joint
        Also look for rows that regressors and effects separate only together. None: in samples of up to
        50,000 rows. Without, no coefficient is in doubt: they are identified from rows with trade, or
        refused (Santos Silva & Tenreyro 2010); rows that several effects separate together stay in, fitted
        near zero.

    Raises
    ------
    ComityError
        pyfixest is not installed, or the fit does not converge.
    DataError
        A missing column, a null, a negative outcome, a regressor that the effects absorb.
    """
    fixest = _pyfixest()
    columns = {_named(e): _columns(e) for e in effects}
    group = _named(cluster)
    _check(frame, outcome, regressors, [c for e in (*effects, cluster) for c in _columns(e)])
    codes = {name: _codes(frame, held) for name, held in columns.items()}
    y = frame[outcome].to_numpy().astype(np.float64)
    kept, dropped = separated_by_effects(y, codes)
    if not kept.any():
        raise DataError(
            "no row is left to estimate from: every row is alone in an effect or separated by one"
        )
    rows = np.flatnonzero(kept)
    data: dict[str, Any] = {
        "row_": rows,
        "y_": y[rows],
        "g_": _codes(frame, _columns(cluster))[rows],
    }
    data |= {
        f"x{n}_": frame[name].to_numpy().astype(np.float64)[rows]
        for n, name in enumerate(regressors)
    }
    data |= {f"e{n}_": held[rows] for n, held in enumerate(codes.values())}
    alone = collinear_with_trade(fixest, data, len(regressors), len(codes))
    look = len(rows) <= LOOKED_THROUGH if joint is None else joint
    if alone and not look:
        raise DataError(
            f"not identified: {', '.join(regressors[n] for n in alone)} varies only where there is no trade, "
            "apart from the fixed effects and the other regressors; leave it out\n"
            "  or have the rows looked for that it separates:  joint=True"
        )
    gone = np.zeros(0, dtype=np.int64)
    if look:
        gone = separated_by_regressors(fixest, data, len(regressors), len(codes))
        data = {name: np.delete(held, gone) for name, held in data.items()}
        dropped = pl.concat([dropped, dropped_rows(rows[gone], "separated", "jointly")])
    groups = int(np.unique(data["g_"]).size)
    if groups < 2:
        raise DataError(
            f"errors cannot be clustered by {group}: the rows left are in {groups} group(s)"
        )
    fitted = _fepois(fixest, data, len(regressors), len(codes), tolerance)
    # the fit's own numbers have no public names
    absorbed = [regressors[int(name[1:-1])] for name in fitted._collin_vars]  # noqa: SLF001
    if absorbed:
        lost = f"\n  {gone.size} row(s) without trade that it separates were left out"
        raise DataError(
            f"not identified: {', '.join(absorbed)} varies only with the fixed effects {', '.join(codes)} "
            f"or with the other regressors, or not at all; leave it out{lost * bool(gone.size)}"
        )
    return Ppml(
        names=tuple(regressors),
        coefficient=np.asarray(fitted._beta_hat, dtype=np.float64),  # noqa: SLF001
        covariance=np.asarray(fitted._vcov, dtype=np.float64),  # noqa: SLF001
        observations=int(data["row_"].size),
        clusters=groups,
        effects=tuple(codes),
        cluster=group,
        dropped=dropped.sort("row"),
        deviance=float(fitted.deviance),
    )


def _fepois(
    fixest: ModuleType, data: Mapping[str, Any], regressors: int, effects: int, tolerance: float
) -> Any:  # fmt: skip
    import pandas as pd

    right = "+".join(f"x{n}_" for n in range(regressors))
    fixed = "+".join(f"e{n}_" for n in range(effects))
    with warnings.catch_warnings():
        # what it tells by warnings (separation, absorbed regressors) is read off the fit and reported
        warnings.simplefilter("ignore")
        try:
            return fixest.fepois(
                f"y_ ~ {right} | {fixed}",
                data=pd.DataFrame(dict(data)),
                vcov={"CRV1": "g_"},
                ssc=fixest.ssc(k_adj=False, G_adj=True),
                fixef_rm="none",
                separation_check=[],  # looked for before
                iwls_tol=tolerance,
                iwls_maxiter=200,
                demeaner=fixest.MapDemeaner(fixef_tol=1e-9),
            )
        except (ValueError, RuntimeError, np.linalg.LinAlgError) as error:
            raise ComityError(f"the fit of {right} did not converge: {error}") from error


def _pyfixest() -> ModuleType:
    try:
        import pyfixest
    except ImportError as error:
        raise ComityError(
            "estimating trade costs needs pyfixest, which is not installed\n"
            '  pip install "comity[estimation]"\n'
            "  the estimates that ship need nothing:  comity trade-effects"
        ) from error
    return pyfixest  # type: ignore[no-any-return, unused-ignore]


def _check(
    frame: pl.DataFrame, outcome: str, regressors: Sequence[str], others: Sequence[str]
) -> None:
    wanted = [outcome, *regressors, *others]
    if missing := sorted(set(wanted) - set(frame.columns)):
        raise DataError.missing_columns("the sample", missing, frame.columns)
    if not regressors:
        raise DataError("no regressor: there is nothing to estimate")
    if len(set(regressors)) < len(regressors):
        raise DataError(f"a regressor is named twice: {', '.join(regressors)}")
    if frame.is_empty():
        raise DataError("the sample has no rows")
    empty = [name for name in dict.fromkeys(wanted) if frame[name].null_count()]
    if empty:
        raise DataError(
            f"{empty[0]} is null in {frame[empty[0]].null_count()} row(s): leave those out first"
        )
    for name in (outcome, *regressors):
        if not (frame[name].dtype.is_numeric() or frame[name].dtype == pl.Boolean):
            raise DataError(f"{name} is {frame[name].dtype}, not a number")
        if not np.isfinite(frame[name].to_numpy().astype(np.float64)).all():
            raise DataError(f"{name} has values that are no finite number")
    least: Any = frame[outcome].min()
    if least < 0:
        raise DataError(f"{outcome} has a negative value, {shown(least)}: trade is zero or more")
    if frame[outcome].max() == 0:
        raise DataError(f"{outcome} is zero in every row")


def _columns(effect: Effect) -> tuple[str, ...]:
    return (effect,) if isinstance(effect, str) else tuple(effect)


def _named(effect: Effect) -> str:
    return "-".join(_columns(effect))


def _codes(frame: pl.DataFrame, columns: Sequence[str]) -> NDArray[np.int64]:
    """(n,) the level of each row, from 0, in order of appearance."""
    ids = frame.select(pl.struct(columns).rank("dense").cast(pl.Int64) - 1)
    return ids.to_series().to_numpy()
