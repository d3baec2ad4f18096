"""The equations of the many-sector model after a change.

Nothing here costs more than the tables themselves: a round of prices or of sales multiplies a vector by the
S trade tables of N × N and by the N input tables of S × S, S N² + N S² products. No matrix of (N S)² is
built or factored.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.sparse.csgraph import connected_components

from comity.errors import DataError
from comity.simulate.trade.caliendo_parro_economy import Array, Economy

__all__ = ["Imbalance", "Market", "Stranded", "System"]

Mask = NDArray[np.bool_]
Imbalance = Literal["additive", "proportional", "none"]


class Stranded(DataError):
    """A user without any supplier (``sector`` ≥ 0), or a state without any buyer (``sector`` −1)."""

    def __init__(self, message: str, *, state: int, sector: int) -> None:
        super().__init__(message)
        self.state = state
        self.sector = sector


@dataclass(frozen=True, slots=True)
class Market:
    """What follows from wages and prices: costs and the two trade-weighted sums behind shares.

    Attributes
    ----------
    pull : (S, N)
        Hat of cost to the power −θ, by exporter.
    met, net : (S, N)
        Σ_i π (d t'/t)^−θ pull, and the same divided by the new tariff factor, by importer.
    """

    pull: Array
    met: Array
    net: Array


@dataclass(frozen=True, slots=True)
class System:
    """The changed economy, ready to be solved.

    Attributes
    ----------
    access : (S, N, N)
        π (d t'/t)^−θ.
    door : (S, N, N)
        The same divided by t': what reaches the seller.
    used : (S, N)
        Whether a state buys from the sector at all.
    base : (N,)
        Multiple of value added that each state spends (``proportional``) or its deficit (else).
    part : (N,)
        Number of the part of the world a state still trades with. Deficits close in every part: nobody lends
        to those cut off.
    """

    economy: Economy
    access: Array
    door: Array
    tariff: Array
    used: Mask
    imbalance: Imbalance
    base: Array
    part: NDArray[np.intp]
    coalition: Mask
    transfer: Array

    @classmethod
    def of(
        cls,
        economy: Economy,
        cost_hat: Array | None,
        tariff: Array | None,
        imbalance: Imbalance,
        coalition: Mask | None,
        transfer: Array | None,
    ) -> System:
        """The system of a change, refused where it has no solution."""
        s, n = economy.sectors, economy.states
        shape = (s, n, n)
        cost = np.ones(shape) if cost_hat is None else np.asarray(cost_hat, dtype=np.float64)
        gross = economy.tariff if tariff is None else np.asarray(tariff, dtype=np.float64)
        for what, table, fine in (
            ("cost factors", cost, ~np.isnan(cost) & (cost > 0)),
            ("tariff factors", gross, np.isfinite(gross) & (gross > 0)),
        ):
            if table.shape != shape or not fine.all():
                raise DataError(
                    f"{what} must be {s} × {n} × {n} numbers above 0, not {table.shape}"
                )
        if imbalance not in ("additive", "proportional", "none"):
            raise DataError(
                f'imbalance is "{imbalance}"; it can be "additive", "proportional" or "none"'
            )
        factor = cost * gross / economy.tariff
        access = economy.share * factor ** -economy.theta[:, None, None]
        used = economy.expenditure > 0
        _connected(economy, access, used)
        members = (
            np.zeros(n, dtype=bool) if coalition is None else np.asarray(coalition, dtype=bool)
        )
        given = np.zeros(n) if transfer is None else np.asarray(transfer, dtype=np.float64)
        if members.shape != (n,) or given.shape != (n,) or not np.isfinite(given).all():
            raise DataError(f"coalition and transfer need one value for each of {n} states")
        if abs(given.sum()) > 1e-9 * economy.value_added.sum():
            raise DataError(f"transfers must add up to zero, not to {given.sum():.6g}")
        if imbalance == "proportional":
            base = (economy.final_expenditure - economy.tariff_revenue) / economy.value_added
        else:
            base = economy.imbalance * (imbalance == "additive")
        part = _parts(access)
        if len(set(part[members].tolist())) > 1:
            raise DataError("members of a coalition that no longer trade cannot share a burden")
        if imbalance == "additive" and part.any():
            base = base - economy.value_added * _within(part, base) / _within(
                part, economy.value_added
            )
        return cls(
            economy, access, access / gross, gross, used, imbalance, base, part, members, given
        )

    def cost(self, log_wage: Array, log_price: Array) -> Array:
        """Log hats of cost (S, N)."""
        e = self.economy
        inputs = np.matmul(log_price.T[:, None, :], e.input_share)[:, 0, :].T
        return e.value_added_share * log_wage + inputs

    def market(self, log_cost: Array) -> Market:
        """What every importer meets at these costs."""
        pull = np.exp(-self.economy.theta[:, None] * log_cost)
        met = np.matmul(pull[:, None, :], self.access)[:, 0, :]
        net = np.matmul(pull[:, None, :], self.door)[:, 0, :]
        return Market(pull, met, net)

    def price(self, market: Market) -> Array:
        """Log hats of price (S, N); 0 where nothing is bought."""
        met = np.where(self.used, market.met, 1.0)
        return -np.log(met) / self.economy.theta[:, None]

    def consumer(self, log_price: Array) -> Array:
        """Log hat of the consumer price (N,)."""
        return (self.economy.final_share * log_price).sum(axis=0)

    def sales(self, market: Market, spending: Array) -> Array:
        """Sales of every sector (S, N) where spending is (S, N)."""
        per = np.divide(spending, market.met, out=np.zeros_like(spending), where=self.used)
        return market.pull * np.matmul(self.door, per[:, :, None])[:, :, 0]

    def revenue(self, market: Market, spending: Array) -> Array:
        """Tariff revenue of every state (N,)."""
        kept = np.divide(market.net, market.met, out=np.ones_like(spending), where=self.used)
        return (spending * (1 - kept)).sum(axis=0)

    def income(self, wage: Array, log_price: Array, revenue: Array) -> tuple[Array, Array]:
        """Final expenditure (N,) and the transfers in it (N,)."""
        e = self.economy
        earned = wage * e.value_added
        if self.imbalance == "proportional":
            own = self.base * earned
            own = own * _within(self.part, earned) / _within(self.part, own) + revenue
        else:
            own = earned + revenue + self.base * (earned.sum() / e.value_added.sum())
        own = own + self.transfer
        spent = own
        if self.coalition.any():
            members = self.coalition
            kept = e.final_expenditure * np.exp(self.consumer(log_price))
            spent = np.where(members, kept * (own[members].sum() / kept[members].sum()), own)
        return spent, spent - own + self.transfer

    def spend(self, wage: Array, log_price: Array, market: Market, spending: Array) -> Array:
        """Spending (S, N) that follows from the sales and the revenue that follow from spending."""
        e = self.economy
        sales = self.sales(market, spending)
        income, _ = self.income(wage, log_price, self.revenue(market, spending))
        inputs = np.matmul(e.input_share, sales.T[:, :, None])[:, :, 0].T
        return inputs + e.final_share * income

    def earned(self, sales: Array) -> Array:
        """Value added (N,) in these sales."""
        return (self.economy.value_added_share * sales).sum(axis=0)


def _parts(access: Array) -> NDArray[np.intp]:
    """Number of the connected part of the world each state trades in, (N,)."""
    linked = access.sum(axis=0) > 0
    _, part = connected_components(linked, directed=False)
    return np.asarray(part, dtype=np.intp)


def _within(part: NDArray[np.intp], amount: Array) -> Array:
    """The sum of an amount over each state's part of the world, (N,)."""
    total: Array = np.bincount(part, weights=amount).astype(np.float64)
    return total[part]


def _connected(economy: Economy, access: Array, used: Mask) -> None:
    """Refuse a user without suppliers and a state without buyers: neither has a price."""
    stranded = used & (access.sum(axis=1) == 0)
    if stranded.any():
        s, n = (int(i) for i in np.argwhere(stranded)[0])
        raise Stranded(
            f"state {n} has no supplier left in sector {s}: its spending there cannot fall to nothing "
            f"in this model, so it has no price ({int(stranded.sum())} such case(s)). Leave one source open, "
            "or raise the cost by a finite factor",
            state=n,
            sector=s,
        )
    makes = economy.value_added_share * economy.output > 0
    alone = ~(makes & (access.sum(axis=2) > 0)).any(axis=0)
    if alone.any():
        n = int(alone.argmax())
        raise Stranded(f"state {n} has no buyer left, not even itself", state=n, sector=-1)
