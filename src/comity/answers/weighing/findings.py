"""Tests of mechanisms on one dyad: supported, contradicted, undecided or not covered, and with which rows."""

from __future__ import annotations

from collections.abc import Callable
from math import sqrt
from statistics import mean

import polars as pl

from comity import states
from comity.answers.weighing.case import (
    CONTRADICTED,
    LEAST_SOURCES,
    NOT_COVERED,
    RISE,
    SUPPORTED,
    UNDECIDED,
    Case,
    Finding,
    moved,
    needs,
    onset,
    trade_changes,
)
from comity.measures.organisations import shared_memberships
from comity.measures.registry import series
from comity.measures.scope import Scope

__all__ = ["TESTS"]

#: A price lower by less than this is none; trade shares are known to about a hundredth.
DISCOUNT, ROUNDING = 0.05, 0.01
#: Source of reference prices.
ANCHORS = "compiled_prices"
#: A link that was built, whatever became of it; all others are plans.
BUILT = ("operating", "idle", "mothballed", "retired", "destroyed", "suspended")
#: Why nothing can be said of what pressure does.
NO_ONSET = f"no rise of at least {RISE} in the states that sanction either side is known"
#: Normal quantile of a 90 % interval.
REACH = 1.645


def _pressure(case: Case) -> Finding:
    start = onset(case)
    if start is None:
        return _nothing(NO_ONSET)
    side, year, more = start
    change = moved(case, year, without="sanctions")
    what = f"{more} more states sanctioned {states.name(side)} in {year}"
    if change is None:
        return _nothing(
            f"{what}, but fewer than {LEAST_SOURCES} sources cover both before and after"
        )
    return _signed(change, what)


def _forums(case: Case) -> Finding:
    shared = shared_memberships(case.world, Scope.dyad(case.a, case.b))
    first = shared.group_by("bloc").agg(year=pl.col("year").min()).sort("year", descending=True)
    alive = case.found.table()["year"]
    first = first.filter((pl.col("year") > alive[0]) & (pl.col("year") < case.year))
    for bloc, year in first.rows():
        change = moved(case, year, without="organisations")
        if change is not None:
            return _signed(change, f"{bloc} shared since {year}")
    return _nothing(
        "no bloc was joined while other evidence was covered before and after"
        if first.height
        else "no bloc was first shared in these years"
    )


def _discount(case: Case) -> Finding:
    # markers, domestic and union prices anchor the energy market: they are not what third parties paid
    paid = (pl.col("measure") == "price") & (pl.col("source") != ANCHORS)
    rows = case.world.rows("flows", paid & (pl.col("year") <= case.year))
    pairs = []
    for seller, buyer in ((case.a, case.b), (case.b, case.a)):
        sold = rows.filter(pl.col("a") == seller)
        keys = ["commodity", "year", "unit"]
        here = sold.filter(pl.col("b") == buyer).group_by(keys).agg(here=pl.col("value").mean())
        there = sold.filter(pl.col("b") != buyer).group_by(keys).agg(there=pl.col("value").mean())
        pairs.append(
            here.join(there, on=keys).with_columns(seller=pl.lit(seller), buyer=pl.lit(buyer))
        )
    prices = pl.concat(pairs).with_columns(discount=1 - pl.col("here") / pl.col("there"))
    if prices.is_empty():
        return _nothing("no price to the other and to third parties in one year is held")
    need = needs(case)
    if need is None:
        return _nothing("prices are held, but who needs whom more is not covered")
    latest = prices.sort("year").row(-1, named=True)
    seller, cheap = latest["seller"], latest["discount"]
    weaker = need[seller] > need[latest["buyer"]]
    said = (
        f"{states.name(seller)} sold {latest['commodity'].replace('_', ' ')} {abs(cheap):.0%} "
        f"{'below' if cheap > 0 else 'above'} its price to others in {latest['year']} and is the "
        f"{'weaker' if weaker else 'stronger'} side in trade"
    )
    agrees = (cheap > DISCOUNT) == weaker
    return Finding(SUPPORTED if agrees else CONTRADICTED, said, prices.sort("year"))


def _infrastructure(case: Case) -> Finding:
    ends = [pl.col(c).str.split(".").list.first() for c in ("from", "to")]
    joins = ((ends[0] == case.a) & (ends[1] == case.b)) | (
        (ends[0] == case.b) & (ends[1] == case.a)
    )
    # the ledger names links in passing, not all there are
    rows = case.world.rows("links", joins & (pl.col("source") != "ledger"))
    known = rows.filter(pl.col("start").str.head(4).cast(pl.Int32) <= case.year)
    now = known.sort("start").group_by("source", "id").last()
    if now.is_empty():
        return _nothing("no link between the two is held with a date")
    # a link may be in two lists: the longer one counts
    longest = (
        now["source"].value_counts(sort=True).sort("count", "source", descending=[True, False])
    )
    now = now.filter(pl.col("source") == longest["source"][0]).sort("start")
    built = now.filter(pl.col("status").is_in(BUILT)).height
    said = f"{built} of {now.height} links are built"
    sides = case.found.gap().drop_nulls("gap").filter(pl.col("year") <= case.year)
    if sides.is_empty():
        return _nothing(f"{said}, but words and deeds are not both covered")
    gap = sides.row(-1, named=True)
    if gap["gap_low"] <= 0 <= gap["gap_high"]:
        return Finding(
            UNDECIDED, f"{said}; whether words outrun deeds is not known ({gap['year']})", now
        )
    ahead = "words outran deeds" if gap["gap"] > 0 else "deeds outran words"
    agrees = (built * 2 < now.height) == (gap["gap"] > 0)
    return Finding(SUPPORTED if agrees else CONTRADICTED, f"{said}; {ahead} in {gap['year']}", now)


def _distress(case: Case) -> Finding:
    start = onset(case)
    if start is None:
        return _nothing(NO_ONSET)
    side, year, more = start
    other = case.b if side == case.a else case.a
    shares = trade_changes(case.world, year, case.year, frozenset({side})).filter(
        pl.col("b") == other
    )
    what = f"{more} more states sanctioned {states.name(side)} in {year}"
    if shares.is_empty():
        return _nothing(
            f"{what}, but the other’s share in its trade is not covered before and after"
        )
    change = mean(shares["change"])
    said = (
        f"{what}; {states.name(other)}’s share in its trade went from "
        f"{mean(shares['before']):.0%} to {mean(shares['after']):.0%}"
    )
    if abs(change) <= ROUNDING:
        return Finding(SUPPORTED, said, shares)
    return Finding(CONTRADICTED if change > 0 else SUPPORTED, said, shares)


def _bystanders(case: Case) -> Finding:
    start = onset(case)
    if start is None:
        return _nothing(NO_ONSET)
    side, year, more = start
    other = case.b if side == case.a else case.a
    senders = series(case.world, "sanctions", Scope.of(side, year, year)).filter(
        (pl.col("b") == side) & (pl.col("value") > 0)
    )["a"]
    shares = trade_changes(case.world, year, case.year).filter(
        (pl.col("b") == side) & ~pl.col("a").is_in(senders.implode()) & (pl.col("a") != other)
    )
    what = f"{more} more states sanctioned {states.name(side)} in {year}"
    if shares.height < LEAST_SOURCES:
        return _nothing(
            f"{what}, but the trade of hardly any bystander is covered before and after"
        )
    change = shares.group_by("a").agg(pl.col("change").mean())["change"].to_numpy()
    middle = float(change.mean())
    half = REACH * float(change.std(ddof=1)) / sqrt(len(change))
    said = (
        f"{what}; its share in the trade of {len(change)} bystanders that list it changed by "
        f"{100 * middle:+.1f} ({100 * (middle - half):+.1f} … {100 * (middle + half):+.1f}) points"
    )
    if middle - half <= 0 <= middle + half:
        return Finding(UNDECIDED, said, shares)
    return Finding(SUPPORTED if middle < 0 else CONTRADICTED, said, shares)


def _nothing(why: str) -> Finding:
    return Finding(NOT_COVERED, why, pl.DataFrame())


def _signed(change: tuple[float, float, float, pl.DataFrame], what: str) -> Finding:
    middle, low, high, rows = change
    said = (
        f"{what}; other evidence moved by {middle:+.2f} σ ({low:+.2f} … {high:+.2f}) "
        f"over {rows['source'].n_unique()} sources"
    )
    if low <= 0 <= high:
        return Finding(UNDECIDED, said, rows)
    return Finding(SUPPORTED if middle > 0 else CONTRADICTED, said, rows)


#: Tests by name.
TESTS: dict[str, Callable[[Case], Finding]] = {
    "bystanders": _bystanders,
    "discount": _discount,
    "distress": _distress,
    "forums": _forums,
    "infrastructure": _infrastructure,
    "pressure": _pressure,
}
