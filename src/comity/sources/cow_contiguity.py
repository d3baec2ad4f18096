"""Correlates of War Direct Contiguity 3.2: borders by land, and by up to 400 miles of water.

The depth is the project's type: 1 a land or river border; 2 to 5 water of up to 12, 24, 150 and 400
miles. So a smaller number is nearer. Type 0 (a redistributed file spells out "not contiguous") is no tie.
"""

from __future__ import annotations

import polars as pl

from comity.errors import DataError
from comity.sources.dyad_years import FIRST_YEAR, keyed, ordered
from comity.sources.reader import Download, File, Files, Reading, reader
from comity.sources.tabular import read_csv
from comity.world.coverage import Coverage
from comity.world.provenance import Source

__all__ = ["read"]

_TYPES = {0, 1, 2, 3, 4, 5}
_PUBLISHED = {"state1no": "ccode1", "state2no": "ccode2", "begin": "stdate", "end": "enddate"}
#: The months number 345 stood for Serbia, Yugoslavia and Serbia again.
_SHARED_NUMBER = 345
_HOLDERS = (("0000-01", "1918-11"), ("1918-12", "1992-04"), ("1992-05", "9999-12"))


@reader(
    Source(
        key="cow_contiguity",
        title="Correlates of War Direct Contiguity, version 3.2",
        cite="Stinnett et al. (2002), Conflict Management and Peace Science 19(2): 59-67",
        licence="free with citation",
        url="https://correlatesofwar.org/data-sets/direct-contiguity/",
        ships="aggregates",
    ),
    needs=(
        File(
            "spells",
            ("cow_contdir.csv*", "contdir.csv*"),
            "a spell of contiguity, by month, type 1 to 5",
        ),
    ),
    downloads=(
        Download(
            "https://correlatesofwar.org/wp-content/uploads/DirectContiguity320.zip",
            "DirectContiguity320.zip",
        ),
    ),
)
def read(files: Files) -> Reading:
    """Ties of kind ``contiguity``, one per pair and spell, dated by month."""
    path = files["spells"]
    frame = read_csv(path)
    frame = frame.rename({k: v for k, v in _PUBLISHED.items() if k in frame.columns})
    needed = ["ccode1", "ccode2", "conttype", "stdate", "enddate"]
    if missing := set(needed) - set(frame.columns):
        raise DataError.missing_columns(path.name, missing, frame.columns)
    rows = frame.select(
        pl.col("ccode1", "ccode2", "conttype").cast(pl.Int32), _month("stdate"), _month("enddate")
    )
    wrong = rows.filter(
        ~pl.col("conttype").is_in(list(_TYPES)) | pl.any_horizontal(pl.all().is_null())
    )
    if wrong.height:
        raise DataError(f"{path.name}: {wrong.height} row(s) have no type 0 to 5 or no month")
    touching = rows.filter(pl.col("conttype") > 0).with_columns(written="stdate")
    if touching.is_empty():
        raise DataError(f"{path.name} holds no spell of contiguity")
    pairs = keyed(_by_holder(touching), year="moment")
    pair_rows = ordered(pairs.rows, ("ccode1", "ccode2"))
    ties = pair_rows.unique(
        ["a", "b", "conttype", "stdate", "enddate"], keep="first", maintain_order=True
    )
    ties = ties.select(
        "a", "b",
        start="stdate", end="enddate",
        depth=pl.col("conttype").cast(pl.Float64),
        directed=pl.lit(value=False),
        record=pl.format("{}-{} {}", "ccode1", "ccode2", "written"),
    ).sort("a", "b", "start")  # fmt: skip
    months = touching.select(
        first=pl.col("stdate").min().str.head(4), last=pl.col("enddate").max().str.head(4)
    )
    first, last = (int(year) for year in months.row(0))
    notes = [*pairs.notes]
    if apart := rows.height - touching.height:
        notes.append(f"{apart} row(s) state that two states are not contiguous (type 0): no tie")
    return Reading(
        rows={"ties": ties},
        constants={"ties": {"kind": "contiguity", "polarity": "0"}},
        coverage=(
            Coverage("ties", "contiguity", max(first, FIRST_YEAR), last, "system",
                     note=f"between homelands, not colonies; the end of a border of {last} is unknown"),
        ),
        notes=tuple(notes),
        version="3.2",
    )  # fmt: skip


def _month(column: str) -> pl.Expr:
    """``195001``, ``1950-01`` or ``1950-01-01`` as ``1950-01``; null where it is none of them."""
    digits = pl.col(column).str.strip_chars().str.replace_all("-", "").str.head(6)
    month = pl.concat_str(digits.str.head(4), pl.lit("-"), digits.str.slice(4, 2))
    return pl.when(digits.str.contains(r"^\d{4}(0[1-9]|1[0-2])$")).then(month).alias(column)


def _by_holder(rows: pl.DataFrame) -> pl.DataFrame:
    """Spells of a number that changed hands cut where it did; ``moment`` is a day within each piece."""
    shared = (pl.col("ccode1") == _SHARED_NUMBER) | (pl.col("ccode2") == _SHARED_NUMBER)
    start, end = pl.col("stdate"), pl.col("enddate")
    pieces = [rows.filter(~shared)]
    for first, last in _HOLDERS:
        cut = rows.filter(shared).with_columns(
            stdate=pl.max_horizontal(start, pl.lit(first)),
            enddate=pl.min_horizontal(end, pl.lit(last)),
        )
        pieces.append(cut.filter(start <= end))
    day = pl.concat_str("stdate", pl.lit("-01")).str.to_date("%Y-%m-%d")
    return pl.concat(pieces).with_columns(moment=day)
