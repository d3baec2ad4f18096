"""Strategic rivalries: pairs of states that see each other as competitors and threats.

Two lists: Thompson, Sakuwa & Suhas (2022), to 2020, and its forerunner Thompson & Dreyer (2012), to
2010. A rivalry in the last year of its list is not over. Those that ended before 1816, when the
state system of this project begins, are left out.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from comity.errors import DataError
from comity.sources.dyad_years import FIRST_YEAR, keyed, ordered, spells
from comity.sources.reader import File, Files, Reading, reader
from comity.sources.tabular import read_csv
from comity.world.coverage import Coverage
from comity.world.provenance import Source

__all__ = ["read_td", "read_tss"]

_KINDS = ("positional", "spatial", "ideological", "interventionary")


@reader(
    Source(
        key="rivalries_tss",
        title="Strategic rivalries, 1494-2020",
        cite="Thompson, Sakuwa & Suhas (2022), Analyzing Strategic Rivalries in World Politics",
        licence="free with citation",
        url="https://link.springer.com/book/10.1007/978-981-16-6671-1",
        ships="aggregates",
    ),
    needs=(
        File("rivalries", ("tss_rivalries.csv*",), "one row per rivalry, with flags of its kind"),
    ),
)
def read_tss(files: Files) -> Reading:
    """Ties of kind ``rivalry``; the name ends with what the rivalry is about."""
    path = files["rivalries"]
    frame = _numbers(read_csv(path, columns=("tssr_id", "rivalry", "start", "end", *_KINDS)), path)
    about = pl.concat_str(
        [pl.when(pl.col(k) == "1").then(pl.lit(k)) for k in _KINDS],
        separator=";",
        ignore_nulls=True,
    )
    return _reading(
        frame.with_columns(
            id=pl.format("tssr_id {}", "tssr_id"), called="rivalry", about=about,
            first=_year("start"), last=_year("end"),
        ),
        path,
    )  # fmt: skip


@reader(
    Source(
        key="rivalries_td",
        title="Strategic rivalries, 1494-2010",
        cite="Thompson & Dreyer (2012), Handbook of International Rivalries 1494-2010, CQ Press",
        licence="free with citation",
        url="https://sk.sagepub.com/reference/handbook-of-international-rivalries",
        ships="aggregates",
    ),
    needs=(
        File("rivalries", ("td_rivalries.csv*",), "one row per rivalry, with up to three kinds"),
    ),
)
def read_td(files: Files) -> Reading:
    """Ties of kind ``rivalry``; the name ends with what the rivalry is about."""
    path = files["rivalries"]
    kinds = ("type1", "type2", "type3")
    frame = _numbers(
        read_csv(path, columns=("rivalryno", "rivalryname", "styear", "endyear", *kinds)), path
    )
    return _reading(
        frame.with_columns(
            id=pl.format("rivalryno {}", "rivalryno"), called="rivalryname",
            about=pl.concat_str(kinds, separator=";", ignore_nulls=True),
            first=_year("styear"), last=_year("endyear"),
        ),
        path,
    )  # fmt: skip


def _reading(rows: pl.DataFrame, path: Path) -> Reading:
    wrong = rows.filter(
        pl.any_horizontal(pl.col("first", "last").is_null(), pl.col("last") < pl.col("first"))
    )
    if wrong.height:
        raise DataError(f"{path.name}: {wrong.height} rivalry(ies) without a start and a later end")
    seen = rows.filter(pl.col("last") >= FIRST_YEAR)
    if seen.is_empty():
        raise DataError(f"{path.name} holds no rivalry since {FIRST_YEAR}")
    # year by year, because a number can pass from one state to another (345: Serbia, Yugoslavia)
    yearly = seen.with_columns(
        year=pl.int_ranges(
            pl.col("first").clip(lower_bound=FIRST_YEAR), pl.col("last") + 1, dtype=pl.Int32
        )
    ).explode("year")
    pairs = keyed(yearly)
    runs = spells(
        ordered(pairs.rows, ("ccode1", "ccode2")), ["a", "b", "id"], ["called", "about", "first"]
    )
    began = pl.col("first").cast(pl.String).str.zfill(4)
    since_before = (pl.col("start") == str(FIRST_YEAR)) & (pl.col("first") < FIRST_YEAR)
    subject = pl.when(pl.col("about") != "").then(pl.format("{} ({})", "called", "about"))
    ties = runs.select(
        "a", "b",
        pl.when(since_before).then(began).otherwise("start").alias("start"),
        "end",
        subject.otherwise("called").alias("name"),
        pl.lit(value=False).alias("directed"),
        pl.format("{}, {}", "id", "record").alias("record"),
    )  # fmt: skip
    earlier = rows.height - seen.height
    last = int(rows.get_column("last").max())  # type: ignore[arg-type]
    notes = [*pairs.notes]
    if earlier:
        notes.append(f"{earlier} rivalries that ended before {FIRST_YEAR}: left out")
    return Reading(
        rows={"ties": ties},
        constants={"ties": {"kind": "rivalry", "polarity": "-1", "domain": "military"}},
        coverage=(
            Coverage("ties", "rivalry", FIRST_YEAR, last, "system",
                     note=f"the end of a rivalry alive in {last} is unknown"),
        ),
        notes=tuple(notes),
    )  # fmt: skip


def _numbers(frame: pl.DataFrame, path: Path) -> pl.DataFrame:
    missing = {"ccode1", "ccode2"} - set(frame.columns)
    if missing:
        raise DataError.missing_columns(path.name, missing, frame.columns)
    return frame.with_columns(pl.col("ccode1", "ccode2").cast(pl.Int32))


def _year(column: str) -> pl.Expr:
    return pl.col(column).cast(pl.Float64).cast(pl.Int32)
