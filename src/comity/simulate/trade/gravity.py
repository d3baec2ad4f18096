"""One-sector structural gravity in general equilibrium, in changes.

Every state makes one good of its own, in a fixed amount, and buys all goods with one elasticity of
substitution (Anderson & van Wincoop 2003). What trade costs do is solved in changes of the observed table, so
that no level of a cost, of a price or of a technology has to be known (Dekle, Eaton & Kortum 2008). With λ the
shares of origins in what a state spends, d the factor by which costs change, t tariff factors and θ the
elasticity of trade (σ − 1)::

    π_ij = λ_ij (d_ij t_ij p_i)^−θ / P_j^−θ        P_j^−θ = Σ_i λ_ij (d_ij t_ij p_i)^−θ
    Y_i p_i = Σ_j π_ij E_j / t_ij                   what i earns is what all spend on it, at its own door

Pure arrays; labels stay outside. Rows export, columns import; the diagonal is what a state sells to itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from comity.errors import ComityError, DataError

__all__ = ["GravityEquilibrium", "Imbalance", "SolveError", "counterfactual"]

Array = NDArray[np.float64]
Imbalance = Literal["proportional", "additive"]


class SolveError(ComityError):
    """No equilibrium: ``residual`` is the worst relative excess demand, ``stuck`` the index it is of."""

    def __init__(self, message: str, *, residual: float = np.nan, stuck: int = -1) -> None:
        super().__init__(message)
        self.residual = residual
        self.stuck = stuck


@dataclass(frozen=True, slots=True)
class GravityEquilibrium:
    """The world after a change of trade costs. Hats are ratios new / old; values are in the table's unit.

    Attributes
    ----------
    trade : (N, N)
        New trade at the exporter's door (before tariffs), rows exporters.
    output, expenditure : (N,)
        What each state earns and spends; expenditure includes tariffs and their revenue.
    price, factory_price : (N,)
        Hats of the consumer price index and of the price a state sells at.
    real_expenditure : (N,)
        Hat of expenditure over the consumer price: welfare.
    tariff_revenue : (N,)
    outward_resistance, inward_resistance : (N,)
        Hats of the multilateral resistances (Anderson & van Wincoop 2003).
    residual : float
        Worst excess demand, relative to output.
    iterations : int
    """

    trade: Array
    output: Array
    expenditure: Array
    price: Array
    factory_price: Array
    real_expenditure: Array
    tariff_revenue: Array
    outward_resistance: Array
    inward_resistance: Array
    residual: float
    iterations: int


def counterfactual(
    trade: Array,
    cost_hat: Array,
    *,
    theta: float,
    imbalance: Imbalance = "proportional",
    tariff: Array | None = None,
    numeraire: Literal["world_output"] | int = "world_output",
    tolerance: float = 1e-12,
    most: int = 100_000,
) -> GravityEquilibrium:
    """The equilibrium after trade costs change.

    Parameters
    ----------
    trade : (N, N)
        Observed trade, internal trade on the diagonal; rows export.
    cost_hat : (N, N)
        Factor by which iceberg costs change: 1 nothing, 1.1 a tenth dearer, ``np.inf`` trade stops.
    theta
        Elasticity of trade with respect to its cost, above 0.
    imbalance
        What happens to the difference between spending and earning. ``proportional``: spending stays the same
        multiple of output, up to one factor that closes the world (GEGravity's ``mult``); ``additive``: the
        difference stays the same share of world output (GEGravity's default).
    tariff : (N, N), optional
        New tariff factors (1.1 is ten per cent on the price at the exporter's door); the revenue is spent by
        the importer. None: no tariffs.
    numeraire
        ``world_output``: the value of world output stays what it was; an index: that state's factory price.
    tolerance
        Worst excess demand allowed, relative to output.

    Raises
    ------
    DataError
        A table that is not square, negative, or with a state that neither sells nor buys.
    SolveError
        With the residual and the index of the state it is stuck on.
    """
    x = np.asarray(trade, dtype=np.float64)
    output, spending = x.sum(axis=1), x.sum(axis=0)
    if x.ndim != 2 or x.shape[0] != x.shape[1] or not np.isfinite(x).all() or (x < 0).any():
        raise DataError("trade must be a square table of numbers ≥ 0")
    if (output <= 0).any() or (spending <= 0).any():
        raise DataError("a state in the trade table sells nothing or buys nothing")
    gross = np.ones_like(x) if tariff is None else np.asarray(tariff, dtype=np.float64)
    share = x / spending
    access = share * (np.asarray(cost_hat, dtype=np.float64) * gross) ** -theta
    door = access / gross
    price = np.ones(len(x))
    residual = np.inf
    for iteration in range(1, most + 1):  # noqa: B007
        power = price**-theta
        met = door.T @ power
        if imbalance == "proportional":
            net = spending * price
            net *= (output @ price) / net.sum()
        else:
            net = output * price + (spending - output) * (output @ price) / output.sum()
        demand = power * (door @ (net / met)) / (output * price)
        residual = float(np.abs(demand - 1).max())
        if residual <= tolerance:
            break
        price = price * demand ** (1 / (1 + theta))
        price *= output.sum() / (output @ price)
    else:
        stuck = int(np.abs(demand - 1).argmax())
        raise SolveError(
            f"no equilibrium after {most} steps: excess demand {residual:.1e} for index {stuck}",
            residual=residual,
            stuck=stuck,
        )
    if not isinstance(numeraire, str):
        price = price / price[numeraire]
    power = price**-theta
    net = spending * price
    if imbalance == "proportional":
        net *= (output @ price) / net.sum()
    else:
        net = output * price + (spending - output) * (output @ price) / output.sum()
    met, index = door.T @ power, access.T @ power
    new = door * power[:, None] * (net / met)
    revenue = ((gross - 1) * new).sum(axis=0)
    consumer = index ** (-1 / theta)
    full = net + revenue
    return GravityEquilibrium(
        trade=new,
        output=output * price,
        expenditure=full,
        price=consumer,
        factory_price=price,
        real_expenditure=full / spending / consumer,
        tariff_revenue=revenue,
        outward_resistance=1 / price,
        inward_resistance=consumer,
        residual=residual,
        iterations=iteration,
    )
