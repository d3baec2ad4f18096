"""Who says what: spans of a document that somebody says, with the speaker, remembered across paragraphs."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from comity.reading.cues import Cue, cues, phrases
from comity.reading.document import Document, Sentence
from comity.reading.introductions import Introduction, introduction, place_of
from comity.reading.memory import Memory, Speaker, Standing
from comity.reading.mentions import Mention
from comity.reading.phrases import HIDDEN, Phrase, Word, words
from comity.reading.quotations import Quotation, quotations
from comity.reading.reporting import report_forms

__all__ = ["Attribution", "attributions", "author_of", "speaker_of"]


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
    """The attribution that covers most of a span, the innermost of equals; None where less than half is said."""
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
        self.text, self.mentions = document.text, sorted(mentions, key=lambda m: m.start)
        self.starts = [mention.start for mention in self.mentions]
        self.memory = Memory()
        self.found: list[Attribution] = []
        parts = [(part.start, part.end) for part in document.parts]
        quoted = quotations(self.text, parts)
        self.quoted = [q for q in quoted if q.depth == 0 and q.direct]
        self.by_part: dict[int, list[Sentence]] = {}
        for sentence in sentences:
            self.by_part.setdefault(sentence.part, []).append(sentence)
        hidden = list(self.text)
        for q in self.quoted:
            hidden[q.start : q.end] = HIDDEN * (q.end - q.start)
        self.masked = "".join(hidden)
        self.carried = False

    def listen(self) -> tuple[Attribution, ...]:
        for part in sorted(self.by_part):
            self._paragraph(self.by_part[part])
        found = sorted(set(self.found), key=lambda a: (a.start, -a.end))
        return tuple(found)

    def _quotes(self, start: int, end: int) -> list[Quotation]:
        first = bisect_left(self.quoted, start, key=lambda q: q.end)
        found = []
        for q in self.quoted[first:]:
            if q.start >= end:
                break
            if q.end > start:
                found.append(q)
        return found

    def _units(self, sentences: list[Sentence]) -> list[tuple[int, int]]:
        """Sentences of the frame around quotations: those that part inside one are one."""
        units: list[tuple[int, int]] = []
        for sentence in sentences:
            start, end = sentence.start, sentence.end
            if units:
                last = units[-1][1]
                inside = any(q.start < last < q.end for q in self._quotes(last - 1, start + 1))
                if inside or (self.text[last - 1] in "”»\"’'" and self._only_cue(start, end)):
                    units[-1] = (units[-1][0], end)
                    continue
            units.append((start, end))
        return units

    def _only_cue(self, start: int, end: int) -> bool:
        """Whether a sentence after a quotation only says who spoke ("“Why now?” asked Lee.")."""
        if end - start > 120:
            return False
        said = words(self.masked, start, end)[:8]
        return bool(said) and (
            said[0].text[0].islower()
            or (
                len(said) <= 6
                and any(word.low in report_forms() for word in said)
                and not any(w.low == "that" for w in said)
            )
        )

    def _paragraph(self, sentences: list[Sentence]) -> None:
        units = self._units(sentences)
        before = self.memory.last
        uncued: list[tuple[int, int]] = []
        latest: Attribution | None = None
        nearby: list[str] = []
        for number, (start, end) in enumerate(units):
            said = words(self.masked, start, end)
            known = phrases(said)
            names = self._named(said, known)
            made: list[Attribution] = []
            subject = next(
                (p for p in known if p.kind in ("person", "body", "common", "pronoun")), None
            )
            speaker: Speaker | None = None
            for cue in cues(said, known, start, end):
                phrase = cue.phrase
                if phrase is None:
                    speaker = speaker or (self._speaker(said, subject, nearby) if subject else None)
                else:
                    speaker = self._speaker(said, phrase, nearby, of=cue.kind)
                if speaker is None:
                    continue
                made += [_made(span, speaker, cue) for span in cue.said]
                if speaker.standing != "unnamed" and cue.kind not in ("view", "call", "of"):
                    self.memory.last = speaker
            self._loose(start, end, made, units, number)
            pronoun = any(
                cue.phrase is not None and cue.phrase.kind == "pronoun"
                for cue in cues(said, known, start, end)
            )
            if (
                made
                and uncued
                and pronoun
                and before is not None
                and made[0].speaker == before.name
            ):
                self.found += [_goes_on(span, before, made[0]) for span in uncued]
                uncued = []
            if not made:
                if latest is not None and self._follows(said, latest, names):
                    self.found.append(_goes_on((start, end), self.memory.last, latest))
                elif not names and latest is None:
                    uncued.append((start, end))
            elif not any(a.direct for a in made):
                latest = made[-1]
            else:
                latest, uncued = None, []
            self.found += made
            nearby = names or nearby
            self._inside(start, end, made)

    def _follows(self, said: list[Word], latest: Attribution, names: list[str]) -> bool:
        """Whether a sentence carries on what was reported before it ("The value of these supplies …")."""
        if (
            latest.direct
            or latest.standing not in ("expert",)
            or names
            or latest.cue_end > latest.start
        ):
            return False
        if self.memory.last is None or self.memory.last.name != latest.speaker:
            return False
        return any(w.low in ("these", "those", "this", "such", "it", "they") for w in said[:7])

    def _loose(
        self,
        start: int,
        end: int,
        made: list[Attribution],
        units: list[tuple[int, int]],
        number: int,
    ) -> None:
        """Quotations without a cue: the speaker of the cue behind them in the paragraph, else the last one."""
        for q in self._quotes(start, end):
            if any(a.start <= q.start and q.end <= a.end for a in made):
                continue
            speaker = self._ahead(units, number) or self.memory.last
            if speaker is None:
                continue
            alone = q.start <= start + 1
            if alone or any(
                f.speaker == speaker.name and f.start >= units[0][0]
                for f in [*self.found[-6:], *made]
            ):
                made.append(
                    Attribution(
                        q.start,
                        q.end,
                        speaker.name,
                        speaker.affiliation,
                        q.start,
                        q.start,
                        True,
                        speaker.side,
                        speaker.standing,
                    )
                )

    def _ahead(self, units: list[tuple[int, int]], number: int) -> Speaker | None:
        if number + 1 >= len(units) or number:
            return None
        start, end = units[number + 1]
        said = words(self.masked, start, end)
        known = phrases(said)
        for cue in cues(said, known, start, end):
            if cue.phrase is not None and cue.phrase.kind == "person" and cue.kind == "quote":
                return self._speaker(said, cue.phrase, [])
        return None

    def _inside(self, start: int, end: int, made: list[Attribution]) -> None:
        """What a quotation says that others say: "officials who say that this is bad"."""
        for q in self._quotes(start, end):
            outer = next((a for a in made if a.start <= q.start < a.end), None)
            if outer is None:
                continue
            said = words(self.text, q.start + 1, q.end - 1)
            for first, last in _stretches(said):
                piece = said[first:last]
                known = phrases(piece)
                for cue in cues(piece, known, piece[0].start, piece[-1].end):
                    phrase = cue.phrase
                    if phrase is None or phrase.kind not in ("person", "common", "body", "paper"):
                        continue
                    speaker = self._speaker(piece, phrase, [], of=cue.kind)
                    if speaker is None or speaker.name == outer.speaker:
                        continue
                    self.found += [
                        Attribution(
                            a, b, speaker.name, f"{speaker.affiliation}, reported by {outer.speaker.split()[-1]}",
                            cue.start, cue.end, False, speaker.side, speaker.standing,
                        )
                        for a, b, _ in cue.said
                    ]  # fmt: skip

    def _within(self, start: int, end: int) -> list[Mention]:
        first = bisect_left(self.starts, start)
        return [m for m in self.mentions[first : first + 40] if m.start < end and m.end <= end]

    def _actors(self, start: int, end: int) -> list[str]:
        return [actor for m in self._within(start, end) for actor in m.actors]

    def _named(self, said: list[Word], known: Sequence[Phrase]) -> list[str]:
        """Persons named in a sentence, by their place, kept in memory where the text introduces them."""
        names = []
        for phrase in known:
            if phrase.kind != "person" or phrase.name is None:
                continue
            start, end = said[phrase.name[0]].start, said[phrase.name[1] - 1].end
            person = self._person_at(start, end)
            name = person or self._text(start, end)
            intro = self._introduced(said, phrase)
            if intro is not None or person is not None:
                names.append(self._remember(name, intro, start, end).name)
            elif (full := self.memory.known(name)) is not None:
                names.append(full)
        return names

    def _person_at(self, start: int, end: int) -> str | None:
        return next(
            (
                m.person
                for m in self._within(start - 40, end)
                if m.person and m.start < end and m.end > start
            ),
            None,
        )

    def _text(self, start: int, end: int) -> str:
        return " ".join(self.text[start:end].split()).removesuffix("’s").removesuffix("'s")

    def _introduced(self, said: list[Word], phrase: Phrase) -> Introduction | None:
        for span in (phrase.apposition, phrase.title):
            if span is None or span[1] <= span[0]:
                continue
            start, end = said[span[0]].start, said[span[1] - 1].end
            found = introduction(self._text(start, end), self._actors(start, end))
            if found is not None:
                return found
        return None

    def _remember(self, name: str, intro: Introduction | None, start: int, end: int) -> Speaker:
        mention = next(
            (m for m in self._within(start - 40, end) if m.person and m.end > start), None
        )
        if intro is None and mention is not None and mention.actors and mention.kind == "leader":
            intro = introduction(mention.office or "leader", mention.actors)
        return self.memory.person(name, intro)

    def _speaker(
        self, said: list[Word], phrase: Phrase, nearby: Sequence[str], of: str = ""
    ) -> Speaker | None:
        start, end = said[phrase.first].start, said[phrase.last - 1].end
        if phrase.kind == "pronoun":
            if said[phrase.first].low not in ("he", "she"):
                return None
            return self.memory.pronoun(said[phrase.first].low, nearby)
        if phrase.kind == "person" and phrase.name is not None:
            return self._person(said, phrase, of)
        return self._unnamed(said, phrase, self._text(start, end))

    def _person(self, said: list[Word], phrase: Phrase, of: str) -> Speaker | None:
        assert phrase.name is not None
        start, end = said[phrase.name[0]].start, said[phrase.name[1] - 1].end
        person = self._person_at(start, end)
        name = person or self._text(start, end)
        if person is None and self.memory.known(name) is None:
            actors = self._actors(start, end)
            if actors:
                if of in ("view", "call", "of"):
                    return None
                return Speaker(name, place_of(actors[0]), actors[0], "official")
        return self._remember(name, self._introduced(said, phrase), start, end)

    def _unnamed(self, said: list[Word], phrase: Phrase, text: str) -> Speaker | None:
        start, end = said[phrase.first].start, said[phrase.last - 1].end
        head = phrase.head
        assert head is not None
        first = said[phrase.first].low
        if phrase.kind == "common" and not head.plural and first in ("the", "this"):
            noun = next(
                w.low for w in reversed(said[phrase.first : phrase.last]) if w.text[0].isalpha()
            )
            met = self.memory.by_role(noun)
            if met is not None:
                return met
        name = (
            text.split(" ", 1)[1]
            if first in ("the", "a", "an", "quite", "very", "his", "her", "their", "its")
            and " " in text
            else text
        )
        for lead in ("quite ", "very "):
            name = name.removeprefix(lead)
        actors = self._actors(start, end)
        if phrase.kind == "paper":
            kept = name.rsplit(" ", 1)[0]
            intro = introduction(kept, actors) if kept != name else None
            if intro is not None:
                return Speaker(kept, intro.affiliation, intro.side, intro.standing)
            return Speaker(name, "unknown", None, "unnamed")
        intro = introduction(name, actors)
        if phrase.kind == "body":
            if intro is None:
                return Speaker(name)
            return Speaker(name, intro.affiliation, intro.side, intro.standing)
        if head.standing == "official" and actors:
            return Speaker(name, f"{place_of(actors[0])} (government)", actors[0], "official")
        noun = (
            name.split()[-1]
            if " in " not in name and " at " not in name
            else name.split(" in ")[0].split(" at ")[0].split()[-1]
        )
        return Speaker(name, f"unnamed {noun}", None, "unnamed")


def _made(span: tuple[int, int, bool], speaker: Speaker, cue: Cue) -> Attribution:
    return Attribution(
        span[0], span[1], speaker.name, speaker.affiliation, cue.start, cue.end, span[2],
        speaker.side, speaker.standing,
    )  # fmt: skip


def _goes_on(span: tuple[int, int], speaker: Speaker | None, like: Attribution) -> Attribution:
    who = speaker or Speaker(like.speaker, like.affiliation, like.side, like.standing)
    return Attribution(
        span[0], span[1], who.name, who.affiliation, span[0], span[0], False, who.side, who.standing
    )


def _stretches(said: list[Word]) -> list[tuple[int, int]]:
    """Sentences inside a quotation, as word numbers."""
    found, first = [], 0
    for at, word in enumerate(said):
        if word.text in ".?!" and at > first:
            found.append((first, at + 1))
            first = at + 1
    if first < len(said):
        found.append((first, len(said)))
    return found
