"""Items: their three parameters, priors, and where their cut points lie.

An item has a discrimination b, and a midpoint m and log width g of its cut points,
``k = m -+ exp(g) / 2``. Priors are normal. The discrimination's is N(0, 1) as in Bailey, Strezhnev &
Voeten (2017); the midpoint's is wide, with a mean that is estimated, since most resolutions are adopted by
large majorities; the log width's has the mean and deviation found on the Assembly's votes.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

__all__ = ["PER_ITEM", "ItemPrior", "cut_points"]

Array = npt.NDArray[np.float64]

#: Parameters of an item: discrimination, midpoint, log width.
PER_ITEM = 3
#: Roll calls the prior mean of the midpoint counts as, at zero.
_PSEUDO_ITEMS = 10.0


@dataclass(frozen=True, slots=True)
class ItemPrior:
    """Normal prior of discrimination, midpoint and log width: mean and standard deviation of each."""

    mean: tuple[float, float, float] = (0.0, 0.0, 0.35)
    sd: tuple[float, float, float] = (1.0, 4.0, 0.75)

    def logpdf(self, items: Array) -> float:
        """Log density of items (items, 3), up to a constant."""
        z = (items - np.array(self.mean)) / np.array(self.sd)
        return float(-0.5 * (z * z).sum())

    def gradient(self, items: Array) -> Array:
        """Gradient of the log density, (items, 3)."""
        return (np.array(self.mean) - items) / np.array(self.sd) ** 2

    def precision(self) -> Array:
        """Prior precision, (3, 3)."""
        return np.diag(1.0 / np.array(self.sd) ** 2)

    def refit(self, items: Array) -> ItemPrior:
        """The prior with the mean of the midpoints as estimated from items (items, 3)."""
        mean = items[:, 1].sum() / (items.shape[0] + _PSEUDO_ITEMS)
        return replace(self, mean=(self.mean[0], float(mean), self.mean[2]))


def cut_points(items: Array) -> tuple[Array, Array]:
    """Lower and upper cut point of items (..., 3)."""
    half = 0.5 * np.exp(items[..., 2])
    return items[..., 1] - half, items[..., 1] + half
