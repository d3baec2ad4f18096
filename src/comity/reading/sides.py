"""Who acts on whom: the mentions on the two sides of a predicate, resolved to actors."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from comity.reading.actions import Predicate
from comity.reading.agents import agents, inherited
from comity.reading.completion import closed, far_side
from comity.reading.mentions import Mention
from comity.reading.named import Named, actors_of, at_place
from comity.reading.who import Memory, Sides

__all__ = ["sides"]


def sides(predicate: Predicate, named: Named, memory: Memory) -> Sides:
    """Actors of a predicate's two sides; no sources where it tells of no actor.

    Where a clause names at most one actor and a joint project ("the pipeline"), its states are the other.
    """
    found = _sides(predicate, named, memory)
    if found.named > 1:
        return found
    project = next(
        (m for m in named.projects if predicate.clause_start <= m.start < predicate.clause_end),
        None,
    )
    if project is None:
        return found
    own = next((m for m in named.within((predicate.clause_start, predicate.clause_end))), None)
    if own is None:
        return Sides(project.actors[:1], project.actors[1:], True, 2, False, True, True)
    others = tuple(a for a in project.actors if a not in own.actors)
    return Sides(own.actors[:1], others[:1], predicate.polarity >= 0, 2, found.heads, False, True)


def _sides(predicate: Predicate, named: Named, memory: Memory) -> Sides:
    own, rest, heads = agents(predicate, named)
    sources = own
    clause = (predicate.clause_start, predicate.clause_end)
    after = _after(predicate, named, rest)
    count = len({a for m in named.within(clause) for a in m.actors} | set(sources))
    after = [g for g in (far_side(g, sources, memory) for g in after) if g]
    route = _route(named, [*named.groups(named.within(predicate.source)), *after])
    if route and not heads:
        return Sides(*route, symmetric=False, named=count, heads=False)
    if after and _BY.fullmatch(named.text, predicate.end, after[0][0].start):
        own = sources = actors_of(after[0])
        after, heads = [*named.groups(named.within(predicate.source)), *after[1:]], True
    bodies = _bodies(predicate, named, sources)
    if (
        bodies
        and after
        and _BETWEEN.search(named.text[max(0, after[0][0].start - 16) : after[0][0].start])
    ):
        return closed(predicate, actors_of(after[0]), (), memory, count, True)
    several = None if bodies else next((g for g in after if len(actors_of(g)) > 1), None)
    if several and predicate.symmetric and not heads:
        both, whose = actors_of(several), _partner_of(several, named, predicate, memory)
        return closed(predicate, whose or both, both if whose else (), memory, count, heads)
    if not sources:
        sources = inherited(predicate, named, memory)
    pools = [g for g in [*after, *named.groups(rest)] if actors_of(g, sources)]
    plain = [g for g in pools if not at_place(named, g[0])] or (
        pools if own or predicate.action.startswith("CONSULT") else []
    )
    plain = bodies or plain
    if _RECIPROCAL.match(named.text, predicate.end, clause[1]) and len(sources) > 1:
        plain = []
    if (
        plain
        and not own
        and predicate.action.startswith(("SANCTION", "ACCUSE"))
        and _from(named, plain[0][0])
    ):
        return closed(
            predicate,
            actors_of(plain[0]),
            tuple(a for a in sources if a not in actors_of(plain[0])),
            memory,
            count,
            heads,
        )
    targets = actors_of(plain[0], sources) if plain else ()
    if (
        targets
        and len(sources) > 1
        and plain
        and _ALONGSIDE.search(named.text[max(0, plain[0][0].start - 24) : plain[0][0].start])
    ):
        return Sides(sources + targets, (), True, count, heads, True)
    if not sources and targets:
        meant = (
            tuple(a for a in memory.subject if a not in targets)
            if predicate.kind == "reduced"
            else ()
        )
        later = plain[1:] if predicate.action == "NONE" and not _narrowed(plain, named) else ()
        far = next((a for g in later if (a := actors_of(g, targets))), ())
        sources, targets = (meant, targets) if meant else (targets, far)
    if targets and _EXPERIENCED.search(named.text, *clause) and len(sources) == len(targets) == 1:
        sources, targets = targets, sources
    return closed(predicate, sources, targets, memory, count, heads)


def _after(predicate: Predicate, named: Named, rest: Sequence[Mention]) -> list[list[Mention]]:
    """Groups of mentions behind the act, without those because or in spite of whom it is done."""
    after = named.groups([m for m in named.within(predicate.target) if m not in rest])
    if not after:
        clause = named.within((predicate.clause_start, predicate.clause_end))
        after = [
            g for g in named.groups(clause)
            if g[0].start >= predicate.end and not _inside(g[0], predicate.source)
        ]  # fmt: skip
    aside = _ASIDE.search(named.text, predicate.end, predicate.clause_end)
    if aside is None or predicate.kind == "noun":
        return after
    return [g for g in after if g[0].start < aside.start()]


def _narrowed(groups: Sequence[Sequence[Mention]], named: Named) -> bool:
    """Whether those named second are some of the first ("the West, especially Norway")."""
    return len(groups) > 1 and bool(
        _ESPECIALLY.search(named.text, groups[0][-1].end, groups[1][0].start)
    )


def _partner_of(
    several: list[Mention], named: Named, predicate: Predicate, memory: Memory
) -> tuple[str, ...]:
    """Whose partners some actors are told to be ("a pact with Chile and Bolivia"), if of somebody."""
    before = named.text[max(0, several[0].start - 12) : several[0].start]
    if not _WITH.search(before):
        return ()
    others = actors_of(several)
    return actors_of(named.within(predicate.source), others) or tuple(
        a for a in inherited(predicate, named, memory) if a not in others
    )


def _inside(mention: Mention, span: tuple[int, int] | None) -> bool:
    return span is not None and span[0] <= mention.start < span[1]


def _bodies(predicate: Predicate, named: Named, sources: tuple[str, ...]) -> list[list[Mention]]:
    """The organisation that is founded or joined: the nearest one in the clause."""
    if predicate.form not in ("joined", "built"):
        return []
    clause = (predicate.clause_start, predicate.clause_end)
    found = [
        [m] for m in named.within(clause) if m.kind == "organisation" and actors_of([m], sources)
    ]
    return sorted(found, key=lambda g: abs(g[0].end - predicate.start))[:1]


def _route(
    named: Named, groups: Sequence[Sequence[Mention]]
) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """Ends of what runs from one to the other ("a pipeline from Russia to China")."""
    for one, two in pairwise(groups):
        if (
            re.fullmatch(r"\s+to\s+(?:the\s+)?", named.text[one[-1].end : two[0].start])
            and re.search(r"\bfrom\s+(?:the\s+)?$", named.text[max(0, one[0].start - 12) : one[0].start])
        ):  # fmt: skip
            return actors_of(one), actors_of(two, actors_of(one))
    return None


#: Who is troubled is told behind the trouble ("the island is a worry for China"), who gains behind the loss.
_EXPERIENCED = re.compile(
    r"\b(?:is|are|was|were|remains?|became|becomes?)\s+(?:\w+\s+){0,3}(?:concern|worry"
    r"|trouble(?: spot)?|headache|problem|irritant|obstacle)s?\s+(?:for|in|to)\b"
    r"|\blos(?:e|es|ing|t)\s+(?:\w+\s+){0,3}(?:edge|ground|lead|influence|primacy)\s+(?:to|against)\b",
    re.IGNORECASE,
)
_RECIPROCAL = re.compile(r"\s*(?:each other|one another|the other)\b", re.IGNORECASE)
_ALONGSIDE = re.compile(
    r"\b(?:together with|along with|jointly with|alongside)\s+(?:the\s+)?$", re.IGNORECASE
)
#: Why, despite what or unlike whom something is done: those named there have no part in it.
_ASIDE = re.compile(
    r"\b(?:due to|because of|given|amid|despite|in spite of|thanks to|owing to|unlike|regardless of"
    r"|as a result of|against the backdrop of|instead of)\b"
)
_ESPECIALLY = re.compile(r"\b(?:especially|particularly|notably|mainly|chiefly|above all)\b")
_BY = re.compile(r"\s+by\s+(?:the\s+|both\s+)?")
#: What stands before the partners of somebody else ("its pact with Oman and Yemen").
_WITH = re.compile(r"\bwith (?:both )?$", re.IGNORECASE)
_BETWEEN = re.compile(r"\b(?:between|among)\s+(?:the\s+)?$")
_FROM = re.compile(r"\b(?:from|by)\s+(?:the\s+)?$", re.IGNORECASE)


def _from(named: Named, mention: Mention) -> bool:
    return bool(_FROM.search(named.text[max(0, mention.start - 12) : mention.start]))
