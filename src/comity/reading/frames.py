"""Frames of speech: sentences with what they quote hidden, so that cues are looked for around quotations."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from comity.reading.cue import Cue
from comity.reading.cues import cues
from comity.reading.document import Document, Sentence
from comity.reading.phrases import HIDDEN, MOST, Phrase, Word, phrases, words
from comity.reading.quotations import Quotation, quotations
from comity.reading.reporting import report_forms

__all__ = ["Frame", "Frames", "stretches"]

_CUE = 120
_FEW = 6


@dataclass(frozen=True, slots=True)
class Frame:
    """A sentence around its quotations: its words, the phrases for speakers among them, its cues."""

    start: int
    end: int
    said: list[Word]
    known: list[Phrase]
    cues: list[Cue]

    @property
    def by_pronoun(self) -> bool:
        """Whether a pronoun says who speaks."""
        return any(cue.phrase is not None and cue.phrase.kind == "pronoun" for cue in self.cues)


class Frames:
    """Quotations of a document, and its frames by paragraph."""

    def __init__(self, document: Document, sentences: Sequence[Sentence]) -> None:
        self.text = document.text
        found = quotations(self.text, [(part.start, part.end) for part in document.parts])
        self.quoted = [q for q in found if q.depth == 0 and q.direct]
        self.ends = [q.end for q in self.quoted]
        self.masked = _masked(self.text, self.quoted)
        self.by_part: dict[int, list[Sentence]] = {}
        for sentence in sentences:
            self.by_part.setdefault(sentence.part, []).append(sentence)

    def quotes(self, start: int, end: int) -> list[Quotation]:
        """Direct quotations that reach into a span."""
        found = []
        for at in range(bisect_right(self.ends, start), len(self.quoted)):
            if self.quoted[at].start >= end:
                break
            found.append(self.quoted[at])
        return found

    def paragraphs(self) -> list[list[Frame]]:
        """Frames of every part, in order."""
        return [self._of(self.by_part[part]) for part in sorted(self.by_part)]

    def _of(self, sentences: Sequence[Sentence]) -> list[Frame]:
        """Sentences that part inside a quotation are one frame."""
        spans: list[tuple[int, int]] = []
        for sentence in sentences:
            if spans:
                last = spans[-1][1]
                inside = any(
                    q.start < last < q.end for q in self.quotes(last - 1, sentence.start + 1)
                )
                if inside or (self.text[last - 1] in "”»\"’'" and self._only_cue(sentence)):
                    spans[-1] = (spans[-1][0], sentence.end)
                    continue
            spans.append((sentence.start, sentence.end))
        return [self._frame(start, end) for start, end in spans]

    def _frame(self, start: int, end: int) -> Frame:
        said = words(self.masked, start, end)
        known = phrases(said)
        return Frame(start, end, said, known, cues(said, known))

    def _only_cue(self, sentence: Sentence) -> bool:
        """Whether a sentence after a quotation only says who spoke ("“Why now?” asked Lee.")."""
        if sentence.end - sentence.start > _CUE:
            return False
        said = words(self.masked, sentence.start, sentence.end)
        if not said or said[0].text[0].islower():
            return bool(said)
        verbs = report_forms()
        return len(said) <= _FEW and any(w.low in verbs for w in said) and said[0].low != "that"


def _masked(text: str, quoted: Sequence[Quotation]) -> str:
    """The text with what is quoted hidden; offsets stay."""
    parts, at = [], 0
    for q in quoted:
        parts += [text[at : q.start].replace(HIDDEN, " "), HIDDEN * (q.end - q.start)]
        at = q.end
    return "".join([*parts, text[at:].replace(HIDDEN, " ")])


def stretches(said: list[Word]) -> list[list[Word]]:
    """Sentences inside a quotation."""
    found, first = [], 0
    for at, word in enumerate(said):
        if (word.text in ".?!" and at > first) or at - first >= MOST:
            found.append(said[first : at + 1])
            first = at + 1
    return [*found, said[first:]] if first < len(said) else found
