"""Sentences into records: who acts on whom, of what kind, by whom said, and where it stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.reading.plain_text import document
from comity.reading.read import reading
from comity.reading.record import Record

FRAME = (
    "Brazil and Argentina are neighbours with a long border. Brazil is the larger of the two, and Argentina "
    "has the longer coast to the south of the mouth of the river."
)


def _read(sentence: str) -> list[Record]:
    """Records of a sentence between two paragraphs that frame it."""
    made = document(f"{FRAME}\n\n{sentence}\n\n{FRAME}")
    start = len(FRAME) + 2
    return [r for r in reading(made).records if start <= r.char_start < start + len(sentence)]


def _told(sentence: str) -> set[tuple[str, str | None, str | None, str]]:
    return {
        (r.kind, r.source_actor, r.target_actor, r.action.partition(":")[0])
        for r in _read(sentence)
    }


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("In May 2021, Turkey and Qatar signed a military agreement.", ("event", "TUR", "QAT", "SUPPORT")),
        ("The president of Kenya visited Uganda in June 2019.", ("event", "KEN", "UGA", "CONSULT")),
        ("Iran’s invasion of Kuwait in 1990 was condemned by nobody.", ("event", "IRN", "KWT", "ASSAULT")),
        ("Norway and Sweden criticized Hungary’s veto.", ("event", "NOR;SWE", "HUN", "ACCUSE")),
        ("Kazakhstan, a Russian ally, kept silent.", ("relation", "KAZ", "RUS", "SUPPORT")),
        ("Turkish-backed Libyan fighters took the airport.", ("relation", "TUR", "LBY", "SUPPORT")),
        ("A pipeline from Algeria to Spain was shut.", ("relation", "DZA", "ESP", "COOPERATE")),
        ("American sanctions against Cuba remain.", ("relation", "USA", "CUB", "SANCTION")),
        ("Vietnam bought fighter jets from India in 2020.", ("event", "VNM", "IND", "COOPERATE")),
    ],
)  # fmt: skip
def test_who_does_what_to_whom(sentence, expected):
    told = _told(sentence)
    kind, source, target, action = expected
    assert any(
        (k, a) == (kind, action)
        and {source, target} == {s, t}
        and (s, t) in ((source, target), (target, source))
        for k, s, t, a in told
    ), told


def test_an_opinion_is_a_claim_of_its_author_and_a_quotation_one_of_its_speaker():
    sentence = (
        "“Turkey and Qatar draw closer, and their alliance threatens Egypt,” said Ana Prieto."
    )
    claims = [r for r in _read(sentence) if r.kind == "claim"]
    assert claims
    assert {r.speaker for r in claims} == {"Ana Prieto"}
    assert all(r.word_or_deed == "word" for r in claims)
    own = [
        r
        for r in _read("Their alliance represents a profound threat to Egypt and Turkey knows it.")
        if r.kind == "claim"
    ]
    assert {r.speaker for r in own} <= {"unsigned"}


def test_figures_are_measured_and_counts_of_states_are_not():
    found = [
        r
        for r in _read("The two states agreed that Brazil sells Argentina 5 million tons of wheat.")
        if r.kind == "quantity"
    ]
    assert {(float(r.value or 0), r.unit) for r in found} == {
        (5e6, "tonnes"),
    }


def test_the_page_around_an_article_tells_nothing_and_its_headings_no_acts():
    teaser = "Chile invaded Peru in 1879 and took the port of Arica, which it has kept since."
    page = f"Peru hits Chile\nmenu\n\n{FRAME}\n\nBolivia hits Peru\n\n{FRAME}\n\nLATEST CONTENT\n\n{teaser}\n"
    made = document(page)
    assert not [
        r for r in reading(made).records if "invade" in r.sentence or "Bolivia" in r.sentence
    ]


def test_a_caption_told_twice_is_told_once():
    line = "Turkish-trained Somali troops parade in Mogadishu."
    made = document(f"{FRAME}\n{line}\n{line} (Pool Photo / AFP)\n{FRAME}")
    assert (
        len([r for r in reading(made).records if r.section == "caption" and r.action == "AID"]) == 1
    )


_SENTENCES = st.sampled_from(
    [
        "Turkey’s premier met Qatar’s emir on 5 May 2021.", "“We will buy 3.5 bcm of gas,” he said.",
        "Both states — Iran and Oman — signed a “road map”.",
        "U.S. sanctions\u00a0on Cuba cost $1.2 billion.",
        "The e\u0301lan of French-Malian ties has gone.",
        "It has halved.", "\ufeff", "…", "”", "“", "\r\n", "\n\n",
        "LATEST NEWS", "By Ana Prieto", "NATO (Albania, Türkiye) and the EU agreed.",
    ]
)  # fmt: skip


@given(st.lists(_SENTENCES, max_size=12).map(" ".join))
def test_every_span_slices_to_its_text(text):
    made = document(text)
    for record in reading(made).records:
        assert made.raw[record.char_start : record.char_end] == record.sentence
        assert record.sentence.strip()
        assert (
            record.sent_start
            <= record.char_start
            < record.char_end
            <= max(record.sent_end, record.char_end)
        )
        assert record.kind == "quantity" or record.source_actor


def test_reading_is_a_function_of_the_document():
    made = document(f"{FRAME}\n\nTurkey and Qatar signed an agreement in May 2021.")
    assert reading(made).records == reading(made).records


@pytest.mark.parametrize(
    "text", ["", "x", "\x00" * 50, "“" * 500, "Turkey and " * 2000, "(" * 5000, "’s " * 3000]
)
def test_hostile_text_is_read_in_good_time(text):
    assert isinstance(reading(document(text)).records, tuple)


def test_a_date_that_opens_a_sentence_is_that_of_its_verbs():
    found = _read(
        "On 4 March 2019, Peru, which had waited, signed a treaty with Chile over Bolivian trade with Brazil."
    )
    dates = {r.sentence.split()[-1]: r.date for r in found if r.kind != "quantity"}
    assert any(r.date == "2019-03-04" and {"PER", "CHL"} <= r.actors for r in found), dates
    assert not any(r.date and r.actors == {"BOL", "BRA"} for r in found)


def test_an_aside_does_not_hide_a_negation():
    (record,) = [
        r
        for r in _read("Peru has not officially, in words or deeds, condemned Chile.")
        if r.kind != "quantity"
    ]
    assert record.negated


def test_it_takes_up_the_group_that_is_the_subject():
    found = _read(
        "The non-Western world avoids Peru’s sanctions on Chile, but it does not intend to support Chile."
    )
    assert any(r.sources == ("NON_WEST",) and r.targets == ("CHL",) and r.negated for r in found)


@pytest.mark.parametrize(
    ("sentence", "target", "polarity"),
    [
        ("Peru vetoed sanctions against Chile.", "CHL", 1),
        ("Peru voted against sanctions on Chile.", "CHL", 1),
        ("Peru rejected criticism of Chile.", "CHL", 1),
        ("Peru vetoed Chile’s proposal.", "CHL", -1),
        ("Peru opposed the Chilean embargo on Bolivia.", "CHL", -1),
    ],
)
def test_who_turns_down_a_measure_spares_whom_it_is_against(sentence, target, polarity):
    found = [r for r in _read(sentence) if r.action == "REJECT"]
    assert [(r.targets[:1], r.polarity) for r in found] == [((target,), polarity)]


def test_those_with_whom_somebody_is_allied_are_not_allied_to_each_other_by_that():
    (claim,) = [
        r
        for r in _read("Peruvian visits signal a stronger alliance with Chile and Bolivia.")
        if r.kind == "claim"
    ]
    assert (claim.sources, claim.targets, claim.symmetric) == (("PER",), ("CHL", "BOL"), False)


@pytest.mark.parametrize(
    ("sentence", "action"),
    [
        ("Oman and Peru met in Lima. Three agreements were signed in May.", "SUPPORT"),
        ("Oman and Peru met in Lima. The talks have resumed.", "CONSULT"),
        ("Oman and Peru met in Lima. The agreement was cancelled in 2021.", "SANCTION"),
    ],
)
def test_what_nobody_named_does_together_is_done_by_the_pair_told_of(sentence, action):
    told = {
        (r.source_actor, r.target_actor, r.action.partition(":")[0]) for r in _read(sentence)[1:]
    }
    assert {("OMN", "PER", action), ("PER", "OMN", action)} & told


@pytest.mark.parametrize(
    "sentence", ["The boycott ended.", "An army attacked at dawn.", "Prices rose."]
)
def test_what_is_not_done_together_is_done_by_nobody_told_of(sentence):
    assert not _read(f"Oman and Peru met in Lima. {sentence}")[1:]
