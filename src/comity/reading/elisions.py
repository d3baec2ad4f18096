"""Whose a figure is where one verb serves several: "lent Kenya $5bn and Ghana $3bn", "respectively"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from comity.reading.actions import Predicate
from comity.reading.mentions import Mention
from comity.reading.named import Named, actors_of
from comity.reading.quantities import Quantity
from comity.reading.who import Sides

__all__ = ["Told", "set_apart", "without_others"]

#: What parts a figure and those it is told of from the one before.
_NEXT = re.compile(
    r"[^.;]*?(?:[,;]|\band|\bbut|\bwhile)\s+(?:(?:that|those)\s+)?(?:(with|to|from|in|for|by)\s+)?(?:the\s+)?"
)
_BEFORE_FIGURE = re.compile(r"\s+(?:for|with|by|at)?\s*")
_BEHIND_FIGURE = re.compile(r"(?:\s+[\w-]+){0,3}?\s+(with|to|from|in|for|by)\s+(?:the\s+)?")


@dataclass(frozen=True, slots=True)
class Told:
    """A figure with its sides; ``apart`` where they are not those of the verb."""

    figure: Quantity
    sides: Sides
    apart: bool


def without_others(
    figure: Quantity, who: Sides, figures: Sequence[Quantity], named: Named, end: int
) -> Sides:
    """Sides without those of other figures of the sentence.

    The one of several that a figure is of, where as many figures are told of them "respectively"; nobody
    that the next figure is told of first ("Peru bought 5 million tonnes, and Chile 3 million").
    """
    alike = [q for q in figures if q.kind == figure.kind]
    if figure not in alike:
        return who
    at, many = alike.index(figure), len(alike)
    if "respectively" in named.text[figure.end : end]:
        both = who.sources + who.targets
        if who.symmetric and len(both) == many:
            return replace(who, sources=both[at : at + 1], targets=(), symmetric=False)
        if len(who.sources) == many:
            return replace(who, sources=who.sources[at : at + 1])
        return replace(who, targets=who.targets[at : at + 1]) if len(who.targets) == many else who
    after = alike[at + 1] if at + 1 < many else None
    other = after and _elided(figure, after, named)
    if not after or not other or not {*other.actors} & {*who.targets}:
        return who
    targets = tuple(a for a in who.targets if a not in other.actors)
    behind = named.groups(named.within((after.end, end)))
    if (
        not targets
        and behind
        and _BEHIND_FIGURE.fullmatch(named.text, after.end, behind[0][0].start)
    ):
        targets = actors_of(behind[0], who.sources)
    return replace(who, targets=targets, symmetric=False)


def _elided(last: Quantity, figure: Quantity, named: Named) -> Mention | None:
    """Who stands right before a figure, instead of the clause of the figure before it."""
    between = named.within((last.end, figure.start))
    if not between or not _BEFORE_FIGURE.fullmatch(named.text, between[-1].end, figure.start):
        return None
    opened = _NEXT.fullmatch(named.text, last.end, between[-1].start)
    return between[-1] if opened and not opened[1] else None


def set_apart(
    figure: Quantity,
    who: Sides,
    before: Sequence[Told],
    named: Named,
    found: Sequence[Predicate],
) -> Sides:
    """Sides of a figure that takes over the verb of the one before it, with what it says anew.

    Parameters
    ----------
    figure, who
        A figure, and its sides by its clause.
    before
        Figures of the sentence told of before, with their sides.
    found
        Predicates of the sentence.
    """
    if not before:
        return who
    last, sides = before[-1].figure, before[-1].sides
    if any(p.kind != "noun" and last.end <= p.start < figure.start for p in found):
        return who
    between = named.within((last.end, figure.start))
    if between and _BEFORE_FIGURE.fullmatch(named.text, between[-1].end, figure.start):
        opened = _NEXT.fullmatch(named.text, last.end, between[-1].start)
        if opened:
            target = bool(opened[1]) or _told_first(last, sides, named)
            if not target and len(before) == 1:
                target = _subject(named, last) <= {*sides.targets}
            return _instead(sides, between[-1:], target=target)
    behind = named.groups(named.within((figure.end, figure.end + 60)))
    joined = re.fullmatch(
        r"[^.;]*?(?:,\s*(?:and\s+)?|\band\s+)(?:of\s+)?", named.text[last.end : figure.start]
    )
    if behind and joined and _BEHIND_FIGURE.fullmatch(named.text, figure.end, behind[0][0].start):
        known = {*actors_of(behind[0])} <= {*who.sources, *who.targets}
        return who if known else _instead(who, behind[0], target=True)
    return (
        sides if before[-1].apart and not _NEXT.match(named.text, last.end, figure.start) else who
    )


def _subject(named: Named, last: Quantity) -> set[str]:
    """Who is named first in the sentence of a figure, as far as one looks back."""
    first = named.groups(named.within((max(0, last.start - 60), last.start)))
    return {*actors_of(first[0])} if first else set()


def _told_first(last: Quantity, sides: Sides, named: Named) -> bool:
    """Whether the target of a figure stands right before it ("lent Kenya $5bn")."""
    beside = named.within((max(0, last.start - 40), last.start))
    return bool(beside) and (
        _BEFORE_FIGURE.fullmatch(named.text, beside[-1].end, last.start) is not None
        and set(beside[-1].actors) <= set(sides.targets)
    )


def _instead(sides: Sides, group: Sequence[Mention], *, target: bool) -> Sides:
    actors = actors_of(group)
    if target:
        return replace(
            sides, sources=tuple(a for a in sides.sources if a not in actors), targets=actors
        )
    return replace(
        sides, sources=actors, targets=tuple(a for a in sides.targets if a not in actors)
    )
