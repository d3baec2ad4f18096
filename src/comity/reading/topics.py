"""What a judgement is about: the domain of its words, or of what was said just before it.

Things decide before powers, and powers before dealings, unless the clause speaks of powers more than of
things. Table: ``data/reading/topics.csv`` (words by domain; a star stands for any ending), compiled for
Comity. Where a war is only the occasion ("since the war in Ukraine") it is not what is judged.
"""

from __future__ import annotations

import re
from functools import cache

from comity.reading.stances import alternatives, rows

__all__ = ["topic"]

_THINGS = ("infrastructure", "energy", "finance", "technology", "military", "economic")
_POWERS, _DEALINGS = "territorial/strategic", "diplomatic"
_OCCASION = re.compile(
    r"\b(?:current |ongoing )?(?:wars? (?:in|on|against|with)\b|Cold War\b|war machine\b)",
    re.IGNORECASE,
)
#: How far back the talk goes on.
_BEFORE, _LONGEST, _ENOUGH = 200, 2000, 2
_SPOKEN = ("ACCUSE", "AGREE", "REQUEST", "CONSULT", "CONCEDE", "THREATEN")
_TIED = ("SUPPORT", "COOPERATE")


def topic(text: str, start: int, end: int, action: str) -> str:
    """Domain of the judgement in ``text[start:end]``; ``action`` is its act."""
    counts = _counts(text[start : min(end, start + _LONGEST)])
    things = next((d for d in _THINGS if counts[d]), None)
    if things is not None and counts[_POWERS] <= counts[things]:
        return things
    spoken = action.startswith(_SPOKEN)
    if counts[_POWERS]:
        return _DEALINGS if spoken else _POWERS
    dealings = counts[_DEALINGS]
    first = max(text.rfind("\n", 0, start) + 1, start - _BEFORE)
    counts = _counts(text[first:start])
    things = max(_THINGS, key=lambda domain: counts[domain])
    if counts[things] >= _ENOUGH:
        return things
    return _POWERS if action.startswith(_TIED) and not dealings else _DEALINGS


def _counts(clause: str) -> dict[str, int]:
    clause = _OCCASION.sub(" ", clause)
    return {
        domain: sum(1 for _ in pattern.finditer(clause)) for domain, pattern in _words().items()
    }


@cache
def _words() -> dict[str, re.Pattern[str]]:
    by_domain: dict[str, list[str]] = {}
    for row in rows("topics.csv"):
        by_domain.setdefault(row["domain"], []).append(row["words"])
    return {domain: alternatives(words) for domain, words in by_domain.items()}
