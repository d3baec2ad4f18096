"""Sanctions: whether one side has imposed some on the other at the time told.

Compiled measures with dates first, then yearly counts of cases. Agrees if any member of a group said to
impose sanctions has one in force or imposed then. A denial differs from any that is held; the lists are no
census, so that nothing held does not make it right.
"""

from __future__ import annotations

import re

import polars as pl

from comity.answers.checks.case import Case, Period, Verdict, actor_name, says

__all__ = ["RULE", "check"]

NAME = "sanctions"
RULE = "a dated measure, or a case counted in the year, of any of the senders against any of the targets"
#: "Western sanctions" without a date are those of the last years.
BACK = 2
#: "Never" reaches back this far.
EVER = 100
_WORDS = re.compile(
    r"\b(sanction\w*|embargo\w*|price cap|export controls?|asset freezes?)\b", re.IGNORECASE
)
_IMPOSED = re.compile(r"\b(impos\w+|sanctioned|adopt\w+|introduc\w+|join\w+)\b", re.IGNORECASE)
_EVER = re.compile(r"\b(never|ever)\b", re.IGNORECASE)
_LIMITED = re.compile(
    rf"{_WORDS.pattern}|\b(isolat\w*|curtail\w*|restrict\w*|ban(s|ned)?)\b", re.IGNORECASE
)
_EVADED = re.compile(
    r"\b(circumvent\w*|evad\w*|bypass\w*|avoid\w*|despite|due to|because of|under)\b", re.IGNORECASE
)


def check(case: Case) -> Verdict | None:
    """A verdict on sanctions of one side against the other, or None where the record tells none."""
    record = case.record
    told = (record.form == "sanctioned" and _LIMITED.search(case.around)) or (
        record.domain == "sanctions" and _WORDS.search(case.text) and not _EVADED.search(case.text)
    )
    denied = record.negated and bool(_WORDS.search(case.text)) and _IMPOSED.search(case.text)
    if denied:
        told = record.action.startswith("SANCTION")
    if record.kind == "quantity" or not told:
        return None
    if not denied and (record.kind == "claim" or record.polarity >= 0 or record.negated):
        return None
    period = case.period()
    if period is None or not record.sources or not record.targets:
        return None
    if not period.stated:
        back = EVER if _EVER.search(case.text) else BACK
        period = Period(str(int(period.last[:4]) - back), period.last, stated=False)
    senders, targets = (
        case.members(record.sources, period.last),
        case.members(record.targets, period.last),
    )
    if not senders or not targets:
        return None
    sides = f"{_names(record.sources)} on {_names(record.targets)}"
    said = f"{'no ' if denied else ''}sanctions of {sides}, {period.written}"
    years = list(period.years)
    events = case.world.events.filter(
        (pl.col("action") == "SANCTION")
        & (pl.col("a").is_in(senders) | pl.col("a").is_in(record.sources))
        & (pl.col("b").is_in(targets))
    )
    kept = [period.touches(s, e or s) for s, e in events.select("date", "end").iter_rows()]
    events = events.filter(pl.Series(kept, dtype=pl.Boolean())).sort("date")
    counted = case.world.rows(
        "flows", pl.col("a").is_in(senders), pl.col("b").is_in(targets), pl.col("year").is_in(years),
        pl.col("value") > 0, of="sanctions",
    ).sort("year", "a")  # fmt: skip
    if events.is_empty() and counted.is_empty():
        return case.open(
            NAME, said, "not covered: no measure among the dated facts or counted cases"
        )
    parts = []
    if events.height:
        names = [
            f"{r['name'] or r['mode']}, {actor_name(r['a'])}, {r['date']}"
            for r in events.head(3).iter_rows(named=True)
        ]
        more = f" and {events.height - 3} more" if events.height > 3 else ""
        parts.append("; ".join(names) + more)
    if counted.height:
        senders_counted = counted["a"].n_unique()
        states = "state" if senders_counted == 1 else "states"
        parts.append(f"{senders_counted} {states} with cases counted in {_years(counted)}")
    return says(
        NAME, not denied, said, "; ".join(parts), RULE, ("events", events), ("flows", counted)
    )


def _names(actors: tuple[str, ...]) -> str:
    return ", ".join(map(actor_name, actors))


def _years(rows: pl.DataFrame) -> str:
    years = sorted(set(rows["year"].to_list()))
    return str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"
