"""Numbers that are no figures: in names, ordinals, clocks, telephone numbers and the furniture of a page."""

from __future__ import annotations

from collections.abc import Sequence

from comity.reading.flows import gives
from comity.reading.marks import Mark, word_set
from comity.reading.numerals import Number

__all__ = ["is_figure", "year_like"]

_ORDINAL = frozenset(["st", "nd", "rd", "th", "s", "am", "pm"])
_LABELS = word_set(
    "article articles chapter section paragraph page pages figure table resolution phase protocol "
    "type mark flight boeing airbus route highway channel level title no nr number volume issue "
    "part item annex appendix group tier stage day week line lines unit model version grade class "
    "category room building apt tel fax phone isbn issn doi id ref size top zone task operation "
    "age aged"
)
_FURNITURE = word_set(
    "comments comment views likes shares replies followers subscribers downloads results photos "
    "pages min mins am pm a.m. p.m. reads"
)
_OPENERS = word_set(
    "about over some nearly almost around up at more less under between from only just roughly "
    "approximately with by of in on to for and but the these those another all these its their "
    "his her our your my as than including against after before since while when where this that "
    "a an each every no"
)
#: Words of a name, at most.
_NAME = 4
_HYPHENS = frozenset("-‑–−")


def year_like(words: Sequence[Mark], found: Number) -> bool:
    """Whether a number can be a year by its looks: four digits without a comma, 1500 to 2100."""
    mark = words[found.first]
    return (
        found.digits
        and found.last == found.first + 1
        and mark.text.isdecimal()
        and len(mark.text) == 4
        and 1500 <= int(mark.text) <= 2100
    )


def is_figure(words: Sequence[Mark], found: Number, *, unit: bool) -> bool:
    """Whether a number counts or measures something; ``unit`` where a unit stands beside it."""
    if found.digits and (_glued(words, found) or _telephone(words, found)):
        return False
    if unit:
        return True
    return not (_labelled(words, found) or _furniture(words, found))


def _glued(words: Sequence[Mark], found: Number) -> bool:
    """Whether it is part of something longer: ``Su-35``, ``16:34``, ``9/11``, ``19th``, ``1.2.3``."""
    first, last = found.first, found.last
    mark = words[first]
    if mark.text.isdecimal() and len(mark.text) > 1 and mark.text[0] == "0":
        return True
    before = words[first - 1] if first else None
    if before is not None and mark.glued:
        earlier = words[first - 2] if first > 1 else None
        tight = earlier is not None and before.glued
        if before.text in _HYPHENS and tight and earlier is not None and earlier.word:
            return True
        if (
            before.text in ":/.+"
            and tight
            and earlier is not None
            and (earlier.digits or (earlier.word and before.text in "+/."))
        ):
            return True
        if before.text in "#№@_=&" or before.text == "/":
            return True
    if last < len(words) and words[last].glued:
        after = words[last]
        follows = words[last + 1] if last + 1 < len(words) else None
        tight = follows is not None and follows.glued
        if after.low in _ORDINAL:
            return True
        if after.text in ":/." and tight and follows is not None and follows.digits:
            return True
        if after.text == "_":
            return True
    return False


def _telephone(words: Sequence[Mark], found: Number) -> bool:
    """Three or more runs of digits joined by hyphens or after a plus sign."""
    first = found.first
    if first and words[first].glued and words[first - 1].text == "+" and len(words[first].text) < 4:
        after = words[first + 1] if first + 1 < len(words) else None
        return after is not None and (after.digits or after.text in "(-")
    runs, at = 1, first
    while at >= 2 and words[at].glued and words[at - 1].text in _HYPHENS and words[at - 2].digits:
        runs, at = runs + 1, at - 2
        if runs > 2:
            return True
    at = first
    while (
        at + 2 < len(words)
        and words[at + 1].glued
        and words[at + 1].text in _HYPHENS
        and words[at + 2].digits
    ):
        runs, at = runs + 1, at + 2
        if runs > 2:
            return True
    return False


def _labelled(words: Sequence[Mark], found: Number) -> bool:
    """Whether it numbers what stands before it: ``Article 5``, ``Nord Stream 2``, ``Views: 678``."""
    first = found.first
    if not first:
        return False
    before = words[first - 1]
    if before.text in "-‑" and before.glued and found.digits:
        return True
    if before.text == "." and before.glued and first > 1:
        before = words[first - 2]
    if before.text == ":" and first > 1 and found.digits and words[first - 2].word:
        return True
    if before.low in _LABELS and (found.digits or before.text[0].isupper()):
        return True
    if not before.word or not before.text[0].isupper() or before.low in _OPENERS:
        return False
    value = found.value
    name = first - 1
    while name > 0 and words[name - 1].text[0].isupper() and first - name < _NAME:
        name -= 1
    if gives(words[name - 1].low) and name:
        return False  # "sent Ukraine 18 jets"
    return (
        found.digits
        and value is not None
        and found.size == 1.0
        and (value < 100 or not _plural_follows(words, found.last))
    )


def _plural_follows(words: Sequence[Mark], at: int) -> bool:
    return any(
        mark.word and mark.low.endswith("s") and mark.text[0].islower()
        for mark in words[at : at + 3]
    )


def _furniture(words: Sequence[Mark], found: Number) -> bool:
    after = words[found.last] if found.last < len(words) else None
    return found.digits and after is not None and after.low in _FURNITURE
