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
        detour : (B, N)
            Factor s on trade between a sanctioning state and each hub.
        """
        by_detour = self._passing(open_hub, detour)
        inner = (direct**-self.theta + by_detour.sum(-1)) / (1 + self.weight.sum(-1))
        with np.errstate(divide="ignore"):
            factor = inner ** (-1 / self.theta)
        return np.where(direct > 1, np.maximum(factor, 1.0), 1.0)

    def through(self, direct: Floats, open_hub: Members, detour: Floats) -> Floats:
        """Share (B, N, N) of the trade of state j with the target that goes through hub i.

        Zero for states that do not sanction: what of their trade passes a hub is not told apart.
        """
        by_detour = self._passing(open_hub, detour)
        all_ways = (direct**-self.theta + by_detour.sum(-1))[..., None]
        share = np.divide(by_detour, all_ways, out=np.zeros_like(by_detour), where=all_ways > 0)
        return share * (direct > 1)[..., None]

    def before(self) -> Floats:
        """The same share (N, N) without sanctions."""
        return self.weight / (1 + self.weight.sum(-1, keepdims=True))

    def _passing(self, open_hub: Members, detour: Floats) -> Floats:
        return self.weight * (open_hub * detour**-self.theta)[..., None, :]


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
