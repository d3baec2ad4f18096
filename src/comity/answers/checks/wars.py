"""Wars, invasions and annexations: whether the two fought in the year told.

From conflicts with at least 25 deaths in battle a year, and from dated facts. That a pair is in no row says
nothing about lesser violence: not covered.
"""

from __future__ import annotations

import re

import polars as pl

from comity.answers.checks.case import Case, Verdict, actor_name, pair_rows, says

__all__ = ["check"]

NAME = "war"
RULE = "an armed conflict between the two that touches the time told"
_WORDS = re.compile(
    r"\b(inva\w+|war|annex\w+|attack\w*|occup\w+|offensive|full-scale)\b", re.IGNORECASE
)


def check(case: Case) -> Verdict | None:
    """A verdict on a war between two states, or None where the record tells none."""
    record = case.record
    if record.kind not in ("event", "relation") or record.form not in (
        "fought",
        "annexed",
        "occurred",
    ):
        return None
    if not (
        (_WORDS.search(case.text) and record.action.startswith("ASSAULT"))
        or record.form == "annexed"
    ):
        return None
    who, period = case.states(), case.period()
    if len(who) != 2 or period is None or record.negated:
        return None
    rows = pair_rows(case.world.rows("ties", of=["armed_conflict"]), *who)
    kept = [period.touches(s, e) for s, e in rows.select("start", "end").iter_rows()]
    rows = rows.filter(pl.Series(kept, dtype=pl.Boolean())).sort("start")
    said = f"{actor_name(who[0])} against {actor_name(who[1])}, {period.written}"
    if rows.is_empty():
        return case.open(
            NAME, said, "not covered: no conflict of the two in that time among the rows"
        )
    found = "; ".join(
        f"{r['name']}, {r['start']} to {r['end'] or 'now'}" for r in rows.iter_rows(named=True)
    )
    return says(NAME, True, said, found, RULE, ("ties", rows))
