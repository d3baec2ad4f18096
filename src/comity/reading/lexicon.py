"""What verbs and nouns of acts mean: two tables, and the forms English gives their words.

Tables: ``verbs.csv``, ``nouns.csv`` and ``objects.csv`` of ``data/reading``, compiled for Comity.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from comity.reading.inflection import inflected, plural
from comity.reading.word_classes import rows

__all__ = ["NEEDING", "Noun", "Verb", "noun_forms", "verb_forms", "verbs"]


#: Roles of verbs that say nothing without the noun of their object.
NEEDING = frozenset(["light", "more", "less", "view"])


@dataclass(frozen=True, slots=True)
class Verb:
    """One sense of a verb.

    Attributes
    ----------
    verb, particles, objects
        The sense holds where one of ``particles`` and one of ``objects`` follow the verb (any, where empty);
        ``@verb`` stands for an infinitive or gerund, ``@arms`` and the like for a group of ``objects.csv``.
    role
        ``act`` (does something), ``light`` (does what its object says), ``more`` and ``less`` (of its
        object), ``refuse``, ``want``, ``plan``, ``try`` (of a further verb), ``say``, ``view``, ``cause``,
        ``plain``.
    action, polarity, form, domain, symmetric, kind
        Of the act; see :mod:`comity.reading.vocabulary`. ``kind`` is ``state`` where it stands rather than
        happens.
    """

    verb: str
    particles: frozenset[str]
    objects: frozenset[str]
    role: str
    action: str
    polarity: int
    form: str
    domain: str
    symmetric: bool
    kind: str


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun of an act, a tie or a ``thing`` with a domain, or of what somebody is to somebody (``role``).

    ``less`` and ``more`` stand for the noun after their "of"; ``quality`` is an adjective. A noun that has
    words in ``before`` is one only where one of them follows ("measures against", not "measures").
    """

    noun: str
    role: str
    action: str
    polarity: int
    form: str
    domain: str
    symmetric: bool
    kind: str
    before: frozenset[str]


@cache
def _groups() -> dict[str, frozenset[str]]:
    """Objects that many verbs take, by the name of their group."""
    return {"@" + row["group"]: frozenset(row["words"].split()) for row in rows("objects.csv")}


def _objects(said: str) -> frozenset[str]:
    """Objects of a row, groups spelled out."""
    return frozenset().union(*(_groups().get(word, frozenset([word])) for word in said.split()))


@cache
def verbs() -> dict[str, tuple[Verb, ...]]:
    """Senses by verb, the most special first."""
    found: dict[str, list[Verb]] = {}
    for row in rows("verbs.csv"):
        verb = Verb(
            row["verb"], frozenset(row["particle"].split()), _objects(row["object"]),
            row["class"], row["action"], int(row["polarity"]), row["form"], row["domain"],
            bool(row["symmetric"]), row["kind"],
        )  # fmt: skip
        found.setdefault(verb.verb, []).append(verb)
    return {verb: tuple(sorted(senses, key=_special)) for verb, senses in found.items()}


def _special(sense: Verb) -> tuple[bool, ...]:
    """Order of senses: of certain subjects, of objects, of particles, of what the object says."""
    subjects = any(word[0] == "^" for word in sense.objects)
    return not subjects, not sense.objects, not sense.particles, sense.role not in NEEDING


@cache
def verb_forms() -> dict[str, tuple[tuple[str, str], ...]]:
    """Form of a verb's first word to (verb, what the form can be).

    What it can be is some of ``b`` (base), ``s`` (third person), ``d`` (past), ``n`` (past participle),
    ``g`` (``-ing``).
    """
    found: dict[str, dict[str, set[str]]] = {}
    for verb in verbs():
        first, _, _ = verb.partition(" ")
        for form, kinds in inflected(first).items():
            found.setdefault(form, {}).setdefault(verb, set()).update(kinds)
    return {
        form: tuple(
            (verb, "".join(sorted(kinds)))
            for verb, kinds in sorted(by.items(), key=lambda x: -len(x[0]))
        )
        for form, by in found.items()
    }


@cache
def noun_forms() -> dict[str, Noun]:
    """Nouns by form, singular and plural; several words are joined by a space."""
    found: dict[str, Noun] = {}
    for row in rows("nouns.csv"):
        noun = Noun(
            row["noun"], row["class"], row["action"], int(row["polarity"]), row["form"], row["domain"],
            bool(row["symmetric"]), row["kind"],
            frozenset(word[1:] for word in row["kind"].split() if word[0] == "+"),
        )  # fmt: skip
        found[noun.noun] = noun
    for name, noun in list(found.items()):
        if "mass" not in noun.kind and noun.role != "quality":
            found.setdefault(plural(name), noun)
    return found
