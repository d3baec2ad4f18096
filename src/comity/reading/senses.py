"""Which sense of a verb holds, and which noun is its object."""

from __future__ import annotations

from comity.reading.clauses import Clause
from comity.reading.lexicon import Noun, Verb, noun_forms, verb_forms, verbs
from comity.reading.tagging import Token
from comity.reading.word_classes import word_class

__all__ = ["fits", "modifies", "noun_at", "object_noun", "senses"]


def senses(words: list[Token], at: int) -> tuple[Verb, ...]:
    """Senses of the verb whose first word is number ``at``, phrasal ones first."""
    table = verbs()
    found: list[Verb] = []
    known = verb_forms().get(words[at].low, ()) if words[at].tag == "H" else words[at].verbs
    for verb, _ in known:
        rest = verb.split()[1:]
        if rest and rest != [w.low for w in words[at + 1 : at + 1 + len(rest)]]:
            continue
        found += table[verb]
    return tuple(found)


def fits(words: list[Token], sense: Verb, clause: Clause, end: int) -> bool:
    """Whether the words around a verb are those its sense asks for."""
    after = words[clause.group.head + 1 : end]
    reach = 14 if sense.role == "view" else 4
    if sense.particles and not any(w.low in sense.particles for w in after[:reach]):
        return False
    has_object = bool(after) and after[0].tag in ("D", "A", "X", "#", "N", "G")
    if ("alone" in sense.kind and has_object) or ("direct" in sense.kind and not has_object):
        return False
    if not sense.objects:
        return True
    asked = next((at for at, w in enumerate(after[:12]) if w.low in sense.objects), None)
    if asked is not None:
        return "direct" in sense.kind or not any(_acts(w) for w in after[:asked])
    if clause.subject is not None:
        passive = "B" in clause.group.shape or clause.kind == "reduced"
        subject = {
            w.low if passive else "^" + w.low for w in words[clause.subject[0] : clause.subject[1]]
        }
        if subject & sense.objects:
            return True
    if "@name" in sense.objects:
        return _named(after)
    return (
        "@place" in sense.objects
        and _moves(words, clause)
        and any(
            w.tag == "X" and (at == 0 or after[at - 1].tag in ("P", "X", "D", "A"))
            for at, w in enumerate(after[:5])
        )
    )


def _acts(word: Token) -> bool:
    """Whether a word is a noun that says by itself what is done ("a ban", before what is banned)."""
    return word.tag == "N" and word.noun is not None and word.noun.role == "act"


def _moves(words: list[Token], clause: Clause) -> bool:
    """Whether the subject can travel: no thing, tie or act."""
    if clause.subject is None or clause.subject[0] >= clause.subject[1]:
        return False
    last = words[clause.subject[1] - 1]
    return last.noun is None or last.noun.domain == "diplomatic"


def _named(after: list[Token]) -> bool:
    """Whether the object that opens a stretch is a name ("the United States", "Iran")."""
    for at, word in enumerate(after[:6]):
        if word.tag == "X":
            following = after[at + 1].tag if at + 1 < len(after) else ""
            if following not in ("G", "N", "A", "X"):
                return True
        elif word.tag not in ("D", "A", "W", "C"):
            return False
    return False


def noun_at(words: list[Token], at: int) -> Noun | None:
    """The noun of an act, tie or thing that word number ``at`` is here."""
    noun = words[at].noun or noun_forms().get(words[at].low)
    if noun is None or not noun.before:
        return noun
    return noun if at + 1 < len(words) and words[at + 1].low in noun.before else None


def object_noun(
    words: list[Token], start: int, end: int, role: str
) -> tuple[Noun | None, int, bool]:
    """The noun of an act or tie that is the object in a stretch: the head of its first phrase.

    Also its place, and whether less of it is meant ("a suspension of …").
    """
    best: tuple[Noun | None, int, bool] = (None, -1, False)
    for at in range(start, end):
        word, noun = words[at], words[at].noun and noun_at(words, at)
        if _ends(words, at, start, end, found=best[0] is not None):
            break
        if noun is None or word.tag == "X":
            continue
        before_of = at + 1 < end and words[at + 1].low in ("of", "to", "in")
        if noun.role in ("less", "more") and best[0] is None and before_of:
            inner, place, less = object_noun(words, at + 2, end, role)
            if inner is not None:
                return inner, place, less ^ (noun.role == "less")
        if at + 1 < end and modifies(noun, words[at + 1]):
            continue
        described = noun.role == "quality" and best[0] is None
        named = noun.role in ("act", "tie", "role") and word.tag == "N"
        if (named and not _possessor(words, at)) or (described and role in _DESCRIBING):
            best = (noun, at, False)
    return best


def modifies(noun: Noun, after: Token) -> bool:
    """Whether a noun of trade or violence only describes the next one ("war machine", "export port")."""
    if after.tag != "N" or after.low in word_class("amount"):
        return False
    return noun.form == "fought" or (noun.form == "traded" and after.noun is None)


_DESCRIBING = ("copula", "light", "view")
_ENDS = frozenset([",", ";", ":", "-", "(", "V", "M", "H", "R", "T"])


def _ends(words: list[Token], at: int, start: int, end: int, *, found: bool) -> bool:
    """Whether the object's phrase ends before word ``at``."""
    word = words[at]
    if word.tag == "," and not found and at + 1 < end and words[at + 1].tag in ("A", "N"):
        return False
    if word.tag in _ENDS or (word.tag == "C" and at == start):
        return True
    if word.low in word_class("circumstance") and at > start:
        return True
    if word.tag not in ("P", "I") or at <= start + (words[start].tag in ("W", "A")):
        return False
    partitive = word.low == "of" and words[at - 1].low in word_class("partitive")
    return found or not partitive


def _possessor(words: list[Token], at: int) -> bool:
    """Whether a noun owns the next one."""
    return at + 1 < len(words) and words[at + 1].tag == "G"
