"""Markets that cannot be solved are refused with names."""

from __future__ import annotations

import numpy as np
import pytest

from comity.errors import DataError
from comity.simulate.energy import check, solve
from comity.simulate.energy.market import reached
from tests.simulate.energy.textbook import NONE, market, two_regions


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"arc_capacity": [-1.0]}, r"Norway → Germany.*the capacity is -1"),
        ({"arc_capacity": [NONE]}, r"Norway → Germany.*the capacity is nan"),
        ({"arc_floor": [3.0], "arc_capacity": [2.0]}, r"at least 3 .* contracted and 2 can pass"),
        ({"loss": [1.0]}, r"the loss is 1, not a share"),
        ({"arc_cost": [np.inf]}, r"the cost is inf"),
        ({"head": [0]}, r"must lead from one place to another"),
        ({"site_capacity": [-5.0]}, r"site 0 at Norway: the capacity is -5"),
        ({"cost_slope": [-1.0]}, r"site 0 at Norway: the slope of marginal cost is -1"),
        ({"demand_slope": [NONE, 0.0]}, r"Germany: the slope of inverse demand is 0"),
        ({"demand_slope": [NONE, NONE]}, r"Germany: demand needs both"),
        ({"conduct": [1.5]}, r"seller 0: conduct is 1.5"),
        ({"arc_capacity": [0.0]}, r"Germany has demand and no production can reach it"),
        ({"site_capacity": [0.0]}, r"Germany has demand and no production can reach it"),
        ({"tail": [5]}, r"tail: entry 0 is 5, and there are 2 nodes"),
        ({"arc_cost": [1.0, 2.0]}, r"arc_cost has 2 entries for 1 arcs"),
    ],
)
def test_refused_by_name(changed, said):
    with pytest.raises(DataError, match=said):
        solve(market(**changed))


def test_every_problem_is_told_at_once():
    with pytest.raises(DataError, match=r"(?s)2 problem.*capacity is -1.*conduct is 2"):
        check(market(site_capacity=[-1.0], conduct=[2.0]))


def test_what_is_left_out_is_filled_in():
    plain = market()
    assert (plain.loss[0], plain.arc_capacity[0], plain.arc_floor[0]) == (0.0, np.inf, 0.0)
    assert plain.cost_floor[0] == -np.inf
    assert two_regions().tail.dtype == np.intp


def test_reach_follows_the_pipes():
    chain = market(demand_intercept=[NONE, 20.0, NONE], demand_slope=[NONE, 1.0, NONE],
                   tail=[0, 1], head=[1, 2], arc_cost=[1.0, 1.0], node_names=())  # fmt: skip
    assert reached(chain, [1]).tolist() == [False, True, True]
    assert reached(chain, []).tolist() == [False, False, False]
