"""Which date of a sentence is that of an act."""

from __future__ import annotations

import pytest

from comity.reading.plain_text import document
from comity.reading.read import reading


def dated(text: str) -> dict[str, str | None]:
    """Dates of acts, by who acts on whom."""
    found = reading(document(text, name="x.txt", date="2024-05-10")).records
    return {f"{r.source_actor}>{r.target_actor} {r.action}": r.date for r in found}


CASES = [
    (
        "Chile, which attacked Peru in 1979, signed a treaty with Peru in 2005.",
        {"CHL>PER ASSAULT": "1979", "CHL>PER SUPPORT": "2005"},
    ),
    (
        "Oman, which left Iran in 1999, signed a treaty with Iran.",
        {"OMN>IRN SUPPORT": None},
    ),
    (
        "Norway delivered missiles to Kenya in April, under a deal of 2022.",
        {"NOR>KEN AID": "2024-04"},
    ),
    (
        "Laos attacked Nepal in February, despite the 2015 truce.",
        {"LAO>NPL ASSAULT": "2024-02"},
    ),
    (
        "Under a pact of 2011 Laos attacked Nepal.",
        {"LAO>NPL ASSAULT": "2011"},
    ),
    (
        "In 2016 Togo visited Benin, and Ghana attacked Mali.",
        {"TGO>BEN CONSULT:visit": "2016", "GHA>MLI ASSAULT": "2016"},
    ),
    (
        "On 3 May 2016 Togo met Benin and in 2019 Ghana attacked Mali.",
        {"TGO>BEN CONSULT": "2016-05-03", "GHA>MLI ASSAULT": "2019"},
    ),
    (
        "Togo met Benin on 3 January 2024. Three days later, Ghana attacked Mali.",
        {"TGO>BEN CONSULT": "2024-01-03", "GHA>MLI ASSAULT": "2024-01-06"},
    ),
    (
        "OSLO, 5 June 2020 (Wire) — Togo met Benin.",
        {"TGO>BEN CONSULT": None},
    ),
    (
        "Laos will support Nepal under a contract signed in May.",
        {"LAO>NPL SUPPORT": None},
    ),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_the_date_of_an_act_is_that_of_its_own_clause(text, expected):
    found = dated(text)
    assert {name: found.get(name, "no such record") for name in expected} == expected
