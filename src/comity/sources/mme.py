"""Multinational military exercises 1980-2010 (D'Orazio & Galambos 2021), long format."""

from __future__ import annotations

import polars as pl

from comity.errors import DataError
from comity.sources._exercises import exercise_pairs, partial_date
from comity.sources.reader import File, Files, Reading, reader
from comity.sources.tabular import read_csv
from comity.states import from_gw, from_names
from comity.world.coverage import Coverage
from comity.world.provenance import Source

COLUMNS = (
    "MMEID", "Ex_Name", "gwcode", "country", "year", "StartDate", "s.year", "s.month", "s.day", "e.year",
    "e.month", "e.day",
)  # fmt: skip

#: Spellings of this file alone.
SPELLINGS = {"st. christopher": "Saint Kitts and Nevis"}


@reader(
    Source(
        key="mme",
        title="Multinational Military Exercises, version 7",
        cite="D'Orazio & Galambos (2021), doi:10.7910/DVN/KHFODX",
        licence="no licence stated with the data: yearly counts at most",
        url="https://doi.org/10.7910/DVN/KHFODX",
        ships="aggregates",
        version="7",
    ),
    needs=(File("exercises", ("mme*v7*long*.csv*",), "one row per exercise, country and year"),),
)
def read(files: Files) -> Reading:
    """Exercises by pairs of their parties."""
    path = files["exercises"]
    types: dict[str, type[pl.DataType]] = {"gwcode": pl.Int32, "year": pl.Int32}
    rows = read_csv(path, columns=COLUMNS, dtypes=types, nulls=("", "NA", "-9"))
    keyed = from_gw(rows, "gwcode", when="year")
    unnumbered = keyed.filter(pl.col("state").is_null()).with_columns(
        pl.col("country").replace(SPELLINGS)
    )
    others, unknown = from_names(unnumbered.drop("state"), "country", when="year")
    if unknown:
        raise DataError.many([f"{path.name}: party {name!r} is no known state" for name in unknown])
    keyed = pl.concat([keyed.drop_nulls("state"), others.drop_nulls("state").select(keyed.columns)])
    # Three ids stand for two exercises each, years apart: the day tells them apart.
    reused = (
        rows.group_by("MMEID").agg(pl.col("StartDate").n_unique()).filter(pl.col("StartDate") > 1)
    )
    parties = keyed.select(
        "state",
        exercise=pl.concat_str("MMEID", pl.lit(" "), pl.col("StartDate").fill_null("")),
        date=partial_date(pl.col("s.year"), pl.col("s.month"), pl.col("s.day")),
        end=partial_date(pl.col("e.year"), pl.col("e.month"), pl.col("e.day")),
        name="Ex_Name",
        record=pl.col("MMEID"),
    )
    if parties["date"].null_count():
        raise DataError(f"{path.name}: {parties['date'].null_count()} rows have no year")
    events = exercise_pairs(parties)
    known = events.select("record", "date").n_unique()
    alone = rows.select("MMEID", "StartDate").n_unique() - known
    notes = [
        f"{others['state'].null_count()} parties that are no state (or not named) left out",
        f"{reused.height} ids stand for two exercises each: told apart by their first day",
        f"{alone} exercises with fewer than two known parties left out",
    ]
    note = "exercises of at least two states in news reports; silence means none was reported"
    years = events["date"].str.head(4).cast(pl.Int32).sort().to_list()
    coverage = Coverage("events", "exercise", years[0], years[-1], "system", note=note)
    return Reading(
        rows={"events": events}, coverage=(coverage,), notes=tuple(n for n in notes if n[0] != "0")
    )
