"""Yearly promises between ordered pairs of states as ties: who owes whom what, from when to when."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from comity.errors import DataError
from comity.sources.dyad_years import spells

__all__ = ["checked", "obligation_spells"]


def checked(
    frame: pl.DataFrame, columns: Mapping[str, str], obligations: Mapping[str, int], *, file: str
) -> pl.DataFrame:
    """The columns a reader needs under its own names, as whole numbers, obligations 0 or 1.

    ``columns`` gives the file's name of each column by ours: ccode1, ccode2, year and the obligations.
    """
    missing = set(columns.values()) - set(frame.columns)
    if missing:
        raise DataError.missing_columns(file, missing, frame.columns)
    rows = frame.select(
        pl.col(theirs).cast(pl.Float64).cast(pl.Int32).alias(ours)
        for ours, theirs in columns.items()
    )
    for name in obligations:
        wrong = rows.filter(~pl.col(name).is_in([0, 1]) | pl.col(name).is_null())
        if wrong.height:
            raise DataError(f"{file}: {wrong.height} row(s) have a {name} that is neither 0 nor 1")
    return rows


def obligation_spells(owed: pl.DataFrame, obligations: Mapping[str, int]) -> pl.DataFrame:
    """Spells of what a owes b: undirected where both owe the same, a row each way where they do not.

    Parameters
    ----------
    owed
        One row per ordered pair and year: a, b, year, ccode1, ccode2 and a 0/1 column per obligation.
    obligations
        Depth by obligation; the depth of a spell is that of its deepest one, 0 for none.

    Returns
    -------
    Columns a, b, directed, start, end, record, depth, name (the obligations, separated by ';').
    """
    bits = pl.sum_horizontal(pl.col(o) * 2**i for i, o in enumerate(obligations))
    owed = owed.select("a", "b", "year", "ccode1", "ccode2", bits.cast(pl.Int32).alias("owed"))
    back = owed.select(a="b", b="a", year="year", returned="owed")
    both = owed.join(back, on=["a", "b", "year"], how="left", maintain_order="left")
    alike = pl.col("owed").eq_missing(pl.col("returned"))
    # of an undirected pair the half with a < b says it all
    first_half = pl.col("a") < pl.col("b")
    told = both.with_columns(directed=~alike).filter(pl.col("directed") | first_half)
    found = spells(told, ["a", "b"], ["owed", "directed"])
    meaning = _meaning(obligations)
    return found.join(meaning, on="owed", how="left", maintain_order="left").drop("owed")


def _meaning(obligations: Mapping[str, int]) -> pl.DataFrame:
    """Each possible set of obligations: its bits, its depth and its name."""
    names = list(obligations)
    sets = [[n for i, n in enumerate(names) if bits >> i & 1] for bits in range(2 ** len(names))]
    return pl.DataFrame(
        {
            "owed": pl.Series(range(len(sets)), dtype=pl.Int32),
            "depth": [float(max((obligations[n] for n in found), default=0)) for found in sets],
            "name": [";".join(found) or "no obligation" for found in sets],
        }
    )
