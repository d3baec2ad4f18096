"""What the listings of largest partners say of the cells of a year: shares, and bounds on the rest.

A share of a's exports that go to b, and a share of b's imports that come from a, are two statements of
one cell. A partner that a listing does not name has at most the smallest share it names.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from comity.measures.trade import listings, reported_shares
from comity.world.world import World

__all__ = ["Listed", "listed"]

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Listed:
    """Statements of one year about the cells between N states; rows export, columns import.

    Attributes
    ----------
    of_exports, of_imports : (N, N)
        The cell's share in the exporter's exports, in the importer's imports; NaN where not named.
    exports_sd, imports_sd : (N, N)
        Standard deviation of their logarithm that comes from rounding; NaN where not named.
    exports_rest, imports_rest : (N,)
        The most a partner that is not named can have of a state's exports, imports; 1 where there is
        no listing.
    """

    of_exports: Array
    of_imports: Array
    exports_sd: Array
    imports_sd: Array
    exports_rest: Array
    imports_rest: Array

    @property
    def named(self) -> NDArray[np.bool_]:
        """(N, N) whether either side names the cell."""
        found: NDArray[np.bool_] = ~(np.isnan(self.of_exports) & np.isnan(self.of_imports))
        return found

    @property
    def bounded(self) -> NDArray[np.bool_]:
        """(N, N) whether a listing bounds the cell."""
        return (self.exports_rest < 1)[:, None] | (self.imports_rest < 1)[None, :]


def listed(world: World, states: tuple[str, ...], year: int) -> Listed:
    """The statements of a year's listings about the cells between some states."""
    place = {state: n for n, state in enumerate(states)}
    size = len(states)
    share, spread, rest = {}, {}, {}
    for side in ("export", "import"):
        rows = reported_shares(world, side, since=year, until=year).filter("listed")
        table, error = np.full((2, size, size), np.nan)
        known = rows.filter(pl.col("a").is_in(states) & pl.col("b").is_in(states))
        mine, partner = ([place[s] for s in known[c]] for c in ("a", "b"))
        value, high = known["value"].to_numpy(), known["high"].fill_null(known["value"]).to_numpy()
        table[mine, partner] = value
        # a rounded figure lies evenly within its half unit
        error[mine, partner] = (high - value) / value / np.sqrt(3.0)
        if side == "import":
            table, error = table.T, error.T
        bound = np.ones(size)
        for a, most in listings(rows).select("a", "bound").drop_nulls().iter_rows():
            if a in place:
                bound[place[a]] = most
        share[side], spread[side], rest[side] = table, error, bound
    return Listed(
        share["export"], share["import"], spread["export"], spread["import"],
        rest["export"], rest["import"],
    )  # fmt: skip
