from __future__ import annotations

import pytest

from comity.reading.named import Named
from tests.reading.named_in import found_in


def groups(text: str) -> list[list[str]]:
    named = Named(text, [mention for _, mention in found_in(text, "2024-06")])
    return [
        [actor for mention in group for actor in mention.actors]
        for group in named.groups(named.within((0, len(text))))
    ]


@pytest.mark.parametrize(
    ("text", "together"),
    [
        ("It was criticised by Peru and by Chile.", [["PER", "CHL"]]),
        ("They signed with Japan, and with India.", [["JPN", "IND"]]),
        ("It exports to Chad and to the Gambia.", [["TCD", "GMB"]]),
        ("It was criticised by Peru and in Chile.", [["PER"], ["CHL"]]),
        ("Peru met and by Chile was told.", [["PER"], ["CHL"]]),
        ("Peru and Chile, along with Brazil, agreed.", [["PER", "CHL", "BRA"]]),
    ],
)
def test_names_after_the_same_preposition_are_one_group(text, together):
    assert groups(text) == together


@pytest.mark.parametrize(
    ("text", "together"),
    [
        ("Peru sided with Chad and its Malian allies.", [["PER"], ["TCD", "MLI"]]),
        ("Fiji helps Japan and its European friends.", [["FJI"], ["JPN", "EUROPE"]]),
        ("Kenya and its army left.", [["KEN", "KEN"]]),
        ("They spoke of trade with Chile and the Ukraine war.", [["CHL"], ["UKR"]]),
    ],
)
def test_owners_and_ground_are_kept_out_of_a_list(text, together):
    assert groups(text) == together
