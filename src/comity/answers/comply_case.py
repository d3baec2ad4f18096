"""Third states between a target and its sanctioners: what each set of compliers does, for each of them.

A third state that complies takes part in the sanctions: its trade with the target bears their cost. One that
does not trades on, lets goods of those who sanction pass through it for a margin
(:mod:`comity.simulate.trade.evasion`), and pays the senders' secondary sanctions: an ad-valorem cost on its
trade with them, both ways. Its payoff is its real expenditure with what it earns on goods passing through.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from comity.answers.trade_ground import Drawn
from comity.simulate.trade.against import Many, Penalty, equilibria, flows, with_target
from comity.simulate.trade.best_response import Gain
from comity.simulate.trade.evasion import Routes, routes

__all__ = ["Outcome", "Stage"]

Array = NDArray[np.float64]
Members = NDArray[np.bool_]
Indices = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One set of compliers, in full.

    Attributes
    ----------
    real : (N,)
        Real expenditure, new over old, without what passes through.
    trade : (N, N)
        Rows export, million USD.
    passed : (N,)
        Trade of sanctioning states with the target that goes through each, to and from it together.
    passed_before : (N,)
        The same without sanctions.
    passed_in, passed_in_before : (N,)
        Of these, what goes to the target.
    earned : (N,)
        Margin on the difference, million USD.
    """

    real: Array
    trade: Array
    passed: Array
    passed_before: Array
    passed_in: Array
    passed_in_before: Array
    earned: Array


@dataclass(frozen=True, slots=True)
class Stage:
    """A target, its senders and the third states on one balanced world.

    Attributes
    ----------
    drawn
        World, cost of sanctions, spending.
    target : int
    senders, third : (S,), (K,)
        Indices.
    ways
        Round the sanctions.
    """

    drawn: Drawn
    target: int
    senders: Indices
    third: Indices
    ways: Routes

    @classmethod
    def of(
        cls, drawn: Drawn, target: int, senders: Indices, third: Indices, margin: float
    ) -> Stage:
        """With the ways to the target that the world's trade tells of."""
        trade = drawn.world.share * drawn.world.income
        return cls(
            drawn, target, senders, third, routes(trade, target, drawn.world.theta, margin=margin)
        )

    def gain(self, threat: float) -> Gain:
        """What each third state gains by complying, a share of its real expenditure, at a threat."""
        everybody = np.arange(len(self.third))

        def of(joined: Members) -> Array:
            return self.gains(joined, threat, everybody)

        return of

    def gains(self, joined: Members, threat: float, of: Indices) -> Array:
        """The same of some third states (places among them), those joined (K,) as they are."""
        still, prices = self.payoff(joined[None], threat)
        if not len(of):
            return np.zeros(0)
        either = np.repeat(joined[None], len(of), axis=0)
        rows = np.arange(len(of))
        either[rows, of] = ~joined[of]
        flipped = self.payoff(either, threat, near=prices[0])[0][rows, of]
        gained: Array = np.where(joined[of], still[0, of] - flipped, flipped - still[0, of])
        return gained

    def payoff(
        self, joined: Members, threat: float, near: Array | None = None
    ) -> tuple[Array, Array]:
        """Payoffs (B, K) of the third states for sets of compliers (B, K), and factory prices (B, N).

        ``near`` (N,) are prices of a set that differs little: where to begin.
        """
        terms = self._terms(joined, threat)
        many, cost = self._solved(terms, near)
        passed, before = self._passing(many, cost, terms)
        earned = self._margin((passed - before).sum(axis=0)) / self.drawn.spending / many.price
        return (many.real + earned)[:, self.third], many.factory_price

    def losses(self, joined: Members, threat: float) -> Array:
        """Real expenditure lost (B, N) for sets of compliers (B, K), shares."""
        return 1 - self._solved(self._terms(joined, threat))[0].real

    def outcome(self, joined: Members, threat: float) -> Outcome:
        """One set of compliers (K,) in full."""
        terms = self._terms(joined[None], threat)
        many, cost = self._solved(terms)
        passed, before = (each[:, 0] for each in self._passing(many, cost, terms))
        after = flows(
            self.drawn.world, self.target, cost[0], cost[0], many.factory_price[0], terms.penalty
        )
        earned = self._margin((passed - before).sum(axis=0))
        return Outcome(
            many.real[0],
            self.drawn.after(after),
            passed.sum(axis=0),
            before.sum(axis=0),
            passed[1],
            before[1],
            earned,
        )

    def _terms(self, joined: Members, threat: float) -> _Terms:
        size = len(self.drawn.world.income)
        acting = np.zeros((len(joined), size), dtype=bool)
        acting[:, self.senders] = True
        acting[:, self.third] = joined
        hub = ~acting
        hub[:, self.target] = False
        sends = np.zeros(size, dtype=bool)
        sends[self.senders] = True
        return _Terms(
            np.where(acting, self.drawn.factor, 1.0), hub, np.where(sends, 1 + threat, 1.0),
            Penalty(sends, hub, 1 + threat) if threat else None,
        )  # fmt: skip

    def _solved(self, terms: _Terms, near: Array | None = None) -> tuple[Many, Array]:
        cost = self.ways.cost(terms.direct, terms.hub, terms.detour)
        world = self.drawn.world
        return equilibria(world, self.target, cost, cost, terms.penalty, near=near), cost

    def _passing(self, many: Many, cost: Array, terms: _Terms) -> tuple[Array, Array]:
        """What passes each hub from the target and to it, now and before, each (2, B, N)."""
        world, t = self.drawn.world, self.target
        traded = with_target(world, t, cost, cost, many)
        passed = [self.ways.through(each, terms.direct, terms.hub, terms.detour) for each in traded]
        observed = (world.share[t] * world.income, world.share[:, t] * world.income[t])
        before = [self.ways.before(each, terms.direct) for each in observed]
        return np.array(passed), np.array(before)

    def _margin(self, passed: Array) -> Array:
        """What a hub keeps of what passes: prices at the end hold its margin."""
        return passed * self.ways.margin / (1 + self.ways.margin)


@dataclass(frozen=True, slots=True)
class _Terms:
    """Factor on the direct way and open hubs (B, N), factor on each one's trade with hubs (N,)."""

    direct: Array
    hub: Members
    detour: Array
    penalty: Penalty | None
