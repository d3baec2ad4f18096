"""Who acts: the actors that a clause's subject, or the owner of its noun, names or takes over."""

from __future__ import annotations

import re
from collections.abc import Sequence

from comity.reading.actions import Predicate
from comity.reading.mentions import Mention
from comity.reading.named import Named, actors_of, at_place
from comity.reading.who import Memory

__all__ = ["agents", "inherited"]

Span = tuple[int, int]
_PEOPLE = re.compile(
    r"(?:[’']s?\s+)?(?:[\w-]+\s+){0,2}(?:officials?|operators?|leaders?|leadership|elites?|government"
    r"|authorities|ministry|ministers?|president"
    r"|premier|military|army|navy|forces|troops|companies|company|firms?|diplomats?|parliament"
    r"|lawmakers|administration|side|delegation|envoys?|media"
    r"|chancellor|king|state|regime|people|public|world|states|countries|nations)\b[\s,]*",
    re.IGNORECASE,
)
_BOND = re.compile(
    r"\b(?:partnership|relationship|relations|alliance|ties|cooperation|bond|bonds|friendship|alignment"
    r"|proximity"
    r"|collaborations?|rapprochement|connections|links|axis|trade|interdependence)\b",
    re.IGNORECASE,
)


def agents(predicate: Predicate, named: Named) -> tuple[tuple[str, ...], list[Mention], bool]:
    """Actors that act, mentions on their side that are left, and whether the actors are the subject itself.

    "The war has led to Chinese-Iranian exchanges" tells of those who own the act, not of the war.
    """
    text = named.text
    found = [m for m in named.within(predicate.source) if not at_place(named, m)]
    groups = named.groups(found)
    heads = (
        bool(groups)
        and predicate.source is not None
        and _is_head(text, groups[0], predicate.source)
    )
    noun = max(predicate.start, text.rfind(" ", predicate.start, predicate.end) + 1)
    owner = named.owner(noun) if predicate.kind == "noun" or not heads else []
    inside = bool(owner) and (predicate.kind == "noun" or owner[0].start >= predicate.start)
    if inside and not (groups and set(actors_of(owner)) <= set(actors_of(groups[0]))):
        return actors_of(owner), [], True
    if len(groups) > 1 and _NARROWED.fullmatch(text, groups[0][-1].end, groups[1][0].start):
        groups = groups[1:]
    if groups:
        heads = heads or len(actors_of(groups[0])) > 1
        return actors_of(groups[0]), [m for g in groups[1:] for m in g], heads
    return (), [], False


#: "Western pressure, particularly from the United States": those named last are meant.
_NARROWED = re.compile(
    r"[^.;:]{0,40}[,(—–]\s*(?:particularly|especially|notably|mainly|chiefly|primarily"
    r"|above all)\s+(?:from|by|of)?\s*(?:the\s+)?"
)


def _is_head(text: str, group: Sequence[Mention], source: Span) -> bool:
    """Whether a subject is the actors themselves, not a thing of theirs ("Chinese exports")."""
    rest = text[group[-1].end : source[1]].lstrip()
    return not rest or rest[0] in ",(—–" or _PEOPLE.fullmatch(rest) is not None


def inherited(predicate: Predicate, named: Named, memory: Memory) -> tuple[str, ...]:
    """Actors of a clause that names none of its own."""
    subject = named.text[slice(*predicate.source)] if predicate.source else ""
    if predicate.source and _BOND.search(subject):
        return memory.pair or memory.focus
    if predicate.kind in ("participle", "infinitive", "joined", "noun") and memory.subject:
        return memory.subject
    return ()
