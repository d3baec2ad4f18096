"""What a counterfactual with sectors found, as tables with names."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import polars as pl

from comity.simulate.trade.caliendo_parro import SectorEquilibrium
from comity.simulate.trade.caliendo_parro_economy import Array, Economy
from comity.simulate.trade.caliendo_parro_welfare import welfare_parts
from comity.simulate.trade.input_output import InputOutputTable

__all__ = ["SectorOutcome"]


@dataclass(frozen=True, slots=True)
class SectorOutcome:
    """Before and after. Changes are in per cent; values in the table's unit at the world's old value added.

    Attributes
    ----------
    table, economy, equilibrium
        What it was computed from, and the arrays it found.
    basis
        Variant, elasticity, closure and data the result rests on.
    """

    table: InputOutputTable
    economy: Economy = field(repr=False)
    equilibrium: SectorEquilibrium = field(repr=False)
    basis: dict[str, object] = field(repr=False)

    def welfare(self) -> pl.DataFrame:
        """One row a state: change of real expenditure, its parts, prices, value added, transfers."""
        found, parts = self.equilibrium, welfare_parts(self.economy, self.equilibrium)
        return pl.DataFrame(
            {
                "state": self.table.states,
                "welfare": _percent(found.real_expenditure),
                "real_wage": _percent(found.real_wage),
                "final_goods": 100 * parts.final_goods,
                "inputs": 100 * parts.inputs,
                "linkages": 100 * parts.linkages,
                "other_income": 100 * parts.other_income,
                "consumer_price": _percent(found.consumer_price),
                "value_added": found.value_added,
                "tariff_revenue": found.tariff_revenue,
                "transfer": found.transfer,
            }
        ).with_columns(pl.col("final_goods", "inputs", "linkages").fill_nan(None))

    def trade(self) -> pl.DataFrame:
        """One row an exporter, sector and importer with any trade: value before and after, change."""
        return self._rows(self.economy.trade, self.equilibrium.trade)

    def bilateral(self) -> tuple[Array, Array]:
        """All sectors together, before and after: (N, N) each, rows export, diagonal trade at home."""
        return self.economy.trade.sum(axis=0), self.equilibrium.trade.sum(axis=0)

    def sectors(self) -> pl.DataFrame:
        """One row a state and sector: output before and after, its change, changes of cost and price."""
        n, s = len(self.table.states), len(self.table.sectors)
        found = self.equilibrium
        before, after = self.economy.output.T.ravel(), found.output.T.ravel()
        return pl.DataFrame(
            {
                "state": np.repeat(self.table.states, s),
                "sector": np.tile(self.table.sectors, n),
                "before": before,
                "after": after,
                "change": _change(before, after),
                "cost": _percent(found.cost.T.ravel()),
                "price": _percent(found.price.T.ravel()),
            }
        ).with_columns(pl.col("change").fill_nan(None))

    def _rows(self, before: Array, after: Array) -> pl.DataFrame:
        n, s = len(self.table.states), len(self.table.sectors)
        old, new = before.transpose(1, 0, 2).ravel(), after.transpose(1, 0, 2).ravel()
        frame = pl.DataFrame(
            {
                "exporter": np.repeat(self.table.states, s * n),
                "sector": np.tile(np.repeat(self.table.sectors, n), n),
                "importer": np.tile(self.table.states, n * s),
                "before": old,
                "after": new,
                "change": _change(old, new),
            }
        )
        return frame.filter((pl.col("before") > 0) | (pl.col("after") > 0)).with_columns(
            pl.col("change").fill_nan(None)
        )


def _percent(hat: Array) -> Array:
    return 100 * (hat - 1)


def _change(before: Array, after: Array) -> Array:
    """Per cent; NaN where there was nothing."""
    ratio = np.divide(after, before, out=np.full(before.shape, np.nan), where=before > 0)
    return 100 * (ratio - 1)
