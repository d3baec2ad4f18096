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
