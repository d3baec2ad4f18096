"""What the many-sector model is calibrated to: shares, read off the flows of one year.

An economy of Caliendo & Parro (2015) needs no technologies and no levels of trade costs, only the shares in
which each sector of each state uses inputs and value added, the shares in which its people spend, and where
each good was bought. All are ratios of observed flows.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from comity.errors import DataError

__all__ = ["Economy", "economy"]

Array = NDArray[np.float64]
#: Value added below this share of output is no rounding: nobody could be paid from it.
NEGATIVE = -1e-9


@dataclass(frozen=True, slots=True)
class Economy:
    """S sectors of N states at rest. Values are in the unit of the flows.

    Attributes
    ----------
    theta : (S,)
        Elasticity of trade in each sector with respect to its cost.
    share : (S, N, N)
        What the importer (columns) spends on the exporter's good (rows), of its spending on the sector.
    tariff : (S, N, N)
        Tariff factors of the year: 1.1 is ten per cent on the price at the exporter's door.
    expenditure : (S, N)
        Spending on each sector for all uses, tariffs included.
    output : (S, N)
    value_added_share : (S, N)
        Of output.
    input_share : (N, S, S)
        By state, the share of sector (second axis) in the output of the using sector (third axis).
    final_share : (S, N)
        Of final expenditure.
    value_added, final_expenditure, tariff_revenue : (N,)
    imbalance : (N,)
        Final expenditure less value added less tariff revenue: the trade deficit. Adds up to zero.
    """

    theta: Array
    share: Array
    tariff: Array
    expenditure: Array
    output: Array
    value_added_share: Array
    input_share: Array
    final_share: Array
    value_added: Array
    final_expenditure: Array
    tariff_revenue: Array
    imbalance: Array

    @property
    def sectors(self) -> int:
        """How many sectors there are."""
        return int(self.share.shape[0])

    @property
    def trade(self) -> Array:
        """What each state sells to each, (S, N, N), at the exporter's door."""
        sold: Array = self.share * self.expenditure[:, None] / self.tariff
        return sold

    @property
    def states(self) -> int:
        """How many states there are."""
        return int(self.share.shape[1])


def economy(
    intermediate: Array,
    final: Array,
    *,
    theta: float | Array,
    tariff: Array | None = None,
) -> Economy:
    """The economy whose equilibrium the flows are.

    Parameters
    ----------
    intermediate : (N, S, N, S)
        Sales of a sector of the exporter (first two axes) to a sector of the importer, before tariffs.
    final : (N, S, N)
        Sales to final users of the importer.
    theta : scalar or (S,)
        Elasticity of trade, above 0.
    tariff : (S, N, N), optional
        Tariff factors of the year; none: no tariffs. The flows are what sellers receive, so tariffs on inputs
        come out of value added and those on final goods raise what final users spend.

    Raises
    ------
    DataError
        With the index of the state and sector: negative or unknown flows, inputs that cost more than the
        output is worth, a state that earns or spends nothing.
    """
    use = np.asarray(intermediate, dtype=np.float64)
    end = np.asarray(final, dtype=np.float64)
    n, s = _shape(use, end)
    elasticity = np.broadcast_to(np.asarray(theta, dtype=np.float64), (s,)).copy()
    if not (np.isfinite(elasticity).all() and (elasticity > 0).all()):
        raise DataError("every elasticity of trade must be a number above 0")
    gross = np.ones((s, n, n)) if tariff is None else np.asarray(tariff, dtype=np.float64)
    if gross.shape != (s, n, n) or not (np.isfinite(gross).all() and (gross > 0).all()):
        raise DataError(f"tariff factors must be {s} × {n} × {n} numbers above 0")

    received = (use.sum(axis=3) + end).transpose(1, 0, 2)  # (S, exporter, importer)
    output = received.sum(axis=2)
    paid = received * gross
    expenditure = paid.sum(axis=1)
    share = np.divide(
        paid, expenditure[:, None], out=np.zeros_like(paid), where=expenditure[:, None] > 0
    )

    by_exporter = gross.transpose(1, 0, 2)
    bought = np.einsum("isnk,isn->nsk", use, by_exporter, optimize=True)
    made = output.T  # (N, S)
    input_share = np.divide(
        bought, made[:, None, :], out=np.zeros_like(bought), where=made[:, None, :] > 0
    )
    added = made - bought.sum(axis=1)
    _payable(added, made)
    added = np.maximum(added, 0.0)
    value_share = np.divide(added, made, out=np.ones_like(made), where=made > 0).T
    wanted = (end * by_exporter).sum(axis=0)  # (S, N)
    spent = wanted.sum(axis=0)
    earned = added.sum(axis=1)
    for what, amount in (("value added", earned), ("final expenditure", spent)):
        if (amount <= 0).any():
            raise DataError(f"state {int(amount.argmin())} of the table has no {what}")
    revenue = (paid - received).sum(axis=(0, 1))
    return Economy(
        theta=elasticity,
        share=share,
        tariff=gross,
        expenditure=expenditure,
        output=output,
        value_added_share=value_share,
        input_share=input_share,
        final_share=wanted / spent,
        value_added=earned,
        final_expenditure=spent,
        tariff_revenue=revenue,
        imbalance=spent - earned - revenue,
    )


def _shape(use: Array, end: Array) -> tuple[int, int]:
    """Number of states and sectors, once the flows are what they should be."""
    if use.ndim != 4 or use.shape[:2] != use.shape[2:] or end.shape != use.shape[:3]:
        raise DataError(
            "intermediate flows must be (N, S, N, S) and final flows (N, S, N), not "
            f"{use.shape} and {end.shape}"
        )
    for what, flows in (("intermediate", use), ("final", end)):
        wrong = ~np.isfinite(flows) | (flows < 0)
        if wrong.any():
            where = tuple(int(i) for i in np.argwhere(wrong)[0])
            raise DataError(
                f"{int(wrong.sum())} {what} flow(s) are negative or unknown, first {flows[where]} at {where}"
            )
    return int(use.shape[0]), int(use.shape[1])


def _payable(added: Array, made: Array) -> None:
    """Refuse a sector that pays more for inputs than it sells."""
    short = added < NEGATIVE * np.maximum(made, 1.0)
    if short.any():
        i, j = (int(index) for index in np.argwhere(short)[0])
        raise DataError(
            f"{int(short.sum())} sector(s) pay more for inputs than their output is worth, first state {i}, "
            f"sector {j}: output {made[i, j]:.6g}, value added {added[i, j]:.6g}"
        )
