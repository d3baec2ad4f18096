"""Goods that go round a sanction: through a third state, at the cost of the detour and of the middleman.

A shipment from j to t goes directly or through a hub i. Traders differ, so each way takes a share (the
route choice of Allen & Arkolakis 2022, with one hub a route). With τ the level of trade costs, m the hub's
margin and θ the elasticity, a way through i weighs against the direct one

    w_ji = (τ_ji τ_it (1 + m) / τ_jt)^−θ,        at most 1,

and where sanctions make the direct way dearer by d, and trade between j and the hub by s_ji, what trade
from j to t costs on the whole changes by

    k_j = [(d_j^−θ + Σ_i o_i w_ji s_ji^−θ) / (1 + Σ_i w_ji)]^(−1/θ),

o_i being 1 where hub i stays open. With every hub closed and d infinite nothing passes. Cost levels come
from trade itself, internal trade against trade with others (Head & Ries 2001):
τ_ij^−θ = sqrt(x_ij x_ji / (x_ii x_jj)).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from comity.errors import DataError

__all__ = ["Routes", "closeness", "routes"]

Floats: TypeAlias = NDArray[np.float64]
Members: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Routes:
    """The ways to one target.

    Attributes
    ----------
    weight : (N, N)
        Of the way from j (rows) to the target through i (columns) against the direct one; zero where
        i is j or the target, and in the target's own row.
    theta
        Elasticity of trade, and of the choice between ways.
    margin
        The hub's, a share of what the goods cost it.
    """

    weight: Floats
    theta: float
    margin: float

    def cost(self, direct: Floats, open_hub: Members, detour: Floats) -> Floats:
        """Factors k (B, N) by which trade of each state with the target becomes dearer.

        Parameters
        ----------
        direct : (B, N)
            Factor d on the direct way; 1 where a state does not sanction: its trade is left alone.
        open_hub : (B, N)
            Hubs that let goods of sanctioning states pass.
        detour : (N,)
            Factor s on trade between each state and any open hub.
        """
        inner = self._all_ways(direct, open_hub, detour) / (1 + self.weight.sum(axis=1))
        with np.errstate(divide="ignore"):
            factor = inner ** (-1 / self.theta)
        return np.where(direct > 1, np.maximum(factor, 1.0), 1.0)

    def through(self, traded: Floats, direct: Floats, open_hub: Members, detour: Floats) -> Floats:
        """What of the sanctioning states' trade with the target passes each hub, (B, N).

        Parameters
        ----------
        traded : (B, N)
            Trade of each state with the target, under these sanctions.

        Notes
        -----
        Of states that do not sanction, nothing is told apart.
        """
        all_ways = self._all_ways(direct, open_hub, detour)
        each = np.divide(traded, all_ways, out=np.zeros_like(all_ways), where=all_ways > 0)
        return open_hub * ((each * (direct > 1) * detour**-self.theta) @ self.weight)

    def before(self, traded: Floats, direct: Floats) -> Floats:
        """The same (B, N) in the observed world: of the states that would sanction, without sanctions.

        Parameters
        ----------
        traded : (N,)
            Observed trade of each state with the target.
        """
        return (traded / (1 + self.weight.sum(axis=1)) * (direct > 1)) @ self.weight

    def _all_ways(self, direct: Floats, open_hub: Members, detour: Floats) -> Floats:
        return direct**-self.theta + detour**-self.theta * (open_hub @ self.weight.T)


def closeness(trade: Floats) -> Floats:
    """τ^−θ (N, N) from trade in both directions against internal trade; 1 on the diagonal.

    Raises
    ------
    DataError
        Where a state has no internal trade.
    """
    internal = np.diag(trade)
    if (internal <= 0).any():
        at = int(np.flatnonzero(internal <= 0)[0])
        raise DataError(f"internal trade of index {at} is {internal[at]:g}; it must be above zero")
    return np.sqrt(trade * trade.T / np.outer(internal, internal))


def routes(trade: Floats, target: int, theta: float, *, margin: float) -> Routes:
    """The ways to a target through every other state.

    Parameters
    ----------
    trade : (N, N)
        Observed, internal trade on the diagonal.
    target
        Index.
    margin
        What a hub adds to the price of goods it passes on, a share, from 0.

    Raises
    ------
    DataError
        A margin below zero, or a state without internal trade.
    """
    if not margin >= 0:
        raise DataError(f"a margin of {margin:g}: what a hub adds to a price is a share from 0")
    near = closeness(trade)
    direct = near[:, target]
    detour = near * direct[None, :] * (1 + margin) ** -theta
    weight = np.divide(
        detour, direct[:, None], out=np.zeros_like(detour), where=direct[:, None] > 0
    )
    np.fill_diagonal(weight, 0.0)
    weight[:, target] = weight[target, :] = 0.0
    return Routes(np.minimum(weight, 1.0), theta, margin)
