"""How many tonnes a trade of so many dollars is: what the dyad's own figures say, and an assumed range.

Where crude oil between the two is held both in dollars and in tonnes for one year, its share of the trade of
that year and its dollars a tonne are kept; it goes by tanker. The rest is goods of an assumed density: 500
dollars a tonne (fertilisers, steel, grain) to 3,000 (mixed cargo in containers).
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from comity.measures.scope import Scope
from comity.world.world import World

__all__ = ["DENSITY", "Trade", "trade_of"]

#: Dollars a tonne of goods other than oil, low and high. An assumption.
DENSITY = (500.0, 3000.0)


@dataclass(frozen=True, slots=True)
class Trade:
    """What is held of a dyad's trade.

    Attributes
    ----------
    dollars, dollars_in
        Goods trade both ways in the latest whole year held, and that year; None where not held.
    oil_share, oil_density, oil_in
        Crude oil's share of the trade, its dollars a tonne, and the year; share 0 where not held.
    density
        Dollars a tonne of the rest, low and high.
    records
        Where the figures stand.
    """

    dollars: float | None
    dollars_in: int | None
    oil_share: float
    oil_density: float | None
    oil_in: int | None
    density: tuple[float, float]
    records: tuple[str, ...]

    def tonnes(self, dollars: float, *, heavy: bool) -> dict[str, float]:
        """Million tonnes of ``oil`` and ``goods`` in so many dollars; heavy: of the low density."""
        oil = self.oil_share * dollars / self.oil_density if self.oil_density else 0.0
        goods = (1 - self.oil_share) * dollars / self.density[0 if heavy else 1]
        return {"oil": oil / 1e6, "goods": goods / 1e6}


def trade_of(world: World, a: str, b: str, year: int, density: tuple[float, float] | None) -> Trade:
    """What is held of the trade of two states up to a year."""
    rows = world.rows(
        "flows", Scope.dyad(a, b).rows() & (pl.col("year") <= year), of=("goods", "crude_oil")
    ).filter((pl.col("measure") == "level") & (pl.col("commitment").fill_null("deed") == "deed"))
    # a fiscal year is told from the parts of one by its twelve months
    months = _month("end") - _month("start") + 1
    rows = rows.filter(pl.col("start").is_null() | (months == 12)).sort(
        "year", pl.col("start").is_null(), pl.col("record")
    )
    goods = rows.filter(
        (pl.col("commodity") == "goods") & (pl.col("unit") == "USD") & ~pl.col("directed")
    )
    oil = rows.filter(pl.col("commodity") == "crude_oil")
    whole = {int(r["year"]): r for r in goods.iter_rows(named=True)}
    dollars, tonnes = (
        {int(r["year"]): r for r in oil.filter(pl.col("unit") == u).iter_rows(named=True)}
        for u in ("USD", "Mt")
    )
    both = sorted(set(dollars) & set(tonnes) & set(whole))
    last = max(whole, default=None)
    used = [whole[last]] if last is not None else []
    share, per_tonne, oil_in = 0.0, None, None
    if both:
        oil_in = both[-1]
        share = min(1.0, dollars[oil_in]["value"] / whole[oil_in]["value"])
        per_tonne = dollars[oil_in]["value"] / (tonnes[oil_in]["value"] * 1e6)
        used += [dollars[oil_in], tonnes[oil_in], whole[oil_in]]
    return Trade(
        whole[last]["value"] if last is not None else None, last, share, per_tonne, oil_in,
        density or DENSITY, tuple(dict.fromkeys(r["record"] for r in used)),
    )  # fmt: skip


def _month(column: str) -> pl.Expr:
    text = pl.col(column)
    year, month = (
        text.str.slice(0, 4).cast(pl.Int32),
        text.str.slice(5, 2).cast(pl.Int32, strict=False),
    )
    return year * 12 + month
