from __future__ import annotations

import pytest

from comity.reading.plain_text import document
from comity.reading.read import reading

QUESTION = "Norway met Russia last week. Was it of any use?"
ANSWER = (
    "Russia threatened Norway in May. Norway does not trust Russia at all, and it fears a war more than "
    "it did before."
)
MORE = "Sweden supports Norway. It has been so for many years, and it will be so for a long time to come."


def interview(head: str, asks: str, answers: str) -> str:
    return f"{head}\n\n{asks} {QUESTION}\n\n{answers} {ANSWER}\n\n{asks} And Sweden?\n\n{answers} {MORE}\n"


@pytest.mark.parametrize(
    ("head", "asks", "answers", "speaker", "affiliation"),
    [
        ("“A cold spring”\nProfessor Ane Berg of Oslo University on Norway and Russia\nInterviewer: Tom Reed",
         "Q:", "A:", "Ane Berg", "Oslo University (professor)"),
        ("A cold spring in the north\nInterview with Jan Toro, director of the Salta Institute", "Question:",
         "Answer:", "Jan Toro", "Salta Institute (director)"),
        ("A cold spring in the north\nDr Ane Berg, a fellow at the Council on Northern Affairs", "Q:",
         "Berg:", "Ane Berg", "Council on Northern Affairs (fellow)"),
    ],
)  # fmt: skip
def test_answers_are_the_guests(head, asks, answers, speaker, affiliation):
    found = reading(document(interview(head, asks, answers)))
    said = {a.speaker: a.affiliation for a in found.attributions}
    assert said == {speaker: affiliation}
    views = [r for r in found.records if r.kind == "claim" and r.section == "body"]
    assert {r.speaker for r in views} == {speaker}
    threat = next(r for r in found.records if r.source_actor == "RUS")
    assert threat.speaker == speaker
    parts = {found.document.text[p.start : p.end]: p.section for p in found.document.parts}
    assert all(
        section == "body" for words, section in parts.items() if words.startswith((asks, answers))
    )
    assert not any("Berg" in words or "Toro" in words for words in parts if parts[words] == "title")


def test_what_is_asked_is_nobodys():
    found = reading(
        document(interview("A cold spring\nProfessor Ane Berg of Oslo University", "Q:", "A:"))
    )
    assert [r.speaker for r in found.records if "met" in r.sentence] == [None]


@pytest.mark.parametrize(
    "text",
    [f"Notes on trade\n\nPeru: {ANSWER}\n\nChile: {MORE}", f"Notes\n\nA: {ANSWER}\n\nB: {MORE}",
     f"Notes\n\nQ: {ANSWER}\n\n{MORE}"],
)  # fmt: skip
def test_labels_alone_are_no_interview(text):
    assert not [a for a in reading(document(text)).attributions if a.end - a.start > 100]
