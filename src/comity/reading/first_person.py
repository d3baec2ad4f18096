"""Whom "we" and "our" mean in what an official says: the state spoken for, or it and its partner."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from comity.reading.mention import Mention
from comity.reading.speakers import Attribution

__all__ = ["first_person"]

_WE = re.compile(
    r"\b(?:we|us|ours?|ourselves|(?:my|our)(?:\s+own)?\s+(?:country|nation|people|state|government))\b",
    re.IGNORECASE,
)
#: What follows where both sides are meant ("our relations").
_OURS = re.compile(
    r"\s+(?:[\w-]+\s+(?:and\s+)?){0,3}(?:relations?|relationship|ties|friendship|cooperation"
    r"|partnership|alliance|two (?:countries|nations|peoples|states)|both (?:countries|nations)"
    r"|common|shared|joint)\b",
    re.IGNORECASE,
)
_TOGETHER = re.compile(
    r"\b(?:together|each other|one another|jointly|side by side)\b", re.IGNORECASE
)
#: A clause is no longer than so many characters.
_LONGEST = 300
_STOP = re.compile(r"[.;?!]")


def first_person(
    text: str, said: Sequence[Attribution], pair: tuple[str, ...]
) -> tuple[Mention, ...]:
    """Mentions of those who speak in the first person, in what officials are quoted as saying.

    Parameters
    ----------
    pair
        The two a document is about: who says "our relations" means both, where it is one of them.
    """
    return tuple(
        dict.fromkeys(
            mention
            for speech in said
            if speech.direct and speech.side is not None
            for mention in _meant(text, speech, speech.side, pair)
        )
    )


def _meant(text: str, speech: Attribution, side: str, pair: tuple[str, ...]) -> Iterator[Mention]:
    both = (side, *(a for a in pair if a != side)) if side in pair else (side,)
    for found in _WE.finditer(text, speech.start, speech.end):
        if found.group() == "US":
            continue
        limit = min(speech.end, found.end() + _LONGEST)
        stop = _STOP.search(text, found.end(), limit)
        end = stop.start() if stop else limit
        shared = found.group().lower() == "our" and _OURS.match(text, found.end(), end)
        shared = shared or (
            found.group().lower() == "we" and _TOGETHER.search(text, found.end(), end)
        )
        yield Mention(found.start(), found.end(), both if shared else (side,), "pronoun")
