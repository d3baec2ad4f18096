"""Acts told by nouns: an invasion of somebody, an ally of somebody, troops trained by somebody."""

from __future__ import annotations

from dataclasses import dataclass

from comity.reading.beside import INSIDE, beside
from comity.reading.codes import Code, of_noun, opposite, told_of
from comity.reading.senses import modifies, noun_at
from comity.reading.tagging import Token
from comity.reading.word_classes import word_class

__all__ = ["Nominal", "nominals", "parties"]

Part = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Nominal:
    """A noun of an act with its phrase and sides, by numbers of words (ends are exclusive)."""

    at: int
    phrase: Part
    source: Part | None
    target: Part | None
    code: Code
    past: bool


_TRAINED = Code("AID", 1, "delivered", "military")
_BACKED = Code("SUPPORT", 1, "supported", "")
_COMPOUNDS = {
    "trained": _TRAINED, "armed": _TRAINED, "supplied": _TRAINED, "equipped": _TRAINED,
    "backed": _BACKED, "supported": _BACKED, "allied": _BACKED, "sponsored": _BACKED,
    "funded": Code("AID", 1, "delivered", "finance"), "financed": Code("AID", 1, "delivered", "finance"),
    "occupied": Code("COERCE:seize", -1, "annexed", "territorial/strategic"),
    "annexed": Code("COERCE:seize", -1, "annexed", "territorial/strategic"),
    "sanctioned": Code("SANCTION:discontinue", -1, "sanctioned", "sanctions"),
}  # fmt: skip


def nominals(words: list[Token], used: set[int]) -> list[Nominal]:
    """Nouns of acts, ties and roles that have an argument of their own, but for those ``used`` by verbs."""
    found: list[Nominal] = []
    for at, word in enumerate(words):
        if "-" in word.low and word.text[0].isupper():
            compound = _compound(words, at)
            if compound is not None:
                found.append(compound)
        noun = word.noun and noun_at(words, at)
        if noun is None or word.tag != "N" or noun.role not in ("act", "tie", "role"):
            continue
        after = words[at + 1] if at + 1 < len(words) else None
        if after is not None and (modifies(noun, after) or _headed(after)):
            continue
        nominal = _role(words, at) if noun.role == "role" else _argued(words, at)
        if nominal is not None and (at not in used or _by_itself(words, nominal)):
            found.append(nominal)
    return found


def _by_itself(words: list[Token], nominal: Nominal) -> bool:
    """Whether a noun that is a verb's object names its own two ("recognised Oman's claims on Yemen")."""
    sides = (nominal.source, nominal.target)
    return nominal.code.polarity < 0 and all(
        part is not None and any(word.tag == "X" for word in words[part[0] : part[1]])
        for part in sides
    )


def parties(words: list[Token], at: int) -> tuple[Part, Part] | None:
    """Who does to whom what the noun ``at`` says, where its phrase names both."""
    found = _argued(words, at) if words[at].noun is not None else None
    if found is None or found.source is None or found.target is None:
        return None
    return found.source, found.target


def _headed(after: Token) -> bool:
    """Whether the next word is the head and tells the act itself ("trade deal")."""
    return after.tag == "N" and after.noun is not None and after.noun.role in ("act", "tie")


def _argued(words: list[Token], at: int) -> Nominal | None:
    """A noun with a possessor, an adjective of nationality or prepositions."""
    noun = words[at].noun
    if noun is None:
        return None
    first = at
    while first > 0 and (words[first - 1].tag in INSIDE or _paired(words, first)):
        first -= 1
    source: Part | None = None
    if any(words[n].tag == "X" or words[n].low in word_class("owner") for n in range(first, at)):
        source = (first, at)
    target: Part | None = None
    last = at + 1
    while (
        last < len(words) and words[last].tag == "P" and words[last].low in word_class("argument")
    ):
        stop = last + 1
        while stop < len(words) and (words[stop].tag in INSIDE or words[stop].low == "and"):
            stop += 1
        if stop == last + 1:
            break
        stop = stop if words[stop - 1].tag == "X" else _listed(words, stop)
        if words[last].low in word_class("giver") and source is None:
            source = (last + 1, stop)
        elif target is None:
            target = (last + 1, stop)
        elif words[last].low in ("by", "from"):
            source = (last + 1, stop)
        last = stop
    if not any(words[n].tag == "X" for n in range(first, last)):
        return None
    code = told_of(words, noun, at)
    if _lessened(words, first):
        code = opposite(code)
    code.symmetric &= code.form != "fought" or source is None or target is None
    return Nominal(at, (first, last), source, target, code, noun.role == "act")


def _role(words: list[Token], at: int) -> Nominal | None:
    """What somebody is to somebody, beside the name: "Oman, an American ally, …"."""
    noun, found = words[at].noun, beside(words, at)
    if noun is None or found is None:
        return None
    code = of_noun(noun)
    if code.form == "opinion":
        code.form = "occurred"
    return Nominal(at, found.phrase, found.who, found.whom, code, False)


def _listed(words: list[Token], stop: int) -> int:
    """End of a list of things that begins before ``stop`` ("of rice, tea and other goods")."""
    last = min(len(words), stop + 12)
    while (
        stop + 1 < last and words[stop].tag in (",", "C") and words[stop + 1].tag in ("N", "A", "C")
    ):
        following = stop + 1
        while following < last and words[following].tag in ("N", "A", "C"):
            following += 1
        if words[following - 1].tag != "N" or (
            following < len(words) and words[following].tag == "V"
        ):
            break
        stop = following
    return stop


def _paired(words: list[Token], first: int) -> bool:
    """Whether a joiner between two names stands before ("Oman and Yemen relations")."""
    return (
        words[first - 1].tag == "C"
        and first > 1
        and words[first - 2].tag == "X"
        and words[first].tag == "X"
    )


def _lessened(words: list[Token], first: int) -> bool:
    """Whether less of the act is meant: "the suspension of Iranian imports"."""
    if first < 2 or words[first - 1].low not in ("of", "to", "in"):
        return False
    before = words[first - 2].noun
    return before is not None and before.role == "less"


def _compound(words: list[Token], at: int) -> Nominal | None:
    """As "Omani-trained Yemeni troops": the first half does it to what follows."""
    tail = words[at].low.rpartition("-")[2]
    known = _COMPOUNDS.get(tail)
    if known is None:
        return None
    last = at + 1
    while last < len(words) and words[last].tag in ("N", "X", "A", "#"):
        last += 1
    if last == at + 1:
        return None
    code = Code(known.action, known.polarity, known.form, known.domain)
    return Nominal(at, (at, last), (at, at + 1), (at + 1, last), code, False)
