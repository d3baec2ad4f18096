"""Participles that describe a noun ("sanctions imposed by …"), told from verbs in the past."""

from __future__ import annotations

from comity.reading.tagging import Token
from comity.reading.verb_groups import Group

__all__ = ["broken", "is_aside", "is_reduced"]

_STRONG = frozenset([";", ":", "-", "(", ")", '"', "S", "R", "T"])


def is_reduced(words: list[Token], group: Group, finite_before: bool, finite_after: bool) -> bool:
    """Whether an ``-ed`` form after a noun describes that noun ("sanctions imposed by …")."""
    if group.kind != "finite" or group.shape or group.first == 0:
        return False
    head = words[group.head]
    after = words[group.head + 1] if group.head + 1 < len(words) else None
    by = after is not None and after.low == "by"
    nouns = ("N", "X", ")", "#", ",") if by else ("N", "X", ")", "#")
    if "n" not in head.form or words[group.first - 1].tag not in nouns:
        return False
    if by and not words[group.first - 1].low.endswith("day"):
        following = words[group.head + 2] if group.head + 2 < len(words) else None
        return following is None or (following.tag not in "#V" and following.low != "one")
    fits = after is None or after.tag in ("P", "I", ",", ".", "S", "W", "C")
    return fits and (finite_before or finite_after)


def is_aside(words: list[Token], group: Group, later: Group) -> bool:
    """Whether a verb is a participle between commas before the verb ("The port, built in May, is open")."""
    lead, last = group.first - 1, later.first - 1
    while last > group.head and words[last].tag == "W":
        last -= 1
    if lead < 1 or words[lead].tag != "," or words[last].tag != "," or last <= group.head:
        return False
    behind = words[group.head + 1].tag
    finite = later.kind == "finite" and words[lead - 1].tag in ("N", "X", ")", "#", "A")
    return (
        finite and not group.shape and "n" in words[group.head].form and behind in ("P", "S", ",")
    )


def broken(words: list[Token], start: int, end: int, but: str = "") -> bool:
    """Whether a mark, joiner or subordinator stands in a stretch, ``but`` for one of a tag."""
    tags = (_STRONG | {",", "C"}) - {but}
    return any(words[n].tag in tags for n in range(start, end))
