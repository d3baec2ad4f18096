"""Verbs that belong together: "has not yet been signed"."""

from __future__ import annotations

from dataclasses import dataclass

from comity.reading.tagging import Token
from comity.reading.word_classes import word_class

__all__ = ["Group", "complete", "groups"]


@dataclass(slots=True)
class Group:
    """Verbs that belong together: ``has not yet been signed``; ``head`` is the number of its main word.

    ``kind`` is finite, infinitive, gerund or participle; ``shape`` the tags before the head (``H!B``);
    ``inner`` is where a subject stands between the verbs ("did they sign").
    """

    first: int
    head: int
    kind: str
    shape: str
    words: tuple[str, ...]
    inner: tuple[int, int] | None = None


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
        inner = _inner(words, at)
        while step < count:
            tag = words[step].tag
            if tag in ("M", "B", "H", "U", "I") and head < 0:
                shape += tag
                said.append(words[step].low)
            elif tag in ("!", "W") and head < 0:
                shape += "!" if tag == "!" else ""
                said.append("not" if tag == "!" else words[step].low)
            elif inner is not None and step == inner[0]:
                step = inner[1]
                continue
            elif tag == "V" and (head < 0 or _described(words, head, step)):
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
        found.append(Group(first, head, kind, shape, tuple(said), inner))
        at = head + 1
    return found


def _described(words: list[Token], head: int, at: int) -> bool:
    """Whether a verb of being or staying comes before a participle ("remains committed")."""
    copular = any(verb in word_class("copular") for verb, _ in words[head].verbs)
    return copular and at == head + 1 and "n" in words[at].form


#: A subject between two verbs has no more words than this.
_SUBJECT = 20
_NOMINAL = frozenset(["N", "X", "D", "A", "G", "#", "O", "C", ",", "W", "P"])
#: Forms of the verb behind a subject, by the verb before it.
_FORMS = {"U": "b", "M": "b", "H": "n"}


def _inner(words: list[Token], at: int) -> tuple[int, int] | None:
    """The subject behind an auxiliary verb that none stands before ("did Oman sign", "had Iran left")."""
    form = _FORMS.get(words[at].tag)
    lead = at - 1
    while lead >= 0 and words[lead].tag in ("W", "!"):
        lead -= 1
    if form is None or (lead >= 0 and words[lead].tag not in _FREE):
        return None
    if lead >= 0 and words[lead].tag == "R" and words[lead].low not in word_class("question"):
        return None
    if form == "n" and words[at].low != "had":
        return None
    for step in range(at + 1, min(at + 2 + _SUBJECT, len(words))):
        tag = words[step].tag
        if tag == "!":
            return (at + 1, step) if _named(words, at + 1, step) else None
        if tag in ("B", "H") or (tag == "V" and form in words[step].form):
            return (at + 1, step) if _named(words, at + 1, step) else None
        if tag not in _NOMINAL:
            return None
    return None


def _named(words: list[Token], first: int, last: int) -> bool:
    return any(word.tag in ("N", "X", "O") for word in words[first:last])


#: Before an auxiliary verb these leave its subject behind it.
_FREE = frozenset([",", ";", ":", "-", '"', "R", "C", "(", "."])


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


def complete(words: list[Token], group: Group, last: Group, finite: Group) -> None:
    """Give a verb behind a joiner what it shares with those before it.

    "Will sign … and support", "to sign … and support", "was condemned and expelled by …".

    Parameters
    ----------
    words, group
        A sentence, and a group of verbs behind a joiner; it is changed.
    last, finite
        The group before it, and the last finite one.
    """
    head = words[group.head]
    if group.shape or group.kind != "finite":
        return
    if head.form == "b" and last.kind == "infinitive":
        group.kind = "infinitive"
    elif head.form == "b" and set("MU") & set(finite.shape):
        group.shape, group.words = finite.shape, finite.words
    elif "n" in head.form and "B" in finite.shape and "n" in words[finite.head].form:
        by = group.head + 1 < len(words) and words[group.head + 1].low == "by"
        if by or finite.head == group.first - 2:
            group.shape, group.words = finite.shape, finite.words
