"""Rank among trade partners: "primary", "largest", "top" partner, supplier or market.

From the partner shares the Factbook lists, the latest at the date of the text: agrees if the partner is
first among those listed.
"""

from __future__ import annotations

import re

import polars as pl

from comity.answers.checks.case import Case, Verdict, actor_name, says
from comity.measures.registry import Evidence, get
from comity.measures.scope import Scope
from comity.measures.trade import Side, reported_shares

__all__ = ["check"]

NAME = "rank"
RULE = "first among the listed partners, by share, in the last year listed"
_FIRST = re.compile(
    r"\b(primary|largest|biggest|main|leading|top|number one|principal|most important)\b[^.;]{0,40}?"
    r"\b(partners?|suppliers?|markets?|buyers?|customers?|sources?|exporters?|importers?)\b",
    re.IGNORECASE,
)
_SUPPLIER = re.compile(r"\b(suppliers?|sources?|exporters?)\b", re.IGNORECASE)
_BUYER = re.compile(r"\b(markets?|buyers?|customers?|importers?)\b", re.IGNORECASE)
_OTHER = re.compile(r"\b(arms|weapons?|military|oil|gas|energy supplier|coal)\b", re.IGNORECASE)
#: How old a listing may be.
BACK = 4


def check(case: Case) -> Verdict | None:
    """A verdict on a rank among trade partners, or None where the record states none."""
    told = _FIRST.search(case.text)
    if not told or case.record.kind == "quantity" or _OTHER.search(told[0]):
        return None
    who = case.states()
    if len(who) != 2:
        return None
    partner, whose = _roles(case, who)
    period = case.period()
    last = int(period.last[:4]) if period else 2400
    sides: tuple[Side, ...] = ("export", "import")
    if _SUPPLIER.search(told[0]):
        sides = ("import",)
    elif _BUYER.search(told[0]):
        sides = ("export",)
    said = f"{actor_name(partner)}: {' '.join(told[0].split())} of {actor_name(whose)}"
    found: list[str] = []
    firsts: list[bool] = []
    evidence: list[Evidence] = []
    for side in sides:
        rows = reported_shares(case.world, side, frozenset({whose}), until=last)
        if rows.is_empty():
            continue
        year = int(str(rows["year"].max()))
        if period and year < int(period.first[:4]) - BACK:
            continue
        now = rows.filter(pl.col("year") == year).sort("value", descending=True)
        place = next((i for i, b in enumerate(now["b"].to_list()) if b == partner), None)
        top = now.row(0, named=True)
        firsts.append(place == 0)
        share = f"{100 * float(now['value'][place]):.0f} %" if place is not None else "not listed"
        ahead = (
            "" if place == 0 else f" (first: {actor_name(top['b'])}, {100 * top['value']:.0f} %)"
        )
        found.append(f"{side}s {year}: {share}{ahead}")
        scope = Scope.of(whose, since=year, until=year)
        evidence += get(f"{side}_share").evidence(case.world, scope)
    if not found:
        return case.open(
            NAME,
            said,
            f"not covered: no partners of {actor_name(whose)} are listed for these years",
        )
    return says(NAME, all(firsts), said, "; ".join(found), RULE, *evidence)


def _roles(case: Case, who: tuple[str, ...]) -> tuple[str, str]:
    """Who is the partner, and whose; the possessive decides, else the one that acts is the partner."""
    from comity.states.system import name

    for whose in who:
        plain = name(whose)
        if re.search(
            rf"\b{re.escape(plain)}[’']s\s+(?:\w+\s+){{0,3}}?(primary|largest|biggest|main|leading|top|principal|most)",
            case.text,
        ):
            return next(w for w in who if w != whose), whose
    return who[0], who[1]
