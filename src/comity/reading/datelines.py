"""The day a document was published, as its page says it: datelines, bylines and addresses, not its prose."""

from __future__ import annotations

import re

from comity.reading.calendar_dates import absolute, numeric_dates
from comity.reading.marks import marks, word_set

__all__ = ["is_date_line", "published"]

_HEAD = 6_000  # characters at the beginning of a text in which a dateline is looked for
_TAIL = 1_500
_LINE = 160
_CUE = re.compile(
    r"\b(?:published|posted|publication date|date published|first published|issued|date|updated|last updated|"
    r"last modified|modified)\b",
    re.IGNORECASE,
)
_LATER = re.compile(r"\b(?:updated|modified)\b", re.IGNORECASE)
_URL = re.compile(r"https?://[^\s\"'<>]{1,300}")
_URL_DATE = re.compile(r"/(20\d{2}|19\d{2})[/-](\d{1,2})(?:[/-](\d{1,2}))?(?=[/\-_.]|$)")
_NOT = re.compile(r"©|\(c\)|copyright|all rights", re.IGNORECASE)
_VERBS = word_set(
    "was were is are has have had will would been be said says visited met signed announced held "
    "began since until after before"
)


_MONTH = (
    "january|february|march|april|may|june|july|august|september|october|november|december"
    "|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec"
)
_DATES = (
    re.compile(r"(?:19|20)\d\d[-/.](?:0?[1-9]|1[0-2])[-/.](?:0?[1-9]|[12]\d|3[01])(?!\d)"),
    re.compile(
        rf"(?<!\d)\d{{1,2}}(?:st|nd|rd|th)? (?:{_MONTH})\.?,? (?:19|20)\d\d(?!\d)",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?:{_MONTH})\.? \d{{1,2}}(?:st|nd|rd|th)?,? (?:19|20)\d\d(?!\d)",
        re.IGNORECASE,
    ),
)
_LABEL = re.compile(
    r"^(?:published|posted|updated|last updated|date|released|modified)\b[ :]*(?:on )?",
    re.IGNORECASE,
)


def published(text: str) -> str | None:
    """ISO 8601 day (or month) of publication; None where the text does not say.

    Looked for, in this order: a date behind "Published"; a line of its own that is a date (with an hour, a
    place or headings of a menu beside it) or that opens with a dateline ("MOSCOW, 3 December 2025 —"); a date
    in an address. A date inside a sentence is none, nor is the year of a copyright.
    """
    head, tail = text[:_HEAD], text[max(_HEAD, len(text) - _TAIL) :]
    lines = [line for part in (head, tail) for line in part.splitlines()]
    alone: list[str] = []
    cued: list[tuple[bool, str]] = []
    for number, whole in enumerate(lines):
        line = whole.strip()
        if not line or _NOT.search(line[:_LINE]):
            continue
        cue = _CUE.search(line[:_LINE])
        date = _first(line[:_LINE])
        if cue is not None and date is None and len(line) < 40 and number + 1 < len(lines):
            date = _first(lines[number + 1].strip()[:_LINE])
            cue = cue if date is not None and _own_line(lines[number + 1].strip(), date) else None
        if date is None:
            continue
        if cue is not None and (len(line) < _LINE) and cue.start() <= date[1]:
            cued.append((bool(_LATER.search(line[:_LINE])), date[0]))
        elif _own_line(line, date) or _dateline(line, date):
            alone.append(date[0])
    if cued:
        return min(cued, key=lambda one: one[0])[1]
    return alone[0] if alone else _in_address(head)


def _first(line: str) -> tuple[str, int, int] | None:
    """The first date of a line told to the month at least: ISO 8601, where it begins and ends."""
    for one in numeric_dates(line, 0, len(line)):
        if one.date is not None:
            return one.date, one.start, one.end
    words = marks(line, 0, len(line))
    for at in range(len(words)):
        found = absolute(words, at)
        if (
            found is not None
            and found.begin is not None
            and found.end is None
            and len(found.begin) > 4
        ):
            return found.begin, words[found.first].start, words[found.last - 1].end
    stamp = re.search(r"\b((?:19|20)\d{2}-\d{2}-\d{2})T\d{2}:", line)
    return None if stamp is None else (stamp[1], stamp.start(), stamp.end())


def _own_line(line: str, date: tuple[str, int, int]) -> bool:
    """Whether a line is the date and little else: nothing of it is a sentence."""
    rest = line[: date[1]] + " " + line[date[2] :]
    lows = [mark.low for mark in marks(rest, 0, len(rest)) if mark.word]
    if (
        len(lows) > 12
        or len(line) > 120
        or (rest.rstrip().endswith((".", "?", "!")) and len(lows) > 4)
    ):
        return False
    if any(low in _VERBS for low in lows):
        return False
    first = date[1] < 30 or date[2] > len(line) - 12
    return first and not re.search(
        r"\b(?:in|on|of|by|for|from|to)\s*$", line[: date[1]].lower()[-8:]
    )


def _dateline(line: str, date: tuple[str, int, int]) -> bool:
    """``MOSCOW, December 3, 2025 (Agency) — …``."""
    place = line[: date[1]].strip(" ,(")
    mark = line[date[2] : date[2] + 40]
    return (
        0 < len(place) < 40
        and place.upper() == place
        and any(character.isalpha() for character in place)
        and re.search(r"[—–\-:]", mark) is not None
    )


def _in_address(head: str) -> str | None:
    for address in _URL.findall(head):
        match = _URL_DATE.search(address)
        if match and 1 <= int(match[2]) <= 12:
            day = f"-{int(match[3]):02d}" if match[3] and 1 <= int(match[3]) <= 31 else ""
            return f"{match[1]}-{int(match[2]):02d}{day}"
    return None


def is_date_line(line: str) -> bool:
    """Whether a line says little more than when the article appeared."""
    bare = _LABEL.sub("", line)
    if len(bare) >= 90 or bare.endswith("."):
        return False
    found = [m.start() for each in _DATES if (m := each.search(bare))]
    # a place in capitals may stand before it: "RIYADH/BEIJING, April 9, 2024"
    return any(at < 14 or (at < 40 and bare[:at].isupper()) for at in found)
