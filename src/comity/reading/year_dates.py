"""Years and what is made of them: ranges, decades, centuries, quarters, halves, seasons."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from comity.reading.anchor import interval, last_day
from comity.reading.counts import counted
from comity.reading.marks import Mark, low_at, word_set
from comity.reading.units import counted_unit, unit_at

__all__ = ["HYPHENS", "SEASONS", "Found", "century", "iso", "of_year", "year_at", "years"]

HYPHENS = ("-", "–", "—", "‑", "−")
SEASONS = {
    "spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11), "winter": (12, 2),
}  # fmt: skip
_ORDINALS = {
    word: n
    for n, word in enumerate(
        [
            "first",
            "second",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
            "eleventh",
            "twelfth",
            "thirteenth",
            "fourteenth",
            "fifteenth",
            "sixteenth",
            "seventeenth",
            "eighteenth",
            "nineteenth",
            "twentieth",
        ],
        start=1,
    )
} | {"twenty-first": 21}
_NUMBERS = {
    word: n
    for n, word in enumerate(
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"],
        start=1,
    )
}


@dataclass(frozen=True, slots=True)
class Found:
    """A date between marks ``first`` and ``last`` (exclusive): ISO 8601 ``begin`` to ``end``.

    ``begin`` is None where it is not known; ``month``, ``day`` and ``part`` ("early") are told where
    only the year is missing.
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
    part: str = ""

    @property
    def date(self) -> str | None:
        """``A`` or ``A/B``."""
        return None if self.begin is None else interval(self.begin, self.end or self.begin)


def iso(year: int, month: int, day: int | None = None) -> str | None:
    """ISO 8601 of a month or a day; None where the month has no such day."""
    if day is None:
        return f"{year:04d}-{month:02d}"
    return f"{year:04d}-{month:02d}-{day:02d}" if day <= last_day(year, month) else None


_BEFORE_YEARS = word_set(
    "in since by until till before after during from of between through throughout early mid late "
    "for year spring summer autumn fall winter fiscal around circa pre post to end beginning the "
    "january"
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
    if len(mark.text) != 4 or not mark.text.isdecimal():
        return None
    year = int(mark.text)
    if not 1000 <= year <= 2150 or not _bare(words, at):
        return None
    return year if told or _reads_as_year(words, at, year) else None


def _reads_as_year(words: Sequence[Mark], at: int, year: int) -> bool:
    """Whether the words around a number make it a year rather than a count or a name."""
    before = low_at(words, at - 1)
    if before in _NAMES and words[at - 1].text[0].isupper():
        return False
    if before in _SIZES or unit_at(words, at + 1) is not None:
        return False
    if before in ("in", "since", "by", "until", "before", "after", "during"):
        return True
    noun = counted(words, at + 1)
    if noun is not None and noun == at + 1 and counted_unit(words[noun].low) in _THINGS:
        return False
    return before in _BEFORE_YEARS or 1900 <= year <= 2100


def _bare(words: Sequence[Mark], at: int) -> bool:
    """Whether nothing is glued to a number but what may be (a hyphen, a slash, a mark of punctuation)."""
    mark = words[at]
    before = words[at - 1] if at else None
    if before is not None and before.text == "©":
        return False
    if before is not None and mark.glued and (before.text in "$€£¥₽#+.:−"):
        return before.text in ".:" and not (at > 1 and before.glued and words[at - 2].digits)
    if before is not None and mark.glued and before.text in "-‑" and at > 1 and before.glued:
        return words[at - 2].digits or words[at - 2].low in ("mid", "pre", "post", "early", "late")
    after = words[at + 1] if at + 1 < len(words) else None
    if after is not None and after.glued:
        if after.word and after.low != "s":
            return False
        tail = words[at + 2] if at + 2 < len(words) else None
        if after.text in ".:" and tail is not None and tail.glued and tail.digits:
            return False
    return True


def of_year(words: Sequence[Mark], at: int) -> Found | None:
    """A quarter, a half, the first months or a season of a year."""
    return _pieces(words, at) or _season(words, at)


def _pieces(words: Sequence[Mark], at: int) -> Found | None:
    """``Q3 2022``, ``the first half of 2023``, ``the first nine months of 2024``."""
    low = low_at(words, at)
    quarter = re.fullmatch(r"([qh])([1-4])", low)
    if quarter:
        gap = at + 2 if low_at(words, at + 1) in ("of", "in", "-") else at + 1
        return _piece(at, gap, words, quarter[1], int(quarter[2]))
    count = _ORDINALS.get(low) or (4 if low == "last" else None)
    what = low_at(words, at + 1)
    if count and what in ("quarter", "half") and low_at(words, at + 2) in ("of", "in"):
        if low == "last":
            count = 4 if what == "quarter" else 2
        gap = at + 4 if low_at(words, at + 3) == "the" else at + 3
        return _piece(at, gap, words, what[0], count)
    if (
        low == "first"
        and low_at(words, at + 2) == "months"
        and low_at(words, at + 3) in ("of", "in")
    ):
        months = _NUMBERS.get(what) or (
            int(what) if what.isdecimal() and 0 < int(what) < 12 else None
        )
        year = year_at(words, at + 4, told=True)
        if months and year:
            return Found(at, at + 5, iso(year, 1), iso(year, months))
    return None


def _piece(at: int, gap: int, words: Sequence[Mark], kind: str, count: int) -> Found | None:
    year = year_at(words, gap, told=True)
    size = 3 if kind == "q" else 6
    if year is None or count * size > 12:
        return None
    return Found(at, gap + 1, iso(year, (count - 1) * size + 1), iso(year, count * size))


def _season(words: Sequence[Mark], at: int) -> Found | None:
    months = SEASONS.get(low_at(words, at))
    if months is None:
        return None
    gap = at + 1
    while low_at(words, gap) in ("of", "the"):
        gap += 1
    year = year_at(words, gap, told=True)
    if year is None:
        return None
    later = year + 1 if months[1] < months[0] else year
    last = gap + 1
    tail = low_at(words, last + 1)
    joined = later > year and low_at(words, last) in (*HYPHENS, "/")
    if joined and len(tail) in (2, 4) and tail.endswith(f"{later % 100:02d}"):
        last += 2
    return Found(at, last, iso(year, months[0]), iso(later, months[1]))


def century(words: Sequence[Mark], at: int) -> Found | None:
    """``the 19th century``: 1801 to 1900."""
    low, last = low_at(words, at), at + 1
    count = _ORDINALS.get(low)
    if low == "twenty" and low_at(words, at + 1) in HYPHENS and low_at(words, at + 2) == "first":
        count, last = 21, at + 3
    if (
        count is None
        and low.isdecimal()
        and len(low) < 3
        and low_at(words, last) in ("st", "nd", "rd", "th")
    ):
        count, last = int(low), last + 1
    if low_at(words, last) in ("-", "‑"):
        last += 1
    if not count or low_at(words, last) not in ("century", "centuries"):
        return None
    return Found(at, last + 1, f"{count * 100 - 99:04d}", f"{count * 100:04d}")


def years(words: Sequence[Mark], at: int) -> Found | None:
    """``2022``, ``2025–27``, ``2022 and 2023``, ``the 2010s``, ``FY2023``."""
    fiscal = re.fullmatch(r"fy(\d{4}|\d{2})", low_at(words, at))
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
    return _years_to(words, at, year) or Found(at, last, f"{year:04d}")


def _years_to(words: Sequence[Mark], at: int, year: int) -> Found | None:
    """A range: ``2025–27``, ``2022/23``, ``2014 to 2022``, ``between 2014 and 2022``, ``2022 and 2023``."""
    joint = low_at(words, at + 1)
    tail = low_at(words, at + 2)
    until = 0
    if joint in (*HYPHENS, "/") and tail.isdecimal() and len(tail) in (2, 4):
        if words[at + 2].glued or len(tail) == 4:
            until = int(tail) if len(tail) == 4 else year // 100 * 100 + int(tail)
    else:
        until = year_at(words, at + 2, told=True) or 0
        pair = joint in ("and", "or") and until == year + 1
        between = joint == "and" and low_at(words, at - 1) == "between"
        if not (pair or between or joint in ("to", "until", "till", "through")):
            until = 0
    return Found(at, at + 3, f"{year:04d}", f"{until:04d}") if year < until <= year + 200 else None
