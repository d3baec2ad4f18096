"""A fitted model's chance of a vote, with what it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from comity import states
from comity.errors import ComityError, UnknownName
from comity.measures.positions.habit import habit, likeliest, pairs_on_one_text
from comity.measures.positions.ordinal import ABSTAIN, NO, YES
from comity.measures.positions.predict import Strength, chances
from comity.measures.positions.sessions import FIRST_YEAR

if TYPE_CHECKING:
    from comity.measures.positions.panel import Block
    from comity.measures.positions.result import Positions

__all__ = ["Prediction", "predicted", "strength"]

_ANSWERS = {YES: "yes", ABSTAIN: "abstain", NO: "no"}


@dataclass(frozen=True, slots=True)
class Prediction:
    """Chances of a state's answers on a roll call.

    Attributes
    ----------
    resolution, state
        What was asked.
    yes, abstain, no
        Chances; they sum to one.
    seen
        The state's vote on the roll call if it was among the votes fitted (then it is no forecast), else
        None.
    same_text, voted
        The roll call nearest in time on the same text on which the state voted, and that vote; None
        where there is none.
    habit
        How votes of a state on one text go together, where one was used; else None.
    """

    resolution: str
    state: str
    yes: float
    abstain: float
    no: float
    seen: str | None
    same_text: str | None
    voted: str | None
    habit: Strength | None

    @property
    def likeliest(self) -> str:
        """yes, abstain or no."""
        return max(_ANSWERS.values(), key=lambda answer: float(getattr(self, answer)))


def predicted(positions: Positions, resolution: str, key: str) -> Prediction:
    """See :meth:`~comity.measures.positions.result.Positions.predict`; ``key`` is a state of the fit."""
    ids = positions.calls["resolution"].to_list()
    if resolution not in ids:
        raise UnknownName.among(
            "resolution", str(resolution), ids, see="comity positions split --year YEAR"
        )
    call = ids.index(resolution)
    panel, point = positions.problem.panel, positions.estimate.point
    places = [
        (k, int(np.flatnonzero(block.calls == call)[0]))
        for k, block in enumerate(panel.blocks)
        if call in block.calls
    ]
    if not places:
        raise ComityError(
            f"nobody voted in the session of {resolution}: nothing places a state in it"
        )
    k, row = places[0]
    block, own = panel.blocks[k], positions.states.index(key)
    column = np.flatnonzero(block.states == own)
    if not column.size:
        raise _no_member(positions, key, resolution, own)
    c = int(column[0])
    item = panel.item_of_call[[call]]
    items, doubt = point.items[item], point.doubt[item]
    x = point.x[block.where[[c]]]
    variance = positions.estimate.covariance[k][[c], [c]]
    other = None if block.single[row] else _nearest_vote(panel.blocks, int(item[0]), own, k, row)
    used, text, voted = None, None, None
    if other is not None:
        there, r, i = other
        vote = there.choices[[r], [i]]
        used = habit(vote, point.x[there.where[[i]]], items, positions.habit)
        text, voted = ids[int(there.calls[r])], _ANSWERS[int(vote[0])]
    yes, abstain, no = chances(x, variance, items, doubt, used)[0].tolist()
    return Prediction(
        resolution, key, yes, abstain, no,
        seen=_ANSWERS.get(int(block.choices[row, c])),
        same_text=text, voted=voted, habit=used.strength if used is not None else None,
    )  # fmt: skip


def _nearest_vote(
    blocks: tuple[Block, ...], item: int, state: int, k: int, row: int
) -> tuple[Block, int, int] | None:
    """Block, row and column of the state's nearest other vote on an item; the earlier of two."""
    found = [
        (abs(b - k), b, int(r), int(column))
        for b, block in enumerate(blocks)
        for r in np.flatnonzero(block.items == item)
        for column in np.flatnonzero(block.states == state)
        if (b, int(r)) != (k, row) and block.choices[r, column]
    ]
    if not found:
        return None
    _, nearest, r, i = min(found)
    return blocks[nearest], r, i


def strength(positions: Positions) -> Strength:
    """How votes of one state on one text go together; see :mod:`.habit`."""
    point = positions.estimate.point
    pairs = pairs_on_one_text(positions.problem.panel)
    return likeliest(pairs, point.x, _variances(positions), point.items, point.doubt)


def _variances(positions: Positions) -> npt.NDArray[np.float64]:
    variance = np.empty(positions.problem.panel.positions)
    parts = zip(positions.problem.panel.blocks, positions.estimate.covariance, strict=True)
    for block, covariance in parts:
        variance[block.where] = np.diag(covariance)
    return variance


def _no_member(positions: Positions, key: str, resolution: str, own: int) -> ComityError:
    panel = positions.problem.panel
    years = FIRST_YEAR + positions.sessions[panel.block[panel.state == own]]
    return ComityError(
        f"{states.name(key)} ({key}) was no voting member when {resolution} was voted on\n"
        f"  it has positions for the sessions of {years.min()} to {years.max()}"
    )
