"""Cues of speech in a sentence: "…," says X; X says that …; according to X; X calls it “…”."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from comity.reading.complements import WINDOW, Said, ahead, before, ending
from comity.reading.cue import Cue
from comity.reading.phrases import Phrase, Word
from comity.reading.reporting import Report, report_forms, speech_words
from comity.reading.sources import according, after_colons, possessed, pronoun_at, seen_by, viewed

__all__ = ["cues"]

_PREPOSITIONS = frozenset(["of", "in", "at", "from", "with", "on", "to", "by", "for", "against"])
_NOT = frozenset(["not", "never", "hardly", "nor"])
_JOINS = frozenset(["and", "but", ",", "where", "when", "which", "that", "while", "as"])


def cues(said: list[Word], known: Sequence[Phrase]) -> list[Cue]:
    """Cues of a sentence, in order of their words.

    Parameters
    ----------
    said, known
        Words of the sentence, quotations hidden, and the phrases for speakers among them.
    """
    return _Reader(said, known).read()


class _Reader:
    def __init__(self, said: list[Word], known: Sequence[Phrase]) -> None:
        self.words = said
        self.by_last = {phrase.last: phrase for phrase in known}
        self.by_first = {phrase.first: phrase for phrase in known}
        self.known = known

    def read(self) -> list[Cue]:
        found: list[Cue] = []
        for at in range(len(self.words)):
            cue = self._at(at)
            if cue is not None:
                found.append(cue)
        found += after_colons(self.words, self.known, found)
        starts = [cue.start for cue in found]
        return [self._cut(cue, starts) for cue in found]

    def _at(self, at: int) -> Cue | None:
        low = self.words[at].low
        if (
            low == "in"
            and self._low(at + 1) == "the"
            and self._low(at + 2) in ("words", "view", "opinion")
        ):
            return according(self.words, at, self.by_first.get(at + 4), self.known)
        if low == "according" and self._low(at + 1) == "to":
            named = self.by_first.get(at + 2) or pronoun_at(self.words, at + 2)
            return according(self.words, at, named, self.known)
        if low == "in" and self._low(at + 1) in ("his", "her"):
            return viewed(self.words, at)
        if low == "for" and at == 0:
            return seen_by(self.words, self.by_first.get(1))
        if self._low(at - 1).endswith("'s") and at >= 1:
            own = possessed(self.words, at)
            if own is not None:
                return own
        for report in report_forms().get(low, ()):
            verb = at
            if report.particles:
                if self._low(at + 1) not in report.particles:
                    continue
                verb = at + 1
            cue = self._verb(at, verb, report)
            if cue is not None:
                return cue
        return None

    def _low(self, at: int) -> str:
        return self.words[at].low if 0 <= at < len(self.words) else ""

    def _hidden(self, at: int) -> bool:
        return 0 <= at < len(self.words) and self.words[at].hidden

    def _cut(self, cue: Cue, starts: Sequence[int]) -> Cue:
        """What is only named ("spoke of …") ends where the next cue begins."""
        if cue.kind != "of":
            return cue
        ((start, end, direct),) = cue.said
        stop = min([end, *(s for s in starts if start < s < end)])
        inside = [w for w in self.words if start <= w.start and w.end <= stop]
        while stop < end and inside and inside[-1].low in _JOINS:
            inside.pop()
        return replace(
            cue, said=((start, inside[-1].end if inside and stop < end else stop, direct),)
        )

    def _verb(self, at: int, verb: int, report: Report) -> Cue | None:
        phrase, stop = self._left(at)
        if report.gerund and not report.finite:
            return self._gerund(at, verb, report)
        if phrase is not None and (self._denied(phrase, at) or not _fits(phrase, report)):
            return None
        first = phrase.first if phrase is not None else stop
        joined = self._low(stop - 1) in ("and", "but", "then", "or")
        following = ahead(self.words, verb, report, first)
        if phrase is None and not joined:
            right = self.by_first.get(verb + 1)
            if right is None or right.kind == "pronoun" or not report.classes & {"say", "quote"}:
                return None
            return self._behind(at, right.last, right, report)
        if following is not None and (following[2] or self._clausal(phrase, following, verb)):
            more = self._half(first) if following[2] else None
            spans = (following,) if more is None else (more, following)
            kind = "quote" if following[2] else "clause"
            return Cue(phrase, self.words[first].start, self.words[verb].end, spans, kind)
        if phrase is not None:
            behind = self._as(verb, phrase) or self._behind(phrase.first, verb + 1, phrase, report)
            if behind is not None:
                return behind
        return self._manner(first, verb, phrase, report)

    def _clausal(self, phrase: Phrase | None, following: Said, verb: int) -> bool:
        """Whether a clause may follow: after "they" only with "that", as what "they" are is not told here."""
        pronoun = phrase is not None and self._low(phrase.first) == "they"
        return not pronoun or following[0] > self.words[verb].end + 2

    def _left(self, at: int) -> tuple[Phrase | None, int]:
        """The phrase that ends where the verb begins, over auxiliaries and asides; and where that is."""
        stop = at
        while stop and stop not in self.by_last and (
            self._low(stop - 1) in speech_words("auxiliary") or self._low(stop - 1).endswith("ly")
        ):  # fmt: skip
            stop -= 1
        if self._low(stop - 1) == "," and stop not in self.by_last:
            comma = next(
                (n for n in range(stop - 2, max(stop - 8, -1), -1) if self._low(n) == ","), None
            )
            aside = (
                "" if comma is None else " ".join(w.low for w in self.words[comma + 1 : stop - 1])
            )
            if comma is not None and aside in speech_words("aside"):
                stop = comma
            elif at + 1 not in self.by_first:
                stop = self._over(stop)
        phrase = self.by_last.get(stop)
        if phrase is not None and self._low(phrase.first - 1) in _PREPOSITIONS:
            return None, stop
        if phrase is not None and self._low(phrase.first) == "who":
            phrase = self.by_last.get(phrase.first - (self._low(phrase.first - 1) == ","))
        return phrase, stop

    def _over(self, stop: int) -> int:
        """Where a phrase ends before a participle between commas (", speaking in Oslo,")."""
        for at in range(stop - 2, max(stop - WINDOW, 0), -1):
            if self._low(at) == "," and at in self.by_last:
                opening = self._low(at + 1)
                return (
                    at if opening.endswith(("ing", "ed")) or opening in ("who", "whose") else stop
                )
        return stop

    def _as(self, verb: int, phrase: Phrase) -> Cue | None:
        """The head of a sentence: "As Lee argues, …"."""
        said, begin = self.words, verb + 2
        if (
            phrase.first != 1
            or self._low(0) != "as"
            or self._low(verb + 1) != ","
            or begin >= len(said)
        ):
            return None
        span = (said[begin].start, ending(said, verb + 2, begin, frozenset()), False)
        return Cue(phrase, said[0].start, said[verb].end, (span,), "clause")

    def _denied(self, phrase: Phrase, at: int) -> bool:
        """Whether it is not said ("has never said that …")."""
        return any(
            word.low in _NOT or word.low.endswith("n't") for word in self.words[phrase.last : at]
        )

    def _half(self, first: int) -> Said | None:
        """The first half of a quotation that a cue interrupts."""
        at = first - 2 if self._low(first - 1) == "," else first - 1
        return (self.words[at].start, self.words[at].end, True) if self._hidden(at) else None

    def _behind(self, first: int, stop: int, phrase: Phrase, report: Report) -> Cue | None:
        """A cue behind what is said; ``first`` and ``stop`` are the words of the cue."""
        if not first or not report.classes & {"say", "quote", "think", "that", "perform"}:
            return None
        last = self.words[first - 1]
        if not (last.hidden or last.text in ",?!—–" or (last.text in "”\"’'»" and first > 1)):
            return None
        quoted = any(word.hidden or word.text in '“”"«»' for word in self.words[:first])
        if "say" not in report.classes and not quoted:
            return None
        said = before(self.words, first)
        if said is None:
            return None
        spans = [said]
        at = stop
        while at < min(len(self.words), stop + WINDOW) and self.words[at].text not in ".;:":
            if self.words[at].hidden and self._low(at - 1) in (",", "—", ":"):
                spans.append((self.words[at].start, self.words[at].end, True))
                break
            at += 1
        if at < len(self.words) and self.words[at].text in ".:" and self._hidden(at + 1):
            spans.append((self.words[at + 1].start, self.words[at + 1].end, True))
        begin, end = min(first, phrase.first), max(stop, phrase.last)
        return Cue(
            phrase, self.words[begin].start, self.words[end - 1].end, tuple(spans),
            "quote" if said[2] else "clause",
        )  # fmt: skip

    def _gerund(self, at: int, verb: int, report: Report) -> Cue | None:
        """The subject of the sentence goes on: ", adding that …"."""
        if self._low(at - 2) == "quoted" and self._low(at - 1) == "as":
            return self._quoted(at, verb, report)
        if self._low(at - 1) not in (",", "and", "before", "while", "also"):
            return None
        said = ahead(self.words, verb, replace(report, classes=report.classes - {"bare"}), at)
        if said is None:
            return None
        return Cue(None, self.words[at].start, self.words[verb].end, (said,), "clause")

    def _quoted(self, at: int, verb: int, report: Report) -> Cue | None:
        """Second hand, before what is said or behind it: "X was quoted as saying …"."""
        phrase, stop = self._left(at - 2)
        if phrase is None:
            return None
        said = ahead(self.words, verb, report, phrase.first)
        if said is None:
            return self._behind(phrase.first, verb + 1, phrase, report)
        return Cue(phrase, self.words[stop - 1].start, self.words[verb].end, (said,), "clause")

    def _manner(self, first: int, verb: int, phrase: Phrase | None, report: Report) -> Cue | None:
        """How somebody puts a thing: "sees it as …", "calls it “…”", "warned of …"."""
        said, classes = self.words, report.classes
        if verb + 2 >= len(said):
            return None
        nearby = said[verb + 1 : verb + WINDOW]
        stop = ending(said, first, verb + 1, frozenset())
        span = ((said[verb + 1].start, stop, False),)
        kind = "" if phrase is None else phrase.kind
        start, end = said[first].start, said[verb].end
        if (
            "view" in classes
            and kind in ("person", "common")
            and any(w.low == "as" for w in nearby)
        ):
            return Cue(phrase, start, end, span, "view")
        if "call" in classes and kind and any(w.hidden or w.text in '“"«‘' for w in nearby):
            return Cue(phrase, start, end, span, "call")
        if "of" in classes and kind != "name":
            return Cue(phrase, start, end, span, "of")
        return None


def _fits(phrase: Phrase, report: Report) -> bool:
    """Whether a phrase can be the subject: "history shows that …" tells of no speaker."""
    return phrase.kind not in ("person", "pronoun") or report.classes != {"show"}
