"""What sentences tell in passing."""

from __future__ import annotations

import pytest

from comity.reading.plain_text import document
from comity.reading.read import reading


def told(text: str) -> set[tuple[str, str, str]]:
    found = reading(document(text, name="x.txt", date="2024-05-10")).records
    return {(r.source_actor, r.target_actor, r.action) for r in found}


@pytest.mark.parametrize(
    ("text", "aside"),
    [
        ("Ghana-backed Malian forces left.", ("GHA", "MLI", "SUPPORT")),
        ("US-trained elite Kenyan troops attacked Chad.", ("USA", "KEN", "AID")),
        ("Peru, a Chilean ally, attacked Bolivia.", ("PER", "CHL", "SUPPORT")),
    ],
)
def test_who_backs_whom_is_told_in_passing(text, aside):
    assert aside in told(text)


@pytest.mark.parametrize(
    "text",
    [
        "Rwanda-backed rebels seized land from Congo.",
        "Ghana-backed rebels attacked Mali.",
        "Kenya-backed gunmen left Chad.",
    ],
)
def test_whom_the_backed_act_on_is_not_backed(text):
    assert not any(action == "SUPPORT" for _, _, action in told(text))
