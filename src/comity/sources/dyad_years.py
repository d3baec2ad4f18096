"""Yearly rows of pairs of states, as the Correlates of War family ships them, into keyed spells.

Files keyed by Correlates of War number give a state two rows in the year its number changes
(Germany and Yemen in 1990); under one key they are one state, so the rows are joined and a pair of
one state with itself is no pair. Unbroken runs of years with the same content are then one spell.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from comity.errors import DataError
from comity.states import codes
from comity.states.system import member_years

__all__ = ["Keyed", "keyed", "merged", "ordered", "outside", "spells", "unique_years", "year_span"]

#: First year of the state system: silence before it means nothing.
FIRST_YEAR = 1816


@dataclass(frozen=True, slots=True)
class Keyed:
    """Rows with keys ``a`` and ``b`` beside the numbers, and what was noted on the way."""

    rows: pl.DataFrame
    notes: tuple[str, ...]


def keyed(
    frame: pl.DataFrame, *, first: str = "ccode1", second: str = "ccode2", year: str = "year"
) -> Keyed:
    """Add keys ``a`` and ``b``; leave out pairs of one state with itself.

    Raises
    ------
    DataError
        For numbers that no state bears, all listed; for an empty year.
    """
    for column in (first, second, year):
        if frame.get_column(column).null_count():
            raise DataError(f"{frame.get_column(column).null_count()} row(s) have no {column}")
    rows = codes.from_cow(frame, first, when=year, into="a")
    rows = codes.from_cow(rows, second, when=year, into="b")
    same = pl.col("a") == pl.col("b")
    lost = rows.filter(same)
    notes = (
        (f"{lost.height} row(s) pair a state with itself under its two numbers: left out",)
        if lost.height
        else ()
    )
    return Keyed(rows.filter(~same) if lost.height else rows, notes)


def unique_years(rows: pl.DataFrame, by: Sequence[str], *, what: str) -> None:
    """Refuse a file that states one unit in one year twice, before keys are joined."""
    doubled = rows.select(by).is_duplicated()
    if doubled.any():
        first = rows.select(by).filter(doubled).row(0)
        raise DataError(
            f"{what}: {int(doubled.sum())} rows share their {', '.join(by)}\n"
            f"  the first is  {' '.join(map(str, first))}"
        )


def year_span(rows: pl.DataFrame, *, what: str, year: str = "year") -> tuple[int, int]:
    """First and last year of a file; a file without rows is refused."""
    low, high = rows.get_column(year).min(), rows.get_column(year).max()
    if not isinstance(low, int) or not isinstance(high, int):
        raise DataError(f"{what} holds no rows")
    return low, high


def merged(
    rows: pl.DataFrame, by: Sequence[str], values: pl.Expr | None = None
) -> tuple[pl.DataFrame, int]:
    """Join rows that are one unit under keys; also how many rows went.

    ``values`` joins the other columns; the largest by default: what a state owes under either of
    its numbers, it owes.
    """
    if not rows.select(by).is_duplicated().any():
        return rows, 0
    joined = rows.group_by(by, maintain_order=True).agg(
        pl.exclude(by).max() if values is None else values
    )
    return joined.select(rows.columns), rows.height - joined.height


def ordered(rows: pl.DataFrame, *swap: tuple[str, str]) -> pl.DataFrame:
    """Rows with a < b; ``swap`` names further pairs of columns that change sides with them."""
    turn = pl.col("a") > pl.col("b")
    pairs = (("a", "b"), *swap)
    return rows.with_columns(
        column
        for x, y in pairs
        for column in (
            pl.when(turn).then(pl.col(y)).otherwise(pl.col(x)).alias(x),
            pl.when(turn).then(pl.col(x)).otherwise(pl.col(y)).alias(y),
        )
    )


def outside(rows: pl.DataFrame, *, year: str = "year") -> int:
    """How many rows have a side that is no member of the state system in that year."""
    low, high = year_span(rows, what="the table", year=year)
    members = member_years(low, high).select("state", pl.col("year").cast(rows.schema[year]))
    gone = (
        pl.concat([rows.select(state=side, year=year).unique() for side in ("a", "b")])
        .unique()
        .join(members, on=["state", "year"], how="anti")
    )
    if gone.is_empty():
        return 0
    inside = rows.select("a", "b", year)
    for side in ("a", "b"):
        inside = inside.join(gone, left_on=[side, year], right_on=["state", "year"], how="anti")
    return rows.height - inside.height


def spells(
    rows: pl.DataFrame,
    by: Sequence[str],
    constant: Sequence[str],
    *,
    codes_of: Sequence[str] = ("ccode1", "ccode2"),
    year: str = "year",
) -> pl.DataFrame:
    """Run-length encoding: one row per unit and unbroken run of years in which ``constant`` stays.

    Returns the columns ``by`` and ``constant``, ``start`` and ``end`` (four-digit text), and
    ``record``: the numbers of the file and its years, "365-710 1950-1980"; where a state's number
    changes within a run both are named, "260/255-2 1955-2018".
    """
    rows = rows.sort(*by, year)
    breaks = pl.any_horizontal(
        *(pl.col(c).ne_missing(pl.col(c).shift()) for c in (*by, *constant)),
        pl.col(year).ne_missing(pl.col(year).shift() + 1),
    )
    begins = rows.select(breaks.fill_null(value=True)).to_series()
    finish = rows.filter(begins.shift(-1, fill_value=True)).select(
        pl.col(year).alias("__last"), *(pl.col(c).alias(f"__{c}") for c in codes_of)
    )
    found = rows.filter(begins).hstack(finish.get_columns())
    numbers = [_number(c) for c in codes_of]
    first, last = _text_year(year), _text_year("__last")
    return found.select(
        *by,
        *constant,
        first.alias("start"),
        last.alias("end"),
        pl.format("{} {}-{}", pl.concat_str(numbers, separator="-"), first, last).alias("record"),
    )


def _number(code: str) -> pl.Expr:
    first, last = pl.col(code).cast(pl.String), pl.col(f"__{code}").cast(pl.String)
    return pl.when(first == last).then(first).otherwise(pl.format("{}/{}", first, last))


def _text_year(column: str) -> pl.Expr:
    return pl.col(column).cast(pl.String()).str.zfill(4)
