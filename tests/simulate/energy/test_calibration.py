"""A calibrated market is at rest where it was observed; what had to give is said."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from comity.errors import DataError
from comity.simulate.energy import Observed, calibrate, solve
from tests.simulate.energy.textbook import NONE, market

CHAIN = {
    "demand_intercept": [NONE] * 4, "demand_slope": [NONE] * 4, "node_names": ("A", "B", "C", "D"),
    "site_node": [0, 1], "site_seller": [0, 1], "cost_intercept": [NONE] * 2, "cost_slope": [NONE] * 2,
    "site_capacity": [60.0, 40.0], "tail": [0, 1, 0, 2], "head": [2, 2, 3, 3],
    "arc_cost": [20.0, 10.0, 30.0, 15.0], "arc_capacity": [100.0, 40.0, 30.0, 20.0],
}  # fmt: skip


def observed(**changed):
    made = {
        "production": np.array([50.0, 30.0]), "consumption": np.array([0.0, 5.0, 45.0, 30.0]),
        "reference_price": np.array([NONE, NONE, 200.0, NONE]),
        "demand_elasticity": np.full(4, 0.3), "supply_elasticity": np.full(2, 0.5), **changed,
    }  # fmt: skip
    return Observed(**made)


@pytest.mark.parametrize("conduct", [[0.0, 0.0], [0.2, 0.0], [0.2, 0.1], [1.0, 0.4]])
@pytest.mark.parametrize("loss", [0.0, 0.05])
@pytest.mark.parametrize("spread", [0.0, 0.2])
def test_the_calibrated_market_rests_where_it_was_observed(conduct, loss, spread):
    network = market(**CHAIN, conduct=conduct, loss=[loss] * 4)
    found = calibrate(network, observed(), spread=spread)
    again = solve(found.market)
    # Relative to quantities near 30 and prices near 200.
    assert again.production == pytest.approx(found.production, abs=1e-6 * 30)
    assert again.consumption == pytest.approx(found.consumption, abs=1e-6 * 30)
    assert again.price == pytest.approx(found.price, abs=1e-6 * 2000)
    used = found.consumption > 0
    if max(conduct) < 0.3:
        assert found.elasticity[used] == pytest.approx(0.3, rel=5e-3)
    assert np.isnan(found.elasticity[~used]).all()


def test_more_market_power_than_demand_allows_shows_in_the_elasticity():
    # A monopolist's demand has an elasticity of one or more; asked for 0.3, the market says what it took.
    found = calibrate(market(**CHAIN, conduct=[1.0, 1.0]), observed())
    assert found.elasticity[3] > 0.33
    assert found.market.cost_floor[0] == pytest.approx(10.0)


def test_balanced_marginals_are_kept_and_references_met():
    found = calibrate(market(**CHAIN, conduct=[0.0, 0.0]), observed())
    assert found.production == pytest.approx([50.0, 30.0], rel=0.01)
    assert found.consumption == pytest.approx([0.0, 5.0, 45.0, 30.0], rel=0.02)
    assert found.price[2] == pytest.approx(200.0, rel=0.05)
    assert found.price_residual[2] == pytest.approx(found.price[2] - 200.0)
    assert np.isnan(found.price_residual[[0, 1, 3]]).all()
    assert found.summary()["prices_known"] == 1


def test_unbalanced_marginals_are_adjusted_on_both_sides_by_their_size():
    found = calibrate(
        market(**CHAIN, conduct=[0.0, 0.0]), observed(production=np.array([55.0, 33.0]))
    )
    assert found.production.sum() == pytest.approx(found.consumption.sum(), abs=1e-6)
    assert (found.production_adjustment < 0).all()
    assert (found.consumption_adjustment[[1, 2, 3]] > 0).all()
    assert 80.0 < found.production.sum() < 88.0


def test_known_flows_draw_the_estimate_and_are_reproduced():
    network = market(**CHAIN, conduct=[0.0, 0.0])
    free = calibrate(network, observed())
    seen = np.array([NONE, NONE, 20.0, NONE])
    drawn = calibrate(network, observed(flow=seen))
    assert abs(drawn.flow[2] - 20.0) < abs(free.flow[2] - 20.0)
    assert drawn.flow_residual[2] == pytest.approx(drawn.flow[2] - 20.0)
    assert solve(drawn.market).flow == pytest.approx(drawn.flow, abs=1e-3)


def test_marginal_cost_is_below_the_price_by_the_markup():
    found = calibrate(market(**CHAIN, conduct=[1.0, 0.0]), observed())
    sales = found.equilibrium.sales[0]
    n = int(np.argmax(sales))
    made = found.market.cost_intercept[0] + found.market.cost_slope[0] * found.production[0]
    markup = found.market.demand_slope[n] * sales[n]
    carried = 20.0 if n == 2 else 30.0
    assert made == pytest.approx(found.price[n] - markup - carried, rel=1e-3) or n == 3
    assert made > 0


def test_production_never_costs_less_than_its_floor():
    found = calibrate(
        market(**CHAIN, conduct=[0.0, 0.0]), observed(production=np.array([90.0, 60.0]))
    )
    cut = replace(found.market, arc_capacity=found.market.arc_capacity * 0.2)
    after = solve(cut)
    assert (after.site_value >= 0.05 * 200 - 1e-6).all()
    assert (after.price > 0).all()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"reference_price": np.full(4, NONE)}, "needs a reference price"),
        ({"consumption": np.array([0.0, -5.0, 45.0, 30.0])}, r"B: consumption is -5"),
        ({"demand_elasticity": np.array([0.3, 0.3, 0.0, 0.3])}, r"C: elasticity of demand is 0"),
        ({"supply_elasticity": np.array([0.3, -1.0])}, r"site 1 at B: elasticity of supply is -1"),
        ({"quantity_tolerance": 0.0}, "tolerances .* above zero"),
    ],
)
def test_what_cannot_be_calibrated_is_refused(changed, said):
    with pytest.raises(DataError, match=said):
        calibrate(market(**CHAIN, conduct=[0.0, 0.0]), observed(**changed))


def test_a_place_that_cannot_be_supplied_is_named():
    chain = {**CHAIN, "arc_capacity": [100.0, 40.0, 0.1, 0.1]}
    with pytest.raises(DataError, match=r"D used 30 and the network brings it 0.2"):
        calibrate(market(**chain, conduct=[0.0, 0.0]), observed())
