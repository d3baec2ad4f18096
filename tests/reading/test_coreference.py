from __future__ import annotations

import pytest

from comity.reading.coreference import focus_pair
from comity.reading.document import Sentence
from comity.reading.matching import overlap
from comity.reading.mentions import mentions
from comity.reading.record import read_records
from tests.reading.named_in import found_in

PAIR = "Oman and Iran opened a port. "
BACKGROUND = "Oman and Iran trade gas. Iran and Oman share a strait. "


def resolved(text: str, words: str, date: str | None = "2024-06") -> set[str]:
    """Actors of the last mention with these words."""
    found = [m for said, m in found_in(text, date) if said == words]
    return set(found[-1].actors) if found else set()


@pytest.mark.parametrize(
    "words",
    [
        "both countries", "both states", "both sides", "both powers", "both leaders", "the two countries",
        "the two states", "the two nations", "the two sides", "the two neighbours", "both close partners",
        "each other", "one another", "their", "these countries", "the parties", "the pair",
        "each side", "neither side", "the partnership", "this relationship", "the growing friendship",
        "bilateral trade", "this cooperation", "both of them", "the two old rivals",
    ],
)  # fmt: skip
def test_a_pair_is_the_last_two_joined(words):
    assert resolved(f"{PAIR}On Sunday ministers spoke of {words} again.", words) == {"OMN", "IRN"}


@pytest.mark.parametrize(
    "words", ["the three nations", "the three countries", "all three", "these three powers"]
)
def test_three_are_the_last_three_joined(words):
    text = f"Oman, Iran and Qatar met. The sea was calm. Then {words} signed."
    assert resolved(text, words) == {"OMN", "IRN", "QAT"}


@pytest.mark.parametrize(
    ("text", "words", "actors"),
    [
        ("Iran raised its prices.", "its", {"IRN"}),
        ("Iran sees Oman as a friend in its region.", "its", {"IRN"}),
        ("As Iran leans on Oman, it sells less.", "it", {"IRN"}),
        ("The loan helped Oman, allowing Iran to cut its debt.", "its", {"IRN"}),
        ("Oman cut ties with Iran or reduced trade with it.", "it", {"IRN"}),
        ("Iran agreed. It will pay.", "It", {"IRN"}),
        ("Sanctions against Iran forced this country to sell.", "this country", {"IRN"}),
        ("Oman grew rich. The country sells gas.", "The country", {"OMN"}),
        ("Chad made an offer. Parliament in Ottawa rejected it.", "it", set()),
        ("Oslo asked. The government in Ottawa said that it would pay.", "it", {"CAN"}),
        ("He flew to Kenya. That country has ports.", "That country", {"KEN"}),
        ("NATO warned Oman. The alliance sees a threat.", "The alliance", {"NATO"}),
        ("Modi met Macron. The Indian prime minister thanked him.", "him", {"FRA"}),
        ("OPEC met. The organisation cut output.", "The organisation", {"OPEC"}),
        ("Rosneft lost money. The company cut output.", "The company", {"ROSNEFT"}),
        ("Oman and Iran spoke, and the latter agreed.", "the latter", {"IRN"}),
        ("Oman and Iran met. The former imposed a levy.", "The former", {"OMN"}),
        ("Oman and Iran met. The latter sells gas.", "The latter", {"IRN"}),
        ("Oman and Iran met. The former colony sells gas.", "The former", set()),
        ("Mali signed a pact with Oman. That country will host Omani troops.", "That country", {"MLI"}),
        ("Mali lent Oman money. The country’s debt to Mali grew.", "The country", {"OMN"}),
        ("When Ramaphosa landed in Kenya, the two leaders ate.", "the two leaders", {"ZAF", "KEN"}),
        ("Mali’s military rulers back Togo, yet they trade.", "they", {"MLI"}),
        ("Peruvian shipyards closed. They had debts.", "They", {"PER"}),
        ("Mali exports gold. The landlocked nation has no port.", "The landlocked nation", {"MLI"}),
        ("Mali exports gold. The only nation without a port is far.", "The only nation", set()),
        ("Chad, Togo and Fiji met. The trio signed.", "The trio", {"TCD", "TGO", "FJI"}),
        ("Oman and Iran met. The two top diplomats ate.", "The two top diplomats", {"OMN", "IRN"}),
        ("Oman and Iran spoke, and the former agreed.", "the former", {"OMN"}),
        ("Omani firms lost money because they paid late.", "they", {"OMN"}),
        ("The Iranians said they would pay.", "they", {"IRN"}),
        ("Iran's deal with Oman held. Both countries gained.", "Both countries", {"IRN", "OMN"}),
        ("US and EU pressure on Iran grew. Oman met Iran.", "Iran", {"IRN"}),
        ("Modi flew to Kenya. He praised the port.", "He", {"IND"}),
        ("Macron met Scholz. Macron said he agreed.", "he", {"FRA"}),
        ("Shoigu arrived. Lavrov did not contradict him.", "him", {"RUS"}),
        ("Both Oman and Iran agreed.", "Both", set()),
        ("It is clear that Oman agreed.", "It", set()),
        ("Iran spoke. It emerged that Oman paid.", "It", set()),
        ("Iran made it clear that Oman paid.", "it", set()),
        ("Iran answered. Prices rose and they fell.", "they", set()),
        ("Oman and Iran met. They agreed.", "They", {"OMN", "IRN"}),
        ("Oman and Iran met. Qatar joined them.", "them", {"OMN", "IRN"}),
        ("Iran met the former president.", "the former", set()),
    ],
)  # fmt: skip
def test_what_stands_for_whom(text, words, actors):
    assert resolved(text, words) == actors


def test_the_documents_pair_is_meant_where_no_pair_is_near():
    text = BACKGROUND + "The weather was mild. Prices rose. Both countries waited."
    assert resolved(text, "Both countries") == {"OMN", "IRN"}


def test_a_pair_of_groups_is_no_pair_of_countries():
    text = BACKGROUND + "As pressure from the EU and the Arab League grew, both countries waited."
    assert resolved(text, "both countries") == {"OMN", "IRN"}


def test_no_pair_without_one():
    assert resolved("Both countries waited.", "Both countries") == set()


def test_focus_needs_one_pair_before_all_others():
    text = "Oman and Iran met."
    cut = (Sentence(0, len(text), 0, "body"),)
    assert focus_pair(text, cut, [[m for _, m in found_in(text)]]) == ("IRN", "OMN")
    assert focus_pair(text, cut, [[]]) == ()


def test_actors_of_the_hand_read_records_are_found(shared):
    """Of all actors of 182 records, how many are named or meant in the record's sentence and span."""
    files = pytest.importorskip("comity.reading.files")
    cutting = pytest.importorskip("comity.reading.sentences")
    records = read_records(shared / "seeds-reading" / "reading.jsonl")
    texts = shared.parent / "seeds"
    wanted = in_span = in_sentence = named = right = 0
    for name in sorted({record.doc for record in records}):
        (document,) = files.open_documents(texts / name)
        found = mentions(document, cutting.sentences(document))
        for record in (r for r in records if r.doc == name):
            span = [m for m in found if m.start < record.char_end and m.end > record.char_start]
            around = [m for m in found if m.start < record.sent_end and m.end > record.sent_start]
            acting = {key for m in span if m.role == "actor" for key in m.actors}
            wanted += len(record.actors)
            in_span += len(record.actors & {key for m in span for key in m.actors})
            in_sentence += len(record.actors & {key for m in around for key in m.actors})
            named += len(acting)
            right += len(acting & record.actors)
    assert overlap(records[0], records[0]) > 0
    assert in_sentence / wanted >= 0.92
    assert in_span / wanted >= 0.78
    assert right / named >= 0.86


@pytest.mark.parametrize(
    "words",
    [
        "The two central banks",
        "The two foreign ministries",
        "The two parliaments",
        "both air forces",
    ],
)
def test_organs_of_two_states_are_the_two(words):
    assert resolved(f"{PAIR}{words} signed a note.", words) == {"OMN", "IRN"}


@pytest.mark.parametrize(
    ("text", "words", "actors"),
    [
        ("India, Brazil and Egypt trained. The three BRICS members were blamed.", "BRICS members",
         {"IND", "BRA", "EGY"}),
        ("Poland and Latvia agreed. The two NATO countries will train.", "NATO countries",
         {"POL", "LVA"}),
        ("Chad, Togo, Ghana and Benin met. Kenya paid the four African Union member states.",
         "African Union member states", {"TCD", "TGO", "GHA", "BEN"}),
        ("Chad met Togo. The nine ASEAN countries did not.", "ASEAN", {"ASEAN"}),
    ],
)  # fmt: skip
def test_some_members_of_a_bloc_are_those_told_of(text, words, actors):
    assert resolved(text, words) == actors


@pytest.mark.parametrize(
    ("text", "actors"),
    [
        ("Chad signed a pact with Oman. Foreign Minister Abel Toro praised it. Toro left.", {"TCD"}),
        ("Peru sold ships to Chad, and Chile is upset. Prime Minister Luis Toro went home. Toro left.",
         {"PER"}),
        ("Peru sold ships to Chile. Defence Minister Luis Toro said that they were old. Toro left.",
         {"PER"}),
        ("Peru sold ships to Chile. Chilean Defence Minister Luis Toro said no. Toro left.", {"CHL"}),
        ("Peru sold ships to Chile. Professor Luis Toro said that they were old. Toro left.", set()),
    ],
)  # fmt: skip
def test_a_minister_without_a_state_is_of_the_subject_last_told_of(text, actors):
    assert resolved(text, "Toro") == actors


@pytest.mark.parametrize(
    ("text", "actors"),
    [
        ("It has friends—from Chad and Mali to Peru and Chile. These countries trade.",
         {"TCD", "MLI", "PER", "CHL"}),
        ("Its partners, from Kenya and Togo to Fiji, were slow. These states trade.",
         {"KEN", "TGO", "FJI"}),
        ("It told countries from Oman and Iraq to Nepal. Rain fell. These nations trade.",
         {"OMN", "IRQ", "NPL"}),
        ("Pipes run from Oman and Iraq to Jordan and Egypt. These states trade.", {"JOR", "EGY"}),
    ],
)  # fmt: skip
def test_a_list_that_reaches_from_some_to_others_is_one(text, actors):
    words = next(w for w in ("These countries", "These states", "These nations") if w in text)
    assert resolved(text, words) == actors
