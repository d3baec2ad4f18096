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

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Literal

import numpy as np
import numpy.typing as npt

__all__ = [
    "MEASURES",
    "Moments",
    "a_score",
    "agreement",
    "distances",
    "kappa",
    "order_signs",
    "pi",
    "s_score",
    "similarities",
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


class Moments:
    """The sums over a tally that the measures share, each computed when first asked for.

    Parameters
    ----------
    counts : (..., k, k)
        Tallies. Cells are worked on one by one, each a vector over the tallies, so that arrays whose
        cells come first in memory (as :func:`~comity.measures.tallies.tally_choices` makes them) are
        read without a copy.
    """

    def __init__(self, counts: Array) -> None:
        self.k = counts.shape[-1]
        self.cells = np.moveaxis(np.asarray(counts), (-2, -1), (0, 1)).astype(np.float64)

    @cached_property
    def rows(self) -> Array:
        """How often a made each choice: (k, ...)."""
        return self.cells.sum(axis=1)

    @cached_property
    def columns(self) -> Array:
        """How often b made each choice: (k, ...)."""
        return self.cells.sum(axis=0)

    @cached_property
    def n(self) -> Array:
        """Cases."""
        return self.rows.sum(axis=0)

    def observed(self, distance: Distance) -> Array:
        """Σ counts δ: the disagreement observed, in cases."""
        return _weighted(distances(self.k, distance), lambda i, j: self.cells[i, j])

    def expected(self, distance: Distance) -> Array:
        """Σ rows columns δ: the disagreement of independent choices, in squared cases."""
        rows, columns = self.rows, self.columns
        return _weighted(distances(self.k, distance), lambda i, j: rows[i] * columns[j])

    def pooled(self, distance: Distance) -> Array:
        """Σ m m δ with pooled margins m, in squared cases."""
        half = (self.rows + self.columns) / 2.0
        return _weighted(distances(self.k, distance), lambda i, j: half[i] * half[j])

    def concordance(self) -> Array:
        """Pairs of cases ordered alike less pairs ordered oppositely."""
        total = np.zeros(self.cells.shape[2:])
        for i in range(self.k - 1):
            below = self.cells[i + 1 :].sum(axis=0)
            after = below.sum(axis=0)
            before = np.zeros_like(after)
            for j in range(self.k):
                after = after - below[j]
                total += self.cells[i, j] * (after - before)
                before = before + below[j]
        return total


def _weighted(weights: Array, cell: Callable[[int, int], Array]) -> Array:
    """Σ weight × cell over the cells off the diagonal (the diagonal is at no distance)."""
    k = len(weights)
    total = weights[0, k - 1] * (cell(0, k - 1) + cell(k - 1, 0))
    for i in range(k):
        for j in range(k):
            if i != j and {i, j} != {0, k - 1}:
                total = total + weights[i, j] * cell(i, j)
    return total


def _agreement(m: Moments) -> Array:
    return 1.0 - _ratio(m.observed("absolute"), m.n)


def _s(m: Moments, distance: Distance = "absolute") -> Array:
    return 1.0 - 2.0 * _ratio(m.observed(distance), m.n)


def _a(m: Moments) -> Array:
    expected = _ratio(m.expected("absolute"), m.n * m.n)
    return 2.0 * (expected - _ratio(m.observed("absolute"), m.n))


def _kappa(m: Moments) -> Array:
    return 1.0 - _ratio(m.n * m.observed("squared"), m.expected("squared"))


def _pi(m: Moments, distance: Distance = "squared") -> Array:
    return 1.0 - _ratio(m.n * m.observed(distance), m.pooled(distance))


def _tau_b(m: Moments) -> Array:
    untied_rows = m.n * m.n - (m.rows * m.rows).sum(axis=0)
    untied_columns = m.n * m.n - (m.columns * m.columns).sum(axis=0)
    return _ratio(2.0 * m.concordance(), np.sqrt(untied_rows * untied_columns))


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
    return _agreement(Moments(counts))


def s_score(counts: Array, distance: Distance = "absolute") -> Array:
    """S of Signorino & Ritter (1999), −1 … 1; shapes as :func:`agreement`."""
    return _s(Moments(counts), distance)


def a_score(counts: Array) -> Array:
    """S less the S expected if the two chose independently with their own margins.

    Benati & Capurri (2026); absolute distances; shapes as :func:`agreement`.
    """
    return _a(Moments(counts))


def kappa(counts: Array) -> Array:
    """Weighted kappa with quadratic weights (Cohen 1968; Häge 2011); shapes as :func:`agreement`."""
    return _kappa(Moments(counts))


def pi(counts: Array, distance: Distance = "squared") -> Array:
    """Scott's pi with quadratic weights (Scott 1955; Häge 2011); shapes as :func:`agreement`."""
    return _pi(Moments(counts), distance)


def tau_b(counts: Array) -> Array:
    """Kendall's tau-b, −1 … 1; NaN where either made only one choice; shapes as :func:`agreement`."""
    return _tau_b(Moments(counts))


_OF_MOMENTS: dict[str, Callable[[Moments], Array]] = {
    "agreement": _agreement,
    "s": _s,
    "s_squared": lambda m: _s(m, "squared"),
    "a": _a,
    "pi": _pi,
    "pi_nominal": lambda m: _pi(m, "nominal"),
    "kappa": _kappa,
    "tau_b": _tau_b,
}
#: The measures, by the name that ends an indicator's name.
MEASURES: tuple[str, ...] = tuple(_OF_MOMENTS)
#: Tallies worked on at a time: their cells and sums fit a core's cache.
CHUNK = 8192


def similarities(counts: Array, measures: Iterable[str] = MEASURES) -> dict[str, Array]:
    """Several measures of the same tallies, sharing the sums they have in common.

    Parameters
    ----------
    counts : (n, k, k)
        Tallies.
    measures
        Names in :data:`MEASURES`.

    Returns
    -------
    dict of (n,)
        NaN where a measure is not defined.
    """
    names = list(measures)
    found: dict[str, Array] = {name: np.empty(len(counts)) for name in names}
    for start in range(0, len(counts), CHUNK):
        part = slice(start, start + CHUNK)
        moments = Moments(counts[part])
        for name in names:
            found[name][part] = _OF_MOMENTS[name](moments)
    return found


def order_signs(k: int) -> Array:
    """(k², k²): 1 where two cells of a tally are concordant, −1 discordant, 0 tied."""
    i, j = np.divmod(np.arange(k * k), k)
    return np.sign(np.subtract.outer(i, i)) * np.sign(np.subtract.outer(j, j))
