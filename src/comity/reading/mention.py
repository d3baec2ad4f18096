"""A mention of actors, and which mentions are joined into one group."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from comity.reading.aliases import Kind, Role

__all__ = ["Mention", "group_at", "joined"]


@dataclass(frozen=True, slots=True)
class Mention:
    """A place of the text that speaks of actors.

    Attributes
    ----------
    start, end
        In ``Document.text``.
    actors
        State keys, organisations, groups (``actors.csv``); empty for a person without one, and for a name
        that only looks like an actor's.
    kind
        How: name, adjective, leader, person, capital, organisation, group, pronoun, coreference.
    person
        Full name, where a person is meant.
    role
        ``actor``; ``place``: ground rather than someone who acts ("the war in Ukraine"); ``part_of_name``:
        within another thing's name ("Moscow State University", "US dollar").
    office
        What the person is, where known or said ("foreign minister").
    """

    start: int
    end: int
    actors: tuple[str, ...]
    kind: Kind
    person: str | None = None
    role: Role = "actor"
    office: str | None = None


_FROM = re.compile(
    r"(?:[—–,(:]|\b(?:ranging|states|countries|nations|powers|rivals|allies))\s*from (?:the )?$"
)
_TO = re.compile(r",? (?:and )?to (?:the )?")
_REACH = 30
_JOINS = frozenset([",", "and", "&", "or", "nor", "the", "both"])
_LONG = re.compile(r"as well as|(?:along|together) with")
_BOUND = frozenset(["-", "‐", "‑", "–", "—", " – ", "/", " - "])


def group_at(text: str, found: Sequence[Mention], at: int) -> tuple[int, int]:
    """First and last (exclusive) of the mentions joined with the one ``at``.

    "Russia, China and Iran", "Sino-Russian", "the EU-NATO countries": joined by commas, *and* or a hyphen.
    """
    first = last = at
    while first > 0 and joined(text, found[first - 1].end, found[first].start):
        first -= 1
    while last + 1 < len(found) and joined(text, found[last].end, found[last + 1].start):
        last += 1
    if last == first + 1 and "," in text[found[first].end : found[last].start]:
        # "in Basra, Iraq", "against Iraq, and Iran answered": two that a comma parts are not joined
        return at, at + 1
    return first, _to(text, found, first, last + 1)


def _to(text: str, found: Sequence[Mention], first: int, last: int) -> int:
    """Where a group ends that a list reaches "to": "—from Chad and Mali to Peru and Chile"."""
    if (
        last == len(found)
        or last - first < 2
        or not _FROM.search(text[: found[first].start][-_REACH:])
    ):
        return last
    if _TO.fullmatch(text, found[last - 1].end, found[last].start) is None:
        return last
    last += 1
    while last < len(found) and joined(text, found[last - 1].end, found[last].start):
        last += 1
    return last


def joined(text: str, end: int, start: int) -> bool:
    """Whether only a hyphen, commas or *and* stand between ``end`` and ``start``."""
    gap = text[end:start]
    if gap in _BOUND:
        return True
    if not gap or len(gap) > 20 or "\n" in gap:
        return False
    parts = _LONG.sub("and", gap).replace(",", " , ").split()
    return bool(parts) and parts[0] not in ("the", "both") and _JOINS.issuperset(parts)
