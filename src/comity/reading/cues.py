"""Cues of speech in a sentence: "…," says X; X says that …; according to X; X calls it “…”."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from comity.reading.lexicon import verb_forms
from comity.reading.phrases import Phrase, Word, phrase_at
from comity.reading.reporting import Report, report_forms

__all__ = ["Cue", "cues", "phrases"]

_AUXILIARIES = frozenset("has have had is was were are been also then never recently once always often now still not did does do just only later earlier already repeatedly first even again himself herself would will could can may might".split())  # fmt: skip
_ASIDES = frozenset(
    "however,meanwhile,too,though,instead,therefore,moreover,in turn,for his part,for her part,for its part,"
    "on his part,on its part,on their part,for example,for instance,of course,on the other hand,by contrast,"
    "in contrast,in addition,nevertheless,nonetheless,similarly,as well,also,in particular".split(
        ","
    )
)
_NO_CLAUSE = frozenset(
    """of on in at to by for with from about into onto against as it's and or but if how why what when whether so
    anything nothing something little much more less . , ; : ) — – - during after before last this yesterday today
    earlier later""".split()
)
_FINITE = frozenset("is are was were be has have had will would can could may might must should does did do cannot won't can't isn't aren't doesn't don't didn't wasn't".split())  # fmt: skip
_WINDOW = 16
_BREAKS = frozenset([";", "—"])
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue: who, in which words, and the spans that are said.

    Attributes
    ----------
    phrase
        Of the speaker; None where the speaker is only the subject of the sentence ("and added that").
    start, end
        Characters of the cue.
    said
        Spans that are said, with whether each is a quotation.
    kind
        ``quote``, ``clause``, ``source`` (according to), ``view``, ``call`` or ``of``.
    """

    phrase: Phrase | None
    start: int
    end: int
    said: tuple[tuple[int, int, bool], ...]
    kind: str


def phrases(all_words: list[Word]) -> list[Phrase]:
    """Phrases for speakers in a sentence, not overlapping."""
    found, at = [], 0
    while at < len(all_words):
        phrase = phrase_at(all_words, at)
        if phrase is None:
            at += 1
            continue
        found.append(phrase)
        at = max(phrase.last, at + 1)
    return found


def cues(all_words: list[Word], known: Sequence[Phrase], start: int, end: int) -> list[Cue]:
    """Cues of a sentence between characters ``start`` and ``end``, in order."""
    return _Reader(all_words, known, start, end).read()


class _Reader:
    def __init__(
        self, all_words: list[Word], known: Sequence[Phrase], start: int, end: int
    ) -> None:
        self.words, self.start, self.end = all_words, start, end
        self.by_last = {phrase.last: phrase for phrase in known}
        self.by_first = {phrase.first: phrase for phrase in known}
        self.known = known

    def read(self) -> list[Cue]:
        found: list[Cue] = []
        forms = report_forms()
        for at, word in enumerate(self.words):
            if word.low == "according" and self._low(at + 1) == "to":
                found += self._source(at)
                continue
            for report in forms.get(word.low, ()):
                verb = at
                if report.particles:
                    if self._low(at + 1) not in report.particles:
                        continue
                    verb = at + 1
                cue = self._verb(at, verb, report)
                if cue is not None:
                    found.append(cue)
                    break
        return found + self._colons(found)

    def _low(self, at: int) -> str:
        return self.words[at].low if 0 <= at < len(self.words) else ""

    def _hidden(self, at: int) -> bool:
        return 0 <= at < len(self.words) and self.words[at].hidden

    def _verb(self, at: int, verb: int, report: Report) -> Cue | None:
        phrase, begin = self._left(at)
        if report.gerund and not report.finite:
            return self._gerund(at, verb, report)
        if phrase is None:
            right = self.by_first.get(verb + 1)
            if (
                right is not None
                and right.kind != "pronoun"
                and report.classes & {"say", "quote"}
                and at
            ):
                return self._behind(at, right.last, right, report)
            if begin is None or self._low(begin - 1) not in ("and", "but", "then"):
                return None
        first = begin if phrase is None and begin is not None else phrase.first if phrase else at
        ahead = self._ahead(verb, report)
        if ahead is not None:
            more = self._quote_before(first) if ahead[2] else None
            spans = (ahead,) if more is None else (more, ahead)
            kind = "quote" if ahead[2] else "clause"
            return Cue(phrase, self.words[first].start, self.words[verb].end, spans, kind)
        if phrase is None:
            return None
        behind = self._behind(phrase.first, verb + 1, phrase, report)
        return behind or self._manner(verb, phrase, report)

    def _left(self, at: int) -> tuple[Phrase | None, int | None]:
        """The phrase that ends where the verb begins, over auxiliaries and asides; else where it should end."""
        stop = at
        while stop and (self._low(stop - 1) in _AUXILIARIES or self._low(stop - 1).endswith("ly")):
            stop -= 1
        if self._low(stop - 1) == "," and stop not in self.by_last:
            comma = next(
                (n for n in range(stop - 2, max(stop - 8, -1), -1) if self._low(n) == ","), None
            )
            if (
                comma is not None
                and " ".join(w.low for w in self.words[comma + 1 : stop - 1]) in _ASIDES
            ):
                stop = comma
        phrase = self.by_last.get(stop)
        if phrase is not None and phrase.kind == "pronoun" and self._low(phrase.first) == "who":
            before = phrase.first - (self._low(phrase.first - 1) == ",")
            phrase = self.by_last.get(before) or self.by_last.get(phrase.first)
        if phrase is None and stop < at:
            for last in range(at, stop, -1):
                phrase = phrase or self.by_last.get(last)
        return phrase, stop

    def _ahead(self, verb: int, report: Report) -> tuple[int, int, bool] | None:
        """What follows a verb and is said: a quotation, a clause with "that", or a bare clause."""
        classes, first = report.classes, verb + 1
        says = classes & {"say", "quote", "that", "perform", "think"}
        for at in range(first, min(first + _WINDOW, len(self.words))):
            word = self.words[at]
            if word.hidden:
                led = at == first or self._low(at - 1) in (",", ":", "—", "–", "-")
                return (word.start, word.end, True) if says and led else None
            if word.low == "that" and says - {"quote"} and self._low(at + 1) not in ("", "."):
                if self._low(at - 1) in ("in", "on", "of", "at", "for", "with", "from"):
                    continue
                after = at + 1 + (self._low(at + 1) == ",")
                return self.words[min(after, len(self.words) - 1)].start, self._end(classes), False
            if word.text in (".", ";", "?", "!", "(") or (
                word.text == "," and not self._hidden(at + 1)
            ):
                break
        if not classes & {"say", "think"} or first >= len(self.words):
            return None
        head = self.words[first]
        if head.low in _NO_CLAUSE or head.low.endswith("ly"):
            return None
        forms = verb_forms()
        for at in range(first + 1, min(first + 2 * _WINDOW, len(self.words))):
            word = self.words[at]
            verbal = word.low in _FINITE or (
                word.low in forms and _finite(word.low) and not word.capital
            )
            if verbal and self._low(at - 1) not in (
                "the",
                "a",
                "an",
                "of",
                "to",
                "its",
                "their",
                "that",
                "which",
                "who",
            ):
                return head.start, self._end(classes), False
            if word.text in ".;?!:" or word.hidden:
                break
        return None

    def _end(self, classes: frozenset[str]) -> int:
        """Where the sentence ends, without its full stop; an announcement ends where its consequence begins."""
        last = len(self.words)
        while last and self.words[last - 1].text in ".!?":
            last -= 1
        if "perform" in classes:
            for at in range(last - 1, 0, -1):
                if self.words[at].text == "," and self._low(at + 1).endswith("ing"):
                    last = at
                    break
        return self.words[last - 1].end if last else self.end

    def _quote_before(self, first: int) -> tuple[int, int, bool] | None:
        """The first half of a quotation that a cue interrupts."""
        before = first - 1 if not self._low(first - 1) == "," else first - 2
        if self._hidden(before):
            return self.words[before].start, self.words[before].end, True
        return None

    def _behind(self, first: int, stop: int, phrase: Phrase, report: Report) -> Cue | None:
        """A cue behind what is said; ``first`` and ``stop`` are the words of the cue."""
        if not first or not report.classes & {"say", "quote", "think", "that"}:
            return None
        before = self.words[first - 1]
        if not (before.hidden or before.text in ",?!—–" or (before.text in '”"’»' and first > 1)):
            return None
        if "say" not in report.classes and not any(w.hidden for w in self.words[:first]):
            return None
        said = self._span_before(first)
        if said is None:
            return None
        spans = [said]
        at = stop
        while at < len(self.words) and at < stop + _WINDOW and self.words[at].text not in ".;:":
            if self.words[at].hidden and self._low(at - 1) in (",", "—", ":"):
                spans.append((self.words[at].start, self.words[at].end, True))
                break
            at += 1
        if at < len(self.words) and self.words[at].text in ".:" and self._hidden(at + 1):
            spans.append((self.words[at + 1].start, self.words[at + 1].end, True))
        begin = min(first, phrase.first)
        end = self.words[max(stop, phrase.last) - 1].end
        return Cue(
            phrase, self.words[begin].start, end, tuple(spans), "quote" if said[2] else "clause"
        )

    def _span_before(self, first: int) -> tuple[int, int, bool] | None:
        last = first - 1
        while last >= 0 and self.words[last].text in ",—–":
            last -= 1
        if last < 0:
            return None
        begin = 0
        for at in range(last, -1, -1):
            if self.words[at].text in _BREAKS and at < last:
                begin = at + 1
                break
        if self.words[last].hidden and all(
            w.hidden or w.text in ".,—" for w in self.words[begin:last]
        ):
            return self.words[begin].start, self.words[last].end, True
        if last - begin < 2 and not self.words[last].hidden:
            return None
        return self.words[begin].start, self.words[last].end, False

    def _gerund(self, at: int, verb: int, report: Report) -> Cue | None:
        """ ", adding that …": the subject of the sentence goes on."""
        if self._low(at - 1) not in (",", "and", "before", "while", "also") or not at:
            return None
        ahead = self._ahead(verb, report)
        if ahead is None:
            return None
        return Cue(None, self.words[at].start, self.words[verb].end, (ahead,), "clause")

    def _manner(self, verb: int, phrase: Phrase, report: Report) -> Cue | None:
        """ "sees it as …", "calls it “…”", "warned of …"."""
        words, classes = self.words, report.classes
        if verb + 2 >= len(words):
            return None
        ahead = [w.low for w in words[verb + 1 : verb + _WINDOW]]
        span = (words[verb + 1].start, self._end(frozenset()), False)
        named = phrase.kind in ("person", "common", "body", "paper")
        if "view" in classes and phrase.kind in ("person", "common") and "as" in ahead:
            return Cue(phrase, words[phrase.first].start, words[verb].end, (span,), "view")
        if "call" in classes and any(
            w.hidden or w.text in '“"«‘' for w in words[verb + 1 : verb + _WINDOW]
        ):
            return Cue(phrase, words[phrase.first].start, words[verb].end, (span,), "call")
        if "of" in classes and (named or phrase.kind == "pronoun"):
            return Cue(phrase, words[phrase.first].start, words[verb].end, (span,), "of")
        return None

    def _source(self, at: int) -> list[Cue]:
        phrase = self.by_first.get(at + 2)
        if phrase is None:
            return []
        words, last = self.words, phrase.last
        if at == 0 or self._low(at - 1) in ("and", "but", "that", ";", "—"):
            last += last < len(words) and words[last].text == ","
            if last >= len(words):
                return []
            spans = ((words[last].start, self._end(frozenset()), False),)
        else:
            before = self._span_before(at)
            if before is None:
                return []
            spans = (before,)
        return [Cue(phrase, words[at].start, words[phrase.last - 1].end, spans, "source")]

    def _colons(self, found: Sequence[Cue]) -> list[Cue]:
        """Quotations behind a colon that no verb of saying has taken."""
        taken = [span for cue in found for span in cue.said]
        more = []
        for at, word in enumerate(self.words):
            if not word.hidden or self._low(at - 1) != ":":
                continue
            if any(a <= word.start < b for a, b, _ in taken):
                continue
            who = next(
                (p for p in self.known if p.last <= at and p.kind in ("person", "pronoun", "body")),
                None,
            )
            if who is not None:
                cue = self.words[who.first].start, self.words[who.last - 1].end
                more.append(Cue(who, *cue, ((word.start, word.end, True),), "quote"))
        return more


def _finite(low: str) -> bool:
    return low.endswith(("ed", "s")) or low in (
        "got",
        "went",
        "came",
        "became",
        "took",
        "made",
        "gave",
        "saw",
        "sent",
    )
