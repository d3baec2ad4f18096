"""Correlates of War Intergovernmental Organisations 3: who belongs to which, 1816-2014.

A membership is a tie from a state to an organisation, whose key is ``IGO:`` and the project's own
acronym (``IGO:SCO``). The depth is 1 for a full member, 0.5 for an associate and 0 for an observer.
"""

from __future__ import annotations

import polars as pl

from comity.errors import DataError
from comity.sources.dyad_years import FIRST_YEAR, merged, spells, year_span
from comity.sources.reader import File, Files, Reading, reader
from comity.sources.tabular import read_csv, read_table
from comity.states import codes
from comity.world.coverage import Coverage
from comity.world.provenance import Source

__all__ = ["CITE", "LICENCE", "URL", "read"]

#: Depth of the statuses of the file: full member, associate, observer.
DEPTH = {1: 1.0, 2: 0.5, 3: 0.0}
#: Entries of the wide file that are no membership: none, missing, organisation or state not there.
_NO_MEMBERSHIP = (0, -9, -1)
CITE = "Pevehouse, Nordstrom, McManus & Jamison (2020), Journal of Peace Research 57(3): 492-503"
LICENCE = "free with citation"
URL = "https://correlatesofwar.org/data-sets/igos/"


@reader(
    Source(
        key="cow_igo",
        title="Correlates of War Intergovernmental Organizations, version 3: membership",
        cite=CITE,
        licence=LICENCE,
        url=URL,
        ships="aggregates",
    ),
    needs=(
        File(
            "members",
            ("igo_state_year_long.parquet", "state_year_format3.csv*", "state_year_format*.csv*"),
            "ccode, year, igo and status; or ccode, year and a column per organisation",
        ),
        File(
            "names",
            ("igo_names.csv*", "igo_year_format_3.csv*", "igo_year_format*.csv*"),
            "ioname, orgname",
        ),
    ),
)
def read(files: Files) -> Reading:
    """Ties of kind ``membership``, from the first to the last year of one status.

    Raises
    ------
    DataError
        For a status other than 1, 2, 3, an organisation without a name, an unknown state.
    """
    path = files["members"]
    rows = _members(read_table(path, columns=("ccode", "year")), path.name)
    strange = rows.filter(~pl.col("status").is_in(list(DEPTH)) | pl.col("status").is_null())
    if strange.height:
        raise DataError(f"{path.name}: {strange.height} row(s) have a status other than 1, 2 and 3")
    names = _names(files)
    keyed = codes.from_cow(rows, "ccode", when="year", into="a")
    # the better standing where a state has two numbers in a year
    keyed, joined = merged(
        keyed, ["a", "igo", "year"], pl.exclude("a", "igo", "year").sort_by("status").first()
    )
    found = spells(keyed, ["a", "igo"], ["status"], codes_of=("ccode",))
    ties = found.join(names, on="igo", how="left", maintain_order="left")
    nameless = ties.filter(pl.col("b").is_null()).get_column("igo").unique().sort()
    if len(nameless):
        raise DataError(f"{files['names'].name} does not name {', '.join(nameless[:10].to_list())}")
    first, last = year_span(rows, what=path.name)
    return Reading(
        rows={
            "ties": ties.select(
                "a", "b", "start", "end",
                pl.col("status").replace_strict(DEPTH, return_dtype=pl.Float64).alias("depth"),
                "name",
                pl.lit(value=True).alias("directed"),
                pl.format("{} {}", "igo", "record").alias("record"),
            )
        },
        constants={
            "ties": {"kind": "membership", "commitment": "word", "polarity": "1", "domain": "diplomatic"}
        },
        coverage=(
            Coverage(
                "ties", "membership", max(first, FIRST_YEAR), last, "system",
                note="organisations of three states or more with a secretariat, so neither BRICS nor the "
                f"G7; the end of a membership in force in {last} is unknown",
            ),
        ),
        notes=(f"{joined} row(s) of a state under a second number in one year: joined",) if joined else (),
        version="3.0",
    )  # fmt: skip


def _members(frame: pl.DataFrame, file: str) -> pl.DataFrame:
    """Long or wide as ccode, year, igo (lower case), status."""
    if not {"igo", "status"} <= set(frame.columns):
        organisations = [c for c in frame.columns if c not in {"ccode", "year", "state"}]
        if not organisations:
            raise DataError.missing_columns(file, {"igo", "status"}, frame.columns)
        frame = frame.unpivot(
            on=organisations, index=["ccode", "year"], variable_name="igo", value_name="status"
        )
    number = {c: pl.col(c).cast(pl.Float64).cast(pl.Int32) for c in ("ccode", "year", "status")}
    rows = frame.select(igo=pl.col("igo").str.strip_chars().str.to_lowercase(), **number)
    rows = rows.filter(~pl.col("status").is_in(list(_NO_MEMBERSHIP)))
    unit = ["ccode", "igo", "year"]
    doubled = rows.select(unit).is_duplicated()
    if doubled.any():
        raise DataError(f"{file}: {int(doubled.sum())} rows share their {', '.join(unit)}")
    return rows


def _names(files: Files) -> pl.DataFrame:
    """Key and name by lower-case acronym; the last of an organisation that changed its name."""
    path = files["names"]
    frame = read_csv(path, columns=("ioname", "orgname"))
    full = [
        pl.col(c).str.strip_chars().replace("", None)
        for c in ("longorgname", "orgname")
        if c in frame.columns
    ]
    acronym = pl.col("ioname").str.strip_chars()
    names = frame.filter(acronym.is_not_null()).select(
        igo=acronym.str.to_lowercase(),
        b=pl.concat_str(pl.lit("IGO:"), acronym),
        name=pl.coalesce(full),
    )
    return names.unique("igo", keep="last", maintain_order=True)
