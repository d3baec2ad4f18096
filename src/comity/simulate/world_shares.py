"""Published partner shares of a year as a scenario moves them.

A share s of a total T is a level sT / 100. Of it, e is what the energy market says the two trade in the
commodities it was asked about, before (0) and after (1) the scenario, at the buyer's price; ĥ is the factor
by which the trade model changes all trade between the two, Ĥ that of the reporter's total. Energy moves what
is its own, trade what is left of the level:

    level' = level + max(level − e0, 0) (ĥ − 1) + e1 − e0        total' = T + max(T − E0, 0) (Ĥ − 1) + E1 − E0

An engine that was not asked has e = 0, or factors of one. Of a reporter that trades with nobody any more
every share is zero: no total is left of which the shares published before could be. Where the total is not
known, energy cannot be told as a part of it, and shares move by the factors of trade alone.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from comity.simulate.case import state_of
from comity.simulate.outcome import Outcome, Side
from comity.world.schema import conform
from comity.world.world import World

__all__ = ["GOODS", "SOURCE", "shares_after"]

SOURCE = "simulation"
GOODS = "goods"
#: Column of totals for each side of trade.
TOTALS = {"export": "exports_goods_services", "import": "imports_goods_services"}
#: Of the trade shares, one that moves less than this (in percent points) is left as it is.
STILL = 5e-3
#: A total of no more than this part of what it was is none.
NOTHING = 1e-9


def shares_after(world: World, outcome: Outcome) -> pl.DataFrame:
    """Rows of the flows table: shares of goods of the outcome's year, as the scenario moves them."""
    now, was = _worth(outcome.after), _worth(outcome.baseline)
    energy = now.join(was, on=["seller", "buyer"], how="full", coalesce=True, suffix="_0").select(
        "seller", "buyer", after=pl.col("worth").fill_null(0.0) * 1e6,
        before=pl.col("worth_0").fill_null(0.0) * 1e6,
    )  # fmt: skip
    published = world.rows(
        "flows",
        (pl.col("measure") == "share") & (pl.col("unit") == "percent")
        & (pl.col("year") == outcome.year) & pl.col("start").is_null(),
        of=GOODS,
    )  # fmt: skip
    pairs, totals = _factors(outcome)
    sides = [
        _moved(world, outcome.year, published, energy, pairs, totals, side)
        for side in ("export", "import")
    ]
    note = f"published share moved by scenario {outcome.scenario.name}"
    return pl.concat(sides).with_columns(
        record=pl.format("{}: {} {}", pl.lit(note), "source", "record"), source=pl.lit(SOURCE)
    )


def _factors(outcome: Outcome) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Factors of trade by pair (seller, buyer, factor), and of totals (reporter, export, import)."""
    trade = outcome.trade
    if trade is None:
        pair = {"seller": pl.String, "buyer": pl.String, "factor": pl.Float64}
        total = {"reporter": pl.String, "export": pl.Float64, "import": pl.Float64}
        return pl.DataFrame(schema=pair), pl.DataFrame(schema=total)
    old, new, size = trade.before, trade.after, len(trade.states)
    home = np.eye(size, dtype=bool)
    ratio = np.divide(new, old, out=np.ones_like(old), where=(old > 0) & ~home)
    pairs = pl.DataFrame(
        {
            "seller": np.repeat(trade.states, size), "buyer": np.tile(trade.states, size),
            "factor": ratio.ravel(),
        }
    )  # fmt: skip
    ends = [np.where(home, 0.0, table) for table in (old, new)]
    totals = {
        side: np.divide(ends[1].sum(axis=axis), ends[0].sum(axis=axis), out=np.ones(size), where=(
            ends[0].sum(axis=axis) > 0
        ))
        for side, axis in (("export", 1), ("import", 0))
    }  # fmt: skip
    return pairs, pl.DataFrame({"reporter": trade.states, **totals})


def _worth(side: Side) -> pl.DataFrame:
    """Million USD a year by seller and buyer, at the buyer's price."""
    price = side.prices.select(to="state", of="commodity", price="price")
    gas = (
        pl.when(pl.col("commodity") == "crude_oil")
        .then(pl.lit("crude_oil"))
        .otherwise(pl.lit("gas"))
    )
    worth = side.flows.with_columns(of=gas).join(price, on=["to", "of"])
    cut = {
        end: pl.col(end).map_elements(state_of, return_dtype=pl.String) for end in ("from", "to")
    }
    return (
        worth.select(seller=cut["from"], buyer=cut["to"], worth=pl.col("value") * pl.col("price"))
        .filter(pl.col("seller") != pl.col("buyer"))
        .group_by("seller", "buyer")
        .agg(pl.col("worth").sum())
    )


def _moved(
    world: World, year: int, published: pl.DataFrame, energy: pl.DataFrame, pairs: pl.DataFrame,
    totals: pl.DataFrame, side: str,
) -> pl.DataFrame:  # fmt: skip
    """Rows of one side of trade, whose reporter's total is known and moves."""
    mine, partner = ("a", "b") if side == "export" else ("b", "a")
    own, other = ("seller", "buyer") if side == "export" else ("buyer", "seller")
    known = (
        world.rows(
            "states", (pl.col("year") == year) & pl.col("value").is_not_null(), of=TOTALS[side]
        )
        .unique("state", keep="first")
        .select(reporter="state", total="value")
    )
    ours = energy.rename({own: "reporter", other: "partner"})
    whole = ours.group_by("reporter").agg(
        all_before=pl.col("before").sum(), all_after=pl.col("after").sum()
    )
    rows = published.filter(pl.col("reporter") == pl.col(mine)).with_columns(
        partner=pl.col(partner)
    )
    rows = rows.join(known, on="reporter", how="left").join(whole, on="reporter", how="left")
    rows = rows.join(ours, on=["reporter", "partner"], how="left")
    rows = rows.join(
        pairs.rename({own: "reporter", other: "partner"}), on=["reporter", "partner"], how="left"
    ).join(totals.select("reporter", grown=side), on="reporter", how="left")
    rows = rows.with_columns(
        pl.col("before", "after", "all_before", "all_after").fill_null(0.0),
        pl.col("factor", "grown").fill_null(1.0),
    )
    # without a total, or without energy, shares move by the factors of trade, whatever the total is
    alone = ((pl.col("all_before") == 0) & (pl.col("all_after") == 0)) | pl.col("total").is_null()
    rows = rows.with_columns(
        pl.when(~alone).then(pl.col("before", "after", "all_before", "all_after")).otherwise(0.0),
        total=pl.when(alone).then(pl.lit(1.0)).otherwise("total"),
    )
    total, level = pl.col("total"), pl.col("value") / 100 * pl.col("total")
    now = (
        total
        + (total - pl.col("all_before")).clip(lower_bound=0) * (pl.col("grown") - 1)
        + pl.col("all_after") - pl.col("all_before")
    )  # fmt: skip
    moved = (
        level
        + (level - pl.col("before")).clip(lower_bound=0) * (pl.col("factor") - 1)
        + pl.col("after") - pl.col("before")
    )  # fmt: skip
    share = pl.when(now > NOTHING * total).then((moved / now * 100).clip(0, 100)).otherwise(0.0)
    rows = rows.with_columns(now=share)
    stirred = ((pl.col("now") - pl.col("value")).abs() > STILL).any().over("reporter")
    # two sources print the same listing: the longest is told, the first by name of equals
    kept = rows.filter(stirred).with_columns(length=pl.len().over("reporter", "source"))
    kept = kept.sort("length", "source", descending=[True, False], maintain_order=True)
    kept = kept.unique(["a", "b", "reporter"], keep="first", maintain_order=True)
    return conform(kept.with_columns(value="now"), "flows")
