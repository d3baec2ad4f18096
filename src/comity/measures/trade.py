"""Trade shares, partner ranks and concentration.

``export_share`` of a towards b is b's share in a's exports; ``import_share`` is b's share in a's
imports. They come from a full matrix of flows where the world holds one for the year (then each is a
flow over the reporter's sum), else from shares as published, of which only the largest partners are
known: a partner that is not listed is null, never zero.

A *listing* is the table of largest partners that a source publishes for a state and year; sources of
listings declare their coverage of goods by name. A share stated alone (a press figure) is known too,
but says nothing about ranks: the partners above it may be missing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import polars as pl

from comity.measures.registry import Evidence, indicator
from comity.measures.scope import Scope
from comity.world.world import World

__all__ = [
    "absences", "concentration", "herfindahl", "listings", "matrices", "partners", "reported_shares",
    "share_rows",
]  # fmt: skip

Side = Literal["export", "import"]

#: A published share printed as a whole percent is known to half a percent.
ROUNDING = {True: 0.005, False: 0.0005}
#: Fewer reported partners than this do not add up to a state's trade.
BREADTH = 5
#: Silence after a share so many times the bound is a gap in the listing, not a fall in trade.
FALL = 3.0
GOODS = "goods"
COLUMNS: dict[str, type[pl.DataType]] = {
    "a": pl.String, "b": pl.String, "year": pl.Int32, "value": pl.Float64, "low": pl.Float64,
    "high": pl.Float64, "basis": pl.String, "listed": pl.Boolean,
}  # fmt: skip


def share_rows(world: World, side: Side, scope: Scope | None = None) -> pl.DataFrame:
    """Shares of partners in a state's exports or imports, for the dyads of a scope.

    Returns
    -------
    DataFrame
        The columns of :func:`reported_shares`.
    """
    scope = scope or Scope()
    rows = reported_shares(world, side, scope.named, since=scope.since, until=scope.until)
    return rows.filter(scope.pairs())


def reported_shares(
    world: World,
    side: Side,
    states: frozenset[str] | None = None,
    *,
    since: int | None = None,
    until: int | None = None,
) -> pl.DataFrame:
    """Shares of every known partner in the exports or imports of some states (default: all).

    Returns
    -------
    DataFrame
        a (whose trade it is), b (the partner), year, value (0 … 1), low, high (rounding of a published
        figure; null where computed), basis (``published`` or ``flows``), listed (whether it stands in
        a listing or a matrix), n (partners known that year), rank (among those listed, 1 is the
        largest; null for a share stated alone).
    """
    mine, partner = ("a", "b") if side == "export" else ("b", "a")
    scope = Scope(since=since, until=until)
    whose = pl.lit(value=True) if states is None else pl.col(mine).is_in(sorted(states))
    published = _published(world, mine, partner, scope, whose)
    computed = _from_flows(world, mine, partner, scope, whose)
    if not computed.is_empty():
        published = pl.concat([computed, published.join(computed, on=["a", "year"], how="anti")])
    ranked = pl.col("value").rank("min", descending=True).over("a", "year", "listed")
    return published.with_columns(
        n=pl.len().over("a", "year").cast(pl.Int64),
        rank=pl.when("listed").then(ranked).cast(pl.Int64),
    ).sort("a", "year", "rank", "b", nulls_last=True)


def _published(world: World, mine: str, partner: str, scope: Scope, whose: pl.Expr) -> pl.DataFrame:
    rows = world.rows(
        "flows",
        (pl.col("measure") == "share") & (pl.col("reporter") == pl.col(mine))
        & (pl.col("unit") == "percent") & pl.col("start").is_null() & scope.years() & whose,
        of=GOODS,
    )  # fmt: skip
    # of several listings of a year the longest stands (the first by name of equals); a share of a
    # partner it does not name is kept as stated alone
    listing, rank_of = pl.col("source").is_in(_declaring(world)), ["reporter", "year"]
    rows = rows.with_columns(
        listing=listing,
        length=pl.when(listing).then(pl.len().over("source", *rank_of)).otherwise(0),
    ).sort("length", "source", descending=[True, False])
    rows = rows.with_columns(
        listed=pl.col("listing") & (pl.col("source") == pl.col("source").first().over(rank_of))
    )
    # the rounding is that of the figures printed together
    whole = (pl.col("value") == pl.col("value").round(0)).all().over("source", *rank_of)
    half = pl.when(whole).then(ROUNDING[True]).otherwise(ROUNDING[False])
    value = pl.col("value") / 100
    rows = rows.with_columns(half=half).unique(
        ["a", "b", "year"], keep="first", maintain_order=True
    )
    return rows.select(
        pl.col(mine).alias("a"), pl.col(partner).alias("b"), "year", value=value,
        low=(value - pl.col("half")).clip(0, 1), high=(value + pl.col("half")).clip(0, 1),
        basis=pl.lit("published"), listed=pl.col("listed"),
    )  # fmt: skip


def _from_flows(
    world: World, mine: str, partner: str, scope: Scope, whose: pl.Expr
) -> pl.DataFrame:
    """Shares of a matrix: each flow over the sum of those reported, where that sum is of some breadth.

    Flows that are not reported are missing from the sum, so a share is at most too high.
    """
    full = matrices(world)
    if not full:
        return pl.DataFrame(schema=COLUMNS)
    rows = world.rows(
        "flows",
        (pl.col("measure") == "level") & pl.col("source").is_in(full) & scope.years() & whose,
        of=GOODS,
    )  # fmt: skip
    total = pl.col("value").sum().over(mine, "year")
    return (
        rows.with_columns(share=pl.col("value") / total)
        .filter((total > 0) & (pl.len().over(mine, "year") >= BREADTH))
        .select(
            pl.col(mine).alias("a"), pl.col(partner).alias("b"), "year", value=pl.col("share"),
            low=pl.lit(None, pl.Float64), high=pl.lit(None, pl.Float64), basis=pl.lit("flows"),
            listed=pl.lit(value=True),
        )
    )  # fmt: skip


def matrices(world: World) -> list[str]:
    """Sources that state goods flows between all states: they declare goods by name, and give levels."""

    def find() -> list[str]:
        levels = world.rows(
            "flows",
            (pl.col("measure") == "level") & pl.col("source").is_in(_declaring(world)),
            of=GOODS,
        )
        return sorted(levels["source"].unique())

    found: list[str] = world.remember("trade matrices", find)
    return found


def _declaring(world: World) -> list[str]:
    """Sources that declare their coverage of goods by name."""
    return sorted({s.key for s, c in world.covering("flows", "goods") if c.subject == "goods"})


def partners(world: World, state: str, side: Side, year: int | None = None) -> pl.DataFrame:
    """A state's listed partners, largest first, in one year (default: the latest with a listing)."""
    rows = reported_shares(world, side, frozenset({state}), since=year, until=year).filter("listed")
    return rows.filter(pl.col("year") == pl.col("year").max())


def listings(shares: pl.DataFrame) -> pl.DataFrame:
    """What each listing says about those it does not name.

    Parameters
    ----------
    shares
        Rows of :func:`reported_shares`, all partners of each state.

    Returns
    -------
    DataFrame
        a, year, n (partners listed), smallest (the smallest share listed), bound (the most a partner
        that is not listed can have, with rounding; null for a matrix, in which absence means not
        reported), basis.
    """
    return (
        shares.filter("listed")
        .group_by("a", "year")
        .agg(
            n=pl.len().cast(pl.Int64),
            smallest=pl.col("value").min(),
            bound=pl.col("high").min(),
            basis=pl.col("basis").first(),
        )
        .sort("a", "year")
    )


def absences(shares: pl.DataFrame, partner: str) -> pl.DataFrame:
    """Listings of a state that do not name a partner, and the most that can then be its.

    A published listing may leave out a partner altogether (that does not report any more, or is not
    reported): where silence would mean that a share known in the nearest year fell to less than a third,
    it is taken to mean nothing, and the bound is null.

    Parameters
    ----------
    shares
        Rows of :func:`reported_shares` of one state.

    Returns
    -------
    DataFrame
        The columns of :func:`listings`.
    """
    named = shares.filter(pl.col("b") == partner).select("year", known="value").sort("year")
    silent = listings(shares).join(named, on="year", how="anti").sort("year")
    if named.is_empty() or silent.is_empty():
        return silent
    near = silent.join_asof(named, on="year", strategy="nearest")
    fell = pl.col("known") > FALL * pl.col("bound")
    return near.with_columns(bound=pl.when(~fell).then("bound")).drop("known")


def concentration(world: World, side: Side, scope: Scope | None = None) -> pl.DataFrame:
    """Herfindahl concentration of the exports or imports of a scope's states, by year.

    Returns
    -------
    DataFrame
        The columns of :func:`herfindahl`.
    """
    scope = scope or Scope()
    whose = scope.named if scope.others is not None else scope.states
    return herfindahl(reported_shares(world, side, whose, since=scope.since, until=scope.until))


def herfindahl(shares: pl.DataFrame) -> pl.DataFrame:
    """Sum of squared partner shares, by state and year (Hirschman 1945; 1/n for n equal partners).

    Parameters
    ----------
    shares
        Rows of :func:`reported_shares`, all partners of each state.

    Returns
    -------
    DataFrame
        a, year, value (null where only the largest partners are known), low and high (bounds: the
        unlisted rest spread infinitely thin, or in partners as large as the smallest listed, with the
        rounding of the figures), n.
    """
    low, high = pl.coalesce("low", "value"), pl.coalesce("high", "value")
    whole = shares.filter("listed").group_by("a", "year")
    listed = whole.agg(
        squares=(pl.col("value") ** 2).sum(),
        least=(low**2).sum(),
        most=(high**2).sum(),
        rest=(1 - low.sum()).clip(0, 1),
        smallest=high.min(),
        n=pl.len().cast(pl.Int64),
        complete=(pl.col("basis") == "flows").all(),
    )
    return listed.select(
        "a", "year",
        value=pl.when("complete").then("squares"),
        low=pl.when("complete").then("squares").otherwise("least"),
        high=pl.when("complete").then("squares").otherwise(
            (pl.col("most") + pl.col("rest") * pl.col("smallest")).clip(0, 1)
        ),
        n="n",
    ).sort("a", "year")  # fmt: skip


def _evidence(side: Side) -> Callable[[World, Scope], list[Evidence]]:
    mine = "a" if side == "export" else "b"

    def rows(world: World, scope: Scope) -> list[Evidence]:
        published = (pl.col("measure") == "share") & (pl.col("reporter") == pl.col(mine))
        counted = (pl.col("measure") == "level") & pl.col("source").is_in(matrices(world))
        found = world.rows("flows", (published | counted) & scope.rows(), of=GOODS)
        return [("flows", found)] if not found.is_empty() else []

    return rows


def _register(side: Side, label: str) -> None:
    def compute(world: World, scope: Scope) -> pl.DataFrame:
        return share_rows(world, side, scope).drop("rank", "basis", "listed")

    indicator(
        name=f"{side}_share", label=label, domain="economic", cost="material", directed=True,
        unit="share", cite="partner shares as published; Hirschman (1945) on their use",
        evidence=_evidence(side),
        interval="rounding of the published figure; none where computed from flows",
        counts="partners whose share is known that year",
    )(compute)  # fmt: skip


_register("export", "Trade: b’s share in a’s exports")
_register("import", "Trade: b’s share in a’s imports")
