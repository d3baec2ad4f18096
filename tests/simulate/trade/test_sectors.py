"""Counterfactuals by name: what reaches the equations, what comes back, and what is refused."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from comity.errors import DataError, UnknownName
from comity.simulate.trade.caliendo_parro import sector_equilibrium
from comity.simulate.trade.cost_effects import elasticity
from comity.simulate.trade.gravity import SolveError
from comity.simulate.trade.input_output import InputOutputTable
from comity.simulate.trade.sectors import SectorChange, calibrated, sector_counterfactual
from tests.simulate.trade.written_tables import SECTORS, STATES, flows

INF = float("inf")


@pytest.fixture(scope="module")
def table():
    use, end, added = flows()
    return InputOutputTable(STATES, SECTORS, use, end, added, year=2020, source="made up")


def test_the_table_is_at_rest_in_its_calibration(table):
    found = sector_counterfactual(table, [])
    assert found.welfare()["welfare"].to_numpy() == pytest.approx(np.zeros(4), abs=1e-9)
    before, after = found.bilateral()
    assert before == pytest.approx(table.trade.sum(axis=0), rel=1e-12)
    assert after == pytest.approx(before, rel=1e-9)


def test_names_reach_the_right_cells(table):
    changes = [
        SectorChange(("RUS",), ("DEU", "MEX"), ("C19",), cost=INF),
        SectorChange(("CHN",), ("RUS",), tariff=0.25),
        SectorChange(("DEU",), ("CHN",), ("A01_02",), cost=1.1, both_ways=True),
    ]
    found = sector_counterfactual(table, changes, theta=4)
    cost, tariff = np.ones((3, 4, 4)), np.ones((3, 4, 4))
    cost[1, 0, [2, 3]] = INF
    tariff[:, 1, 0] = 1.25
    cost[0, 2, 1] = cost[0, 1, 2] = 1.1
    direct = sector_equilibrium(calibrated(table, theta=4), cost, tariff=tariff)
    assert found.equilibrium.real_expenditure == pytest.approx(direct.real_expenditure, rel=1e-13)
    rows = found.trade().filter(exporter="RUS", sector="C19")
    assert rows.filter(pl.col("importer").is_in(["DEU", "MEX"]))["change"].to_list() == [
        -100.0,
        -100.0,
    ]
    assert rows.filter(importer="CHN")["change"][0] > 0


def test_empty_means_all_and_home_is_never_touched(table):
    found = sector_counterfactual(table, [SectorChange(("RUS",), cost=INF, both_ways=True)])
    left = found.trade().filter((pl.col("after") > 0) & (pl.col("exporter") == "RUS"))
    assert left["importer"].unique().to_list() == ["RUS"]
    everyone = sector_counterfactual(table, [SectorChange(cost=1.2)])
    assert (everyone.welfare()["welfare"] < 0).all()


def test_costs_multiply_and_tariffs_add(table):
    twice = sector_counterfactual(
        table, [SectorChange(("CHN",), cost=1.1), SectorChange(importers=("RUS",), cost=1.1)]
    )
    assert twice.equilibrium.residual < 1e-10
    up_and_down = sector_counterfactual(
        table, [SectorChange(("CHN",), tariff=0.2), SectorChange(("CHN",), tariff=-0.2)]
    )
    assert up_and_down.welfare()["welfare"].to_numpy() == pytest.approx(np.zeros(4), abs=1e-9)


def test_welfare_is_the_sum_of_its_parts(table):
    found = sector_counterfactual(
        table, [SectorChange(("RUS",), ("DEU",), cost=INF, both_ways=True)]
    )
    rows = found.welfare()
    parts = rows.select("final_goods", "inputs", "linkages", "other_income").sum_horizontal()
    assert 100 * np.expm1(parts.to_numpy() / 100) == pytest.approx(
        rows["welfare"].to_numpy(), abs=1e-8
    )
    assert rows["state"].to_list() == list(STATES)


def test_a_coalition_shares_its_burden(table):
    stop = [SectorChange(("RUS",), ("DEU", "MEX"), cost=INF, both_ways=True)]
    shared = sector_counterfactual(table, stop, coalition=("DEU", "MEX")).welfare()
    alone = sector_counterfactual(table, stop).welfare()
    loss = shared["welfare"].to_list()
    assert loss[2] == pytest.approx(loss[3], abs=1e-9)
    assert (
        min(alone["welfare"][2], alone["welfare"][3])
        < loss[2]
        < max(alone["welfare"][2], alone["welfare"][3])
    )
    assert shared["transfer"].sum() == pytest.approx(0, abs=1e-8)
    assert shared["transfer"][0] == 0


def test_a_result_says_what_it_rests_on(table):
    basis = sector_counterfactual(table, [], imbalance="proportional").basis
    assert basis["model"].startswith("Caliendo & Parro")
    assert basis["elasticity"] == dict.fromkeys(SECTORS, elasticity().value)
    assert (basis["imbalance"], basis["table"], basis["year"]) == ("proportional", "made up", 2020)
    assert "none" in basis["interval"]


def test_elasticities_by_sector(table):
    given = {"A01_02": 8.0, "C19": 3.0, "G45T47": 5.0}
    assert calibrated(table, theta=given).theta.tolist() == [8.0, 3.0, 5.0]
    with pytest.raises(DataError, match=r"no elasticity for 1 sector\(s\): G45T47"):
        calibrated(table, theta={"A01_02": 8.0, "C19": 3.0})
    with pytest.raises(UnknownName, match="C20"):
        calibrated(table, theta={**given, "C20": 4.0})


def test_a_calibration_is_used_again(table):
    rest = calibrated(table, theta=6)
    stop = [SectorChange(("RUS",), ("DEU",), cost=2.0)]
    again = sector_counterfactual(table, stop, calibration=rest)
    assert again.equilibrium.real_expenditure == pytest.approx(
        sector_counterfactual(table, stop, theta=6).equilibrium.real_expenditure
    )


def test_tables_hold_null_where_there_is_nothing(table):
    use, end, added = flows()
    use[0, 1], end[0, 1] = 0, 0
    use[:, :, 0, 1] = 0
    added = use.sum(axis=(2, 3)) + end.sum(axis=2) - use.sum(axis=(0, 1))
    use_without = InputOutputTable(STATES, SECTORS, use, end, np.maximum(added, 0))
    rows = sector_counterfactual(use_without, [SectorChange(cost=1.1)]).sectors()
    empty = rows.filter(state="RUS", sector="C19")
    assert empty["before"][0] == 0
    assert empty["change"][0] is None
    assert rows["change"].null_count() == 1


# ------------------------------------------------------------------ refusals


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (SectorChange(("RSU",)), r"(?s)no state in the table called .RSU.*did you mean.*RUS"),
        (
            SectorChange(sectors=("C18",)),
            r"(?s)no sector in the table called .C18.*did you mean.*C19",
        ),
        (SectorChange(importers=("",)), "no state in the table"),
    ],
)
def test_unknown_names_are_refused_with_their_neighbours(table, change, said):
    with pytest.raises(UnknownName, match=said):
        sector_counterfactual(table, [change])


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"cost": 0.0}, "above 0, not 0"),
        ({"cost": -1.0}, "above 0, not -1"),
        ({"cost": float("nan")}, "above 0, not nan"),
        ({"tariff": INF}, "a tariff is a share"),
        ({"tariff": -1.0}, "a tariff is a share"),
    ],
)
def test_impossible_changes_are_refused(wrong, said):
    with pytest.raises(DataError, match=said):
        SectorChange(("RUS",), **wrong)


def test_other_refusals(table):
    with pytest.raises(DataError, match="tariffs taken off exceed"):
        sector_counterfactual(table, [SectorChange(tariff=-0.6), SectorChange(tariff=-0.6)])
    with pytest.raises(DataError, match="at least two members"):
        sector_counterfactual(table, [], coalition=("DEU",))
    with pytest.raises(DataError, match="each once"):
        sector_counterfactual(table, [], coalition=("DEU", "DEU"))
    with pytest.raises(UnknownName, match="FRA"):
        sector_counterfactual(table, [], coalition=("DEU", "FRA"))
    use, end, added = flows(states=("AAA", "BBB"))
    other = InputOutputTable(("AAA", "BBB"), SECTORS, use, end, added)
    with pytest.raises(DataError, match="not of this table"):
        sector_counterfactual(table, [], calibration=calibrated(other))


def test_a_user_without_suppliers_is_named(table):
    use, end, _ = flows()
    use[3, 1], end[3, 1], use[:, :, 3, 1] = 0, 0, 0  # MEX makes no C19
    added = use.sum(axis=(2, 3)) + end.sum(axis=2) - use.sum(axis=(0, 1))
    importer = InputOutputTable(STATES, SECTORS, use, end, added)
    with pytest.raises(
        DataError, match=r"(?s)MEX would have no supplier left of C19 \(now from .*finite cost"
    ):
        sector_counterfactual(
            importer, [SectorChange(importers=("MEX",), sectors=("C19",), cost=INF)]
        )


def test_one_way_embargoes_that_no_wage_balances_are_named(table):
    surplus = calibrated(table).imbalance[0] < 0  # must export, cannot; or must import, cannot
    stop = (
        SectorChange(exporters=("RUS",), cost=INF)
        if surplus
        else SectorChange(importers=("RUS",), cost=INF)
    )
    with pytest.raises(SolveError, match="RUS could trade in one direction only"):
        sector_counterfactual(table, [stop])
