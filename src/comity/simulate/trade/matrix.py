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

from comity.errors import CoverageError, UnknownName
from comity.simulate.trade.balancing import balance
from comity.simulate.trade.internal_trade import OUTPUT_PER_GDP, OUTPUT_SD, internal_trade
from comity.simulate.trade.matrix_economies import economies
from comity.simulate.trade.matrix_listings import listed
from comity.simulate.trade.matrix_prior import gravity_prior
from comity.simulate.trade.matrix_totals import gdp, totals
from comity.world.world import World

if TYPE_CHECKING:
    import altair as alt

__all__ = ["STATUS", "TradeMatrix", "trade_matrix"]

Array = NDArray[np.float64]

#: What is known of a cell, by code.
STATUS = ("observed", "bounded", "inferred")
#: A 90 % interval of a normal variable, in standard deviations to each side.
Z90 = 1.6448536
#: What two statements of one cell differ by beyond rounding (log standard deviation of each).
STATEMENT = 0.25
#: Error of a cell that is not listed (log standard deviation).
UNLISTED = 1.3


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
    """

    year: int
    states: tuple[str, ...]
    value: Array
    low: Array
    high: Array
    log_sd: Array
    status: NDArray[np.int8]
    notes: tuple[str, ...]

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
        """(N, N) one matrix the statements leave open: cells drawn from their errors, sums kept."""
        off = ~np.eye(len(self.states), dtype=bool)
        noise = np.exp(self.log_sd * rng.standard_normal(self.value.shape))
        prior = np.where(off, self.value * noise, 0.0)
        flat = np.where(off, self.value, 0.0)
        weight = np.where(off, self.log_sd**2, 0.0)
        made = balance(
            prior, flat.sum(axis=1), flat.sum(axis=0), weight=weight, tolerance=1e-8
        ).table
        np.fill_diagonal(made, np.diag(self.value * noise))
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
    made: TradeMatrix = world.remember(("trade matrix", year), lambda: _build(world, year))
    return made if states is None else _only(made, states)


def _only(matrix: TradeMatrix, states: Sequence[str]) -> TradeMatrix:
    kept = tuple(sorted(dict.fromkeys(states)))
    at = np.array([matrix.index(state) for state in kept])
    cells = np.ix_(at, at)
    return TradeMatrix(
        matrix.year, kept, matrix.value[cells], matrix.low[cells], matrix.high[cells],
        matrix.log_sd[cells], matrix.status[cells], matrix.notes,
    )  # fmt: skip


def _build(world: World, year: int) -> TradeMatrix:
    sums = totals(world, year)
    placed = economies()
    lost = sorted(set(sums["state"]) - set(placed))
    sums = sums.filter(pl.col("state").is_in(sorted(placed)))
    output = gdp(world)
    lacking = sorted(set(sums["state"]) - set(output["state"]))
    sums = sums.join(output, on="state").sort("state")
    if sums.height < 3:
        raise CoverageError(
            f"no trade matrix of {year}: this world holds no totals of exports and imports near that year\n"
            "  the Factbook states them for 2021 to 2024: ask for one of these years, or add totals"
        )
    states = tuple(sums["state"])
    size = len(states)
    off = ~np.eye(size, dtype=bool)
    exports, imports = sums["exports"].to_numpy(), sums["imports"].to_numpy()
    world_trade = np.sqrt(exports.sum() * imports.sum())
    exports, imports = exports * world_trade / exports.sum(), imports * world_trade / imports.sum()
    said = listed(world, states, year)
    prior = np.where(off, np.exp(gravity_prior(world, states, year)), 0.0)
    start = balance(prior, exports, imports, tolerance=1e-6).table
    by_exports, by_imports = said.of_exports * exports[:, None], said.of_imports * imports[None, :]
    wx = 1 / (STATEMENT**2 + said.exports_sd**2)
    wm = 1 / (STATEMENT**2 + said.imports_sd**2)
    wx, wm = np.nan_to_num(wx), np.nan_to_num(wm)
    named = said.named & off
    total = np.where(named, wx + wm, 1.0)
    mixed = np.exp(
        (
            wx * np.log(np.where(wx > 0, by_exports, 1.0))
            + wm * np.log(np.where(wm > 0, by_imports, 1.0))
        )
        / total
    )
    prior = np.where(named, mixed, start)
    upper = np.where(
        named,
        np.inf,
        np.minimum((said.exports_rest * exports)[:, None], (said.imports_rest * imports)[None, :]),
    )
    log_sd = np.where(named, 1 / np.sqrt(total), UNLISTED)
    made = balance(prior, exports, imports, weight=np.where(off, log_sd**2, 0.0), upper=upper,
                   tolerance=1e-9)  # fmt: skip
    value = made.table
    status = np.where(named, 0, np.where(said.bounded, 1, 2)).astype(np.int8)
    own = internal_trade(sums["gdp"].to_numpy(), exports)
    np.fill_diagonal(value, own)
    np.fill_diagonal(log_sd, OUTPUT_SD * OUTPUT_PER_GDP)
    np.fill_diagonal(status, 2)
    spread = np.exp(Z90 * log_sd)
    notes = (
        "totals are of goods and services, listings of goods: services are taken to go where goods go",
        f"internal trade is {OUTPUT_PER_GDP} times GDP less exports, an assumption",
        *((f"left out, place not known: {', '.join(lost)}",) if lost else ()),
        *((f"left out, no output known: {', '.join(lacking)}",) if lacking else ()),
    )
    return TradeMatrix(
        year, states, value, value / spread, np.minimum(value * spread, np.maximum(upper, value)),
        log_sd, status, notes,
    )  # fmt: skip
