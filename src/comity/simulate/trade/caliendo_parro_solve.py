"""The search for wages, prices and spending that solve the many-sector model.

Prices given wages are a contraction, since the share of inputs in costs is below one; spending given prices
is another; wages follow the excess demand for value added, each state's by its own elasticity. All three are
sped up by Anderson's method, and the inner two are solved only as sharply as the outer one can use.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from comity.simulate.trade.anderson import fixed_point
from comity.simulate.trade.caliendo_parro_economy import Array
from comity.simulate.trade.caliendo_parro_system import Market, System
from comity.simulate.trade.gravity import SolveError

__all__ = ["Found", "one_way", "solve"]

#: Inner equations are solved this much more sharply than wages have been so far.
SHARPER = 1e-3
#: Floor of any tolerance: what sums of this many numbers can hold.
FINEST = 2e-14
#: Rounds of prices or of spending before these wages are given up on.
INNER = 600
#: Rounds of Anderson's method before Newton's is tried.
PATIENCE = 150
#: Farthest that a log wage moves in one round.
REACH = 0.5
#: Change of a log wage from which a slope is taken.
NUDGE = 1e-5
#: Times a step of Newton's method is halved.
HALVINGS = 12
#: Excess accepted at the end, in tolerances.
NEAR = 10.0


@dataclass(frozen=True, slots=True)
class Found:
    """A solution: hats of wages (N,), log hats of prices (S, N), spending (S, N) in the economy's unit."""

    wage: Array
    log_price: Array
    spending: Array
    iterations: int


def solve(system: System, *, tolerance: float, most: int) -> Found:
    """Wages, prices and spending at which every equation of the system holds.

    Raises
    ------
    SolveError
        With the residual and the state and sector it is stuck on.
    """
    search = Search(system, tolerance)
    start = np.zeros(system.economy.states)
    target = tolerance * float(search.step.min())
    log_wage, _, rounds = fixed_point(
        search.round, start, tolerance=target, most=min(most, PATIENCE), reach=REACH
    )
    search.round(log_wage)
    if not search.arrived and rounds < most:
        rounds += _newton(search, log_wage, most - rounds)
    size = search.size
    if not search.arrived:
        raise _lost(search, int(size.argmax()), rounds)
    return Found(np.exp(search.log_wage), search.log_price, search.spending, rounds)


class Search:
    """Where the search stands. Every round starts from the prices and the spending of the one before."""

    def __init__(self, system: System, tolerance: float) -> None:
        economy = system.economy
        self.system = system
        self.tolerance = tolerance
        self.step = _step(system)
        self.scale = np.where(system.used, economy.expenditure, 1.0)
        self.log_wage = np.zeros(economy.states)
        self.log_price = np.zeros(economy.expenditure.shape)
        self.spending = economy.expenditure
        self.excess = np.full(economy.states, np.inf)
        self.closest = np.inf
        self.missed = ""

    @property
    def size(self) -> Array:
        """Excess of value added without its sign, infinite where it is unknown, (N,)."""
        return np.abs(np.nan_to_num(self.excess, nan=np.inf, posinf=np.inf, neginf=np.inf))

    @property
    def arrived(self) -> bool:
        """Whether the last round found an equilibrium."""
        return bool(self.size.max() <= NEAR * self.tolerance) and not self.missed

    def round(self, log_wage: Array) -> Array:
        """Better wages: those whose value added is in excess demand rise."""
        system, economy = self.system, self.system.economy
        world = economy.value_added.sum()
        self.log_wage = log_wage - np.log((np.exp(log_wage) * economy.value_added).sum() / world)
        fine = max(FINEST, SHARPER * min(self.closest, 1.0))
        fine = max(FINEST, min(fine, 0.1 * self.tolerance)) if self.closest < 1e-6 else fine
        self.missed = ""
        self.log_price = self._prices(fine)
        market = system.market(system.cost(self.log_wage, self.log_price))
        self.spending = self._spending(market, fine)
        with np.errstate(divide="ignore", invalid="ignore"):
            earned = system.earned(system.sales(market, self.spending))
            self.excess = np.log(earned / economy.value_added) - self.log_wage
        self.closest = min(self.closest, float(np.abs(self.excess).max()))
        return self.log_wage + self.step * self.excess

    def _prices(self, fine: float) -> Array:
        """Log prices at these wages."""
        system, shape = self.system, self.log_price.shape

        def once(flat: Array) -> Array:
            cost = system.cost(self.log_wage, flat.reshape(shape))
            return system.price(system.market(cost)).ravel()

        found, residual, _ = fixed_point(once, self.log_price.ravel(), tolerance=fine, most=INNER)
        if residual > max(fine, self.tolerance):
            self.missed = f"; prices still move by {residual:.1e}"
        return found.reshape(shape)

    def _spending(self, market: Market, fine: float) -> Array:
        """Spending at these wages and prices."""
        system, shape, wage = self.system, self.log_price.shape, np.exp(self.log_wage)

        def once(flat: Array) -> Array:
            spending = flat.reshape(shape) * self.scale
            return (system.spend(wage, self.log_price, market, spending) / self.scale).ravel()

        start = (self.spending / self.scale).ravel()
        found, residual, _ = fixed_point(once, start, tolerance=fine, most=INNER)
        if residual > max(fine, self.tolerance):
            self.missed += f"; spending still moves by {residual:.1e}"
        return found.reshape(shape) * self.scale


def _newton(search: Search, log_wage: Array, most: int) -> int:
    """Newton's method with slopes by differences: a round for each state and step, for hard cases only."""
    rounds, here = 0, log_wage
    search.round(here)
    while not search.arrived and rounds + len(here) < most * len(here):
        excess, size = search.excess, search.size.max()
        if not np.isfinite(size):
            break
        slope = np.empty((len(here), len(here)))
        for i in range(len(here)):
            moved = here.copy()
            moved[i] += NUDGE
            search.round(moved)
            slope[:, i] = (search.excess - excess) / NUDGE
        rounds += len(here)
        if not np.isfinite(slope).all():
            break
        move = -np.linalg.lstsq(slope, excess, rcond=1e-9)[0]
        move *= min(1.0, 4 * REACH / np.abs(move).max())
        for _ in range(HALVINGS):
            search.round(here + move)
            if search.size.max() < size:
                break
            move /= 2
        else:
            search.round(here)
            break
        here = here + move
    return rounds


def _step(system: System) -> Array:
    """How far wages follow excess demand: the inverse of its own-wage elasticity, as at the start."""
    e = system.economy
    sold = e.share / e.tariff * e.expenditure[:, None, :]
    total = np.where(e.output > 0, e.output, 1.0)
    contested = (sold * (1 - e.share)).sum(axis=2) / total
    weight = e.value_added_share * e.output / e.value_added
    elasticity = (weight * e.theta[:, None] * e.value_added_share * contested).sum(axis=0)
    return 1 / (1 + elasticity)


def one_way(share: Array, cost: Array) -> NDArray[np.bool_]:
    """States that buy abroad and cannot sell there, or the other way round, (N,).

    From spending shares and cost factors, (S, N, N) each.
    """
    linked = np.any((share > 0) & np.isfinite(cost), axis=0) & ~np.eye(share.shape[1], dtype=bool)
    return linked.any(axis=0) != linked.any(axis=1)


def _lost(search: Search, state: int, rounds: int) -> SolveError:
    """Which state, and which sector of it, the search is stuck on."""
    economy = search.system.economy
    sector = int((economy.value_added_share[:, state] * economy.output[:, state]).argmax())
    residual = float(np.abs(search.excess[state]))
    lopsided = np.flatnonzero(one_way(search.system.access, np.ones(1)))
    why = (
        f"; state {lopsided[0]} can trade in one direction only, which no wage brings into balance"
        if len(lopsided)
        else ""
    )
    return SolveError(
        f"no equilibrium after {rounds} rounds: value added of state {state} is {residual:.1e} off "
        f"what its sectors earn, most of which is earned in sector {sector}{search.missed}{why}",
        residual=residual,
        stuck=state,
    )
