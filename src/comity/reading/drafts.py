"""Which predicates of a sentence are worth a record, and among whom."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from comity.reading.actions import Predicate
from comity.reading.causation import caused
from comity.reading.completion import left_open
from comity.reading.dates import When
from comity.reading.named import Named
from comity.reading.sides import sides
from comity.reading.vocabulary import Kind
from comity.reading.who import Memory, Sides

__all__ = ["Draft", "drafts", "span_of"]

Span = tuple[int, int]
#: Clauses of these openers are parts of what is told, not told by themselves.
_EMBEDDED = frozenset(
    [
        "of",
        "without",
        "for",
        "by",
        "in",
        "to",
        "from",
        "despite",
        "about",
        "against",
        "regarding",
        "concerning",
    ]
)
#: Clauses whose subject stands in the one before.
_SHARED = frozenset(["relative", "joined"])
#: A clause that names nobody tells nothing in fewer characters.
_SHORTEST = 8
#: What one does to another: a pair that does it does it to somebody else.
_ONE_WAY = ("AID", "REQUEST", "CONCEDE", "RETREAT", "THREATEN", "COERCE", "REJECT", "ACCUSE")
#: Who says what somebody is holds a view.
_CALLS = re.compile(r"\b(?:call|describ|brand|label|dub|denounc)\w*\b")
_EACH_OTHER = re.compile(r"\b(?:each other|one another|together|jointly|side by side)\b")
_IN_BETWEEN = re.compile(
    r"\s*,?\s*(?:in|on|since|during|from|as of)?\s*(?:early|late|mid)?[- ]?\s*"
)
_TIED = re.compile(r"\s|,|that|which")
_BLANK = frozenset(" \t\r\n\xa0,;:–—-")


@dataclass(frozen=True, slots=True)
class Draft:
    """A predicate with its actors, and the span that tells it; ``kind`` where the way it is told decides."""

    predicate: Predicate
    sides: Sides
    start: int
    end: int
    kind: Kind | None = None

    @property
    def actors(self) -> frozenset[str]:
        """Actors of both sides."""
        return frozenset(self.sides.sources + self.sides.targets)


def drafts(
    found: Sequence[Predicate],
    named: Named,
    memory: Memory,
    dates: Sequence[When],
    cues: Sequence[Span],
    end: int,
) -> list[Draft]:
    """Drafts of the predicates of a sentence, in order; ``memory`` learns of them.

    Parameters
    ----------
    found, named
        Predicates of the sentence, mentions of the document.
    dates
        Of the sentence.
    cues
        Words that say who speaks: their verbs are no acts by themselves.
    end
        Of the sentence.
    """
    memory.subject = memory.object = ()
    memory.sign = 0
    kept: list[Draft] = []
    for each in found:
        told = named.within((each.clause_start, each.clause_end))
        saying = any(a <= each.start < b for a, b in cues)
        if saying and (each.action == "NONE" or not told):
            continue
        predicate, who = caused(each, sides(each, named, memory), named)
        who = left_open(predicate, _jointly(predicate, who, named.text), memory)
        _learn(memory, who, named, predicate)
        opener = named.text[predicate.clause_start : predicate.clause_end].partition(" ")[0].lower()
        if _worth(predicate, who, opener, named) and (
            told or predicate.clause_end - predicate.clause_start >= _SHORTEST
        ):
            span = span_of(named.text, predicate, dates, end)
            calls = saying and _CALLS.search(named.text, each.start, each.end)
            held: Kind | None = "claim" if calls or predicate is not each else None
            kept.append(Draft(predicate, who, *span, held))
        elif kept and _follows(named.text, kept[-1], predicate, dates):
            kept[-1] = replace(kept[-1], end=span_of(named.text, predicate, dates, end)[1])
    return _apart(kept, dates)


def _follows(text: str, draft: Draft, predicate: Predicate, dates: Sequence[When]) -> bool:
    """Whether a clause that tells nothing by itself says when the one before it was ("…, ending in 1961")."""
    if predicate.kind not in ("relative", "reduced", "participle") or any(
        draft.start <= d.start < draft.end for d in dates
    ):
        return False
    between = text[draft.end : predicate.clause_start]
    near = predicate.clause_start >= draft.end and len(between) < 7 and not _TIED.sub("", between)
    return near and any(
        predicate.start <= d.start < predicate.clause_end and d.basis == "stated" for d in dates
    )


def _learn(memory: Memory, who: Sides, named: Named, predicate: Predicate) -> None:
    for mention in named.within((predicate.clause_start, predicate.clause_end)):
        if mention.kind == "organisation":
            memory.organisation = mention.actors
    if not who.sources:
        return
    memory.sign = predicate.polarity
    together = who.sources + who.targets
    memory.subject, memory.object = (together, ()) if who.symmetric else (who.sources, who.targets)
    both = who.joint or (memory.sign >= 0 and predicate.kind != "noun")
    if who.symmetric and len(together) >= 2 and who.named >= 2 and both:
        memory.pair = together


def span_of(text: str, predicate: Predicate, dates: Sequence[When], limit: int) -> Span:
    """Span of a clause, with the date that follows a noun and without the marks around it."""
    start, end = predicate.clause_start, predicate.clause_end
    if predicate.kind == "noun":
        owner = re.search(
            r"[\w’'.-]+[’']s?\s+(?:[\w-]+\s+){0,2}$", text[max(0, start - 60) : start]
        )
        if owner:
            start -= len(owner.group())
    for date in dates:
        if end <= date.start < limit and _IN_BETWEEN.fullmatch(text, end, date.start):
            end = date.end
    while start < end and text[start] in _BLANK:
        start += 1
    while end > start and text[end - 1] in _BLANK:
        end -= 1
    return start, end


def _apart(kept: Sequence[Draft], dates: Sequence[When]) -> list[Draft]:
    """Drafts without the nouns that a clause around them tells anyway, unless they have their own date."""
    out: list[Draft] = []
    for draft in kept:
        if draft.predicate.kind == "noun" and not any(
            draft.start <= d.start < draft.end for d in dates
        ):
            around = (
                d for d in kept
                if d.predicate.kind != "noun" and (d.predicate.action != "NONE" or d.predicate.polarity)
                and d.start <= draft.predicate.start and draft.predicate.end <= d.end
            )  # fmt: skip
            if any(d.actors >= draft.actors for d in around):
                continue
        last = out[-1] if out else None
        if (
            last is not None and draft.predicate.kind == "reduced" and draft.start - last.end < 6
            and last.sides.sources == draft.sides.sources and last.sides.targets == draft.sides.targets
        ):  # fmt: skip
            out[-1] = Draft(last.predicate, last.sides, last.start, draft.end)
            continue
        out.append(draft)
    return out


def _pair(predicate: Predicate, named: Named) -> bool:
    """Whether a noun's phrase names one on each side, or both on one."""
    one, two = named.within(predicate.source), named.within(predicate.target)
    return bool(one and two) or len({a for m in [*one, *two] for a in m.actors}) > 1


def _jointly(predicate: Predicate, who: Sides, text: str) -> Sides:
    """Sides of a pair that does together what is not done to each other: to whom, the clause leaves open."""
    if not who.symmetric or predicate.symmetric or not predicate.action.startswith(_ONE_WAY):
        return who
    if _EACH_OTHER.search(text, predicate.end, predicate.clause_end):
        return who
    together = who.sources + who.targets
    acts = who.joint and who.heads and predicate.kind not in ("noun", "joined")
    return replace(
        who, sources=together, targets=(), symmetric=False, named=who.named if acts else 0
    )


def _worth(predicate: Predicate, who: Sides, opener: str, named: Named) -> bool:
    """Whether a predicate tells something of two actors."""
    if len(who.sources) + len(who.targets) < 2 or not who.named:
        return False
    if predicate.kind == "infinitive" or (predicate.kind == "participle" and opener in _EMBEDDED):
        return False
    if predicate.kind == "noun":
        fights = predicate.symmetric and predicate.action == "ASSAULT"
        leans = predicate.action != "NONE" or (predicate.polarity and _pair(predicate, named))
        return who.named >= 2 and bool(leans) and not fights
    if predicate.action == "NONE":
        return who.named >= 2 and (
            predicate.start > predicate.clause_start or predicate.kind in _SHARED
        )
    return True
