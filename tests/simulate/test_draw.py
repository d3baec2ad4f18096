from __future__ import annotations

from dataclasses import fields

from polars.testing import assert_frame_equal

from comity.simulate.draw import _side
from comity.simulate.energy_case import energy_case
from comity.simulate.outcome import Side, side
from tests.simulate.energy.energy_world import energy_world


def test_price_takers_together_trade_what_they_trade_one_by_one():
    case = energy_case(energy_world(), "gas", 2023)
    pooled, apart = _side(case, case.before), side([(case, case.before)])
    for name in (field.name for field in fields(Side)):
        one, other = getattr(pooled, name), getattr(apart, name)
        keys = [c for c in other.columns if other[c].dtype.is_(other["commodity"].dtype)]
        tight = {"check_exact": False, "rel_tol": 1e-4, "abs_tol": 1e-2}
        large = {"flows": "value", "dependence": "value"}.get(name)
        if large is not None:  # rounding decides on which side of the least flow a trace is
            one, other = (frame.filter(frame[large] > 0.01) for frame in (one, other))
        assert_frame_equal(one.select(other.columns).sort(keys), other.sort(keys), **tight)
