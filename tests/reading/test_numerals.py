"""Numbers as digits and as words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.reading.marks import marks
from comity.reading.numerals import in_words, number


def read(text: str):
    return number(marks(text, 0, len(text)), 0)


@given(st.integers(0, 10**6))
def test_number_words_come_back_as_the_number(value: int) -> None:
    found = read(in_words(value) + " ships")
    assert found is not None
    assert found.value == value


def test_every_number_word_below_ten_thousand() -> None:
    for value in range(10_000):
        text = in_words(value)
        words = marks(text, 0, len(text))
        found = number(words, 0)
        assert found is not None
        assert (found.value, found.last) == (value, len(words))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("107 million", 107e6), ("1.1 million", 1.1e6), ("3bn", 3e9), ("4,500", 4500), ("4 500", 4500),
        ("12\u00a0345", 12345), ("a hundred", 100), ("a dozen", 12), ("two dozen", 24),
        ("half a million", 5e5),
        ("two and a half billion", 2.5e9), ("one hundred and seven million", 107e6), ("twenty-five", 25),
        ("a hundred and twenty-five thousand", 125e3), ("100-billion", 1e11), ("5 lakh", 5e5),
    ],
)  # fmt: skip
def test_value(text: str, value: float) -> None:
    found = read(text)
    assert found is not None
    assert found.value == value


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("several", 3, 9), ("tens of thousands", 1e4, 99_999), ("dozens", 24, 99),
        ("hundreds of thousands", 1e5, 999_999), ("several hundred", 300, 900),
    ],
)  # fmt: skip
def test_words_of_size_have_bounds_and_no_value(text: str, low: float, high: float) -> None:
    found = read(text)
    assert found is not None
    assert (found.value, found.low, found.high, found.words) == (None, low, high, text)


@pytest.mark.parametrize(
    "text", ["a ship", "and", "hundredfold", "1" * 60, "²", "few would say so"]
)
def test_not_a_number(text: str) -> None:
    assert read(text) is None


def test_rounding_is_half_of_the_last_printed_place() -> None:
    assert [read(text).rounding for text in ("3.5", "24", "107 million", "1.2bn", "127,000")] == [
        0.05, 0.5, 5e5, 5e7, 500,
    ]  # fmt: skip
