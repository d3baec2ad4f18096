"""Sums on printed figures: against sums done by hand, and within what is printed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.reading.arithmetic import (
    Printed,
    annual_rate,
    growth,
    implied_price_change,
    printed,
    share_of,
)
from comity.reading.quantities import quantities


def exactly(value: float) -> Printed:
    return Printed(value, value, value)


def test_by_hand() -> None:
    assert growth(exactly(50), exactly(60)).value == pytest.approx(20)
    assert annual_rate(exactly(64), exactly(100), 6).value == pytest.approx(7.7217, abs=1e-4)
    assert share_of(exactly(30), exactly(120)).value == pytest.approx(25)
    assert implied_price_change(exactly(24), exactly(3.5)).value == pytest.approx(
        -16.5323, abs=1e-4
    )


LEVEL = st.floats(1, 1e6).flatmap(
    lambda value: st.floats(0, 0.5).map(
        lambda half: Printed(value, value * (1 - half), value * (1 + half))
    )
)


@given(LEVEL, LEVEL, st.integers(1, 30))
def test_a_yearly_rate_leads_from_one_level_to_the_other(
    a: Printed, b: Printed, years: int
) -> None:
    rate = annual_rate(a, b, years)
    assert a.value * (1 + rate.value / 100) ** years == pytest.approx(b.value, rel=1e-6)
    assert rate.low <= rate.value <= rate.high


@given(LEVEL, LEVEL)
def test_every_sum_lies_in_its_interval(a: Printed, b: Printed) -> None:
    for found in (growth(a, b), share_of(a, b)):
        assert found.low <= found.value <= found.high


def test_what_a_printed_figure_stands_for() -> None:
    def one(text: str) -> Printed | None:
        return printed(quantities(text, 0, len(text))[0])

    assert one("It was $64 billion.") == Printed(64e9, 63.5e9, 64.5e9)
    assert one("It was about 80 per cent.") == Printed(80, 71.5, 88.5)
    more = one("It was more than 60 per cent.")
    assert more is not None
    assert (more.low, more.high) == pytest.approx((59.5, 66))
    assert one("It cost billions of dollars.") is None
