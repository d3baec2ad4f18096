"""How blocks and rows are set on the page."""

from __future__ import annotations

import re
from itertools import pairwise

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.report.charts import lines, spread
from comity.report.model import Chart, Grid, Note, Sentence
from comity.report.panels import panels
from comity.report.typesetting import evidence_table, ordered, set_blocks, tight


def grid(rows: int, **more: object) -> Grid:
    cells = tuple((f"name {i}", "2014-05-21", "", "1") for i in range(rows))
    return Grid("A table", ("name", "date", "until", "n"), cells, ("e1",), (3,), full=True, **more)  # type: ignore[arg-type]


def chart(wide: str = "") -> Chart:
    return Chart("A chart", "unit", "<svg/>", "what it says", ("e1",), wide)


@pytest.mark.parametrize(("rows", "shown"), [(3, 3), (10, 10), (11, 8), (40, 8)])
def test_a_long_table_is_folded_and_keeps_all_its_rows(rows: int, shown: int):
    (placed,) = set_blocks([grid(rows)])
    assert placed["shown"] == shown
    assert len(placed["rows"]) == rows


def test_columns_of_words_without_a_word_go_and_dates_are_written_out():
    (placed,) = set_blocks([grid(2)])
    assert placed["columns"] == ["name", "date", "n"]
    assert placed["right"] == [2]
    assert placed["rows"][0] == ["name\u00a00", "21\u00a0May\u00a02014", "1"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2017-11-22 to 2020-11-21", "22\u00a0Nov\u00a02017 to 21\u00a0Nov\u00a02020"),
        ("operating since 2009-04 (15 Mt/y)", "operating since Apr\u00a02009 (15 Mt/y)"),
        ("A/RES/2019-12-12/3 and the rest", "A/RES/2019-12-12/3 and the rest"),
        ("the season of 2019-10 in the north", "the season of 2019-10 in the north"),
        ("about 36.1\u00a0% of all the exports", "about 36.1% of all the exports"),
    ],
)
def test_cells(text: str, expected: str):
    (placed,) = set_blocks([Grid("t", ("name", "n"), ((text, "1"),), (), full=True)])
    assert placed["rows"][0][0] == expected


def test_a_chart_without_a_neighbour_stands_alone():
    note, said = Note("not known"), Sentence("It is so.", ("e1",))
    placed = set_blocks([said, chart(), chart(), chart("<svg/>"), chart(), note, grid(1)])
    assert [p["lone"] for p in placed] == [False, False, False, False, True, False, False]
    assert placed[3]["full"]


def test_numbers_of_evidence_in_order():
    assert ordered(("e94", "e100", "e95", "e94")) == ["e94", "e95", "e100"]


def test_an_interval_stays_on_one_line():
    assert tight("79\u00a0% [73–85\u00a0%]") == "79% [73\u2060–\u206085%]"


def test_what_all_rows_share_is_said_once_and_nothing_is_lost():
    rows = pl.DataFrame(
        {"a": ["CHN", "CHN"], "value": [0.123456789, None], "source": ["x", "y"],
         "record": ["line 1", "line 2"]}
    )  # fmt: skip
    table = evidence_table(rows)
    assert table["same"] == [("a", "CHN")]
    assert table["columns"] == ["source", "record", "value"]
    assert table["rows"] == [("x", "line 1", "0.123457"), ("y", "line 2", "")]


def test_a_single_row_needs_no_table():
    table = evidence_table(pl.DataFrame({"a": ["CHN"], "source": ["x"], "record": ["line 1"]}))
    assert table["columns"] == [] == table["rows"]
    assert dict(table["same"])["record"] == "line 1"


@given(st.lists(st.floats(0, 1), min_size=1, max_size=4))
def test_labels_keep_apart_in_order_and_on_the_axis(values: list[float]):
    at = spread(sorted(values), 0.1, 0, 1)
    assert all(y - x >= 0.099 for x, y in pairwise(at))
    assert -1e-9 <= at[0] <= at[-1] <= 1 + 1e-9


def test_labels_with_room_stay_where_they_are():
    assert spread([0.05, 0.9, 1.0], 0.1, -0.2, 1) == pytest.approx([0.05, 0.9, 1.0])


def test_panels_break_at_gaps_and_escape():
    none = [None] * 4
    data = pl.DataFrame(
        {"series": ["<b>"] * 4, "year": [1990, 1991, 1994, 1995], "value": [0.2, 0.3, 0.4, 0.5],
         "low": none, "high": none},
        schema_overrides={"low": pl.Float64, "high": pl.Float64},
    )  # fmt: skip
    svg = panels(data)
    assert "<b>" not in svg
    assert len(re.findall(r'fill="none"', svg)) == 2
    assert ">50%</text>" in svg


def test_a_chart_has_the_width_asked_for_and_keeps_the_digits_of_its_labels():
    none = pl.Series([None, None], dtype=pl.Float64)
    data = pl.DataFrame({"series": ["<i>", "<i>"], "year": [1990, 1991], "value": [1e-6, 2e-6]})
    data = data.with_columns(low=none, high=none)
    svg = lines(data, format=".5%", domain=(0, 2e-6), width=440)
    assert 'width="440"' in svg
    assert 'viewBox="0 0 440 ' in svg
    assert ">0.00020%</text>" in svg
    assert "<i>" not in svg
    assert "role=" not in svg
