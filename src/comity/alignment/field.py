"""The readings of every dyad and year, and where a reading stands among those of its year."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from comity.alignment.progress import Progress, silent
from comity.alignment.structure import StateSpace
from comity.alignment.volatility import smooth_mixture
from comity.alignment.years import Batch, Years, batches, in_parallel

__all__ = ["SHARES", "Field", "smooth_field"]

Array = npt.NDArray[np.floating]
Double = npt.NDArray[np.float64]
Narrow = npt.NDArray[np.float32]
Index = npt.NDArray[np.intp]

#: Quantiles kept of each year's means.
SHARES = np.linspace(0.0, 1.0, 201)
#: Batches between two words of progress.
TOLD = 32


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

    def quantiles(self) -> Double:
        """Quantiles of the means of each year at :data:`SHARES`, (years, m, 201)."""
        found: Double = np.moveaxis(np.nanquantile(self.mean, SHARES, axis=0), 0, -1)
        return found


def smooth_field(
    space: StateSpace, shares: Array, years: Years, weights: Array, scores: Narrow, blur: Narrow,
    first: Index, last: Index, exists: npt.NDArray[np.bool_], progress: Progress = silent,
) -> tuple[Narrow, Narrow]:  # fmt: skip
    """Means and deviations (dyads, years, m) of m readings of all dyads; weights (m, common) are theirs.

    In single precision, which is good to about 1e-4.
    """
    narrow, reads = space.narrowed(), weights.astype(np.float32)
    mean = np.full((*exists.shape, len(weights)), np.nan, dtype=np.float32)
    deviation = mean.copy()

    def one(batch: Batch) -> None:
        mine, blurred = scores[batch.dyads, : batch.stop], blur[batch.dyads, : batch.stop]
        found, _ = smooth_mixture(narrow, shares, years, mine, blurred, batch.first, reads)
        for t, center, variance in found:
            alive = exists[batch.dyads, t]
            mean[batch.dyads[alive], t] = center[alive]
            deviation[batch.dyads[alive], t] = np.sqrt(np.maximum(variance[alive], 0.0))

    parts = list(batches(first, last, np.arange(len(exists))))
    for begin in range(0, len(parts), TOLD):
        progress("smoothing", begin / len(parts))
        in_parallel(one, parts[begin : begin + TOLD])
    return mean, deviation
