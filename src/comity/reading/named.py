"""Mentions of a document, found by place: which act, which own a noun, which are named as one."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from comity.reading.mentions import Mention

__all__ = ["Named", "actors_of", "at_place"]

Span = tuple[int, int]
_JOINED = re.compile(
    r"(?:[’']s)?(?:\s*,)?\s*(?:(?:and|or|as well as|along with|together with|but also|nor)\b|&|/|–"
    r"|-)?\s*(?:the\b|both\b|also\b|with\b|its\b)?\s*"
)
_JOINT = re.compile(r"\b(?:and|or|as well as|along with|together with|but also|nor)\b|&|/|–|-")
_AGAIN = re.compile(
    r",?\s+(?:and|or|but also)\s+(by|with|from|to|for|against|of|in|on)\s+(?:the\s+)?"
)
_PREPOSED = 20
_OPPOSED = re.compile(r"\b(?:anti|non|counter|pro)[-–]\s*$", re.IGNORECASE)
_MONEY = re.compile(r"\b(?:dollars?|yuan|renminbi|rou?bles?|euros?|rupees?|yen)\b", re.IGNORECASE)
_OWNS = re.compile(r"[’']s?\s+(?:[\w’'“”-]+,?\s+){0,5}")
_BRACKETS = re.compile(r"\s*\([^()]{0,160}\)")
_MODIFIED = re.compile(r"\s+(?:[\w’'-]+,?\s+){0,4}")
_PLACE = re.compile(
    r"\b(?:in|at|near|across|inside|throughout|within|into|via|through"
    r"|around)\s+(?:the\s+)?(?:[\w-]+ern\s+)?(?:(?:places|countries|areas|regions|states"
    r"|cities)\s+(?:like|such as)\s+)?$",
    re.IGNORECASE,
)


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
            a
            for m in self.mentions
            if m.kind not in ("pronoun", "coreference") and m.role != "part_of_name"
            for a in m.actors
        )
        self.projects = [
            m for m in self.mentions if m.role == "part_of_name" and len(m.actors) == 2
        ]
        self.mentions = sorted(
            (
                self._topic(m)
                for m in self.mentions
                if m.actors and self._acts(m) and not self._opposed(m)
            ),
            key=lambda m: (m.start, -m.end),
        )
        self._starts = [m.start for m in self.mentions]

    @property
    def focus(self) -> tuple[str, ...]:
        """The two actors a document names most."""
        return tuple(actor for actor, n in self.counts.most_common(2) if n > 1)

    def _topic(self, mention: Mention) -> Mention:
        """A pair told of as such is the one a text is about rather than two it names once in passing."""
        if mention.kind != "coreference" or len(mention.actors) != 2 or len(self.focus) != 2:
            return mention
        passing = max(self.counts[a] for a in mention.actors) * 4 <= min(
            self.counts[a] for a in self.focus
        )
        return replace(mention, actors=self.focus) if passing else mention

    def _acts(self, mention: Mention) -> bool:
        """Whether a name stands for its actor: not within another name, save its money ("the US dollar")."""
        return mention.role != "part_of_name" or bool(
            _MONEY.search(self.text, mention.start, mention.end + 9)
        )

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
        """Mentions that own the noun at ``start`` ("Russia’s 2022 invasion", "Russian-Iranian support")."""
        at = bisect_left(self._starts, start) - 1
        if at < 0 or start - self.mentions[at].end > 60 or not self._owns(self.mentions[at], start):
            return []
        found = [self.mentions[at]]
        while at > 0 and _JOINED.fullmatch(self.text, self.mentions[at - 1].end, found[0].start):
            at -= 1
            found.insert(0, self.mentions[at])
        return (
            found
            if len(found) < 2 or _JOINT.search(self.text, found[-2].end, found[-1].start)
            else found[-1:]
        )

    def _owns(self, mention: Mention, start: int) -> bool:
        if mention.end > start:
            return True
        between = self.text[mention.end : start]
        loose = mention.kind in ("adjective", "coreference", "pronoun")
        return bool(_OWNS.fullmatch(between) or (loose and _MODIFIED.fullmatch(between)))

    def groups(self, found: Sequence[Mention]) -> list[list[Mention]]:
        """Mentions put together where nothing but commas and "and" stands between them."""
        out: list[list[Mention]] = []
        for mention in self._without_owners(found):
            if out and self._joins(out[-1][-1], mention):
                out[-1].append(mention)
            else:
                out.append([mention])
        return [part for group in out for part in self._joint(group)]

    def _without_owners(self, found: Sequence[Mention]) -> list[Mention]:
        """Without the "its" of "Chad and its Malian allies", which adds nobody to the list."""
        owned = {m.start - 1 for m in found}
        return [
            m for n, m in enumerate(found) if not (n and m.kind == "pronoun" and m.end in owned)
        ]

    def _joins(self, one: Mention, two: Mention) -> bool:
        if (one.role == "place") != (two.role == "place"):
            return False
        between = self.text[one.end : two.start]
        if len(between) >= 200:
            return False
        bare = _BRACKETS.sub("", between)
        return _JOINED.fullmatch(bare) is not None or self._alike(one, bare)

    def _alike(self, one: Mention, between: str) -> bool:
        """Whether the same preposition stands before both ("by the EU and by Chile")."""
        again = _AGAIN.fullmatch(between)
        if again is None:
            return False
        before = self.text[max(0, one.start - _PREPOSED) : one.start].lower().split()
        return again.group(1) in before[-2:]

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


def actors_of(group: Sequence[Mention], without: Sequence[str] = ()) -> tuple[str, ...]:
    """Actors of some mentions, each once, without others."""
    return tuple(dict.fromkeys(a for m in group for a in m.actors if a not in without))


def at_place(named: Named, mention: Mention) -> bool:
    """Whether a mention is ground rather than somebody ("in Ukraine")."""
    return mention.role == "place" or bool(
        _PLACE.search(named.text[max(0, mention.start - 40) : mention.start])
    )
