"""What two states trade, as far as dated sources say: the latest amount and share of each commodity."""

from __future__ import annotations

import polars as pl

from comity.measures.scope import Scope
from comity.world.world import World

__all__ = ["COMMODITIES", "traded"]

#: Commodities that are goods or energy carried from one state to another.
COMMODITIES = (
    "goods", "goods_trade", "nonoil_goods", "crude_oil", "oil", "oil_products", "pipeline_gas", "lng", "gas",
    "coal", "energy", "energy_in_exports", "crude_oil_in_exports", "machine_tools", "semiconductors",
    "dual_use_goods", "vehicles", "arms",
)  # fmt: skip
MEASURES = ("level", "share")


def traded(
    world: World, a: str, b: str, since: int | None = None, until: int | None = None
) -> pl.DataFrame:
    """The latest figure of each commodity, direction, unit and owner of a share.

    Figures of whole years stand before those of parts of a year, what was done before what was said. The
    facts are chosen by hand: a commodity that is missing is not covered, which is not the same as none.

    Returns
    -------
    DataFrame
        from, to, directed (false where it is of both directions together), commodity, measure (``level`` or
        ``share``), year, start, end, value, unit, owner (in whose exports or imports a share is), name,
        commitment, source, record.
    """
    rows = world.rows(
        "flows",
        pl.col("measure").is_in(MEASURES) & Scope.dyad(a, b, since, until).rows(),
        of=COMMODITIES,
    )
    # partner listings are what dependence is made of, and stand there
    listing = (pl.col("commodity") == "goods") & (pl.col("measure") == "share")
    whole, done = pl.col("start").is_null(), pl.col("commitment").fill_null("deed") == "deed"
    rows = rows.filter(~listing).with_columns(
        whole=whole, done=done, directed=pl.col("directed").fill_null(value=True),
        owner=pl.when(pl.col("measure") == "share").then("reporter"),
    )  # fmt: skip
    latest = rows.sort(
        "year", "whole", "done", "end", "record", descending=[True, True, True, True, False]
    ).unique(
        ["commodity", "measure", "a", "b", "directed", "unit", "owner"],
        keep="first",
        maintain_order=True,
    )
    order = {name: i for i, name in enumerate(COMMODITIES)}
    return latest.sort(pl.col("commodity").replace_strict(order), "measure", "a", "year").select(
        pl.col("a").alias("from"), pl.col("b").alias("to"), "directed", "commodity", "measure", "year",
        "start", "end", "value", "unit", "owner", "name", "commitment", "source", "record",
    )  # fmt: skip
