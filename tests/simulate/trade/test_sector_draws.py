"""Draws by sector: where they lie, that they are repeatable, and that every step reaches its sectors."""

from __future__ import annotations

import numpy as np
import pytest

from comity.simulate.trade.changes import Step
from comity.simulate.trade.figures import told
from comity.simulate.trade.input_output import InputOutputTable
from comity.simulate.trade.sector_draws import costs_by_sector, drawn_by_sector
from comity.simulate.trade.sectors import SectorChange, balanced, calibrated, sector_counterfactual
from tests.simulate.trade.written_tables import SECTORS, STATES, flows


@pytest.fixture(scope="module")
def table():
    use, end, added = flows()
    return InputOutputTable(STATES, SECTORS, use * 1000, end * 1000, added * 1000, year=2020)


def pairs(*cells):
    mask = np.zeros((4, 4), dtype=bool)
    for i, n in cells:
        mask[i, n] = True
    return mask


def test_steps_reach_their_sectors(table):
    steps = [
        Step(pairs((0, 2)), factor=np.inf, sectors=("C19",)),
        Step(pairs((1, 0)), tariff=0.2),
        Step(pairs((0, 2)), factor=1.1),
    ]
    cost, tariff = costs_by_sector(table, steps, 5.0, {})
    assert cost[:, 0, 2] == pytest.approx([1.1, np.inf, 1.1])
    assert tariff[:, 1, 0] == pytest.approx([1.2, 1.2, 1.2])
    assert np.isfinite(cost).sum() == 47
    assert (tariff != 1).sum() == 3


def test_draws_lie_around_the_central_answer_and_are_repeatable(table):
    stop = pairs((0, 2), (2, 0))
    rest = calibrated(table)
    change = SectorChange(("RUS",), ("DEU",), cost=np.inf, both_ways=True)
    central = sector_counterfactual(table, [change], calibration=balanced(table, rest))
    steps = [Step(stop, factor=np.inf)]
    what = told(steps, *central.bilateral())
    draws = drawn_by_sector(table, rest, steps, what, 1, range(60))
    again = drawn_by_sector(table, rest, steps, what, 1, [7])
    assert draws.welfare[7] == pytest.approx(again.welfare[0], abs=1e-12)
    loss = central.welfare()["welfare"].to_numpy()
    low, high = np.quantile(draws.welfare, [0.05, 0.95], axis=0)
    assert ((low < loss) & (loss < high)).all()
    assert (np.ptp(draws.welfare, axis=0) > 0.1 * np.abs(loss)).all()


def test_an_estimated_cost_is_drawn_from_its_error(table):
    steps = [Step(pairs((0, 2), (2, 0)), effect="sanctions_trade_complete")]
    rest = calibrated(table)
    central = sector_counterfactual(
        table, [SectorChange(("RUS",), ("DEU",), cost=1.37, both_ways=True)], calibration=rest
    )
    what = told(steps, *central.bilateral())
    draws = drawn_by_sector(table, rest, steps, what, 3, range(40))
    assert draws.welfare[:, 0].std() > 0
    assert (draws.welfare[:, 0] < 0).all()
