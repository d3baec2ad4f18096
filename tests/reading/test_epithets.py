from __future__ import annotations

import pytest

from comity.reading.aliases import actor_kinds, rows, words
from comity.reading.epithets import epithet_at
from tests.reading.named_in import found_in


def meant(text: str, said: str) -> tuple[str, ...]:
    return next(m.actors for words_, m in reversed(found_in(text, "2024-06")) if words_ == said)


@pytest.mark.parametrize(
    ("text", "said", "actor"),
    [
        ("Morocco bought grain from Peru. The kingdom stores it.", "The kingdom", "MAR"),
        ("Peru sold copper to Japan. The South American country needs buyers.",
         "The South American country", "PER"),
        ("Japan lent Ghana money. Officials in the West African nation were glad.",
         "the West African nation", "GHA"),
        ("Qatar met India in May. The gas-rich Gulf emirate will send ships.",
         "The gas-rich Gulf emirate", "QAT"),
        ("Estonia thanked Canada. The Baltic republic had asked for help.", "The Baltic republic", "EST"),
        ("Fiji wrote to France. The Pacific island nation wants a port.",
         "The Pacific island nation", "FJI"),
        ("Uzbekistan and Austria trade. The Central Asian state grows cotton.",
         "The Central Asian state", "UZB"),
        ("The EU met Moldova. Since then the Union has paid.", "the Union", "EU"),
        ("The African Union spoke to Chad. The Union sent troops.", "The Union", "AU"),
        ("Fiji signed a pact with Samoa. The Pacific nation will help Samoa.", "The Pacific nation", "FJI"),
        ("Chad met Togo. They said that the African state trusts Togo.", "the African state", "TCD"),
        ("NATO met Georgia. The Alliance promised much.", "The Alliance", "NATO"),
        ("Oman called. The sultanate hosts talks with Belgium.", "The sultanate", "OMN"),
    ],
)  # fmt: skip
def test_what_is_called_by_its_kind_is_the_one_of_that_kind(text, said, actor):
    assert meant(text, said) == (actor,)


@pytest.mark.parametrize(
    "text",
    ["South American countries met.", "the South American market", "the Union Bank",
     "the European of the year", "a Gulf state", "the two African states", "the African, the nation said"],
)  # fmt: skip
def test_what_is_no_epithet(text):
    said = words(text)
    assert all(epithet_at(text, said, at) is None for at in range(len(said)))


def test_nobody_of_the_kind_was_named():
    assert not any(
        m.kind == "coreference" for _, m in found_in("Kenya met Chad. The kingdom slept.", "2024")
    )


def test_the_table_holds_known_actors_in_order():
    held = rows("epithets")
    assert [row["word"] for row in held] == sorted(row["word"] for row in held)
    assert {row["what"] for row in held} == {"body", "region", "state"}
    unknown = {a for row in held for a in row["actors"].split()} - set(actor_kinds())
    assert not unknown
