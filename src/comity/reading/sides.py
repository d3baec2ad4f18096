"""Who acts on whom: the mentions on the two sides of a predicate, resolved to actors."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from comity.reading.actions import Predicate
from comity.reading.mentions import Mention

__all__ = ["Memory", "Named", "Sides", "sides"]

Span = tuple[int, int]
_JOINED = re.compile(
    r"(?:[’']s)?(?:\s*,)?\s*(?:(?:and|or|as well as|along with|together with|but also|nor)\b|&|/|–|-)?\s*(?:the\b|both\b|also\b|with\b|its\b)?\s*"
)
_JOINT = re.compile(r"\b(?:and|or|as well as|along with|together with|but also|nor)\b|&|/|–|-")
_OPPOSED = re.compile(r"\b(?:anti|non|counter|pro)[-–]\s*$", re.IGNORECASE)
_OWNS = re.compile(r"[’']s?\s+(?:[\w’'“”-]+,?\s+){0,5}")
_OF = re.compile(r"\b(?:between|among)\s+(?:the\s+|both\s+)?$")
_PLACE = re.compile(
    r"\b(?:in|at|near|across|inside|throughout|within|into|via|through|around)\s+(?:the\s+)?(?:[\w-]+ern\s+)?$",
    re.IGNORECASE,
)
_BOND = re.compile(
    r"\b(?:partnership|relationship|relations|alliance|ties|cooperation|bond|bonds|friendship|alignment|proximity"
    r"|collaborations?|rapprochement|connections|links|axis|trade|interdependence)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Sides:
    """Actors of both sides; ``symmetric`` where each acts on each. ``named`` counts what the clause itself names."""

    sources: tuple[str, ...]
    targets: tuple[str, ...]
    symmetric: bool
    named: int


@dataclass(slots=True)
class Memory:
    """What the text has spoken of so far.

    ``pair`` are the two last told of together, ``subject`` the actors of the last clause of this sentence,
    ``object`` those it acted on; ``focus`` the two the document is about.
    """

    focus: tuple[str, ...] = ()
    pair: tuple[str, ...] = ()
    subject: tuple[str, ...] = ()
    object: tuple[str, ...] = ()

    def partner(self, actor: str) -> tuple[str, ...]:
        """Who else the text is about, where it is about this one."""
        for group in (self.pair, self.focus):
            if actor in group:
                return tuple(other for other in group if other != actor)
        return ()


@dataclass(slots=True)
class Named:
    """Mentions of a document, found by place."""

    text: str
    mentions: Sequence[Mention]
    _starts: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.mentions = sorted(
            (
                m
                for m in self.mentions
                if m.actors and m.role != "part_of_name" and not self._opposed(m)
            ),
            key=lambda m: (m.start, -m.end),
        )
        self._starts = [m.start for m in self.mentions]

    def _opposed(self, mention: Mention) -> bool:
        """Whether a name only says against whom ("anti-Western")."""
        return bool(_OPPOSED.search(self.text[max(0, mention.start - 9) : mention.start]))

    def within(self, span: Span | None) -> list[Mention]:
        """Mentions that begin in a span, none inside another."""
        if span is None:
            return []
        at = bisect_left(self._starts, span[0])
        found: list[Mention] = []
        while at < len(self.mentions) and self.mentions[at].start < span[1]:
            if not found or self.mentions[at].start >= found[-1].end:
                found.append(self.mentions[at])
            at += 1
        return found

    def owner(self, start: int) -> Mention | None:
        """The mention that owns the noun at ``start`` ("Russia’s 2022 invasion", "Russian exports")."""
        at = bisect_left(self._starts, start) - 1
        if at < 0 or start - self.mentions[at].end > 60:
            return None
        between = self.text[self.mentions[at].end : start]
        if _OWNS.fullmatch(between) or (
            self.mentions[at].kind == "adjective"
            and re.fullmatch(r"\s+(?:[\w’'-]+\s+){0,3}", between)
        ):
            return self.mentions[at]
        if self.mentions[at].kind in ("coreference", "pronoun") and re.fullmatch(
            r"\s+(?:[\w’'-]+,?\s+){0,4}", between
        ):
            return self.mentions[at]
        return None

    def groups(self, found: Sequence[Mention]) -> list[list[Mention]]:
        """Mentions put together where nothing but commas and "and" stands between them."""
        out: list[list[Mention]] = []
        for mention in found:
            if out and _JOINED.fullmatch(self.text, out[-1][-1].end, mention.start):
                out[-1].append(mention)
            else:
                out.append([mention])
        return [part for group in out for part in self._joint(group)]

    def _joint(self, group: list[Mention]) -> list[list[Mention]]:
        """A list that ends in "and" stays together; names set beside each other by commas do not."""
        if len(group) < 2 or _JOINT.search(self.text, group[-2].end, group[-1].start):
            return [group]
        last = max(
            (
                n
                for n in range(1, len(group))
                if _JOINT.search(self.text, group[n - 1].end, group[n].start)
            ),
            default=0,
        )
        return [group[: last + 1], *([m] for m in group[last + 1 :])]


def _actors(group: Sequence[Mention], without: Sequence[str] = ()) -> tuple[str, ...]:
    return tuple(dict.fromkeys(a for m in group for a in m.actors if a not in without))


def sides(predicate: Predicate, named: Named, memory: Memory) -> Sides:
    """Actors of a predicate's two sides; no sources where it tells of no actor."""
    sources, rest = _source(predicate, named)
    clause = (predicate.clause_start, predicate.clause_end)
    after = named.groups([m for m in named.within(predicate.target) if m not in rest])
    if not after:
        after = [
            g for g in named.groups(named.within(clause))
            if g[0].start >= predicate.end and not (predicate.source and predicate.source[0] <= g[0].start < predicate.source[1])
        ]  # fmt: skip
    count = len({a for m in named.within(clause) for a in m.actors} | set(sources))
    if not sources:
        sources = _inherited(predicate, named, memory, after)
    pools = [g for g in [*after, *named.groups(rest)] if _actors(g, sources)]
    plain = [g for g in pools if not _is_place(named, g[0])] or pools
    own = _source(predicate, named)[0]
    if (
        plain
        and not own
        and predicate.action.startswith(("SANCTION", "ACCUSE"))
        and _from(named, plain[0][0])
    ):
        return _closed(
            predicate,
            _actors(plain[0]),
            tuple(a for a in sources if a not in _actors(plain[0])),
            memory,
            count,
        )
    targets = _actors(plain[0], sources) if plain else ()
    if not sources and targets:
        sources, targets = targets, ()
    return _closed(predicate, sources, targets, memory, count)


_FROM = re.compile(r"\b(?:from|by)\s+(?:the\s+)?$", re.IGNORECASE)


def _from(named: Named, mention: Mention) -> bool:
    return bool(_FROM.search(named.text[max(0, mention.start - 12) : mention.start]))


def _closed(
    predicate: Predicate,
    sources: tuple[str, ...],
    targets: tuple[str, ...],
    memory: Memory,
    count: int,
) -> Sides:
    if len(sources) >= 2 and not targets:
        if len(sources) == 2:
            return Sides(sources[:1], sources[1:], True, count)
        return Sides(sources, (), True, count)
    if len(sources) == 1 and not targets:
        targets = (
            tuple(a for a in memory.object if a not in sources) if sources == memory.subject else ()
        )
        targets = targets or memory.partner(sources[0])
        targets = targets or tuple(a for a in memory.subject if a not in sources)
        return Sides(sources, targets[:2], False, count)
    return Sides(
        sources, targets, predicate.symmetric and len(sources) == 1 and len(targets) == 1, count
    )


def _source(predicate: Predicate, named: Named) -> tuple[tuple[str, ...], list[Mention]]:
    """Actors that act, and the mentions on their side that are left."""
    found = named.within(predicate.source)
    if found:
        groups = named.groups(found)
        return _actors(groups[0]), [m for g in groups[1:] for m in g]
    owner = named.owner(predicate.start)
    if owner is not None and predicate.kind == "noun":
        return owner.actors, []
    return (), []


def _inherited(
    predicate: Predicate, named: Named, memory: Memory, after: Sequence[Sequence[Mention]]
) -> tuple[str, ...]:
    """Actors of a clause that names none of its own."""
    subject = named.text[slice(*predicate.source)] if predicate.source else ""
    if predicate.source and _BOND.search(subject):
        return memory.pair or memory.focus
    if predicate.kind in ("participle", "infinitive", "joined", "noun") and memory.subject:
        return memory.subject
    return ()


def _is_place(named: Named, mention: Mention) -> bool:
    return mention.role == "place" or bool(
        _PLACE.search(named.text[max(0, mention.start - 24) : mention.start])
    )
