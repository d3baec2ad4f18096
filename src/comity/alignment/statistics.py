"""What an EM step needs to know of the smoothed states, summed over dyads."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from comity.alignment.smoothing import Moments
from comity.alignment.structure import SCALES, StateSpace
from comity.alignment.years import Batch, Years

__all__ = ["Statistics"]

Array = npt.NDArray[np.floating]
Index = npt.NDArray[np.intp]


@dataclass(slots=True)
class Statistics:
    """Expected sums given the observations.

    z are the common states and u an indicator's own; h and g their steps into the next year; x = D + C is
    what an indicator reads and e its noise.

    Attributes
    ----------
    seen, xx, xe, ee : (n,)
        Number of observations, and sums of x², x e and e² over them.
    moves : (years,)
        Number of dyads that go on from a year into the next.
    zz, zh, hh : (years, c, c)
        Sums of z z', z h' and h h' over them.
    even : (c, c)
        Sum of h h', each divided by the scale of its dyad's class; of use for A, d and G alone.
    zg, hg : (years, c, n)
        Of z g and h g.
    uu, ug, gg : (years, n)
        Of u², u g and g²; 0 where the indicator's own state does not go on.
    starts, start_zz : (), (c, c)
        Number of dyads, and the sum of z z' in their first years.
    entries, entry_zz, entry_zu, entry_uu : (n,), (n, c, c), (n, c), (n,)
        Number of dyads in which the indicator's own state enters, and sums in the year it does.
    members : (classes,)
        Expected number of dyads in each class of volatility.
    """

    seen: Array
    xx: Array
    xe: Array
    ee: Array
    moves: Array
    zz: Array
    zh: Array
    hh: Array
    even: Array
    zg: Array
    hg: Array
    uu: Array
    ug: Array
    gg: Array
    starts: Array
    start_zz: Array
    entries: Array
    entry_zz: Array
    entry_zu: Array
    entry_uu: Array
    members: Array

    @classmethod
    def empty(cls, n: int, c: int, years: int) -> Statistics:
        """No dyad yet."""
        shapes: list[tuple[int, ...]] = [
            (n,), (n,), (n,), (n,), (years,), (years, c, c), (years, c, c), (years, c, c), (c, c),
            (years, c, n), (years, c, n), (years, n), (years, n), (years, n),
            (), (c, c), (n,), (n, c, c), (n, c), (n,), (len(SCALES),),
        ]  # fmt: skip
        return cls(*(np.zeros(shape) for shape in shapes))

    def mixed(self, other: Statistics, old: float, new: float) -> Statistics:
        """``old`` parts of this and ``new`` parts of the other."""
        return Statistics(
            *(old * getattr(self, f.name) + new * getattr(other, f.name) for f in fields(self))
        )

    def add(
        self, space: StateSpace, years: Years, batch: Batch, values: Array, blur: Array,
        scales: Array, at: Moments,
    ) -> None:  # fmt: skip
        """Add a year of a batch; values and blur are the batch's (d, years, n), scales (d,) its classes'.

        ``space`` is for the class of scale 1.
        """
        active = years.active[at.t]
        self._add_noise(
            space, years.common, active, values[:, at.t, active], blur[:, at.t, active], at
        )
        self._add_entries(years, batch, at)
        if at.step is not None:
            self._add_steps(space, years, batch, scales, at)

    def _add_steps(
        self, space: StateSpace, years: Years, batch: Batch, scales: Array, at: Moments
    ) -> None:
        assert at.step is not None
        assert at.step_common is not None
        assert at.step_own is not None
        assert at.known_common is not None
        assert at.known_own is not None
        t, c, active, step = at.t, years.common, years.active[at.t], space.step[0]
        here = years.stay[t][0]
        own, kept = here[c:] - c, active[here[c:] - c]
        goes_on = ((batch.first <= t) & (batch.last > t)).astype(at.mean.dtype)
        z, u = at.mean[:, :c] * goes_on[:, None], at.mean[:, c:][:, own]
        h, g = at.step[:, :c] * goes_on[:, None], at.step[:, c:]
        moves = float(goes_on.sum())
        self.moves[t] += moves
        self.zz[t] += z.T @ at.mean[:, :c] + _sum(goes_on, at.common[:, :, :c])
        zs = z.T @ at.step + _sum(goes_on, at.step_common)
        hs = h.T @ at.step - _sum(goes_on, at.known_common)
        self.zh[t] += zs[:, :c]
        self.hh[t] += hs[:, :c]
        even = goes_on / scales.astype(goes_on.dtype)
        self.even += (at.step[:, :c] * even[:, None]).T @ at.step[:, :c]
        self.even -= _sum(even, at.known_common[:, :, :c])
        places = np.arange(c)
        moved = np.where(space.moving[:c] > 0, goes_on @ scales, moves)
        self.hh[t][places, places] += step[:c] * moved
        self.even[places, places] += step[:c] * moves
        self.zg[t][:, kept] += zs[:, c:]
        self.hg[t][:, kept] += hs[:, c:]
        self.uu[t, kept] += goes_on @ (u**2 + at.own[:, own])
        self.ug[t, kept] += goes_on @ (u * g + at.step_own)
        self.gg[t, kept] += goes_on @ (g**2 - at.known_own) + step[c + kept] * moves

    def _add_noise(
        self, space: StateSpace, c: int, active: Index, y: Array, blur: Array, at: Moments
    ) -> None:
        reads, design = space.reads[active], space.design[active]
        z, shared, beside = at.mean[:, :c], at.common[:, :, :c], at.common[:, :, c:]
        x, error = z @ reads.T, y - z @ design.T - at.mean[:, c:]
        var_x = ((shared @ reads.T) * reads.T).sum(axis=1)
        toward = shared @ design.T + beside  # covariance of z with what is taken off y
        cross = -(toward * reads.T).sum(axis=1)
        var_error = ((toward + beside) * design.T).sum(axis=1) + at.own
        seen = np.isfinite(blur)
        blur = np.where(seen, blur, 0.0)
        noise = space.noise[active]
        part = seen * noise / (noise + blur)  # of what is left over, the part that is noise
        self.seen[active] += seen.sum(axis=0)
        self.xx[active] += (seen * (x**2 + var_x)).sum(axis=0)
        self.xe[active] += (part * (x * error + cross)).sum(axis=0)
        self.ee[active] += (part**2 * (error**2 + var_error) + part * blur).sum(axis=0)

    def _add_entries(self, years: Years, batch: Batch, at: Moments) -> None:
        """Own states enter with their dyad, or with the first year of their indicator."""
        c, t, active = years.common, at.t, years.active[at.t]
        starts = (batch.first == t).astype(at.mean.dtype)
        goes_on = ((batch.first < t) & (batch.last >= t)).astype(at.mean.dtype)
        known = years.stay[t - 1][1][c:] - c if t else np.arange(0)
        new = np.setdiff1d(np.arange(len(active)), known)
        if starts.any():
            zz = self._enter(starts, active, np.arange(len(active)), c, at)
            self.starts += float(starts.sum())
            self.start_zz += zz
        if len(new) and goes_on.any():
            self._enter(goes_on, active, new, c, at)

    def _enter(self, weight: Array, active: Index, new: Index, c: int, at: Moments) -> Array:
        z, u = at.mean[:, :c] * weight[:, None], at.mean[:, c:][:, new]
        zz = z.T @ at.mean[:, :c] + _sum(weight, at.common[:, :, :c])
        which = active[new]
        self.entries[which] += float(weight.sum())
        self.entry_zz[which] += zz
        self.entry_zu[which] += u.T @ z + _sum(weight, at.common[:, :, c + new]).T
        self.entry_uu[which] += weight @ (u**2 + at.own[:, new])
        return zz


def _sum(weight: Array, arrays: Array) -> Array:
    """Weighted sum over the first axis."""
    total: Array = np.tensordot(weight, arrays, axes=1)
    return total
