"""Of what kind a record is: an event, a standing relation, or what somebody holds to be so."""

from __future__ import annotations

import re

from comity.reading.actions import Predicate
from comity.reading.stances import Judgement
from comity.reading.vocabulary import FORMS, Kind, Section

__all__ = ["kind_of", "said_form"]

#: Forms of single acts.
_ACTS = frozenset(
    ["meeting", "signed", "fought", "annexed", "exercised", "voted", "joined", "deployed"]
)
#: Forms that are told, not held.
_TOLD = _ACTS | frozenset(
    ["traded", "delivered", "sanctioned", "supported", "built", "withheld", "abandoned"]
)
_CONCRETE = frozenset(["exercised", "signed", "delivered", "traded", "meeting"])
_BONDING = re.compile(
    r"\b(?:deepen\w*|strengthen\w*|clos(?:er|e)|align\w*|converg\w+|interdependen\w+|synergy|partnership|alliance|friendship|axis)\b",
    re.IGNORECASE,
)
_JUDGING = frozenset(["opinion", "forecast", "conditional"])
_EVALUATION = re.compile(
    r"\b(?:significant(?:ly)?|profound|implications?|signals?|complicat\w+|crucial|critical|paradoxical\w*|clear(?:ly)?"
    r"|undermin\w+|threat\w*|fear\w*|worr\w+|nervous|suspicio\w+|essence|opportunit\w+|impact|advantage\w*|beneficial|favou?rs?"
    r"|challeng\w+|dominan\w+|hegemony|willing\w*|seems?|appears?|suggests?|shift|synergy|interests?|destin\w+|costly|inevitabl\w+"
    r"|important|essential|dubious|real|serious|unfortunate|evident|hardly|merely|illusory|so-called)\b",
    re.IGNORECASE,
)


def kind_of(
    predicate: Predicate,
    judged: Judgement,
    words: str,
    section: Section,
    *,
    dated: bool,
    said: bool,
    symmetric: bool,
) -> Kind:
    """Kind of a record.

    Parameters
    ----------
    predicate, judged, words
        The act, whether its clause judges, and the clause.
    section
        What a title or heading says is what the piece holds.
    dated, said, symmetric
        Whether the clause states a date; whether a speaker says it; whether each acts on each.
    """
    if predicate.form in _JUDGING or predicate.action == "NONE" or judged.is_claim:
        return "claim"
    if section in ("title", "heading", "lede") and not dated:
        return "claim"
    if symmetric and not dated and _BONDING.search(words) and predicate.form not in _CONCRETE:
        return "claim"
    if predicate.form not in _TOLD and (_EVALUATION.search(words) or said):
        return "claim"
    if predicate.modal in ("possible", "conditional") or predicate.hedged:
        return "claim"
    return (
        "event" if dated or (predicate.form in _ACTS and predicate.tense == "past") else "relation"
    )


def said_form(predicate: Predicate, kind: Kind, *, official: bool) -> str:
    """Form of a record: a claim is a word, whatever it is about."""
    if kind != "claim":
        return predicate.form
    if predicate.modal == "conditional":
        return "conditional"
    if (
        predicate.form in ("forecast", "promise", "plan", "demand")
        and FORMS[predicate.form] == "word"
    ):
        return (
            "forecast"
            if predicate.form == "plan" and predicate.tense == "future"
            else predicate.form
            if official
            else "forecast"
            if predicate.form == "forecast"
            else "opinion"
        )
    return "statement" if official else "opinion"
