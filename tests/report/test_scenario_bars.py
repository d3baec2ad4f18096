"""Bars of a scenario's page stand where their figures are."""

from __future__ import annotations

import pytest

from comity.report.scenario_bars import place, scaled


def test_bars_share_one_scale_with_zero_on_it():
    chart = scaled("t", "percent", [("a", 1.0, 0.5, 3.0), ("b", -1.0, None, None)])
    assert chart.zero == pytest.approx(25)
    up, down = chart.bars
    assert (up.start, up.width) == pytest.approx((25, 25))
    assert (up.low, up.reach) == pytest.approx((37.5, 62.5))
    assert (down.start, down.width, down.down) == pytest.approx((0, 25, True))
    assert down.low is None
    assert up.text == "+1.0 [+0.5, +3.0]"
    assert down.text == "\u22121.0"


def test_an_interval_that_is_a_point_is_not_drawn():
    assert scaled("t", "", [("a", 1.0, 1.0, 1.0)]).bars[0].low is None


def test_a_figure_of_nothing_is_a_hair():
    assert scaled("t", "", [("a", 0.0, None, None)]).bars[0].width > 0


def test_a_place_is_a_style():
    assert place(1 / 3, 2) == "left:0.33%;width:2.00%"


def test_what_rounds_to_nothing_has_no_sign_and_no_interval():
    chart = scaled("t", "", [("a", -0.001, -0.004, 0.002), ("b", 2.0, -0.001, 3.0)], 2)
    assert [bar.text for bar in chart.bars] == ["0.00", "+2.00 [0.00, +3.00]"]
