"""What tense, modal verbs, negation and hedging do to an act.

The rules are those of the PLOVER ontology: cooperation that lies ahead is an agreement (``AGREE``), conflict
that lies ahead a threat (``THREATEN``), an act that is denied its refusal (``REJECT``) or, for conflict, a
concession; opinions keep the code of what they are about.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from comity.reading.vocabulary import FORMS, QUADS
from comity.reading.word_classes import word_class

__all__ = ["Manner", "Modal", "Tense", "manner", "modified", "quad_of"]

Tense = Literal["past", "present", "future"]
Modal = Literal["none", "possible", "wanted", "planned", "conditional", "commanded"]


@dataclass(frozen=True, slots=True)
class Manner:
    """How an act is put."""

    tense: Tense = "present"
    modal: Modal = "none"
    negated: bool = False
    hedged: bool = False


def manner(said: tuple[str, ...], head_form: str, *, shape: str = "") -> Manner:
    """Manner of a group of verbs from its words before the main verb and the form of that verb."""
    words = set(said)
    negated = bool(words & word_class("negation")) and not words & {"only", "just", "merely"}
    hedged = bool(words & word_class("hedge")) or bool(words & {"may", "might", "could"})
    if words & word_class("future") or ("going" in words and "to" in words):
        return Manner("future", "planned" if not hedged else "possible", negated, hedged)
    if words & word_class("commanded"):
        return Manner("future", "commanded", negated, hedged)
    if words & word_class("possible"):
        return Manner(
            "future" if words & {"may", "might", "could", "would"} else "present",
            "possible",
            negated,
            hedged,
        )
    past = bool(words & {"was", "were", "had", "did"}) or (
        not words & {"is", "are", "'s", "does", "do"} and "d" in head_form and "b" not in head_form
    )
    perfect = "H" in shape and (
        head_form or not shape.endswith("H")
    )  # else it is owned: "has doubts"
    return Manner("past" if past or perfect else "present", "none", negated, hedged)


def quad_of(action: str) -> int | None:
    """1 … 4 of an action; None where it has none."""
    return QUADS.get(action.partition(":")[0])


def modified(
    action: str, polarity: int, form: str, how: Manner, *, standing: bool = False
) -> tuple[str, int, str]:
    """Action, polarity and form of an act that is put so; ``standing`` acts keep their code when ahead."""
    quad = quad_of(action)
    ahead = how.tense == "future" or how.modal != "none"
    if how.negated:
        return _denied(action, polarity, form, ahead, standing)
    if not ahead or quad is None or (quad == 3 and not standing):
        return action, polarity, form
    put = _put(how)
    if standing:
        return action, polarity, "forecast" if how.tense == "future" and put == "plan" else put
    if quad <= 2:
        return "AGREE", polarity, put
    violent = action.startswith(("ASSAULT", "MOBILIZE"))
    return "THREATEN:violence" if violent else "THREATEN", polarity, put


def _denied(
    action: str, polarity: int, form: str, ahead: bool, standing: bool
) -> tuple[str, int, str]:
    """Action, polarity and form of an act that is said not to be."""
    quad = quad_of(action)
    if quad is None or (standing and quad <= 2):
        return action, -polarity, form
    if quad <= 2:
        kind = "REJECT:meet" if action.startswith("CONSULT") else "REJECT:assist"
        return kind, -1, "withheld" if FORMS.get(form) == "deed" and not ahead else "statement"
    if quad == 3:
        kept = action.startswith(("ACCUSE", "REQUEST"))
        return "REJECT:change" if kept else "AGREE", 1, "withheld"
    return "AGREE" if ahead else "RETREAT", 1, "withheld"


def _put(how: Manner) -> str:
    """Form of an act that lies ahead."""
    if how.modal == "conditional":
        return "conditional"
    if how.modal == "commanded":
        return "demand"
    if how.modal in ("wanted", "planned") and how.tense != "future":
        return "plan"
    return "forecast" if how.hedged or how.modal == "possible" else "plan"


def put(how: Manner, **changes: object) -> Manner:
    """A manner with some of its fields changed."""
    return replace(how, **changes)  # type: ignore[arg-type]
