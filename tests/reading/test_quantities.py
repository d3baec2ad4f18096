"""Figures of prose: a score over sentences, and what holds for every text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.reading.quantities import Quantity, quantities
from comity.reading.units import same_figure
from tests.counted_work import lines_run
from tests.reading.figure_sentences import FIGURES


def read(text: str) -> list[Quantity]:
    return list(quantities(text, 0, len(text)))


def test_score_over_sentences() -> None:
    """Recall and precision with value and unit right, at the level reached."""
    told = found = right = 0
    wrong = []
    for text, figures in FIGURES:
        left = list(figures)
        got = [quantity for quantity in read(text) if quantity.figure]
        for quantity in got:
            match = next((f for f in left if same_figure(*f, quantity.value, quantity.unit)), None)
            if match is not None:
                left.remove(match)
                right += 1
        told, found = told + len(figures), found + len(got)
        if left or len(got) != len(figures):
            wrong.append((text, left, [(q.value, q.unit) for q in got]))
    assert right / told >= 0.97, wrong
    assert right / found >= 0.97, wrong


@pytest.mark.parametrize(
    ("text", "value", "low", "high"),
    [
        ("about 80 per cent", 80, 72, 88), ("nearly $64 billion", 64e9, 57.6e9, 64e9),
        ("over 500 ships", 500, 500, None),
        ("up to 40%", 40, None, 40), ("10 to 15 per cent", 12.5, 10, 15),
        ("between 3 and 5 million tonnes", 4e6, 3e6, 5e6),
        ("$3–5 billion", 4e9, 3e9, 5e9), ("at least 300 soldiers", 300, 300, None), ("2-3 times", 2.5, 2, 3),
        ("100 tanks or more", 100, None, None), ("15%", 15, None, None),
    ],
)  # fmt: skip
def test_ranges_and_approximations(text, value, low, high) -> None:
    found = read(f"It was {text}.")
    assert [(q.value, q.low, q.high) for q in found] == [(value, low, high)]
    assert found[0].approximate is (low is not None or high is not None)


@pytest.mark.parametrize(
    ("text", "of"),
    [
        ("It holds 15% of the global gas supply.", "global gas supply"),
        ("107 million tons of oil were sold.", "oil"),
        ("Tehran ordered 24 Su-35 fighters.", "fighters"),
        ("Trade with Peru reached $9 billion.", "trade"),
        ("India bought $3.5 billion worth of helicopters.", "helicopters"),
        ("Oman sent tens of thousands of troops.", "troops"),
    ],
)
def test_what_is_measured(text: str, of: str) -> None:
    assert [q.of for q in read(text)] == [of]


def test_change_and_level() -> None:
    by, to = read("Exports rose by 12% in May."), read("The share rose to 12% in May.")
    assert [(q.change, q.unit) for q in by] == [(True, "percent change")]
    assert [(q.change, q.unit) for q in to] == [(False, "percent")]


def test_what_a_change_is_held_against() -> None:
    for text, other in (
        ("a 24% increase from the previous year", "the previous year"),
        ("Output grew 3% year-on-year.", "year-on-year"),
        ("Sales fell 9% compared with 2022.", "2022"),
        ("Sales fell 9%.", None),
    ):
        assert [q.against for q in read(text)] == [other]


def test_parties_and_durations_are_told_apart() -> None:
    text = "The two countries worked for several years on both of the two pipelines."
    assert [(q.kind, q.figure) for q in read(text)] == [
        ("count", False), ("duration", False), ("count", False),
    ]  # fmt: skip


def test_signs_and_places_of_a_document() -> None:
    """Offsets are those of the document, whatever stands before and in the sentence."""
    text = "\ufeffOne.\r\n\r\n“Two” cafe\u0301s — it cost US$1.2\u00a0billion, he said’s 15\u00a0%."
    found = quantities(text, 10, len(text))
    assert [text[q.start : q.end] for q in found] == ["US$1.2\u00a0billion", "15\u00a0%"]


PIECES = (
    "about 15 % per cent of the $ € 1.2bn 107 million tons – - 10 to from between and 2022 halved "
    "twice a third tens thousands several troops Su-35 “ ” ’s \u00a0 \r\n e\u0301 ² ٣٤ rose fell "
    "by barrel year-on-year 1,000 . , ; : / + # no No. Article one hundred"
)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES.split(" ")), max_size=25).map(" ".join), st.integers(0, 20))
def test_every_span_slices_to_its_text(text: str, start: int) -> None:
    begin = min(start, len(text))
    last = begin
    for quantity in quantities(text, begin, len(text)):
        assert last <= quantity.start < quantity.end <= len(text)
        assert text[quantity.start : quantity.end].strip() == text[quantity.start : quantity.end]
        last = quantity.end
        if quantity.low is not None and quantity.high is not None:
            assert quantity.low <= quantity.high
        if isinstance(quantity.value, float) and quantity.low is not None:
            assert quantity.low <= quantity.value + 1e-9 * abs(quantity.value)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=120))
def test_any_text_is_read(text: str) -> None:
    for quantity in quantities(text, 0, len(text)):
        assert 0 <= quantity.start < quantity.end <= len(text)


HOSTILE = {
    "digits": "1" * 1_000_000,
    "thousands": "1,111" * 6_000,
    "magnitudes": "million " * 4_000,
    "ones": "one " * 6_000,
    "ranges": "1-" * 10_000,
    "ranges in words": "10 to " * 4_000,
    "years": "2022 and " * 3_000,
    "dates": "2022-01-02 " * 2_000,
    "months": "May " * 6_000,
    "money": "$1 a " * 5_000,
    "signs": "$" * 20_000,
    "articles": "the " * 6_000 + "2014",
    "since": "since the " * 3_000 + "2014",
    "tens": "tens of thousands of " * 1_000,
    "hyphens": "Su-" * 8_000,
    "letters": "a" * 1_000_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_work_grows_with_the_length_of_the_text(name: str) -> None:
    text = HOSTILE[name]
    quantities(text, 0, len(text))  # ends
    short, long = text[: len(text) // 16], text[: len(text) // 4]
    less, more = (
        lines_run(lambda read=part: quantities(read, 0, len(read))) for part in (short, long)
    )
    assert more < 5 * less + 1_000
