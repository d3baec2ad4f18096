"""New votes in a fitted model, without fitting all of it again.

The last sessions and the new votes are estimated together; what the sessions before them say of the
positions at their start is a normal density that the fit left behind. Variances of the walk and the
scale are the fit's.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from comity.measures.positions.fitting import WINDOW, Estimate, iterate
from comity.measures.positions.items import PER_ITEM
from comity.measures.positions.newton import Message, Point, Problem, problem
from comity.measures.positions.panel import Panel, panel
from comity.measures.positions.walk import Walk

__all__ = ["update"]

Array = npt.NDArray[np.float64]
Ints = npt.NDArray[np.intp]


def update(
    fitted: Problem,
    estimate: Estimate,
    choices: npt.NDArray[np.int8],
    session: Ints,
    item: Ints,
    known: Ints,
) -> tuple[Panel, Point, Array]:
    """Positions of the last sessions with new votes among or after them.

    Parameters
    ----------
    fitted, estimate
        The model as it was.
    choices : (calls, states)
        Votes of the sessions from the start of the window on, old and new; new states in columns after
        the old ones.
    session, item : (calls,)
        Session and item of each.
    known : (calls,)
        Roll call of the fit each is, or -1 for a new one.

    Returns
    -------
    The panel of the window, its point, and the posterior variance of its positions, items given.
    """
    old = fitted.panel
    start = max(len(old.blocks) - WINDOW, 0)
    window = panel(choices, session, item)
    total = old.votes.sum() + (window.votes.sum() - old.votes[old.block >= start].sum())
    message = _matched(old, estimate, window, start, known)
    made = replace(problem(_carrying(window, message.items)), weights=window.votes / total)
    point = _beginning(old, estimate.point, window, start, known)
    point, _, _ = iterate(made, point, walk=False, warm=True, message=message)
    return window, point, point.spread


def _beginning(old: Panel, fitted: Point, window: Panel, start: int, known: Ints) -> Point:
    """Old positions and items where there are any; a newcomer begins in the middle."""
    states = max(int(window.state.max()), int(old.state.max())) + 1
    last = np.zeros(states)
    x = np.zeros(window.positions)
    held = {
        (int(b) - start, int(i)): k
        for k, (b, i) in enumerate(zip(old.block, old.state, strict=True))
    }
    for k, (b, i) in enumerate(zip(window.block, window.state, strict=True)):
        at = held.get((int(b), int(i)))
        last[i] = fitted.x[at] if at is not None else last[i]
        x[k] = last[i]
    items = np.tile(np.array(fitted.prior.mean), (window.items, 1))
    items[:, 0] = 0.0
    doubt = np.zeros((window.items, PER_ITEM, PER_ITEM))
    for call in np.flatnonzero(known >= 0):
        mine, its = window.item_of_call[call], old.item_of_call[known[call]]
        items[mine], doubt[mine] = fitted.items[its], fitted.doubt[its]
    by_block = np.ones(len(window.blocks))
    kept = fitted.walk.by_block[start:][: by_block.size]
    by_block[: kept.size] = kept
    by_state = np.ones(states)
    by_state[: fitted.walk.by_state.size] = fitted.walk.by_state
    walk = Walk(fitted.walk.variance, by_block, by_state, fitted.walk.first)
    return Point(x, np.zeros_like(x), items, doubt, walk, fitted.prior, fitted.multipliers)


def _matched(old: Panel, estimate: Estimate, window: Panel, start: int, known: Ints) -> Message:
    """The fit's message in the order of the window's first block and of the window's items."""
    first = window.blocks[0].states
    n = first.size
    wide = np.full(n, 1.0 / estimate.point.walk.first)
    told = estimate.message
    if told is None:
        return Message(np.diag(wide), np.zeros(n), np.zeros(n), np.empty(0, dtype=np.intp))
    # an item the window does not meet again says nothing more
    here = {
        int(old.item_of_call[known[call]]): int(window.item_of_call[call])
        for call in np.flatnonzero(known >= 0)
    }
    held = np.array([int(i) in here for i in told.items], dtype=bool)
    items = np.array([here[int(i)] for i in told.items[held]], dtype=np.intp)
    order = np.argsort(items)
    states = np.searchsorted(first, old.blocks[start].states)
    m = states.size
    offsets = m + PER_ITEM * np.flatnonzero(held)[order]
    source = np.concatenate([np.arange(m), (offsets[:, None] + np.arange(PER_ITEM)).ravel()])
    target = np.concatenate([states, n + np.arange(PER_ITEM * items.size)])
    size = n + PER_ITEM * items.size
    precision, gradient, at = np.zeros((size, size)), np.zeros(size), np.zeros(size)
    precision[np.arange(n), np.arange(n)] = wide
    precision[np.ix_(target, target)] = told.precision[np.ix_(source, source)]
    gradient[target], at[target] = told.gradient[source], told.at[source]
    return Message(precision, gradient, at, items[order])


def _carrying(window: Panel, items: Ints) -> Panel:
    """The window with items that come from before it."""
    shared, first = window.shared.copy(), window.first.copy()
    shared[items], first[items] = True, -1
    blocks = tuple(replace(b, single=~shared[b.items]) for b in window.blocks)
    return replace(window, blocks=blocks, shared=shared, first=first)
