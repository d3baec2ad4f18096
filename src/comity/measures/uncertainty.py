"""Standard errors of the six measures, by the delta method on a tally.

The cases (resolutions, or partner states) are taken as draws from a multinomial over the k² cells.
With ψ a measure's influence on each cell, Var = Σ p ψ² / n (less the squared mean, which is zero). For
L, E and F as in :mod:`comity.measures.similarity`,

    ψ_L(i, j) = δ(i, j) − L,   ψ_E(i, j) = Σ_l c_l δ(i, l) + Σ_k r_k δ(k, j) − 2 E,
    ψ_F(i, j) = Σ_l m_l (δ(i, l) + δ(j, l)) − 2 F,

and the chain rule gives the rest; tau-b after Brown & Benedetti (1977). Votes of one state on
different resolutions are not independent, so the interval is the least one should allow.

A tally with one kind of case has no spread of its own; its variance is taken from the tally with
``PSEUDO`` further cases spread evenly, so that three identical votes do not look certain. The
measure itself is never smoothed.
"""

from __future__ import annotations

from collections.abc import Callable
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from comity.measures.similarity import MEASURES, distances, order_signs

__all__ = ["LEVEL", "REACH", "interval", "standard_error"]

Array = npt.NDArray[np.floating]

#: Probability of every interval Comity reports.
LEVEL = 0.90
#: Standard deviations from the middle to either end of a normal interval of that level.
REACH = NormalDist().inv_cdf(0.5 + LEVEL / 2)
#: Cases added, spread evenly over the cells, when a variance is estimated (Agresti & Coull 1998 add four).
PSEUDO = 2.0

#: A lies in −1 … 1 as the others do: it is 1 only for two halves of opposite votes shared exactly.
_BOUNDS = {"agreement": (0.0, 1.0)}


def interval(measure: str, counts: Array, value: Array) -> tuple[Array, Array]:
    """90 % interval of a measure, cut at its bounds.

    Parameters
    ----------
    measure
        A name in :data:`~comity.measures.similarity.MEASURES`.
    counts : (..., k, k)
        Tallies.
    value : (...)
        The measure of those tallies; where it is NaN, so are both limits.
    """
    reach = REACH * standard_error(measure, counts)
    lowest, highest = _BOUNDS.get(measure, (-1.0, 1.0))
    return np.clip(value - reach, lowest, highest), np.clip(value + reach, lowest, highest)


def standard_error(measure: str, counts: Array) -> Array:
    """Standard error of a measure of tallies (..., k, k), by the delta method."""
    k = counts.shape[-1]
    n = counts.sum(axis=(-2, -1), dtype=np.float64)
    padded = counts.astype(np.float64) + PSEUDO / k**2
    p = padded / padded.sum(axis=(-2, -1), keepdims=True)
    influence = _INFLUENCE[measure](p)
    mean = (p * influence).sum(axis=(-2, -1), keepdims=True)
    variance = (p * (influence - mean) ** 2).sum(axis=(-2, -1))
    return np.sqrt(np.divide(variance, n, out=np.full(n.shape, np.nan), where=n > 0))


def _parts(p: Array, delta: Array, *, pooled: bool = False) -> tuple[Array, Array, Array, Array]:
    """L, E (or F), ψ_L and ψ_E (or ψ_F), the scalars with trailing axes of one."""
    rows, columns = p.sum(axis=-1), p.sum(axis=-2)
    if pooled:
        rows = columns = (rows + columns) / 2
    observed = (p * delta).sum(axis=(-2, -1))[..., None, None]
    to_columns = (columns @ delta)[..., :, None]
    to_rows = (rows @ delta)[..., None, :]
    expected = (rows[..., :, None] * to_columns).sum(axis=(-2, -1))[..., None, None]
    return observed, expected, delta - observed, to_columns + to_rows - 2 * expected


def _of_agreement(p: Array) -> Array:
    return -distances(p.shape[-1], "absolute") + 0 * p


def _of_s(p: Array) -> Array:
    return 2 * _of_agreement(p)


def _of_s_squared(p: Array) -> Array:
    return -2 * distances(p.shape[-1], "squared") + 0 * p


def _of_a(p: Array) -> Array:
    _, _, psi_l, psi_e = _parts(p, distances(p.shape[-1], "absolute"))
    return 2 * (psi_e - psi_l)


def _of_ratio(p: Array, delta: Array, *, pooled: bool) -> Array:
    observed, expected, psi_l, psi_e = _parts(p, delta, pooled=pooled)
    return -psi_l / expected + observed / expected**2 * psi_e


def _of_kappa(p: Array) -> Array:
    return _of_ratio(p, distances(p.shape[-1], "squared"), pooled=False)


def _of_pi(p: Array) -> Array:
    return _of_ratio(p, distances(p.shape[-1], "squared"), pooled=True)


def _of_pi_nominal(p: Array) -> Array:
    return _of_ratio(p, distances(p.shape[-1], "nominal"), pooled=True)


def _of_tau_b(p: Array) -> Array:
    k = p.shape[-1]
    rows, columns = p.sum(axis=-1), p.sum(axis=-2)
    beyond = (p.reshape(*p.shape[:-2], k * k) @ order_signs(k)).reshape(p.shape)
    untied_rows = 1 - (rows**2).sum(axis=-1)[..., None, None]
    untied_columns = 1 - (columns**2).sum(axis=-1)[..., None, None]
    root = np.sqrt(untied_rows * untied_columns)
    tau = (p * beyond).sum(axis=(-2, -1))[..., None, None] / root
    spread = rows[..., :, None] * untied_columns + columns[..., None, :] * untied_rows
    return (2 * beyond + tau * spread / root) / root


_INFLUENCE: dict[str, Callable[[Array], Array]] = {
    "agreement": _of_agreement,
    "s": _of_s,
    "s_squared": _of_s_squared,
    "a": _of_a,
    "pi": _of_pi,
    "pi_nominal": _of_pi_nominal,
    "kappa": _of_kappa,
    "tau_b": _of_tau_b,
}
assert set(MEASURES) == set(_INFLUENCE)
