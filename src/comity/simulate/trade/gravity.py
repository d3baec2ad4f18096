"""One-sector structural gravity in general equilibrium, in changes.

Every state makes one good of its own, in a fixed amount, and buys all goods with one elasticity of
substitution (Anderson & van Wincoop 2003). What trade costs do is solved in changes of the observed table, so
that no level of a cost, of a price or of a technology has to be known (Dekle, Eaton & Kortum 2008). With λ
the shares of origins in what a state spends, d the factor by which costs change, t that of tariffs and θ the
elasticity of trade (σ − 1), factory prices p, consumer prices P, spending E and shares π become::

    π_ij = λ_ij (d_ij t_ij p_i)^−θ / P_j^−θ        P_j^−θ = Σ_i λ_ij (d_ij t_ij p_i)^−θ
    Y_i p_i = Σ_j π_ij E_j / tariff_ij              what i earns is what all pay it, at its own door

Pure arrays; labels stay outside. Rows export, columns import; the diagonal is what a state sells to itself.
``docs/explanation/trade-model.md`` has the model in words, its variants and what it leaves out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from comity.errors import DataError, UnknownName
from comity.simulate.trade.accounts import Numeraire, accounts
from comity.simulate.trade.base_table import Base, checked_cost, checked_start
from comity.simulate.trade.clearing import clear
from comity.simulate.trade.parts import connected, sever_one_way, weak_parts
from comity.simulate.trade.reach import Array, Closure, net_spending
from comity.simulate.trade.trade_errors import (
    SolveError,
    not_cleared,
    nowhere_to_sell,
    spends_nothing,
)

__all__ = ["GravityEquilibrium", "Imbalance", "Numeraire", "SolveError", "counterfactual"]

#: What becomes of the difference between spending and earning: see :func:`counterfactual`.
Imbalance = Literal["proportional", "additive", "gegravity"]
CLOSURES: dict[str, Closure] = {
    "proportional": "proportional",
    "additive": "additive",
    "gegravity": "fixed",
}


@dataclass(frozen=True, slots=True)
class GravityEquilibrium:
    """The world after a change of trade costs. Hats are ratios new / old; values are in the table's unit.

    Attributes
    ----------
    trade : (N, N)
        New trade at the exporters' doors (before tariffs), rows exporters. Rows add up to ``output``, columns
        to ``expenditure`` less ``tariff_revenue`` (not in the variant ``gegravity``, which does not add up).
    output, expenditure : (N,)
        What each state earns by selling, and spends; expenditure includes tariffs and is paid from output,
        tariff revenue and the imbalance.
    price, factory_price : (N,)
        Hats of the consumer price index, and of the price at which a state sells.
    real_expenditure : (N,)
        Hat of expenditure over the consumer price index: welfare.
    tariff_revenue : (N,)
    outward_resistance, inward_resistance : (N,)
        Hats of the multilateral resistances (Anderson & van Wincoop 2003, equations 10 and 11).
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

    @property
    def real_output(self) -> Array:
        """Hat of output over the consumer price index, (N,): the real wage (GEGravity's ``real_wage``)."""
        return self.factory_price / self.price


def counterfactual(
    trade: Array,
    cost_hat: Array,
    *,
    theta: float,
    imbalance: Imbalance = "proportional",
    tariff: Array | None = None,
    tariff_before: Array | None = None,
    numeraire: Numeraire = "world_output",
    tolerance: float = 1e-12,
    start: Array | None = None,
) -> GravityEquilibrium:
    """The equilibrium after trade costs change.

    Parameters
    ----------
    trade : (N, N)
        Observed trade at the exporters' doors, internal trade on the diagonal; rows export.
    cost_hat : (N, N)
        Factor by which iceberg costs change: 1 nothing, 1.1 a tenth dearer, ``np.inf`` trade stops.
    theta
        Elasticity of trade with respect to its cost, above 0.
    imbalance
        ``proportional``: a state spends the same multiple of its output as before, up to one factor for all
        by which the world adds up (Yotov, Piermartini, Monteiro & Larch 2016; GEGravity's option ``mult``,
        whose welfare is ``real_output``). ``additive``: the imbalance stays the same share of world output
        (Dekle, Eaton & Kortum 2008; GEGravity's default). ``gegravity``: what PyPI gegravity computes,
        resistances at the old incomes, by which incomes are then revalued once; it does not add up, and is
        kept for comparison.
        The three are one on a table without imbalances, but for the last
        (:func:`comity.simulate.trade.imbalances.without_imbalances`).
    tariff, tariff_before : (N, N), optional
        New and present tariff factors (1.1 is ten per cent on the price at the exporter's door); the importer
        spends the revenue. None: no tariffs.
    numeraire
        ``world_output``: the value of world output stays what it was; an index: that state's factory price;
        ``("price", index)``: that state's consumer price. Real results do not depend on it.
    tolerance
        Worst excess demand allowed, relative to output.
    start : (N,), optional
        Factory prices to begin from: those of a like counterfactual.

    Notes
    -----
    Parts of the world that stop trading with each other altogether are solved one by one: each pays its own
    way, so that the imbalance between them goes (a part's imbalances are shifted, in proportion to output,
    until they add up to nothing), and each part's output keeps its value. Trade that can only go one way
    after the change, where it went both ways before, ends: nobody could pay for it.

    Raises
    ------
    DataError
        A table, a cost or a tariff that is not what it should be.
    SolveError
        With the residual and the index of the state it is stuck on.
    """
    if np.ndim(theta) or max(np.ndim(trade), np.ndim(cost_hat)) > 2:
        raise DataError(
            "one counterfactual takes one table, one table of costs and one elasticity\n"
            "  for many at once see comity.simulate.trade.gravity_draws"
        )
    base = Base.of(trade, theta, tariff=tariff, tariff_before=tariff_before)
    cost = checked_cost(cost_hat, base.size)
    start = None if start is None else checked_start(start, base.size)
    door = base.reach(cost)
    closure = closure_of(imbalance, base)
    if connected(door > 0):
        price, residual, steps = _prices(
            door, base.output, base.spending, theta, closure, tolerance, start
        )
        net = net_spending(closure, base.output, base.spending, price)
    else:
        door = np.where(sever_one_way(door > 0, base.trade > 0), door, 0.0)
        price, net = np.ones(base.size), np.zeros(base.size)
        residual, steps = 0.0, 0
        for part in weak_parts(door > 0):
            output, spending = base.output[part], base.spending[part]
            if closure == "fixed":
                spending = spending * (output.sum() / spending.sum())
            elif closure == "additive":
                spending = spending + output * (1 - spending.sum() / output.sum())
            block = door[np.ix_(part, part)]
            begin = None if start is None else start[part]
            price[part], off, more = _prices(
                block, output, spending, theta, closure, tolerance, begin, part
            )
            net[part] = net_spending(closure, output, spending, price[part])
            residual, steps = max(residual, off), steps + more
    if not (net > 0).all():
        raise spends_nothing(net, residual)
    found = accounts(
        base, door[None], price[None], net[None], numeraire, revalued=closure == "fixed"
    )
    return GravityEquilibrium(
        trade=found.trade(door[None])[0],
        output=found.output[0],
        expenditure=found.expenditure[0],
        price=found.price[0],
        factory_price=found.factory_price[0],
        real_expenditure=found.real_expenditure[0],
        tariff_revenue=found.tariff_revenue[0],
        outward_resistance=found.outward_resistance[0],
        inward_resistance=found.price[0],
        residual=residual,
        iterations=steps,
    )


def closure_of(imbalance: Imbalance, base: Base) -> Closure:
    """How spending follows output under a variant.

    Raises
    ------
    UnknownName, DataError
        For another variant, or one without tariffs given some.
    """
    if imbalance not in CLOSURES:
        raise UnknownName.among("treatment of trade imbalances", str(imbalance), CLOSURES)
    if imbalance == "gegravity" and base.tariff is not None:
        raise DataError('the variant "gegravity" knows no tariffs: ask for "proportional"')
    return CLOSURES[imbalance]


def _prices(
    door: Array,
    output: Array,
    spending: Array,
    theta: float,
    closure: Closure,
    tolerance: float,
    start: Array | None,
    names: NDArray[np.intp] | None = None,
) -> tuple[Array, float, int]:
    """Factory prices (N,), residual and steps, or why there are none; ``names`` are the indices of a part."""
    if len(output) == 1:
        if door[0, 0] > 0:
            return np.ones(1), 0.0, 0
        raise nowhere_to_sell(0 if names is None else int(names[0]))
    found = clear(
        door[None],
        output[None],
        spending[None],
        np.array([[theta]]),
        closure,
        tolerance=tolerance,
        start=None if start is None else start[None],
    )
    residual = float(np.abs(found.excess).max())
    if not residual <= tolerance:
        raise not_cleared(found.excess[0], int(found.steps[0]), tolerance, spending / output, names)
    return found.price[0], residual, int(found.steps[0])
