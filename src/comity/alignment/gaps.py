"""The dyads whose words outrun their deeds most, and the reverse."""

from __future__ import annotations

import numpy as np
import polars as pl

from comity.alignment.reading import GAP
from comity.alignment.result import read
from comity.alignment.stored import fitted, stored_field
from comity.errors import CoverageError
from comity.world.world import World

__all__ = ["rank_gaps"]

#: Stored readings are rounded: this many more than asked for are read exactly, then ranked.
MARGIN = 10


def rank_gaps(world: World, year: int, top: int = 20) -> tuple[pl.DataFrame, int]:
    """Rank all dyads of a year by the gap between words and deeds.

    Returns
    -------
    DataFrame
        a, b, year, words, deeds, gap, low, high (of the gap, 90 %), outruns (``words`` or ``deeds``):
        ``top`` dyads at either end, each read exactly.
    int
        How many dyads had enough observed on both sides to be ranked.

    Raises
    ------
    CoverageError
        If no dyad of the year has.
    """
    field, model = stored_field(world), fitted(world)
    if year not in field.years:
        raise CoverageError(
            f"no reading of {year} is stored: {field.years[0]}–{field.years[-1]} are"
        )
    t, m = year - field.years[0], field.names.index(GAP)
    covered = np.flatnonzero(field.both[:, t] & np.isfinite(field.mean[:, t, m]))
    if not len(covered):
        last = int(np.flatnonzero(field.both.any(axis=0))[-1]) + field.years[0]
        raise CoverageError(
            f"in {year} no dyad has two indicators of words and two of deeds\n"
            f"  the last year with some is {last}"
        )
    ordered = covered[np.argsort(field.mean[covered, t, m], kind="stable")]
    some = min(top, len(ordered) // 2)
    near = min(some + MARGIN, len(ordered) // 2)
    ends = []
    for side, chosen in (("words", ordered[::-1][:near]), ("deeds", ordered[:near])):
        pairs = [field.dyads.row(int(i)) for i in chosen]
        rows = [
            read(model, world, dyad).gap().filter(pl.col("year") == year)
            for dyad in model.dyads(world, pairs)
        ]
        exact = pl.concat(rows).select(
            "a",
            "b",
            "year",
            "words",
            "deeds",
            "gap",
            low="gap_low",
            high="gap_high",
            outruns=pl.lit(side),
        )
        ends.append(exact.sort("gap", descending=side == "words", nulls_last=True).head(some))
    return pl.concat(ends), len(covered)
