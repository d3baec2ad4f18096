"""Claims that leave a side to the reader, that say what something makes two do, and what they come to."""

from __future__ import annotations

import pytest

from comity.reading.plain_text import document
from comity.reading.read import reading
from comity.reading.record import Record
from comity.reading.topics import topic
from comity.reading.valence import valence
from tests.counted_work import lines_run

FRAME = (
    "Norway and Denmark signed a treaty on fish in 1992. Norway and Denmark trade with each other, and "
    "Norway and Denmark are neighbours across a strait."
)


def _records(sentence: str, heading: bool = False) -> list[Record]:
    """Records of a sentence in a text on Norway and Denmark."""
    made = document(f"{FRAME}\n\n{sentence}\n\n{FRAME}" if heading else f"{FRAME} {sentence}")
    start = len(FRAME) + 1
    return [r for r in reading(made).records if start <= r.char_start <= start + len(sentence)]


def _claims(sentence: str, heading: bool = False) -> list[Record]:
    return [r for r in _records(sentence, heading) if r.kind == "claim"]


def _sides(records: list[Record]) -> set[tuple[str | None, str | None, int]]:
    return {(r.source_actor, r.target_actor, r.polarity) for r in records}


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Such quarrels are costly for Denmark.", ("NOR", "DNK", -1)),
        ("These plans are extremely harmful for Norway.", ("DNK", "NOR", -1)),
        ("Such deals are clearly beneficial for Denmark.", ("DNK", "NOR", 1)),
        ("The quarrel remains a serious problem for Norway.", ("DNK", "NOR", -1)),
    ],
)
def test_the_partner_is_meant_where_a_judgement_names_one(sentence, expected):
    assert expected in _sides(_claims(sentence))


@pytest.mark.parametrize(
    "sentence",
    [
        "The partnership is profoundly asymmetric.",
        "Interactions are largely transactional and short-term.",
        "The lack of infrastructure casts serious doubt on it all.",
    ],
)
def test_what_ties_a_pair_is_judged_of_the_pair(sentence):
    assert {frozenset((r.source_actor, r.target_actor)) for r in _claims(sentence)} == {
        frozenset(("NOR", "DNK"))
    }


@pytest.mark.parametrize(
    ("sentence", "pair", "polarity"),
    [
        ("The war drove Norway closer to Denmark.", ("NOR", "DNK"), 1),
        ("German pressure has pushed Denmark and Norway together.", ("DNK", "NOR"), 1),
        ("High prices forced Norway to come closer to Denmark.", ("NOR", "DNK"), 1),
        ("The dispute over fish has driven Norway and Denmark apart.", ("NOR", "DNK"), -1),
    ],
)
def test_what_something_makes_two_do_is_theirs(sentence, pair, polarity):
    assert (*pair, polarity) in _sides(_claims(sentence))


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("“We will never abandon Denmark,” said the Norwegian prime minister.", {"NOR", "DNK"}),
        ("“Our friendship is deepening,” the Danish foreign minister said.", {"NOR", "DNK"}),
        ("“We are drawing closer to Sweden,” said the Norwegian president.", {"NOR", "SWE"}),
    ],
)
def test_we_are_the_state_of_the_official_who_speaks(sentence, expected):
    assert expected in [{r.source_actor, r.target_actor} for r in _records(sentence)]


@pytest.mark.parametrize(
    "sentence",
    [
        "“We will never abandon Denmark,” said a shopkeeper.",
        "“We are drawing closer to Denmark,” said an analyst.",
    ],
)
def test_we_of_anybody_else_are_nobody(sentence):
    assert {r.source_actor for r in _claims(sentence)} <= {"NOR", "DNK"}


@pytest.mark.parametrize(
    ("sentence", "form"),
    [
        ("Norway will become closer to Denmark.", "forecast"),
        ("Norway’s defeat would be unfortunate for Denmark.", "conditional"),
        ("If prices fall, Norway will grow closer to Denmark.", "conditional"),
        ("Unless prices fall, Norway will be closer to Denmark.", "conditional"),
        ("Norway and Denmark are drawing ever closer.", "opinion"),
    ],
)
def test_forms_of_a_claim(sentence, form):
    assert {r.form for r in _claims(sentence)} == {form}


@pytest.mark.parametrize(
    ("sentence", "claims"),
    [
        ("Denmark will not rescue Norway", 1),
        ("Norway will never trust Denmark", 1),
        ("Norway and Denmark", 0),
        ("Denmark bombs Norway", 0),
    ],
)
def test_a_heading_tells_a_view_or_nothing(sentence, claims):
    assert bool(_claims(sentence, heading=True)) == bool(claims)


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("Norway accused Denmark of dumping.", "event"),
        ("Denmark has rejected a request of Norway.", "event"),
        ("Norway seized two Danish trawlers.", "event"),
        ("Norway accuses Denmark of dumping.", "relation"),
        ("Denmark has not condemned Norway.", "relation"),
        ("Norway depends on Denmark.", "claim"),
        ("Denmark is eager to join Norway.", "claim"),
        ("Denmark is in no hurry to support Norway.", "claim"),
    ],
)
def test_done_once_or_standing_or_of_a_mind(sentence, kind):
    assert kind in {r.kind for r in _records(sentence)}


def test_a_clause_that_hangs_on_another_says_it_once():
    found = _claims("Norway and Denmark are growing closer, deepening their friendship.")
    assert len(found) == 1
    apart = _claims("Norway and Denmark are growing closer, which is harmful for Denmark.")
    assert {r.polarity for r in apart} == {1, -1}


@pytest.mark.parametrize(
    ("words", "sign"),
    [
        ("costly for Norway", -1),
        ("a win-win", 1),
        ("not beneficial", -1),
        ("not without advantages", 1),
        ("Norway’s defeat would be harmful", 1),
        ("the ship is blue", 0),
        ("never a problem", 1),
    ],
)
def test_good_and_harm(words, sign):
    assert valence(words, 0, len(words)) == sign


@pytest.mark.parametrize(
    ("words", "action", "domain"),
    [
        ("their gas binds them", "SUPPORT", "energy"),
        ("the railway remains a symbol", "NONE", "infrastructure"),
        ("they challenge the global order", "NONE", "territorial/strategic"),
        ("they challenge the global order", "ACCUSE:disapprove", "diplomatic"),
        ("since the war in Chad they have grown closer", "SUPPORT", "territorial/strategic"),
        ("their armies need each other", "NONE", "military"),
        ("their trade is beneficial", "NONE", "economic"),
        ("they like each other", "NONE", "diplomatic"),
    ],
)
def test_what_a_judgement_is_about(words, action, domain):
    assert topic(words, 0, len(words), action) == domain


def test_talk_goes_on_about_what_it_was_about():
    text = "Oil and gas decide. The refinery buys crude. It is a link."
    assert topic(text, text.index("It is"), len(text), "NONE") == "energy"
    assert topic(text.replace(". ", ".\n"), text.index("It is"), len(text), "NONE") == "diplomatic"


@pytest.mark.parametrize("word", ["not costly ", "defeat ", "a "])
def test_words_without_end_are_weighed(word):
    short, long = (lines_run(lambda n=n: valence(word * n, 0, len(word) * n)) for n in (500, 2000))
    assert long < 5 * short + 1_000


@pytest.mark.parametrize(
    ("sentence", "pair"),
    [
        ("Norway bought ships from Denmark despite Swedish protests.", {"NOR", "DNK"}),
        ("Norway has armed Denmark because of Russia.", {"NOR", "DNK"}),
        ("Norway backs Denmark, unlike Sweden.", {"NOR", "DNK"}),
        ("Norway supplied Denmark with oil amid a dispute with Poland.", {"NOR", "DNK"}),
    ],
)
def test_those_in_spite_of_whom_have_no_part_in_it(sentence, pair):
    told = next(r for r in _records(sentence) if r.source_actor == "NOR")
    assert {told.source_actor, told.target_actor} == pair


@pytest.mark.parametrize(
    ("sentence", "sides"),
    [
        ("Norway is losing its edge against Denmark.", ("DNK", "NOR")),
        ("Norway is losing its global influence to Denmark.", ("DNK", "NOR")),
        ("Denmark is losing its influence to Norway, a shift of power.", ("NOR", "DNK")),
    ],
)
def test_who_gains_is_told_behind_the_loss(sentence, sides):
    found = [(r.source_actor, r.target_actor) for r in _records(sentence)]
    assert found == [sides]


@pytest.mark.parametrize(
    "sentence",
    [
        "Norway and Denmark want the world to change.",
        "Norway and Denmark refuse to leave.",
        "Norway and Denmark are challenging the world order.",
    ],
)
def test_two_who_want_something_of_others_do_not_want_it_of_each_other(sentence):
    assert all(not r.symmetric for r in _records(sentence))


@pytest.mark.parametrize(
    ("title", "pairs"),
    [
        ("Norway cannot have it both ways", [{"NOR", "DNK"}]),
        ("A quarrel that never ends", [{"NOR", "DNK"}]),
        ("Norwegian cod loses its charm in Denmark", [{"NOR", "DNK"}]),
        ("Of fish and men", []),
        ("Bolivia waits", []),
    ],
)
def test_a_title_that_says_something_says_it_of_the_pair_it_stands_over(title, pairs):
    more = "Norway and Denmark have sold each other fish and oil for a century, and they will go on with it."
    made = document(f"{title}\nAna Ruiz, 3 March 2020\n\n{FRAME}\n\n{more}\n")
    assert made.parts[0].section == "title"
    found = [r for r in reading(made).records if r.section == "title"]
    assert [{r.source_actor, r.target_actor} for r in found] == pairs


@pytest.mark.parametrize(
    "sentence",
    [
        "The Norwegian prime minister called Denmark a “bully”.",
        "The Danish president has called Norway a “threat”.",
        "Norway wants to punish Denmark.",
    ],
)
def test_names_given_and_wishes_are_views(sentence):
    assert {r.kind for r in _records(sentence)} == {"claim"}


def test_who_has_doubts_has_them_now():
    assert {r.kind for r in _records("Norway has concerns about Denmark.")} <= {"relation", "claim"}


@pytest.mark.parametrize(
    "sentence",
    [
        "Last month Norway promised Denmark help.",
        "Norway backed Denmark on Tuesday.",
        "Next month Norway will hold a joint naval exercise with Denmark.",
    ],
)
def test_what_is_told_by_the_day_or_the_month_is_an_event(sentence):
    made = document(f"Ships and fish\nAna Ruiz, 3 March 2020\n\n{FRAME} {sentence}\n")
    told = [r for r in reading(made).records if r.char_start > len(FRAME)]
    assert "event" in {r.kind for r in told}


@pytest.mark.parametrize(
    "sentence",
    [
        "The growing friendship of Norway and Denmark was noted in Sweden.",
        "Ships pass despite the bitter rivalry between Norway and Denmark.",
        "Fishermen suffer from the strained relations between Norway and Denmark.",
    ],
)
def test_a_noun_in_passing_is_no_claim(sentence):
    assert not [r for r in _claims(sentence) if len(r.sentence) < len(sentence) / 2]
