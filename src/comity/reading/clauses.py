"""Minimal clauses of a sentence, cut by rules around its groups of verbs."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from comity.reading.clause import STRONG, Clause, close
from comity.reading.participles import broken, is_aside, is_reduced
from comity.reading.phrase_bounds import cut, meant_start, phrase_start
from comity.reading.tagging import Token
from comity.reading.verb_groups import Group, complete, groups
from comity.reading.word_classes import word_class

__all__ = ["Clause", "clauses", "trimmed"]

_NOUNS = ("N", "X", ")", "#", "A")
#: Clauses within a noun phrase that still waits for its verb.
_WITHIN = ("relative", "reduced", "participle", "infinitive")


@dataclass(slots=True)
class _Place:
    """A group of verbs, the clauses before it, and the word from which what belongs to it may begin.

    ``pending`` is where a noun phrase begins that has no verb yet.
    """

    words: list[Token]
    group: Group
    found: list[Clause]
    edge: int
    pending: int | None


def clauses(words: list[Token]) -> list[Clause]:
    """Clauses of a sentence, in order of their verbs."""
    found: list[Clause] = []
    verbs = groups(words)
    pending: int | None = 0
    for number, group in enumerate(verbs):
        edge = verbs[number - 1].head + 1 if number else 0
        later = verbs[number + 1] if number + 1 < len(verbs) else None
        before = (
            bool(found)
            and found[-1].group.kind == "finite"
            and not broken(words, edge, group.first)
        )
        after = later is not None and _verb_ahead(words, group, later)
        aside = pending is not None and later is not None and is_aside(words, group, later)
        if aside or is_reduced(words, group, before, after):
            group.kind = "participle"
        place = _Place(words, group, found, edge, pending)
        clause = _clause(place)
        if clause.kind in _WITHIN and pending is None and edge < clause.first:
            pending = _waiting(place, clause)
        if group.kind == "finite" and clause.kind != "relative":
            pending = None
        found.append(clause)
    close(found, words)
    for one, two in pairwise(found):
        if two.kind == "joined" and one.group.head == two.group.first - 2:
            one.object = (two.group.head + 1, two.last)  # "supports and arms Oman"
    return found


def _waiting(place: _Place, clause: Clause) -> int | None:
    """Where a noun phrase begins whose verb is still to come behind a clause within it.

    A gerund behind a mark may be such a phrase itself; one behind a preposition is not.
    """
    if clause.kind == "participle":
        behind = place.words[clause.first].tag
        return None if behind == "P" else clause.group.first
    start = _start(place, clause.first - 1)[0]
    return start if start < clause.first else place.edge


def _verb_ahead(words: list[Token], group: Group, later: Group) -> bool:
    """Whether the next verb is finite and has no subject of its own but what stands before both."""
    if later.kind != "finite" or broken(words, group.head, later.first, "C"):
        return False
    if later.shape:
        return not broken(words, group.head, later.first)
    lead = later.first - 1
    while lead > group.head and words[lead].tag == "W":
        lead -= 1
    placed = words[group.head + 1].tag == "P" and words[lead].tag in ("N", "X", "#")
    start = phrase_start(words, group.first - 1, 0)
    if start and words[start - 1].tag in ("T", "R"):
        return False
    return placed and "d" in words[later.head].form


def _clause(place: _Place) -> Clause:
    """The clause of a group of verbs; its end is set later."""
    words, group, found, edge = place.words, place.group, place.found, place.edge
    lead = group.first - 1
    while lead >= edge and words[lead].tag in ("W", "!"):
        lead -= 1
    tag = words[lead].tag if lead >= edge else ""
    if group.kind != "finite":
        return _hanging(place, lead, tag)
    first = group.first
    if group.inner is not None:
        conditional = words[first].low in ("had", "should") and words[-1].text != "?"
        opener = "if" if conditional else words[lead].low if tag == "C" else ""
        return Clause(first, first, group, "main", group.inner, opener)
    if tag in ("R", "T"):
        noun = lead - 1
        while noun >= 0 and words[noun].tag in (",", "P"):
            noun -= 1
        subject = (meant_start(words, noun, noun < lead - 1), noun + 1) if noun >= 0 else None
        return Clause(lead, first, group, "relative", subject, words[lead].low)
    if tag == "C" and found:
        holder = next((c for c in reversed(found) if c.group.kind == "finite"), found[-1])
        complete(words, group, found[-1].group, holder.group)
        if group.kind == "infinitive":
            return Clause(first, first, group, "infinitive", found[-1].subject, words[lead].low)
        return Clause(first, first, group, "joined", holder.subject, words[lead].low)
    return _finite(place, lead, tag)


def _hanging(place: _Place, lead: int, tag: str) -> Clause:
    """The clause of an infinitive, gerund or participle."""
    words, group = place.words, place.group
    first, outer = group.first, _outer(place.found)
    if group.kind == "infinitive":
        joiner = _joiner(place)
        if joiner is None:
            return Clause(first, first, group, "infinitive", outer)
        return Clause(joiner + 1, first, group, "infinitive", outer, words[joiner].low)
    if tag == "," and group.kind == "participle" and lead > place.edge:
        lead -= 1
    if words[lead].tag in _NOUNS and lead >= place.edge:
        noun = (phrase_start(words, lead, place.edge), lead + 1)
        return Clause(first, first, group, "reduced", noun)
    opener = words[lead].low if tag in ("P", "S", "C") else ""
    return Clause(lead if opener else first, first, group, "participle", outer, opener)


def _joiner(place: _Place) -> int | None:
    """The joiner before a second infinitive ("to leave and, in May, to return")."""
    words, before = place.words, range(place.edge, place.group.first)
    if not place.found or place.found[-1].group.kind != "infinitive":
        return None
    return next((n for n in before if words[n].tag == "C" and words[n + 1].tag in "I,W!"), None)


def _finite(place: _Place, lead: int, tag: str) -> Clause:
    """The clause of a finite verb with a subject of its own, or one that waited for it."""
    words, group, pending, edge = place.words, place.group, place.pending, place.edge
    first = group.first
    start, opener = _start(place, lead)
    if start > lead or (tag == "," and pending is not None):
        if pending is None:
            return Clause(first, first, group, "joined", _outer(place.found))
        return _awaited(place, lead)
    within = place.found[-1].kind if place.found else ""
    joined = (
        start - 2 >= edge
        and words[start - 1].tag == "C"
        and words[start - 2].tag == words[lead].tag
    )
    if pending is not None and (
        (within in _WITHIN and start == edge) or (within in _WITHIN[1:] and joined)
    ):
        return _awaited(place, lead)
    if start > edge and words[start - 1].tag == "R" and opener in word_class("relative clause"):
        return _related(place, start, lead, opener)
    kind = "main"
    if opener == "that" or (not opener and place.found and start == edge):
        kind = "content"
    elif opener and words[start - 1].tag == "S":
        kind = "subordinate"
    if pending is not None and start > edge and words[start - 1].tag in ("T", "R"):
        kind = "relative" if words[start - 2].tag in ("N", "X", ",") else kind
    if not place.found and pending is not None and not opener:
        start = pending
    return Clause(start, first, group, kind, (start, lead + 1), opener)


def _awaited(place: _Place, lead: int) -> Clause:
    """The clause of a verb whose subject was interrupted by other clauses, or is a gerund."""
    words, group, begin = place.words, place.group, place.pending or 0
    while begin < group.first - 1 and words[begin].tag in (*STRONG, ",", "C", "T"):
        begin += 1
    if not place.found:
        start = _start(place, lead)[0]
        begin = max(begin, start) if start < group.first else begin
    until = cut(words, begin, group.first)
    if not any(word.tag in (*_NOUNS, "O", "D") for word in words[begin:until]):
        until = lead + 1
        for clause in place.found:
            if clause.kind == "participle" and clause.group.first >= begin:
                clause.kind = "infinitive"  # what is spoken of, not what is done
    return Clause(begin, begin, group, "main", (begin, until))


def _related(place: _Place, start: int, lead: int, opener: str) -> Clause:
    """A relative clause with a subject of its own ("during which Oman left", "whose army left")."""
    words = place.words
    first = start - 1
    if first > place.edge and words[first - 1].tag == "P":
        first -= 1
    noun = first - 1
    while noun >= place.edge and words[noun].tag == ",":
        noun -= 1
    meant = (phrase_start(words, noun, 0), noun + 1) if noun >= 0 else None
    clause = Clause(first, first, place.group, "relative", (start, lead + 1), opener)
    if opener == "whose" and meant is not None:
        clause.subject = (meant[0], lead + 1)
    elif first == start - 1 or words[first].low in word_class("party"):
        clause.object = meant if opener != "where" else None
    return clause


def _start(place: _Place, lead: int) -> tuple[int, str]:
    """Where the clause whose subject ends at ``lead`` begins, and the word that opens it."""
    words, edge = place.words, place.edge
    last: dict[str, int] = {}
    at = lead + 1
    while at > edge:
        at -= 1
        tag = words[at].tag
        if tag == ")" and (opened := _opened(words, at, edge)):
            at = opened
            continue
        if tag in STRONG and not _weak(place, at):
            return at + 1, words[at].low
        if tag == "C" and at > edge and words[at - 1].tag == ",":
            last.setdefault("both", at)
        if tag == "C" and not any(w.low == "between" for w in words[max(edge, at - 6) : at]):
            last.setdefault("joiner", at)
        elif tag == ",":
            last.setdefault("comma", at)
    if place.found:
        for name in ("both", "comma", "joiner"):
            if name in last:
                return last[name] + 1, words[last[name]].low
    return edge, ""


def _opened(words: list[Token], at: int, edge: int) -> int:
    """Where the parenthesis that closes at a mark opens; 0: nowhere behind ``edge``."""
    return next((n for n in range(at - 1, edge, -1) if words[n].tag == "("), 0)


def _weak(place: _Place, at: int) -> bool:
    """Whether a mark or subordinator cuts nothing here: a quoted word, "after" before a mere noun."""
    words, edge = place.words, place.edge
    if words[at].tag == '"':
        return at > edge and words[at - 1].tag not in (",", ":", ".")
    if words[at - 1].low in word_class("unit of time"):
        return False
    if words[at].low not in word_class("time") or at <= edge or words[at - 1].tag not in ("N", "X"):
        return False
    start = phrase_start(words, at - 1, edge)
    if start > edge:
        return words[start - 1].tag in STRONG or words[start - 1].tag in (",", "C")
    return not place.found


def _outer(found: list[Clause]) -> tuple[int, int] | None:
    for clause in reversed(found):
        if clause.kind not in ("relative", "reduced") and clause.subject is not None:
            return clause.subject
    return found[-1].subject if found else None


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
