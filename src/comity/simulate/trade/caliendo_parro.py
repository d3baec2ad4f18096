"""Many sectors with input–output links, in exact changes (Caliendo & Parro 2015).

Each sector makes its good from labour and from the goods of all sectors, in fixed cost shares; each good is
bought where it is cheapest, with an elasticity of its own. A hat is a ratio new / old, t a tariff factor, d
the factor by which a cost of trade changes; i exports, n imports, s and k are sectors::

    ĉ_is = ŵ_i^γ_is  Π_k P̂_ik^γ_iks                          cost of a good           (their eq. 10)
    P̂_ns^−θ = Σ_i π_ins (d t'/t ĉ_is)^−θ_s                   price of a sector        (11)
    π'_ins = π_ins (d t'/t ĉ_is / P̂_ns)^−θ_s                 where it is bought       (12)
    X'_ns = Σ_k γ_nsk Y'_nk + α_ns I'_n                      spending                 (13)
    Y'_is = Σ_n π'_ins X'_ns / t'_ins                        sales
    I'_n = ŵ_n V_n + R'_n + D'_n + T_n                       income
    R'_n = Σ_is (t'_ins − 1) π'_ins X'_ns / t'_ins           tariff revenue
    Σ_s γ_ns Y'_ns = ŵ_n V_n                                 what labour earns        (14)

T are transfers: those of a coalition whose members share the burden of its sanctions, so that all lose the
same share of their real income (Chowdhry, Hinz, Kamin & Wanner 2024), or transfers the caller gives.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from comity.errors import DataError
from comity.simulate.trade.caliendo_parro_economy import Economy
from comity.simulate.trade.caliendo_parro_solve import Found, solve
from comity.simulate.trade.caliendo_parro_system import Imbalance, System
from comity.simulate.trade.gravity import SolveError

__all__ = ["SectorEquilibrium", "sector_equilibrium"]

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class SectorEquilibrium:
    """The world after the change. Hats are ratios new / old; values are in the unit of the economy.

    Attributes
    ----------
    trade : (S, N, N)
        New sales at the exporter's door (rows), without tariffs, to the importer (columns).
    share : (S, N, N)
        New shares of exporters in what the importer spends on the sector, tariffs included.
    tariff : (S, N, N)
        Tariff factors in force.
    output, expenditure : (S, N)
        What each sector sells, and what is spent on it with tariffs.
    wage : (N,)
        Hat of the income of labour and of everything else that makes up value added.
    cost, price : (S, N)
        Hats of a sector's cost at home and of its price to buyers; 1 where nothing was made or bought.
    consumer_price : (N,)
        Hat of the price of what final users buy.
    real_expenditure : (N,)
        Hat of final expenditure over its price: welfare.
    real_wage : (N,)
        Hat of the wage over that price: welfare without tariff revenue, imbalances and transfers.
    value_added, final_expenditure, tariff_revenue : (N,)
    imbalance : (N,)
        Final expenditure less value added, tariff revenue and transfers.
    transfer : (N,)
        Received (+) or paid (−) inside the coalition.
    residual : float
        Largest relative error of any equation above, computed from the arrays returned.
    iterations : int
        Rounds of wages.
    """

    trade: Array
    share: Array
    tariff: Array
    output: Array
    expenditure: Array
    wage: Array
    cost: Array
    price: Array
    consumer_price: Array
    real_expenditure: Array
    real_wage: Array
    value_added: Array
    final_expenditure: Array
    tariff_revenue: Array
    imbalance: Array
    transfer: Array
    residual: float
    iterations: int


def sector_equilibrium(
    economy: Economy,
    cost_hat: Array | None = None,
    *,
    tariff: Array | None = None,
    imbalance: Imbalance = "additive",
    coalition: Mask | None = None,
    transfer: Array | None = None,
    numeraire: Literal["world_value_added"] | int = "world_value_added",
    tolerance: float = 1e-11,
    most: int = 400,
) -> SectorEquilibrium:
    """The equilibrium after trade costs or tariffs change.

    Parameters
    ----------
    economy
        See :func:`comity.simulate.trade.caliendo_parro_economy.economy`.
    cost_hat : (S, N, N), optional
        Factor by which the cost of trade changes: 1 nothing, 1.1 a tenth dearer, ``np.inf`` trade stops.
    tariff : (S, N, N), optional
        New tariff factors. None: those of the economy.
    imbalance
        ``additive``: each state's trade deficit stays the same share of the world's value added, as in
        Caliendo & Parro; ``proportional``: what a state spends out of its value added stays the same multiple
        of it, up to one factor that closes the world; ``none``: deficits vanish (compare with the economy
        of :func:`without_imbalances`, not with one that has deficits). Where a change leaves parts of the
        world that trade no more with each other, deficits close within each part.
    coalition : (N,) of bool, optional
        Members that pay each other until all lose or gain the same share of real expenditure.
    transfer : (N,), optional
        Given transfers, adding up to zero, in the economy's unit at the old value added of the world.
    numeraire
        ``world_value_added`` keeps its old value; an index: that state's wage does.
    tolerance
        Largest excess of value added, relative, at which the search ends.
    most
        Rounds of wages.

    Raises
    ------
    DataError
        Arrays of a wrong shape; a user left without any supplier; a state cut off from every buyer.
    SolveError
        With the residual and the state and sector it is stuck on, or with the state that would owe more than
        it earns.
    """
    system = System.of(economy, cost_hat, tariff, imbalance, coalition, transfer)
    found = solve(system, tolerance=tolerance, most=most)
    scale = 1.0 if isinstance(numeraire, str) else 1.0 / found.wage[_index(numeraire, economy)]
    return _assembled(economy, system, found, scale)


def _index(numeraire: int, economy: Economy) -> int:
    if isinstance(numeraire, bool) or not 0 <= numeraire < economy.states:
        raise DataError(f"the numeraire is one of {economy.states} states, not {numeraire}")
    return numeraire


def _assembled(economy: Economy, system: System, found: Found, scale: float) -> SectorEquilibrium:
    """The result, with its residual computed from the equations themselves."""
    log_cost = system.cost(np.log(found.wage), found.log_price)
    market = system.market(log_cost)
    output = system.sales(market, found.spending)
    revenue = system.revenue(market, found.spending)
    income, transfer = system.income(found.wage, found.log_price, revenue)
    if (income <= 0).any():
        state = int(income.argmin())
        raise SolveError(
            f"state {state} would owe more than it earns: its surplus or its transfer is larger than its "
            'income. Use imbalance="proportional", or take deficits out first',
            stuck=state,
        )
    consumer = np.exp(system.consumer(found.log_price))
    per = np.divide(
        found.spending, market.met, out=np.zeros_like(found.spending), where=system.used
    )
    trade = system.door * market.pull[:, :, None] * per[:, None, :]
    added = found.wage * economy.value_added
    again = system.spend(found.wage, found.log_price, market, found.spending)
    residual = max(
        float(np.abs(system.price(market) - found.log_price).max()),
        _apart(again, found.spending),
        _apart(system.earned(output), added),
        _apart(trade.sum(axis=2), output),
        _apart((trade * system.tariff).sum(axis=1), found.spending),
        abs(float(income.sum() - added.sum() - revenue.sum())) / float(added.sum()),
    )
    return SectorEquilibrium(
        trade=trade * scale,
        share=np.divide(
            trade * system.tariff,
            found.spending[:, None],
            out=np.zeros_like(trade),
            where=system.used[:, None],
        ),
        tariff=system.tariff,
        output=output * scale,
        expenditure=found.spending * scale,
        wage=found.wage * scale,
        cost=np.exp(log_cost) * scale,
        price=np.where(system.used, np.exp(found.log_price) * scale, 1.0),
        consumer_price=consumer * scale,
        real_expenditure=income / economy.final_expenditure / consumer,
        real_wage=found.wage / consumer,
        value_added=added * scale,
        final_expenditure=income * scale,
        tariff_revenue=revenue * scale,
        imbalance=(income - added - revenue - transfer) * scale,
        transfer=transfer * scale,
        residual=residual,
        iterations=found.iterations,
    )


def _apart(one: Array, other: Array) -> float:
    """Largest relative difference, where there is anything."""
    size = np.maximum(np.abs(one), np.abs(other))
    return float(
        np.divide(np.abs(one - other), size, out=np.zeros_like(size), where=size > 0).max()
    )
