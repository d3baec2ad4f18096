"""The balance of trade of two states, and who of them needs the other more.

Balance: exports each way as published for the same year; a deficit that is said to grow is held against the
last year at the date of the text. Dependence: the share of each in the other's exports and imports.
"""

from __future__ import annotations

import re

import polars as pl

from comity.answers.checks.case import Case, Verdict, actor_name, pair_rows, says
from comity.answers.checks.measured import written
from comity.measures.registry import Evidence, get
from comity.measures.scope import Scope
from comity.measures.trade import Side, listings, reported_shares

__all__ = ["LOPSIDED", "check", "needs"]

BALANCE, DEPENDENCE = "trade balance", "dependence"
RULE = "exports each way in the same statistics; the years up to the date of the text"
RULE_NEED = (
    "mean share of each in the other's exports and imports; lopsided if one is twice the other"
)
SIDES: tuple[Side, ...] = ("export", "import")
#: A year after all listings, and how old one may be.
LATEST, OLDEST = 2400, 10
#: One side needs the other this many times as much before a relation is called lopsided.
LOPSIDED = 2.0
_BALANCE = re.compile(r"\b(trade (balance|deficit|surplus)|balance of trade)\b", re.IGNORECASE)
_NEED = re.compile(
    r"\b(depend\w*|interdependen\w*|relian\w*|rel(?:y|ies|ied) on|favou?rs?|junior partner|second partner|"
    r"asymmetr\w*|lifeline|leans? (more )?on)\b",
    re.IGNORECASE,
)
_MUTUAL = re.compile(r"\b(interdependen\w*|mutual\w*|each other)\b", re.IGNORECASE)
_ENDED = re.compile(
    r"\b(reduc\w*|end\w*|lower\w*) (their |its )?(dependen\w*|relian\w*)", re.IGNORECASE
)


def check(case: Case) -> Verdict | None:
    """A verdict on the balance or on dependence in trade, or None where the record speaks of neither."""
    if case.record.form in ("forecast", "conditional"):
        return None
    pair = case.states()
    if len(pair) != 2 or case.record.actors - set(pair):
        return None
    if _BALANCE.search(case.text):
        return _balance(case, pair)
    economic = case.record.domain in ("economic", "finance") or "econom" in case.text
    if (
        _NEED.search(case.text)
        and economic
        and not _ENDED.search(case.text)
        and case.record.kind != "quantity"
    ):
        return _dependence(case, pair)
    return None


def _balance(case: Case, pair: tuple[str, ...]) -> Verdict | None:
    period = case.period()
    last = int(period.last[:4]) if period else LATEST
    goods = pair_rows(case.world.rows("flows", of="goods"), pair[0], pair[1]).filter(
        (pl.col("measure") == "level") & pl.col("directed") & pl.col("start").is_null()
        & (pl.col("year") <= last) & (pl.col("year") >= last - 6)
    )  # fmt: skip
    both = [
        (year, reporter, dict(group.select("a", "value").rows()), group)
        for (year, reporter), group in goods.group_by("year", "reporter", maintain_order=True)
        if set(group["a"]) == set(pair)
    ]
    said = f"trade balance of {actor_name(pair[0])} and {actor_name(pair[1])}"
    if not both:
        return case.open(
            BALANCE, said, "not covered: no year has exports both ways in one publisher's figures"
        )
    both.sort(key=lambda f: (f[0], str(f[1])))
    levels = both[-1][2]
    a, b = pair
    told = "; ".join(
        f"{y}: {actor_name(a)} sold {written(v[a], 'USD')}, {actor_name(b)} {written(v[b], 'USD')}"
        for y, _, v, _ in both[-4:]
    )
    against = next((s for s in pair if re.search(rf"against {_names(s)}", case.text)), a)
    other = b if against == a else a
    fits = levels[against] < levels[other]
    rows: Evidence = ("flows", pl.concat([g for *_, g in both[-4:]]))
    return says(BALANCE, fits, f"{said}, against {actor_name(against)}", told, RULE, rows)


def _names(state: str) -> str:
    capital = {"RUS": "Moscow|Russia", "CHN": "Beijing|China"}.get(state)
    return f"({capital or re.escape(actor_name(state))})"


def _dependence(case: Case, pair: tuple[str, ...]) -> Verdict | None:
    period = case.period()
    last = int(period.last[:4]) if period else LATEST
    found = needs(case, pair, last)
    a, b = pair
    mutual = bool(_MUTUAL.search(case.text)) or case.record.stance == "interdependence"
    said = (
        f"{actor_name(a)} and {actor_name(b)} need each other"
        if mutual
        else f"{actor_name(a)} and {actor_name(b)}: one needs the other"
    )
    if found is None:
        return case.open(
            DEPENDENCE, said, "not covered: partner shares of both sides are not listed"
        )
    year, shares, evidence = found
    weight = {s: f"{100 * v:.0f} %" if v else "too little to be listed" for s, v in shares.items()}
    told = (
        f"in {year} {actor_name(b)} was {weight[a]} of the trade of {actor_name(a)}, and "
        f"{actor_name(a)} {weight[b]} of that of {actor_name(b)}"
    ).replace("listed of", "listed in")
    lopsided = max(shares.values()) >= LOPSIDED * max(min(shares.values()), 1e-9)
    fits = not lopsided if mutual else lopsided
    return says(DEPENDENCE, fits, said, told, RULE_NEED, *evidence)


def needs(
    case: Case, pair: tuple[str, ...], last: int
) -> tuple[int, dict[str, float], list[Evidence]] | None:
    """Mean share of the other in each side's exports and imports, in the last year both list them."""
    shares: dict[str, dict[int, float]] = {}
    for mine, other in (pair, pair[::-1]):
        sides = []
        for side in SIDES:
            rows = reported_shares(
                case.world, side, frozenset({mine}), since=last - OLDEST, until=last
            )
            # a partner that is not listed has less than all that are
            known = dict.fromkeys(listings(rows)["year"].to_list(), 0.0)
            sides.append(
                known | dict(rows.filter(pl.col("b") == other).select("year", "value").rows())
            )
        shares[mine] = {y: (sides[0][y] + sides[1][y]) / 2 for y in set(sides[0]) & set(sides[1])}
    years = set(shares[pair[0]]) & set(shares[pair[1]])
    if not years:
        return None
    year = max(years)
    scope = Scope.dyad(pair[0], pair[1], year, year)
    evidence = [e for side in SIDES for e in get(f"{side}_share").evidence(case.world, scope)]
    return year, {s: shares[s][year] for s in pair}, evidence
