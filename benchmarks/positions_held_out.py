"""Votes left out of the fit and predicted: at random, a whole session, and new resolutions partly counted.

1. ``random``: a tenth of all votes is masked.
2. ``bridged``: session 74 is masked whole; its resolutions on a text voted on before are predicted from
   positions carried one step forward and the text's item.
3. ``new``: its resolutions on no earlier text (nor in the published pairs), a fifth of the voters of each
   revealed; the item is found from those. Sessions 72 and 73 as well.

Bridges are ``none``, ``published`` (955 pairs) or ``own``, found with the masked votes out of sight; texts
of a masked session are matched by title alone. ``habit`` adds the state's own nearest vote on the
same text. Rivals: shares of the answers known on the resolution (in 2: at its last vote); the five states
that agreed most in the session before; the same model for yes or not, what is not yes split by those shares.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from benchmarks.assembly import (
    Assembly,
    Model,
    assembly,
    fit_arrays,
    items_of,
    own_pairs,
    published_pairs,
)
from benchmarks.rivals import BINARY, as_binary, majority, nearest, ranked, scored, three
from benchmarks.timing import report
from comity.measures.positions.bridges import matches
from comity.measures.positions.habit import habit, likeliest, pairs_on_one_text
from comity.measures.positions.predict import Strength, chances, fit_item

SEED = 3
MASKED, REVEALED = 0.1, 0.2
LAST = 74
NEW_IN = (72, 73, 74)
#: The rival that may look further down the ranking until five revealed states are found.
FAR = 25


@dataclass(frozen=True)
class Placed:
    """A fit with its positions as tables (sessions, states), NaN where a state has none, and its habit."""

    model: Model
    x: np.ndarray
    variance: np.ndarray
    habit: Strength

    @classmethod
    def of(cls, votes: Assembly, model: Model, sessions: np.ndarray) -> Placed:
        made, point = model.panel, model.estimate.point
        shape = (sessions.size, len(votes.states))
        x, variance = np.full(shape, np.nan), np.full(shape, np.nan)
        x[made.block, made.state] = point.x
        variance[made.block, made.state] = model.variance
        pairs = pairs_on_one_text(made)
        found = likeliest(pairs, point.x, model.variance, point.items, point.doubt)
        return cls(model, x, variance, found)

    def items(self, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Items and their doubt of roll calls."""
        item, point = self.model.panel.item_of_call[rows], self.model.estimate.point
        return point.items[item], point.doubt[item]


def main() -> None:
    votes = assembly()
    found: dict[str, object] = {"random": at_random(votes)}
    for hold in NEW_IN:
        found[f"session_{hold}"] = of_session(votes, hold)
    report(**found)


def at_random(votes: Assembly) -> dict[str, object]:
    """A tenth of all votes masked."""
    mask = (np.random.default_rng(SEED).random(votes.choices.shape) < MASKED) & (votes.choices > 0)
    known = np.where(mask, 0, votes.choices).astype(np.int8)
    rows, columns = np.nonzero(mask)
    said = votes.choices[rows, columns]
    sessions = np.unique(votes.session)
    at = np.searchsorted(sessions, votes.session)[rows]
    shares = majority(known, rows)
    near = shares.copy()
    for t in sessions[1:]:
        order = ranked(known[votes.session == t - 1])
        mine = votes.session[rows] == t
        near[mine] = nearest(known, order, rows[mine], columns[mine])
    found: dict[str, object] = {
        "votes": said.size,
        "majority": scored(shares, said),
        "five_nearest": scored(near, said),
    }
    pairs = {"none": [], "published": published_pairs(votes), "own": own_pairs(votes, known)}
    for name, bridges in pairs.items():
        item = items_of(bridges, votes)
        placed = Placed.of(votes, fit_arrays(votes, known, item), sessions)
        x, variance = _where_known(placed, at, columns)
        plain = chances(x, variance, *placed.items(rows))
        found[f"model_{name}"] = scored(plain, said)
        if bridges:
            other = _other_votes(item, votes.session, known, rows, columns)
            has = other >= 0
            with_habit = plain.copy()
            with_habit[has] = _by_habit(
                placed, known, x[has], variance[has], rows[has], columns[has], other[has],
                np.searchsorted(sessions, votes.session),
            )  # fmt: skip
            found[f"model_{name}_habit"] = scored(with_habit, said) | {
                "correlation": round(placed.habit.correlation, 4),
                "kept": round(placed.habit.kept, 4),
                "share_with_another_vote": round(float(has.mean()), 3),
            }
    # the rival has the bridges of the best fit above
    binary = fit_arrays(votes, as_binary(known), items_of(pairs["own"], votes), BINARY)
    placed = Placed.of(votes, binary, sessions)
    chance = chances(*_where_known(placed, at, columns), *placed.items(rows))
    return found | {"binary_own": scored(three(chance, shares), said)}


def of_session(votes: Assembly, hold: int) -> dict[str, object]:
    """One session masked, all after it left out."""
    known = np.where((votes.session < hold)[:, None], votes.choices, 0).astype(np.int8)
    sessions = np.unique(votes.session)
    published = [(a, b) for a, b in published_pairs(votes) if votes.session[b] <= hold]
    by_title = matches(votes.titles, votes.session, life=LAST)
    title_only = [(a, b) for a, b in by_title if votes.session[b] == hold]
    trained = own_pairs(votes, known)
    pairs = {"none": [], "published": published, "own": [*trained, *title_only]}
    links = {
        name: {b: a for a, b in sorted(bridges) if votes.session[b] == hold > votes.session[a]}
        for name, bridges in pairs.items()
    }
    session_calls = np.flatnonzero(votes.session == hold)
    bridged = {b for link in links.values() for b in link}
    new = np.array([i for i in session_calls if i not in bridged], dtype=np.intp)
    order = ranked(votes.choices[votes.session == hold - 1])
    revealed = _revealed(votes, new)
    found: dict[str, object] = {"new": _rivals_new(votes, revealed, new, order)}
    for name, bridges in pairs.items():
        item = items_of(bridges, votes)
        placed = Placed.of(votes, fit_arrays(votes, known, item), sessions)
        x, variance = _carried(placed, sessions, hold)
        found["new"][f"model_{name}"] = _new(placed, votes, revealed, new, x, variance)
        if hold == LAST and links[name]:
            found[f"bridged_{name}"] = _bridged(
                votes, known, placed, links[name], order, x, variance
            )
        if name == "own":
            binary = Placed.of(votes, fit_arrays(votes, as_binary(known), item, BINARY), sessions)
            at = _carried(binary, sessions, hold)
            found["new"]["binary_own"] = _new(binary, votes, revealed, new, *at, binary=True)
            if hold == LAST:
                found["bridged_own"]["binary"] = _bridged_binary(
                    votes, known, binary, links[name], x, *at
                )
    return found


def _where_known(
    placed: Placed, at: np.ndarray, columns: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Position and variance; the prior's where every vote that placed the state was masked."""
    x, variance = placed.x[at, columns], placed.variance[at, columns]
    none = np.isnan(x)
    return np.where(none, 0.0, x), np.where(none, 1.0, variance)


def _carried(placed: Placed, sessions: np.ndarray, hold: int) -> tuple[np.ndarray, np.ndarray]:
    """Positions (states,) and variances of the session before, one step of the walk on."""
    before = int(np.searchsorted(sessions, hold)) - 1
    walk = placed.model.estimate.point.walk
    step = np.full(placed.x.shape[1], walk.variance)
    step[: walk.by_state.size] *= walk.by_state
    return placed.x[before], placed.variance[before] + step


def _other_votes(
    item: np.ndarray, session: np.ndarray, known: np.ndarray, rows: np.ndarray, columns: np.ndarray
) -> np.ndarray:
    """Roll call (n,) of the state's known vote on the same text nearest in time; -1 for none."""
    calls: dict[int, list[int]] = {}
    for i, k in enumerate(item):
        calls.setdefault(int(k), []).append(i)
    found = np.full(rows.size, -1)
    for n, (r, c) in enumerate(zip(rows, columns, strict=True)):
        others = [
            (abs(session[i] - session[r]), i)
            for i in calls[int(item[r])]
            if i != r and known[i, c] > 0
        ]
        if others:
            found[n] = min(others)[1]
    return found


def _by_habit(
    placed: Placed, known: np.ndarray, x: np.ndarray, variance: np.ndarray,
    rows: np.ndarray, columns: np.ndarray, other: np.ndarray, session_at: np.ndarray,
) -> np.ndarray:  # fmt: skip
    items, doubt = placed.items(rows)
    then = placed.x[session_at[other], columns]
    told = habit(known[other, columns], then, placed.items(other)[0], placed.habit)
    return chances(x, variance, items, doubt, told)


def _bridged_cells(
    votes: Assembly, link: dict[int, int], x: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Roll call, state, and last roll call on the text, of all votes of states that have a position."""
    calls = np.array(sorted(link), dtype=np.intp)
    rows, columns = np.nonzero((votes.choices[calls] > 0) & ~np.isnan(x))
    rows = calls[rows]
    return rows, columns, np.array([link[int(r)] for r in rows], dtype=np.intp)


def _bridged(
    votes: Assembly, known: np.ndarray, placed: Placed, link: dict[int, int],
    order: np.ndarray, x: np.ndarray, variance: np.ndarray,
) -> dict[str, object]:  # fmt: skip
    rows, columns, last = _bridged_cells(votes, link, x)
    said = votes.choices[rows, columns]
    plain = chances(x[columns], variance[columns], *placed.items(rows))
    with_habit = plain.copy()
    has = known[last, columns] > 0
    with_habit[has] = _by_habit(
        placed, known, x[columns][has], variance[columns][has], rows[has], columns[has], last[has],
        np.searchsorted(np.unique(votes.session), votes.session),
    )  # fmt: skip
    again = float((known[last, columns] == said)[has].mean())
    return {
        "resolutions": len(link),
        "votes": said.size,
        "model": scored(plain, said),
        "model_habit": scored(with_habit, said)
        | {"correlation": round(placed.habit.correlation, 4), "kept": round(placed.habit.kept, 4)},
        "majority_last_time": scored(majority(known, last), said),
        "five_nearest_last_time": scored(nearest(known, order, last, columns), said),
        "voted_as_last_time": round(again, 4),
    }


def _bridged_binary(
    votes: Assembly, known: np.ndarray, binary: Placed, link: dict[int, int],
    placed: np.ndarray, x: np.ndarray, variance: np.ndarray,
) -> dict[str, float]:  # fmt: skip
    rows, columns, last = _bridged_cells(votes, link, placed)
    chance = chances(x[columns], variance[columns], *binary.items(rows))
    return scored(three(chance, majority(known, last)), votes.choices[rows, columns])


def _revealed(votes: Assembly, new: np.ndarray) -> np.ndarray:
    """Votes on the new resolutions (calls, states), all but a fifth of the voters of each hidden."""
    random = np.random.default_rng(SEED)
    shown = random.random((new.size, votes.choices.shape[1])) < REVEALED
    return np.where(shown, votes.choices[new], 0).astype(np.int8)


def _hidden(
    votes: Assembly, revealed: np.ndarray, new: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Rows (of ``new``) and states of the votes to predict: of states that voted in the session before."""
    member = (votes.choices[votes.session == votes.session[new[0]] - 1] > 0).any(axis=0)
    rows, columns = np.nonzero((votes.choices[new] > 0) & (revealed == 0) & member)
    return rows, columns


def _rivals_new(
    votes: Assembly, revealed: np.ndarray, new: np.ndarray, order: np.ndarray
) -> dict[str, object]:
    rows, columns = _hidden(votes, revealed, new)
    said = votes.choices[new[rows], columns]
    return {
        "resolutions": new.size,
        "votes": said.size,
        "majority": scored(majority(revealed, rows), said),
        "five_nearest": scored(nearest(revealed, order, rows, columns), said),
        "five_nearest_revealed": scored(nearest(revealed, order, rows, columns, search=FAR), said),
    }


def _new(
    placed: Placed, votes: Assembly, revealed: np.ndarray, new: np.ndarray,
    x: np.ndarray, variance: np.ndarray, *, binary: bool = False,
) -> dict[str, float]:  # fmt: skip
    rows, columns = _hidden(votes, revealed, new)
    chance = np.empty((rows.size, 3))
    prior = placed.model.estimate.point.prior
    here, spread = np.nan_to_num(x), np.where(np.isnan(x), 1.0, variance)
    for r in range(new.size):
        given = as_binary(revealed[r]) if binary else revealed[r]
        item, doubt = fit_item(given, here, spread, prior)
        mine = rows == r
        c = columns[mine]
        items, doubts = np.tile(item, (c.size, 1)), np.tile(doubt, (c.size, 1, 1))
        chance[mine] = chances(here[c], spread[c], items, doubts)
    if binary:
        chance = three(chance, majority(revealed, rows))
    return scored(chance, votes.choices[new[rows], columns])


if __name__ == "__main__":
    main()
