from __future__ import annotations

import numpy as np
import pytest

from comity.simulate.distributions import Parameter, drawn, parameters


def test_a_draw_depends_on_seed_number_and_name_alone():
    gas, both = parameters(["gas"]), parameters(["gas", "crude_oil"], cournot=True)
    one, other = drawn(gas, 7, 3), drawn(both, 7, 3)
    assert one == {name: other[name] for name in one}
    assert drawn(gas, 7, 3) == one
    assert drawn(gas, 8, 3) != one
    assert drawn(gas, 7, 4) != one


def test_values_stay_in_their_ranges():
    of = parameters(["gas", "crude_oil"], cournot=True)
    for draw in range(50):
        values = drawn(of, 1, draw)
        assert all(each.low <= values[each.name] <= each.high for each in of)


def test_the_distribution_is_triangular():
    each = Parameter("x", 2.0, 1.0, 5.0, "", "")
    found = np.array([each.at(share) for share in np.linspace(0, 1, 20_001)])
    assert found[0] == 1.0
    assert found[-1] == 5.0
    assert found.mean() == pytest.approx((1 + 2 + 5) / 3, abs=1e-3)
    assert each.at(0.25) == pytest.approx(2.0)  # a quarter of the mass is below the mode


def test_a_range_of_no_width_is_its_value():
    assert Parameter("x", 2.0, 2.0, 2.0, "", "").at(0.3) == 2.0


def test_every_parameter_says_where_it_is_from():
    assert all(each.record and each.low <= each.value <= each.high
               for each in parameters(["gas", "crude_oil"], cournot=True))  # fmt: skip
