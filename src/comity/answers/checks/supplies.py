"""Whether what one state sells the other has grown, shrunk or flows at all.

Levels of the commodity in one publisher's figures, at the ends of the time told; a text that names none is
read as of its own year and the two before. "Increased" agrees with any rise of more than 2 %.
"""

from __future__ import annotations

import re

import polars as pl

from comity.answers.checks.case import Case, Period, Verdict, actor_name, pair_rows, says
from comity.answers.checks.commodities import Commodity, mentioned
from comity.answers.checks.measured import written
from comity.measures.registry import Evidence

__all__ = ["check"]

NAME = "supplies"
RULE = "levels in one publisher's figures at both ends of the time told, a change of more than 2 %"
RULE_FLOWS = "a figure above zero in the time told"
LEAST = 0.02
_MORE = re.compile(
    r"\b(increas\w*|grow\w*|grew|ris(e|es|en|ing)|rose|expand\w*|surg\w*|jump\w*|boost\w*|accelerat\w*|more)\b",
    re.IGNORECASE,
)
_LESS = re.compile(
    r"\b(decreas\w*|fall\w*|fell|declin\w*|drop\w*|shr[iau]nk\w*|reduc\w*|halv\w*|cut)\b",
    re.IGNORECASE,
)
#: An undated "has increased" looks back this far.
BACK = 2


def check(case: Case) -> Verdict | None:
    """A verdict on what flows between two states, or None where the record tells no such thing."""
    record = case.record
    if record.kind not in ("relation", "event") or record.form not in (
        "traded",
        "delivered",
        "occurred",
    ):
        return None
    pair, period = case.states(), case.period()
    if len(pair) != 2 or record.actors - set(pair) or period is None or record.negated:
        return None
    named = [c for _, _, c in mentioned(case.text)]
    if not named or re.search(r"\b(balance|deficit|surplus)\b", case.text):
        return None
    more, less = bool(_MORE.search(case.text)), bool(_LESS.search(case.text))
    if not more and not less and re.search(r"\d", case.text):
        return None  # a figure is checked as one
    kept = [c for c in dict.fromkeys(named) if c.flows[0] != "goods"] or named[:1]
    found = [f for c in kept if (f := _course(case, c, pair, period, changed=more or less))]
    names = f"{actor_name(pair[0])} and {actor_name(pair[1])}"
    said = f"{', '.join(c.name for c in kept)} between {names}, {period.written}"
    if not found:
        return case.open(
            NAME, said, "not covered: no figures of these years in one publisher's count"
        )
    told = "; ".join(f[0] for f in found[:4])
    evidence: Evidence = ("flows", pl.concat([f[2] for f in found]))
    if not more and not less:
        return says(NAME, True, said, told, RULE_FLOWS, evidence)
    signs = [f[1] for f in found]
    fits = all(s > LEAST for s in signs) if more else all(s < -LEAST for s in signs)
    mixed = not fits and any((s > LEAST) == more and abs(s) > LEAST for s in signs)
    if mixed:
        return case.open(
            NAME, said, "undecided: some of them grew and some did not", evidence, found=told
        )
    return says(NAME, fits, said, told, RULE, evidence)


def _course(
    case: Case, commodity: Commodity, pair: tuple[str, ...], period: Period, *, changed: bool
) -> tuple[str, float, pl.DataFrame] | None:
    """The first and last level of a commodity in a period: in words, relative change, rows."""
    last = case.last_full_year(period)
    first = int(period.first[:4]) if period.stated else last - BACK
    if changed and first == last:
        first -= 1
    rows = pair_rows(case.world.rows("flows", of=commodity.flows), pair[0], pair[1]).filter(
        (pl.col("measure") == "level")
        & pl.col("start").is_null()
        & pl.col("year").is_between(first, last)
    )
    if commodity.flows[0] == "goods":
        rows = rows.filter(~pl.col("directed").fill_null(value=True))
    best: tuple[int, list[dict[str, object]]] | None = None
    for _, group in rows.group_by("commodity", "unit", "reporter", "a", maintain_order=True):
        years = group.unique("year", keep="first", maintain_order=True).sort("year")
        ends = [years.row(0, named=True), years.row(-1, named=True)]
        span = int(ends[1]["year"]) - int(ends[0]["year"])
        if (span or not changed) and (best is None or span > best[0]):
            best = span, ends if span else ends[:1]
    if best is None:
        return None
    ends = best[1]
    told = " to ".join(
        f"{written(float(str(r['value'])), str(r['unit']))} in {r['year']}" for r in ends
    )
    change = float(str(ends[-1]["value"])) / float(str(ends[0]["value"])) - 1
    frame = pl.DataFrame(ends, schema=rows.schema, orient="row")
    return f"{ends[-1]['name'] or commodity.name}: {told}", change, frame
