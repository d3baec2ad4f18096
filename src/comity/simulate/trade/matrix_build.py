"""The trade matrix of a year, put together: totals, statements, prior, balancing, intervals."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from comity.errors import CoverageError
from comity.simulate.trade.balancing import balance
from comity.simulate.trade.internal_trade import OUTPUT_PER_GDP, internal_sd, internal_trade
from comity.simulate.trade.matrix import TradeMatrix
from comity.simulate.trade.matrix_cells import fitted
from comity.simulate.trade.matrix_economies import economies
from comity.simulate.trade.matrix_listings import listed
from comity.simulate.trade.matrix_prior import shipped_prior
from comity.simulate.trade.matrix_statements import Statements, elsewhere, stated
from comity.simulate.trade.matrix_totals import gdp, totals
from comity.states import exists
from comity.world.world import World

__all__ = ["built"]

Array = NDArray[np.float64]

Z90 = 1.6448536
#: Fewer economies than this make no matrix.
FEWEST = 3
OBSERVED, BOUNDED, INFERRED = range(3)


def built(
    world: World, year: int, *, hidden: NDArray[np.bool_] | None = None, others: bool = True
) -> TradeMatrix:
    """The matrix of a year.

    Parameters
    ----------
    world, year
        The world, and a year near which it holds totals.
    hidden : (N, N), optional
        Listed cells to be treated as if nothing were known of them: how well they are found again measures
        the matrix.
    others
        Whether listings of other years inform the prior.

    Raises
    ------
    CoverageError
        If the world holds no totals near the year.
    """
    sums, notes = _economies(world, year)
    states = tuple(sums["state"])
    exports, imports = sums["exports"].to_numpy(), sums["imports"].to_numpy()
    sds = sums["exports_sd"].to_numpy(), sums["imports_sd"].to_numpy()
    # the world imports what it exports: both sides give way alike
    gap = np.log(imports.sum() / exports.sum())
    exports, imports = exports * np.exp(gap / 2), imports * np.exp(-gap / 2)
    said = stated(listed(world, states, year), exports, imports, sds)
    if hidden is not None:
        said = _without(said, hidden)
    prior = _prior(world, states, year, exports, imports, others=others)
    value, residual = fitted(prior, exports, imports, said.value, said.sd, said.upper)
    low, high, log_sd = shipped_prior().cells.of(value, said.upper)
    observed = ~np.isnan(said.value)
    # totals that are not known well widen all cells of their state
    vague = np.maximum(sds[0][:, None], sds[1][None, :])
    log_sd = np.where(observed, said.sd, np.sqrt(log_sd**2 + vague**2))
    spread = np.exp(Z90 * said.sd)
    widening = np.exp(Z90 * np.maximum(vague - 0.05, 0.0))
    low = np.where(observed, np.minimum(said.value, value) / spread, low / widening)
    high = np.where(
        observed,
        np.maximum(said.value, value) * spread,
        np.fmax(value, np.fmin(high * widening, said.upper)),
    )
    status = np.where(observed, OBSERVED, np.where(np.isfinite(said.upper), BOUNDED, INFERRED))
    own, own_sd = (
        internal_trade(sums["gdp"].to_numpy(), exports),
        internal_sd(sums["gdp"].to_numpy(), exports),
    )
    for table, diagonal in (
        (value, own), (log_sd, own_sd), (low, own * np.exp(-Z90 * own_sd)),
        (high, own * np.exp(Z90 * own_sd)), (status, np.full(len(states), INFERRED)),
    ):  # fmt: skip
        np.fill_diagonal(table, diagonal)
    told = (
        "totals are of goods and services, listings of goods: services are taken to go where goods go",
        f"world exports and imports made equal: by {np.exp(gap / 2):.3f} and {np.exp(-gap / 2):.3f}",
        f"a listing errs by {said.error:.2f} (log sd, measured on {said.mirrors} cells that both sides list)",
        "intervals hold 90 % of flows that exist; that a pair does not trade at all is not among them",
        f"internal trade is {OUTPUT_PER_GDP} times GDP less exports, an assumption",
        *notes,
        *((f"bounds leave a sum {100 * residual:.2g} % of the mean total short",) if residual > 1e-6 else ()),
    )  # fmt: skip
    return TradeMatrix(year, states, value, low, high, log_sd, status.astype(np.int8), told)


def _economies(world: World, year: int) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """Totals and output of the economies of the matrix, and who is left out or guessed."""
    sums, output, placed = totals(world, year), gdp(world), economies()
    if (sums["exports_basis"] == "inferred from GDP").all():
        held = world.rows("states", of="exports_goods_services")["year"]
        span = sorted(held.unique())
        years = f"holds them for {span[0]} to {span[-1]}" if span else "holds none"
        raise CoverageError(
            f"no trade matrix of {year}: no economy's exports and imports are known near that year\n"
            f"  this world {years}: ask for a year among these, or add totals"
        )
    guessed = (pl.col("exports_basis") == "inferred from GDP") | (
        pl.col("imports_basis") == "inferred from GDP"
    )
    # a territory that states no totals is counted with no one: only members of the state system are guessed
    member = pl.col("state").map_elements(lambda s: exists(s, year), return_dtype=pl.Boolean)
    rows = sums.join(output.drop("year"), on="state", how="left").with_columns(guessed=guessed)
    fit = pl.col("state").is_in(sorted(placed)) & pl.col("gdp").is_not_null() & (~guessed | member)
    kept, out = rows.filter(fit).sort("state"), rows.filter(~fit)["state"].sort()
    if kept.height < FEWEST:
        raise CoverageError(
            f"no trade matrix of {year}: totals of only {kept.height} economies are known"
        )
    carried = kept.filter(
        pl.col("exports_basis").str.starts_with("carried")
        | pl.col("imports_basis").str.starts_with("carried")
    )["state"]
    inferred = kept.filter("guessed")["state"]
    notes = (
        *(
            (f"totals carried over from another year: {', '.join(carried)}",)
            if len(carried)
            else ()
        ),
        *((f"totals inferred from GDP: {', '.join(inferred)}",) if len(inferred) else ()),
        *((f"left out, no totals or no output known: {', '.join(out)}",) if len(out) else ()),
    )
    return kept, notes


def _prior(
    world: World,
    states: tuple[str, ...],
    year: int,
    exports: Array,
    imports: Array,
    *,
    others: bool,
) -> Array:
    prior = shipped_prior().of(world, states, year, np.log(exports + imports))
    if not others:
        return prior
    off = ~np.eye(len(states), dtype=bool)
    shape = np.where(off, np.exp(prior - prior[off].max()), 0.0)
    usual = balance(shape, exports, imports, tolerance=1e-4, limit=200).table
    return prior + elsewhere(world, states, year, exports, imports, usual)


def _without(said: Statements, hidden: NDArray[np.bool_]) -> Statements:
    gone = hidden & ~np.isnan(said.value)
    return Statements(
        np.where(gone, np.nan, said.value), np.where(gone, np.nan, said.sd),
        np.where(gone, np.inf, said.upper), said.error, said.mirrors,
    )  # fmt: skip
