"""One side of a state's trade: what it says of a partner, and the mean of both sides."""

from __future__ import annotations

from typing import Any

import polars as pl

from comity.measures.trade import Side, absences, listings
from comity.world.world import World

__all__ = ["SIDES", "mean_of", "one_side", "sources_of"]

SIDES: tuple[Side, Side] = ("export", "import")


def sources_of(world: World, both: frozenset[str]) -> dict[tuple[str, int, str], str]:
    """Whose listings state the shares in a state's exports or imports, by state, year and side."""
    listing = {
        source.key for source, one in world.covering("flows", "goods") if one.subject == "goods"
    }
    rows = world.rows(
        "flows",
        (pl.col("measure") == "share") & (pl.col("unit") == "percent") & pl.col("start").is_null()
        & pl.col("reporter").is_in(sorted(both)) & pl.col("source").is_in(sorted(listing)),
        of="goods",
    )  # fmt: skip
    side = pl.when(pl.col("reporter") == pl.col("a")).then(pl.lit("export"))
    named = rows.with_columns(side=side.otherwise(pl.lit("import")))
    grouped = named.group_by("reporter", "year", "side").agg(pl.col("source").unique().sort())
    return {(x, year, s): ", ".join(found) for x, year, s, found in grouped.iter_rows()}


def one_side(
    shares: pl.DataFrame, sources: dict[tuple[str, int, str], str], x: str, y: str, side: Side
) -> list[dict[str, object]]:
    """What one side of x's trade says of y, by year."""
    rows: list[dict[str, object]] = []
    named = {r["year"]: r["n"] for r in listings(shares).iter_rows(named=True)}
    for r in shares.filter(pl.col("b") == y).iter_rows(named=True):
        n = named.get(r["year"])
        if r["basis"] == "flows":
            why = "computed from flows, without a stated error"
        elif r["listed"]:
            why = f"published, {sources.get((x, r['year'], side), '')}, rank {r['rank']} of {n} listed"
        else:
            why = "published alone, without a listing that names it"
        rows.append(_row(x, y, side, r["year"], r["value"], r["low"], r["high"], r["rank"], n, why))
    for r in absences(shares, y).iter_rows(named=True):
        where, n, low, high = sources.get((x, r["year"], side), ""), r["n"], None, None
        if r["basis"] == "flows":
            why = "not reported in the matrix of flows"
        elif r["bound"] is None:
            why = f"not named by a listing that seems to leave it out, {where}"
        else:
            why = f"not among the {n} listed, at most the smallest of them, {where}"
            low, high = 0.0, r["bound"]
        rows.append(_row(x, y, side, r["year"], None, low, high, None, n, why))
    return rows


def _row(
    x: str, y: str, side: Side, year: int, share: float | None, low: float | None, high: float | None,
    rank: int | None, named: int | None, why: str,
) -> dict[str, object]:  # fmt: skip
    return {
        "a": x, "b": y, "year": year, "side": side, "share": share, "low": low, "high": high, "rank": rank,
        "named": named, "basis": f"{side}_share ({why})",
    }  # fmt: skip


def mean_of(sides: list[dict[str, Any] | None], x: str, y: str, year: int) -> dict[str, object]:
    """The mean of both sides, as far as both are known."""
    found: dict[str, object] = {
        "a": x,
        "b": y,
        "year": year,
        "dependence": None,
        "low": None,
        "high": None,
    }
    known = [side for side in sides if side is not None]
    if len(known) < len(SIDES):
        parts = [
            str(side["basis"])
            if side
            else f"{name}_share (not covered: no listing of {x} in {year})"
            for name, side in zip(SIDES, sides, strict=True)
        ]
        return found | {"basis": "; ".join(parts)}
    for column, key in (("dependence", "share"), ("low", "low"), ("high", "high")):
        values = [side[key] for side in known]
        found[column] = None if None in values else sum(values) / len(values)
    return found | {"basis": "mean of " + " and ".join(str(side["basis"]) for side in known)}
