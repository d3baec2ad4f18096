"""Corridors between two states: lengths against charts, what bounds them, and nothing made up."""

from __future__ import annotations

from itertools import pairwise

import polars as pl
import pytest

from comity.answers import routes_tables
from comity.answers.routes import COLUMNS, routes
from comity.answers.routes_links import TONNES_PER_TEU, in_tonnes, links_in
from comity.answers.routes_sea import NORTHERN, sail, ways
from comity.errors import ComityError, CoverageError, UnknownName
from comity.world import World


@pytest.fixture(scope="module")
def world() -> World:
    return World.load()


@pytest.fixture(scope="module")
def north_south(world):
    return routes(world, "RUS", "IND")


def by_id(found, corridor):
    return found.table().row(by_predicate=pl.col("id") == corridor, named=True)


@pytest.mark.parametrize(
    ("start", "end", "km"),
    [
        ("CHN.shanghai", "NLD.rotterdam", 19_600),  # 10,600 nautical miles by Suez
        ("RUS.st_petersburg", "IND.mumbai", 14_100),
        ("USA.los_angeles", "CHN.shanghai", 10_600),
        ("RUS.novorossiysk", "IND.mumbai", 8_000),
    ],
)
def test_sea_lengths_are_those_of_the_chart(start, end, km):
    # great circles between way-points cut corners: within 6 %
    assert sail(start, end).km == pytest.approx(km, rel=0.06)


def test_a_closed_canal_sends_ships_round_the_cape():
    by_suez = sail("CHN.shanghai", "NLD.rotterdam")
    round_it = sail("CHN.shanghai", "NLD.rotterdam", frozenset({NORTHERN, "suez", "panama"}))
    assert "suez" in by_suez.passages
    assert "cape" in round_it.passages
    assert round_it.km == pytest.approx(1.30 * by_suez.km, rel=0.05)  # 13,800 against 10,600 miles


def test_malacca_has_its_two_alternatives_each_longer():
    places = routes_tables.places()
    found = ways(places["CHN.shanghai"], places["IND.chennai"])
    straits = [next(p for p in w.passages if p in ("malacca", "sunda", "lombok")) for w in found]
    assert straits == ["malacca", "sunda", "lombok"]
    assert found[0].km < found[1].km < found[2].km


def test_every_leg_joins_the_next_and_lies_between_the_two(north_south):
    for corridor in north_south.corridors:
        legs = corridor.path.legs
        assert legs[0].start.startswith("RUS.")
        assert legs[-1].end.startswith("IND.")
        assert all(a.end == b.start for a, b in pairwise(legs))


def test_the_other_way_round_is_the_same_way(world, north_south):
    back = routes(world, "IND", "RUS").table()
    assert (
        by_id(north_south, "instc_east")["km"]
        == back.row(by_predicate=pl.col("id") == "instc_east", named=True)["km"]
    )


def test_the_columns_promised_and_the_branches(north_south):
    table = north_south.table()
    assert table.columns == list(COLUMNS)
    assert {"instc_west", "instc_caspian", "instc_east", "chennai_vladivostok"} <= set(table["id"])
    assert by_id(north_south, "instc_west")["binds"] == "astara_terminal"
    assert by_id(north_south, "instc_west")["capacity"] == "at most"


def test_the_far_east_needs_the_eastern_polygon(north_south):
    corridor = next(c for c in north_south.corridors if c.path.id == "chennai_vladivostok")
    assert "eastern_polygon" in corridor.path.limits
    assert "port_vladivostok" in corridor.missing


def test_what_is_not_known_is_null(north_south):
    table = north_south.table()
    assert table["cost_low"].null_count() > 0
    assert not table.filter(pl.col("cost_low") == 0).height
    unknown = table.filter(pl.col("capacity") == "unknown")
    assert unknown["capacity_high"].null_count() == unknown.height
    assert table.filter(pl.col("capacity") == "known")["not_covered"].null_count() == (
        table.filter(pl.col("capacity") == "known").height
    )


def test_status_follows_the_year(world):
    status = {
        y: by_id(routes(world, "RUS", "IND", year=y), "chennai_vladivostok")["status"]
        for y in (2022, 2024)
    }
    assert status == {2022: "proposed", 2024: "operating"}
    kars = {y: links_in(world, y)["baku_tbilisi_kars"].capacity for y in (2023, 2024)}
    assert kars == {2023: (1.0, 1.0), 2024: (5.0, 5.0)}


def test_a_canal_that_is_closed_in_the_world_is_not_used(world):
    suez = world.table("links").filter(pl.col("id") == "suez")
    links = world.table("links").filter(pl.col("id") != "suez")
    shut = suez.with_columns(status=pl.lit("suspended"))
    changed = _with_links(world, pl.concat([links, shut]))
    found = routes(changed, "CHN", "NLD")
    assert not any("suez" in c.path.passages for c in found.corridors)
    assert any("cape" in c.path.passages for c in found.corridors)


def _with_links(world: World, links: pl.DataFrame) -> World:
    class Changed(World):
        def table(self, name):
            return links if name == "links" else world.table(name)

        def rows(self, *arguments, **named):
            return world.rows(*arguments, **named)

    return Changed({}, [])


def test_units():
    assert in_tonnes(1e6, "TEU/y") == pytest.approx(TONNES_PER_TEU)
    assert in_tonnes(2.0, "Mt/day") == pytest.approx((730.0, 730.0))
    assert in_tonnes(None, "Mt/y") is None
    assert in_tonnes(97.0, "ships/day") is None


def test_spare_is_capacity_less_use(world):
    port = links_in(world, 2024)["port_novorossiysk"]
    assert port.spare == pytest.approx((208.8 - 161.4,) * 2)
    assert links_in(world, 2024)["port_vladivostok"].spare is None


def test_evidence_and_sources(north_south):
    tables = [table for table, _ in north_south.evidence()]
    assert tables == ["links", "flows"]
    assert north_south.sources()["record"].str.contains("http").all()


def test_refusals(world):
    with pytest.raises(CoverageError, match="no place of Fiji"):
        routes(world, "RUS", "FJI")
    with pytest.raises(CoverageError, match="corridors touch"):
        routes(world, "AZE", "BRA")
    with pytest.raises(UnknownName, match="rail"):
        routes(world, "RUS", "IND", mode="raill")
    with pytest.raises(ComityError, match="twice"):
        routes(world, "RUS", "Russia")
    with pytest.raises(ComityError, match="positive"):
        routes(world, "RUS", "IND", target=-1.0)
    with pytest.raises(ComityError, match="lower first"):
        routes(world, "RUS", "IND", target=1e9, density=(3.0, 1.0))


def test_compiled_tables_hang_together():
    places = routes_tables.places()
    for corridor in routes_tables.corridors():
        ends = [p for s in corridor.stretches for p in (s.start, s.end)]
        assert set(ends) <= set(places), corridor.id
        for one, other in pairwise(corridor.stretches):
            assert one.end == other.start, corridor.id
    ids = {c.id for c in routes_tables.corridors()}
    for figure in routes_tables.figures():
        assert figure.corridor is None or figure.corridor in ids, figure
        assert figure.low is None or figure.high is None or figure.low <= figure.high, figure
        assert figure.record
