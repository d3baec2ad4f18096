"""Cues of speech in a sentence: "…," says X; X says that …; according to X; X calls it “…”."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from comity.reading.complements import WINDOW, Said, ahead, before, ending
from comity.reading.phrases import Phrase, Word
from comity.reading.reporting import Report, report_forms, speech_words

__all__ = ["Cue", "cues"]

_CLAIMS = frozenset(
    ["claim", "claims", "warning", "warnings", "argument", "assertion", "statement", "remark", "remarks",
     "belief", "prediction", "suggestion", "contention", "announcement", "insistence", "admission"]
)  # fmt: skip
_JOINS = frozenset(["and", "but", ",", "where", "when", "which", "that", "while", "as"])
_VIEWS = frozenset(["view", "opinion", "words", "eyes", "estimation", "assessment"])


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
    said: tuple[Said, ...]
    kind: str


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
        found += self._colons(found)
        starts = [cue.start for cue in found]
        return [self._cut(cue, starts) for cue in found]

    def _at(self, at: int) -> Cue | None:
        low = self.words[at].low
        if low == "according" and self._low(at + 1) == "to":
            return self._source(at)
        if self._low(at - 1).endswith("'s") and at >= 1:
            own = self._possessed(at, low)
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
            if comma is not None:
                aside = " ".join(word.low for word in self.words[comma + 1 : stop - 1])
                stop = comma if aside in speech_words("aside") else stop
        phrase = self.by_last.get(stop)
        if phrase is not None and self._low(phrase.first) == "who":
            phrase = self.by_last.get(phrase.first - (self._low(phrase.first - 1) == ","))
        return phrase, stop

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

    def _half(self, first: int) -> Said | None:
        """The first half of a quotation that a cue interrupts."""
        at = first - 2 if self._low(first - 1) == "," else first - 1
        return (self.words[at].start, self.words[at].end, True) if self._hidden(at) else None

    def _behind(self, first: int, stop: int, phrase: Phrase, report: Report) -> Cue | None:
        """A cue behind what is said; ``first`` and ``stop`` are the words of the cue."""
        if not first or not report.classes & {"say", "quote", "think", "that"}:
            return None
        last = self.words[first - 1]
        if not (last.hidden or last.text in ",?!—–" or (last.text in "”\"’'»" and first > 1)):
            return None
        if "say" not in report.classes and not any(word.hidden for word in self.words[:first]):
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
        if self._low(at - 1) not in (",", "and", "before", "while", "also"):
            return None
        said = ahead(self.words, verb, replace(report, classes=report.classes - {"bare"}), at)
        if said is None:
            return None
        return Cue(None, self.words[at].start, self.words[verb].end, (said,), "clause")

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

    def _possessed(self, at: int, low: str) -> Cue | None:
        """What is somebody's: "X’s claim that …", "in X’s view, …"."""
        first = at - 1
        while first and self.words[first - 1].capital:
            first -= 1
        if not self.words[first].capital:
            return None
        phrase = Phrase(first, at, "person", (first, at))
        if low in _CLAIMS and self._low(at + 1) == "that" and at + 2 < len(self.words):
            claim = self.words[at + 2].start, ending(self.words, first, at + 2, frozenset()), False
            return Cue(phrase, self.words[first].start, self.words[at + 1].end, (claim,), "clause")
        if low not in _VIEWS or self._low(first - 1) not in ("in", "for"):
            return None
        said: Said | None
        if first == 1 and self._low(at + 1) == "," and at + 2 < len(self.words):
            said = (self.words[at + 2].start, ending(self.words, first, at + 2, frozenset()), False)
        else:
            said = before(self.words, first - 1)
        if said is None:
            return None
        return Cue(phrase, self.words[first - 1].start, self.words[at].end, (said,), "source")

    def _source(self, at: int) -> Cue | None:
        phrase = self.by_first.get(at + 2)
        if phrase is None:
            return None
        said, last = self.words, phrase.last
        if at == 0 or self._low(at - 1) in ("and", "but", "that", ";", "—", "while"):
            last += last < len(said) and said[last].text == ","
            if last >= len(said):
                return None
            span: Said | None = (said[last].start, ending(said, at, last, frozenset()), False)
        else:
            span = before(said, at)
        if span is None:
            return None
        return Cue(phrase, said[at].start, said[phrase.last - 1].end, (span,), "source")

    def _colons(self, found: Sequence[Cue]) -> list[Cue]:
        """Quotations behind a colon that no verb of saying has taken."""
        taken = [span for cue in found for span in cue.said]
        more = []
        for at, word in enumerate(self.words):
            if not word.hidden or self._low(at - 1) != ":":
                continue
            if any(a <= word.start < b for a, b, _ in taken):
                continue
            kinds = ("person", "pronoun", "body")
            who = next((p for p in self.known if p.last <= at and p.kind in kinds), None)
            if who is not None:
                start, end = self.words[who.first].start, self.words[who.last - 1].end
                more.append(Cue(who, start, end, ((word.start, word.end, True),), "quote"))
        return more
