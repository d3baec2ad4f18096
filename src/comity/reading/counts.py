"""What a number counts: the noun after it, and what a measured amount is an amount of."""

from __future__ import annotations

from collections.abc import Sequence

from comity.reading.marks import Mark, word_set
from comity.reading.numerals import number
from comity.reading.units import counted_unit

__all__ = ["counted", "counted_name", "noun_after_of", "topic_before"]

_CLOSED = word_set(
    "of in on at by for with from to about into onto over under between among against through "
    "during towards toward upon across around near behind beyond within without via per and or "
    "but nor while although though because since whereas unless until if when after before as who "
    "whom whose which that where why how is are was were be been being am has have had having do "
    "does did will would can could may might must shall should not also already it they he she we "
    "i you him them us this these those the a an his her its their our my your than so then there "
    "here not ago later earlier including worth more less most least such each every both said "
    "says told took take made make came come went go became become now once yet still just even "
    "only"
)
_NO_PLURAL = ("ss", "us", "is", "'s", "’s")
_SINGULAR = word_set("news economics politics series means physics always perhaps besides kms")


#: What is counted stands no more marks behind its number.
_FAR = 24
_LEADING = frozenset(["the", "its", "their", "his", "our", "such", "more", "other"])
_NATIONS = ("ans", "is", "rks", "oles", "ese", "ards")
_PEOPLE = frozenset(
    ["people", "men", "women", "children", "troops", "personnel", "aircraft", "killed", "wounded"]
)


def _plural(mark: Mark) -> bool:
    low = mark.low
    return (
        mark.text[0].islower()
        and low.endswith("s")
        and len(low) > 3
        and not low.endswith(_NO_PLURAL)
        and low not in _SINGULAR
        and low not in _CLOSED
    )


def counted(words: Sequence[Mark], at: int) -> int | None:
    """The mark of the noun that a number ending before ``at`` counts; None where there is none."""
    run: list[int] = []
    n = at
    if n < len(words) and words[n].low == "of":  # "dozens of", "three of the 27 members"
        n += 1
        while n < len(words) and words[n].low in _LEADING:
            n += 1
        whole = number(words, n)
        n = n if whole is None else whole.last
    while n < len(words) and words[n].low in _LEADING:
        n += 1
    while n < min(len(words), at + _FAR) and len(run) < 6:
        mark = words[n]
        rest = mark.digits or (mark.word and words[n - 1].digits)
        if mark.text in "-‑" or (mark.glued and rest):
            n += 1  # the rest of a designation: "P-8I"
            continue
        if not mark.word or (mark.low in _CLOSED and mark.low != "more"):
            break
        run.append(n)
        n += 1
    known = next((place for place, n in enumerate(run) if _is_counted(words[n])), None)
    if known is None and run and _designated(words, run[0]):
        return run[0] + 3
    if known is None:
        return next((n for n in run if _plural(words[n])), _named(words, run))
    while (
        known + 1 < len(run)
        and run[known + 1] == run[known] + 1
        and _is_counted(words[run[known] + 1])
    ):
        known += 1
    return run[known]


def _is_counted(mark: Mark) -> bool:
    low = mark.low
    exact = counted_unit(low)
    if exact is None:
        return False
    return low.endswith(("s", "men")) or low in _PEOPLE


def _named(words: Sequence[Mark], run: Sequence[int]) -> int | None:
    """A name in the plural: "20,000 Russians", "40 Leopards"."""
    for n in run:
        mark = words[n]
        last = n + 1 >= len(words) or not words[n + 1].text[0].isupper()
        if last and mark.text[0].isupper() and mark.low.endswith("s") and len(mark.low) > 4:
            return n
    return None


def _designated(words: Sequence[Mark], at: int) -> bool:
    """Whether a type in the plural stands at mark ``at``: "F-35s"."""
    part = words[at : at + 4]
    return len(part) == 4 and (
        part[0].text[0].isupper() and part[1].text in "-‑" and part[2].digits and part[3].low == "s"
        and all(mark.glued for mark in part[1:])
    )  # fmt: skip


#: What types of aircraft begin with.
_AIRCRAFT = word_set("a ah an av b c ch e ea f il j jf ka kc mh mi mig mq p rq su tb tu uh")


def counted_name(words: Sequence[Mark], noun: int) -> str | None:
    """``people`` for the plural of a people's name; what a type in the plural is of ("F-35s")."""
    if words[noun].low == "s" and noun > 2 and words[noun - 1].digits:
        return "aircraft" if words[noun - 3].low in _AIRCRAFT else "weapons"
    named = words[noun].text[0].isupper() and words[noun].low.endswith(_NATIONS)
    return "people" if named else None


def noun_after_of(words: Sequence[Mark], at: int) -> tuple[int, int] | None:
    """Marks of the noun phrase after "of" at ``at`` ("of the global gas supply", "worth of goods")."""
    if at < len(words) and words[at].low == "worth":
        at += 1
    if at >= len(words) or words[at].low != "of":
        return None
    first = at + 1
    while first < len(words) and words[first].low in (
        "the",
        "a",
        "an",
        "all",
        "its",
        "their",
        "his",
        "this",
    ):
        first += 1
    last = first
    while last < len(words) and last - first < 7:
        mark = words[last]
        if mark.text in "-‑" and mark.glued:
            last += 1
            continue
        if not mark.word or mark.low in _CLOSED:
            break
        last += 1
    if last < len(words) and words[last].digits:
        return None
    return (first, last) if last > first else None


_TOPICS = word_set(
    "trade exports imports export import supplies supply turnover oil gas coal lng crude "
    "electricity output production gdp economy debt budget investment investments price prices "
    "spending reserves loans loan revenue revenues sales shipments deliveries volume value "
    "deficit surplus balance inflation contract contracts deal agreement project projects package "
    "aid tariffs tariff duties capacity demand consumption purchases purchase stake share cost "
    "costs funding grain wheat arms weapons goods commerce traffic cargo transit growth discount "
    "discounts damage losses profits profit payments population workforce pipeline flows flow "
    "fund income assets steel uranium fertiliser fertilizer"
)


def topic_before(words: Sequence[Mark], at: int) -> str | None:
    """The nearest noun before ``at`` that is measured ("trade … reached $64 billion")."""
    for n in range(at - 1, max(-1, at - 25), -1):
        if words[n].text == ";":
            return None
        if words[n].low in _TOPICS:
            return words[n].low
    return None
