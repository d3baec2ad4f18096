"""Every kind of change against what can be reckoned by hand on a market of a few places."""

from __future__ import annotations

import numpy as np
import pytest

from comity.errors import ComityError, DataError, UnknownName
from comity.simulate.case import Case
from comity.simulate.changes import apply
from comity.simulate.energy.equilibrium import solve
from comity.simulate.price_cap import under_cap
from comity.simulate.run import answer
from comity.simulate.scenario import Scenario
from tests.simulate.small_case import small_case
from tests.tiny_world import tiny_world


def made(text: str, case: Case | None = None) -> Case:
    """The case after one change."""
    scenario = Scenario.parse(f'name = "t"\n[[change]]\n{text}\n')
    return apply(case or small_case(), scenario.change[0], tiny_world())


def changed(text: str, case: Case | None = None) -> tuple[Case, np.ndarray, np.ndarray]:
    """The case after one change, its flows and its prices."""
    case = made(text, case)
    found = solve(case.market)
    return case, found.flow, found.price


def test_the_baseline_is_what_is_reckoned_by_hand():
    # Qatar serves both at 50 (40 at its port); the line to Germany is full, and worth 15 more a unit
    found = small_case().before
    assert found.flow == pytest.approx([40, 40, 10, 50], abs=1e-5)
    assert found.price[3:] == pytest.approx([50, 50], abs=1e-6)
    assert found.shadow_price[0] == pytest.approx(15, abs=1e-6)


def test_a_closed_link_carries_nothing_and_others_fill_in():
    _, flow, price = changed('kind = "close"\nlink = "old_line"')
    assert flow[0] == 0
    assert flow[2] == pytest.approx(flow[3], abs=1e-5)
    assert price[3] > 50


def test_cap_and_scale_are_the_same_where_they_say_the_same():
    _, capped, _ = changed('kind = "cap"\nlink = "old_line"\ncapacity = 20')
    _, scaled, _ = changed('kind = "scale"\nlink = "old_line"\nfactor = 0.5')
    assert capped == pytest.approx(scaled, abs=1e-6)
    assert capped[0] == pytest.approx(20)


def test_a_link_may_be_named_by_its_ends():
    _, by_ends, _ = changed('kind = "close"\nfrom = "RUS"\nto = "DEU"')
    assert by_ends[0] == 0
    assert by_ends[1] == pytest.approx(0, abs=1e-6)


def test_a_contract_gives_way_to_a_closure_and_it_is_said():
    case, flow, _ = changed('kind = "close"\nlink = "old_line"', small_case(floor=30))
    assert flow[0] == 0
    assert "gives way" in case.notes[0]


def test_a_new_link_to_a_new_market():
    case, flow, price = changed(
        'kind = "build"\nfrom = "RUS.yamal"\nto = "CHN"\ncommodity = "gas"\ncapacity = 30\ncost = 8'
    )
    assert flow[4] == pytest.approx(16, abs=1e-5)
    assert price[4] == pytest.approx(46, abs=1e-5)
    assert case.ways[4].id == "new:rus.yamal-chn"


def test_a_link_already_in_use_is_not_built(monkeypatch):
    world = tiny_world()
    row = world.links.with_columns(id=__import__("polars").lit("old_line"))
    world = world.with_rows("links", row, next(iter(world.sources.values())), part="more")
    scenario = Scenario.parse('name = "t"\n[[change]]\nkind = "build"\nlink = "old_line"\n')
    with pytest.raises(DataError, match="in use in 2023"):
        apply(small_case(), scenario.change[0], world)


def test_an_embargo_ends_what_goes_directly():
    _, flow, _ = changed('kind = "embargo"\nimporters = "EU"\nexporters = "RUS"\ncommodity = "gas"')
    assert flow[0] == 0
    assert flow[2] > 10


def test_an_exempt_importer_goes_on():
    _, flow, _ = changed(
        'kind = "embargo"\nimporters = "EU"\nexporters = "RUS"\ncommodity = "gas"\nexempt = "DEU"'
    )
    assert flow[0] == pytest.approx(40, abs=1e-5)


def test_half_an_embargo_leaves_half_of_what_was():
    _, flow, _ = changed(
        'kind = "embargo"\nimporters = "EU"\nexporters = "RUS"\ncommodity = "gas"\nshare = 0.5'
    )
    assert flow[0] == pytest.approx(20, abs=1e-5)


@pytest.mark.parametrize("how", ["percent = 20", "amount = 10"])
def test_a_duty_below_the_rent_of_a_full_line_moves_no_gas(how):
    case, flow, price = changed(
        f'kind = "tariff"\nimporters = "DEU"\nexporters = "RUS"\ncommodity = "gas"\n{how}'
    )
    assert case.market.tariff[0] == pytest.approx(10)
    assert flow[0] == pytest.approx(40, abs=1e-5)
    assert price[3] == pytest.approx(50, abs=1e-5)


def test_a_discount_is_taken_from_the_seller_and_kept_by_the_buyer():
    scenario = Scenario.parse(
        'name = "t"\n[[change]]\nkind = "discount"\nbuyer = "DEU"\nseller = "RUS"\ncommodity = "gas"\n'
        "percent = 10\n"
    )
    found = answer(scenario, 2023, [(small_case(), scenario.change)], tiny_world())
    revenue = {r["state"]: r["revenue"] for r in found.changes.revenue.iter_rows(named=True)}
    duties = {r["state"]: r["duties"] for r in found.changes.consumers.iter_rows(named=True)}
    assert revenue["RUS"] == pytest.approx(-5 * 40, rel=1e-5)
    assert duties["DEU"] == pytest.approx(5 * 40, rel=1e-5)


def test_friction_of_payments_is_lost_to_all():
    case, flow, _ = changed(
        'kind = "payment_friction"\nbetween = [["RUS"], ["EU"]]\ncommodity = "gas"\npercent = 50'
    )
    assert case.market.arc_cost[0] == pytest.approx(5 + 25)
    assert flow[0] < 40


def test_a_ban_on_shipping_makes_carriage_dearer():
    case, flow, _ = changed(
        'kind = "shipping_ban"\nexporters = "QAT"\ncommodity = "gas"\nsurcharge = 5'
    )
    assert case.market.arc_cost[2:] == pytest.approx([15, 15])
    assert flow[3] < 50


def test_a_demand_shock_shifts_the_curve_at_any_price():
    case, _, _ = changed('kind = "demand"\nplace = "DEU"\ncommodity = "gas"\npercent = -20')
    at = (case.market.demand_intercept[3] - 50) / case.market.demand_slope[3]
    assert at == pytest.approx(0.8 * 50)
    level, _, _ = changed('kind = "demand"\nplace = "DEU"\ncommodity = "gas"\nlevel = 40')
    assert level.market.demand_slope[3] == pytest.approx(case.market.demand_slope[3], rel=1e-6)


def test_demand_that_ends_leaves_a_node_without_any():
    case, flow, _ = changed('kind = "demand"\nplace = "DEU"\ncommodity = "gas"\npercent = -100')
    assert np.isnan(case.market.demand_slope[3])
    assert flow[0] == pytest.approx(0, abs=1e-6)


def test_a_supply_shock_scales_what_is_made_at_any_cost():
    case, _, _ = changed('kind = "supply"\nplace = "QAT"\ncommodity = "gas"\npercent = -50')
    assert case.market.site_capacity[1] == 60
    assert case.market.cost_slope[1] == pytest.approx(1.0)


def test_a_lost_strait_cuts_off_who_has_no_other_way():
    case = made('kind = "passage"\npassage = "hormuz"')
    assert case.market.arc_capacity[2:].tolist() == [0, 0]
    assert "2 have none" in case.notes[-1]


def test_a_lost_canal_is_gone_round_at_a_cost():
    case, _, _ = changed('kind = "passage"\npassage = "suez"')
    assert case.market.arc_cost[2] > 10
    assert case.market.arc_cost[3] == 10
    assert "suez" not in case.ways[2].passages


def test_two_straits_lost_one_after_the_other_are_both_lost():
    once = made('kind = "passage"\npassage = "suez"')
    twice = made('kind = "passage"\npassage = "hormuz"', once)
    assert twice.market.arc_capacity[2] == 0


def test_a_risk_premium_is_paid_only_by_those_it_is_put_on():
    case, _, _ = changed('kind = "passage"\npassage = "malacca"\nexporters = "QAT"\nsurcharge = 3')
    assert case.market.arc_cost[2:] == pytest.approx([10, 13])


def test_a_cap_above_the_ports_price_changes_nothing():
    change = cap(price=45)
    case, found = under_cap(small_case(), change, solve)
    assert found.flow == pytest.approx(small_case().before.flow, abs=1e-5)
    assert "does not bind" in case.notes[-1]


def test_a_cap_that_binds_diverts_until_the_seller_earns_the_cap_or_leaves():
    case, found = under_cap(small_case(), cap(price=38, surcharge=2), solve)
    assert found.price[2] == pytest.approx(38, rel=5e-3)
    assert found.flow[3] > small_case().before.flow[3] - 5
    assert 0 <= found.flow[2] < 10
    assert "the coalition takes" in case.notes[-1]


def cap(**figures: float):
    told = "\n".join(f"{name} = {value}" for name, value in figures.items())
    return Scenario.parse(
        'name = "t"\n[[change]]\nkind = "price_cap"\nbuyers = "EU"\nseller = "QAT"\n'
        f'commodity = "gas"\n{told}\n'
    ).change[0]


@pytest.mark.parametrize(
    ("change", "kind", "part"),
    [
        ('kind = "close"\nlink = "old_lime"', UnknownName, "did you mean  old_line"),
        ('kind = "close"\nfrom = "QAT"\nto = "RUS"', DataError, "no link of gas leads from QAT"),
        ('kind = "scale"\nlink = "mains"\nfactor = 2', DataError, "none to scale"),
        ('kind = "embargo"\nimporters = "JPN"\nexporters = "RUS"\ncommodity = "gas"', DataError,
         "would change nothing"),
        ('kind = "demand"\nplace = "QAT"\ncommodity = "gas"\npercent = 3', DataError, "no demand"),
        ('kind = "demand"\nplace = "JPN"\ncommodity = "gas"\npercent = 3', DataError, "JPN has no"),
        ('kind = "demand"\nplace = "RUS.yamel"\ncommodity = "gas"\npercent = 3', UnknownName, "RUS.yamal"),
        ('kind = "supply"\nplace = "DEU"\ncommodity = "gas"\nlevel = 3', DataError, "produces no gas"),
        ('kind = "demand"\nplace = "DEU"\ncommodity = "gas"\nlevel = -3', DataError, "below zero"),
        ('kind = "passage"\npassage = "malaca"', UnknownName, "malacca"),
        ('kind = "passage"\npassage = "panama"', DataError, "no ship"),
        ('kind = "build"\nlink = "power_of_siberia_3"', UnknownName, "no link called"),
        ('kind = "build"\nfrom = "RUS.yamal"\nto = "JPN"\ncommodity = "gas"\ncapacity = 3', UnknownName,
         "JPN"),
    ],
)  # fmt: skip
def test_what_is_not_there_is_refused_with_names(change, kind, part):
    with pytest.raises(kind) as caught:
        changed(change)
    assert part in str(caught.value)


def test_demand_cut_off_from_everything_is_refused_with_its_place():
    text = 'kind = "close"\nlink = "old_line"\n[[change]]\nkind = "passage"\npassage = "hormuz"\n'
    scenario = Scenario.parse(f'name = "t"\n[[change]]\n{text}')
    with pytest.raises(ComityError, match="DEU has demand and no production can reach it"):
        answer(scenario, 2023, [(small_case(), scenario.change)], tiny_world())
