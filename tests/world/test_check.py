"""A wrong row is refused with the file, the line, the column, the value and what was expected."""

from __future__ import annotations

import polars as pl
import pytest

from comity.errors import DataError
from comity.world.check import SHOWN_PER_COLUMN, check_table, problems
from comity.world.schema import SCHEMAS, TABLES, conform, dtypes, empty
from tests.tiny_world import FLOWS, TIES

TIE = TIES.with_columns(source=pl.lit("atop"))
FLOW = FLOWS.with_columns(source=pl.lit("shares"))


def wrong(frame: pl.DataFrame, table: str, text: str) -> None:
    """The one problem of the frame is told in these words."""
    assert problems(frame, table, file="x.csv") == [text]  # type: ignore[arg-type]


@pytest.mark.parametrize("table", TABLES)
def test_an_empty_table_is_in_order(table):
    assert problems(empty(table), table) == []
    assert empty(table).schema == pl.Schema(dtypes(table))


@pytest.mark.parametrize("table", TABLES)
def test_every_table_says_where_its_rows_come_from(table):
    assert SCHEMAS[table]["source"].required
    assert SCHEMAS[table]["record"].required


def test_rows_in_order():
    assert check_table(TIE, "ties") is TIE


@pytest.mark.parametrize("blank", [None, "", "  "])
def test_an_empty_cell_that_may_not_be(blank):
    shown = "an empty cell" if blank is None else f'"{blank}"'
    wrong(
        TIE.with_columns(record=pl.Series(["line 2", blank])), "ties",
        f"x.csv, line 3, column record: {shown} is not a value (this column may not be empty)",
    )  # fmt: skip


def test_a_missing_and_an_unknown_column():
    frame = TIE.drop("kind").with_columns(sort=pl.lit("x"))
    assert problems(frame, "ties", file="x.csv") == [
        "x.csv: column kind is missing (what the tie is)",
        'x.csv: column "sort" does not belong to table ties',
    ]


def test_a_wrong_type():
    wrong(
        TIE.with_columns(depth=pl.lit("deep")), "ties",
        "x.csv, column depth: type String is not Float64",
    )  # fmt: skip


@pytest.mark.parametrize(
    "date", ["2014-13", "14", "2014-5-21", "May 2014", "2014-05-32", "2014-05-21T00"]
)
def test_a_date_that_is_none(date):
    wrong(
        TIE.with_columns(start=pl.Series(["2001", date])), "ties",
        f'x.csv, line 3, column start: "{date}" is not a date as 2014, 2014-05 or 2014-05-21',
    )  # fmt: skip


@pytest.mark.parametrize("date", ["2014", "2014-05", "2014-05-21", "-0753-04"])
def test_dates_of_every_precision(date):
    frame = TIE.with_columns(start=pl.lit(date), end=pl.lit(None, pl.String))
    assert problems(frame, "ties") == []


def test_a_word_that_is_not_allowed():
    wrong(
        FLOW.with_columns(measure=pl.Series(["share", "guess"])), "flows",
        'x.csv, line 3, column measure: "guess" is not one of level, share, price, growth, plan, forecast',
    )  # fmt: skip


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_number_that_is_none(value):
    wrong(
        FLOW.with_columns(value=pl.Series([1.0, value])), "flows",
        f'x.csv, line 3, column value: "{value}" is not a finite number',
    )  # fmt: skip


def test_a_reversed_period():
    wrong(
        TIE.with_columns(end=pl.Series([None, "1996-12"])), "ties",
        "x.csv, line 3: the period ends (1996-12) before it starts (1997)",
    )  # fmt: skip


def test_what_is_no_date_is_not_compared():
    (problem,) = problems(TIE.with_columns(start=pl.Series(["2001", "now"])), "ties")
    assert "is not a date" in problem


def test_a_period_is_compared_at_the_precision_both_dates_have():
    frame = TIE.with_columns(start=pl.lit("2001-07-16"), end=pl.lit("2001"))
    assert problems(frame, "ties") == []


def test_all_problems_are_told_and_many_of_a_kind_are_counted():
    frame = pl.concat([FLOW] * 6).with_columns(measure=pl.lit("guess"), unit=pl.lit(""))
    found = problems(frame, "flows", file="x.csv")
    assert len(found) == 2 * (SHOWN_PER_COLUMN + 1)
    assert "x.csv, column measure: 7 more like it" in found
    with pytest.raises(DataError, match=r"12 problem\(s\) found"):
        check_table(frame, "flows")


def test_a_hostile_value_is_shown_harmless_and_short():
    (text,) = problems(FLOW.head(1).with_columns(measure=pl.lit("\x1b[2J" + "x" * 500)), "flows")
    assert "\x1b" not in text
    assert len(text) < 250


def test_conform_gives_all_columns_in_order():
    frame = conform(TIE.select(sorted(TIE.columns)), "ties")
    assert frame.schema == pl.Schema(dtypes("ties"))
    assert frame["value"].is_null().all()
