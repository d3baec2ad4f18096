"""An input–output table of many states: who sold what to whom, for which use.

A table is checked where it is made: what a sector sells must be what it made, and what it pays for inputs and
value added must be the same. A table that does not balance is refused with the two sums of each sector, since
every share taken from it would be wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import polars as pl
from numpy.typing import NDArray

from comity.errors import DataError, shown

__all__ = ["InputOutputTable"]

Array = NDArray[np.float64]
#: Published tables are rounded, and balanced to about this: a sector may be off by the larger of a share of
#: its own output and a share of the world's.
APART, SPECK = 1e-3, 1e-8
#: No sale is larger, in any currency.
LARGEST = 1e18
#: Sectors named in a refusal.
NAMED = 8


@dataclass(frozen=True, slots=True)
class InputOutputTable:
    """Flows of one year between S sectors of N states, at the seller's prices, in one currency.

    Attributes
    ----------
    states, sectors
        Names along the axes, each once.
    intermediate : (N, S, N, S)
        What a sector (exporter, sector) sold to a sector (importer, use).
    final : (N, S, N)
        What it sold to final users of the importer: households, government, investment, inventories.
    value_added : (N, S)
        What it paid beyond inputs: wages, profits, and the taxes and margins on its inputs.
    year
        None where the file does not say.
    unit, source
        As ``million USD``, and the file's name.
    notes
        What was done to the table: merged regions, inventories. In words, for the reader of a result.
    """

    states: tuple[str, ...]
    sectors: tuple[str, ...]
    intermediate: Array = field(repr=False)
    final: Array = field(repr=False)
    value_added: Array = field(repr=False)
    year: int | None = None
    unit: str = "million USD"
    source: str = ""
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what cannot be a table, and one that does not balance."""
        check_names(self.source, self.states, self.sectors)
        n, s = len(self.states), len(self.sectors)
        for what, flows, shape in (
            ("intermediate", self.intermediate, (n, s, n, s)),
            ("final", self.final, (n, s, n)),
            ("value added", self.value_added, (n, s)),
        ):
            if flows.shape != shape:
                raise DataError(f"{self._name()}{what} flows are {flows.shape}, not {shape}")
            unknown = ~np.isfinite(flows)
            if unknown.any():
                where = np.argwhere(unknown)[0]
                raise DataError(
                    f"{self._name()}{int(unknown.sum())} {what} flow(s) are no numbers, first that of "
                    f"{self.label(int(where[0]), int(where[1]))}"
                )
        self._balances()

    @property
    def output(self) -> Array:
        """What each sector sold, (N, S)."""
        return self.intermediate.sum(axis=(2, 3)) + self.final.sum(axis=2)

    @property
    def trade(self) -> Array:
        """Sales by sector, exporter and importer for all uses, (S, N, N)."""
        return (self.intermediate.sum(axis=3) + self.final).transpose(1, 0, 2)

    def label(self, state: int, sector: int) -> str:
        """A sector by name, as ``RUS C19``."""
        return f"{self.states[state]} {self.sectors[sector]}"

    def table(self) -> pl.DataFrame:
        """Trade as rows: exporter, sector, importer, intermediate, final."""
        n, s = len(self.states), len(self.sectors)
        return pl.DataFrame(
            {
                "exporter": np.repeat(self.states, s * n),
                "sector": np.tile(np.repeat(self.sectors, n), n),
                "importer": np.tile(self.states, n * s),
                "intermediate": self.intermediate.sum(axis=3).ravel(),
                "final": self.final.ravel(),
            }
        )

    def _name(self) -> str:
        return f"{self.source}: " if self.source else ""

    def _balances(self) -> None:
        """Refuse a table whose rows and columns differ, with both sums of the sectors that are worst off."""
        sales = self.output
        costs = self.intermediate.sum(axis=(0, 1)) + self.value_added
        size = np.maximum(np.abs(sales), np.abs(costs))
        apart = np.abs(sales - costs)
        wrong = apart > np.maximum(APART * size, SPECK * size.sum())
        if wrong.any():
            order = np.argsort(-(apart * wrong), axis=None)[: min(NAMED, int(wrong.sum()))]
            rows = []
            for place in order:
                i, j = (int(k) for k in np.unravel_index(place, sales.shape))
                rows.append((self.label(i, j), sales[i, j], costs[i, j]))
            raise unbalanced(self.source, rows, int(wrong.sum()), int(wrong.size))


def check_names(source: str, states: Sequence[str], sectors: Sequence[str]) -> None:
    """Refuse names that come twice, are empty or cannot be printed."""
    file = f"{source}: " if source else ""
    for what, names in (("state", states), ("sector", sectors)):
        repeated = sorted({name for name in names if names.count(name) > 1})
        if repeated or not names or not all(names):
            raise DataError(f"{file}every {what} needs a name of its own: {repeated}")
        unprintable = [shown(name) for name in names if not name.isprintable()]
        if unprintable:
            raise DataError(f"{file}no name of a {what}: {', '.join(unprintable[:5])}")


def unbalanced(
    source: str, rows: Sequence[tuple[str, float, float]], wrong: int, of: int
) -> DataError:
    """The refusal: sector, row sum, column sum."""
    width = max(len(name) for name, _, _ in rows)
    lines = [f"  {name:<{width}}  {sold:>16,.1f}  {paid:>16,.1f}" for name, sold, paid in rows]
    more = f"\n  … and {wrong - len(rows)} more" if wrong > len(rows) else ""
    return DataError(
        f"{source or 'the table'} does not balance in {wrong} of {of} sectors\n"
        f"  {'':<{width}}  {'row: sold':>16}  {'column: paid':>16}\n"
        + "\n".join(lines)
        + more
        + "\n  a row is what a sector sells, its column what it pays for inputs and value added: give the "
        "table in one price system, with every user and every tax in it"
    )


def number(text: str | None, file: str, line: int, column: str) -> float:
    """A cell as a finite number; refused with its place."""
    try:
        value = float(text) if text is not None else float("nan")
    except ValueError:
        raise DataError.row(file, line, column, shown(text), "a number") from None
    if not abs(value) < LARGEST:
        raise DataError.row(file, line, column, "" if text is None else text, "a finite number")
    return value
