"""The project's own tables of facts: cross-border links, treaties, sanctions, exercises, blocs.

They ship inside the package (``comity/data/compiled`` and ``comity/data/states/blocs.csv``), one source
per table and a record per row, so these readers need no file of the user's.
"""

from __future__ import annotations

from importlib import resources

import polars as pl

from comity.errors import DataError
from comity.sources.reader import Files, Reading, reader
from comity.sources.tabular import read_csv
from comity.states import name
from comity.states.blocs import blocs
from comity.states.lexicon import lexicon
from comity.world.coverage import Coverage
from comity.world.provenance import Source
from comity.world.schema import SCHEMAS, TableName

__all__ = ["checked_rows", "read_blocs", "read_compiled"]

#: What each compiled table holds, and the table of a world it belongs to.
TABLES: dict[str, tuple[TableName, str, str]] = {
    "links": (
        "links",
        "Cross-border links",
        "pipelines, LNG terminals, railways, ports and straits, dated",
    ),
    "treaties": (
        "ties",
        "Treaties and labels",
        "treaties between two states and labels of partnership",
    ),
    "sanctions": ("events", "Sanctions", "episodes of sanctions by sender and target"),
    "exercises": ("events", "Joint exercises", "exercises and patrols of two or more states"),
    "energy": (
        "states",
        "Energy balances",
        "crude output and refinery intake by state, and what a state's places produce and use",
    ),
    "prices": ("flows", "Reference prices", "yearly means of gas and crude prices"),
    "flows": ("flows", "Gas flows", "yearly gas flows that tell routes apart"),
    "contracts": ("ties", "Supply contracts", "long-term contracts with volume and take-or-pay"),
}

#: Columns that name an actor (a place of one: the part before the dot).
ACTORS = ("a", "b", "from", "to", "via", "parties", "state")

#: What a bloc is mainly about; the rest are diplomatic.
BLOC_DOMAINS = {
    "NATO": "military", "WARSAW_PACT": "military", "CSTO": "military", "AUKUS": "military",
    "EU": "economic", "EAEU": "economic", "GCC": "economic", "OPEC": "energy", "OPEC+": "energy",
}  # fmt: skip

#: The kind of tie of each status of membership.
BLOC_TIES = {"member": "membership", "suspended": "suspension"}


def read_compiled(file: str) -> Reading:
    """One table of ``comity/data/compiled``, each cell of the schema's type, each actor known.

    Raises
    ------
    DataError
        If the table is not in this installation, or a row of it is wrong (all problems listed).
    """
    table, _, _ = TABLES[file]
    rows = checked_rows(file, table, f"compiled_{file}")
    dated = [rows[c].str.head(4).cast(pl.Int32) for c in ("start", "date") if c in rows.columns]
    dated += [rows[c].cast(pl.Int32) for c in ("year",) if c in rows.columns]
    years = pl.concat(dated).drop_nulls()
    coverage = Coverage(
        table, "*", int(years.min()), int(years.max()), "rows",  # type: ignore[arg-type]
        note="compiled by hand; what it does not list is not known",
    )  # fmt: skip
    return Reading(rows={table: rows.drop("source")}, coverage=(coverage,))


def checked_rows(file: str, table: TableName, key: str) -> pl.DataFrame:
    """The rows of a compiled file as its table has them, with the column ``source`` still there.

    Raises
    ------
    DataError
        If the file is not in this installation, or a row of it is wrong (all problems listed).
    """
    schema = SCHEMAS[table]
    numbers = {
        n: type(c.dtype) for n, c in schema.items() if c.dtype not in (pl.String, pl.Boolean)
    }
    found = resources.files("comity") / "data" / "compiled" / f"{file}.csv"
    if not found.is_file():
        raise DataError(f"comity/data/compiled/{file}.csv is not part of this installation")
    with resources.as_file(found) as path:
        required = [n for n, c in schema.items() if c.required]
        rows = read_csv(path, columns=required, dtypes=numbers)
    problems = _problems(rows, file, key)
    if problems:
        raise DataError.many(problems)
    if "directed" in rows.columns:
        rows = rows.with_columns(pl.col("directed") == "true")
    return rows


def _problems(rows: pl.DataFrame, file: str, key: str) -> list[str]:
    """Rows of another source, directions that are no truth value, and actors nobody knows."""
    found = [
        f"{file}.csv, line {i + 2}: source is not {key}" for i in (rows["source"] != key).arg_true()
    ]
    if "directed" in rows.columns:
        wrong = ~rows["directed"].is_in(["true", "false"]) & rows["directed"].is_not_null()
        found += [
            f"{file}.csv, line {i + 2}: directed is not true or false" for i in wrong.arg_true()
        ]
    for column in (c for c in ACTORS if c in rows.columns):
        cells = rows[column].drop_nulls().str.split(";").explode(empty_as_null=True).drop_nulls()
        for actor in cells.str.split(".").list.first().unique().sort():
            if not _is_key(actor):
                found.append(f"{file}.csv, column {column}: {actor!r} is not the key of an actor")
    return found


def _is_key(actor: str) -> bool:
    return any(meaning.actor == actor for meaning in lexicon().look_up(actor))


def read_blocs() -> Reading:
    """Memberships of blocs, the member as a and the bloc as b; partners and observers as such."""
    rows = blocs()
    status = pl.col("status")
    ties = rows.select(
        a=pl.col("member"),
        b=pl.col("bloc"),
        kind=status.replace(BLOC_TIES),
        start=pl.col("start"),
        end=pl.col("end"),
        name=pl.col("bloc").replace_strict({b: name(b) for b in rows["bloc"].unique()}),
        directed=pl.lit(value=True),
        commitment=pl.when(status == "invited").then(pl.lit("word")).otherwise(pl.lit("deed")),
        polarity=pl.when(status == "suspended").then(-1).otherwise(1).cast(pl.Int8),
        domain=pl.col("bloc").replace_strict(
            BLOC_DOMAINS, default="diplomatic", return_dtype=pl.String
        ),
        record=pl.concat_str(["source", "note"], separator=" ; ", ignore_nulls=True),
    )
    dated = pl.concat([rows["start"], rows["end"]]).drop_nulls().str.head(4).cast(pl.Int32)
    listed = ", ".join(rows["bloc"].unique().sort())
    coverage = Coverage(
        "ties", "membership", int(dated.min()), int(dated.max()), "system",  # type: ignore[arg-type]
        note=f"complete for {listed}; of other organisations it says nothing",
    )  # fmt: skip
    return Reading(rows={"ties": ties}, coverage=(coverage,))


def _register(file: str) -> None:
    _, title, holds = TABLES[file]
    source = Source(
        key=f"compiled_{file}",
        title=f"{title} compiled by the project",
        cite="compiled by the Comity project; each row names its record",
        licence="bare facts; Apache-2.0 as a compilation",
        url="",
        ships="rows",
    )

    @reader(source, needs=())
    def read(files: Files) -> Reading:  # noqa: ARG001 - the table ships with the package
        return read_compiled(file)

    read.__doc__ = f"The compiled table of {holds}."


for _file in TABLES:
    _register(_file)


@reader(
    Source(
        key="compiled_blocs",
        title="Membership of blocs compiled by the project",
        cite="compiled by the Comity project; each row names its source",
        licence="bare facts; Apache-2.0 as a compilation",
        url="",
        ships="rows",
    ),
    needs=(),
)
def read(files: Files) -> Reading:  # noqa: ARG001 - the table ships with the package
    """Membership of blocs; no file needed."""
    return read_blocs()
