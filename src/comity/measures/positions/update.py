"""New votes in a fitted model, without fitting all of it again.

The last sessions and the new votes are estimated together; what the sessions before them say of the
positions at their start is a normal density that the fit left behind, and what their steps say of how
restless each state is are two sums per state. The common variance of the walk and the scale are
the fit's.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from comity.measures.positions.fitting import WINDOW, Estimate, item_steps, iterate, loose
from comity.measures.positions.items import PER_ITEM
from comity.measures.positions.newton import (
    Message,
    Point,
    Problem,
    intervals,
    newton_step,
    problem,
)
from comity.measures.positions.panel import Panel, panel
from comity.measures.positions.walk import Walk

__all__ = ["update"]

#: Steps of the new roll calls alone, states held where they stood, before all move.
_ITEM_ROUNDS = 4

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
    The panel of the window, its point, and the posterior variance of its positions.
    """
    old = fitted.panel
    start = max(len(old.blocks) - WINDOW, 0)
    window = panel(choices, session, item)
    total = old.votes.sum() + (window.votes.sum() - old.votes[old.block >= start].sum())
    message = _matched(old, estimate, window, start, known)
    made = replace(problem(_carrying(window, message.items)), weights=window.votes / total)
    point = _beginning(old, estimate.point, window, start, known)
    fresh = point.items[:, 0] == 0.0
    for _ in range(_ITEM_ROUNDS):
        steps = np.clip(item_steps(made, point), -1.5, 1.5)
        point = replace(point, items=point.items + np.where(fresh[:, None], steps, 0.0))
    point, _, _ = iterate(made, point, warm=True, message=message, past=estimate.past)
    move = newton_step(made, point, observed=0.0, intervals=True, message=message)
    found, held, _ = intervals(made, point, move)
    # the whole's scale is held, not the window's: less than free, more than if all rested on the window
    variance = loose(made, found) - np.polyval(estimate.past.scale, point.x)
    return window, point, np.maximum(variance, np.concatenate([np.diag(c) for c in held]))


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
