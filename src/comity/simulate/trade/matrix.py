"""The bilateral trade matrix of a year, from totals, listings of largest partners and a gravity prior.

No public table of all bilateral trade may be passed on. Public and free are each economy's exports and
imports, and the shares of its three to seven largest partners. The matrix is the one that adds up to the
totals, keeps to what the listings say (``observed``), stays below the smallest share listed where a
partner is not named (``bounded``), and otherwise follows gravity (``inferred``). Each cell carries a
predictive interval: where a flow that was not given would be found nine times in ten.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from numpy.typing import NDArray

from comity.errors import UnknownName
from comity.simulate.trade.balancing import scale
from comity.world.world import World

if TYPE_CHECKING:
    import altair as alt

__all__ = ["STATUS", "TradeMatrix", "trade_matrix"]

Array = NDArray[np.float64]

#: What is known of a cell, by code.
STATUS = ("observed", "bounded", "inferred")


@dataclass(frozen=True, slots=True)
class TradeMatrix:
    """Trade between N states in a year, in million current US dollars; rows export, columns import.

    Attributes
    ----------
    year
        The calendar year.
    states
        Keys, sorted; the order of rows and columns.
    value, low, high : (N, N)
        Trade, and its predictive 90 % interval; the diagonal is what a state sells to itself.
    log_sd : (N, N)
        Standard deviation of the logarithm.
    status : (N, N)
        Index into :data:`STATUS`.
    notes
        Assumptions, and what was left out.
    bound : (N, N), optional
        The most a cell can be (inf where nothing bounds it): no draw starts above it.
    """

    year: int
    states: tuple[str, ...]
    value: Array
    low: Array
    high: Array
    log_sd: Array
    status: NDArray[np.int8]
    notes: tuple[str, ...]
    bound: Array | None = None

    def index(self, state: str) -> int:
        """Row and column of a state; raises :class:`UnknownName` for one the matrix lacks."""
        if state not in self.states:
            raise UnknownName.among(
                f"economy in the trade matrix of {self.year}", state, self.states
            )
        return self.states.index(state)

    def table(self, *, internal: bool = False) -> pl.DataFrame:
        """One row a cell: exporter, importer, value, low, high, status; internal trade on request."""
        size = len(self.states)
        frame = pl.DataFrame(
            {
                "exporter": np.repeat(self.states, size),
                "importer": np.tile(self.states, size),
                "value": self.value.ravel(),
                "low": self.low.ravel(),
                "high": self.high.ravel(),
                "status": [STATUS[code] for code in self.status.ravel()],
            }
        )
        return frame if internal else frame.filter(pl.col("exporter") != pl.col("importer"))

    def plot(self, state: str | None = None) -> alt.Chart | alt.FacetChart:
        """The largest traders among each other, or one state's partners with their intervals."""
        from comity.simulate.trade.matrix_picture import of_state, of_world

        if state is None:
            return of_world(self)
        self.index(state)
        return of_state(self, state)

    def draw(self, rng: np.random.Generator) -> Array:
        """(N, N) one matrix that the statements leave open.

        Every cell is drawn from its error, one that passes its bound is put as far below it, and the whole is
        scaled back to the sums of ``value``: rows and columns add up as there, the diagonal is drawn by
        itself.
        """
        drawn = self.value * np.exp(self.log_sd * rng.standard_normal(self.value.shape))
        if self.bound is not None:
            drawn = np.minimum(drawn, self.bound * np.minimum(1.0, self.bound / drawn))
        between = _between(drawn)
        flat = _between(self.value)
        made = scale(between, flat.sum(axis=1), flat.sum(axis=0))
        np.fill_diagonal(made, np.diag(drawn))
        return made


def trade_matrix(world: World, year: int, *, states: Sequence[str] | None = None) -> TradeMatrix:
    """The bilateral trade matrix of a year, remembered by the world.

    Parameters
    ----------
    world, year
        The world, and a calendar year for which it holds totals.
    states
        Only cells between these (default: all); the rest still shapes them.

    Raises
    ------
    CoverageError
        If the world holds no totals near the year.
    """
    from comity.simulate.trade.matrix_build import built

    made: TradeMatrix = world.remember(("trade matrix", year), lambda: built(world, year))
    return made if states is None else _only(made, states)


def _only(matrix: TradeMatrix, states: Sequence[str]) -> TradeMatrix:
    kept = tuple(sorted(dict.fromkeys(states)))
    at = np.array([matrix.index(state) for state in kept])
    cells = np.ix_(at, at)
    return TradeMatrix(
        matrix.year, kept, matrix.value[cells], matrix.low[cells], matrix.high[cells],
        matrix.log_sd[cells], matrix.status[cells], matrix.notes,
        None if matrix.bound is None else matrix.bound[cells],
    )  # fmt: skip


def _between(table: Array) -> Array:
    """The table without its diagonal."""
    return np.where(np.eye(len(table), dtype=bool), 0.0, table)
