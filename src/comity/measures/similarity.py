"""Six measures of similarity, each a function of tallies.

With p the tally divided by its total n, r and c its row and column margins, and δ the distance of
two choices, |i − j| or its square, divided by the largest distance:

    observed   L = Σ p δ
    expected   E = Σ r c δ            (the two chose independently, each with its own margins)
    pooled     F = Σ m m δ            (independently, both with the margins m = (r + c) / 2)

    agreement  1 − L    absolute δ    Bailey, Strezhnev & Voeten (2017)
    S          1 − 2 L  either δ      Signorino & Ritter (1999)
    A          2 (E − L)  absolute δ  Benati & Capurri (2026): S less its expectation
    kappa      1 − L / E  squared δ   Cohen (1968); Häge (2011)
    pi         1 − L / F  squared δ   Scott (1955); Häge (2011); also with nominal δ, 0 or 1
    tau-b      rank correlation with ties, Kendall (1945); Bueno de Mesquita (1975)

Where a measure is not defined (no shared case; no variation for kappa, pi and tau-b) it is NaN.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import numpy as np
import numpy.typing as npt

__all__ = [
    "MEASURES",
    "a_score",
    "agreement",
    "kappa",
    "pi",
    "pi_nominal",
    "s_score",
    "s_squared",
    "tau_b",
]

Array = npt.NDArray[np.floating]
Distance = Literal["absolute", "squared", "nominal"]


def distances(k: int, distance: Distance) -> Array:
    """The (k, k) distances of k choices, largest 1; ``nominal`` is 0 for the same, 1 for any other."""
    if distance == "nominal":
        return 1.0 - np.eye(k)
    steps = np.abs(np.subtract.outer(np.arange(k), np.arange(k))) / (k - 1)
    return steps if distance == "absolute" else steps**2


def _ratio(top: Array, bottom: Array) -> Array:
    """``top / bottom``, NaN where the bottom is zero."""
    return np.divide(top, bottom, out=np.full(np.shape(bottom), np.nan), where=bottom > 0)


def _margins(counts: Array) -> tuple[Array, Array, Array]:
    """Total, row margins and column margins: (...,), (..., k), (..., k), in float64."""
    k = counts.shape[-1]
    flat = counts.reshape(*counts.shape[:-2], k * k)
    rows = flat @ np.repeat(np.eye(k, dtype=counts.dtype), k, axis=0)
    columns = flat @ np.tile(np.eye(k, dtype=counts.dtype), (k, 1))
    rows, columns = rows.astype(np.float64), columns.astype(np.float64)
    return rows.sum(axis=-1), rows, columns


def _observed(counts: Array, distance: Distance) -> Array:
    """Σ counts δ: the disagreement observed, in cases."""
    k = counts.shape[-1]
    weights = distances(k, distance).ravel()
    return counts.reshape(*counts.shape[:-2], k * k).astype(np.float64) @ weights


def _expected(rows: Array, columns: Array, distance: Distance) -> Array:
    """Σ rows columns δ: the disagreement of independent choices, in squared cases."""
    return ((rows @ distances(rows.shape[-1], distance)) * columns).sum(axis=-1)


def agreement(counts: Array) -> Array:
    """Mean closeness of the two sequences of choices, 0 … 1.

    Parameters
    ----------
    counts : (..., k, k)
        Tallies: cases by a's choice (rows) and b's choice (columns), choices in order.

    Returns
    -------
    (...)
        1 − mean |i − j| / (k − 1); NaN where the two share no case.
    """
    n, _, _ = _margins(counts)
    return 1.0 - _ratio(_observed(counts, "absolute"), n)


def s_score(counts: Array, distance: Distance = "absolute") -> Array:
    """S of Signorino & Ritter (1999), −1 … 1; shapes as :func:`agreement`."""
    n, _, _ = _margins(counts)
    return 1.0 - 2.0 * _ratio(_observed(counts, distance), n)


def s_squared(counts: Array) -> Array:
    """S with squared distances, −1 … 1; shapes as :func:`agreement`."""
    return s_score(counts, "squared")


def a_score(counts: Array) -> Array:
    """S less the S expected if the two chose independently with their own margins.

    Benati & Capurri (2026); absolute distances; shapes as :func:`agreement`.
    """
    n, rows, columns = _margins(counts)
    expected = _ratio(_expected(rows, columns, "absolute"), n * n)
    return 2.0 * (expected - _ratio(_observed(counts, "absolute"), n))


def kappa(counts: Array) -> Array:
    """Weighted kappa with quadratic weights (Cohen 1968; Häge 2011); shapes as :func:`agreement`."""
    n, rows, columns = _margins(counts)
    return 1.0 - _ratio(n * _observed(counts, "squared"), _expected(rows, columns, "squared"))


def pi(counts: Array, distance: Distance = "squared") -> Array:
    """Scott's pi with quadratic weights (Scott 1955; Häge 2011); shapes as :func:`agreement`."""
    n, rows, columns = _margins(counts)
    pooled = (rows + columns) / 2.0
    return 1.0 - _ratio(n * _observed(counts, distance), _expected(pooled, pooled, distance))


def pi_nominal(counts: Array) -> Array:
    """Scott's pi without weights, any two choices equally far apart (Scott 1955)."""
    return pi(counts, "nominal")


def tau_b(counts: Array) -> Array:
    """Kendall's tau-b, −1 … 1; NaN where either made only one choice; shapes as :func:`agreement`."""
    n, rows, columns = _margins(counts)
    concordance = _concordance(counts)
    untied_rows = n * n - (rows * rows).sum(axis=-1)
    untied_columns = n * n - (columns * columns).sum(axis=-1)
    return _ratio(concordance, np.sqrt(untied_rows * untied_columns))


def _concordance(counts: Array) -> Array:
    """Twice (concordant − discordant) pairs of cases."""
    k = counts.shape[-1]
    flat = counts.reshape(*counts.shape[:-2], k * k)
    beyond = (flat @ order_signs(k).astype(counts.dtype)) * flat
    return beyond.astype(np.float64).sum(axis=-1)


def order_signs(k: int) -> Array:
    """(k², k²): 1 where two cells of a tally are concordant, −1 discordant, 0 tied."""
    i, j = np.divmod(np.arange(k * k), k)
    return np.sign(np.subtract.outer(i, i)) * np.sign(np.subtract.outer(j, j))


#: The measures by the name that ends an indicator's name.
MEASURES: dict[str, Callable[[Array], Array]] = {
    "agreement": agreement,
    "s": s_score,
    "s_squared": s_squared,
    "a": a_score,
    "pi": pi,
    "pi_nominal": pi_nominal,
    "kappa": kappa,
    "tau_b": tau_b,
}
