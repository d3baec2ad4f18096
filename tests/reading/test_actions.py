"""Predicates of sentences: what is done, how it is put, who stands where."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.reading.actions import Predicate, predicates
from comity.reading.vocabulary import ACTIONS, DOMAINS, FORMS, quad
from tests.counted_work import lines_run


def read(text: str) -> list[Predicate]:
    return list(predicates(text, 0, len(text)))


def only(text: str, part: str) -> Predicate:
    """The predicate whose verb or noun stands in a part of the text."""
    at = text.index(part)
    found = [
        p for p in read(text) if p.start < at + len(part) and at < p.end and p.action != "NONE"
    ]
    assert found, f"nothing found at {part!r}"
    return min(found, key=lambda p: p.end - p.start)


CASES = [
    ("Peru and Chile signed a treaty on fisheries in 1997.", "signed", "SUPPORT", 1, "signed"),
    ("Norway condemned the raid.", "condemned", "ACCUSE:disapprove", -1, "statement"),
    ("Ghana's premier visited Togo on Monday.", "visited", "CONSULT:visit", 1, "meeting"),
    ("Kenya imposed tariffs on Uganda.", "imposed", "SANCTION:discontinue", -1, "sanctioned"),
    ("Kenya lifted its embargo against Uganda.", "lifted", "RETREAT", 1, "abandoned"),
    ("Laos suspended talks with Nepal.", "suspended", "SANCTION:discontinue", -1, "abandoned"),
    ("Fiji held joint naval exercises with Tonga.", "exercises", "COOPERATE", 1, "exercised"),
    ("Qatar provided Sudan with ammunition and drones.", "provided", "AID", 1, "delivered"),
    ("Oman increased its purchases of Iraqi crude.", "increased", "COOPERATE", 1, "traded"),
    (
        "Ecuador deployed troops along the border with Peru.",
        "deployed",
        "MOBILIZE:troops",
        -1,
        "deployed",
    ),
    ("Ecuador withdrew its troops from Peru.", "withdrew", "RETREAT:withdraw", 1, "abandoned"),
    ("Chad accused Niger of sheltering rebels.", "accused", "ACCUSE:allege", -1, "statement"),
    ("Chad urged Niger to release the pilots.", "urged", "REQUEST", 0, "demand"),
    ("Bolivia vetoed the resolution.", "vetoed", "REJECT", -1, "statement"),
    ("Rebels bombarded the harbour.", "bombarded", "ASSAULT", -1, "fought"),
    ("The two states are drawing closer.", "closer", "SUPPORT", 1, "opinion"),
    (
        "Ties between Mali and Benin have deteriorated.",
        "deteriorated",
        "SANCTION:discontinue",
        -1,
        "abandoned",
    ),
    ("Zambia established diplomatic relations with Malta.", "established", "SUPPORT", 1, "signed"),
]


@pytest.mark.parametrize(("text", "part", "action", "polarity", "form"), CASES)
def test_what_is_done(text, part, action, polarity, form):
    found = only(text, part)
    assert (found.action, found.polarity, found.form) == (action, polarity, form)
    assert found.quad == quad(action)
    assert found.word_or_deed == FORMS[form]


PUT = [
    ("Peru will sign a treaty with Chile.", "sign", "AGREE", 1, "plan"),
    ("Peru may soon sign a treaty with Chile.", "sign", "AGREE", 1, "forecast"),
    ("Peru hopes to sign a treaty with Chile.", "sign", "AGREE", 1, "plan"),
    ("Peru refused to meet Chilean diplomats.", "meet", "REJECT:meet", -1, "statement"),
    ("Peru has not condemned the Chilean raid.", "condemned", "REJECT:change", 1, "withheld"),
    ("Peru has no intention of assisting Chile.", "assisting", "REJECT:assist", -1, "statement"),
    ("Peru threatened to bomb Chilean ports.", "bomb", "THREATEN:violence", -1, "statement"),
    ("Peru will attack Chile.", "attack", "THREATEN:violence", -1, "plan"),
    ("Peru is working to reduce imports from Chile.", "reduce", "SANCTION:discontinue", -1, "plan"),
    (
        "If Peru invades Chile, markets will fall.",
        "invades",
        "THREATEN:violence",
        -1,
        "conditional",
    ),
    ("Peru stopped buying Chilean copper.", "buying", "SANCTION:discontinue", -1, "abandoned"),
    ("Peru no longer trusts Chile.", "trusts", "SUPPORT", -1, "opinion"),
    ("Neither side has ratified the treaty.", "ratified", "REJECT:assist", -1, "statement"),
    ("Peru denies that it armed the rebels.", "armed", "REJECT:assist", -1, "withheld"),
    ("Peru has declined to join the sanctions.", "join", "REJECT", 1, "withheld"),
    ("Peru must release the Chilean crew.", "release", "REQUEST", 0, "demand"),
    (
        "Peru and Chile will continue to deepen their partnership.",
        "deepen",
        "SUPPORT",
        1,
        "forecast",
    ),
]


@pytest.mark.parametrize(("text", "part", "action", "polarity", "form"), PUT)
def test_how_it_is_put_changes_the_code(text, part, action, polarity, form):
    found = only(text, part)
    assert (found.action, found.polarity, found.form) == (action, polarity, form)


def test_negation_and_doubt_are_kept():
    assert only("Peru has not condemned Chile.", "condemned").negated
    assert not only("Peru condemned Chile.", "condemned").negated
    assert only("Peru might join the bloc.", "join").hedged
    assert only("Peru will meet Chile.", "meet").tense == "future"


SIDES = [
    ("Iraq was invaded by Iran.", "invaded", "Iran", "Iraq"),
    ("Iran invaded Iraq.", "invaded", "Iran", "Iraq"),
    ("In May, despite rain, Iran invaded Iraq.", "invaded", "Iran", "Iraq"),
    ("Iran’s 1980 invasion of Iraq changed the region.", "invasion", "Iran’s 1980", "Iraq"),
    (
        "The sanctions imposed by Norway on Iceland ended.",
        "imposed",
        "Norway on Iceland",
        "The sanctions",
    ),
    ("Iran, which holds large reserves, visited Iraq.", "visited", "Iran", "Iraq"),
    ("Iran signed a pact and praised Iraq.", "praised", "Iran", "Iraq"),
]


@pytest.mark.parametrize(("text", "part", "source", "target"), SIDES)
def test_who_does_it_to_whom(text, part, source, target):
    found = only(text, part)
    assert found.source is not None
    assert found.target is not None
    assert text[slice(*found.source)] == source
    assert text[slice(*found.target)] == target


ASKED = [
    ("Peru was urged by Chile to sign the pact with Bolivia.", "Chile", "Peru"),
    ("Norway has been pressed by Denmark to cut its quotas.", "Denmark", "Norway"),
    ("Chad called on Niger to free the pilots.", "Chad", "on Niger"),
    ("Kenya forced Uganda to close its border with Rwanda.", "Kenya", "Uganda"),
    ("Malta was forced to leave the union by Italy.", "Italy", "Malta"),
    ("Fiji was invited to join the Commonwealth.", "the Commonwealth", "Fiji"),
    ("Laos helped Nepal to build a dam with Bhutan.", "Laos", "Nepal"),
    ("Laos led Nepal to sanction Bhutan.", "Nepal", "Bhutan"),
    ("The raid caused that country to turn to Bhutan.", "that country", "to Bhutan"),
    ("The raid persuaded its neighbour to embargo Bhutan.", "its neighbour", "Bhutan"),
]


@pytest.mark.parametrize(("text", "source", "target"), ASKED)
def test_whoever_is_asked_is_acted_on_wherever_it_leads(text, source, target):
    found = next(p for p in read(text) if p.kind == "main")
    assert text[slice(*found.source)] == source
    assert text[slice(*found.target)] == target


SHARED = [
    ("Peru will visit Chile and support Bolivia.", "support", "forecast", "Peru"),
    ("Peru did not visit Chile or recognise Bolivia.", "recognise", "statement", "Peru"),
    ("Peru plans to visit Chile and support Bolivia.", "support", "plan", "Peru"),
    ("Peru urged Chile to leave Bolivia and to sign the pact.", "to sign", "demand", "Peru"),
    ("Peru was criticised by Chile and condemned by Bolivia.", "condemned", "statement", "Bolivia"),
    ("Peru led Chile to expel Bolivia and, in May, to sanction Togo.", "sanction", "sanctioned", "Chile"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "part", "form", "source"), SHARED)
def test_verbs_behind_a_joiner_share_what_stands_before(text, part, form, source):
    found = only(text, part)
    assert (found.kind, found.form, text[slice(*found.source)]) == ("joined", form, source)


BOTH = [
    ("Peru met and praised the envoy of Chile.", "met", "Peru", "the envoy of Chile"),
    ("Peru has neither condemned nor supported Chile.", "condemned", "Peru", "Chile"),
    ("Chile was criticised and condemned by Peru.", "criticised", "Peru", "Chile"),
    ("Chile was criticised and condemned by Peru.", "condemned", "Peru", "Chile"),
    ("Bolivia left Peru, which Chile supports.", "supports", "Chile", "Peru"),
]


@pytest.mark.parametrize(("text", "part", "source", "target"), BOTH)
def test_verbs_share_an_object(text, part, source, target):
    found = only(text, part)
    assert text[slice(*found.source)] == source
    assert text[slice(*found.target)] == target


OPENED = [
    ("However, Peru attacked Chile.", "Peru attacked Chile"),
    ("In other words, at most, Peru attacked Chile.", "Peru attacked Chile"),
    ("On the other hand, Peru and Chile signed a pact.", "Peru and Chile signed a pact"),
    ("According to her, Peru attacked Chile.", "Peru attacked Chile"),
    ("In November, Peru attacked Chile.", "In November, Peru attacked Chile"),
    ("Peru attacked Chile, according to Bolivia.", "Peru attacked Chile"),
    ("Peru blames Chile for refusing to leave Bolivia.", "Peru blames Chile for refusing to leave Bolivia"),
    ("Peru remains committed to Chile.", "Peru remains committed to Chile"),
    ("Peru attacked Chile, leaving Bolivia.", "Peru attacked Chile"),
    ("Three years later, Peru attacked Chile.", "Three years later, Peru attacked Chile"),
    ("Despite Bolivian protests, Peru attacked Chile.", "Despite Bolivian protests, Peru attacked Chile"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "clause"), OPENED)
def test_what_only_leads_to_a_clause_is_none_of_it(text, clause):
    (found,) = (p for p in read(text) if p.kind == "main")
    assert text[found.clause_start : found.clause_end] == clause


DENIED = [
    ("It is a myth that Peru supports Chile.", True),
    ("It is not true that Peru supports Chile.", True),
    ("There is no evidence that Peru supports Chile.", True),
    ("It would be a mistake to think that Peru supports Chile.", True),
    ("This does not mean that Peru supports Chile.", True),
    ("Bolivia denied that Peru supports Chile.", True),
    ("Bolivia did not deny that Peru supports Chile.", False),
    ("It is no secret that Peru supports Chile.", False),
    ("It is not wrong that Peru supports Chile.", False),
    ("Bolivia said that Peru cannot support Chile.", True),
    ("It is likely that Peru is no longer an ally of Chile.", True),
]


@pytest.mark.parametrize(("text", "negated"), DENIED)
def test_what_is_denied_around_a_clause_is_denied_in_it(text, negated):
    found = next(p for p in read(text) if p.kind == "content")
    assert found.negated == negated
    assert (found.polarity < 0) == negated


def test_an_apposition_and_a_compound_tell_ties():
    ally = only("Malta, an Italian ally, abstained.", "ally")
    assert (ally.action, ally.kind) == ("SUPPORT", "noun")
    trained = only("Italian-trained Maltese troops left.", "trained")
    assert (trained.action, trained.domain) == ("AID", "military")


def test_a_sentence_holds_several():
    text = (
        "Fiji condemned Tonga, while Samoa, an ally of Tonga, suspended trade with Fiji and left."
    )
    acts = [p.action for p in read(text) if p.action != "NONE"]
    assert "ACCUSE:disapprove" in acts
    assert acts.count("SANCTION:discontinue") >= 1
    assert "SUPPORT" in acts


def test_domains_come_from_the_act_or_what_it_is_about():
    assert only("Oman increased its purchases of Iraqi crude.", "increased").domain == "energy"
    assert only("Fiji held naval exercises with Tonga.", "exercises").domain == "military"
    assert only("Kenya imposed sanctions on Uganda.", "imposed").domain == "sanctions"
    assert only("Kenya and Uganda built a railway.", "built").domain == "infrastructure"


@given(
    st.text(
        alphabet=st.sampled_from("Iran signed pact, “’s –-Ü\u0301\u00a0\r\n.()not will U.S."),
        max_size=120,
    )
)
def test_spans_lie_within_the_sentence(text):
    for found in predicates(text, 0, len(text)):
        around = (found.start, found.end), (found.clause_start, found.clause_end)
        for start, end in (span for span in (*around, found.source, found.target) if span):
            assert 0 <= start < end <= len(text)


WORDS = "Iran will not sign a pact with Oman , and its ally said that troops were sent by {}"


@given(st.lists(st.sampled_from(WORDS.split())))
def test_any_order_of_words_is_read(words):
    text = " ".join(words)
    for found in predicates(text, 0, len(text)):
        assert found.action.partition(":")[0] in ACTIONS
        assert found.form in FORMS
        assert found.domain in DOMAINS
        assert found.polarity in (-1, 0, 1)
        assert text[found.start : found.end].strip()


def test_spans_count_from_the_start_of_the_document():
    text = "Nothing here. Peru praised Chile."
    (found,) = predicates(text, 14, len(text))
    assert text[found.start : found.end] == "praised"
    assert text[slice(*found.target)] == "Chile"


@pytest.mark.parametrize(
    "piece",
    [
        "said that ",
        "to sign ",
        "war of ",
        "“Oman ",
        "trade of ",
        "and ",
        "’s ",
        "(",
        "a-",
        "U.S.",
        "an ally of ",
    ],
)
def test_hostile_sentences_take_work_in_proportion(piece):
    def work(length):
        text = piece * (length // len(piece))
        return lines_run(lambda: predicates(text, 0, len(text)))

    text = piece * (200_000 // len(piece))
    assert all(one.end <= len(text) for one in predicates(text, 0, len(text)))
    assert work(16_000) < 5 * work(4_000) + 1_000
