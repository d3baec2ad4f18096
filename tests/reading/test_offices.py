from __future__ import annotations

import re
from datetime import date
from itertools import pairwise

import pytest

from comity.reading.aliases import actor_kinds, rows
from comity.reading.offices import holder, meant_by_surname, of_person
from comity.reading.people import People
from tests.reading.named_in import found_in

DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


def test_every_row_has_a_known_actor_a_span_of_time_and_a_source():
    for row in rows("leaders"):
        assert row["actor"] in actor_kinds(), row
        assert DATE.fullmatch(row["from"]), row
        assert row["to"] == "" or (DATE.fullmatch(row["to"]) and row["from"] <= row["to"]), row
        assert all(row[column] for column in ("source", "office", "person")), row
        for day in (row["from"], row["to"]):
            if len(day) == 10:
                date.fromisoformat(day)


def test_what_was_checked_names_where():
    for row in rows("leaders"):
        assert row["checked"] in ("both", "start", "end", "year", "no"), row
        assert row["checked"] == "no" or row["source"] != "public record", row
        assert row["checked"] != "end" or row["to"], row


def test_no_two_rows_say_the_same():
    held = [
        (row["person"].split(";")[0], row["office"], row["actor"], row["from"])
        for row in rows("leaders")
    ]
    assert len(set(held)) == len(held)


def test_presidents_and_heads_of_government_follow_one_another():
    by_office: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for row in rows("leaders"):
        if row["office"] in ("president", "prime minister", "chancellor", "supreme leader"):
            span = (row["from"], row["to"] or "9999")
            by_office.setdefault((row["actor"], row["office"]), []).append(span)
    for office, spans in by_office.items():
        spans.sort()
        for (_, end), (start, _) in pairwise(spans):
            assert end[: len(start)] <= start[: len(end)], (office, end, start)


@pytest.mark.parametrize("row", rows("leaders"), ids=lambda row: f"{row['person']} {row['from']}")
def test_every_leader_is_found_by_full_name_in_office(row):
    person = row["person"].split(";")[0]
    found = [m for _, m in found_in(f"In the evening {person} spoke.", row["from"])]
    assert found[0].person == person
    assert found[0].actors
    assert found[0].kind == "leader"


@pytest.mark.parametrize(
    ("actor", "title", "day", "person"),
    [
        ("RUS", "president", "2010-06", "Dmitry Medvedev"), ("RUS", "president", "2014", "Vladimir Putin"),
        ("RUS", "foreign minister", "2022-03-01", "Sergey Lavrov"), ("CHN", "foreign minister",
        "2023-03", "Qin Gang"),
        ("CHN", "foreign minister", "2025-12-07", "Wang Yi"), ("USA", "president", "1962", "John F. Kennedy"),
        ("USA", "top diplomat", "2023", "Antony Blinken"), ("GBR", "prime minister", "1982-05",
        "Margaret Thatcher"),
        ("DEU", "leader", "2023", "Olaf Scholz"), ("IND", "prime minister", "2024", "Narendra Modi"),
        ("IRN", "supreme leader", "1985", "Ruhollah Khomeini"), ("NATO", "secretary-general", "2025",
        "Mark Rutte"),
        ("JPN", "prime minister", "2025-11", "Sanae Takaichi"), ("EU", "foreign policy chief", "2021",
        "Josep Borrell"),
    ],
)  # fmt: skip
def test_who_holds_an_office(actor, title, day, person):
    found = holder(actor, title, day)
    assert found is not None
    assert found.person == person


def test_no_office_without_a_date_or_before_the_table():
    assert holder("RUS", "president", None) is None
    assert holder("FRA", "president", "1700") is None


def test_surnames_by_date():
    assert meant_by_surname("Clinton", "1999").person == "Bill Clinton"
    assert meant_by_surname("Clinton", "2011").person == "Hillary Clinton"
    assert meant_by_surname("Wang", None) is None
    assert meant_by_surname("Wang", "2018").person == "Wang Yi"
    assert meant_by_surname("Putin", None).actor == "RUS"
    assert meant_by_surname("Khrushchev", "2024").actor == "SUN"


def test_the_office_of_the_day_else_the_last_one():
    assert of_person("Kaja Kallas", "2023").actor == "EST"
    assert of_person("Kaja Kallas", "2025").actor == "EU"
    assert of_person("Angela Merkel", "2024").office == "chancellor"
    assert of_person("Nobody Known", "2024") is None


@pytest.mark.parametrize(
    ("text", "words", "person", "actors"),
    [
        ("The Russian president spoke.", "Russian president", "Vladimir Putin", ("RUS",)),
        ("China’s foreign minister spoke.", "China’s foreign minister", "Wang Yi", ("CHN",)),
        ("Japan’s then prime minister spoke.", "Japan’s then prime minister", "Fumio Kishida", ("JPN",)),
        ("French President Macron spoke.", "French President Macron", "Emmanuel Macron", ("FRA",)),
        ("U.S. Secretary of State Antony Blinken spoke.", "U.S. Secretary of State Antony Blinken",
         "Antony Blinken", ("USA",)),
        ("Kenya’s deputy energy minister Anna Berg spoke.", "Kenya’s deputy energy minister Anna Berg",
        "Anna Berg",
         ("KEN",)),
        ("Jens Stoltenberg spoke.", "Jens Stoltenberg", "Jens Stoltenberg", ("NATO",)),
        ("Moscow’s ambassador spoke.", "Moscow’s ambassador", None, ("RUS",)),
    ],
)  # fmt: skip
def test_titles(text, words, person, actors):
    found = dict(found_in(text, "2024-03"))
    assert (found[words].person, found[words].actors) == (person, actors)


def people(text: str) -> list[tuple[str, str | None, tuple[str, ...]]]:
    return [(said, m.person, m.actors) for said, m in found_in(text, "2024-03") if m.person]


def test_who_is_introduced_with_an_office_is_known_afterwards():
    text = "Anna Berg, Kenya’s deputy energy minister, flew in. On Monday Berg met students."
    assert ("Berg", "Anna Berg", ("KEN",)) in people(text)


@pytest.mark.parametrize(
    "told",
    [
        "Anna Berg, assistant professor at the University of Haifa, disagreed.",
        "Anna Berg, a Moscow-based energy analyst, disagreed.",
        "Analyst Anna Berg disagreed.",
        "“No,” said Anna Berg.",
        "Anna Berg – Researcher of international law",
    ],
)
def test_experts_are_people_without_an_actor(told):
    assert ("Berg", "Anna Berg", ()) in people(f"{told} On Monday Berg met students.")


def test_a_learned_name_does_not_displace_a_leader():
    known = People("2024")
    known.learn("Anna Berg", ("KEN",), "minister")
    known.learn("Anna Berg", (), "analyst")
    assert known.learned["anna berg"].actors == ("KEN",)


def test_another_first_name_is_another_person():
    assert not people("In the hall Anna Merz sang.")
