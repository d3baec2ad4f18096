"""Correlates of War Intergovernmental Organisations 3: how many two states share, 1816-2014."""

from __future__ import annotations

import polars as pl

from comity.errors import DataError
from comity.sources.cow_igo import CITE, LICENCE, URL
from comity.sources.dyad_years import (
    FIRST_YEAR,
    keyed,
    merged,
    ordered,
    spells,
    unique_years,
    year_span,
)
from comity.sources.reader import File, Files, Reading, reader
from comity.sources.tabular import read_table
from comity.world.coverage import Coverage
from comity.world.provenance import Source

__all__ = ["read"]


@reader(
    Source(
        key="cow_igo_shared",
        title="Correlates of War Intergovernmental Organizations, version 3: shared memberships",
        cite=CITE,
        licence=LICENCE,
        url=URL,
        ships="aggregates",
    ),
    needs=(
        File(
            "dyads", ("cow_igo_ndy.parquet", "cow_igo_ndy.csv*"), "ccode1, ccode2, year, dyadigos"
        ),
    ),
)
def read(files: Files) -> Reading:
    """Ties of kind ``shared_igos``: runs of years with the same number (``value``), zero included."""
    path = files["dyads"]
    columns = {"ccode1": pl.Int32, "ccode2": pl.Int32, "year": pl.Int32, "dyadigos": pl.Int32}
    rows = read_table(path, columns=columns, dtypes=columns).select(list(columns))
    unique_years(rows, ["ccode1", "ccode2", "year"], what=path.name)
    wrong = rows.filter((pl.col("dyadigos") < 0) | pl.col("dyadigos").is_null()).height
    if wrong:
        raise DataError(f"{path.name}: {wrong} row(s) have no number of shared organisations")
    pairs = keyed(rows)
    notes = [*pairs.notes]
    kept, joined = merged(ordered(pairs.rows, ("ccode1", "ccode2")), ["a", "b", "year"])
    if joined:
        notes.append(f"{joined} row(s) of a state under a second number in one year: joined")
    found = spells(kept, ["a", "b"], ["dyadigos"])
    first, last = year_span(rows, what=path.name)
    return Reading(
        rows={
            "ties": found.select(
                "a", "b", "start", "end", pl.col("dyadigos").cast(pl.Float64).alias("value"),
                pl.lit(value=False).alias("directed"),
            )
        },
        constants={
            "ties": {
                "kind": "shared_igos", "unit": "organisations", "commitment": "word", "polarity": "1",
                "domain": "diplomatic", "record": "{a}-{b} {start}-{end}",
            }
        },
        coverage=(
            Coverage("ties", "shared_igos", max(first, FIRST_YEAR), last, "system",
                     note="full memberships in the same organisation"),
        ),
        notes=tuple(notes),
        version="3.0",
    )  # fmt: skip
