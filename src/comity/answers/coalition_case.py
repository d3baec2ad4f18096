"""A coalition on one balanced world: the worth of each set of members, Shapley values, and draws of all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from comity.answers.coalition_members import Party
from comity.answers.coalition_reach import reached
from comity.answers.trade_ground import SEED, Drawn, Ground
from comity.simulate.trade.against import equilibria
from comity.simulate.trade.shapley import (
    EXACT_UP_TO,
    Shares,
    additive_guide,
    exact,
    sampled,
    subsets,
)

__all__ = ["Case", "Draws"]

Array = NDArray[np.float64]
Members = NDArray[np.bool_]

#: Pairs of orders drawn where there are too many members for all coalitions; fewer, but no fewer than the
#: last, where so many arrivals in each would make too many coalitions.
PAIRS, ARRIVALS, LEAST_PAIRS = 40, 1600, 5
#: The same, and members up to which all coalitions are valued, where each takes seconds.
FEW_PAIRS = 2
FEW = 5
#: Orders from which a draw's guide is valued.
GUIDED = 400


@dataclass(frozen=True, slots=True)
class Case:
    """Indices of those concerned on one ground.

    Attributes
    ----------
    t, inside, outside
        Indices of the target, the members, all others.
    first
        Those members whom others join; all of them where nobody does.
    spending : (N,)
        At the centre, million USD.
    model
        Real expenditure (B, N), new over old, of coalitions (B, N), where it is not the balanced world's:
        every coalition then costs much more, and fewer are valued.
    """

    ground: Ground
    target: str
    party: Party
    t: int
    inside: NDArray[np.int64]
    outside: NDArray[np.int64]
    first: NDArray[np.int64]
    spending: Array
    model: Callable[[Drawn, Members], Array] | None = None

    @classmethod
    def of(
        cls, base: Ground, target: str, who: Party, spending: Array | None = None,
        model: Callable[[Drawn, Members], Array] | None = None,
    ) -> Case:  # fmt: skip
        """Of names; all other economies of the matrix are outside."""
        matrix = base.matrix
        inside = np.array([matrix.index(state) for state in who.members])
        others = set(range(len(matrix.states))) - {matrix.index(target), *inside.tolist()}
        return cls(
            base,
            target,
            who,
            matrix.index(target),
            inside,
            np.array(sorted(others), dtype=np.int64),
            np.array(
                [matrix.index(s) for s in who.members if s not in who.joining], dtype=np.int64
            ),
            base.central.spending if spending is None else spending,
            model,
        )

    def spent(self, drawn: Drawn) -> Array:
        """What each (N,) spends in a draw, million USD."""
        return drawn.spending if self.model is None else self.spending

    def real(self, drawn: Drawn, joined: Members) -> Array:
        """Real expenditure (B, N), new over old, for coalitions (B, N)."""
        if self.model is not None:
            return self.model(drawn, joined)
        factor = np.where(joined, drawn.factor, 1.0)
        return equilibria(drawn.world, self.t, factor, factor).real

    def worth(self, drawn: Drawn, members: Members) -> Array:
        """The target's loss (B,) under coalitions of members (B, n)."""
        joined = np.zeros((len(members), len(self.ground.matrix.states)), dtype=bool)
        joined[:, self.inside] = members
        return 1 - self.real(drawn, joined)[:, self.t]

    def together(self, drawn: Drawn) -> Array:
        """Real expenditure (3, N) for: all members; the whole world; those members whom others join."""
        joined = np.zeros((3, len(self.ground.matrix.states)), dtype=bool)
        joined[0, self.inside] = joined[1] = joined[2, self.first] = True
        joined[:, self.t] = False
        return self.real(drawn, joined)

    def single(self, drawn: Drawn, outside: NDArray[np.int64]) -> Array:
        """Real expenditure for each member alone (n, N), then for all and one of ``outside``."""
        n = len(self.inside)
        joined = np.zeros((n + len(outside), len(self.ground.matrix.states)), dtype=bool)
        rows = np.arange(len(joined))
        joined[rows[:n], self.inside] = True
        joined[np.ix_(rows[n:], self.inside)] = True
        joined[rows[n:], outside] = True
        return self.real(drawn, joined)

    def shapley(self, alone: Array, together: float) -> tuple[Shares, Array]:
        """Values at the centre, and the guide's."""
        n, drawn = len(self.inside), self.ground.central
        rng = np.random.default_rng(SEED)
        guide = additive_guide(alone, together)
        if n <= (EXACT_UP_TO if self.model is None else FEW):
            found = Shares(exact(self.worth(drawn, subsets(n))), np.zeros(n), exact=True)
        else:
            many = min(PAIRS, max(ARRIVALS // n, LEAST_PAIRS))
            pairs = many if self.model is None else FEW_PAIRS
            found = sampled(
                lambda members: self.worth(drawn, members), n, pairs=pairs, rng=rng, guide=guide
            )
        return found, self.guided(alone, together)

    def guided(self, alone: Array, together: float) -> Array:
        """Shapley values of the guide game; in proportion to the worth alone where there is none."""
        n = len(alone)
        guide = additive_guide(alone, together)
        if guide is None or n == 1:
            in_proportion: Array = alone * (together / alone.sum())
            return in_proportion
        pairs = max(min(GUIDED, GUIDED * PAIRS // n) // 2, LEAST_PAIRS)
        return sampled(guide, n, pairs=pairs, rng=np.random.default_rng(SEED)).value


class Draws:
    """What each draw found, one entry a draw; Shapley values and outsiders not where coalitions are dear."""

    def __init__(self) -> None:
        self.all: list[Array] = []
        self.first: list[Array] = []
        self.members: list[Array] = []
        self.values: list[Array] = []
        self.added: list[Array] = []

    def keep(self, case: Case, drawn: Drawn, outside: NDArray[np.int64]) -> None:
        """What one draw finds."""
        t, n = case.t, len(case.inside)
        loss = 1 - case.together(drawn)
        for row, senders, kept in ((0, case.inside, self.all), (2, case.first, self.first)):
            kept.append(reached(loss[row], loss[1, t], t, senders, case.spent(drawn)))
        self.members.append(loss[0, case.inside])
        if case.model is None:
            single = 1 - case.single(drawn, outside)
            self.values.append(case.guided(single[:n, t], loss[0, t]))
            self.added.append(single[n:, t] - loss[0, t])

    def scaled(self, values: Shares, guide: Array) -> Array:
        """The guide's values (D, n) brought to what the game itself gave at the centre."""
        ratio = np.divide(values.value, guide, out=np.ones_like(guide), where=guide != 0)
        return np.array([each * ratio for each in self.values])
