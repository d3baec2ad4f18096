"""Words that report speech: verbs of saying by what may follow them, and words for who speaks.

Tables: ``reporting.csv``, ``speakers.csv`` and ``speech_words.csv`` of ``data/reading``, compiled for Comity.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib import resources

from comity.reading.inflection import inflected, plural

__all__ = ["Report", "SpeakerWord", "report_forms", "speaker_words", "speech_words"]


@dataclass(frozen=True, slots=True)
class Report:
    """A form of a verb of saying.

    Attributes
    ----------
    classes
        ``say`` (a quotation or a clause), ``quote`` (a quotation), ``think`` and ``that`` (a
        clause), ``show`` (a clause, of papers and people without a name), ``bare`` (a clause without "that"),
        ``perform`` (a clause; what it leads to is the author's), ``view`` (somebody as something), ``call``
        (somebody something), ``of`` (warned of).
    particles
        Words of which one must follow (``point out``); empty where none must.
    finite, gerund
        What the form can be.
    """

    classes: frozenset[str]
    particles: frozenset[str]
    finite: bool
    gerund: bool


@dataclass(frozen=True, slots=True)
class SpeakerWord:
    """A word for who speaks: ``role`` (analyst), ``body`` (ministry) or ``paper`` (statement)."""

    kind: str
    standing: str
    plural: bool


def _rows(name: str) -> list[dict[str, str]]:
    table = resources.files("comity") / "data" / "reading" / name
    return list(csv.DictReader(table.read_text(encoding="utf-8").splitlines()))


@cache
def report_forms() -> dict[str, tuple[Report, ...]]:
    """Forms of the verbs of saying; one entry for the verb alone and one for it with its particles."""
    by_verb: dict[tuple[str, bool], tuple[set[str], set[str]]] = {}
    for row in _rows("reporting.csv"):
        classes, particles = by_verb.setdefault(
            (row["verb"], bool(row["particle"])), (set(), set())
        )
        classes.add(row["class"])
        if row["particle"]:
            particles.add(row["particle"])
    found: dict[str, tuple[Report, ...]] = {}
    for (verb, _), (classes, particles) in sorted(by_verb.items(), key=lambda item: not item[0][1]):
        for form, kinds in inflected(verb).items():
            report = Report(
                frozenset(classes), frozenset(particles),
                bool({"b", "s", "d"} & set(kinds)), "g" in kinds,
            )  # fmt: skip
            found[form] = (*found.get(form, ()), report)
    return found


@cache
def speaker_words() -> dict[str, SpeakerWord]:
    """Words for who speaks, and their plurals, in small letters."""
    found: dict[str, SpeakerWord] = {}
    for row in _rows("speakers.csv"):
        word = row["word"].lower()
        found[word] = SpeakerWord(row["class"], row["standing"], False)
        many = word[:-3] + "men" if word.endswith("man") else plural(word)
        found.setdefault(many, SpeakerWord(row["class"], row["standing"], True))
    return found


@cache
def speech_words(kind: str) -> frozenset[str]:
    """Words of a class of ``data/reading/speech_words.csv``: openers, determiners, auxiliaries."""
    return frozenset(row["word"] for row in _rows("speech_words.csv") if row["class"] == kind)
