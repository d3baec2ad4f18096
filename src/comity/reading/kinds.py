"""Of what kind a record is: an event, a standing relation, or what somebody holds to be so."""

from __future__ import annotations

import re
from dataclasses import dataclass

from comity.reading.actions import Predicate
from comity.reading.stances import OTHER, Judgement
from comity.reading.valence import valence
from comity.reading.vocabulary import Kind, Section
from comity.reading.who import Sides

__all__ = ["Told", "told"]

#: Forms of single acts.
_ACTS = frozenset(
    ["meeting", "signed", "fought", "annexed", "exercised", "voted", "joined", "deployed"]
)
#: Forms of what is done and can be counted: told, not held.
_DONE = _ACTS | frozenset(["traded", "delivered", "sanctioned", "supported", "built", "withheld"])
_COUNTED = frozenset(["exercised", "signed", "delivered", "traded", "meeting"])
_INTENDED = frozenset(["plan", "promise", "demand", "order"])
_CONCRETE = frozenset(["military", "technology", "energy", "finance", "infrastructure"])
_JUDGING = frozenset(["opinion", "forecast", "conditional"])
#: Acts of speech: whoever reports them reports an act.
_SPOKEN = ("SUPPORT", "ACCUSE", "REQUEST", "CONSULT", "AGREE", "THREATEN", "REJECT")
#: A clause that judges by more than a word of it.
_CLEARLY = 0.75
_BONDING = re.compile(
    r"\b(?:deepen\w*|strengthen\w*|clos(?:er|e)|align\w*|converg\w+|interdependen\w+|synergy"
    r"|partnership|alliance|friendship|axis)\b",
    re.IGNORECASE,
)
_EVALUATION = re.compile(
    r"\b(?:significant(?:ly)?|profound|implications?|signals?|complicat\w+|crucial|paradoxical\w*"
    r"|clear(?:ly)?"
    r"|undermin\w+|threat\w*|fear\w*|worr\w+|nervous|suspicio\w+|essence|opportunit\w+|impact"
    r"|advantage\w*|favou?rs?"
    r"|challeng\w+|dominan\w+|hegemony|willing\w*|seems?|appears?|suggests?|shift|synergy|interests?"
    r"|destin\w+|costly|inevitabl\w+"
    r"|important|essential|dubious|serious|unfortunate|evident|hardly|merely|illusory|so-called)\b",
    re.IGNORECASE,
)
#: What judges even a delivery or a trade.
_VERDICT = re.compile(
    r"\b(?:lifeline|beneficial|implicit|unfortunate|doomed|inevitabl\w+|illusory|nonexistent)\b",
    re.IGNORECASE,
)
#: What holds only if something else does.
_UNDER = re.compile(
    r"\b(?:if|unless|were to|in (?:the )?case of|in the event of|would|had \w+ (?:not )?\w+ed)\b",
    re.IGNORECASE,
)
#: What somebody is ready for or not: told of a mind, not of a plan.
_DISPOSED = re.compile(
    r"\b(?:wants?|wish(?:es)?|hopes?|eager|willing\w*|unwilling\w*|ready|readiness|keen|reluctan\w+|hesitan\w+|inclined"
    r"|in no (?:rush|hurry)|no intention|(?:not|n['’]t) intend\w*)\b",
    re.IGNORECASE,
)
_LEANS = re.compile(r"\b(?:depend|lean|rel(?:y|ie)|look)s?\b(?: \w+)? (?:up)?(?:on|to)\b")
#: Acts that are done once, whenever; support and trade go on.
_ONCE = (
    "ASSAULT", "COERCE", "SANCTION", "REJECT", "ACCUSE", "REQUEST", "AGREE", "CONCEDE", "RETREAT", "CONSULT",
    "MOBILIZE", "PROTEST", "THREATEN",
)  # fmt: skip
_TRADE = re.compile(
    r"\b(?:(?:trad(?:e|ing)|export|import|energy|arms|oil|gas|economic) (?:partner|supplier|customer"
    r"|buyer|market|exporter|importer)"
    r"|(?:supplier|buyer|importer|exporter|customer)s? of)\b",
    re.IGNORECASE,
)


_TRAVELS = re.compile(
    r"\b(?:flew|travell?ed|came|went|arrived|headed|journeyed)\s+(?:\w+\s+){0,2}(?:to"
    r"|in)\s+(?:the\s+)?[A-Z]"
)


@dataclass(frozen=True, slots=True)
class Told:
    """Kind of a record, and its form, action and polarity as they are told."""

    kind: Kind
    form: str
    action: str
    polarity: int
    stance: str | None = None


def told(
    predicate: Predicate, sides: Sides, judged: Judgement, words: str, section: Section,
    *, dated: bool, said: bool, official: bool, own: bool = False,
    under: bool = False, kind: Kind | None = None,
) -> Told:  # fmt: skip
    """Kind, form and action of a record.

    Parameters
    ----------
    predicate, sides, judged, words
        The act, its actors, whether its clause judges, and the clause.
    section
        What a title or lede says is what the piece holds.
    kind
        Where the way it is told decides.
    dated, said, official
        Whether the clause states a date; whether a speaker says it, and one who speaks for a state.
    own
        Whether that state is the one that acts.
    under
        Whether its sentence sets a condition before it.
    """
    form, action = predicate.form, predicate.action
    if (
        action == "NONE"
        and _TRAVELS.search(words)
        and sides.named >= 2
        and predicate.tense == "past"
        and not predicate.negated
    ):
        form, action = "meeting", "CONSULT:visit"
    if (
        form == "opinion"
        and _TRADE.search(words)
        and predicate.modal == "none"
        and not predicate.negated
    ):
        form, action = "traded", "COOPERATE"
    if form == "opinion" and _developed(predicate, sides):
        form = "occurred"
    if sides.project and action == "NONE" and not said:
        if predicate.polarity < 0:
            return Told("relation", "statement", action, -1)
        return Told("relation", "plan" if predicate.modal != "none" else "built", "COOPERATE", 1)
    if (
        form == "opinion"
        and predicate.kind == "noun"
        and sides.heads
        and not sides.joint
        and not said
        and section == "body"
    ):
        form = "occurred"
    polarity = 1 if action == "CONSULT:visit" and not predicate.polarity else predicate.polarity
    kind = kind or _kind(
        predicate, form, sides, judged, words, section, dated=dated, said=said, official=official
    )
    if kind == "claim" and predicate.kind == "noun" and judged.is_claim:
        kind = "relation"
    if kind != "claim":
        return Told(kind, _done(form), action, polarity)
    good = valence(words, 0, len(words)) if action == "NONE" else 0
    stance = judged.stance
    if stance in (None, OTHER) and good:
        stance = "interest" if good > 0 else "diverging"
    polarity = _leaning(polarity or good, stance, sides)
    put = _said(predicate, form, words, official=official, own=own, under=under)
    return Told(kind, put, action, polarity, stance)


def _developed(predicate: Predicate, sides: Sides) -> bool:
    """Whether one actor has built ties with another: a deed, where "the two deepen their ties" is a view."""
    return (
        sides.heads and bool(sides.targets) and len(sides.sources) == 1 and sides.named >= 2
        and predicate.tense == "past" and predicate.modal == "none" and predicate.kind != "noun"
        and predicate.action.startswith(("SUPPORT", "COOPERATE")) and predicate.target is not None
    )  # fmt: skip


def _kind(
    predicate: Predicate, form: str, sides: Sides, judged: Judgement, words: str, section: Section,
    *, dated: bool, said: bool, official: bool,
) -> Kind:  # fmt: skip
    possible = predicate.hedged or predicate.modal in ("possible", "conditional")
    if predicate.action == "NONE":
        viewed = said or possible or judged.hedged or judged.weight > _CLEARLY
        return _of_nothing(predicate, form, sides, viewed=viewed)
    explicit = sides.named >= 2 or predicate.action.startswith(("REQUEST", "ACCUSE"))
    speech = (
        sides.heads
        and predicate.action.startswith(_SPOKEN)
        and not predicate.action.startswith("REJECT:change")
    )
    rules: tuple[tuple[object, Kind], ...] = (
        (form in _JUDGING or possible or _VERDICT.search(words), "claim"),
        (section in ("title", "lede") and not dated, "claim"),
        (section == "heading" and (predicate.negated or predicate.tense == "future"), "claim"),
        (predicate.modal == "wanted" and (sides.symmetric or said), "claim"),
        (dated or (form in _ACTS and predicate.tense == "past"), "event"),
        (_once(predicate, form, sides), "event"),
        (_minded(predicate, judged, words, said=said and not official), "claim"),
        (sides.symmetric and _BONDING.search(words) and form not in _COUNTED, "claim"),
        (sides.joint and form == "occurred" and predicate.domain not in _CONCRETE, "claim"),
        (said and not sides.heads and predicate.action.startswith("AID"), "claim"),
        (form in _DONE, "relation"),
        (form in _INTENDED and sides.heads and sides.named >= 2 and not said, "relation"),
        (speech and explicit and predicate.modal in ("none", "planned"), "relation"),
        (judged.is_claim or said or _EVALUATION.search(words), "claim"),
    )
    return next((kind for holds, kind in rules if holds), "relation")


def _once(predicate: Predicate, form: str, sides: Sides) -> bool:
    """Whether an act was done at some time, by somebody who is its subject."""
    return (
        predicate.tense == "past" and predicate.modal == "none" and not predicate.negated
        and predicate.kind in ("main", "joined", "content", "subordinate", "relative")
        and predicate.action.startswith(_ONCE) and form not in ("withheld", "opinion")
        and sides.heads and not sides.joint
    )  # fmt: skip


def _minded(predicate: Predicate, judged: Judgement, words: str, *, said: bool) -> bool:
    """Whether a clause tells of somebody's mind or need, or an observer judges how things stand."""
    if predicate.kind == "noun" or predicate.tense == "past":
        return False
    needs = _DISPOSED.search(words) or _LEANS.search(words)
    return bool(needs) or (said and judged.is_claim and predicate.form == "statement")


def _of_nothing(predicate: Predicate, form: str, sides: Sides, *, viewed: bool) -> Kind:
    """Kind of a clause without an action: a journey, a standing quarrel the author tells of, else a view."""
    if form == "meeting":
        return "event"
    told = sides.heads and predicate.polarity and form not in ("forecast", "conditional")
    return "relation" if told and not viewed else "claim"


def _done(form: str) -> str:
    """Form of what is told as a fact."""
    return "occurred" if form in _JUDGING else form


def _said(
    predicate: Predicate, form: str, words: str, *, official: bool, own: bool, under: bool
) -> str:
    """Form of a claim, which is a word whatever it is about."""
    if under or predicate.modal == "conditional" or _UNDER.search(words):
        return "conditional"
    ahead = predicate.tense == "future" and predicate.modal == "planned"
    if ahead and own:
        return "promise"
    if form == "forecast" or ahead:
        return "forecast"
    if not official:
        return "opinion"
    return form if form in ("promise", "plan", "demand", "order") else "statement"


#: Where a stance leaves no doubt, whatever the verb: 1 drawn together, −1 apart, 0 neither.
_PLAIN = {
    "distrust": -1, "asymmetry": -1, "fluctuating": 0, "isolation": 0, "costless_support": 0,
    "no_formal_alliance": -1,
}  # fmt: skip
#: Where the verb says nothing of it.
_ELSE = {
    "diverging": -1, "power_shift": -1, "bloc_formation": -1, "transactional": -1,
    "project_not_happening": -1,
    "aligning": 1, "alliance_yes": 1, "lifeline": 1, "interdependence": 1, "dependence": 1,
    "aligning_not_alliance": 1,
    "aligning_without_trust": 1, "project_will_happen": 1, "complementarity": 0,
}  # fmt: skip
#: Against a third where there is one; among themselves these draw together.
_AGAINST = frozenset(["common_adversary", "revisionism"])


def _leaning(polarity: int, stance: str | None, sides: Sides) -> int:
    """Polarity of a claim: that of its verb, unless what the claim comes to says otherwise."""
    if stance in _PLAIN:
        return _PLAIN[stance]
    if stance in _AGAINST and (sides.symmetric or len(sides.sources) > 1 or polarity <= 0):
        return 1 if sides.symmetric else -1
    if stance in _ELSE and (polarity == 0 or sides.joint):
        return _ELSE[stance]
    return polarity
