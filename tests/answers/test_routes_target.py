"""Loading corridors: shared links, what binds, and the difference between nothing and not covered."""

from __future__ import annotations

import pytest

from comity.answers.routes import Corridor, routes
from comity.answers.routes_need import trade_of
from comity.answers.routes_paths import Leg, Path
from comity.answers.routes_target import load
from comity.world import World


def corridor(name, limits, cargo=("goods",), per_tonne=None, km=1000.0):
    leg = Leg("rail", "AAA.x", "BBB.y", km, False, (), (), "page 1")
    path = Path(name, name, (leg,), tuple(limits), frozenset(cargo), None, "page 1")
    return Corridor(path, None, None, per_tonne, None, "known", None, (), "operating")


def test_two_corridors_share_one_port():
    done = load(
        [corridor("one", ["port", "rail"]), corridor("two", ["port"])],
        {"goods": 8.0}, {"port": 10.0, "rail": 3.0},
    )  # fmt: skip
    assert sum(done.carried.values()) == pytest.approx(8.0)
    assert done.scale == pytest.approx(10.0 / 8.0)
    assert done.binds == ("port",)


def test_the_cheaper_one_is_filled_first():
    done = load(
        [corridor("dear", ["a"], per_tonne=(300.0, 300.0)), corridor("cheap", ["b"], per_tonne=(50.0, 70.0))],
        {"goods": 12.0}, {"a": 100.0, "b": 10.0},
    )  # fmt: skip
    assert done.carried["cheap", "goods"] == pytest.approx(10.0)
    assert done.carried["dear", "goods"] == pytest.approx(2.0)


def test_as_much_as_goes_where_it_does_not_fit():
    done = load([corridor("one", ["a"])], {"goods": 50.0}, {"a": 20.0})
    assert sum(done.carried.values()) == pytest.approx(20.0)
    assert done.scale == pytest.approx(0.4)


def test_oil_does_not_go_by_rail():
    done = load(
        [corridor("rail", ["a"]), corridor("tanker", ["b"], cargo=("goods", "oil"))],
        {"goods": 5.0, "oil": 5.0}, {"a": 100.0, "b": 6.0},
    )  # fmt: skip
    assert done.carried["tanker", "oil"] == pytest.approx(5.0)
    assert done.binds == ("b",)


def test_a_cargo_without_a_corridor_is_not_covered():
    assert load([corridor("rail", ["a"])], {"oil": 5.0, "goods": 1.0}, {"a": 100.0}) is None


@pytest.fixture(scope="module")
def world() -> World:
    return World.load()


def test_a_hundred_billion_between_russia_and_india(world):
    found = routes(world, "RUS", "IND", target=100e9)
    table = found.target.table()
    assert table.height == 8
    assert table["need_oil"].max() == pytest.approx(0.8 * 100e9 / 573 / 1e6, rel=0.01)
    nameplate = table.filter(capacity="nameplate", corridors="known")
    assert nameplate["shortfall"].max() == pytest.approx(0.0, abs=1e-6)
    assert "port_novorossiysk" in nameplate["binds"][0]
    # more goods a dollar need more room
    assert nameplate["carries_usd"][0] < nameplate["carries_usd"][1]
    assert "146 to 180 Mt" in found.verdict()


def test_ten_times_as_much_does_not_fit(world):
    table = routes(world, "RUS", "IND", target=1e12).target.table()
    assert table["shortfall"].min() > 0


def test_where_it_binds_does_not_depend_on_what_was_asked(world):
    room = [
        routes(world, "RUS", "IND", target=t).target.table()["carries_usd"][0] for t in (9e10, 1e11)
    ]
    assert room[0] == pytest.approx(room[1], rel=1e-6)


def test_a_bound_from_above_never_says_yes(world):
    found = routes(world, "RUS", "CHN", target=300e9)
    assert found.target.table().filter(corridors="known")["shortfall"].null_count() == 4
    assert "Not known" in found.verdict()
    assert "Can they carry it? Yes" not in found.verdict()


def test_corridors_without_capacity_stand_apart(world):
    found = routes(world, "KAZ", "CHN", target=100e9)
    assert found.target.apart == ("China–Kazakhstan–Russia–Europe by Khorgos",)
    assert set(found.target.loading["corridor"]) <= {"northern_rail_dostyk"}


def test_present_trade_is_of_a_whole_year(world):
    trade = trade_of(world, "IND", "RUS", 2024, None)
    assert trade.dollars == pytest.approx(66e9, rel=0.05)
    assert 0.75 < trade.oil_share < 0.85
    heavy, light = (trade.tonnes(1e9, heavy=h) for h in (True, False))
    assert heavy["oil"] == light["oil"]
    assert heavy["goods"] > light["goods"]
