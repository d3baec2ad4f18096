"""Forms of English verbs and nouns: regular rules, and a table of the irregular verbs."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

from comity.reading.word_classes import rows, word_class

__all__ = ["inflected", "plural"]

_VOWELS = "aeiou"


@cache
def _irregular() -> dict[str, tuple[list[str], list[str]]]:
    """Past forms and participles of the irregular verbs."""
    return {
        row["verb"]: (row["past"].split(), row["participle"].split())
        for row in rows("irregular_verbs.csv")
    }


def plural(noun: str) -> str:
    """Plural of a noun (of its last word)."""
    if noun.endswith(("s", "x", "z", "ch", "sh")):
        return noun + "es"
    if noun.endswith("y") and noun[-2:-1] not in _VOWELS:
        return noun[:-1] + "ies"
    return noun + "s"


def _doubles(verb: str) -> bool:
    """Whether the last consonant doubles before -ed and -ing."""
    if verb in word_class("doubling"):
        return True
    verb = verb.replace("qu", "q")
    if (
        len(verb) < 3
        or verb[-1] in _VOWELS + "wxy"
        or verb[-2] not in _VOWELS
        or verb[-3] in _VOWELS
    ):
        return False
    return sum(a in _VOWELS and b not in _VOWELS for a, b in pairwise(verb)) == 1


def _either(verb: str) -> bool:
    """Whether a last l may double or not ("canceled", "cancelled")."""
    if len(verb) < 4 or verb[-1] != "l" or verb[-2] not in _VOWELS:
        return False
    return verb[-3] not in _VOWELS or verb[-3:-1] == "ue"


def inflected(verb: str) -> dict[str, str]:
    """Forms of a verb with what each can be: ``b``, ``s``, ``d`` (past), ``n`` (participle), ``g``."""
    stems = [verb + verb[-1] if _doubles(verb) else verb.removesuffix("e")]
    if stems == [verb] and _either(verb):
        stems.append(verb + "l")
    gerunds = [verb + "ing"] if verb.endswith(("ee", "ye", "oe")) else [s + "ing" for s in stems]
    if verb.endswith("ie"):
        gerunds = [verb[:-2] + "ying"]
    soft = verb.endswith("y") and verb[-2:-1] not in _VOWELS
    regular = [verb[:-1] + "ied"] if soft else [s + "ed" for s in stems]
    past, participle = _irregular().get(verb, (regular, regular))
    third = "has" if verb == "have" else verb + "es" if verb.endswith("o") else plural(verb)
    pairs = [(verb, "b"), (third, "s"), *((form, "g") for form in gerunds)]
    pairs += [(form, "d") for form in past] + [(form, "n") for form in participle]
    found: dict[str, str] = {}
    for form, kind in pairs:
        found[form] = found.get(form, "") + kind
    return found
