"""Whom an onset of pressure may draw the target to, or away from: the samples of the estimate.

third
    The target and the powers that stand outside: China, India and Russia, unless they are the target or
    sanction it too. The question of *does pressure drive Russia into China's arms*.
co_target
    The target and the states that the same senders, five of them or the USA, already sanctioned: a camp
    of the sanctioned.
sender
    The target and those of the Group of Seven that sanction it: a check, which should not be positive.
bystander
    The target and every state that does not sanction it: does the world close ranks, or turn away?
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from comity.answers.pressure_effects import BASE, HORIZONS, Excess
from comity.answers.pressure_onsets import APART, Onsets
from comity.answers.pressure_panel import OUTCOMES, Scores

__all__ = [
    "POOLED", "POWERS", "RELATIONS", "SENDERS", "Partners", "changes", "clean", "excess_of", "partners",
]  # fmt: skip

#: Listings of trade partners are years apart: where the year before an onset lacks an indicator, changes are
#: taken from the last of so many years before it.
REACH = 3
#: The third powers asked about, and the senders of the check.
POWERS, SENDERS = ("CHN", "IND", "RUS"), ("CAN", "DEU", "FRA", "GBR", "ITA", "JPN", "USA")
RELATIONS = {
    "third": "the target and a power that does not sanction it (China, India, Russia)",
    "co_target": "the target and the states already under sanctions of the West or the USA",
    "sender": "the target and the members of the G7 that sanction it",
    "bystander": "the target and every state that does not sanction it",
}
#: Relations whose partners are so many that each target's mean over them is taken first.
POOLED = ("bystander",)

Index = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Partners:
    """The partners of a target around one onset: their places among the states."""

    target: int
    year: int
    states: Index


def partners(
    onsets: Onsets, relation: str, powers: Sequence[str] = POWERS, shift: int = 0
) -> list[Partners]:
    """The partners of each onset; ``shift`` moves all dates (a placebo), but not the partners."""
    number = {key: i for i, key in enumerate(onsets.states)}
    found = []
    for target, year in onsets.onset.select("target", "year").rows():
        d, t = number[target], year - onsets.years[0]
        by = onsets.imposed[:, d, t] | onsets.imposed[:, d, t - 1]
        if relation == "third":
            able = [number[k] for k in powers if k in number]
            chosen = [k for k in able if k != d and not by[k]]
        elif relation == "co_target":
            under = onsets.pressed[:, t - 1].copy()
            under[d] = False
            chosen = np.flatnonzero(under).tolist()
        elif relation == "sender":
            chosen = [number[k] for k in SENDERS if k in number and onsets.imposed[number[k], d, t]]
        else:
            others = ~by
            others[d] = False
            chosen = np.flatnonzero(others).tolist()
        if chosen:
            found.append(Partners(d, year + shift, np.array(chosen, dtype=np.intp)))
    return found


def changes(scores: Scores, year: int, of: Index | slice, states: Index) -> npt.NDArray[np.float32]:
    """Changes since the year before one, of some states towards others; see :data:`REACH`.

    Returns
    -------
    (of, states, horizons, outcomes)
        NaN where not observed at both ends.
    """
    row = scores.place[of][:, states]
    out = _unknown(scores, *row.shape)
    base = _before(scores, year)
    if base is not None:
        before = base[row]
        for i, t in _read(scores, year):
            out[:, :, i] = scores.composition.cells(_at(scores, year, t)[row] - before)
    return scores.composition.outcomes(out)


def _unknown(scores: Scores, *shape: int) -> npt.NDArray[np.float32]:
    """Cells by horizon of which nothing is known yet."""
    cells = scores.composition.cell.shape[1]
    return np.full((*shape, len(HORIZONS), cells), np.nan, dtype=np.float32)


def _read(scores: Scores, year: int) -> list[tuple[int, int]]:
    """Places of the horizons that the panel holds, with those of their years in it."""
    at = [(i, year + horizon - scores.years[0]) for i, horizon in enumerate(HORIZONS)]
    return [(i, t) for i, t in at if 0 <= t < len(scores.years)]


def _before(scores: Scores, year: int) -> npt.NDArray[np.float32] | None:
    """Scores (dyads, n) of the year before, or the last known of :data:`REACH`; None if not in the panel."""
    base = year + BASE - scores.years[0]
    if not 0 <= base < len(scores.years):
        return None
    found: npt.NDArray[np.float32] = scores.score[base]
    for earlier in range(base - 1, max(base - REACH, -1), -1):
        found = np.where(np.isnan(found), scores.score[earlier], found)
    return found


def _at(scores: Scores, year: int, t: int) -> npt.NDArray[np.float32]:
    """Scores (dyads, n) of a year of the panel, without those that stand in for the year before an onset.

    Such a score is the base itself: a change from it to it would be a zero that nobody observed.
    """
    own: npt.NDArray[np.float32] = scores.score[t]
    base = year + BASE - scores.years[0]
    if not base - REACH < t < base:
        return own
    stands_in = np.isnan(scores.score[t + 1 : base + 1]).all(axis=0)
    return np.where(stands_in, np.float32(np.nan), own)


def _pooled(scores: Scores, year: int, of: Index | slice, states: Index) -> npt.NDArray[np.float32]:
    """Like :func:`changes`, for the mean over all of ``states``: (of, 1, horizons, outcomes)."""
    row = scores.place[of][:, states]
    out = _unknown(scores, len(row), 1)
    base = _before(scores, year)
    if base is not None:
        before = base[row]
        for i, t in _read(scores, year):
            moved = _at(scores, year, t)[row] - before
            known = np.isfinite(moved)
            number = np.count_nonzero(known, axis=1)
            total = np.add.reduce(moved, axis=1, where=known, dtype=np.float32)
            mean = np.where(number > 0, total / np.maximum(number, 1), np.nan)
            out[:, 0, i] = scores.composition.cells(mean.astype(np.float32))
    return scores.composition.outcomes(out)


def clean(onsets: Onsets, year: int) -> npt.NDArray[np.bool_]:
    """States under no pressure from five years before a year to each horizon, (states, horizons)."""
    start = max(year - APART - onsets.years[0], 0)
    free = np.zeros((len(onsets.states), len(HORIZONS)), dtype=bool)
    for i, horizon in enumerate(HORIZONS):
        stop = year + max(horizon, 0) - onsets.years[0] + 1
        free[:, i] = ~onsets.pressed[:, start:stop].any(axis=1)
    return free


def excess_of(
    scores: Scores, onsets: Onsets, around: Sequence[Partners], *, pooled: bool = False
) -> Excess:
    """What each state moved towards the partners of an onset beyond what clean controls did.

    Towards every partner by itself, in the same years, and then averaged over partners: what a
    partner does towards all is not taken for an answer to pressure. ``pooled`` averages over partners first.
    """
    n = len(scores.states)
    value = np.full((len(around), n, len(HORIZONS), len(OUTCOMES)), np.nan)
    control = np.zeros((len(around), n, len(HORIZONS)), dtype=bool)
    for e, of in enumerate(around):
        free = clean(onsets, of.year)
        free[of.target] = False
        control[e] = free
        moved = (_pooled if pooled else changes)(scores, of.year, slice(None), of.states)
        usable = free[:, None, :, None] & np.isfinite(moved)
        count = usable.sum(axis=0)
        mean = np.where(usable, moved, 0.0).sum(axis=0) / np.where(count > 0, count, np.nan)
        apart = moved - mean
        known = np.isfinite(apart)
        number = known.sum(axis=1)
        total = np.where(known, apart, 0.0).sum(axis=1)
        value[e] = total / np.where(number > 0, number, np.nan)
    return Excess(
        value, control, np.array([of.target for of in around], dtype=np.intp),
        np.array([of.year for of in around], dtype=np.intp),
    )  # fmt: skip
