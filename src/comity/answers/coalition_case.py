"""A coalition on one balanced world: the worth of each set of members, Shapley values, and draws of all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from comity.answers.coalition_members import Party
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

#: Pairs of orders drawn where there are too many members for all coalitions.
PAIRS = 40
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
            base.central.spending if spending is None else spending,
            model,
        )

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

    def fixed(self, drawn: Drawn, outside: NDArray[np.int64]) -> Array:
        """Real expenditure for: all members; the world; each member alone; all and one of ``outside``."""
        size = len(self.ground.matrix.states)
        joined = np.zeros((2 + len(self.inside) + len(outside), size), dtype=bool)
        rows = np.arange(len(joined))
        joined[0, self.inside] = joined[1] = True
        alone, more = rows[2 : 2 + len(self.inside)], rows[2 + len(self.inside) :]
        joined[alone, self.inside] = True
        joined[np.ix_(more, self.inside)] = True
        joined[more, outside] = True
        joined[:, self.t] = False
        return self.real(drawn, joined)

    def shapley(self, alone: Array, together: float) -> tuple[Shares, Array]:
        """Values at the centre, and the guide's."""
        n, drawn = len(self.inside), self.ground.central
        rng = np.random.default_rng(SEED)
        guide = additive_guide(alone, together)
        if n <= (EXACT_UP_TO if self.model is None else FEW):
            found = Shares(exact(self.worth(drawn, subsets(n))), np.zeros(n), exact=True)
        else:
            pairs = PAIRS if self.model is None else FEW_PAIRS
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
        pairs = GUIDED // 2
        return sampled(guide, n, pairs=pairs, rng=np.random.default_rng(SEED)).value


@dataclass(slots=True)
class Draws:
    """What each draw found, one entry a draw."""

    target: list[float]
    target_musd: list[float]
    senders: list[float]
    senders_musd: list[float]
    world: list[float]
    share: list[float]
    members: list[Array]
    values: list[Array]
    added: list[Array]

    @classmethod
    def empty(cls) -> Draws:
        """Before the first draw."""
        return cls([], [], [], [], [], [], [], [], [])

    def keep(self, case: Case, drawn: Drawn, loss: Array, guided: Array) -> None:
        """What one draw found: losses in the order of :meth:`Case.fixed`, and the guide's values."""
        t, inside, n = case.t, case.inside, len(case.inside)
        own = loss[0, inside]
        musd = float((own * drawn.spending[inside]).sum())
        self.target.append(loss[0, t])
        self.target_musd.append(loss[0, t] * drawn.spending[t])
        self.senders.append(musd / drawn.spending[inside].sum())
        self.senders_musd.append(musd)
        self.world.append(loss[1, t])
        self.share.append(loss[0, t] / loss[1, t])
        self.members.append(own)
        self.values.append(guided)
        self.added.append(loss[2 + n :, t] - loss[0, t])

    def scaled(self, values: Shares, guide: Array) -> Draws:
        """The guide's values brought to what the game itself gave at the centre."""
        ratio = np.divide(values.value, guide, out=np.ones_like(guide), where=guide != 0)
        self.values = [each * ratio for each in self.values]
        return self
