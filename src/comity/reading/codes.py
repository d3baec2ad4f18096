"""The code of an act before and after what is said about it: less of it, none of it."""

from __future__ import annotations

from dataclasses import dataclass

from comity.reading.lexicon import Noun
from comity.reading.tagging import Token
from comity.reading.vocabulary import QUADS
from comity.reading.word_classes import word_class

__all__ = ["Code", "of_noun", "opposite", "told_of"]


@dataclass(slots=True)
class Code:
    """An action before or after modality.

    ``last`` is the number of the last word that carries it, ``noun`` that of the noun of its subject or
    object that tells who does it to whom ("Oman's invasion of Yemen failed", "joined Omani sanctions on
    Yemen"); −1 where there is none.
    """

    action: str = "NONE"
    polarity: int = 0
    form: str = "statement"
    domain: str = ""
    symmetric: bool = False
    standing: bool = False
    role: str = "plain"
    last: int = -1
    noun: int = -1


def of_noun(noun: Noun) -> Code:
    """Code of a noun by itself."""
    return Code(
        noun.action, noun.polarity, noun.form or "statement", noun.domain, noun.symmetric,
        "state" in noun.kind, noun.role,
    )  # fmt: skip


def told_of(words: list[Token], noun: Noun, at: int) -> Code:
    """Code of a noun that is word number ``at``: strained relations are none of friendship."""
    code = of_noun(noun)
    first = at
    while first > 0 and words[first - 1].tag in ("A", "N", "V", "X", "W"):
        first -= 1
    strained = any(w.low in word_class("strained") for w in words[first:at])
    lowest = any(w.low in word_class("at its lowest") for w in words[at + 1 : at + 10])
    if noun.role == "tie" and (strained or lowest):
        code.action, code.polarity, code.form = "NONE", -1, "opinion"
    return code


def opposite(code: Code) -> Code:
    """Code of less of an act: cooperation cut is a sanction, conflict eased a retreat."""
    quad = QUADS.get(code.action.partition(":")[0])
    if quad in (1, 2):
        code.action, code.polarity, code.form = "SANCTION:discontinue", -1, "abandoned"
    elif quad is not None:
        code.action, code.polarity, code.form = "RETREAT", 1, "abandoned"
    else:
        code.polarity = -code.polarity
    code.symmetric = False
    return code
