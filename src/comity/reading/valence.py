"""Whether a judgement speaks of good or of harm: "costly for Norway", "a win-win", "not beneficial".

Table: ``data/reading/valence.csv`` (words; a star stands for any ending), compiled for Comity. Harm to whom
one would harm is no harm: of a loss ("Norway's defeat would be costly") the sign is turned.
"""

from __future__ import annotations

import re
from functools import cache

from comity.reading.stances import alternatives, rows

__all__ = ["valence"]

_NOT = re.compile(
    r"\b(?:not(?! without)|no|n['’]t|never|(?<!not )without|hardly|neither|nor|little|less|cannot)\s+"
    r"(?:[\w’'-]+\s+){0,2}$",
    re.IGNORECASE,
)
_LONGEST = 2000


def valence(text: str, start: int, end: int) -> int:
    """1 where ``text[start:end]`` speaks of good, −1 of harm, 0 of neither or of both."""
    end = min(end, start + _LONGEST)
    sign = sum(
        each * (-1 if _NOT.search(text, max(start, found.start() - 30), found.start()) else 1)
        for each, pattern in ((1, _words("good")), (-1, _words("bad")))
        for found in pattern.finditer(text, start, end)
    )
    sign = (sign > 0) - (sign < 0)
    return -sign if _words("loss").search(text, start, end) else sign


@cache
def _words(sign: str) -> re.Pattern[str]:
    return alternatives([row["words"] for row in rows("valence.csv") if row["sign"] == sign])
