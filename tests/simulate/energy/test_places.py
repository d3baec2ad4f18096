"""Where labels of the links table lie."""

from __future__ import annotations

import pytest

from comity.simulate.energy.places import place_of, places_of, position, state_of


@pytest.mark.parametrize(
    ("label", "commodity", "place"),
    [
        ("RUS.volga", "gas", "RUS.west"), ("RUS", "gas", "RUS.west"), ("RUS.yamal", "gas", "RUS.yamal"),
        ("RUS.eastsiberia", "gas", "RUS.eastsiberia"), ("CHN.northeast", "gas", "CHN"),
        ("RUS.baltic", "crude_oil", "RUS.baltic"), ("RUS.baltic", "gas", "RUS.west"), ("DEU", "gas", "DEU"),
    ],
)  # fmt: skip
def test_a_label_is_a_place_that_pipes_join_or_its_state(label, commodity, place) -> None:
    assert place_of(label, commodity) == place


def test_a_line_to_a_foreign_port_ends_in_a_place_of_the_oils_own_state() -> None:
    assert place_of("TUR", "crude_oil", link="btc", end="to") == "AZE.ceyhan"
    assert place_of("RUS.blacksea", "crude_oil", link="cpc", end="to") == "KAZ.cpc"
    assert state_of("KAZ.cpc") == "KAZ"


def test_places_are_on_the_map_and_blocs_are_not() -> None:
    assert all(-90 <= p.lat <= 90 for p in places_of("crude_oil").values())
    assert position("DEU", "gas").lat == pytest.approx(52.5, abs=0.2)
    assert position("EU", "gas") is None
