"""Changes of a scenario as changes of what trade costs: pairs of states, and by how much.

Nothing is drawn here: a cost that was estimated is kept as the name of its estimate, so that an ensemble
can put another coefficient and another elasticity in its place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from comity.errors import DataError, UnknownName
from comity.simulate.trade import trade_kinds as kinds
from comity.simulate.trade.cost_effects import cost_effect

__all__ = [
    "EVERYBODY",
    "Step",
    "Who",
    "central",
    "cost_hat",
    "effects_of",
    "embargo_cost",
    "step_of",
    "tariff_factor",
]

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]

#: Estimates by strength of sanctions, and by depth of a bloc.
SANCTIONS = {
    "complete": "sanctions_trade_complete",
    "broad": "sanctions_broad",
    "partial": "sanctions_trade_partial",
    "financial": "sanctions_financial",
}
#: What the world is: every economy in the table, states or not.
EVERYBODY = frozenset({"WLD"})
BLOCS = {"agreement": "trade_agreement", "deep": "deep_bloc"}


@dataclass(frozen=True, slots=True)
class Step:
    """What one change does to the cost of trade between some states.

    Attributes
    ----------
    pairs : (N, N)
        Whose trade: rows export, columns import; never the diagonal.
    effect, sign
        Name of an estimated effect, and −1 where it is undone; no name: the cost is stated.
    factor
        Stated factor of costs: 1.1 is a tenth dearer, ``inf`` stops trade.
    tariff
        Stated duty, a share of the price at the exporter's door.
    sectors
        Of an input–output table; empty: all goods.
    """

    pairs: Mask
    effect: str = ""
    sign: int = 1
    factor: float = 1.0
    tariff: float = 0.0
    sectors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Who:
    """Whose names a change holds, as positions on the axes of a table of trade.

    Attributes
    ----------
    states : N
        Keys in the order of rows and columns.
    members
        From a name, as a file has it, to the keys it stands for; :data:`EVERYBODY` for the world.
    """

    states: tuple[str, ...]
    members: Mapping[str, frozenset[str]]

    def mask(self, names: Iterable[str], without: Iterable[str] = ()) -> Mask:
        """Which states (N,) some names stand for, less others."""
        there = {key for name in names for key in self.members[name]}
        out = {key for name in without for key in self.members[name]}
        everybody = there >= EVERYBODY
        found = np.array(
            [(everybody or state in there) and state not in out for state in self.states],
            dtype=bool,
        )
        if not found.any():
            raise DataError(
                f"{', '.join(names)}: no economy in the table of trade\n  see  comity trade-matrix"
            )
        return found


def step_of(change: kinds.TradeChange, who: Who) -> Step:
    """What a change does to costs.

    Raises
    ------
    DataError
        Where its names stand for nobody in the table.
    """
    sectors = tuple(change.sectors)
    if isinstance(change, kinds.TradeTariff):
        sides = (who.mask(x, change.exempt) for x in (change.exporters, change.importers))
        return Step(_towards(*sides), tariff=change.percent / 100, sectors=sectors)
    if isinstance(change, kinds.TradeEmbargo | kinds.TradeSanctions | kinds.ExportControl):
        senders = who.mask(change.senders, change.exempt)
        targets = who.mask(change.targets, change.exempt)
        return _measure(change, _sanctioned(senders, targets, change.direction), sectors)
    if isinstance(change, kinds.FinancialFriction | kinds.CorridorCost):
        pairs = _both_ways(*(who.mask(side) for side in change.between))
        return _measure(change, pairs, sectors)
    return _of_bloc(change, who, sectors)


def _measure(change: kinds.TradeChange, pairs: Mask, sectors: tuple[str, ...]) -> Step:
    """A stated cost, an estimated one, or the end of trade."""
    percent: float | None = getattr(change, "percent", None)
    lifted: bool = getattr(change, "lifted", False)
    if percent is not None:
        return Step(pairs, factor=(1 + percent / 100) ** (-1 if lifted else 1), sectors=sectors)
    if isinstance(change, kinds.TradeSanctions):
        return _estimated(pairs, SANCTIONS[str(change.strength)], lifted=lifted, sectors=sectors)
    if isinstance(change, kinds.FinancialFriction):
        return _estimated(pairs, SANCTIONS["financial"], lifted=lifted, sectors=sectors)
    return Step(pairs, factor=np.inf, sectors=sectors)


def _of_bloc(change: kinds.TradeChange, who: Who, sectors: tuple[str, ...]) -> Step:
    if isinstance(change, kinds.TradeAgreement):
        members = who.mask(change.members)
        pairs = _both_ways(members, members)
        for group in change.already:
            among = who.mask(group)
            pairs &= ~(among[:, None] & among[None, :])
        return _estimated(pairs, BLOCS[change.depth], lifted=False, sectors=sectors)
    assert isinstance(change, kinds.JoinBloc | kinds.LeaveBloc)
    bloc, movers = who.mask(change.bloc), who.mask(change.states)
    pairs = _both_ways(movers, bloc & ~movers)
    leaves = isinstance(change, kinds.LeaveBloc)
    if not leaves and len(change.states) > 1:  # those who come in come in to each other, too
        pairs |= _both_ways(movers, movers)
    return _estimated(pairs, BLOCS[change.depth], lifted=leaves, sectors=sectors)


def _estimated(pairs: Mask, name: str, *, lifted: bool, sectors: tuple[str, ...]) -> Step:
    return Step(pairs, effect=name, sign=-1 if lifted else 1, sectors=sectors)


def _towards(exporters: Mask, importers: Mask) -> Mask:
    """Pairs (N, N), none with itself."""
    pairs: Mask = exporters[:, None] & importers[None, :]
    return pairs & ~np.eye(len(pairs), dtype=bool)


def _both_ways(here: Mask, there: Mask) -> Mask:
    return _towards(here, there) | _towards(there, here)


def _sanctioned(senders: Mask, targets: Mask, direction: str) -> Mask:
    sold, bought = _towards(senders, targets), _towards(targets, senders)
    return {"exports": sold, "imports": bought, "both": sold | bought}[direction]


def embargo_cost(
    states: Sequence[str], senders: Iterable[str], targets: Iterable[str], *,
    direction: kinds.Direction = "both", factor: float = np.inf,
) -> Array:  # fmt: skip
    """Factor of costs (N, N) where senders sanction targets.

    Parameters
    ----------
    states
        Keys along both axes; ``senders`` and ``targets`` are keys among them.
    direction
        What the senders sell, what they buy, or both.
    factor
        On the trade in question: by default it stops.

    Raises
    ------
    UnknownName
        For a key that is none of the states.
    """
    masks = []
    for named in (tuple(senders), tuple(targets)):
        for key in named:
            if key not in states:
                raise UnknownName.among("economy in the table of trade", key, states)
        masks.append(np.array([state in named for state in states], dtype=bool))
    return np.where(_sanctioned(masks[0], masks[1], direction), factor, 1.0)


def effects_of(of: Sequence[Step]) -> tuple[str, ...]:
    """Names of the estimates that some steps rest on."""
    return tuple(sorted({step.effect for step in of if step.effect}))


def cost_hat(
    of: Sequence[Step], size: int, theta: float, coefficients: Mapping[str, float]
) -> Array:
    """Factors of costs (N, N) of all steps together, at an elasticity and with coefficients of log trade."""
    cost = np.ones((size, size))
    for step in of:
        factor = step.factor
        if step.effect:
            factor = float(np.exp(-step.sign * coefficients[step.effect] / theta))
        cost[step.pairs] *= factor
    return cost


def central(of: Sequence[Step]) -> dict[str, float]:
    """The coefficients as estimated."""
    return {name: cost_effect(name).coefficient for name in effects_of(of)}


def tariff_factor(of: Sequence[Step], size: int) -> Array | None:
    """Factors of tariffs (N, N); none where no step is a tariff."""
    if not any(step.tariff for step in of):
        return None
    factor = np.ones((size, size))
    for step in of:
        factor[step.pairs] += step.tariff
    return factor
