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
from comity.simulate.trade.matrix_totals import GUESSED, outputs, share_stated, totals
from comity.simulate.trade.matrix_years import stated as stated_totals
from comity.states import exists
from comity.world.world import World

__all__ = ["Ground", "ground"]

Array = NDArray[np.float64]

#: Fewer economies than this make no matrix.
FEWEST = 3
#: Totals stated of the year make up at least this share of the world's trade, or there is no matrix of it:
#: what is carried over and guessed besides is then too little to move what is stated.
LEAST_STATED = 0.9
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
    gdp, gdp_sd : (N,)
        Million US dollars of the year, and the standard deviation of the logarithm.
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
    gdp_sd: Array
    said: Statements
    notes: tuple[str, ...]


def ground(world: World, year: int) -> Ground:
    """The totals and statements of a year.

    Raises
    ------
    CoverageError
        If the totals of the year that the world states are of too little of the world's trade.
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
    output, output_sd = sums["gdp"].to_numpy(), sums["gdp_sd"].to_numpy()
    base = Ground(states, exports, imports, vague, output, output_sd, said, told)
    return replace(base, said=with_stand_ins(said, world, year, base, sds))


def _economies(world: World, year: int) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """Totals and output of the economies of the matrix, and who is left out or guessed."""
    sums = totals(world, year)
    share = share_stated(sums)
    if share < LEAST_STATED:
        raise CoverageError(
            f"no trade matrix of {year}: the exports and imports stated of that year are {share:.0%} of the "
            f"world's trade, and {LEAST_STATED:.0%} is the least\n  {_years_held(world)}"
        )
    guessed = pl.any_horizontal(pl.col("exports_basis", "imports_basis") == GUESSED)
    # of the economies that state no totals only members of the state system are guessed
    member = pl.col("state").map_elements(lambda s: exists(s, year), return_dtype=pl.Boolean)
    rows = sums.join(outputs(world, year), on="state", how="left")
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
    elsewhere = "^(carried|between)"
    bases = pl.col("exports_basis", "imports_basis")
    carried = kept.filter(pl.any_horizontal(bases.str.contains(elsewhere)))["state"]
    told = (
        ("totals carried over from other years", carried),
        ("output carried over", kept.filter(pl.col("gdp_basis").str.contains(elsewhere))["state"]),
        ("totals inferred from GDP", kept.filter(guessed)["state"]),
        ("left out, no totals or no output known", out),
    )
    return kept, (
        f"totals stated of {year} are {share:.0%} of the world's trade",
        *(f"{what}: {_shown(who.to_list())}" for what, who in told if len(who)),
    )


def _years_held(world: World) -> str:
    """What to do about a year without totals."""
    found = sorted(stated_totals(world, "exports_goods_services")["year"].unique())
    held = [y for y in found if share_stated(totals(world, y)) >= LEAST_STATED]
    if not held:
        return "this world holds none of any year: add totals (comity data add)"
    span = f"{held[0]} to {held[-1]}" if len(held) > 1 else f"{held[0]}"
    return f"this world holds enough for {span}: ask for a year among these, or add totals"


def _shown(states: list[str]) -> str:
    return ", ".join(states) if len(states) <= SHOWN else f"{len(states)} economies"
