"""Words for readings: one scale, and never a word the interval does not reach."""

import pytest

from comity.answers.verdict import SCALE, about_gap, span, word


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (2.0, "very closely aligned"),
        (1.99, "closely aligned"),
        (0.5, "somewhat aligned"),
        (0.0, "neither aligned nor opposed"),
        (-0.5, "neither aligned nor opposed"),
        (-0.51, "somewhat opposed"),
        (-1.5, "opposed"),
        (-9.0, "strongly opposed"),
    ],
)
def test_each_reading_has_one_word(value: float, expected: str) -> None:
    assert word(value) == expected


def test_the_scale_falls_and_reaches_everywhere() -> None:
    bounds = [least for least, _ in SCALE]
    assert bounds == sorted(bounds, reverse=True)
    assert bounds[-1] == float("-inf")


def test_a_span_names_both_ends_of_an_interval() -> None:
    assert span(1.1, 1.9) == "closely aligned"
    assert span(-0.3, 1.2) == "between “neither aligned nor opposed” and “closely aligned”"


def test_a_gap_is_told_only_where_its_interval_excludes_zero() -> None:
    assert about_gap(0.1, 0.9) == "words outrun deeds"
    assert about_gap(-0.9, -0.1) == "deeds outrun words"
    assert about_gap(-0.1, 0.9) == "words and deeds cannot be told apart"
    assert "not covered" in about_gap(None, None)
