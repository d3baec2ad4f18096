"""Whether a clause tells a fact or judges, and what a judgement comes to.

Judging shows in words: of evaluation, of what somebody thinks or wants, of the state of a tie, of power, of
what is to come, and abstractions ("marks a shift"); telling shows in deeds, goods, figures and dates. Every
class of words has a weight, and their sum decides. Tables: ``data/reading/judgement.csv`` (words by class; a
star stands for any ending) and ``data/reading/stances.csv`` (stances in the order in which they are tried,
each with the words that show it and what it means), both compiled for Comity.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib import resources

__all__ = ["OTHER", "Judgement", "alternatives", "judgement", "rows", "stances"]

#: The stance of a judgement that no rule names.
OTHER = "other"

#: What a word of a class counts towards a judgement; two words of a class count at most.
_WEIGHTS = {
    "abstraction": 1.5, "evaluation": 1.0, "cognition": 1.5, "motive": 1.5, "bond": 1.25, "power": 1.25,
    "forecast": 1.6, "conditional": 1.0, "effect": 1.25, "self": 1.0, "contrast": 0.5, "deed": -1.0,
    "goods": -0.5, "when": -0.75, "number": -1.0,
}  # fmt: skip
_BIAS = -1.0
_MOST = 2
_LONGEST = 2000
_NUMBER = re.compile(
    r"\b(?:1[5-9]|20)\d\d\b"
    r"|\d[\d.,]*\s?(?:%|percent|per cent|million|billion|trillion|bn|thousand|tons|tonnes|bcm|km)"
    r"|\b(?:tens|hundreds|thousands|dozens) of\b|[$€£¥]\s?\d",
    re.IGNORECASE,
)
_HEDGES = re.compile(
    r"\b(?:may|might|could|perhaps|possibly|probably|likely|unlikely|potentially|reportedly|allegedly|apparently|"
    r"seemingly|seems?|supposedly|presumably|arguably)\b",
    re.IGNORECASE,
)
_MONTH = re.compile(
    r"\b\d{1,2} May\b|\b(?:in|of|on|since|until|by|last|this|next|early|late|mid) May\b|\bMay \d"
)


@dataclass(frozen=True, slots=True)
class Judgement:
    """How a clause is meant.

    Attributes
    ----------
    is_claim
        A judgement, a forecast or a reading of the facts; else told as a fact.
    stance
        What the judgement comes to, of the vocabulary of :func:`stances`; None where a fact is told.
    hedged
        Said to be possible only.
    evidence
        The words that decided, for a reader to check.
    weight
        Above 0 a judgement, and the surer the higher.
    """

    is_claim: bool
    stance: str | None
    hedged: bool
    evidence: tuple[str, ...]
    weight: float = 0.0


def judgement(text: str, start: int, end: int) -> Judgement:
    """Whether ``text[start:end]`` judges, and what it comes to."""
    clause = _MONTH.sub("", text[start : min(end, start + _LONGEST)].replace("’", "'"))
    weight, evidence = _BIAS, list[str]()
    for name, pattern in _classes().items():
        found = [match.group() for match in pattern.finditer(clause)]
        weight += _WEIGHTS[name] * min(len(found), _MOST)
        if found and _WEIGHTS[name] > 0:
            evidence += found
    claims = weight > 0
    hedged = _HEDGES.search(clause) is not None
    stance = _stance(clause) if claims else None
    return Judgement(
        claims, stance, hedged, tuple(dict.fromkeys(evidence)) if claims else (), weight
    )


def stances() -> dict[str, str]:
    """The vocabulary: every stance and what it means, in the order in which they are tried."""
    return {name: meaning for name, _, meaning in _rules()} | {OTHER: "a judgement of another kind"}


def _stance(clause: str) -> str:
    return next((name for name, pattern, _ in _rules() if pattern.search(clause)), OTHER)


def rows(name: str) -> list[dict[str, str]]:
    """Rows of a table of ``data/reading``."""
    table = resources.files("comity") / "data" / "reading" / name
    return list(csv.DictReader(table.read_text(encoding="utf-8").splitlines()))


@cache
def _classes() -> dict[str, re.Pattern[str]]:
    words: dict[str, list[str]] = {}
    for row in rows("judgement.csv"):
        words.setdefault(row["class"], []).append(row["words"])
    found = {name: alternatives(words[name]) for name in _WEIGHTS if name in words}
    return found | {"number": _NUMBER}


def alternatives(words: list[str]) -> re.Pattern[str]:
    """A pattern of any of some words; a star stands for any ending."""
    parts = [
        re.escape(word.removesuffix("*")) + (r"\w*" if word.endswith("*") else r"(?!\w)")
        for word in sorted(words, key=len, reverse=True)
    ]
    return re.compile(r"(?<!\w)(?:" + "|".join(parts) + ")", re.IGNORECASE)


@cache
def _rules() -> tuple[tuple[str, re.Pattern[str], str], ...]:
    return tuple(
        (row["stance"], re.compile(row["pattern"], re.IGNORECASE), row["meaning"])
        for row in rows("stances.csv")
    )
