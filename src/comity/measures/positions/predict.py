"""The chance of a vote: of a state on a roll call, both known only with uncertainty.

A state votes by its deviate ``b x + e`` against two cut points (:mod:`.ordinal`). Position and item have
normal posteriors, so the deviate less a cut point is nearly normal too, with their variances added to
that of ``e``, and the chance of an answer stays a normal tail (Bishop 2006, eq. 4.152). A
vote of the same state on the same text adds what :mod:`.habit` says of ``e``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr

from comity.measures.positions.items import PER_ITEM, ItemPrior
from comity.measures.positions.session import item_information

__all__ = ["Habit", "Strength", "chances", "fit_item"]

Array = npt.NDArray[np.float64]

#: A new item is sought from both sides: its discrimination may have either sign.
_SLOPES = (0.5, -0.5)
_ROUNDS = 25
_STILL = 1e-4
_LONGEST = 1.0


class Strength(NamedTuple):
    """How votes of one state on one text go together: correlation of deviates, and for what share of them.

    The rest of the votes are cast as if on a text never voted on before.
    """

    correlation: float
    kept: float


@dataclass(frozen=True, slots=True)
class Habit:
    """The deviates of other votes on the same texts, from :func:`~comity.measures.positions.habit.habit`.

    Attributes
    ----------
    deviates : (n, nodes)
        Values of each.
    weights : (nodes,)
        Their chances; they sum to one.
    strength
        How far they carry over.
    """

    deviates: Array
    weights: Array
    strength: Strength


def chances(
    x: Array, variance: Array, items: Array, doubt: Array, habit: Habit | None = None
) -> Array:
    """Chance of yes, abstain and no, averaged over the uncertainty of position and item.

    Parameters
    ----------
    x, variance : (n,)
        Posterior mean and variance of the position.
    items, doubt : (n, 3), (n, 3, 3)
        Item (discrimination, midpoint, log width) and its covariance, position given. The doubt about
        the width is left out: it moves abstentions only, and little.
    habit
        What else is known of the deviates, from votes on the same text; by default nothing.

    Returns
    -------
    (n, 3)
        Rows sum to one.
    """
    slope, middle, half = items[:, 0], items[:, 1], 0.5 * np.exp(items[:, 2])
    vague = (
        slope**2 * variance
        + (x * x + variance) * doubt[:, 0, 0]
        - 2.0 * x * doubt[:, 0, 1]
        + doubt[:, 1, 1]
    )
    lean = (slope * x)[:, None]
    low, high = (middle - half)[:, None], (middle + half)[:, None]
    found = _tails(low, high, lean, np.sqrt(1.0 + vague), np.ones(1))
    if habit is not None:
        correlation, kept = habit.strength
        leaning = lean + correlation * habit.deviates
        scale = np.sqrt(1.0 - correlation**2 + vague)
        again = _tails(low, high, leaning, scale, habit.weights)
        found = kept * again + (1.0 - kept) * found
    return found


def _tails(low: Array, high: Array, lean: Array, scale: Array, weights: Array) -> Array:
    """Chances (n, 3), averaged over values (n, nodes) of the deviate's mean."""
    no = ndtr((low - lean) / scale[:, None]) @ weights
    yes = ndtr((lean - high) / scale[:, None]) @ weights
    found: Array = np.stack([yes, np.maximum(1.0 - yes - no, 0.0), no], axis=1)
    return found / found.sum(axis=1, keepdims=True)


def fit_item(
    choices: npt.NDArray[np.int8], x: Array, variance: Array, prior: ItemPrior
) -> tuple[Array, Array]:
    """An item from the votes of states whose positions are known: a new roll call, partly counted.

    Fisher scoring on the log posterior, the variance of positions drawing the discrimination in as in the
    fit (:mod:`.session`). The likelihood need not have one maximum, so it is sought from a positive and
    from a negative discrimination, and the likelier is kept.

    Parameters
    ----------
    choices, x, variance : (states,)
        Votes (0 none), and posterior mean and variance of the positions.
    prior
        Prior of the items, which is the answer if nobody has voted.

    Returns
    -------
    Item (3,) and its covariance (3, 3), positions given.
    """
    cast = choices > 0
    n = int(cast.sum())
    if n == 0:
        return np.array(prior.mean), np.diag(np.array(prior.sd) ** 2)
    voted, at, unsure = choices[cast], x[cast], variance[cast]
    best: tuple[float, Array, Array] | None = None
    for slope in _SLOPES:
        item = np.array([[slope, prior.mean[1], prior.mean[2]]])
        covariance = np.empty((PER_ITEM, PER_ITEM))
        for _ in range(_ROUNDS):
            among, told = item_information(voted[None], at, item)
            pull = among[0, 1, 1] * float(unsure.mean())
            told[:, 0] -= item[:, 0] * pull
            among[:, 0, 0] += pull
            covariance[:] = np.linalg.inv(among[0] + prior.precision())
            step = covariance @ (told + prior.gradient(item))[0]
            item = item + np.clip(step, -_LONGEST, _LONGEST)
            if np.abs(step).max() < _STILL:
                break
        alike = np.broadcast_to(item[0], (n, PER_ITEM))
        sure = np.zeros((n, PER_ITEM, PER_ITEM))
        chance = chances(at, unsure, alike, sure)[np.arange(n), voted - 1]
        fit = float(np.log(np.maximum(chance, 1e-12)).sum()) + prior.logpdf(item)
        if best is None or fit > best[0]:
            best = (fit, item[0], covariance)
    assert best is not None
    return best[1], best[2]
