"""Distances against known ones, passages on the way, and the next best way round."""

from __future__ import annotations

import pytest

from comity.errors import UnknownName
from comity.simulate.energy.compiled import read_table
from comity.simulate.energy.seas import PASSAGES, great_circle, ports, voyages

#: Nautical miles by sea, as distance tables give them, to the nearest fifty.
KNOWN = [
    ("crude_oil", "SAU", "NLD", (), 6435), ("crude_oil", "SAU", "NLD", ("suez",), 11200),
    ("crude_oil", "SAU", "JPN", (), 6600), ("crude_oil", "SAU", "IND", (), 1200),
    ("crude_oil", "RUS.baltic", "NLD", (), 1250), ("crude_oil", "RUS.baltic", "IND", (), 7900),
    ("crude_oil", "RUS.blacksea", "ITA", (), 1330), ("crude_oil", "RUS.blacksea", "IND", (), 4250),
    ("crude_oil", "RUS.fareast", "CHN", (), 1000), ("crude_oil", "VEN", "CHN", (), 9700),
    ("crude_oil", "NGA", "NLD", (), 4300), ("crude_oil", "AGO", "CHN", (), 9400),
    ("crude_oil", "BRA", "CHN", (), 11000), ("crude_oil", "NGA", "IND", (), 6900),
    ("gas", "QAT", "JPN", (), 6550), ("gas", "QAT", "GBR", (), 6150), ("gas", "USA", "JPN", (), 9250),
    ("gas", "RUS.yamal", "BEL", (), 2500), ("gas", "RUS.yamal", "CHN", (), 5600),
    ("gas", "TTO", "ARG", (), 4200), ("gas", "PER", "KOR", (), 9200), ("gas", "NGA", "ESP", (), 3600),
]  # fmt: skip


@pytest.mark.parametrize(("commodity", "a", "b", "closed", "miles"), KNOWN)
def test_distances_are_within_a_tenth_of_known_ones(commodity, a, b, closed, miles) -> None:
    voyage = voyages([a], [b], commodity, closed=closed)[a, b]
    assert voyage.km / 1.852 == pytest.approx(miles, rel=0.1)


def test_passages_are_named_in_the_order_of_the_voyage() -> None:
    way = voyages(["SAU"], ["NLD"], "crude_oil")["SAU", "NLD"]
    assert way.passages == ("hormuz", "bab_el_mandeb", "suez", "gibraltar")
    way = voyages(["RUS.blacksea"], ["IND"], "crude_oil")["RUS.blacksea", "IND"]
    assert way.passages == ("turkish_straits", "suez", "bab_el_mandeb")


@pytest.mark.parametrize("passage", ["suez", "malacca", "danish_straits", "panama"])
def test_closing_a_passage_never_shortens_a_voyage_and_avoids_it(passage: str) -> None:
    places = ["SAU", "NGA", "VEN", "RUS.baltic", "AUS", "CHN", "NLD", "IND", "USA"]
    before = voyages(places, places, "crude_oil")
    after = voyages(places, places, "crude_oil", closed=[passage])
    for pair, voyage in after.items():
        assert passage not in voyage.passages
        assert voyage.effective_km >= before[pair].effective_km - 1e-6


def test_malacca_has_a_way_round_and_hormuz_has_none() -> None:
    round_ = voyages(["SAU"], ["CHN"], "crude_oil", closed=["malacca"])["SAU", "CHN"]
    assert "sunda" in round_.passages or "lombok" in round_.passages
    assert voyages(["SAU"], ["CHN"], "crude_oil", closed=["hormuz"]) == {}
    assert voyages(["SAU.yanbu"], ["CHN"], "crude_oil", closed=["hormuz"])


def test_an_unknown_passage_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownName, match="malacca"):
        voyages(["SAU"], ["CHN"], "crude_oil", closed=["malaca"])


def test_every_lane_and_port_hangs_on_known_points_and_every_row_has_a_source() -> None:
    points = set(read_table("sea_points")["id"])
    lanes = read_table("sea_lanes")
    assert set(lanes["a"]) | set(lanes["b"]) == points
    assert set(lanes["passage"].drop_nulls()) <= set(PASSAGES)
    assert {p for port in ports() for p in port.points} <= points
    pairs = [frozenset(pair) for pair in lanes.select("a", "b").iter_rows()]
    assert len(set(pairs)) == len(pairs)


def test_a_quarter_of_the_globe() -> None:
    assert great_circle(0, 0, 0, 90) == pytest.approx(10007.5, abs=1)
