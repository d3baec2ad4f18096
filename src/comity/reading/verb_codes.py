"""What a clause's own verb and object come to: an action, before modality."""

from __future__ import annotations

from comity.reading.clauses import Clause, trimmed
from comity.reading.codes import Code, opposite, told_of
from comity.reading.lexicon import NEEDING, Noun, Verb, verbs
from comity.reading.senses import fits, object_noun, senses
from comity.reading.tagging import Token
from comity.reading.word_classes import word_class

__all__ = ["own_code"]


#: Acts on an act that its noun tells again ("signed a treaty", "rejected the demand").
_TAKING = frozenset(["SUPPORT", "REJECT", "AGREE", "CONCEDE", "REQUEST", "RETREAT", "SANCTION"])


def own_code(
    words: list[Token], clause: Clause, used: set[int], top: Clause
) -> tuple[Code, Verb | None]:
    """Code of a clause's own verb and object; the nouns that tell it are added to ``used``.

    ``top`` is the clause of the first verb of the chain that the verb stands in.
    """
    head, end = clause.group.head, min(clause.last, clause.group.head + 16)
    if words[head].tag == "B":
        return _being(words, clause, end, used, top), None
    for sense in senses(words, head):
        if "@verb" in sense.objects or not fits(words, sense, clause, end):
            continue
        start = head + sense.verb.count(" ") + 1
        if sense.role in NEEDING or sense.role in ("cause", "refuse"):
            code = _with_object(words, clause, sense, start, end, used)
            if code is not None:
                return code, sense
            if sense.role in NEEDING and sense.action == "NONE":
                continue
        if sense.action == "NONE" and not sense.polarity and not sense.objects:
            return _fallen(words, clause, end, used, top), sense
        thing, where, _ = object_noun(words, start, end, "")
        subject = _acted_on(words, clause)
        if thing is not None and thing.role == "act" and sense.action.partition(":")[0] in _TAKING:
            used.add(where)
            if sense.action.startswith(("SANCTION", "RETREAT")) and thing.polarity < 0:
                subject = where
        return Code(
            sense.action, sense.polarity, sense.form or "statement", sense.domain, sense.symmetric,
            "state" in sense.kind, sense.role, start - 1, subject,
        ), sense  # fmt: skip
    return _fallen(words, clause, end, used, top), None


def _acted_on(words: list[Token], clause: Clause) -> int:
    """The noun of an act that is the subject of a passive ("the sale was shelved"), or −1."""
    passive = "B" in clause.group.shape or clause.kind == "reduced"
    if not passive or clause.subject is None:
        return -1
    noun, place, _ = object_noun(words, *clause.subject, "light")
    return place if noun is not None and noun.role in ("act", "tie") else -1


def _with_object(
    words: list[Token], clause: Clause, sense: Verb, start: int, end: int, used: set[int]
) -> Code | None:
    """Code of a verb through the noun of its object; of its subject, in the passive."""
    if sense.role == "view":
        start = next((n + 1 for n in range(start, end) if words[n].low == "as"), start)
    noun, place, less = object_noun(words, start, end, sense.role)
    if noun is None and sense.role in NEEDING and sense.action == "NONE":
        passive = "B" in clause.group.shape or clause.kind == "reduced"
        if passive and clause.subject is not None:
            noun, place, less = object_noun(words, *clause.subject, "light")
        if noun is None or noun.role not in ("act", "tie"):
            several = sense.role in ("more", "less")
            return _goods(words, start, end, sense.role) if several else None
    return (
        None
        if noun is None
        else _through(
            sense,
            noun,
            told_of(words, noun, place),
            place,
            used,
            less,
            owned=_owned(words, clause.group.head, place),
            passive=place < clause.group.head,
        )
    )


def _goods(words: list[Token], start: int, end: int, role: str) -> Code | None:
    """Code of more or less of a good ("increased the gas sold to …"): trade."""
    for at in range(start, min(end, start + 6)):
        noun = words[at].noun
        if words[at].tag in ("P", ",", "V", "I"):
            return None
        if (
            noun is not None
            and words[at].tag == "N"
            and noun.role == "thing"
            and noun.domain in ("energy", "economic")
        ):
            code = Code("COOPERATE", 1, "traded", noun.domain, last=at)
            return opposite(code) if role == "less" else code
    return None


def _being(words: list[Token], clause: Clause, end: int, used: set[int], top: Clause) -> Code:
    """Code of what somebody is: an ally, part of a group, in a country."""
    head = clause.group.head
    for sense in verbs()["be"]:
        if sense.objects and fits(words, sense, clause, min(end, head + 6)):
            return Code(
                sense.action, sense.polarity, sense.form, sense.domain, sense.symmetric, True, "act",
                head,
            )  # fmt: skip
    noun, place, less = object_noun(words, head + 1, end, "copula")
    if noun is None:
        if _staying(words, clause, end):
            return Code("CONSULT:visit", 1, "meeting", "diplomatic", False, False, "act", head)
        return _fallen(words, clause, end, used, top)
    used.add(place)
    code = told_of(words, noun, place)
    code = opposite(code) if less else code
    code.last = place
    return code


def _staying(words: list[Token], clause: Clause, end: int) -> bool:
    """Whether somebody is in a place for talks ("she was in Oman for a round of talks")."""
    after = words[clause.group.head + 1 : end]
    placed = any(
        w.low == "in" and at + 1 < len(after) and after[at + 1].tag == "X"
        for at, w in enumerate(after)
    )
    return placed and any(w.low in word_class("visiting") for w in after)


def _fallen(words: list[Token], clause: Clause, end: int, used: set[int], top: Clause) -> Code:
    """Code of a clause whose verb says nothing by itself: of the tie it is about."""
    head = clause.group.head
    direct = head + 1 < end and words[head + 1].tag != "P"
    noun, place, less = object_noun(words, head + 1, end, "") if direct else (None, -1, False)
    if noun is not None and noun.role == "tie":
        used.add(place)
    else:
        if any(w.low in ("no", "nothing", "little") for w in words[head + 1 : head + 4]):
            return Code(last=head)
        if clause.subject is None or top.kind in (
            "reduced",
            "participle",
            "infinitive",
            "relative",
        ):
            return Code(last=head)
        roles = {s.role for s in senses(words, head)}
        subject = trimmed(words, clause.subject)
        noun, place, less = object_noun(words, *subject, "") if subject else (None, -1, False)
        if (
            noun is None
            or noun.role == "role"
            or (noun.role != "tie" and not roles & {"more", "less"})
        ):
            return Code(last=head)
        used.add(place)
        less ^= "less" in roles
    code = told_of(words, noun, place)
    code = opposite(code) if less else code
    code.standing, code.last = True, head
    code.noun = place if place < head else -1
    return code


def _owned(words: list[Token], head: int, place: int) -> bool:
    """Whether somebody's name stands before the object of a verb ("the Omani embargo on …")."""
    return any(word.tag == "X" for word in words[max(head + 1, place - 2) : place])


def _through(
    sense: Verb,
    noun: Noun,
    code: Code,
    place: int,
    used: set[int],
    less: bool,
    *,
    owned: bool,
    passive: bool,
) -> Code:
    """Code of a verb through the noun of its object, whose own code is ``code``."""
    used.add(place)
    code.noun = place if passive or (noun.polarity < 0 and sense.role != "refuse") else -1
    code.last = place
    if less ^ (sense.role == "less"):
        code = opposite(code)
        code.last = place
    elif sense.role == "refuse":
        code.action, code.form = "REJECT", sense.form or "statement"
        # whoever turns down Omani sanctions on Yemen turns Oman down
        code.polarity = -1 if noun.polarity >= 0 or owned else 1
    elif sense.form and sense.role == "light":
        code.form = sense.form
    if sense.role == "view":
        code.form = "opinion"
    return code
