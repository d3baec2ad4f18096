"""Three ordered answers as a probit: what one vote says about where the cut points are.

A state at position x meets an item with discrimination b and cut points k1 < k2. With
``lower = k1 - b x`` and ``upper = k2 - b x``,

    P(no) = F(lower),  P(abstain) = F(upper) - F(lower),  P(yes) = 1 - F(upper),

F the standard normal distribution function (Bailey, Strezhnev & Voeten 2017; McKelvey & Zavoina 1975).
Gradients and expected (Fisher) information are given in two directions, which is how they are used: a
*shift* of both cut points together, and a *spread* that moves ``upper`` up and ``lower`` down.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["ABSTAIN", "NO", "YES", "Score", "probabilities", "score"]

Array = npt.NDArray[np.float64]
Choices = npt.NDArray[np.int8]

YES, ABSTAIN, NO = 1, 2, 3
#: Beyond this many standard deviations the normal density is zero in double precision.
_FAR = 30.0
_TINY = 1e-290
_ROOT = 1.0 / np.sqrt(2.0 * np.pi)
# by choice (none, yes, abstain, no): how a cut point that moves up changes the chance of that answer
_LOWER = np.array([0.0, 0.0, -1.0, 1.0])
_UPPER = np.array([0.0, -1.0, 1.0, 0.0])


@dataclass(frozen=True, slots=True)
class Score:
    """What votes say, cell by cell; all arrays (calls, states), zero where no vote was cast.

    Attributes
    ----------
    loglik
        Sum over all cells of the log probability of the vote.
    shift, spread
        Gradient of the log probability.
    shift_shift, shift_spread, spread_spread
        Expected information.
    """

    loglik: float
    shift: Array
    spread: Array
    shift_shift: Array
    shift_spread: Array
    spread_spread: Array


def probabilities(lower: Array, upper: Array) -> tuple[Array, Array, Array]:
    """Probability of yes, abstain and no; arrays of any one shape."""
    from scipy.special import ndtr

    no, yes = ndtr(lower), ndtr(-upper)
    # the difference of two numbers near one loses its digits: take it in the lower tail
    flip = lower > 0
    abstain = np.where(flip, ndtr(-lower) - yes, ndtr(upper) - no)
    return yes, np.maximum(abstain, 0.0), no


def score(choices: Choices, lower: Array, upper: Array) -> Score:
    """Log probability, gradient and information of a block of votes.

    Parameters
    ----------
    choices : (calls, states)
        1 yes, 2 abstain, 3 no; 0 no vote.
    lower, upper : (calls, states)
        Cut points less the state's inclination.
    """
    lower = np.clip(lower, -_FAR, _FAR)
    upper = np.clip(upper, -_FAR, _FAR)
    chances = np.maximum(np.stack(probabilities(lower, upper)), _TINY)
    yes, abstain, no = chances
    at_lower = _ROOT * np.exp(-0.5 * lower * lower)
    at_upper = _ROOT * np.exp(-0.5 * upper * upper)
    cast = (choices != 0).astype(np.float64)
    picked = np.maximum(choices, 1).astype(np.intp) - 1
    chose = np.take_along_axis(chances, picked[None], axis=0)[0]
    by_lower = at_lower * _LOWER[choices] / chose
    by_upper = at_upper * _UPPER[choices] / chose
    to_abstain = at_lower / abstain
    low_low = at_lower * (at_lower / no + to_abstain) * cast
    up_up = at_upper * at_upper * (1.0 / yes + 1.0 / abstain) * cast
    low_up = (-2.0 * at_upper) * to_abstain * cast
    both = low_low + up_up
    return Score(
        loglik=float((np.log(chose) * cast).sum()),
        shift=by_lower + by_upper,
        spread=by_upper - by_lower,
        shift_shift=both + low_up,
        shift_spread=up_up - low_low,
        spread_spread=both - low_up,
    )
