"""Minimum distance between the borders of two states, 1886-2019, from CShapes 2.0 (kilometres)."""

from __future__ import annotations

import polars as pl

from comity.errors import DataError
from comity.sources.dyad_years import keyed, merged, ordered, spells, unique_years, year_span
from comity.sources.reader import File, Files, Reading, reader
from comity.sources.tabular import read_table
from comity.world.coverage import Coverage
from comity.world.provenance import Source

__all__ = ["read"]


@reader(
    Source(
        key="cow_mindist",
        title="Minimum distances between states, from CShapes 2.0",
        cite="Schvitz et al. (2022), Journal of Conflict Resolution 66(1): 144-161",
        licence="free with citation",
        url="https://icr.ethz.ch/data/cshapes/",
        ships="aggregates",
    ),
    needs=(
        File("dyads", ("cow_mindist.parquet", "cow_mindist.csv*"), "ccode1, ccode2, year, mindist"),
    ),
)
def read(files: Files) -> Reading:
    """Ties of kind ``min_distance``: runs of years with the same distance (``value``, km, to the metre)."""
    path = files["dyads"]
    columns = {"ccode1": pl.Int32, "ccode2": pl.Int32, "year": pl.Int32, "mindist": pl.Float64}
    rows = read_table(path, columns=columns, dtypes=columns).select(list(columns))
    unique_years(rows, ["ccode1", "ccode2", "year"], what=path.name)
    wrong = rows.filter((pl.col("mindist") < 0) | ~pl.col("mindist").is_finite()).height
    if wrong:
        raise DataError(f"{path.name}: {wrong} row(s) have no distance")
    pairs = keyed(rows.drop_nulls("mindist").with_columns(pl.col("mindist").round(3)))
    nearer = pl.exclude("a", "b", "year").sort_by("mindist").first()
    kept, joined = merged(ordered(pairs.rows, ("ccode1", "ccode2")), ["a", "b", "year"], nearer)
    notes = [*pairs.notes]
    if joined:
        notes.append(
            f"{joined} row(s) of a state under a second number in one year: the nearer kept"
        )
    found = spells(kept, ["a", "b"], ["mindist"])
    first, last = year_span(rows, what=path.name)
    return Reading(
        rows={
            "ties": found.select(
                "a", "b", "start", "end", pl.col("mindist").alias("value"),
                pl.lit(value=False).alias("directed"), "record",
            )
        },
        constants={"ties": {"kind": "min_distance", "unit": "km", "polarity": "0"}},
        coverage=(
            Coverage("ties", "min_distance", first, last, "rows", note="0 where borders touch"),
        ),
        notes=tuple(notes),
        version="2.0",
    )  # fmt: skip
