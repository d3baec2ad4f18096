"""What a matrix of a year rests on: its economies with their totals, and what is stated of its cells."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from comity.errors import CoverageError
from comity.simulate.trade.matrix_economies import economies
from comity.simulate.trade.matrix_listings import listed
from comity.simulate.trade.matrix_statements import Statements, stated, with_stand_ins
from comity.simulate.trade.matrix_totals import GUESSED, gdp, totals
from comity.states import exists
from comity.world.world import World

__all__ = ["Ground", "ground"]

Array = NDArray[np.float64]

#: Fewer economies than this make no matrix.
FEWEST = 3
#: Economies named in a note; of more than this only the number is given.
SHOWN = 40


@dataclass(frozen=True, slots=True)
class Ground:
    """Totals and statements of a year.

    Attributes
    ----------
    states
        Keys of N economies, sorted.
    exports, imports : (N,)
        Million US dollars, with one sum.
    vague : (N, N)
        The larger of the standard deviations (log) of the exporter's and the importer's total.
    gdp : (N,)
        Million US dollars.
    said
        What is stated of the cells.
    notes
        What was scaled, carried over, guessed and left out.
    """

    states: tuple[str, ...]
    exports: Array
    imports: Array
    vague: Array
    gdp: Array
    said: Statements
    notes: tuple[str, ...]


def ground(world: World, year: int) -> Ground:
    """The totals and statements of a year.

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
    gap = np.sqrt(imports.sum() / exports.sum())
    exports, imports = exports * gap, imports / gap
    said = stated(listed(world, states, year), exports, imports, sds)
    told = (
        f"world exports and imports made equal: by {gap:.3f} and {1 / gap:.3f}",
        f"a listing errs by {said.error:.2f} (log sd, measured on {said.mirrors} cells that both sides list)",
        *notes,
    )
    vague = np.maximum(sds[0][:, None], sds[1][None, :])
    base = Ground(states, exports, imports, vague, sums["gdp"].to_numpy(), said, told)
    return replace(base, said=with_stand_ins(said, world, year, base, sds))


def _economies(world: World, year: int) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """Totals and output of the economies of the matrix, and who is left out or guessed."""
    sums = totals(world, year)
    if (sums["exports_basis"] == GUESSED).all():
        held = world.rows("states", of="exports_goods_services")["year"]
        span = sorted(held.unique())
        years = f"holds them for {span[0]} to {span[-1]}" if span else "holds none"
        raise CoverageError(
            f"no trade matrix of {year}: no economy's exports and imports are known near that year\n"
            f"  this world {years}: ask for a year among these, or add totals"
        )
    guessed = pl.any_horizontal(pl.col("exports_basis", "imports_basis") == GUESSED)
    # of the economies that state no totals only members of the state system are guessed
    member = pl.col("state").map_elements(lambda s: exists(s, year), return_dtype=pl.Boolean)
    rows = sums.join(gdp(world, year), on="state", how="left")
    fit = (
        pl.col("state").is_in(sorted(economies()))
        & pl.col("gdp").is_not_null()
        & (~guessed | member)
    )
    kept, out = rows.filter(fit).sort("state"), rows.filter(~fit)["state"].sort()
    if kept.height < FEWEST:
        raise CoverageError(
            f"no trade matrix of {year}: totals of only {kept.height} economies are known"
        )
    bases = pl.col("exports_basis", "imports_basis")
    carried = kept.filter(pl.any_horizontal(bases.str.starts_with("carried")))["state"]
    told = (
        ("totals carried over from another year", carried),
        ("totals inferred from GDP", kept.filter(guessed)["state"]),
        ("left out, no totals or no output known", out),
    )
    return kept, tuple(f"{what}: {_shown(who.to_list())}" for what, who in told if len(who))


def _shown(states: list[str]) -> str:
    return ", ".join(states) if len(states) <= SHOWN else f"{len(states)} economies"
