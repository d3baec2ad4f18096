"""What predictions of votes are measured against: majorities, the five nearest states, a binary model."""

from __future__ import annotations

import numpy as np

from comity.measures.positions.items import ItemPrior
from comity.measures.voting import MISSING

__all__ = ["BINARY", "as_binary", "majority", "nearest", "ranked", "scored", "three"]

NEAREST = 5
#: Least roll calls two states must share for their agreement to count.
FEWEST_SHARED = 10
#: Two cut points that all but coincide: the same model for two answers.
BINARY = ItemPrior(mean=(0.0, 0.0, -6.0), sd=(1.0, 4.0, 0.1))
_FLOOR = 1e-6


def scored(chance: np.ndarray, votes: np.ndarray) -> dict[str, float]:
    """Log loss, accuracy, and log loss of yes against the rest, of chances (n, 3) of votes (n,) 1 to 3."""
    given = np.maximum(chance[np.arange(votes.size), votes - 1], _FLOOR)
    yes = np.where(votes == 1, chance[:, 0], 1.0 - chance[:, 0])
    return {
        "log_loss": round(float(-np.log(given).mean()), 4),
        "accuracy": round(float((chance.argmax(axis=1) + 1 == votes).mean()), 4),
        "yes_log_loss": round(float(-np.log(np.maximum(yes, _FLOOR)).mean()), 4),
    }


def majority(known: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """Shares (n, 3) of the answers known on each roll call, half an answer added to each."""
    counts = np.stack([(known == k).sum(axis=1) + 0.5 for k in (1, 2, 3)], axis=1)
    found: np.ndarray = (counts / counts.sum(axis=1, keepdims=True))[rows]
    return found


def ranked(choices: np.ndarray) -> np.ndarray:
    """Other states (states, states) by share of equal votes on these roll calls; -1 where too few shared."""
    cast = (choices > 0).astype(np.float32)
    shared = cast.T @ cast
    same = sum(((choices == k).astype(np.float32)).T @ (choices == k) for k in (1, 2, 3))
    share = np.where(shared >= FEWEST_SHARED, same / np.maximum(shared, 1), -1.0)
    np.fill_diagonal(share, -1.0)
    order = np.argsort(-share, axis=1, kind="stable")
    return np.where(np.take_along_axis(share, order, axis=1) > 0, order, -1)


def nearest(
    known: np.ndarray,
    order: np.ndarray,
    rows: np.ndarray,
    columns: np.ndarray,
    *,
    search: int = NEAREST,
) -> np.ndarray:
    """Chances (n, 3) from the votes of the five states that agreed most, and one vote of the whole.

    Parameters
    ----------
    known : (calls, states)
        Votes known on the roll calls.
    order : (states, states)
        From :func:`ranked` on the session before.
    rows, columns : (n,)
        Roll call and state asked for.
    search
        How far down the ranking to look for five whose votes are known; five by default.
    """
    found = majority(known, rows)
    for n, (r, c) in enumerate(zip(rows, columns, strict=True)):
        near = order[c][:search]
        near = near[near >= 0]
        voted = known[r, near]
        voted = voted[voted != MISSING][:NEAREST]
        found[n] = (np.bincount(voted, minlength=4)[1:] + found[n]) / (voted.size + 1)
    return found


def as_binary(choices: np.ndarray) -> np.ndarray:
    """Abstentions counted as no."""
    return np.where(choices == 2, 3, choices).astype(np.int8)


def three(chance: np.ndarray, shares: np.ndarray) -> np.ndarray:
    """Chances of a binary model (n, 3), what is not yes split between abstain and no by shares (n, 3)."""
    rest = 1.0 - chance[:, 0]
    abstains = shares[:, 1] / (shares[:, 1] + shares[:, 2])
    found: np.ndarray = np.stack([chance[:, 0], rest * abstains, rest * (1 - abstains)], axis=1)
    return found
