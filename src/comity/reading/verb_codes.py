"""What a clause's own verb and object come to: an action, before modality."""

from __future__ import annotations

from comity.reading.clauses import Clause, trimmed
from comity.reading.codes import Code, of_noun, opposite
from comity.reading.lexicon import NEEDING, Noun, Verb, verbs
from comity.reading.senses import fits, object_noun, senses
from comity.reading.tagging import Token
from comity.reading.word_classes import word_class

__all__ = ["own_code"]


#: Acts on an act that its noun tells again ("signed a treaty", "rejected the demand").
_TAKING = frozenset(["SUPPORT", "REJECT", "AGREE", "CONCEDE", "REQUEST", "RETREAT"])


def own_code(
    words: list[Token], clause: Clause, used: set[int], top: Clause
) -> tuple[Code, Verb | None]:
    """Code of a clause's own verb and object."""
    head, end = clause.group.head, min(clause.last, clause.group.head + 16)
    found = senses(words, head)
    copula = words[head].tag == "B"
    if not found and not copula:
        return _fallen(words, clause, end, used, top), None
    if copula:
        return _being(words, clause, end, used, top), None
    for sense in found:
        if "@verb" in sense.objects or not fits(words, sense, clause, end):
            continue
        last = head + sense.verb.count(" ")
        start = last + 1
        if sense.role == "view":
            start = next((n + 1 for n in range(last + 1, end) if words[n].low == "as"), last + 1)
        noun, place, less = None, -1, False
        if sense.role in NEEDING or sense.role in ("cause", "refuse"):
            noun, place, less = object_noun(words, start, end, sense.role)
        if noun is None and sense.role in NEEDING and not sense.action != "NONE":
            passive = (
                clause.subject if "B" in clause.group.shape or clause.kind == "reduced" else None
            )
            noun, place, less = (
                object_noun(words, *passive, "light") if passive else (None, -1, False)
            )
            if noun is None or noun.role not in ("act", "tie"):
                if (
                    sense.role in ("more", "less")
                    and (goods := _goods(words, start, end, sense.role)) is not None
                ):
                    return goods, sense
                continue
        if noun is not None:
            return _through(sense, noun, place, used, less), sense
        if sense.action == "NONE" and not sense.polarity and not sense.objects:
            return _fallen(words, clause, end, used, top), sense
        thing, where, _ = object_noun(words, start, end, "")
        if thing is not None and thing.role == "act" and sense.action.partition(":")[0] in _TAKING:
            used.add(where)
        return Code(
            sense.action, sense.polarity, sense.form or "statement", sense.domain, sense.symmetric,
            sense.kind == "state", sense.role, last,
        ), sense  # fmt: skip
    return _fallen(words, clause, end, used, top), None


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
                sense.action, sense.polarity, sense.form, sense.domain, False, True, "act", head
            )
    noun, place, less = object_noun(words, head + 1, end, "copula")
    if noun is None:
        if _staying(words, clause, end):
            return Code("CONSULT:visit", 1, "meeting", "diplomatic", False, False, "act", head)
        return _fallen(words, clause, end, used, top)
    used.add(place)
    code = opposite(of_noun(noun)) if less else of_noun(noun)
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
    noun, place, less = object_noun(words, head + 1, end, "")
    if noun is not None and noun.role == "tie":
        used.add(place)
    else:
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
    code = opposite(of_noun(noun)) if less else of_noun(noun)
    code.standing, code.last = True, head
    return code


def _through(sense: Verb, noun: Noun, place: int, used: set[int], less: bool) -> Code:
    """Code of a verb through the noun of its object."""
    used.add(place)
    code = of_noun(noun)
    code.last = place
    if less ^ (sense.role == "less"):
        code = opposite(code)
        code.last = place
    elif sense.role == "refuse":
        code.action, code.form = "REJECT", "statement"
        code.polarity = -1 if noun.polarity >= 0 else 1
    elif sense.form and sense.role == "light":
        code.form = sense.form
    if sense.role == "view":
        code.form = "opinion"
    return code
