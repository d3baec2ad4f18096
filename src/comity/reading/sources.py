"""Who is named as a source without a verb: according to X, in X’s view, X’s claim that, X: “…”."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from comity.reading.complements import WINDOW, Said, before, ending
from comity.reading.cue import Cue
from comity.reading.phrases import Phrase, Word

__all__ = ["according", "after_colons", "possessed", "pronoun_at", "seen_by", "viewed"]

_CLAIMS = frozenset(
    ["claim", "claims", "warning", "warnings", "argument", "assertion", "statement", "remark", "remarks",
     "belief", "prediction", "suggestion", "contention", "announcement", "insistence", "admission"]
)  # fmt: skip
_VIEWS = frozenset(["view", "opinion", "words", "eyes", "estimation", "assessment"])
_CLAUSE = frozenset(["and", "but", "that", ";", "—", "while"])
_SPEAKING = frozenset(["person", "pronoun", "body"])


def _low(said: Sequence[Word], at: int) -> str:
    return said[at].low if 0 <= at < len(said) else ""


def according(
    said: list[Word], at: int, phrase: Phrase | None, known: Sequence[Phrase] = ()
) -> Cue | None:
    """A source before or behind what it says: "according to X"; ``at`` is the word "according"."""
    if phrase is None:
        return None
    last = phrase.last
    if at == 0 or _low(said, at - 1) in _CLAUSE:
        last, phrase = _behind_comma(said, phrase, known)
        if last >= len(said):
            return None
        span: Said | None = (said[last].start, ending(said, at, last, frozenset()), False)
    else:
        span = before(said, at)
    if span is None:
        return None
    return Cue(phrase, said[at].start, said[phrase.last - 1].end, (span,), "source")


def _behind_comma(said: list[Word], phrase: Phrase, known: Sequence[Phrase]) -> tuple[int, Phrase]:
    """Where what is said begins; and who says it: the body that gives a report, rather than the report."""
    last = phrase.last
    if last < len(said) and said[last - 1].text != ",":
        comma = next(
            (n for n in range(last, min(last + WINDOW, len(said))) if said[n].text == ","), None
        )
        if comma is not None and comma > last and phrase.kind == "paper":
            giver = [p for p in known if last <= p.first < comma and p.kind in ("body", "person")]
            return comma + 1, giver[0] if giver else phrase
        last += said[last].text == ","
    return last, phrase


def possessed(said: list[Word], at: int) -> Cue | None:
    """What is somebody's: "X’s claim that …", "in X’s view, …"; ``at`` is the word behind "X’s"."""
    first, low = at - 1, said[at].low
    while first and said[first - 1].capital:
        first -= 1
    if not said[first].capital:
        return None
    phrase = Phrase(first, at, "person", (first, at))
    if low in _CLAIMS and _low(said, at + 1) == "that" and at + 2 < len(said):
        claim = said[at + 2].start, ending(said, first, at + 2, frozenset()), False
        return Cue(phrase, said[first].start, said[at + 1].end, (claim,), "clause")
    if low not in _VIEWS or _low(said, first - 1) not in ("in", "for"):
        return None
    return _source(said, first - 1, at, phrase)


def viewed(said: list[Word], at: int) -> Cue | None:
    """In her view, …: ``at`` is the word "in"."""
    pronoun = pronoun_at(said, at + 1)
    if pronoun is None or _low(said, at + 2) not in _VIEWS:
        return None
    return _source(said, at, at + 2, pronoun)


def seen_by(said: list[Word], phrase: Phrase | None) -> Cue | None:
    """For Berg, …: a person at the head of a sentence, in whose eyes the rest holds."""
    if phrase is None or phrase.kind != "person" or phrase.name is None:
        return None
    last = phrase.last - (said[phrase.last - 1].text == ",")
    if _low(said, last) != "," or last + 1 >= len(said):
        return None
    cue = _source(said, 0, last - 1, phrase)
    return None if cue is None else replace(cue, kind="view")


def pronoun_at(said: list[Word], at: int) -> Phrase | None:
    """A pronoun that stands for a source behind "according to" or before "view"."""
    return Phrase(at, at + 1, "pronoun") if _low(said, at) in ("him", "his", "her") else None


def _source(said: list[Word], first: int, last: int, phrase: Phrase) -> Cue | None:
    """A source in the words ``first`` to ``last``: at the head of what is said, or behind it."""
    span: Said | None
    if first == 0 and _low(said, last + 1) == "," and last + 2 < len(said):
        span = (said[last + 2].start, ending(said, first, last + 2, frozenset()), False)
    else:
        span = before(said, first)
    if span is None:
        return None
    return Cue(phrase, said[first].start, said[last].end, (span,), "source")


def after_colons(said: list[Word], known: Sequence[Phrase], found: Sequence[Cue]) -> list[Cue]:
    """Quotations behind a colon that no verb of saying has taken."""
    taken = [span for cue in found for span in cue.said]
    more = []
    for at, word in enumerate(said):
        if not word.hidden or _low(said, at - 1) != ":":
            continue
        if any(a <= word.start < b for a, b, _ in taken):
            continue
        who = next((p for p in known if p.last <= at and p.kind in _SPEAKING), None)
        if who is not None:
            start, end = said[who.first].start, said[who.last - 1].end
            more.append(Cue(who, start, end, ((word.start, word.end, True),), "quote"))
    return more
