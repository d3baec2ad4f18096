"""The readings of every dyad and year, and where a reading stands among those of its year."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from comity.alignment.smoothing import filter_forward, smooth
from comity.alignment.structure import StateSpace
from comity.alignment.years import Years, batches

__all__ = ["SHARES", "Field", "smooth_field"]

Array = npt.NDArray[np.float64]
Narrow = npt.NDArray[np.float32]
Index = npt.NDArray[np.intp]

#: Quantiles kept of each year's means.
SHARES = np.linspace(0.0, 1.0, 201)


@dataclass(frozen=True, slots=True)
class Field:
    """Posterior means and standard deviations of the readings.

    Attributes
    ----------
    dyads
        Columns a, b (a < b), in the order of the first axis.
    years
        Calendar years of the second axis.
    names
        Of the m readings.
    mean, deviation : (dyads, years, m)
        NaN where a dyad does not exist.
    both : (dyads, years)
        Whether words and deeds are each observed enough to be set against each other.
    """

    dyads: pl.DataFrame
    years: range
    names: tuple[str, ...]
    mean: Narrow
    deviation: Narrow
    both: npt.NDArray[np.bool_]

    def table(self, year: int, reading: str) -> pl.DataFrame:
        """All dyads of a year: a, b, mean, deviation."""
        t, m = year - self.years[0], self.names.index(reading)
        return self.dyads.with_columns(
            mean=self.mean[:, t, m].astype(np.float64),
            deviation=self.deviation[:, t, m].astype(np.float64),
        ).filter(pl.col("mean").is_not_nan())

    def quantiles(self) -> Array:
        """Quantiles of the means of each year at :data:`SHARES`, (years, m, 201)."""
        found: Array = np.moveaxis(np.nanquantile(self.mean, SHARES, axis=0), 0, -1)
        return found


def smooth_field(
    space: StateSpace, years: Years, weights: Array, scores: Narrow, blur: Narrow, first: Index, last: Index,
    exists: npt.NDArray[np.bool_],
) -> tuple[Narrow, Narrow]:  # fmt: skip
    """Means and deviations (dyads, years, m) of m readings of all dyads; weights (m, common) are theirs.

    In single precision, which is good to about 1e-4.
    """
    narrow, reads = space.narrowed(), weights.astype(np.float32)
    mean = np.full((*exists.shape, len(weights)), np.nan, dtype=np.float32)
    deviation = mean.copy()

    for batch in batches(first, last, np.arange(len(exists))):
        dyads, stop, start = batch.dyads, batch.stop, int(batch.first.min())
        passed = filter_forward(
            narrow, years, scores[dyads, :stop], blur[dyads, :stop], batch.first
        )
        for at in smooth(narrow, years, passed, start):
            alive = exists[dyads, at.t]
            z, spread = at.mean[alive, : years.common], at.common[alive, :, : years.common]
            mean[dyads[alive], at.t] = z @ reads.T
            variance = ((spread @ reads.T) * reads.T).sum(axis=1)
            deviation[dyads[alive], at.t] = np.sqrt(np.maximum(variance, 0.0))
    return mean, deviation
