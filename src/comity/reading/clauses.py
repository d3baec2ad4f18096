"""Minimal clauses of a sentence, cut by rules around its groups of verbs."""

from __future__ import annotations

from dataclasses import dataclass

from comity.reading.tagging import Token
from comity.reading.word_classes import word_class

__all__ = ["Clause", "Group", "clauses", "groups", "trimmed"]

_STRONG = frozenset([";", ":", "-", "(", ")", '"', "S", "R", "T"])


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


@dataclass(slots=True)
class Clause:
    """A clause: word numbers ``first`` to ``last`` (exclusive), its verbs, where its subject stands.

    ``kind`` is main, joined (a second predicate of the same subject), relative, reduced (a participle after a
    noun), participle, infinitive, subordinate or content (what somebody says).
    """

    first: int
    last: int
    group: Group
    kind: str
    subject: tuple[int, int] | None
    opener: str = ""


def groups(words: list[Token]) -> list[Group]:
    """Groups of verbs, in order."""
    found: list[Group] = []
    at, count = 0, len(words)
    while at < count:
        tag = words[at].tag
        if tag not in ("M", "B", "H", "U", "V", "I"):
            at += 1
            continue
        first, head, shape, said = at, -1, "", []
        step = at
        while step < count:
            tag = words[step].tag
            if tag in ("M", "B", "H", "U", "I") and head < 0:
                shape += tag
                said.append(words[step].low)
            elif tag in ("!", "W") and head < 0:
                shape += "!" if tag == "!" else ""
                said.append(words[step].low)
            elif tag in ("O", "N", "X") and head < 0 and shape in ("U", "M") and step == first + 1:
                pass  # a question: "did they sign"
            elif tag == "V" and head < 0:
                head = step
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


def _reduced(words: list[Token], group: Group, finite_before: bool, finite_after: bool) -> bool:
    """Whether an ``-ed`` form after a noun describes that noun ("sanctions imposed by …")."""
    if group.kind != "finite" or group.shape or group.first == 0:
        return False
    head = words[group.head]
    if "n" not in head.form or words[group.first - 1].tag not in ("N", "X", ")", "#"):
        return False
    after = words[group.head + 1] if group.head + 1 < len(words) else None
    if after is not None and after.low == "by" and not words[group.first - 1].low.endswith("day"):
        following = words[group.head + 2] if group.head + 2 < len(words) else None
        return following is None or (following.tag != "#" and following.low != "one")
    fits = after is None or after.tag in ("P", "I", ",", ".", "S", "W", "C")
    return fits and (finite_before or finite_after)


def clauses(words: list[Token]) -> list[Clause]:
    """Clauses of a sentence, in order of their verbs."""
    found: list[Clause] = []
    verbs = groups(words)
    pending: int | None = 0
    cut = 0
    for number, group in enumerate(verbs):
        edge = verbs[number - 1].head + 1 if number else 0
        border = max(
            (
                n
                for n in range(edge, group.first)
                if words[n].tag in _STRONG or words[n].tag in ",C"
            ),
            default=-1,
        )
        later = verbs[number + 1] if number + 1 < len(verbs) else None
        before = bool(found) and border < 0 and found[-1].group.kind == "finite"
        after = (
            later is not None
            and later.kind == "finite"
            and bool(later.shape)
            and not _broken(words, group.head, later.first)
        )
        if _reduced(words, group, before, after):
            group.kind = "participle"
        clause = _clause(words, group, found, edge, pending)
        if (
            clause.kind in ("relative", "reduced", "participle", "infinitive")
            and pending is None
            and edge < clause.first
        ):
            pending = edge
        if group.kind == "finite" and clause.kind not in ("relative",):
            pending = None
        found.append(clause)
        cut = group.head + 1
    _close(found, words, cut)
    return found


def _broken(words: list[Token], start: int, end: int) -> bool:
    return any(words[n].tag in _STRONG or words[n].tag in ",C" for n in range(start, end))


def _clause(
    words: list[Token], group: Group, found: list[Clause], edge: int, pending: int | None
) -> Clause:
    first = group.first
    lead = first - 1
    while lead >= edge and words[lead].tag in ("W", "!"):
        lead -= 1
    tag = words[lead].tag if lead >= edge else ""
    previous = found[-1] if found else None
    outer = _outer(found)
    if group.kind == "infinitive":
        return Clause(first, first, group, "infinitive", outer, "")
    if group.kind in ("gerund", "participle"):
        if tag in ("N", "X", ")", "#", "A") and lead >= edge:
            return Clause(
                first, first, group, "reduced", (_phrase(words, lead, edge), lead + 1), ""
            )
        opener = words[lead].low if tag in ("P", "S", "C") else ""
        return Clause(lead if opener else first, first, group, "participle", outer, opener)
    if tag in ("R", "T"):
        noun = lead - 1
        while noun >= 0 and words[noun].tag in (",", "P"):
            noun -= 1
        subject = (_phrase(words, noun, 0), noun + 1) if noun >= 0 else None
        return Clause(lead, first, group, "relative", subject, words[lead].low)
    if tag == "C" and previous is not None:
        holder = next((c for c in reversed(found) if c.group.kind == "finite"), previous)
        return Clause(first, first, group, "joined", holder.subject, words[lead].low)
    start, opener = _start(words, lead, edge, previous)
    if start > lead or (tag == "," and pending is not None):
        if pending is not None:
            return Clause(
                pending,
                first,
                group,
                "main",
                (pending, edge if edge < pending else _cut(words, pending, first)),
                "",
            )
        return Clause(first, first, group, "joined", outer, "")
    kind = "main"
    if (opener in ("that", "") and previous is not None and start == edge) or opener == "that":
        kind = "content"
    elif opener and words[start - 1].tag == "S":
        kind = "subordinate"
    if (
        pending is not None
        and start > edge
        and words[start - 1].tag in ("T", "R")
        and words[start - 2].tag in ("N", "X", ",")
    ):
        kind = "relative"
    if (
        previous is not None
        and previous.kind in ("relative", "reduced", "infinitive", "participle")
        and start == edge
        and pending is not None
    ):
        return Clause(pending, first, group, "main", (pending, _cut(words, pending, first)), "")
    if previous is None and pending is not None and not opener:
        start = pending
    return Clause(start, first, group, kind, (start, lead + 1), opener)


def _cut(words: list[Token], start: int, end: int) -> int:
    """End of the noun phrase that a relative clause or participle interrupts."""
    for at in range(start, end):
        if words[at].tag in ("R", "V", "I") or (words[at].tag == "T" and at > start):
            while at > start and words[at - 1].tag in (",", "P"):
                at -= 1
            return at
    return end


def _start(words: list[Token], lead: int, edge: int, previous: Clause | None) -> tuple[int, str]:
    """Where the clause whose subject ends at ``lead`` begins, and the word that opens it."""
    comma = joiner = both = -1
    for at in range(lead, edge - 1, -1):
        tag = words[at].tag
        if tag in _STRONG:
            if words[at].low in word_class("time") and _hangs(words, at, edge, previous):
                continue
            if tag == '"' and at > edge and words[at - 1].tag not in (",", ":", "."):
                continue
            return at + 1, words[at].low
        if tag == "C":
            if at > edge and words[at - 1].tag == "," and both < 0:
                both = at
            if joiner < 0 and not any(w.low == "between" for w in words[max(edge, at - 6) : at]):
                joiner = at
        elif tag == "," and comma < 0:
            comma = at
    if previous is None:
        return edge, ""
    if both >= 0:
        return both + 1, words[both].low
    if comma >= 0:
        return comma + 1, ","
    if joiner >= 0:
        return joiner + 1, words[joiner].low
    return edge, ""


def _hangs(words: list[Token], at: int, edge: int, previous: Clause | None) -> bool:
    """Whether such a word belongs to the noun before it, which would have no verb otherwise."""
    if at - 1 < edge or words[at - 1].tag not in ("N", "X"):
        return False
    start = _phrase(words, at - 1, edge)
    if start > edge:
        return words[start - 1].tag in _STRONG or words[start - 1].tag in (",", "C")
    return previous is None


def _outer(found: list[Clause]) -> tuple[int, int] | None:
    for clause in reversed(found):
        if clause.kind not in ("relative", "reduced") and clause.subject is not None:
            return clause.subject
    return found[-1].subject if found else None


def _phrase(words: list[Token], end: int, edge: int) -> int:
    """First word of the noun phrase that ends with word ``end``."""
    at = end
    while at > edge and words[at - 1].tag in ("N", "X", "A", "D", "G", "#", "W"):
        at -= 1
    return at


def _close(found: list[Clause], words: list[Token], cut: int) -> None:
    """Set where clauses end: before the next one, without marks and joiners."""
    for number, clause in enumerate(found):
        end = len(words)
        if number + 1 < len(found):
            end = max(clause.group.head + 1, found[number + 1].first)
            if found[number + 1].first <= clause.group.head:
                end = found[number + 1].group.first
        while end > clause.group.head + 1 and (
            words[end - 1].tag in _STRONG or words[end - 1].tag in ("C", ",", ".", "!", "?")
        ):
            end -= 1
        clause.last = end
        while clause.first < clause.group.first and words[clause.first].tag in (",", "C", '"', "T"):
            clause.first += 1


def trimmed(words: list[Token], subject: tuple[int, int] | None) -> tuple[int, int] | None:
    """A subject without the circumstances before it ("In May, despite rain, …")."""
    if subject is None:
        return None
    first, last = subject
    while first < last:
        if words[first].tag in ("S", "C", "T", "W", ",", '"', "!"):
            first += 1
            continue
        if words[first].tag != "P" and words[first].low not in word_class("opening"):
            break
        comma = next((n for n in range(first, last) if words[n].tag == ","), None)
        if comma is None or comma + 1 >= last:
            break
        first = comma + 1
    return (first, last) if first < last else None
