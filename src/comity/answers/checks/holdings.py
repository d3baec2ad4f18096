"""What one state has: its share of the world's gas, oil or coal, its troops, its land borders.

A share of the world is counted over the states the Factbook lists. Of a company the world has nothing: the
figure of its state is told beside it, and decides nothing.
"""

from __future__ import annotations

import re

import polars as pl

from comity.answers.checks.case import Case, Verdict, actor_name, pair_rows, says
from comity.answers.checks.measured import measured
from comity.states.system import spells

__all__ = ["check"]

NAME, BORDER = "share of the world", "border"
RULE = "within two percentage points of the share among the states listed"
POINTS = 2.0
_GLOBAL = re.compile(r"\b(?:global|world(?:['’]s| ?wide)?)\b", re.IGNORECASE)
_WHAT = (
    (re.compile(r"\bgas reserves?\b", re.IGNORECASE), "gas_reserves", "gas reserves"),
    (re.compile(r"\boil reserves?\b", re.IGNORECASE), "oil_reserves", "oil reserves"),
    (re.compile(r"\bcoal\b", re.IGNORECASE), "coal_production", "coal production"),
    (re.compile(r"\bgas\b", re.IGNORECASE), "gas_production", "gas production"),
    (re.compile(r"\boil\b", re.IGNORECASE), "oil_production", "oil production"),
)
#: States whose companies prose names.
COMPANIES = {
    "GAZPROM": "RUS",
    "ROSNEFT": "RUS",
    "NOVATEK": "RUS",
    "LUKOIL": "RUS",
    "CNPC": "CHN",
    "SINOPEC": "CHN",
}
_BORDER = re.compile(
    r"\b(land border|common border|share[sd]? a (long )?(land )?border)\b", re.IGNORECASE
)
_NEIGHBOURS = re.compile(r"\bneighbou?rs\b", re.IGNORECASE)


def check(case: Case) -> Verdict | None:
    """A verdict on a share of the world or a border, or None where the record states neither."""
    for words, least in ((_BORDER, 1), (_NEIGHBOURS, 5)):
        if words.search(case.text) and len(case.states()) == 2:
            return _border(case, least)
    figure = measured(case.record) if case.record.kind == "quantity" else None
    if figure is None or figure.dimension != "share" or not _GLOBAL.search(case.text):
        return None
    what = next((w for w in _WHAT if w[0].search(case.text)), None)
    owner = next((a for a in (*case.record.sources, *case.record.targets)), None)
    state = COMPANIES.get(owner or "", owner)
    if what is None or state is None:
        return None
    rows = case.world.rows("states", of=what[1])
    rows = rows.filter((pl.col("source") == "factbook") & pl.col("state").is_in(list(spells())))
    years = rows.filter(pl.col("state") == state)["year"].to_list()
    said = f"{case.text} ({actor_name(owner) if owner else ''})"
    if not years:
        return case.open(NAME, said, f"not covered: {what[2]} of {actor_name(state)} is not listed")
    year = max(years)
    listed = rows.filter(pl.col("year") == year)
    own = listed.filter(pl.col("state") == state)
    share = 100 * float(own["value"][0]) / float(listed["value"].sum())
    told = f"{actor_name(state)}: {share:.1f} % of {what[2]} of {listed.height} states listed for {year}"
    if state != owner:
        return case.open(
            NAME, said, "not covered: no source holds companies", ("states", own), found=told
        )
    fits = abs(share - figure.value) <= figure.step / 2 + POINTS
    return says(NAME, fits, said, told, RULE, ("states", own))


def _border(case: Case, least: int) -> Verdict:
    """Whether two states touch: by land, or within ``least`` on the scale, whose end is 400 miles of sea."""
    a, b = case.states()
    rows = pair_rows(case.world.rows("ties", of=["contiguity"]), a, b).sort("start").tail(1)
    what = "share a land border" if least == 1 else "are neighbours"
    said = f"{actor_name(a)} and {actor_name(b)} {what}"
    if rows.is_empty():
        return case.open(BORDER, said, "not covered: no row of contiguity")
    row = rows.row(0, named=True)
    held = f"{row['start']} to {row['end'] or 'now'}"
    told = f"contiguity {held}, grade {row['depth']:.0f} of 5 (1 is a land border)"
    rule = f"contiguity of grade {'1' if least == 1 else f'1 to {least}'}"
    return says(BORDER, row["depth"] <= least, said, told, rule, ("ties", rows))
