"""Compliance at one threat from both ends, and along a path of threats; where each state turns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from comity.answers.comply_case import Stage
from comity.simulate.trade.best_response import Settled, both_ends, settle

__all__ = ["SAMPLED", "THREATS", "Search", "search", "turning"]

Array = NDArray[np.float64]

#: Ad-valorem costs of secondary sanctions at which the path is taken, beside the one asked for.
THREATS = (0.0025, 0.005, 0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.5)


#: Threats of the path at which a draw is asked again where each state turns.
SAMPLED = (0.0025, 0.01, 0.03, 0.075, 0.2, 0.5)


@dataclass(frozen=True, slots=True)
class Search:
    """What best responses came to.

    Attributes
    ----------
    stage, threat
        What was asked.
    least, most
        At that threat, from nobody complying and from everybody.
    path
        At each threat above zero, smallest first; each search begins where the one before ended.
    unthreatened : (K,)
        Gain by complying where nobody does and nothing threatens.
    """

    stage: Stage
    threat: float
    least: Settled
    most: Settled
    path: dict[float, Settled]
    unthreatened: Array

    def thresholds(self) -> tuple[Array, Array, Array]:
        """Threat at which each (K,) turns for good, and the two it lies between; NaN where it does not.

        Between the two the gain by complying is taken to grow evenly.
        """
        grid = [0.0, *self.path]
        gain = np.array([self.unthreatened, *(each.gain for each in self.path.values())])
        joined = np.array(
            [np.zeros(gain.shape[1], dtype=bool), *(each.joined for each in self.path.values())]
        )
        at, low, high = (np.full(gain.shape[1], np.nan) for _ in range(3))
        for i in np.flatnonzero(joined[-1]):
            last = int(np.flatnonzero(~joined[:, i])[-1])
            low[i], high[i] = grid[last], grid[last + 1]
            before, after = gain[last, i], gain[last + 1, i]
            part = before / (before - after) if before < 0 < after else 0.5
            at[i] = low[i] + part * (high[i] - low[i])
        return at, low, high


def turning(stage: Stage, found: Search) -> Array:
    """Threat at which each (K,) first turns in a draw, the others as on the path; ``inf`` where at none.

    Between two threats of :data:`SAMPLED` the gain by complying is taken to grow evenly.
    """
    k = len(stage.third)
    turns = np.full(k, np.inf)
    before, threat = stage.gains(np.zeros(k, dtype=bool), 0.0, np.arange(k)), 0.0
    turns[before > 0] = 0.0
    left = np.flatnonzero(before <= 0)
    before = before[left]
    for each in SAMPLED:
        after = stage.gains(found.path[each].joined, each, left)
        turned = after > 0
        part = -before[turned] / (after[turned] - before[turned])
        turns[left[turned]] = threat + part * (each - threat)
        left, before, threat = left[~turned], after[~turned], each
        if not len(left):
            break
    return turns


def search(stage: Stage, threat: float, tell: Callable[[float], None]) -> Search:
    """Find who complies.

    Parameters
    ----------
    tell
        Told the share done.
    """
    k = len(stage.third)
    nobody = np.zeros(k, dtype=bool)
    least, most = both_ends(stage.gain(threat), k)
    path: dict[float, Settled] = {}
    threats = sorted({*THREATS, threat} - {0.0})
    start = nobody
    for i, each in enumerate(threats):
        path[each] = least if each == threat else settle(stage.gain(each), start)
        start = path[each].joined
        tell((i + 1) / len(threats))
    return Search(stage, threat, least, most, path, stage.gain(0.0)(nobody))
