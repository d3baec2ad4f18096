"""What the listings of largest partners say of the cells of a year: shares, and bounds on the rest.

A share of a's exports that go to b, and a share of b's imports that come from a, are two statements of
one cell. A partner that a listing does not name has at most the smallest share it names.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from comity.measures.trade import listings, reported_shares
from comity.world.world import World

__all__ = ["Listed", "listed"]

Array = NDArray[np.float64]
Side = Literal["export", "import"]
SIDES: tuple[Side, ...] = ("export", "import")

#: A share so many times the bound, so many years away at most, makes silence a gap in the listing.
FALL, NEAR = 3.0, 2


@dataclass(frozen=True, slots=True)
class Listed:
    """Statements of one year about the cells between N states; rows export, columns import.

    Attributes
    ----------
    of_exports, of_imports : (N, N)
        The cell's share in the exporter's exports, in the importer's imports; NaN where not named.
    exports_sd, imports_sd : (N, N)
        Standard deviation of their logarithm that comes from rounding; NaN where not named.
    exports_rest, imports_rest : (N, N)
        The most the cell can be of the exporter's exports, of the importer's imports, if that side does
        not name it; 1 where it has no listing, or leaves out a partner that was large shortly before
        (a gap in the listing, not a fall in trade).
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


def listed(world: World, states: tuple[str, ...], year: int) -> Listed:
    """The statements of a year's listings about the cells between some states."""
    place = {state: n for n, state in enumerate(states)}
    size = len(states)
    found: list[tuple[Array, Array, Array]] = []
    for side in SIDES:
        near = _between(world, side, states).filter((pl.col("year") - year).abs() <= NEAR)
        rows = near.filter(pl.col("year") == year)
        share, error = np.full((2, size, size), np.nan)
        at = tuple([place[s] for s in rows[c]] for c in ("a", "b"))
        value = rows["value"].to_numpy()
        high = rows["high"].fill_null(rows["value"]).to_numpy()
        share[at] = value
        # a rounded figure lies evenly within its half unit
        error[at] = (high - value) / value / np.sqrt(3.0)
        bound = np.ones(size)
        for a, most in listings(_listings(world, side, year)).select("a", "bound").iter_rows():
            if a in place and most is not None:
                bound[place[a]] = most
        rest = np.repeat(bound[:, None], size, axis=1)
        before = near.group_by("a", "b").agg(pl.col("value").max())
        at = tuple([place[s] for s in before[c]] for c in ("a", "b"))
        largest = np.zeros((size, size))
        largest[at] = before["value"].to_numpy()
        rest[np.isnan(share) & (largest > FALL * rest)] = 1.0
        found.append((share, error, rest))
    (by_exports, exports_sd, exports_rest), (by_imports, imports_sd, imports_rest) = found
    return Listed(by_exports, by_imports.T, exports_sd, imports_sd.T, exports_rest, imports_rest.T)


def _listings(world: World, side: Side, year: int) -> pl.DataFrame:
    """A year's listed shares."""
    return _all(world, side).filter(pl.col("year") == year)


def _between(world: World, side: Side, states: tuple[str, ...]) -> pl.DataFrame:
    return _all(world, side).filter(pl.col("a").is_in(states) & pl.col("b").is_in(states))


def _all(world: World, side: Side) -> pl.DataFrame:
    """Every listed share, read once."""
    rows: pl.DataFrame = world.remember(
        ("listed shares", side), lambda: reported_shares(world, side).filter("listed")
    )
    return rows
