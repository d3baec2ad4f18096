"""Dates told by the calendar: days, months, quarters, years, decades and centuries, and ranges of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from comity.reading.anchor import interval, last_day
from comity.reading.counts import counted
from comity.reading.numerals import Mark, word_set
from comity.reading.units import counted_unit, unit_at

__all__ = ["MONTHS", "SEASONS", "Found", "Numeric", "absolute", "numeric_dates", "year_at"]

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul",
            "august aug", "september sept sep", "october oct", "november nov", "december dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
SEASONS = {
    "spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11), "winter": (12, 2),
}  # fmt: skip
_HYPHENS = ("-", "–", "—", "‑", "−")
_ORDINALS = {
    word: n
    for n, word in enumerate(
        ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth"],
        start=1,
    )
} | {"twenty-first": 21}
_NUMBERS = {
    word: n
    for n, word in enumerate(
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"], start=1
    )
}
_PARTS = {
    "early": 0, "beginning": 0, "start": 0, "mid": 1, "middle": 1, "late": 2, "end": 2, "close": 2,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """A date between marks ``first`` and ``last`` (exclusive): ISO 8601 ``begin`` to ``end``.

    ``begin`` is None where it is not known; ``month`` and ``day`` are told where only the year is missing.
    """

    first: int
    last: int
    begin: str | None
    end: str | None = None
    stated: bool = True
    relative: bool = False
    month: int | None = None
    day: int | None = None
    note: str | None = None

    @property
    def date(self) -> str | None:
        """``A`` or ``A/B``."""
        return None if self.begin is None else interval(self.begin, self.end or self.begin)


@dataclass(frozen=True, slots=True)
class Numeric:
    """A date in digits: where, and ISO 8601; None where day and month cannot be told apart."""

    start: int
    end: int
    date: str | None


_NUMERIC = re.compile(
    r"(?<![\w/.\-])(?:(?P<y>\d{4})(?P<s>[-/.])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})"
    r"|(?P<a>\d{1,2})(?P<t>[-/.])(?P<b>\d{1,2})(?P=t)(?P<z>\d{4}))(?![\d/]|[.\-]\d)"
)


def numeric_dates(text: str, start: int, end: int) -> list[Numeric]:
    """Dates in digits; ``03/04/2022`` is ambiguous, ``03.04.2022`` has the day first, as everywhere."""
    found = []
    for match in _NUMERIC.finditer(text, start, end):
        if match["y"]:
            year, month, day = int(match["y"]), int(match["m"]), int(match["d"])
        else:
            year, day, month = int(match["z"]), int(match["a"]), int(match["b"])
            if match["t"] != "." and day != month:
                if day <= 12 and month <= 12:
                    if 1900 <= year <= 2100 and day and month:
                        found.append(Numeric(*match.span(), None))
                    continue
                if month > 12:
                    day, month = month, day
        if 1500 <= year <= 2100 and 1 <= month <= 12 and 1 <= day <= last_day(year, month):
            found.append(Numeric(*match.span(), f"{year:04d}-{month:02d}-{day:02d}"))
    return found


def _low(words: Sequence[Mark], at: int) -> str:
    return words[at].low if 0 <= at < len(words) else ""


def _month(words: Sequence[Mark], at: int) -> int | None:
    if not 0 <= at < len(words) or not words[at].text[0].isupper():
        return None
    return MONTHS.get(words[at].low)


def _day(words: Sequence[Mark], at: int) -> tuple[int, int] | None:
    """Day of a month from mark ``at`` ("2", "2nd"), and the mark after it."""
    if not 0 <= at < len(words) or not words[at].text.isdigit() or len(words[at].text) > 2:
        return None
    day, last = int(words[at].text), at + 1
    if not 1 <= day <= 31:
        return None
    if last < len(words) and words[last].glued:
        if words[last].low in ("st", "nd", "rd", "th"):
            last += 1
        elif words[last].text not in (",", ".", ";", ")", *_HYPHENS):
            return None
    return day, last


_BEFORE_YEARS = word_set(
    "in since by until till before after during from of between through throughout early mid late for year "
    "spring summer autumn fall winter fiscal around circa pre post to end beginning the january"
)
_NAMES = word_set(
    "agenda vision horizon strategy resolution expo windows article boeing airbus no number china"
)
_SIZES = word_set("about some nearly almost over than least approximately roughly only")
_THINGS = frozenset(["troops", "people", "aircraft", "vessels", "weapons"])


def year_at(words: Sequence[Mark], at: int, *, told: bool = False) -> int | None:
    """The year at mark ``at``; ``told`` where the words around leave no doubt that it is one."""
    if not 0 <= at < len(words):
        return None
    mark = words[at]
    if len(mark.text) != 4 or not mark.text.isdigit():
        return None
    year = int(mark.text)
    if not 1000 <= year <= 2150 or not _bare(words, at):
        return None
    if told:
        return year
    before = _low(words, at - 1)
    if before in _NAMES and words[at - 1].text[0].isupper():
        return None
    if before in _SIZES or unit_at(words, at + 1) is not None:
        return None
    if before not in _BEFORE_YEARS and not 1900 <= year <= 2100:
        return None
    if before not in ("in", "since", "by", "until", "before", "after", "during"):
        noun = counted(words, at + 1)
        if noun is not None and noun == at + 1 and counted_unit(words[noun].low) in _THINGS:
            return None
    return year


def _bare(words: Sequence[Mark], at: int) -> bool:
    """Whether nothing is glued to a number but what may be (a hyphen, a slash, a mark of punctuation)."""
    mark = words[at]
    before = words[at - 1] if at else None
    if before is not None and mark.glued and (before.text in "$€£¥₽#+.:" or before.text in "−"):
        return before.text in ".:" and not (at > 1 and before.glued and words[at - 2].digits)
    if before is not None and mark.glued and before.text in "-‑" and at > 1 and before.glued:
        return words[at - 2].digits or words[at - 2].low in ("mid", "pre", "post", "early", "late")
    after = words[at + 1] if at + 1 < len(words) else None
    if after is not None and after.glued:
        if after.word and after.low not in ("s",):
            return False
        tail = words[at + 2] if at + 2 < len(words) else None
        if after.text in ".:" and tail is not None and tail.glued and tail.digits:
            return False
    return True


def absolute(words: Sequence[Mark], at: int) -> Found | None:
    """The date told by the calendar that begins at mark ``at``, as long as it goes."""
    return (
        _day_first(words, at) or _month_first(words, at) or _part_of(words, at) or _season(words, at)
        or _century(words, at) or _years(words, at)
    )  # fmt: skip


def _iso(year: int, month: int, day: int | None = None) -> str | None:
    if day is None:
        return f"{year:04d}-{month:02d}"
    return f"{year:04d}-{month:02d}-{day:02d}" if day <= last_day(year, month) else None


def _dated(
    words: Sequence[Mark], first: int, last: int, month: int, days: tuple[int | None, int | None]
) -> Found | None:
    """With the year behind, if one is."""
    day, end = days
    gap = last
    if _low(words, gap) == "." and words[gap].glued:
        gap += 1
    if _low(words, gap) in (",", "of"):
        gap += 1
    year = year_at(words, gap, told=True)
    if year is None or year < 1500:
        return Found(first, last, None, None, stated=False, relative=True, month=month, day=day)
    begin = _iso(year, month, day)
    until = _iso(year, month, end) if end is not None else None
    return None if begin is None else Found(first, gap + 1, begin, until)


def _day_first(words: Sequence[Mark], at: int) -> Found | None:
    """``2 December 2025``, ``2–4 December``, ``the 2nd of December``."""
    day = _day(words, at)
    if day is None or (at and words[at].glued and words[at - 1].text not in ("(", "“", '"')):
        return None
    number, last = day
    end = None
    if _low(words, last) in (*_HYPHENS, "to", "and") and _day(words, last + 1):
        second = _day(words, last + 1)
        if second is not None and second[0] > number:
            end, last = second
    if _low(words, last) == "of":
        last += 1
    month = _month(words, last)
    if month is None:
        return None
    return _dated(words, at, last + 1, month, (number, end))


def _month_first(words: Sequence[Mark], at: int) -> Found | None:
    """``December 2, 2025``, ``December 2025``, ``January–March 2023``, ``December``."""
    month = _month(words, at)
    if month is None:
        return None
    last = at + 1
    dot = last + 1 if _low(words, last) == "." and words[last].glued else last
    day = _day(words, dot)
    if day is not None and not (_low(words, day[1]) in ("%", "per") or unit_at(words, day[1])):
        number, last = day
        end = None
        second = _day(words, last + 1) if _low(words, last) in (*_HYPHENS, "to") else None
        if second is not None and second[0] > number:
            end, last = second
        return _dated(words, at, last, month, (number, end))
    if _low(words, last) in (*_HYPHENS, "to", "through", "and"):
        other = _month(words, last + 1)
        year = year_at(words, last + 2, told=True) if other is not None else None
        if other is not None and year is not None and other > month:
            return Found(at, last + 3, _iso(year, month), _iso(year, other))
    told = _dated(words, at, dot if year_at(words, dot, told=True) else last, month, (None, None))
    if told is None or told.begin is not None:
        return told
    return told if _is_month(words, at) else None


_MONTHLY = word_set(
    "in since by until till before after during last next this early late mid of from through and between for "
    "every previous coming end"
)


def _is_month(words: Sequence[Mark], at: int) -> bool:
    """A month alone: "May" and "March" need a word before them that makes them one."""
    before = _low(words, at - 1)
    if before in _MONTHLY or (before in _HYPHENS and _low(words, at - 2) in _PARTS):
        return True
    follows = (_low(words, at + 1), _low(words, at + 2))
    return follows in (("last", "year"), ("this", "year"), ("next", "year"))


def _part_of(words: Sequence[Mark], at: int) -> Found | None:
    """``early 2022``, ``the end of March 2024``, ``the first half of 2023``, ``Q3 2022``, ``the early 2000s``."""
    low = _low(words, at)
    if low in _PARTS:
        gap = at + 1
        if _low(words, gap) in _HYPHENS or _low(words, gap) == "of":
            gap += 1
        elif low in ("end", "start", "beginning", "middle", "close"):
            return None
        if _low(words, gap) in _PARTS and _low(words, gap + 1) in ("-", "to"):
            gap += 2
        if _low(words, gap) == "the":
            gap += 1
        inner = _month_first(words, gap) or _century(words, gap) or _years(words, gap)
        return None if inner is None else _third(low, at, inner)
    quarter = re.fullmatch(r"([qh])([1-4])", low)
    if quarter:
        gap = at + 2 if _low(words, at + 1) in ("of", "in", "-") else at + 1
        return _piece(at, gap, words, quarter[1], int(quarter[2]))
    count = _ORDINALS.get(low) or (4 if low == "last" else None)
    what = _low(words, at + 1)
    if count and what in ("quarter", "half") and _low(words, at + 2) in ("of", "in"):
        if low == "last":
            count = 4 if what == "quarter" else 2
        gap = at + 4 if _low(words, at + 3) == "the" else at + 3
        return _piece(at, gap, words, what[0], count)
    if low == "first" and _low(words, at + 2) == "months" and _low(words, at + 3) in ("of", "in"):
        months = _NUMBERS.get(what) or (
            int(what) if what.isdigit() and 0 < int(what) < 12 else None
        )
        year = year_at(words, at + 4, told=True)
        if months and year:
            return Found(at, at + 5, _iso(year, 1), _iso(year, months))
    return None


def _piece(at: int, gap: int, words: Sequence[Mark], kind: str, count: int) -> Found | None:
    year = year_at(words, gap, told=True)
    size = 3 if kind == "q" else 6
    if year is None or count * size > 12:
        return None
    return Found(at, gap + 1, _iso(year, (count - 1) * size + 1), _iso(year, count * size))


def _third(part: str, at: int, inner: Found) -> Found | None:
    """The early, middle or late part of a month, a year, a decade or a century.

    Of a year the first, middle and last months (1–3, 5–8, 10–12), "end" the last one; of a decade the years
    0–3, 4–6, 7–9; of a century its thirds; of a month its first, second and last ten days.
    """
    which = _PARTS[part]
    sharp = part in ("end", "start", "beginning", "close")
    begin, end = inner.begin, inner.end
    if begin is None:
        return Found(at, inner.last, None, None, stated=False, relative=True, month=inner.month)
    if end is None and len(begin) == 4:
        months = ((1, 1), (5, 8), (12, 12)) if sharp else ((1, 3), (5, 8), (10, 12))
        a, b = months[which]
        return Found(at, inner.last, f"{begin}-{a:02d}", f"{begin}-{b:02d}")
    if end is None and len(begin) == 7:
        stop = last_day(int(begin[:4]), int(begin[5:]))
        first, last = ((1, 10), (11, 20), (21, stop))[which]
        return Found(at, inner.last, f"{begin}-{first:02d}", f"{begin}-{last:02d}")
    if end is not None and len(begin) == len(end) == 4 and int(end) - int(begin) in (9, 99):
        long = int(end) - int(begin) == 99
        first, last = (((0, 33), (34, 66), (67, 99)) if long else ((0, 3), (4, 6), (7, 9)))[which]
        start = int(begin)
        return Found(at, inner.last, f"{start + first:04d}", f"{start + last:04d}", stated=False)
    return None


def _season(words: Sequence[Mark], at: int) -> Found | None:
    months = SEASONS.get(_low(words, at))
    if months is None:
        return None
    gap = at + 1
    while _low(words, gap) in ("of", "the"):
        gap += 1
    year = year_at(words, gap, told=True)
    if year is None:
        return None
    later = year + 1 if months[1] < months[0] else year
    last = gap + 1
    if (
        later > year
        and _low(words, last) in (*_HYPHENS, "/")
        and len(_low(words, last + 1)) in (2, 4)
    ):
        if _low(words, last + 1).endswith(f"{later % 100:02d}"):
            last += 2
    return Found(at, last, _iso(year, months[0]), _iso(later, months[1]))


def _century(words: Sequence[Mark], at: int) -> Found | None:
    low, last = _low(words, at), at + 1
    count = _ORDINALS.get(low)
    if low == "twenty" and _low(words, at + 1) in _HYPHENS and _low(words, at + 2) == "first":
        count, last = 21, at + 3
    if (
        count is None
        and low.isdigit()
        and len(low) < 3
        and _low(words, last) in ("st", "nd", "rd", "th")
    ):
        count, last = int(low), last + 1
    if _low(words, last) in ("-", "‑"):
        last += 1
    if not count or _low(words, last) not in ("century", "centuries"):
        return None
    return Found(at, last + 1, f"{count * 100 - 99:04d}", f"{count * 100:04d}")


def _years(words: Sequence[Mark], at: int) -> Found | None:
    """``2022``, ``2025–27``, ``2022 and 2023``, ``the 2010s``, ``FY2023``."""
    fiscal = re.fullmatch(r"fy(\d{4}|\d{2})", _low(words, at))
    if fiscal:
        year = fiscal[1] if len(fiscal[1]) == 4 else f"20{fiscal[1]}"
        return Found(at, at + 1, year)
    year_found = year_at(words, at)
    if year_found is None:
        return None
    year, last = year_found, at + 1
    if last < len(words) and words[last].low == "s" and words[last].glued:
        if year % 10:
            return None
        return Found(at, last + 1, f"{year:04d}", f"{year + 9:04d}")
    joint = _low(words, last)
    if joint in (*_HYPHENS, "/") and last + 1 < len(words) and words[last + 1].text.isdigit():
        tail = words[last + 1].text
        glued = words[last + 1].glued
        until = (
            int(tail) if len(tail) == 4 else year // 100 * 100 + int(tail) if len(tail) == 2 else 0
        )
        if year < until <= year + 100 and (glued or len(tail) == 4):
            return Found(at, last + 2, f"{year:04d}", f"{until:04d}")
        return None if joint == "/" else Found(at, last, f"{year:04d}")
    second = year_at(words, last + 1, told=True)
    if second is not None and second > year:
        before = _low(words, at - 1)
        if joint in ("to", "until", "till", "through") or (joint == "and" and before == "between"):
            return Found(at, last + 2, f"{year:04d}", f"{second:04d}")
        if joint in ("and", "or") and second == year + 1:
            return Found(at, last + 2, f"{year:04d}", f"{second:04d}")
    return Found(at, last, f"{year:04d}")
