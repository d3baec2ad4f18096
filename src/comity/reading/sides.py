"""Who acts on whom: the mentions on the two sides of a predicate, resolved to actors."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from comity.reading.actions import Predicate
from comity.reading.mentions import Mention

__all__ = ["Memory", "Named", "Sides", "sides"]

Span = tuple[int, int]
_JOINED = re.compile(
    r"(?:[’']s)?(?:\s*,)?\s*(?:(?:and|or|as well as|along with|together with|but also|nor)\b|&|/|–|-)?\s*(?:the\b|both\b|also\b|with\b|its\b)?\s*"
)
_JOINT = re.compile(r"\b(?:and|or|as well as|along with|together with|but also|nor)\b|&|/|–|-")
_OPPOSED = re.compile(r"\b(?:anti|non|counter|pro)[-–]\s*$", re.IGNORECASE)
_MONEY = re.compile(r"\b(?:dollars?|yuan|renminbi|rou?bles?|euros?|rupees?|yen)\b", re.IGNORECASE)
_PEOPLE = re.compile(
    r"(?:[’']s?\s+)?(?:[\w-]+\s+){0,2}(?:officials?|operators?|leaders?|leadership|elites?|government|authorities|ministry|ministers?|president"
    r"|premier|military|army|navy|forces|troops|companies|company|firms?|diplomats?|parliament|lawmakers|administration|side|delegation|envoys?|media"
    r"|chancellor|king|state|regime|people|public)\b[\s,]*",
    re.IGNORECASE,
)
_OWNS = re.compile(r"[’']s?\s+(?:[\w’'“”-]+,?\s+){0,5}")
_BRACKETS = re.compile(r"\s*\([^()]{0,160}\)")
_MODIFIED = re.compile(r"\s+(?:[\w’'-]+,?\s+){0,4}")
_PLACE = re.compile(
    r"\b(?:in|at|near|across|inside|throughout|within|into|via|through|around)\s+(?:the\s+)?(?:[\w-]+ern\s+)?(?:(?:places|countries|areas|regions|states|cities)\s+(?:like|such as)\s+)?$",
    re.IGNORECASE,
)
_BOND = re.compile(
    r"\b(?:partnership|relationship|relations|alliance|ties|cooperation|bond|bonds|friendship|alignment|proximity"
    r"|collaborations?|rapprochement|connections|links|axis|trade|interdependence)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Sides:
    """Actors of both sides; ``symmetric`` where each acts on each.

    ``named`` counts the actors that the clause itself names; ``heads`` says that they are its subject, ``joint`` that
    those on both sides are named as one ("the two states"), ``project`` that one side is there by a joint project.
    """

    sources: tuple[str, ...]
    targets: tuple[str, ...]
    symmetric: bool
    named: int
    heads: bool = False
    joint: bool = False
    project: bool = False


@dataclass(slots=True)
class Memory:
    """What the text has spoken of so far.

    ``organisation`` is the last one named, ``pair`` are the two last told of together, ``subject`` the actors of the last clause of this sentence,
    ``object`` those it acted on, ``sign`` its polarity; ``focus`` the two the document is about.
    """

    focus: tuple[str, ...] = ()
    organisation: tuple[str, ...] = ()
    pair: tuple[str, ...] = ()
    subject: tuple[str, ...] = ()
    object: tuple[str, ...] = ()
    sign: int = 0
    last: Sides | None = None
    part: int = -1

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
    counts: Counter[str] = field(default_factory=Counter)
    projects: Sequence[Mention] = ()
    _starts: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.counts.update(
            a for m in self.mentions if m.kind not in ("pronoun", "coreference") and m.role != "part_of_name" for a in m.actors
        )
        self.projects = [m for m in self.mentions if m.role == "part_of_name" and len(m.actors) == 2]
        self.mentions = sorted(
            (self._topic(m) for m in self.mentions if m.actors and self._acts(m) and not self._opposed(m)),
            key=lambda m: (m.start, -m.end),
        )
        self._starts = [m.start for m in self.mentions]

    @property
    def focus(self) -> tuple[str, ...]:
        """The two actors a document names most."""
        return tuple(actor for actor, n in self.counts.most_common(2) if n > 1)

    def _topic(self, mention: Mention) -> Mention:
        """ "The two countries" are those a text is about rather than two it names once in passing."""
        if mention.kind != "coreference" or len(mention.actors) != 2 or len(self.focus) != 2:
            return mention
        passing = max(self.counts[a] for a in mention.actors) * 4 <= min(self.counts[a] for a in self.focus)
        return replace(mention, actors=self.focus) if passing else mention

    def _acts(self, mention: Mention) -> bool:
        """Whether a name stands for its actor: not within another name, but for its money ("the US dollar")."""
        return mention.role != "part_of_name" or bool(_MONEY.search(self.text, mention.start, mention.end + 9))

    def _opposed(self, mention: Mention) -> bool:
        """Whether a name only says against whom ("anti-Western")."""
        return bool(_OPPOSED.search(self.text[max(0, mention.start - 9) : mention.start]))

    def within(self, span: Span | None) -> list[Mention]:
        """Mentions that begin in a span, none inside another, nor listed in brackets behind one."""
        if span is None:
            return []
        at = bisect_left(self._starts, span[0])
        found: list[Mention] = []
        while at < len(self.mentions) and self.mentions[at].start < span[1]:
            mention = self.mentions[at]
            if not found or (
                mention.start >= found[-1].end and not self._listed(found[-1], mention)
            ):
                found.append(mention)
            at += 1
        return found

    def _listed(self, before: Mention, mention: Mention) -> bool:
        """Whether a mention stands in brackets opened since the one before ("BRICS (Brazil, …)")."""
        between = self.text[before.end : mention.start]
        if len(between) > 200:
            return False
        opened = between.rfind("(")
        return opened >= 0 and ")" not in between[opened:]

    def owner(self, start: int) -> list[Mention]:
        """The mentions that own the noun at ``start`` ("Russia’s 2022 invasion", "Russian-Iranian support")."""
        at = bisect_left(self._starts, start) - 1
        if at < 0 or start - self.mentions[at].end > 60 or not self._owns(self.mentions[at], start):
            return []
        found = [self.mentions[at]]
        while at > 0 and _JOINED.fullmatch(self.text, self.mentions[at - 1].end, found[0].start):
            at -= 1
            found.insert(0, self.mentions[at])
        return found if len(found) < 2 or _JOINT.search(self.text, found[-2].end, found[-1].start) else found[-1:]

    def _owns(self, mention: Mention, start: int) -> bool:
        if mention.end > start:
            return True
        between = self.text[mention.end : start]
        loose = mention.kind in ("adjective", "coreference", "pronoun")
        return bool(_OWNS.fullmatch(between) or (loose and _MODIFIED.fullmatch(between)))

    def groups(self, found: Sequence[Mention]) -> list[list[Mention]]:
        """Mentions put together where nothing but commas and "and" stands between them."""
        out: list[list[Mention]] = []
        for mention in found:
            if out and self._joins(out[-1][-1], mention):
                out[-1].append(mention)
            else:
                out.append([mention])
        return [part for group in out for part in self._joint(group)]

    def _joins(self, one: Mention, two: Mention) -> bool:
        between = self.text[one.end : two.start]
        return len(between) < 200 and _JOINED.fullmatch(_BRACKETS.sub("", between)) is not None

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
    """Actors of a predicate's two sides; no sources where it tells of no actor.

    Where a clause names one actor at most and a joint project ("the pipeline"), its states are the other side.
    """
    found = _sides(predicate, named, memory)
    if found.named > 1:
        return found
    project = next((m for m in named.projects if predicate.clause_start <= m.start < predicate.clause_end), None)
    if project is None:
        return found
    own = next((m for m in named.within((predicate.clause_start, predicate.clause_end))), None)
    if own is None:
        return Sides(project.actors[:1], project.actors[1:], True, 2, False, True, True)
    others = tuple(a for a in project.actors if a not in own.actors)
    return Sides(own.actors[:1], others[:1], predicate.polarity >= 0, 2, found.heads, False, True)


def _sides(predicate: Predicate, named: Named, memory: Memory) -> Sides:
    own, rest, heads = _source(predicate, named)
    sources = own
    clause = (predicate.clause_start, predicate.clause_end)
    after = named.groups([m for m in named.within(predicate.target) if m not in rest])
    if not after:
        after = [
            g for g in named.groups(named.within(clause))
            if g[0].start >= predicate.end and not (predicate.source and predicate.source[0] <= g[0].start < predicate.source[1])
        ]  # fmt: skip
    count = len({a for m in named.within(clause) for a in m.actors} | set(sources))
    after = [g for g in (_other(g, sources, memory) for g in after) if g]
    route = _route(named, [*named.groups(named.within(predicate.source)), *after])
    if route and not heads:
        return Sides(*route, symmetric=False, named=count, heads=False)
    if after and _BY.fullmatch(named.text, predicate.end, after[0][0].start):
        own = sources = _actors(after[0])
        after, heads = [*named.groups(named.within(predicate.source)), *after[1:]], True
    bodies = _bodies(predicate, named, sources)
    if bodies and after and _BETWEEN.search(named.text[max(0, after[0][0].start - 16) : after[0][0].start]):
        return _closed(predicate, _actors(after[0]), (), memory, count, True)
    both = () if bodies else next((_actors(g) for g in after if len(_actors(g)) > 1), ())
    if both and predicate.symmetric and not heads:
        return _closed(predicate, both, (), memory, count, heads)
    if not sources:
        sources = _inherited(predicate, named, memory, after)
    pools = [g for g in [*after, *named.groups(rest)] if _actors(g, sources)]
    plain = [g for g in pools if not _is_place(named, g[0])] or (pools if own or predicate.action.startswith("CONSULT") else [])
    plain = bodies or plain
    if _RECIPROCAL.match(named.text, predicate.end, clause[1]) and len(sources) > 1:
        plain = []
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
            heads,
        )
    targets = _actors(plain[0], sources) if plain else ()
    if targets and len(sources) > 1 and plain and _ALONGSIDE.search(named.text[max(0, plain[0][0].start - 24) : plain[0][0].start]):
        return Sides(sources + targets, (), True, count, heads, True)
    if not sources and targets:
        meant = tuple(a for a in memory.subject if a not in targets) if predicate.kind == "reduced" else ()
        sources, targets = (meant, targets) if meant else (targets, ())
    if targets and _EXPERIENCED.search(named.text, *clause) and len(sources) == len(targets) == 1:
        sources, targets = targets, sources
    return _closed(predicate, sources, targets, memory, count, heads)


def _bodies(predicate: Predicate, named: Named, sources: tuple[str, ...]) -> list[list[Mention]]:
    """The organisation that is founded or joined: the nearest one in the clause."""
    if predicate.form not in ("joined", "built"):
        return []
    clause = (predicate.clause_start, predicate.clause_end)
    found = [[m] for m in named.within(clause) if m.kind == "organisation" and _actors([m], sources)]
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
            return _actors(one), _actors(two, _actors(one))
    return None


#: Who is troubled is told behind the trouble ("the island is a worry for China").
_EXPERIENCED = re.compile(
    r"\b(?:is|are|was|were|remains?|became|becomes?)\s+(?:\w+\s+){0,3}(?:concern|worry|trouble(?: spot)?|headache|problem|irritant|obstacle)s?\s+(?:for|in|to)\b",
    re.IGNORECASE,
)
_RECIPROCAL = re.compile(r"\s*(?:each other|one another|the other)\b", re.IGNORECASE)
_ALONGSIDE = re.compile(r"\b(?:together with|along with|jointly with|alongside)\s+(?:the\s+)?$", re.IGNORECASE)
_BY = re.compile(r"\s+by\s+(?:the\s+|both\s+)?")
_BETWEEN = re.compile(r"\b(?:between|among)\s+(?:the\s+)?$")
_FROM = re.compile(r"\b(?:from|by)\s+(?:the\s+)?$", re.IGNORECASE)


def _from(named: Named, mention: Mention) -> bool:
    return bool(_FROM.search(named.text[max(0, mention.start - 12) : mention.start]))


def _other(group: list[Mention], sources: tuple[str, ...], memory: Memory) -> list[Mention]:
    """A group on the far side: "both states" there are not those that act, but the pair the text is about."""
    if group[0].kind == "coreference" and len(group) == 1 and set(group[0].actors) == set(sources):
        for pair in (memory.pair, memory.focus):
            if pair and not set(pair) & set(sources):
                return [replace(group[0], actors=pair)]
    return group


def _closed(
    predicate: Predicate,
    sources: tuple[str, ...],
    targets: tuple[str, ...],
    memory: Memory,
    count: int,
    heads: bool,
) -> Sides:
    if predicate.form == "joined" and not targets and memory.organisation and memory.organisation != sources:
        return Sides(sources, memory.organisation, symmetric=False, named=count, heads=heads)
    if len(sources) >= 2 and not targets:
        if (
            predicate.kind in ("joined", "participle")
            and predicate.polarity < 0
            and sources == memory.subject
            and memory.object
        ):
            return Sides(sources, memory.object, False, count, heads)
        if len(sources) == 2:
            return Sides(sources[:1], sources[1:], True, count, heads, True)
        return Sides(sources, (), True, count, heads, True)
    if len(sources) == 1 and not targets:
        targets = _meant(predicate, sources, memory)
        return Sides(sources, targets, False, count, heads)
    mutual = predicate.symmetric and len(sources) == 1 and len(targets) == 1
    return Sides(sources, targets, mutual, count, heads)


_NEVER_GUESSED = ("ASSAULT", "THREATEN", "COERCE", "PROTEST", "MOBILIZE", "REJECT", "RETREAT")


def _meant(predicate: Predicate, sources: tuple[str, ...], memory: Memory) -> tuple[str, ...]:
    """Whom an act without an object is towards: who the sentence spoke of, else the partner in the text.

    Violence, and what has no action, is never guessed.
    """
    last = tuple(a for a in (*memory.object, *memory.subject) if a not in sources)
    if predicate.action.startswith("SANCTION"):
        return (tuple(a for a in last if a in memory.focus) or last)[:1]
    opposite = memory.sign * predicate.polarity < 0
    if sources == memory.subject and memory.object and not opposite:
        return tuple(a for a in memory.object if a not in sources)
    if predicate.action == "NONE" or predicate.action.startswith(_NEVER_GUESSED):
        return ()
    return (memory.partner(sources[0]) or (() if opposite else last))[:2]


def _source(predicate: Predicate, named: Named) -> tuple[tuple[str, ...], list[Mention], bool]:
    """Actors that act, the mentions on their side that are left, and whether the actors are the subject itself.

    "The war has led to Chinese-Iranian exchanges" tells of those who own the act, not of the war.
    """
    text = named.text
    found = named.within(predicate.source)
    groups = named.groups(found)
    heads = (
        bool(groups)
        and predicate.source is not None
        and _is_head(text, groups[0], predicate.source)
    )
    noun = max(predicate.start, text.rfind(" ", predicate.start, predicate.end) + 1)
    owner = named.owner(noun) if predicate.kind == "noun" or not heads else []
    inside = bool(owner) and (predicate.kind == "noun" or owner[0].start >= predicate.start)
    if inside and not (groups and set(_actors(owner)) <= set(_actors(groups[0]))):
        return _actors(owner), [], True
    if len(groups) > 1 and _NARROWED.fullmatch(text, groups[0][-1].end, groups[1][0].start):
        groups = groups[1:]
    if groups:
        heads = heads or len(_actors(groups[0])) > 1
        return _actors(groups[0]), [m for g in groups[1:] for m in g], heads
    return (), [], False


#: "Western pressure, particularly from the United States": those named last are meant.
_NARROWED = re.compile(
    r"[^.;:]{0,40}[,(—–]\s*(?:particularly|especially|notably|mainly|chiefly|primarily|above all)\s+(?:from|by|of)?\s*(?:the\s+)?"
)


def _is_head(text: str, group: Sequence[Mention], source: Span) -> bool:
    """Whether a subject is the actors themselves, not a thing of theirs ("Chinese exports")."""
    rest = text[group[-1].end : source[1]].lstrip()
    return not rest or rest[0] in ",(—–" or _PEOPLE.fullmatch(rest) is not None


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
        _PLACE.search(named.text[max(0, mention.start - 40) : mention.start])
    )
