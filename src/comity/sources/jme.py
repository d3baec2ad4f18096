"""Joint military exercises 1974-2010 (version 3 of a file that bears no attribution)."""

from __future__ import annotations

import polars as pl

from comity.errors import DataError
from comity.sources._exercises import exercise_pairs, partial_date
from comity.sources.reader import File, Files, Reading, reader
from comity.sources.tabular import read_csv
from comity.states import from_iso3, from_names
from comity.world.coverage import Coverage
from comity.world.provenance import Source

NEEDED = (
    "Exercise Name",
    "Start Date",
    "s.year",
    "s.month",
    "s.day",
    "enddate",
    "e.year",
    "e.month",
    "e.day",
)


@reader(
    Source(
        key="jme",
        title="Joint military exercises, version 3",
        cite="file jme_v3.xls of the data behind the R package troopdata (Flynn)",
        licence="no licence stated: yearly counts at most",
        url="https://github.com/meflynn/troopdata",
        ships="aggregates",
        version="3",
    ),
    needs=(
        File("exercises", ("jme_v3*.csv*",), "one row per exercise, parties in State A, State B …"),
    ),
)
def read(files: Files) -> Reading:
    """Exercises by pairs of their parties."""
    path = files["exercises"]
    rows = read_csv(path, columns=NEEDED, nulls=("", "NA", "-9")).with_row_index("line", offset=2)
    columns = [c for c in rows.columns if c.startswith("State ")]
    if not columns:
        raise DataError.missing_columns(path.name, ["State A"], rows.columns)
    rows = rows.with_columns(date=_date("Start Date", "s"), end=_date("enddate", "e"))
    # one row is dated 3009; an exercise that starts after its end has the year of its end
    slipped = pl.col("date").str.head(4) > pl.col("end").str.head(4)
    rows = rows.with_columns(
        date=pl.when(slipped).then(pl.col("end").str.head(4)).otherwise("date")
    )
    undated = rows.filter(pl.col("date").is_null()).height
    parties = (
        rows.unpivot(columns, index=["line", "Exercise Name", "date", "end"], value_name="code")
        .drop_nulls(["code", "date"])
        .with_columns(
            pl.col("code").str.strip_chars(), year=pl.col("date").str.head(4).cast(pl.Int32)
        )
    )
    keyed = from_iso3(parties, "code", when="year", unknown="null")
    others, unknown = from_names(
        keyed.filter(pl.col("state").is_null()).drop("state"), "code", when="year"
    )
    if unknown:
        raise DataError.many([f"{path.name}: party {name!r} is no known state" for name in unknown])
    keyed = pl.concat([keyed.drop_nulls("state"), others.drop_nulls("state").select(keyed.columns)])
    events = exercise_pairs(
        keyed.sort("line").select(
            "date", "end", "state", exercise="line", name="Exercise Name",
            record=pl.concat_str(pl.lit("line "), "line"),
        )
    )  # fmt: skip
    named = pl.col("name").is_not_null()
    same = ["date", "end", "name", "parties", "a", "b"]
    single = events.filter(named).unique(same, keep="first", maintain_order=True)
    repeated = events.filter(named).height - single.height
    events = pl.concat([single, events.filter(~named)])
    notes = [
        f"{undated} exercises without a year left out",
        f"{others['state'].null_count()} parties that are no state left out",
        f"{repeated} pairs of exercises listed twice (same name, days and parties) kept once",
    ]
    note = "news reports; single-party exercises are not in it"
    coverage = Coverage("events", "exercise", 1974, 2010, "system", note=note)
    return Reading(
        rows={"events": events}, coverage=(coverage,), notes=tuple(n for n in notes if n[0] != "0")
    )


def _date(text: str, part: str) -> pl.Expr:
    """A date from its year, month and day; rows appended from another list have only "11/xx/2007"."""
    parts = [pl.col(text).str.extract(r"^(\w+)/(\w+)/(\w+)$", i) for i in (3, 1, 2)]
    return pl.coalesce(
        partial_date(pl.col(f"{part}.year"), pl.col(f"{part}.month"), pl.col(f"{part}.day")),
        partial_date(*parts),
    )
