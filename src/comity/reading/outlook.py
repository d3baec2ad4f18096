"""Whether a clause looks forward or back, by its verbs."""

from __future__ import annotations

from collections.abc import Sequence

from comity.reading.marks import Mark, word_set

__all__ = ["looks_ahead"]

_AHEAD = word_set(
    "will shall upcoming scheduled expected plans planned intends forthcoming would ll hopes aims "
    "next"
)
_SAID = word_set(
    "said told was were had met went came took left fell rose gave held made began saw spoke"
)


def looks_ahead(words: Sequence[Mark]) -> list[bool]:
    """For each mark, whether its clause looks forward; one without a verb goes with the clause behind it."""
    clauses: list[tuple[int, bool | None]] = []
    begin = 0
    for stop in range(len(words) + 1):
        if stop < len(words) and words[stop].text not in ",;:—":
            continue
        lows = [mark.low for mark in words[begin:stop]]
        told: bool | None = None
        if any(low in _AHEAD for low in lows) and "was" not in lows and "were" not in lows:
            told = True
        elif any(_past(low) for low in lows):
            told = False
        clauses.append((min(stop + 1, len(words)) - begin, told))
        begin = stop + 1
    found: list[bool] = []
    last: bool | None = None
    for length, told in reversed(clauses):
        last = told if told is not None else last
        found += [bool(last)] * length
    found.reverse()
    for at in range(1, len(words) - 1):
        near = words[at - 1].low if words[at - 1].low != "on" or at < 2 else words[at - 2].low
        if found[at] and (_past(near) or _past(words[at + 1].low)):
            found[at] = False
    return found


def _past(low: str) -> bool:
    return low in _SAID or (low.endswith("ed") and len(low) > 4)
