"""Between whom flows what a figure measures: those named around its noun ("Chilean exports to Peru")."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from comity.reading.actions import Predicate
from comity.reading.flows import Flow, flow_at, flow_near, gives
from comity.reading.marks import Mark
from comity.reading.mentions import Mention
from comity.reading.named import Named, actors_of
from comity.reading.quantities import Quantity

__all__ = ["Parties", "parties"]

Names = tuple[str, ...]
#: Words between a preposition and the name behind it.
_GAP = r"\s+(?:(?:the|both|neighbouring|neighboring|its|their|allied|then)\s+)?"
_PREPOSITION = re.compile(
    rf"\b(with|between|among|to|from|by|of|for|in|into|on|towards?|against|and|than)(?:{_GAP}|\s+)$"
)
_RIGHT_BEHIND = re.compile(
    r"(?:\s+(?:worth\s+)?(?:of|in)(?:\s+[\w-]+){1,4}|\s+[a-z]+(?:ed|en|nt|ld))?\s+(?:to|from|for|by|with|in|into|on|of)"
    rf"(?:{_GAP}|\s+)"
)

#: "15% of the global gas supply": what flows between nobody in particular.
_WHOLE = re.compile(r"\b(?:global|world|world[’']s|worldwide)\b")

#: By way of flow: prepositions before who is the source, and before who is the target.
_SIDES = {
    "mutual": (("of",), ("with", "against")),
    "out": (("from", "by", "of"), ("to", "for", "towards", "toward", "into")),
    "into": (("from", "by", "of"), ("in", "into", "to")),
    "on": (("by",), ("on", "against", "from", "to")),
    "in": (("by", "to", "into"), ("from", "of")),
    "giver": ((), ("to", "of", "for", "in")),
    "taker": ((), ("of", "from", "for")),
    "own": (("of", "in"), ()),
}


@dataclass(frozen=True, slots=True)
class Parties:
    """What flows, and those named around it; empty where nobody is.

    ``pair`` are those meant where a text says only "bilateral trade".
    """

    flow: Flow
    start: int
    end: int
    sources: Names
    targets: Names
    pair: tuple[Names, Names] = ((), ())


def parties(
    figure: Quantity, words: Sequence[Mark], named: Named, found: Sequence[Predicate], end: int
) -> Parties | None:
    """The flow that a figure of a sentence measures, with its parties; None where no noun names one.

    Parameters
    ----------
    words, found, end
        Marks and predicates of the sentence, and where it ends.
    """
    first = next((n for n, w in enumerate(words) if w.start >= figure.start), len(words))
    last = next((n for n, w in enumerate(words) if w.start >= figure.end), len(words))
    at = flow_near(words, first, last)
    flow = None if at is None else flow_at(words, at)
    if at is None or flow is None:
        return None
    noun = words[at]
    verbs = (p for p in found if p.kind != "noun" and noun.end <= p.start and p.end <= figure.start)
    trades = any(gives(named.text[p.start : p.end]) for p in verbs)
    if trades and flow.way not in ("giver", "taker"):
        return None  # "trade was …, with Oman exporting 5 tonnes": what that verb does is measured
    if _WHOLE.search(named.text, figure.end, max(figure.end, noun.start)):
        flow = replace(flow, way="own")
    meant = _owner(flow, named, _clause_start(found, words, noun), noun.start)
    covered = any(m.end > noun.start for m in named.within((words[0].start, noun.end)))
    sources, targets = (
        ((), ()) if covered else meant
    )  # "bilateral trade" may name its pair behind it
    verb = min((p.start for p in found if p.kind != "noun" and p.start > noun.end), default=end)
    for group in named.groups(named.within((noun.end, end))):
        near = group[0].start < verb and not re.search(
            r"[;:(]", named.text[noun.end : group[0].start]
        )
        close = figure.end <= group[0].start and _RIGHT_BEHIND.fullmatch(
            named.text, figure.end, group[0].start
        )
        if not (near or close):
            continue
        one, two = _placed(flow, named.text, group, figure)
        if one and two and not close:
            sources, targets = one, two  # "between"
        if close or not sources:
            sources = one or sources
        if close or not targets:
            targets = two or targets
    return Parties(
        flow, noun.start, noun.end, sources, tuple(a for a in targets if a not in sources)
    )


def _clause_start(found: Sequence[Predicate], words: Sequence[Mark], noun: Mark) -> int:
    """Behind the last verb before a noun: who stands before it owns nothing behind."""
    verbs = (p.end for p in found if p.kind != "noun" and p.end <= noun.start)
    return max(verbs, default=words[0].start)


def _owner(flow: Flow, named: Named, begin: int, start: int) -> tuple[Names, Names]:
    """Whose flow it is ("Peru’s imports", "Chinese investment"), of those named from ``begin`` on."""
    group = named.owner(start)
    if not group or group[0].start < begin:
        return (), ()
    between = named.text[group[-1].end : start]
    if _LOOSE.search(between) and not between.startswith(("’", "'")):
        return (), ()
    actors = actors_of(group)
    if flow.way in ("giver", "taker"):
        return (), actors
    if flow.way == "mutual" and len(actors) > 1:
        return actors[:1], actors[1:]
    return actors, ()


_LOOSE = re.compile(
    r"\b(?:of|to|from|in|by|with|and|on|for|that|which|was|is|has|had|a|an|the|,)(?!\w)"
)


def _placed(
    flow: Flow, text: str, group: Sequence[Mention], figure: Quantity
) -> tuple[Names, Names]:
    """Whether those named behind a preposition are source or target; "16 German tanks" are of Germany."""
    found = _PREPOSITION.search(text[max(0, group[0].start - 24) : group[0].start])
    word, actors = found[1] if found else "", actors_of(group)
    if figure.start <= group[0].start < figure.end:
        word = "of"
    if word in ("between", "among"):
        return actors[:1], actors[1:]
    source, target = _SIDES[flow.way]
    return (actors if word in source else ()), (actors if word in target else ())
