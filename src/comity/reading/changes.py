"""Whether a figure is a change or a level, which way it goes, and against what."""

from __future__ import annotations

from collections.abc import Sequence

from comity.reading.marks import Mark, low_at, word_set

__all__ = ["against", "change_around", "direction"]

_UP = word_set(
    "rise rises rose risen rising increase increases increased increasing grow grows grew grown "
    "growing climb climbs climbed climbing jump jumps jumped jumping surge surges surged surging "
    "soar soars soared soaring expand expands expanded expanding gain gains gained up higher "
    "boost boosts boosted raise raises raised raising lift lifted growth expansion hike hikes "
    "upswing strengthened appreciated accelerated rebounded swelled ballooned skyrocketed "
    "advanced widened more faster larger bigger greater improved added exceeded outpaced"
)
_DOWN = word_set(
    "fall falls fell fallen falling drop drops dropped dropping decline declines declined "
    "declining decrease decreases decreased decreasing shrink shrinks shrank shrunk shrinking "
    "contracted contracting contraction slump slumps slumped plunge plunges plunged plunging "
    "tumble tumbled dip dipped sank sunk slid slide cut cuts cutting reduce reduces reduced "
    "reducing reduction lower lowered lowering slash slashed slashing down plummeted plummet "
    "trimmed collapsed lost shed less fewer cheaper smaller weaker depreciated devalued shortfall "
    "narrowed downturn slower dwindled eroded"
)
_NOUNS = word_set(
    "rise increase growth jump surge gain expansion hike climb boost fall drop decline decrease "
    "contraction slump plunge dip cut reduction slide tumble downturn upswing"
)
_LINKS = word_set(
    "of was is were are be been at reached averaged averaging hit totalled totaled stood had has "
    "will would registered exceeded remained amounted s ’s around about nearly roughly"
)
_AFTER = word_set(
    "higher lower more less fewer cheaper up down larger smaller faster slower greater weaker"
)
_STOP = word_set("of from to in on at by for with and or but that which who as since during than")
_ENDS = frozenset(".;:()—")


def direction(low: str) -> int:
    """+1 for a word of rising, −1 for one of falling, else 0."""
    return 1 if low in _UP else -1 if low in _DOWN else 0


def change_around(words: Sequence[Mark], first: int, last: int, *, share: bool) -> int:
    """+1 or −1 where the figure from mark ``first`` to ``last`` is a rise or a fall; 0 where it is a level.

    Parameters
    ----------
    words, first, last
        Marks of the sentence; the figure with its unit and the words that qualify it ("about").
    share
        Whether it is a percentage: only those are named by a noun after them ("a 24% increase").
    """
    return _said_after(words, last, share=share) or _said_before(words, first, share=share)


_PARTICLED = frozenset(
    ["make", "makes", "made", "making", "use", "used", "bought", "buying", "sums"]
)
_COMPARING = frozenset(["more", "less", "fewer", "higher", "lower", "exceeded"])


def _said_after(words: Sequence[Mark], last: int, *, share: bool) -> int:
    at = last
    if at < len(words) and words[at].text in "-‑" and words[at].glued:
        at += 1
    for step, mark in enumerate(words[at : at + 6]):
        if mark.text in _ENDS or mark.text == ",":
            break
        if mark.low in ("yoy", "y/y") or (
            mark.low in ("year", "month", "quarter") and _on_year(words, at + step)
        ):
            return _verb_before(words, last) or 1
        if share and step == 0 and mark.low in ("above", "below") and against(words, at):
            return 1 if mark.low == "above" else -1
        if step < 4 and mark.low in _NOUNS and (share or step < 3):
            return direction(mark.low)
        if step < 2 and mark.low in _AFTER and (step == 0 or share):
            nearer = step == 0 or words[at].low not in _STOP
            if nearer and (share or mark.low in ("higher", "lower", "up", "down", "cheaper")):
                return direction(mark.low)
        if mark.low in _STOP or not mark.word:
            break
    return 0


def _on_year(words: Sequence[Mark], at: int) -> bool:
    tail = [mark.low for mark in words[at : at + 5]]
    return tail[0] in tail[1:] and any(low in ("on", "over") for low in tail[1:4])


def _verb_before(words: Sequence[Mark], at: int) -> int:
    """Which way the nearest verb of change within the clause goes."""
    for mark in reversed(words[max(0, at - 18) : at]):
        if mark.text in _ENDS:
            break
        if direction(mark.low):
            return direction(mark.low)
    return 0


def _said_before(words: Sequence[Mark], first: int, *, share: bool) -> int:
    if not first:
        return 0
    before = words[first - 1].low
    reached = words[first].low in ("below", "above", "under")  # "fell below 20 per cent"
    if reached or (before == "up" and low_at(words, first - 2) in _PARTICLED):
        return 0
    if before in ("to", "from", "than", "at", "with") and not _noun_links(words, first - 1):
        return 0
    if before == "by":
        return _verb_before(words, first - 1)
    if before in ("a", "an", "the") and first > 1 and words[first - 2].low == "by":
        return _verb_before(words, first - 2)
    if direction(before) and before not in _COMPARING and (share or before not in ("lost", "shed")):
        return direction(before)
    if first > 1 and direction(words[first - 2].low) and words[first - 1].low.endswith("ly"):
        return direction(words[first - 2].low)
    return _noun_links(words, first)


def _noun_links(words: Sequence[Mark], first: int) -> int:
    """A noun of change that is said to be the figure: "growth was 3 per cent", "a drop of 5 tonnes"."""
    if words[first - 1].low not in _LINKS:
        return 0
    for back in range(first - 1, max(-1, first - 16), -1):
        mark = words[back]
        if mark.text in _ENDS or mark.text == ",":
            return 0
        if mark.low in _NOUNS:
            direct = words[first - 1].low != "of" or all(
                words[n].low in ("of", "rate", "rates") for n in range(back + 1, first)
            )
            return direction(mark.low) if direct else 0
    return 0


_AGAINST = word_set("from than over against on versus above below")
_WHEN = word_set(
    "year years month months quarter earlier previous last ago week decade period level "
    "levels peak before war"
)


def against(words: Sequence[Mark], last: int) -> tuple[int, int] | None:
    """Marks of what a change is held against ("the previous year", "year-on-year", "2022")."""
    for at in range(last, min(len(words), last + 8)):
        mark = words[at]
        if mark.text in _ENDS or mark.low in ("and", "but", "while"):
            return None
        if mark.low == "yoy" or (mark.low in ("year", "month", "quarter") and _on_year(words, at)):
            return at, at + (1 if mark.low == "yoy" else 5 if words[at + 1].text in "-‑" else 3)
        two = mark.low in ("compared", "relative") and at + 1 < len(words)
        if not two and mark.low not in _AGAINST:
            continue
        if two and words[at + 1].low not in ("to", "with"):
            continue
        first = at + 2 if two else at + 1
        stop = first
        while stop < min(len(words), at + 7) and (words[stop].word or words[stop].digits):
            stop += 1
        phrase = words[first:stop]
        if any(m.low in _WHEN or (m.digits and len(m.text) == 4) for m in phrase):
            return first, stop
    return None
