"""Which date of a sentence is that of a figure."""

from __future__ import annotations

import pytest

from comity.reading.dates import dates
from comity.reading.figure_dates import date_of
from comity.reading.quantities import quantities


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "During 2023 it sold 5 million tonnes, a 24% increase from the previous year.",
            ["2023", "2023"],
        ),
        (
            "Trade was worth $45 billion in 2023 and will reach $90 billion by 2030.",
            ["2023", "2030"],
        ),
        ("It sold 10 tonnes in 2019, 12 tonnes in 2020.", ["2019", "2020"]),
        ("Sales were 9% higher than in 2021.", [None]),
        ("Sales were worth €5bn.", [None]),
    ],
)
def test_date_of(text: str, expected: list[str | None]) -> None:
    figures, whens = quantities(text, 0, len(text)), dates(text, 0, len(text), None)
    found = [date_of(figure, whens, figures) for figure in figures]
    assert [when.date if when else None for when in found] == expected
