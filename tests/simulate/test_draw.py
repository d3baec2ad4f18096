from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
from polars.testing import assert_frame_equal

from comity.simulate.draw import _longer, _side
from comity.simulate.energy.equilibrium import solve
from comity.simulate.energy_case import energy_case
from comity.simulate.outcome import Side, side
from tests.simulate.energy.energy_world import energy_world
from tests.simulate.small_case import small_case


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


def test_an_equilibrium_is_made_longer_for_a_link_that_is_built():
    case = small_case()
    market = replace(case.market, conduct=np.array([1.0, 1.0]))
    found = solve(market)
    near = _longer(found, len(market.tail) + 1)
    longer = replace(
        market,
        tail=np.append(market.tail, 1), head=np.append(market.head, 4),
        arc_cost=np.append(market.arc_cost, 3.0), loss=np.append(market.loss, 0.0),
        arc_capacity=np.append(market.arc_capacity, 20.0),
        arc_floor=np.append(market.arc_floor, 0.0), tariff=np.append(market.tariff, 0.0),
        arc_slope=np.append(market.arc_slope, 0.0), arc_names=(),
    )  # fmt: skip
    assert np.allclose(solve(longer, near=near).flow, solve(longer).flow, atol=1e-5)
