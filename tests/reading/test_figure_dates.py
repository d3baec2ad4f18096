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
        ("Output fell from 5 million tonnes in 2015 to about 3 million tonnes.", ["2015", None]),
        ("In 2015 output fell from 5 million tonnes to 3 million tonnes.", ["2015", "2015"]),
        (
            "Output fell from 8 million tonnes in 2010 to 2.5 million tonnes last year.",
            ["2010", None],
        ),
        ("Traffic rose 65 percent to 2.8 million tonnes in 2023.", ["2023", "2023"]),
        (
            "Freight fell 4% to 9 million tonnes in 2021, the port said on 3 May 2022.",
            ["2021", "2021"],
        ),
        ("Exports rose 8%, the ministry announced on 5 June 2020.", [None]),
        ("OSLO, 5 June 2020 (Wire) — Sales grew 7% to €3bn in 2019.", ["2019", "2019"]),
        ("Output fell 2%, after a 10% rise, to 5 million tonnes in 2018.", ["2018"] * 3),
        ("In 2016 it sold 5 jets, and in 2018 it sold 7 jets for €2bn.", ["2016", "2018", "2018"]),
        (
            "It was $5bn in 2021 and $6bn in 2022, an increase of 20 per cent.",
            ["2021", "2022", "2022"],
        ),
    ],
)
def test_date_of(text: str, expected: list[str | None]) -> None:
    figures, whens = quantities(text, 0, len(text)), dates(text, 0, len(text), None)
    found = [date_of(figure, whens, figures, text) for figure in figures]
    assert [when.date if when else None for when in found] == expected
