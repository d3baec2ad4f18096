"""The domain of an act: its own, or that of the things around it."""

from __future__ import annotations

from comity.reading.codes import Code
from comity.reading.senses import noun_at
from comity.reading.tagging import Token
from comity.reading.word_classes import word_class

__all__ = ["SUBJECTS", "domain_of", "supplied"]

_PRIORITY = (
    "energy",
    "finance",
    "technology",
    "military",
    "infrastructure",
    "sanctions",
    "economic",
    "territorial/strategic",
)
#: What a whole sentence can be about, where the clause does not say.
SUBJECTS = ("energy", "finance")


def domain_of(
    words: list[Token], first: int, last: int, own: str, among: tuple[str, ...] = _PRIORITY
) -> str:
    """Domain of an act told by words ``first`` to ``last`` (exclusive); ``own`` is that of its head."""
    if own and own != "economic":
        return own
    things: set[str] = set()
    aside = False
    for at in range(first, last):
        aside = (aside and words[at].tag not in ",R") or words[at].low in word_class("setting")
        if aside:
            continue
        noun = noun_at(words, at)
        if noun is not None and noun.domain and not _counts(words, at):
            things.add(noun.domain)
    for domain in among:
        if domain in things:
            return domain
    if own or among != _PRIORITY:
        return own or "diplomatic"
    return "finance" if any(_counts(words, at) for at in range(first, last)) else "diplomatic"


def _counts(words: list[Token], at: int) -> bool:
    """Whether a word is the money or measure of a number ("127 billion dollars", "$5bn")."""
    word = words[at]
    if word.low[0] in "$€£":
        return True
    before = words[at - 1] if at else None
    return (
        word.low in word_class("money")
        and before is not None
        and (before.tag == "#" or before.low in word_class("magnitude"))
    )


def supplied(code: Code, domain: str) -> None:
    """Tell supplies apart: arms and technology are aid, goods and energy are trade."""
    if domain in ("military", "technology"):
        code.action = "AID"
    elif domain in ("energy", "economic"):
        code.form = "traded"
