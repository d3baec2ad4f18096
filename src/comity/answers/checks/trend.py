"""Whether two states have come closer or drifted apart: alignment over time, with its interval.

"Closer" is held against the change of overall alignment over the five years before the text, or over the time
it names: it agrees if the change is up and its 90 % interval above zero, and differs if the interval lies on
the other side; else nothing is decided. "A level unseen for decades" asks the same of the change from the
highest year of the two decades before.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import polars as pl

from comity.alignment.result import Alignment, alignment, change_between
from comity.answers.checks.case import AGREES, DIFFERS, OPEN, Case, Period, Verdict, actor_name
from comity.errors import ComityError
from comity.measures.registry import Evidence

__all__ = ["SPAN", "Moved", "check", "moved"]

NAME = "trend"
RULE = "change of overall alignment, 90 % interval above or below zero"
RULE_LEVEL = "mean of overall alignment against every year of the two decades before"
#: Years that "closer" looks back on where the text names none; and "decades".
SPAN, DECADES = 5, 20
_CLOSER = re.compile(
    r"\b(closer|clos\w+ ties|align\w*|deepen\w*|strengthen\w*|converg\w*|synergy|intensif\w*|"
    r"grow\w+ (ties|partnership|relations?|cooperation)|rapprochement|tighten\w*)\b",
    re.IGNORECASE,
)
_APART = re.compile(
    r"\b(apart|cool\w*|deteriorat\w*|drift\w*|diverg\w*|worsen\w*|fray\w*|rift|estrang\w*)\b",
    re.IGNORECASE,
)
_RECORD = re.compile(
    r"\b(unseen|unprecedented|never before|not seen|record|highest|closest)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Moved:
    """A change of alignment between two years, with its 90 % interval, in standard deviations among dyads."""

    first: int
    last: int
    mean: float
    low: float
    high: float

    @property
    def written(self) -> str:
        """For a sentence."""
        text = f"{self.mean:+.2f} [{self.low:+.2f} to {self.high:+.2f}] from {self.first} to {self.last}"
        return text.replace("-", "−")


def moved(found: Alignment, first: int, last: int) -> Moved | None:
    """The change between two years, kept within those covered; None where fewer than two are."""
    years = found.table().filter((pl.col("domain") == "overall") & (pl.col("indicators") > 0))[
        "year"
    ]
    if years.is_empty():
        return None
    earliest, latest = int(str(years.min())), int(str(years.max()))
    first, last = max(first, earliest), min(last, latest)
    if first >= last:
        return None
    return Moved(first, last, *change_between(found, first, last))


def check(case: Case) -> Verdict | None:
    """A verdict on closer or apart, or None where the record speaks of neither."""
    record = case.record
    if record.kind not in ("claim", "relation") or record.form in (
        "forecast",
        "conditional",
        "plan",
    ):
        return None
    pair = tuple(dict.fromkeys((*case.states(record.sources), *case.states(record.targets))))
    if len(pair) != 2 or record.actors - set(pair):
        return None
    up, down = bool(_CLOSER.search(case.text)), bool(_APART.search(case.text))
    if not (up or down) or record.negated:
        return None
    names = f"{actor_name(pair[0])} and {actor_name(pair[1])}"
    period = case.period()
    if period is None:
        return case.open(NAME, names, "the text has no date to look back from")
    try:
        found = alignment(case.world, *pair)
    except ComityError as error:
        return case.open(NAME, names, f"not covered: {str(error).splitlines()[0]}")
    if up and _RECORD.search(case.text):
        return _record(found, names, int(period.last[:4]))
    return _changed(case, found, names, period, up=up)


def _changed(case: Case, found: Alignment, names: str, period: Period, *, up: bool) -> Verdict:
    first, last = int(period.first[:4]), int(period.last[:4])
    change = moved(found, first if first < last else last - SPAN, last)
    if change is None:
        return case.open(NAME, names, "not covered: alignment of these years is not")
    said = f"{names} {'closer' if up else 'further apart'}"
    sign = 1 if up else -1
    outcome = OPEN
    if sign * change.mean > 0 and (change.low > 0 or change.high < 0):
        outcome = AGREES
    elif change.low > 0 or change.high < 0:
        outcome = DIFFERS
    rule = RULE if outcome != OPEN else "undecided: the 90 % interval of the change holds zero"
    return Verdict(
        NAME,
        outcome,
        said,
        f"alignment {change.written}",
        rule,
        _rows(found, change.first, change.last),
    )


def _record(found: Alignment, names: str, last: int) -> Verdict | None:
    rows = found.table().filter((pl.col("domain") == "overall") & (pl.col("indicators") > 0))
    seen = rows.filter(pl.col("year") <= last).sort("year")
    if seen.height < 2:
        return None
    now = seen.row(-1, named=True)
    before = seen.filter(
        (pl.col("year") < now["year"] - 1) & (pl.col("year") >= now["year"] - DECADES)
    )
    if before.is_empty():
        return None
    top = before.sort("mean").row(-1, named=True)
    told = (
        f"alignment {now['mean']:.2f} [{now['low']:.2f} to {now['high']:.2f}] in {now['year']}; the highest "
        f"of {before['year'][0]}–{before['year'][-1]} was {top['mean']:.2f} in {top['year']}"
    ).replace("-", "−")
    said = f"{names} aligned as not for decades"
    evidence = _rows(found, int(top["year"]), int(now["year"]))
    low, high = change_between(found, int(top["year"]), int(now["year"]))[1:]
    if low <= 0 <= high:
        rule = "undecided: the 90 % interval of the change from the highest year holds zero"
        return Verdict(NAME, OPEN, said, told, rule, evidence)
    return Verdict(NAME, AGREES if low > 0 else DIFFERS, said, told, RULE_LEVEL, evidence)


def _rows(found: Alignment, first: int, last: int) -> tuple[Evidence, ...]:
    opened = (rows for year in (first, last) for rows in found.evidence(year))
    return tuple((table, rows) for table, rows in opened if not rows.is_empty())
