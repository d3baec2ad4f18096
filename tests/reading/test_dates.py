"""Dates of prose: a score over sentences, and what holds for every text."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.reading.dates import When, dates
from tests.reading.figure_sentences import DATES

ISO = r"\d{4}(-\d{2}(-\d{2})?)?"


def read(text: str, anchor: str | None = None) -> list[When]:
    return list(dates(text, 0, len(text), anchor))


def test_score_over_sentences() -> None:
    told = found = right = 0
    wrong = []
    for text, anchor, whens in DATES:
        left = list(whens)
        got = read(text, anchor)
        for when in got:
            if when.date in left:
                left.remove(when.date)
                right += 1
        told, found = told + len(whens), found + len(got)
        if left or len(got) != len(whens):
            wrong.append((text, anchor, left, [w.date for w in got]))
    assert right / told >= 0.97, wrong
    assert right / found >= 0.97, wrong


def test_basis_and_role() -> None:
    for text, anchor, expected in (
        ("They met in 2016.", None, ("2016", "stated", False, "at")),
        ("They met last year.", "2017", ("2016", "inferred", True, "at")),
        ("They met last year.", None, (None, "inferred", True, "at")),
        ("It must be ready by 2030.", None, ("2030", "stated", False, "by")),
        ("Since 2014 they have met.", None, ("after 2014", "inferred", False, "since")),
        ("In the early 2000s they met.", None, ("2000/2003", "inferred", False, "at")),
    ):
        (when,) = read(text, anchor)
        assert (when.date, when.basis, when.relative, when.role) == expected


def test_a_sentence_goes_on_from_the_date_before_it() -> None:
    for text, before, date in (
        ("Three days later they met.", "2024-01-23", "2024-01-26"),
        ("A month earlier they met.", "2024-01-23", "2023-12"),
        ("The following year they met.", "2019/2021", "2022"),
        ("Ten days later they met.", "2024", None),
        ("They met the next day.", "2023-12-31", "2024-01-01"),
    ):
        (when,) = dates(text, 0, len(text), None, before)
        assert (when.date, when.basis) == (date, "inferred")


def test_an_event_with_its_year_is_two_dates() -> None:
    text = "After the annexation of Crimea in 2014 trade turned east."
    turned, plain = read(text)
    assert text[turned.start : turned.end] == "After the annexation of Crimea in 2014"
    assert (turned.date, turned.role) == ("after 2014", "after")
    assert (text[plain.start : plain.end], plain.date, plain.basis) == ("2014", "2014", "stated")


def test_ambiguous_digits_say_so() -> None:
    (when,) = read("The note of 03/04/2022 was leaked.")
    assert when.date is None
    assert when.note


@pytest.mark.parametrize(
    ("anchor", "date"),
    [
        ("2021-12-16", "2021-12-06/2021-12-12"),
        ("2021-12", "2021-12"),
        ("2021", "2021"),
        (None, None),
    ],
)
def test_no_more_is_told_than_the_day_of_writing(anchor, date) -> None:
    (when,) = read("They met last week.", anchor)
    assert when.date == date


def test_the_war_needs_a_day_of_writing_behind_it() -> None:
    assert [w.date for w in read("Before the war, gas flowed.", "2019-05")] == []
    assert [w.date for w in read("Before the war, gas flowed.", "2023")] == ["before 2022-02"]


def test_a_period_that_is_only_named_is_no_date() -> None:
    assert read("The Cold War shaped both of them.") == []
    assert read("Both sides discussed the war in Ukraine.") == []


PIECES = (
    "in 2022 2023 and early late the 2010s s December 2 , May March 19th century last next week "
    "year years ago two since until before after by 03/04/2022 2022-01-31 31 February Tuesday "
    "World War II Cold collapse of Soviet Union Q3 first half FY2023 2025–27 – - recently “ ” ’s "
    "\u00a0 \r\n e\u0301 ² ٢٠٢٢ 9999 0000"
)


@settings(max_examples=400, deadline=None)
@given(
    st.lists(st.sampled_from(PIECES.split(" ")), max_size=20).map(" ".join),
    st.sampled_from([None, "2024", "2024-02", "2024-02-29", "0001", "9998-12-31", "no date"]),
)
def test_every_span_slices_and_every_date_is_iso(text: str, anchor: str | None) -> None:
    for when in dates(text, 0, len(text), anchor):
        assert 0 <= when.start < when.end <= len(text)
        assert text[when.start : when.end].strip() == text[when.start : when.end]
        if when.date is not None:
            assert re.fullmatch(rf"((before|after) )?{ISO}|{ISO}/{ISO}", when.date), when


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=120))
def test_any_text_is_read(text: str) -> None:
    for when in dates(text, 0, len(text), "2024-02-29"):
        assert 0 <= when.start < when.end <= len(text)
