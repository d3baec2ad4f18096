"""What verbs and nouns of diplomacy, trade, arms, energy and war come to: tables of own sentences."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from comity.reading.actions import Predicate, predicates
from comity.reading.plain_text import document
from comity.reading.read import reading
from comity.reading.relation import relation
from comity.reading.vocabulary import ACTIONS, DOMAINS, FORMS

with (Path(__file__).parent / "acts.csv").open(encoding="utf-8", newline="") as table:
    ACTS = list(csv.DictReader(table))


def read(text: str) -> tuple[Predicate, ...]:
    return predicates(text, 0, len(text))


@pytest.mark.parametrize("row", ACTS, ids=lambda row: row["text"][:60])
def test_what_is_done(row):
    told = {(p.action, str(p.polarity), p.form) for p in read(row["text"])}
    assert (row["action"], row["polarity"], row["form"]) in told
    if row["domain"]:
        assert row["domain"] in {p.domain for p in read(row["text"]) if p.action == row["action"]}


def test_the_table_uses_the_vocabulary():
    assert {row["action"].partition(":")[0] for row in ACTS} <= set(ACTIONS)
    assert {row["domain"] for row in ACTS} <= {*DOMAINS, ""}
    assert {row["form"] for row in ACTS} <= set(FORMS)


NOUNS = [
    ("Norwegian criticism of Chile was loud.", "ACCUSE:disapprove", -1),
    ("Norway's rejection of the Chilean offer was noted.", "REJECT", -1),
    ("Norwegian attacks on Chile went on.", "ASSAULT", -1),
    ("Norwegian measures against Chile are harsh.", "SANCTION:discontinue", -1),
    ("Norway's need for Chilean copper is great.", "COOPERATE", 1),
    ("Norwegian claims on Chilean islands are old.", "REQUEST:change", -1),
    ("Norway’s order for 16 Chilean frigates was a surprise.", "AGREE", 1),
    ("Norway's presence in Chile has grown.", "COOPERATE", 1),
    ("The tense Norway-Chile relations worry nobody.", "NONE", -1),
    ("Norway’s strained ties with Chile worry Peru.", "NONE", -1),
    ("Relations between Norway and Chile are at their lowest point in decades.", "NONE", -1),
    ("Norway and Chile are at odds over fish.", "NONE", -1),
    ("A diplomatic row erupted between Norway and Chile.", "NONE", -1),
    ("The Norway-Chile feud deepened.", "NONE", -1),
]


@pytest.mark.parametrize(("text", "action", "polarity"), NOUNS)
def test_acts_and_ties_told_by_nouns(text, action, polarity):
    assert (action, polarity) in {(p.action, p.polarity) for p in read(text)}


@pytest.mark.parametrize(
    "text",
    [
        "Norwegian measures of rainfall in Chile are old.",
        "Norway's need is great, and so is that of Chile.",
        "Norwegian actions in Chile were few.",
        "The order of the Norwegian and Chilean flags was wrong.",
    ],
)
def test_some_nouns_are_acts_only_before_a_word_of_their_own(text):
    assert all(p.action == "NONE" for p in read(text) if p.kind == "noun")


SIDES = [
    ("Norway has not joined Western sanctions against Chile.", "joined", "Norway", "Chile"),
    ("Norway lifted American sanctions on Chile.", "lifted", "Norway", "Chile"),
    (
        "Norway's purchase of Chilean drones was cancelled.",
        "cancelled",
        "Norway's",
        "Chilean drones",
    ),
    ("Norway's interference in Chile has grown.", "grown", "Norway's", "Chile"),
    ("Norway supports Peruvian sanctions on Chile.", "supports", "Norway", "Chile"),
]


@pytest.mark.parametrize(("text", "part", "source", "target"), SIDES)
def test_a_noun_tells_who_does_it_to_whom(text, part, source, target):
    found = next(p for p in read(text) if part in text[p.start : p.end])
    assert found.source is not None
    assert found.target is not None
    assert (text[slice(*found.source)], text[slice(*found.target)]) == (source, target)


BESIDE = [
    ("It looked to Chile as the main rival of Norway.", "Chile", "Norway"),
    ("Peru and its Norwegian allies refused.", "its Norwegian", "Peru"),
    ("Norway's ally Chile refused.", "Chile", "Norway's"),
    ("Norway, another Chilean ally, refused.", "Norway", "another Chilean"),
]


@pytest.mark.parametrize(("text", "who", "whom"), BESIDE)
def test_what_somebody_is_to_somebody_beside_the_name(text, who, whom):
    found = next(p for p in read(text) if p.kind == "noun")
    assert found.source is not None
    assert found.target is not None
    assert (text[slice(*found.source)], text[slice(*found.target)]) == (who, whom)


DOMAIN_OF = [
    ("Norway deported Chilean sailors on a military aircraft.", "diplomatic"),
    ("Norway offered Chile help with a nuclear plant.", "energy"),
    ("Norway banned palm oil from Chile.", "sanctions"),
    ("Norway sold Chile 500 MW of electricity.", "energy"),
    ("Norwegian trade with Chile reached 12 billion dollars.", "economic"),
    ("Norway lent Chile 12 billion dollars.", "finance"),
    ("Norway broke off relations with Chile after the raid.", "diplomatic"),
    ("Norway opened a rail line to Chile.", "infrastructure"),
    ("Norway bought six helicopters from Chile.", "military"),
]


@pytest.mark.parametrize(("text", "domain"), DOMAIN_OF)
def test_domain_is_that_of_what_is_done_or_given(text, domain):
    assert next(p for p in read(text) if p.action != "NONE").domain == domain


TITLES = [
    ("Norway-Chile fish row: what you need to know", -1),
    ("Norway and Chile at odds over fish", -1),
    ("The new alliance of Norway and Chile", 1),
]


BODY = "The sea was calm that week, and the harbour slept until noon."


@pytest.mark.parametrize(("title", "polarity"), TITLES)
def test_a_title_leans_as_its_nouns_do(title, polarity):
    found = reading(document(f"{title}\n\n{BODY}\n\nAnother day passed like it.\n")).records
    assert [r.polarity for r in found if r.section == "title"] == [polarity]


def test_a_title_that_only_names_two_leans_nowhere():
    text = "Norway and Chile after the storm"
    found = reading(document(f"{text}\n\n{BODY}\n\nAnother day passed like it.\n")).records
    assert not [r for r in found if r.section == "title" and r.polarity]


QUADS = [
    ("Norway agreed to provide Chile with military aid.", 1),
    ("Norway rallied behind Chile.", 1),
    ("The Norwegian premier left for Chile on Monday.", 1),
    ("Norway freed two Chilean soldiers.", 2),
    ("Norwegian peacekeepers arrived in Chile.", 2),
    ("Norway rebuilt Chilean schools.", 2),
    ("Norway called on Chile to free the prisoners.", 3),
    ("Norway refused to release Chilean prisoners.", 3),
    ("Norwegian gunmen kidnapped a Chilean envoy.", 4),
    ("Norway violated the ceasefire with Chile.", 4),
    ("Norwegian missiles hit Chile.", 4),
]


@pytest.mark.parametrize(("text", "quad"), QUADS)
def test_quads_between_two_given_actors(text, quad):
    norway, chile = text.index("Norw"), text.index("Chile")
    found = relation(text, ((norway, norway + 6),), ((chile, chile + 5),))
    assert found is not None
    assert found.quad == quad


COUNTED = [
    ("Norwegian trade with Chile reached 12 billion dollars in 2023.", ["quantity"]),
    ("Norway imported 3 million barrels from Chile in 2023.", ["quantity"]),
    ("Norwegian exports to Chile, mostly fish, came to 4 million tonnes.", ["quantity"]),
    ("Norwegian trade with Chile grew.", ["relation"]),
    ("Norway bought 12 jets from Chile in 2023.", ["event", "quantity"]),
]


@pytest.mark.parametrize(("text", "kinds"), COUNTED)
def test_trade_that_has_a_figure_is_told_by_it(text, kinds):
    found = reading(document(f"{text}\n")).records
    assert sorted(r.kind for r in found) == kinds


@pytest.mark.parametrize(
    "text",
    [
        "Norway needs money to pay its sailors.",
        "Norway needed ships to feed Chile.",
        "Norway will need fuel to keep its fleet at sea.",
    ],
)
def test_a_need_of_something_asks_nobody(text):
    assert not any(p.action.startswith("REQUEST") for p in read(text))


@pytest.mark.parametrize(
    "text",
    [
        "Because of the war in Peru, trade between Norway and Chile fell.",
        "Despite an attack on Peru, ties between Norway and Chile held.",
        "After the raid in Peru, talks between Norway and Chile resumed.",
    ],
)
def test_a_list_of_things_does_not_go_on_behind_a_name(text):
    for found in read(text):
        if found.action == "ASSAULT":
            assert found.clause_end <= text.index(",")


def test_an_object_behind_the_noun_of_another_act_is_not_the_verbs():
    for text in (
        "Norway extended its ban on Chilean wheat.",
        "Norway offered talks on aid to Chile.",
        "Norway launched an inquiry into Chilean missiles.",
    ):
        assert not any(
            p.action.startswith(("AID", "ASSAULT")) for p in read(text) if p.kind == "main"
        )
