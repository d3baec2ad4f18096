"""What the listings of largest partners say of the cells of a year: shares, and bounds on the rest.

A share of a's exports that go to b, and a share of b's imports that come from a, are two statements of
one cell. A partner that a listing does not name has at most the smallest share it names. One that was
large shortly before or after and is not named is missing from the statistics behind the listing, as Russia is
from those of Belarus since 2022: it has no bound, and the shares are of what trade is left without it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from comity.measures.trade import listings, reported_shares
from comity.simulate.trade.matrix_sanctions import sanctioned
from comity.world.world import World

__all__ = ["Listed", "listed"]

Array = NDArray[np.float64]
Side = Literal["export", "import"]
SIDES: tuple[Side, ...] = ("export", "import")

#: A share so many times the bound, named so often and so many years away at most, makes silence a gap.
FALL, OFTEN, NEAR = 3.0, 2, 4
#: The most of a total that gaps are taken to be.
MOST_GAP = 0.9


@dataclass(frozen=True, slots=True)
class Listed:
    """Statements of one year about the cells between N states; rows export, columns import.

    Attributes
    ----------
    of_exports, of_imports : (N, N)
        The cell's share in the exporter's exports, in the importer's imports; NaN where not named. A
        listing with a gap is taken for one of the trade outside it.
    exports_sd, imports_sd : (N, N)
        Standard deviation of their logarithm that comes from rounding; NaN where not named.
    exports_rest, imports_rest : (N, N)
        The most the cell can be of the exporter's exports, of the importer's imports, if that side does
        not name it; 1 where it has no listing, or either has a gap.
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
    """The statements of a year's listings about the cells between some states; read only.

    The matrices of all years around it ask for them.
    """
    return world.remember(("listed", states, year), lambda: _listed(world, states, year))


def _listed(world: World, states: tuple[str, ...], year: int) -> Listed:
    place = {state: n for n, state in enumerate(states)}
    size = len(states)
    found: list[tuple[Array, Array, Array, NDArray[np.bool_]]] = []
    # of those who bar each other's trade, silence is meant
    barred = sanctioned(world, states, year, since=0, fewest=1)
    for side in SIDES:
        every = _between(world, side, states)
        rows = every.filter(pl.col("year") == year)
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
        usual = _usual(every, year, place)
        gap = np.isnan(share) & (usual > FALL * rest) & ~barred
        share *= 1 - np.minimum(np.where(gap, usual, 0.0).sum(axis=1), MOST_GAP)[:, None]
        found.append((share, error, rest, gap))
    (
        (by_exports, exports_sd, exports_rest, unsaid),
        (by_imports, imports_sd, imports_rest, untold),
    ) = found
    # what one side's statistics miss, the other's do: both are made from what partners report
    missing = unsaid | untold.T
    exports_rest, imports_rest = (
        np.where(missing, 1.0, rest) for rest in (exports_rest, imports_rest.T)
    )
    made = (by_exports, by_imports.T, exports_sd, imports_sd.T, exports_rest, imports_rest)
    for array in made:
        array.flags.writeable = False
    return Listed(*made)


def _usual(every: pl.DataFrame, year: int, place: dict[str, int]) -> Array:
    """(N, N) the median share of partners named more than once, and shortly before or after; else 0."""
    apart = (pl.col("year") - year).abs()
    usual = (
        every.filter(pl.col("year") != year)
        .group_by("a", "b")
        .agg(pl.col("value").median(), named=pl.col("year").n_unique(), nearest=apart.min())
        .filter((pl.col("named") >= OFTEN) & (pl.col("nearest") <= NEAR))
    )
    found = np.zeros((len(place), len(place)))
    found[tuple([place[s] for s in usual[c]] for c in ("a", "b"))] = usual["value"].to_numpy()
    return found


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
