"""Verbs that belong together: "has not yet been signed"."""

from __future__ import annotations

from dataclasses import dataclass

from comity.reading.tagging import Token

__all__ = ["Group", "groups"]


@dataclass(slots=True)
class Group:
    """Verbs that belong together: ``has not yet been signed``; ``head`` is the number of its main word.

    ``kind`` is finite, infinitive, gerund or participle; ``shape`` the tags before the head (``H!B``).
    """

    first: int
    head: int
    kind: str
    shape: str
    words: tuple[str, ...]


def groups(words: list[Token]) -> list[Group]:
    """Groups of verbs, in order."""
    found: list[Group] = []
    at, count = 0, len(words)
    while at < count:
        tag = words[at].tag
        if tag not in ("M", "B", "H", "U", "V", "I"):
            at += 1
            continue
        first, head, shape, said = at, -1, *_before(words, at)
        step = at
        while step < count:
            tag = words[step].tag
            if tag in ("M", "B", "H", "U", "I") and head < 0:
                shape += tag
                said.append(words[step].low)
            elif tag in ("!", "W") and head < 0:
                shape += "!" if tag == "!" else ""
                said.append("not" if tag == "!" else words[step].low)
            elif tag in ("O", "N", "X") and head < 0 and shape in ("U", "M") and step == first + 1:
                pass  # a question: "did they sign"
            elif tag == "V" and head < 0:
                head = step
            elif tag == "," and head < 0 and (beyond := _beyond_aside(words, step)):
                step = beyond
                continue
            else:
                break
            step += 1
        if head < 0:
            backed = [n for n in range(first, step) if words[n].tag in ("B", "H", "U", "M")]
            if not backed:
                at = max(step, at + 1)
                continue
            head = backed[-1]
        kind = _kind(words, first, head, shape)
        found.append(Group(first, head, kind, shape, tuple(said)))
        at = head + 1
    return found


#: An aside within a group of verbs has no more words than this.
_ASIDE = 8


def _beyond_aside(words: list[Token], comma: int) -> int:
    """Number of the verb behind an aside ("has not, in words or deeds, recognised"); 0: there is none."""
    for at in range(comma + 1, min(comma + _ASIDE + 2, len(words) - 1)):
        if words[at].tag == ",":
            return at + 1 if at > comma + 1 and words[at + 1].tag == "V" else 0
        if words[at].tag in ("V", "M", "B", "H", "U", "R", "S", "T"):
            return 0
    return 0


def _before(words: list[Token], at: int) -> tuple[str, list[str]]:
    """Shape and words of the adverbs and negations before a group ("no longer trusts")."""
    first = at
    while first > 0 and words[first - 1].tag in ("W", "!"):
        first -= 1
    shape = "!" if any(word.tag == "!" for word in words[first:at]) else ""
    return shape, [word.low for word in words[first:at]]


def _kind(words: list[Token], first: int, head: int, shape: str) -> str:
    plain = shape.replace("!", "")
    if plain.startswith("I"):
        return "infinitive"
    form = words[head].form
    if plain and words[first].low not in ("being", "having"):
        return "finite"
    if "g" in form or words[first].low in ("being", "having"):
        return "gerund"
    return "participle" if form == "n" else "finite"
