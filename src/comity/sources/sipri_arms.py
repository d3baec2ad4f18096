"""Arms transfers: SIPRI's trade register as yearly trend-indicator values from supplier to recipient.

The register states the years of delivery of each deal and the value of what was delivered, not the
value of each year: it is spread equally over the delivery years. A deal whose value the register does
not state, or states as 0 (weapons that SIPRI gives no value), adds nothing to a sum; a pair and year
with such deals alone has no row. Flows are in million TIV, SIPRI's measure of military capability.
"""

from __future__ import annotations

import io

import polars as pl

from comity.errors import DataError
from comity.sources.reader import File, Files, Reading, reader
from comity.sources.tabular import text_of
from comity.states import from_names
from comity.world.coverage import Coverage
from comity.world.provenance import Source

DELIVERED = "Year(s) of delivery"
VALUE = "SIPRI TIV of delivered weapons"
COLUMNS = (
    "Recipient",
    "Supplier",
    "Year of order",
    "Weapon designation",
    "Number delivered",
    DELIVERED,
    VALUE,
)
_FIRST = ("Recipient,Supplier,", "Recipient;Supplier;")


@reader(
    Source(
        key="sipri_arms",
        title="SIPRI Arms Transfers Database, trade register",
        cite="Stockholm International Peace Research Institute, SIPRI Arms Transfers Database",
        licence="non-commercial use with attribution; substantial republication needs permission",
        url="https://www.sipri.org/databases/armstransfers",
        ships="nothing",
    ),
    needs=(
        File(
            "register",
            ("sipri_trade_register*.csv*", "trade-register*.csv*"),
            "the trade register as exported: Recipient, Supplier, Year(s) of delivery, TIV …",
        ),
    ),
)
def read(files: Files) -> Reading:
    """Yearly values by supplier and recipient; dealings with rebels and unknowns are left out."""
    path = files["register"]
    deals = _deals(path.name, _text(path.name, text_of(path)))
    # A line broken inside a comment leaves a stump without recipient, supplier or weapon.
    stump = pl.any_horizontal(pl.col("Recipient", "Supplier", "Weapon designation").is_null())
    malformed, deals = deals.filter(stump), deals.filter(~stump)
    notes = [f"{malformed.height} malformed lines left out: {_lines(malformed)}"]
    content = [c for c in deals.columns if c != "line"]
    single = deals.unique(content, keep="first", maintain_order=True)
    notes.append(f"{deals.height - single.height} exact repetitions left out")
    dated = single.with_columns(
        years=pl.col(DELIVERED)
        .str.extract_all(r"\b\d{4}\b")
        .list.eval(pl.element().cast(pl.Int32))
        .list.unique()
    )
    undelivered = dated.filter(pl.col("years").list.len().fill_null(0) == 0).height
    notes.append(f"{undelivered} deals without a year of delivery left out")
    valued = dated.filter((pl.col(VALUE) > 0) & (pl.col("years").list.len() > 0))
    notes.append(f"{dated.height - undelivered - valued.height} deals without a value add nothing")
    yearly = valued.select(
        "Recipient", "Supplier", "years", share=pl.col(VALUE) / pl.col("years").list.len()
    ).explode("years", empty_as_null=True)
    yearly, more = _keyed(yearly, path.name)
    flows = (
        yearly.group_by("a", "b", "years")
        .agg(value=pl.col("share").sum(), deals=pl.len())
        .sort("a", "b", "years")
        .select(
            "a", "b", "value",
            year=pl.col("years").cast(pl.Int32),
            commodity=pl.lit("arms"),
            measure=pl.lit("level"),
            unit=pl.lit("million TIV"),
            reporter=pl.lit("SIPRI"),
            directed=pl.lit(value=True),
            commitment=pl.lit("deed"),
            domain=pl.lit("military"),
            record=pl.concat_str(
                "deals", pl.lit(" deal(s) with deliveries, recipient "), "b", pl.lit(", supplier "), "a"
            ),
        )
    )  # fmt: skip
    first, last = int(flows["year"].min()), int(flows["year"].max())  # type: ignore[arg-type]
    note = "major conventional weapons; a deal's value spread equally over its delivery years"
    return Reading(
        rows={"flows": flows},
        coverage=(Coverage("flows", "arms", first, last, "system", note=note),),
        notes=tuple(n for n in [*notes, *more] if not n.startswith("0 ")),
    )


def _text(file: str, text: str) -> str:
    """The register from its header on: the publisher's export has a preamble of some lines."""
    lines = text.splitlines()
    at = next(
        (i for i, line in enumerate(lines[:50]) if line.lstrip("\ufeff").startswith(_FIRST)), None
    )
    if at is None:
        raise DataError(
            f"{file} has no header line that begins with Recipient, Supplier: not a trade register"
        )
    blank = "" if at == 0 else "\n" * at
    return blank + "\n".join([lines[at].lstrip("\ufeff"), *lines[at + 1 :]])


def _deals(file: str, text: str) -> pl.DataFrame:
    head = text.lstrip("\n")
    offset = len(text) - len(head) + 2
    separator = ";" if head.startswith(_FIRST[1]) else ","
    try:
        frame = pl.read_csv(
            io.BytesIO(head.encode()),
            infer_schema=False,
            separator=separator,
            truncate_ragged_lines=True,
        ).rechunk()
    except pl.exceptions.PolarsError as error:
        raise DataError(f"{file} is not a readable CSV: {error}") from error
    missing = set(COLUMNS) - set(frame.columns)
    if missing:
        raise DataError.missing_columns(file, missing, frame.columns)
    frame = frame.with_row_index("line", offset=offset)
    return frame.with_columns(pl.col(VALUE).cast(pl.Float64, strict=False))


def _lines(rows: pl.DataFrame) -> str:
    return "line " + ", ".join(map(str, rows["line"].head(10))) if rows.height else "none"


def _keyed(yearly: pl.DataFrame, file: str) -> tuple[pl.DataFrame, list[str]]:
    """Suppliers as a, recipients as b; rebels, unknowns and deals with oneself left out, with notes."""
    notes, problems = [], []
    for column, key in (("Supplier", "a"), ("Recipient", "b")):
        yearly, unknown = from_names(yearly, column, when="years", into=key)
        problems += [f"{file}, {column}: {name!r} is no known state" for name in unknown]
        lost = yearly.filter(pl.col(key).is_null())
        if lost.height:
            names = lost[column].n_unique()
            notes.append(
                f"{lost.height} deliveries of {names} {column.lower()}s that are no state left out"
            )
        yearly = yearly.filter(pl.col(key).is_not_null())
    if problems:
        raise DataError.many(problems)
    own = yearly.filter(pl.col("a") == pl.col("b")).height
    if own:
        notes.append(f"{own} deliveries of a state to itself (parts of one state) left out")
    return yearly.filter(pl.col("a") != pl.col("b")), notes
