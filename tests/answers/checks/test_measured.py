from __future__ import annotations

import pytest

from comity.answers.checks.case import Period, period_of
from comity.answers.checks.commodities import commodity_of
from comity.answers.checks.measured import measured, near, written
from tests.answers.checks.small import record


@pytest.mark.parametrize(
    ("text", "value", "unit", "base", "step"),
    [
        ("107 million tons of oil", 107e6, "tons oil per year", 107e6, 1e6),
        ("24% increase", 24, "percent change yoy (volume)", 24, 1),
        ("3.5%", 3.5, "percent", 3.5, 0.1),
        ("38 bcm", 38e9, "cubic metres", 38e9, 1e9),
    ],
)
def test_a_figure_in_the_base_of_its_dimension(text, value, unit, base, step):
    found = measured(record(text, kind="quantity", value=str(value), unit=unit))
    assert found.value == pytest.approx(base)
    assert found.step == pytest.approx(step)


def test_words_are_no_figure():
    assert measured(record("several", kind="quantity", value="several", unit="exercises")) is None


def test_half_a_digit_is_near():
    assert near(24, 24.4, 1, 0)
    assert not near(24, 24.6, 1, 0)


def test_the_commodity_a_figure_is_of():
    around = "Russia increased the oil and gas supplied—for example, 107 million tons of oil"
    assert commodity_of("107 million tons", around, around).name == "crude oil"
    assert (
        commodity_of("3.5%", "The value of these supplies rose by 3.5%", around).name == "crude oil"
    )


def test_periods():
    assert period_of("after 2014", "2024-03") == Period("2014", "2024-03", stated=True)
    assert period_of("after 2014", None) is None
    assert period_of("several years before 2024", "2024") is None
    assert Period("2024-03", "2024-03", stated=True).touches("2024-03-11", "2024-03-15")
    assert not Period("2023", "2023", stated=True).touches("2024-01", None)


def test_figures_of_the_world_in_words():
    assert written(190.27e9, "USD") == "190.3 bn USD"
    assert written(24.0, "percent") == "24 %"
