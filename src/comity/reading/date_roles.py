"""Words that turn a date: "since 2014", "by 2030"; and named periods, which are dated by such words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from comity.reading.anchor import Anchor, interval
from comity.reading.changes import direction
from comity.reading.marks import Mark, word_set
from comity.reading.named_periods import Period, period_at
from comity.reading.vocabulary import Basis
from comity.reading.year_dates import Found

__all__ = ["When", "named", "turned"]


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
        ``at``, ``by``, ``since``, ``until``, ``before`` or ``after``; ``against`` for what a figure is held
        against ("than in 2021"), which dates nothing. Where something is dated between that word and the date
        ("after the annexation in 2014"), the date itself is another one, inside.
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
_ARTICLES = word_set("the in on of during at a early late mid end start beginning from its through")
_BREAKS = frozenset(",;:—()")
_MEASURED = frozenset(["cent", "percent", "billion", "million", "points", "level", "times"])
_PERIOD_WORDS = frozenset(["during", "throughout"])


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
            period = period_at(words, back + 1, None)
            away = period is not None and period.last < first - 2
            return ("at", first) if away else (_ROLES[low], back)
    return "at", first


_COMPARING = frozenset(["than", "against", "versus", "above", "below"])


def _compared(words: Sequence[Mark], first: int) -> bool:
    """Whether a figure is held against the date: "than in 2021", "up 9% from the previous year"."""
    at = first - 1
    while at >= 0 and words[at].low in _ARTICLES and words[at].low != "from":
        at -= 1
    if at < 1:
        return False
    low, before = words[at].low, words[at - 1]
    if low == "from":
        return (
            before.digits
            or before.text == "%"
            or before.low in _MEASURED
            or direction(before.low) != 0
        )
    return low in _COMPARING or (low in ("to", "with") and before.low in ("compared", "relative"))


def turned(words: Sequence[Mark], found: Found, anchor: Anchor | None) -> list[When]:
    """A date with the word that turns it; the date itself too, where it dates something in between."""
    basis: Basis = "stated" if found.stated and not found.relative else "inferred"
    start, end = words[found.first].start, words[found.last - 1].end
    role, at = _role(words, found.first)
    plain = When(start, end, found.date, basis, found.relative, note=found.note)
    if role == "at":
        return [replace(plain, role="against") if _compared(words, found.first) else plain]
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
    whole = When(
        start, end, _turn(role, found.begin, found.end, anchor), "inferred", found.relative, role
    )
    return [whole, plain] if inside else [whole]


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


def named(words: Sequence[Mark], at: int, anchor: Anchor | None) -> tuple[When, int] | None:
    """The named period at mark ``at`` as a date, and the mark after it; None where no word dates by it."""
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
