"""Correlates of War National Material Capabilities: six figures a state-year and their share, CINC.

Military spending is in current pounds until 1913 and in current dollars from 1914: the unit says
which, and the two are not comparable.
"""

from __future__ import annotations

import polars as pl

from comity.errors import DataError
from comity.sources.dyad_years import unique_years, year_span
from comity.sources.reader import Download, File, Files, Reading, reader
from comity.sources.tabular import read_table
from comity.states import codes
from comity.world.coverage import Coverage
from comity.world.provenance import Source

__all__ = ["UNITS", "read"]

#: Attributes with their units.
UNITS = {
    "milex": "thousand USD",
    "milper": "thousand persons",
    "irst": "thousand tonnes of iron and steel",
    "pec": "thousand tonnes of coal equivalent",
    "tpop": "thousand persons",
    "upop": "thousand persons",
    "cinc": "share",
}
#: First year in which military spending is stated in dollars.
DOLLARS_SINCE = 1914
MISSING = -9


@reader(
    Source(
        key="cow_nmc",
        title="Correlates of War National Material Capabilities",
        cite="Singer (1987), International Interactions 14(2): 115-132; Singer, Bremer & Stuckey (1972)",
        licence="free with citation",
        url="https://correlatesofwar.org/data-sets/national-material-capabilities/",
        ships="aggregates",
    ),
    needs=(
        File(
            "capabilities",
            ("cow_nmc.parquet", "NMC-*abridged*.csv*", "NMC_v*.csv*", "NMC-*.csv*"),
            "ccode, year, milex, milper, irst, pec, tpop, upop, cinc",
        ),
    ),
    downloads=(
        Download(
            "https://correlatesofwar.org/wp-content/uploads/NMCv7.zip",
            "NMCv7.zip",
        ),
    ),
)
def read(files: Files) -> Reading:
    """State attributes named as in the file; what is missing (-9 or empty) has no row."""
    path = files["capabilities"]
    unit = {"ccode": pl.Int32, "year": pl.Int32}
    dtypes = {**unit, **dict.fromkeys(UNITS, pl.Float64)}
    rows = read_table(path, columns=dtypes, dtypes=dtypes).select(list(dtypes))
    unique_years(rows, list(unit), what=path.name)
    rows = rows.with_columns(pl.col(name).replace(MISSING, None) for name in UNITS)
    for name in UNITS:
        if rows.filter((pl.col(name) < 0) | ~pl.col(name).is_finite()).height:
            raise DataError(f"{path.name}: column {name} has negative values other than {MISSING}")
    keyed, dropped = _one_a_year(codes.from_cow(rows, "ccode", when="year"))
    long = keyed.unpivot(
        on=list(UNITS),
        index=["state", "ccode", "year"],
        variable_name="attribute",
        value_name="value",
    )
    pounds = (pl.col("attribute") == "milex") & (pl.col("year") < DOLLARS_SINCE)
    units = pl.col("attribute").replace_strict(UNITS, return_dtype=pl.String)
    known = long.drop_nulls("value").select(
        "state", "year", "attribute", "value",
        pl.when(pounds).then(pl.lit("thousand GBP")).otherwise(units).alias("unit"),
        pl.format("{} {}", "ccode", "year").alias("record"),
    )  # fmt: skip
    missing = long.height - known.height
    first, last = year_span(rows, what=path.name)
    notes = [f"{missing} missing values have no row"]
    if dropped:
        notes.append(
            f"{dropped} row(s) of a state whose number changes in that year: "
            "the number it goes on under is kept"
        )
    return Reading(
        rows={"states": known},
        coverage=tuple(
            Coverage("states", name, first, last, "rows",
                     note="current pounds to 1913, current dollars since" if name == "milex" else "")
            for name in UNITS
        ),
        notes=tuple(notes),
    )  # fmt: skip


def _one_a_year(rows: pl.DataFrame) -> tuple[pl.DataFrame, int]:
    """One row per state and year: of two numbers, the one the state also has a year later."""
    doubled = rows.filter(pl.struct("state", "year").is_duplicated())
    if doubled.is_empty():
        return rows, 0
    next_year = rows.select("ccode", pl.col("year") - 1)
    ended = doubled.join(next_year, on=["ccode", "year"], how="anti").select("ccode", "year")
    kept = rows.join(ended, on=["ccode", "year"], how="anti", maintain_order="left")
    kept = kept.unique(["state", "year"], keep="first", maintain_order=True)
    return kept, rows.height - kept.height
