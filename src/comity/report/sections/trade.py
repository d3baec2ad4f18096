"""Trade and dependence: who needs whom, by each one's share in the other's exports and imports."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from comity.measures.trade import Side, absences, listings, reported_shares
from comity.report.model import Block, Cited, Section, Sentence
from comity.report.sections.trade_charts import share_charts
from comity.report.sections.trade_levels import payments, trade_levels
from comity.report.sections.trade_partners import (
    SIDES,
    cite_partners,
    covered_years,
    partner_grid,
    partner_rows,
    possessive,
    share_text,
    upper,
)
from comity.report.subject import Subject
from comity.report.wording import state

__all__ = ["dependence", "trade"]

TITLE = "Trade and dependence"
#: Ratios nearer to one than this are called equal.
EVEN = 1.25


@dataclass(frozen=True, slots=True)
class Weight:
    """What is known of one state's share in one side of the other's trade, in the latest year known.

    Attributes
    ----------
    side, year
        Exports or imports, and the year of the listing.
    value, low, high
        The share and its rounding; null where the partner is not listed.
    n, smallest, bound
        Partners listed, the smallest share among them, and the most an unlisted partner can have.
    first
        Year and share of the first known value, if earlier.
    """

    side: Side
    year: int
    value: float | None
    low: float | None
    high: float | None
    n: int
    smallest: float | None
    bound: float | None
    first: tuple[int, float] | None


def trade(subject: Subject) -> Section:
    """Who depends on whom, partners ranked, dated figures and the currency of payment."""
    shares, rows = _shares(subject), partner_rows(subject)
    blocks: list[Block] = list(_dependence(subject, shares, rows))
    blocks.append(covered_years(subject, shares))
    pairs = ((subject.a, subject.b), (subject.b, subject.a))
    cited = {x: cite_partners(subject, rows, x) for x, _ in pairs}
    blocks += share_charts(subject, shares, cited)
    for x, y in pairs:
        grid = partner_grid(subject, shares, rows, x, y)
        blocks += [grid] if grid is not None else []
    blocks += trade_levels(subject)
    blocks += payments(subject)
    return Section("trade", TITLE, tuple(blocks))


def dependence(subject: Subject) -> list[Sentence]:
    """What each weighs in the other's trade, and by how much one weighs more; empty if unknown."""
    return _dependence(subject, _shares(subject), partner_rows(subject))


def _shares(subject: Subject) -> dict[Side, pl.DataFrame]:
    both = frozenset({subject.a, subject.b})
    return {
        side: reported_shares(subject.world, side, both, since=subject.since, until=subject.until)
        for side in SIDES
    }


def _dependence(
    subject: Subject, shares: dict[Side, pl.DataFrame], rows: pl.DataFrame
) -> list[Sentence]:
    pairs = ((subject.a, subject.b), (subject.b, subject.a))
    weights = {x: [_weight(shares[side], side, x, y) for side in SIDES] for x, y in pairs}
    found = []
    for x, y in pairs:
        known = [w for w in weights[x] if w is not None]
        if known:
            found.append(_one_way(subject, rows, x, y, known))
    asymmetry = _asymmetry(subject, rows, weights)
    return found if asymmetry is None else [*found, asymmetry]


def _weight(shares: pl.DataFrame, side: Side, x: str, y: str) -> Weight | None:
    """The share of y in a side of x's trade, in the latest year in which x's partners are known."""
    mine = shares.filter(pl.col("a") == x)
    listing, silent = listings(mine), absences(mine, y)
    dyad = mine.filter(pl.col("b") == y).sort("year")
    known = dyad if listing.is_empty() else dyad.filter(pl.col("year") >= listing["year"].max())
    if not known.is_empty():
        last = known.row(-1, named=True)
    elif not silent.is_empty() and silent["bound"][-1] is not None:
        last = {"year": listing["year"][-1], "value": None, "low": None, "high": None}
    elif not dyad.is_empty():
        last = dyad.row(-1, named=True)  # silence that means nothing: the last year known
    else:
        return None
    of_year = listing.filter(pl.col("year") == last["year"])
    named = of_year.row(0, named=True) if not of_year.is_empty() else {}
    first = dyad.row(0, named=True) if not dyad.is_empty() else None
    return Weight(
        side, last["year"], last["value"], last["low"], last["high"], named.get("n", 0),
        named.get("smallest"), named.get("bound"),
        (first["year"], first["value"]) if first and first["year"] < last["year"] else None,
    )  # fmt: skip


def _one_way(subject: Subject, rows: pl.DataFrame, x: str, y: str, known: list[Weight]) -> Sentence:
    """What share of x's exports and imports is y's."""
    mine, other = possessive(state(x)), state(y)
    shares = [w for w in known if w.value is not None]
    unlisted = [w for w in known if w.value is None]
    parts: list[str] = []
    for weight in shares:
        verb = "went to" if weight.side == "export" else "came from"
        before = f" ({weight.first[0]}: {share_text(weight.first[1])})" if weight.first else ""
        when = f" in {weight.year}" if not parts or weight.year != shares[0].year else ""
        parts.append(
            f"{share_text(weight.value or 0.0)} of {'its' if parts else mine} {weight.side}s{when} "
            f"{verb} {other}{before}"
        )
    text = upper(" and ".join(parts))
    gaps: list[str] = []
    for weight in unlisted:
        what = "buyers of" if weight.side == "export" else "suppliers of"
        when = f" in {weight.year}" if weight.year != (shares or unlisted[:1])[0].year else ""
        when = f" in {weight.year}" if not parts and not gaps else when
        smallest = f" (the smallest has {share_text(weight.smallest)})" if weight.smallest else ""
        gaps.append(
            f"the {weight.n} largest {what} {'its' if gaps else mine} {weight.side}s{when}{smallest}"
        )
    if gaps:
        text += f"; {other}" if parts else upper(other)
        text += " is not listed among " + " nor among ".join(gaps)
    cited: Cited = ()
    for year in sorted({w.year for w in known} | {w.first[0] for w in known if w.first}):
        cited += cite_partners(subject, rows, x, year)
    return Sentence(f"{text}.", cited)


def _asymmetry(
    subject: Subject, rows: pl.DataFrame, weights: dict[str, list[Weight | None]]
) -> Sentence | None:
    """By how much one weighs more in the other's trade than the reverse, where a year has both."""
    found: list[tuple[Side, int, str, str, str]] = []
    cited: Cited = ()
    for i, side in enumerate(SIDES):
        mine, theirs = weights[subject.a][i], weights[subject.b][i]
        if mine is None or theirs is None or mine.year != theirs.year:
            continue
        ratio = _ratio(subject, mine, theirs)
        if ratio is not None:
            found.append((side, mine.year, *ratio))
            for x in (subject.a, subject.b):
                cited += cite_partners(subject, rows, x, mine.year)
    if not found:
        return None
    if (
        len(found) == len(SIDES)
        and len({(year, *who) for _, year, often, *who in found if often}) == 1
    ):
        (_, year, exports, owner, partner), (_, _, imports, _, _) = found
        text = (
            f"{state(partner)} weighs {exports} as much in {possessive(state(owner))} exports, and {imports} "
            f"as much in its imports, as {state(owner)} in {possessive(state(partner))} ({year})."
        )
        if exports and imports:
            return Sentence(upper(text), tuple(dict.fromkeys(cited)))
    clauses = []
    for side, year, often, owner, partner in found:
        heavy, light = state(partner), possessive(state(owner))
        if not often:
            clauses.append(f"the two weigh about equally in each other’s {side}s ({year})")
        else:
            clauses.append(
                f"{heavy} weighs {often} as much in {light} {side}s as {state(owner)} in "
                f"{possessive(heavy)} ({year})"
            )
    return Sentence(upper("; ".join(clauses)) + ".", tuple(dict.fromkeys(cited)))


def _ratio(subject: Subject, mine: Weight, theirs: Weight) -> tuple[str, str, str] | None:
    """How many times one share is the other, and whose trade and whose share the larger is."""
    small, large = sorted(
        ((mine, subject.a, subject.b), (theirs, subject.b, subject.a)),
        key=lambda side: side[0].value if side[0].value is not None else side[0].bound or 0.0,
    )
    least, most = small[0], large[0]
    base = least.value if least.value is not None else least.bound
    if not most.value or not base:
        return None
    bounded = least.value is None
    ratio = (most.low or most.value) / base if bounded else most.value / base
    if ratio < EVEN:
        return None if bounded else ("", large[1], large[2])
    digits = 0 if ratio >= 3 else 1
    shown = int(ratio) if bounded and digits == 0 else round(ratio, digits)
    return f"{'at least' if bounded else 'about'} {shown:g} times", large[1], large[2]
