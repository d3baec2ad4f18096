"""Votes laid out for the fit: one dense block a session, and which items return in which block.

A state takes part from the first session in which it votes to the last; in a session between them in
which it does not vote its position still moves, unobserved. A roll call belongs to an *item*: a
resolution voted on again (a bridge) is one item with several roll calls, all others are items of
their own.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from comity.errors import DataError

__all__ = ["Block", "Panel", "panel"]

Ints = npt.NDArray[np.intp]
Choices = npt.NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Block:
    """The votes of one session.

    Attributes
    ----------
    choices : (calls, states)
        1 yes, 2 abstain, 3 no; 0 no vote.
    calls, items : (calls,)
        Index of the roll call in the whole, and of its item.
    states : (states,)
        Index of each column's state, ascending.
    where : (states,)
        Index of each column in the vector of all positions.
    single : (calls,)
        Whether the item occurs in this roll call only.
    """

    choices: Choices
    calls: Ints
    items: Ints
    states: Ints
    where: Ints
    single: npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Panel:
    """All sessions in order.

    Attributes
    ----------
    blocks
        One per session in which a state votes.
    gaps : (blocks,)
        Sessions since the block before; 0 for the first.
    state, block : (positions,)
        Whose position it is, and in which block.
    votes : (positions,)
        Votes cast.
    item_of_call : (calls,)
        Item of each roll call.
    items
        Number of items.
    first, last : (items,)
        Blocks in which an item is first and last voted on.
    shared : (items,)
        Whether an item has more than one roll call.
    """

    blocks: tuple[Block, ...]
    gaps: Ints
    state: Ints
    block: Ints
    votes: Ints
    item_of_call: Ints
    items: int
    first: Ints
    last: Ints
    shared: npt.NDArray[np.bool_]

    @property
    def positions(self) -> int:
        """Number of state-sessions."""
        return self.state.size


def panel(choices: Choices, session: Ints, item: Ints | None = None) -> Panel:
    """Lay votes out.

    Parameters
    ----------
    choices : (calls, states)
        1 yes, 2 abstain, 3 no; 0 no vote.
    session : (calls,)
        Session of each roll call, in any order.
    item : (calls,), optional
        A number per roll call, the same for those on the same text; by default all differ.

    Raises
    ------
    DataError
        If no vote is cast at all.
    """
    calls = choices.shape[0]
    item = np.arange(calls) if item is None else item
    _, item = np.unique(item, return_inverse=True)
    voted_on = choices.any(axis=1)
    if not voted_on.any():
        raise DataError(
            "no state votes yes, abstain or no on any roll call: there is nothing to place"
        )
    sessions = np.unique(session[voted_on])
    # a roll call of a session without votes belongs to no block
    at = np.where(np.isin(session, sessions), np.searchsorted(sessions, session), sessions.size)
    voted = np.zeros((sessions.size, choices.shape[1]), dtype=np.intp)
    np.add.at(voted, at[voted_on], choices[voted_on] != 0)
    began = np.argmax(voted > 0, axis=0)
    ended = sessions.size - 1 - np.argmax(voted[::-1] > 0, axis=0)
    step = np.arange(sessions.size)[:, None]
    member = (step >= began) & (step <= ended) & voted.any(axis=0)
    placed = at < sessions.size
    count = np.bincount(item[placed], minlength=item.max() + 1)
    first = np.full(count.size, sessions.size)
    last = np.full(count.size, -1)
    np.minimum.at(first, item[placed], at[placed])
    np.maximum.at(last, item[placed], at[placed])
    block, state = np.nonzero(member)
    start = np.concatenate([[0], np.cumsum(member.sum(axis=1))])
    blocks = []
    for b in range(sessions.size):
        rows, columns = np.flatnonzero(at == b), np.flatnonzero(member[b])
        blocks.append(
            Block(
                choices=np.ascontiguousarray(choices[np.ix_(rows, columns)]),
                calls=rows,
                items=item[rows],
                states=columns,
                where=np.arange(start[b], start[b + 1]),
                single=count[item[rows]] == 1,
            )
        )
    return Panel(
        blocks=tuple(blocks),
        gaps=np.diff(sessions, prepend=sessions[:1]),
        state=state,
        block=block,
        votes=voted[block, state],
        item_of_call=item,
        items=count.size,
        first=first,
        last=last,
        shared=count > 1,
    )
