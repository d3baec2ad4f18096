"""Who says what: spans of a document that somebody says, with the speaker, remembered across paragraphs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from comity.reading.cue import Cue
from comity.reading.cues import cues
from comity.reading.document import Document, Sentence
from comity.reading.frames import Frame, Frames, stretches
from comity.reading.interviews import answers, introduced
from comity.reading.memory import Speaker, Standing
from comity.reading.mention import Mention
from comity.reading.naming import Naming
from comity.reading.phrases import MOST, Word, phrases, words
from comity.reading.quotations import Quotation

__all__ = ["Attribution", "attributions", "author_of", "speaker_of"]

_QUOTED = 4 * MOST
_ANAPHORS = frozenset(["these", "those", "this", "such", "it", "they"])


@dataclass(frozen=True, slots=True)
class Attribution:
    """A span that somebody says.

    Attributes
    ----------
    start, end
        What is said: the quotation, or the clause a verb of saying reports.
    speaker, affiliation
        Full name where the text has one; institution and role as the text introduces them, else ``unknown``.
    cue_start, cue_end
        The words that say who speaks ("he added"); an empty span where the last speaker goes on.
    direct
        Whether the span is a quotation.
    side
        State or organisation that an official speaks for; None for everybody else.
    standing
        ``official``, ``expert``, ``media``, ``unnamed`` or ``other``.
    """

    start: int
    end: int
    speaker: str
    affiliation: str
    cue_start: int
    cue_end: int
    direct: bool
    side: str | None = None
    standing: Standing = "other"


def attributions(
    document: Document, sentences: Sequence[Sentence], mentions: Sequence[Mention]
) -> tuple[Attribution, ...]:
    """Everything in a document that somebody says, in order; spans inside a quotation may nest."""
    return _Listener(document, sentences, mentions).listen()


def author_of(document: Document) -> tuple[str, str]:
    """Speaker and affiliation of what nobody is said to say."""
    if document.author != "unsigned":
        return document.author, document.affiliation
    if document.publisher:
        return f"{document.publisher} (unsigned)", document.publisher
    return "unsigned", "unknown"


def speaker_of(found: Sequence[Attribution], start: int, end: int) -> Attribution | None:
    """The attribution that covers most of a span, the innermost of equals; None below a half."""
    best: Attribution | None = None
    most = 0.0
    for each in found:
        first = each.cue_start if each.cue_end <= each.start else each.start
        share = (min(end, each.end) - max(start, first)) / max(end - start, 1)
        inner = best is not None and each.end - each.start < best.end - best.start
        if share >= 0.5 and (share > most + 0.05 or (share > most - 0.05 and inner)):
            best, most = each, share
    return best


class _Listener:
    def __init__(
        self, document: Document, sentences: Sequence[Sentence], mentions: Sequence[Mention]
    ) -> None:
        self.text, self.naming = document.text, Naming(document.text, mentions)
        self.memory, self.frames = self.naming.memory, Frames(document, sentences)
        self.found: list[Attribution] = []
        self.pending: list[Quotation] = []
        self._interviewed(document)

    def _interviewed(self, document: Document) -> None:
        """Answers of an interview are said by whom the label names, or by the guest of its head."""
        given = answers(document)
        if not given:
            return
        guests = [self.naming.speaker(*who, [], "clause") for who in introduced(document)]
        guest = next((each for each in guests if each is not None), None)
        for answer in given:
            speaker = self.memory.person(answer.label) if answer.label else guest
            if speaker is not None:
                self.found.append(_all_of(answer.start, answer.end, speaker))

    def listen(self) -> tuple[Attribution, ...]:
        for frames in self.frames.paragraphs():
            self._paragraph(frames)
        last = self.memory.last
        if last is not None:
            self.found += [_uncued(q, last) for q in self.pending]
        return tuple(sorted(set(self.found), key=lambda a: (a.start, -a.end, a.cue_start)))

    def _paragraph(self, units: list[Frame]) -> None:
        before, uncued = self.memory.last, list[Frame]()
        latest: Attribution | None = None
        nearby: list[str] = []
        for number, unit in enumerate(units):
            names = self.naming.persons(unit.said, unit.known)
            made = self._cued(unit, names, nearby)
            cued = bool(made)
            self._loose(units, number, made)
            if not made:
                if latest is not None and self._carries_on(unit, latest, names):
                    self.found.append(_goes_on(unit, self.memory.last, latest))
                elif not names and latest is None:
                    uncued.append(unit)
            elif (
                cued
                and uncued
                and before is not None
                and unit.by_pronoun
                and made[0].speaker == before.name
            ):
                self.found += [_goes_on(each, before, made[0]) for each in uncued]
            if made:
                latest, uncued = (None if made[-1].direct else made[-1]), []
            if made and made[0].direct and self.pending:
                self.found += [_carried(q, made[0]) for q in self.pending]
                self.pending = []
            self.found += made
            nearby = [name for _, name in names] or nearby
            self._inside(unit, made)

    def _cued(
        self, unit: Frame, names: Sequence[tuple[int, str]], nearby: list[str]
    ) -> list[Attribution]:
        made: list[Attribution] = []
        speaker: Speaker | None = None
        for cue in unit.cues:
            phrase = cue.phrase
            if phrase is not None:
                start = unit.said[phrase.first].start
                ahead = all(a >= start for a, _, _ in cue.said)
                here = [name for at, name in reversed(names) if ahead and at < start]
                speaker = self.naming.speaker(unit.said, phrase, [*here, *nearby], cue.kind)
            elif speaker is None:
                speaker = self._subject(unit, nearby, cue.kind)
            if speaker is None:
                continue
            made += [_made(span, speaker, cue) for span in cue.said]
            if speaker.standing != "unnamed" and cue.kind not in ("view", "call", "of"):
                self.memory.last = speaker
        return made

    def _subject(self, unit: Frame, nearby: list[str], kind: str) -> Speaker | None:
        opening = [p for p in unit.known if p.first <= 1 or p.kind == "person"]
        subject = next(iter(opening), None)
        if subject is None:
            return None
        return self.naming.speaker(unit.said, subject, nearby, "of" if kind == "of" else "subject")

    def _carries_on(self, unit: Frame, latest: Attribution, names: Sequence[object]) -> bool:
        """Whether a sentence carries on what was reported before it ("The value of these supplies …")."""
        if latest.standing != "expert" or names or latest.cue_end > latest.start:
            return False
        if self.memory.last is None or self.memory.last.name != latest.speaker:
            return False
        return any(word.low in _ANAPHORS for word in unit.said[:7])

    def _loose(self, units: list[Frame], number: int, made: list[Attribution]) -> None:
        """Quotations without a cue: who is named behind them in the paragraph, else the last speaker."""
        unit = units[number]
        for q in self.frames.quotes(unit.start, unit.end):
            if any(a.start <= q.start and q.end <= a.end for a in made):
                continue
            if q.continued and q.start <= unit.start + 1:
                self.pending.append(q)
                continue
            speaker = (self._named_next(units) if not number else None) or self.memory.last
            if speaker is None:
                continue
            recent = any(
                a.speaker == speaker.name and a.start >= units[0].start
                for a in [*self.found[-8:], *made]
            )
            if q.start <= unit.start + 1 or recent:
                made.append(_uncued(q, speaker))

    def _named_next(self, units: list[Frame]) -> Speaker | None:
        """Who is named by a cue of the second sentence of a paragraph that opens with a quotation."""
        if len(units) < 2:
            return None
        for cue in units[1].cues:
            phrase = cue.phrase
            if phrase is not None and phrase.kind == "person" and cue.kind == "quote":
                return self.naming.speaker(units[1].said, phrase, [])
        return None

    def _inside(self, unit: Frame, made: list[Attribution]) -> None:
        """What a quotation says that others say: "officials who say that this is bad"."""
        for q in self.frames.quotes(unit.start, unit.end):
            outer = next((a for a in made if a.start <= q.start < a.end), None)
            if outer is None:
                continue
            said = words(self.text, q.start + 1, q.end - 1, _QUOTED)
            for piece in stretches(said):
                for cue in cues(piece, phrases(piece)):
                    self._nested(piece, cue, outer)

    def _nested(self, piece: list[Word], cue: Cue, outer: Attribution) -> None:
        if cue.phrase is None or cue.phrase.kind not in ("person", "common", "body", "paper"):
            return
        speaker = self.naming.speaker(piece, cue.phrase, [], cue.kind)
        if speaker is None or speaker.name == outer.speaker:
            return
        affiliation = f"{speaker.affiliation}, reported by {outer.speaker.split()[-1]}"
        self.found += [
            Attribution(
                start, end, speaker.name, affiliation, cue.start, cue.end, direct, speaker.side,
                speaker.standing,
            )
            for start, end, direct in cue.said
        ]  # fmt: skip


def _made(span: tuple[int, int, bool], speaker: Speaker, cue: Cue) -> Attribution:
    return Attribution(
        span[0], span[1], speaker.name, speaker.affiliation, cue.start, cue.end, span[2],
        speaker.side, speaker.standing,
    )  # fmt: skip


def _all_of(start: int, end: int, speaker: Speaker, direct: bool = False) -> Attribution:
    return Attribution(
        start, end, speaker.name, speaker.affiliation, start, start, direct, speaker.side,
        speaker.standing,
    )  # fmt: skip


def _uncued(q: Quotation, speaker: Speaker) -> Attribution:
    return _all_of(q.start, q.end, speaker, direct=True)


def _carried(q: Quotation, like: Attribution) -> Attribution:
    """A paragraph of a quotation that ends in a later one."""
    return replace(like, start=q.start, end=q.end, cue_start=q.start, cue_end=q.start)


def _goes_on(unit: Frame, speaker: Speaker | None, like: Attribution) -> Attribution:
    who = speaker or Speaker(like.speaker, like.affiliation, like.side, like.standing)
    return _all_of(unit.start, unit.end, who)
