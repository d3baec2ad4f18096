"""Effects of an onset on those it befalls, by years since, against units that had none: the array core.

Onsets come at different dates and work differently. A two-way within estimator then sets late onsets
against early ones, whose effect is still unfolding, and can even get the sign wrong (Goodman-Bacon 2021;
de Chaisemartin & D'Haultfœuille 2020). So each onset is compared by itself, change since the year before it
against the change of clean controls over the same years, and the comparisons are averaged over onsets: the
group-time effects of Callaway & Sant'Anna (2021), or local projections with clean controls (Dube, Girardi,
Jordà & Taylor 2023) weighted evenly. The change takes out what is lasting in a dyad, the comparison what is
common to a year. A local projection (Jordà 2005) besides takes out what earlier changes predict, by slopes
estimated on the controls alone.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = [
    "AFTER", "BASE", "HORIZONS", "PRE", "Estimate", "Excess", "average", "estimate", "pre_test",
    "projected", "student",
]  # fmt: skip

Array = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

#: Years since the onset; the year before it, from which changes are taken, is among them and zero.
HORIZONS = tuple(range(-5, 9))
BASE = -1
#: The years averaged into one figure, after and before the onset.
AFTER, PRE = (1, 2, 3, 4, 5), (-5, -4, -3, -2)
#: Draws of the wild bootstrap.
DRAWS = 999


@dataclass(frozen=True, slots=True)
class Excess:
    """Changes of all units around each onset, less the mean of the clean controls.

    Attributes
    ----------
    value : (onsets, units, horizons, outcomes)
        Change since the year before the onset, less that of the controls; NaN where not known.
    control : (onsets, units, horizons)
        Whether a unit is a clean control through that year.
    treated : (onsets,)
        Unit that the onset befalls.
    year : (onsets,)
        Calendar year of the onset.
    """

    value: Array
    control: Mask
    treated: npt.NDArray[np.intp]
    year: npt.NDArray[np.intp]

    def own(self) -> Array:
        """Of the units befallen, (onsets, horizons, outcomes)."""
        found: Array = self.value[np.arange(len(self.treated)), self.treated]
        return found

    def only(self, keep: Mask) -> Excess:
        """Some of the onsets."""
        return Excess(self.value[keep], self.control[keep], self.treated[keep], self.year[keep])


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean over onsets with its spread.

    Attributes
    ----------
    value, se, low, high : (…,)
        Mean, standard error, 90 % interval; NaN with fewer than three units befallen.
    onsets, targets, controls : (…,)
        Onsets and units befallen that it averages; mean number of clean controls of an onset.
    influence : (units, …)
        What each unit adds to the deviation of the mean; its square sums to the variance by unit.
    """

    value: Array
    se: Array
    low: Array
    high: Array
    onsets: npt.NDArray[np.intp]
    targets: npt.NDArray[np.intp]
    controls: Array
    influence: Array


def student(df: Array) -> Array:
    """95 % quantile of Student's t (Cornish–Fisher, Abramowitz & Stegun 26.7.5), from 2 degrees up."""
    z = 1.6448536269514722
    d = np.maximum(df, 2.0)
    g1 = (z**3 + z) / 4
    g2 = (5 * z**5 + 16 * z**3 + 3 * z) / 96
    g3 = (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384
    g4 = (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160
    found: Array = z + g1 / d + g2 / d**2 + g3 / d**3 + g4 / d**4
    return found


def average(excess: Excess, horizons: tuple[int, ...]) -> Excess:
    """The mean change over some years since the onset, as one further horizon alone."""
    at = [HORIZONS.index(h) for h in horizons]
    picked = excess.value[:, :, at]
    known = np.isfinite(picked)
    number = known.sum(axis=2)
    mean = np.where(known, picked, 0.0).sum(axis=2) / np.where(number > 0, number, np.nan)
    # a unit that an onset befell within the years averaged is no control
    clean: Mask = np.asarray(excess.control[:, :, at].all(axis=2, keepdims=True))
    return Excess(mean[:, :, None], clean, excess.treated, excess.year)


def estimate(excess: Excess) -> Estimate:
    """Mean over onsets, (horizons, outcomes), with errors clustered by unit and by year of onset.

    The variance is the larger of that clustered by unit alone and that by both (Cameron, Gelbach & Miller
    2011); degrees of freedom are the fewer of the two numbers of clusters, less one. Controls enter
    with the noise of their means, under the unit they are.
    """
    own = excess.own()
    known = np.isfinite(own)
    n = known.sum(axis=0)
    shape = own.shape[1:]
    with np.errstate(invalid="ignore"):
        value = np.where(n > 0, np.where(known, own, 0.0).sum(axis=0) / np.maximum(n, 1), np.nan)
    units, years = excess.value.shape[1], np.unique(excess.year)
    parts = np.where(known, own - value, 0.0) / np.maximum(n, 1)
    befallen = np.zeros((units, *shape))
    np.add.at(befallen, excess.treated, parts)
    among = np.zeros((units, *shape))
    number = np.zeros(shape)
    for e in range(len(own)):
        clean = excess.control[e][..., None] & np.isfinite(excess.value[e])
        count = clean.sum(axis=0)
        apart = np.where(clean, excess.value[e], 0.0)
        apart = np.where(clean, apart - apart.sum(axis=0) / np.maximum(count, 1), 0.0)
        among -= np.where(known[e], apart / np.maximum(count, 1) / np.maximum(n, 1), 0.0)
        number += np.where(known[e], count, 0)
    hit = np.zeros((units, *shape), dtype=bool)
    np.logical_or.at(hit, excess.treated, known)
    targets = hit.sum(axis=0)
    influence = befallen + among
    g = np.maximum(targets, 2)
    by_unit = (influence**2).sum(axis=0) * g / (g - 1)
    by_year = np.zeros(shape)
    both = np.zeros(shape)
    seen = np.zeros(shape)
    for year in years:
        of = excess.year == year
        by_year += parts[of].sum(axis=0) ** 2
        both += (parts[of] ** 2).sum(axis=0)
        seen += known[of].any(axis=0)
    y = np.maximum(seen, 2)
    two_way = by_unit + by_year * y / (y - 1) - both * g / (g - 1)
    enough = targets >= 3
    se = np.where(enough, np.sqrt(np.maximum(by_unit, two_way)), np.nan)
    reach = student(np.minimum(targets, seen).astype(float) - 1) * se
    controls = np.where(n > 0, number / np.maximum(n, 1), np.nan)
    return Estimate(
        np.where(enough, value, np.nan), se, np.where(enough, value - reach, np.nan),
        np.where(enough, value + reach, np.nan), n, targets, controls, influence,
    )  # fmt: skip


def projected(excess: Excess, lags: tuple[int, ...] = (-3, -5)) -> Excess:
    """Less what earlier changes predict, by slopes from the clean controls alone, outcome by outcome.

    The regressors are the changes from ``lags`` to the year before the onset; only horizons from 0 on are
    left, earlier ones are NaN: they are what is conditioned on.
    """
    at = [HORIZONS.index(h) for h in lags]
    left = np.full_like(excess.value, np.nan)
    for o in range(excess.value.shape[-1]):
        x = excess.value[:, :, at, o]
        for h, horizon in enumerate(HORIZONS):
            if horizon < 0:
                continue
            y = excess.value[:, :, h, o]
            ok = np.isfinite(y) & np.isfinite(x).all(axis=-1)
            clean = ok & excess.control[:, :, h]
            if clean.sum() <= len(lags):
                continue
            slope = np.linalg.lstsq(x[clean], y[clean], rcond=None)[0]
            rest = np.where(ok, y - x @ slope, np.nan)
            mean = np.array([
                r[c].mean() if c.any() else np.nan for r, c in zip(rest, clean, strict=True)
            ])  # fmt: skip
            left[:, :, h, o] = rest - mean[:, None]
    return Excess(left, excess.control, excess.treated, excess.year)


def pre_test(found: Estimate, outcome: int, seed: int = 0) -> tuple[float, float]:
    """Largest |t| of the years before the onset, and its p-value if all of them were zero.

    By the wild bootstrap of the influences (weights ±1 by unit; cf. Callaway & Sant'Anna 2021, alg. 1): few
    units bear most of the variance, for which a joint Wald test is too eager.
    """
    at = [HORIZONS.index(h) for h in PRE]
    value, influence = found.value[at, outcome], found.influence[:, at, outcome]
    se = np.sqrt((influence**2).sum(axis=0))
    ok = np.isfinite(value) & (se > 0)
    if not ok.any():
        return float("nan"), float("nan")
    largest = float(np.abs(value[ok] / found.se[at, outcome][ok]).max())
    signs = np.random.default_rng(seed).choice([-1.0, 1.0], size=(DRAWS, len(influence)))
    drawn = signs @ influence[:, ok]
    spread = np.abs(drawn / se[ok]).max(axis=1)
    return largest, float((1 + (spread >= largest).sum()) / (1 + DRAWS))
