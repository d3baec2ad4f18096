"""Dates in prose: told by the calendar, from the day of writing, or by the name of a period."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from comity.reading.anchor import Anchor, anchored, interval
from comity.reading.calendar_dates import Numeric, absolute, numeric_dates, third
from comity.reading.named_periods import Period, period_at
from comity.reading.numerals import Mark, low_at, marks, number, word_set
from comity.reading.relative_dates import WEEKDAYS, from_anchor, without_year
from comity.reading.vocabulary import Basis
from comity.reading.year_dates import HYPHENS, Found, iso

__all__ = ["When", "dates"]


@dataclass(frozen=True, slots=True)
class When:
    """A date or a period, and where it stands.

    Attributes
    ----------
    start, end
        Of the words that tell it; with the word that turns it ("since 2014") where ``role`` is not ``at``.
    date
        ISO 8601 of reduced precision, an interval ``A/B``, ``before A`` or ``after A``; None where it is told
        from a day that is not known.
    basis
        ``stated`` where the text has the date itself, ``inferred`` where it is reckoned or looked up.
    relative
        Whether it is told from the day of writing ("last week").
    role
        ``at``, ``by``, ``since``, ``until``, ``before`` or ``after``. Where something is dated between that
        word and the date ("after the annexation in 2014"), the date itself is another one, inside.
    note
        Why there is no date, or what was assumed.
    """

    start: int
    end: int
    date: str | None
    basis: Basis
    relative: bool
    role: str = "at"
    note: str | None = None


_ROLES = {
    "since": "since", "until": "until", "till": "until", "before": "before", "after": "after",
    "following": "after", "post": "after", "pre": "before", "by": "by",
}  # fmt: skip
_AHEAD = word_set(
    "will shall upcoming scheduled expected plans planned intends forthcoming would ll hopes aims "
    "next"
)
_SAID = word_set(
    "said told was were had met went came took left fell rose gave held made began saw spoke"
)
_ARTICLES = word_set("the in on of during at a early late mid end start beginning from its through")
_BREAKS = frozenset(",;:—()")
_PERIOD_WORDS = frozenset(["during", "throughout"])
_UNSURE = "day and month cannot be told apart"


def dates(text: str, start: int, end: int, anchor: str | None) -> tuple[When, ...]:
    """Dates of ``text[start:end]`` (a sentence), in order of their start.

    Parameters
    ----------
    text, start, end
        The document's text, and where the sentence stands in it.
    anchor
        The day of writing, ISO 8601 of reduced precision; where it is None, dates told from it are None.
    """
    words = marks(text, start, end)
    here = anchored(anchor)
    digits = numeric_dates(text, start, end)
    found = [
        When(
            one.start,
            one.end,
            one.date,
            "stated",
            relative=False,
            note=None if one.date else _UNSURE,
        )
        for one in digits
    ]
    taken = _inside(words, digits)
    ahead = _looks_ahead(words)
    told: Found | None = None
    at = 0
    while at < len(words):
        one = None if taken[at] else _one(words, at, here, ahead[at], told)
        named = None if taken[at] or one is not None else _named(words, at, here)
        if one is not None:
            found += _turned(words, one, here)
            told = one if one.begin is not None else told
            at = one.last
        elif named is not None:
            found.append(named[0])
            at = named[1]
        else:
            at += 1
    return _whole(found)


def _whole(found: Sequence[When]) -> tuple[When, ...]:
    """In order; of two that begin at one word that turns them, the longer one."""
    kept: list[When] = []
    for when in sorted(found, key=lambda when: (when.start, -when.end)):
        if kept and when.role != "at" and kept[-1].start == when.start:
            continue
        kept.append(when)
    return tuple(kept)


def _inside(words: Sequence[Mark], digits: Sequence[Numeric]) -> list[bool]:
    """For each mark, whether it is part of a date in digits."""
    inside = [False] * len(words)
    at = 0
    for one in digits:
        while at < len(words) and words[at].end <= one.start:
            at += 1
        while at < len(words) and words[at].start < one.end:
            inside[at] = True
            at += 1
    return inside


def _looks_ahead(words: Sequence[Mark]) -> list[bool]:
    """For each mark, whether its clause looks forward; a clause without a verb goes with the one behind it."""
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


def _one(
    words: Sequence[Mark], at: int, anchor: Anchor | None, ahead: bool, told: Found | None
) -> Found | None:
    first = at
    if words[at].low in WEEKDAYS and words[at].text[0].isupper():
        gap = at + 2 if at + 1 < len(words) and words[at + 1].text == "," else at + 1
        day = absolute(words, gap) if gap < len(words) else None
        if day is not None and (
            day.day is not None or (day.begin is not None and len(day.begin) == 10)
        ):
            at = gap
    found = absolute(words, at)
    if found is None:
        return _from_told(words, at, told) or from_anchor(words, at, anchor, ahead=ahead)
    found = _up_to(words, replace(found, first=first))
    if found.begin is not None or found.month is None:
        return found
    tail = from_anchor(words, found.last, anchor, ahead=ahead)
    if (
        tail is not None
        and words[found.last].low in ("last", "this", "next")
        and words[found.last + 1].low == "year"
    ):
        begin = None if tail.begin is None else f"{tail.begin[:4]}-{found.month:02d}"
        if begin is not None and found.day is not None:
            begin = f"{begin}-{found.day:02d}"
        return replace(found, last=tail.last, begin=begin)
    if (
        told is not None
        and told.begin is not None
        and told.stated
        and found.day is None
        and anchor is None
    ):
        return found
    begin = without_year(anchor, found.month, found.day, ahead=ahead)
    if begin is None or not found.part:
        return replace(found, begin=begin)
    part = third(found.part, found.first, replace(found, begin=begin))
    return None if part is None else replace(part, first=found.first, relative=True)


def _up_to(words: Sequence[Mark], found: Found) -> Found:
    """With the date it reaches to: "from 3 March to 5 April 2022" tells the year once."""
    joint = low_at(words, found.last)
    if joint not in ("to", "until", "till", "and", *HYPHENS) or len(found.begin or "0000-00") == 4:
        return found
    if found.end is not None or (joint == "and" and low_at(words, found.first - 1) != "between"):
        return found
    other = absolute(words, found.last + 1)
    if other is None or other.begin is None or other.end is not None or len(other.begin) == 4:
        return found
    begin = found.begin
    if begin is None and found.month is not None and not found.part:
        begin = iso(int(other.begin[:4]), found.month, found.day)
    if begin is None or len(begin) != len(other.begin) or begin > other.begin:
        return found
    return replace(
        found, last=other.last, begin=begin, end=other.begin, stated=True, relative=False
    )


def _from_told(words: Sequence[Mark], at: int, told: Found | None) -> Found | None:
    """``the previous year``, ``a year earlier``, ``the same year``, ``the subsequent …`` after a date."""
    lows = [mark.low for mark in words[at : at + 3]] + ["", "", ""]
    step = None
    last = at + 2
    if lows[1] == "year" and lows[0] in (
        "previous",
        "preceding",
        "prior",
        "following",
        "same",
        "subsequent",
    ):
        step = {"following": 1, "subsequent": 1, "same": 0}.get(lows[0], -1)
    elif lows[:3] in (["a", "year", "earlier"], ["a", "year", "before"], ["the", "year", "before"]):
        step, last = -1, at + 3
    elif lows[:3] in (["a", "year", "later"], ["the", "year", "after"]):
        step, last = 1, at + 3
    elif lows[0] in ("subsequent", "subsequently") and told is not None:
        step, last = 0, at + 1
    many = number(words, at) if step is None else None
    if (
        many is not None
        and many.value is not None
        and low_at(words, many.last) in ("years", "decades")
    ):
        if low_at(words, many.last + 1) in ("later", "earlier"):
            size = round(many.value) * (10 if low_at(words, many.last) == "decades" else 1)
            step, last = size if low_at(words, many.last + 1) == "later" else -size, many.last + 2
    if step is None:
        return None
    if told is None or told.begin is None:
        return Found(
            at, last, None, None, stated=False, relative=True, note="from a day told elsewhere"
        )
    year = int((told.end or told.begin if step > 0 else told.begin)[:4]) + step
    if not 1 <= year <= 9999:
        return None
    return Found(at, last, f"{year:04d}", stated=False)


def _role(words: Sequence[Mark], first: int) -> tuple[str, int]:
    """The word that turns a date that begins at mark ``first``, and where it stands."""
    at = first - 1
    while at >= 0 and words[at].low in _ARTICLES:
        at -= 1
    if at >= 0 and words[at].text in "-–" and at and words[at].glued:
        at -= 1
    low = words[at].low if at >= 0 else ""
    if low in _ROLES:
        if (
            low == "by"
            and at + 1 != first
            and words[at + 1].low not in ("the", "early", "late", "end", "mid")
        ):
            return "at", first
        return _ROLES[low], at
    if low == "to" and at and words[at - 1].low == "prior":
        return "before", at - 1
    for back in range(at, max(-1, at - 12), -1):
        low = words[back].low
        if words[back].text in _BREAKS or low in ("and", "but", "which", "who", "that", "while"):
            break
        if low in ("after", "since", "before", "until") and words[first - 1].low in _ARTICLES:
            named = period_at(words, back + 1, None)
            away = named is not None and named.last < first - 2
            return ("at", first) if away else (_ROLES[low], back)
    return "at", first


def _turned(words: Sequence[Mark], found: Found, anchor: Anchor | None) -> list[When]:
    basis: Basis = "stated" if found.stated and not found.relative else "inferred"
    start, end = words[found.first].start, words[found.last - 1].end
    role, at = _role(words, found.first)
    plain = When(start, end, found.date, basis, found.relative, note=found.note)
    if role == "at":
        return [plain]
    inside = any(mark.low not in _ARTICLES and mark.word for mark in words[at + 1 : found.first])
    if (
        found.relative
        and role != "by"
        and (inside or words[found.last - 1].low.endswith(("'s", "’s")))
    ):
        return [plain]
    start = words[at].start
    if role == "by":
        return [replace(plain, role=role)]
    turned = When(
        start, end, _turn(role, found.begin, found.end, anchor), "inferred", found.relative, role
    )
    return [turned, plain] if inside else [turned]


def _turn(role: str, begin: str | None, end: str | None, anchor: Anchor | None) -> str | None:
    if begin is None:
        return None
    last = end or begin
    if role == "since":
        if anchor is None:
            return f"after {begin}"
        precision = 1 + begin.count("-")
        until = anchor.at(precision)
        if until < begin[: len(until)]:
            return f"after {begin}"
        return interval(begin[: len(until)], until)
    return f"after {last}" if role == "after" else f"before {begin}"


_EDGES = frozenset(["eve", "aftermath", "wake"])
_STARTS = word_set("start outbreak beginning onset eve")
_ENDINGS = word_set("end aftermath wake")


def _named(words: Sequence[Mark], at: int, anchor: Anchor | None) -> tuple[When, int] | None:
    period = period_at(words, at, anchor)
    if period is None:
        return None
    back = at - 1
    edge = ""
    if back >= 1 and words[back].low == "of" and words[back - 1].low in _STARTS | _ENDINGS:
        edge = "start" if words[back - 1].low in _STARTS else "end"
        back -= 2
        while back >= 0 and words[back].low in ("the", "very", "in", "at"):
            back -= 1
    begins = period.last < len(words) and words[period.last].low in (
        "began",
        "started",
        "broke",
        "erupted",
    )
    edge = edge or ("start" if begins else "")
    joined = back >= 1 and words[back].text in "-‑" and words[back - 1].low in ("post", "pre")
    if joined:
        back -= 1
    role = _ROLES.get(words[back].low, "") if back >= 0 else ""
    if back >= 1 and words[back].low == "to" and words[back - 1].low in ("back", "prior"):
        role, back = ("since", back - 1) if words[back - 1].low == "back" else ("before", back - 1)
        edge = edge or ("start" if role == "since" else "")
    if not role and back >= 0 and words[back].low in _PERIOD_WORDS:
        role = "at"
    if not role and edge:
        lead = next((n for n in range(at - 1, max(-1, at - 4), -1) if words[n].low in _EDGES), None)
        if lead is None:
            return None
        role, back = ("before" if edge == "start" else "after"), lead
    if role in ("", "by"):
        return None
    start = words[back].start if role != "at" else words[at].start
    when = When(
        start, words[period.last - 1].end, _period_date(role, edge, period, anchor), "inferred",
        relative=False, role=role,
    )  # fmt: skip
    return when, period.last


def _period_date(role: str, edge: str, period: Period, anchor: Anchor | None) -> str | None:
    begin, end = period.begin, period.end
    if edge == "start" or (edge == "" and period.event):
        end = begin if edge == "start" else end
    elif edge == "end":
        begin = end or begin
    if role == "at":
        return interval(begin, end or (anchor.at(1 + begin.count("-")) if anchor else begin))
    if role == "since":
        return _turn("since", begin if edge == "start" or end is None else end, None, anchor)
    if role == "after":
        return f"after {end or begin}"
    return f"before {end or begin if edge == 'end' or role == 'until' else begin}"
