"""One-sector counterfactuals beside GEGravity (R and Stata) and gegravity (PyPI).

Tolerances: GEGravity stops when trade moves by less than 1e-8 a step, and its figures are published to seven
decimals, so 6e-8; gegravity solves to 1e-8, so 1e-6 of its percentages.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from benchmarks.trade_gravity import enlargement, sample
from comity.simulate.trade.gravity import counterfactual
from comity.simulate.trade.modelled import modelled_trade
from comity.simulate.trade.reach import Array

PUBLISHED = json.loads(Path(__file__).with_name("gegravity.json").read_text(encoding="utf-8"))


def solved(case: dict[str, Array]) -> dict[str, Array]:
    """The case by the variant gegravity, under its names."""
    table = modelled_trade(case["access"], case["output"], case["spending"])
    theta = float(case["sigma"]) - 1
    cost = (np.asarray(case["access_new"]) / np.asarray(case["access"])) ** (-1 / theta)
    found = counterfactual(
        table, cost, theta=theta, imbalance="gegravity", numeraire=("price", int(case["reference"]))
    )
    return {
        "welfare_statistic": 1 / found.real_expenditure,  # old over new in gegravity
        "factory_price_percent": 100 * (found.factory_price - 1),
        "imr_percent": 100 * (found.inward_resistance - 1),
        "omr_percent": 100 * (found.outward_resistance - 1),
        "trade_percent": 100 * (found.trade / table - 1),
    }


def test_gegravity_on_a_made_up_world() -> None:
    case, answers = PUBLISHED["made_up"]["inputs"], PUBLISHED["made_up"]["answers"]
    for name, values in solved(case).items():
        np.testing.assert_allclose(values, answers[name], atol=1e-6, err_msg=name)


@pytest.mark.data
def test_gegravity_on_its_sample(shared: Path) -> None:
    found, answers = solved(sample(shared)), PUBLISHED["sample"]["answers"]
    names = list(answers["welfare_statistic"])
    for name in set(found) - {"trade_percent"}:
        np.testing.assert_allclose(found[name], [*answers[name].values()], atol=1e-6, err_msg=name)
    for exporter, changes in answers["exports_percent"].items():
        row = found["trade_percent"][names.index(exporter)]
        np.testing.assert_allclose(row, [*changes.values()], atol=1e-6)


@pytest.mark.data
def test_gegravity_of_r_on_the_enlargement(shared: Path) -> None:
    """Baier, Yotov & Zylkin (2019): the example of the package, by its default treatment of imbalances."""
    welfare = enlargement(shared)["additive"]
    published = {"POL": 1.0059595, "DEU": 1.0009340, "USA": 0.9999986}
    assert welfare == pytest.approx(published, abs=6e-8)


@pytest.mark.data
def test_the_sample_does_not_add_up_by_gegravity_and_does_by_the_full_model(shared: Path) -> None:
    case = sample(shared)
    table = modelled_trade(case["access"], case["output"], case["spending"])
    cost = (case["access_new"] / case["access"]) ** (-1 / 4)
    once = counterfactual(table, cost, theta=4, imbalance="gegravity")
    full = counterfactual(table, cost, theta=4)
    off = np.abs(once.trade.sum(axis=1) / once.output - 1).max()
    assert 1e-5 < off < 1e-2
    np.testing.assert_allclose(full.trade.sum(axis=1), full.output, rtol=1e-10)
