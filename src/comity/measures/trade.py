"""Trade shares, partner ranks and concentration.

``export_share`` of a towards b is b's share in a's exports; ``import_share`` is b's share in a's
imports. They come from a full matrix of flows where the world holds one for the year (then each is a
flow over the reporter's sum), else from shares as published, of which only the largest partners are
known: a partner that is not listed is null, never zero.
"""

from __future__ import annotations

from typing import Literal

import polars as pl

from comity.measures.registry import Evidence, indicator
from comity.measures.scope import Scope
from comity.world.world import World

__all__ = ["concentration", "partners", "share_rows"]

Side = Literal["export", "import"]

#: A published share printed as a whole percent is known to half a percent.
ROUNDING = {True: 0.005, False: 0.0005}
GOODS = pl.col("commodity") == "goods"


def share_rows(world: World, side: Side, scope: Scope | None = None) -> pl.DataFrame:
    """Shares of partners in a state's exports or imports.

    Returns
    -------
    DataFrame
        a (whose trade it is), b (the partner), year, value (0 … 1), low, high, n (partners known that
        year), rank (1 is the largest known), basis (``published`` or ``flows``).
    """
    scope = scope or Scope()
    mine, partner = ("a", "b") if side == "export" else ("b", "a")
    published = _published(world, mine, partner, scope)
    computed = _from_flows(world, mine, partner, scope)
    if computed.is_empty():
        rows = published
    else:
        extra = published.join(computed, on=["a", "year"], how="anti")
        rows = pl.concat([computed, extra])
    return (
        rows.with_columns(
            n=pl.len().over("a", "year").cast(pl.Int64),
            rank=pl.col("value").rank("min", descending=True).over("a", "year").cast(pl.Int64),
        )
        .filter(scope.pairs())
        .sort("a", "year", "rank", "b")
    )


def _whose(scope: Scope) -> pl.Expr:
    """Reporters whose whole list of partners is needed: the rank of one needs them all."""
    if scope.states is None:
        return pl.lit(value=True)
    named = scope.states | (scope.others or frozenset())
    return (
        pl.col("reporter").is_in(sorted(named)) if scope.others is not None else pl.lit(value=True)
    )


def _published(world: World, mine: str, partner: str, scope: Scope) -> pl.DataFrame:
    rows = world.rows(
        "flows",
        GOODS & (pl.col("measure") == "share") & (pl.col("reporter") == pl.col(mine))
        & (pl.col("unit") == "percent") & pl.col("start").is_null() & scope.years() & _whose(scope),
    )  # fmt: skip
    # a share given by several sources: the first by name stands, its neighbours are left in evidence
    rows = rows.sort("source").unique(["a", "b", "year"], keep="first", maintain_order=True)
    whole = (pl.col("value") == pl.col("value").round(0)).all().over("reporter", "year")
    half = pl.when(whole).then(ROUNDING[True]).otherwise(ROUNDING[False])
    value = pl.col("value") / 100
    return rows.select(
        pl.col(mine).alias("a"), pl.col(partner).alias("b"), "year", value=value,
        low=(value - half).clip(0, 1), high=(value + half).clip(0, 1), basis=pl.lit("published"),
    )  # fmt: skip


def _from_flows(world: World, mine: str, partner: str, scope: Scope) -> pl.DataFrame:
    """Shares of a full matrix: sources that declare their goods flows for the whole state system."""
    full = _full(world)
    if not full:
        return pl.DataFrame(
            schema={"a": pl.String, "b": pl.String, "year": pl.Int32, "value": pl.Float64,
                    "low": pl.Float64, "high": pl.Float64, "basis": pl.String}
        )  # fmt: skip
    rows = world.rows(
        "flows",
        GOODS & (pl.col("measure") == "level") & pl.col("source").is_in(full) & scope.years(),
    )
    total = pl.col("value").sum().over(mine, "year")
    return (
        rows.with_columns(share=pl.col("value") / total)
        .filter(total > 0)
        .select(
            pl.col(mine).alias("a"), pl.col(partner).alias("b"), "year", value=pl.col("share"),
            low=pl.lit(None, pl.Float64), high=pl.lit(None, pl.Float64), basis=pl.lit("flows"),
        )
    )  # fmt: skip


def _full(world: World) -> list[str]:
    """Sources whose goods flows make a full matrix."""
    return sorted({s.key for s, c in world.covering("flows", "goods") if c.scope != "rows"})


def partners(world: World, state: str, side: Side, year: int | None = None) -> pl.DataFrame:
    """A state's known partners, largest first, in one year (default: the latest known)."""
    rows = share_rows(world, side, Scope.of(state)).filter(pl.col("a") == state)
    if year is None and not rows.is_empty():
        year = int(rows["year"].max())  # type: ignore[arg-type]
    return rows.filter(pl.col("year") == year) if year is not None else rows


def concentration(world: World, side: Side, scope: Scope | None = None) -> pl.DataFrame:
    """Herfindahl concentration of a state's exports or imports over partners, by year.

    Returns
    -------
    DataFrame
        a, year, value (null where only the largest partners are known), low and high (bounds: the
        unlisted rest spread infinitely thin, or in partners as large as the smallest listed), n.
    """
    rows = share_rows(world, side, scope)
    listed = rows.group_by("a", "year").agg(
        squares=(pl.col("value") ** 2).sum(),
        rest=(1 - pl.col("value").sum()).clip(0, 1),
        smallest=pl.col("value").min(),
        n=pl.len().cast(pl.Int64),
        complete=(pl.col("basis") == "flows").all(),
    )
    return listed.select(
        "a", "year",
        value=pl.when("complete").then("squares"),
        low="squares",
        high=pl.col("squares") + pl.when("complete").then(0.0).otherwise(pl.col("rest") * pl.col("smallest")),
        n="n",
    ).sort("a", "year")  # fmt: skip


def _evidence(side: Side) -> object:
    mine = "a" if side == "export" else "b"

    def rows(world: World, scope: Scope) -> list[Evidence]:
        published = (pl.col("measure") == "share") & (pl.col("reporter") == pl.col(mine))
        counted = (pl.col("measure") == "level") & pl.col("source").is_in(_full(world))
        found = world.rows("flows", GOODS & (published | counted) & scope.rows())
        return [("flows", found)] if not found.is_empty() else []

    return rows


for _side, _label in (
    ("export", "b’s share in a’s exports"),
    ("import", "b’s share in a’s imports"),
):
    indicator(
        name=f"{_side}_share",
        label=f"Trade: {_label}",
        domain="economic",
        cost="material",
        directed=True,
        unit="share",
        cite="partner shares as published; Hirschman (1945) on their use",
        evidence=_evidence(_side),  # type: ignore[arg-type]
        interval="rounding of the published figure; none where computed from flows",
        counts="partners whose share is known that year",
    )(lambda world, scope, _side=_side: share_rows(world, _side, scope).drop("rank", "basis"))  # type: ignore[misc]
