"""Interviews: paragraphs labelled as questions and answers, and who gives the answers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from comity.reading.document import Document, Part
from comity.reading.phrases import Phrase, Word, phrases, words

__all__ = ["Answer", "answers", "introduced", "is_guest_line", "is_question"]

#: "Q:", "A.", "Question:", "Ane Berg:", "BERG:" at the head of a paragraph.
_LABEL = re.compile(
    r"(Q|A|Question|Answer|[^\W\d_][\w’'-]{1,20}(?: [A-Z][\w.’'-]{0,20}){0,3})(?:\s?:|\.(?=\s+[A-Z]))\s+"
)
_ASKED = frozenset(["q", "question"])
_ANSWERED = frozenset(["a", "answer"])
_INTRODUCED = re.compile(
    r"(?:an? )?interview(?:ee)?(?: with|:)\s+|(?:guest|speaker):\s+", re.IGNORECASE
)
_OTHERS = re.compile(r"(?:interviewer|interviewed by|interview by|translat\w+)\b", re.IGNORECASE)
#: What they speak about ("… of Oslo University on trade"), not whose council is "on foreign relations".
_SUBJECT = re.compile(
    r"(?<!council)(?<!committee)(?<!commission)(?<!institute)(?<!centre)(?<!center) (?:on|about) ",
    re.IGNORECASE,
)
#: Lines of an interview's head are no longer.
_LINE = 200


@dataclass(frozen=True, slots=True)
class Answer:
    """A paragraph that somebody answers; ``label`` is empty where it names nobody ("A:")."""

    start: int
    end: int
    label: str


def answers(document: Document) -> list[Answer]:
    """Answers of an interview; none where a document is no interview.

    One is where a label asks ("Q:") and another answers: "A:", or a name that heads paragraphs too.
    """
    labelled = list(_labelled(document))
    asked = {label for label, _ in labelled if label.lower() in _ASKED}
    names = [label for label, _ in labelled if label not in asked]
    if not asked or not names:
        return []
    return [
        Answer(part.start, part.end, "" if label.lower() in _ANSWERED else label)
        for label, part in labelled
        if label not in asked and (label.lower() in _ANSWERED or names.count(label) > 1)
    ]


def _labelled(document: Document) -> Iterator[tuple[str, Part]]:
    for part in document.parts:
        if part.section == "sidebar":
            continue
        label = _LABEL.match(document.text, part.start, part.end)
        if label is not None:
            yield label.group(1), part


def is_question(line: str) -> bool:
    """Whether a paragraph is labelled as a question."""
    label = _LABEL.match(line)
    return label is not None and label.group(1).lower() in _ASKED


def is_guest_line(line: str) -> bool:
    """Whether a line begins with whom it introduces ("Professor Ane Berg of Oslo University on …")."""
    return (
        _OTHERS.match(line) is not None or next(_introduced(line, 0, len(line)), None) is not None
    )


def introduced(document: Document) -> Iterator[tuple[list[Word], Phrase]]:
    """Persons whom the lines above the questions introduce, in order; at the head of a line."""
    for part in document.parts:
        line = document.text[part.start : part.end]
        if is_question(line):
            return
        if not _OTHERS.match(line):
            yield from _introduced(document.text, part.start, part.end)


def _introduced(text: str, start: int, end: int) -> Iterator[tuple[list[Word], Phrase]]:
    if end - start > _LINE:
        return
    opening = _INTRODUCED.match(text, start, end)
    subject = _SUBJECT.search(text, start, end)
    said = words(text, opening.end() if opening else start, subject.start() if subject else end)
    for phrase in phrases(said)[:1]:
        known = opening or phrase.title is not None or phrase.apposition is not None
        if phrase.kind == "person" and phrase.first == 0 and known:
            yield said, phrase
