from __future__ import annotations

import pytest
from polars.testing import assert_frame_equal

from comity.errors import ComityError, DataError
from comity.simulate.ensemble import ensemble, link_intervals
from comity.simulate.scenario import Scenario
from tests.simulate.energy.energy_world import energy_world

SCENARIO = Scenario.parse(
    'name = "Less"\n[[change]]\nkind = "scale"\nlink = "power_of_siberia"\nfactor = 0.5\ncommodity = "gas"\n'
)


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    folder = tmp_path_factory.mktemp("ensemble") / "draws"
    return ensemble(energy_world(), SCENARIO, draws=3, seed=5, folder=folder, workers=2)


def test_figures_have_intervals(found):
    links = found.table().filter(table="links", what="power_of_siberia")
    row = links.filter(measure="capacity").row(0, named=True)
    assert (row["baseline"], row["scenario"], row["change"]) == (38.0, 19.0, -19.0)
    flow = links.filter(measure="flow").row(0, named=True)
    assert flow["scenario_high"] <= 19.0 + 1e-6
    assert flow["change_low"] <= flow["change"] <= flow["change_high"] < 0
    assert flow["falls"] == 1.0
    assert found.draws == 3


def test_a_run_that_was_stopped_goes_on_with_the_same_figures(found):
    before = found.table()
    gone = found.folder / "draw-00001.parquet"
    gone.unlink()
    done = []
    again = ensemble(
        energy_world(), SCENARIO, draws=3, seed=5, folder=found.folder, workers=1,
        progress=lambda now, _: done.append(now),
    )  # fmt: skip
    assert done == [2, 3]
    assert_frame_equal(again.table(), before, check_exact=True)


def test_intervals_of_links(found):
    low, high = link_intervals(found.folder, 2023)["ukraine_transit"]
    assert 0 < low < high
    with pytest.raises(DataError, match="not of 2021"):
        link_intervals(found.folder, 2021)


def test_another_seed_is_refused(found):
    with pytest.raises(DataError, match="another seed"):
        ensemble(energy_world(), SCENARIO, draws=3, seed=6, folder=found.folder)


@pytest.mark.parametrize("wrong", [{"draws": 1}, {"seed": -1}, {"workers": 0}])
def test_numbers_out_of_range_are_refused_before_anything_is_done(tmp_path, wrong):
    with pytest.raises(ComityError):
        ensemble(energy_world(), SCENARIO, folder=tmp_path / "draws", **{"draws": 3, **wrong})
    assert not (tmp_path / "draws").exists()
