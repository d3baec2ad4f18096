"""Top trade partners as the Factbook prints them, as directed flows.

A share belongs to the state whose total it is: that state is the ``reporter``. Exports flow from it to
the partner, imports from the partner to it, so ``export_share`` (a to b) reads the flows reported by
a, and ``import_share`` those reported by b.
"""

from __future__ import annotations

import polars as pl

from comity.errors import DataError
from comity.states import from_names
from comity.world.coverage import Coverage

__all__ = ["NOTE", "latest", "partner_flows", "resolve_partners"]

NOTE = "top partners only: a partner not listed has at most the smallest share listed"

#: Shares of a country are rounded; a sum beyond this is more than rounding.
LARGEST_SUM = 101.0


def resolve_partners(shares: pl.DataFrame, *, file: str) -> tuple[pl.DataFrame, list[str]]:
    """Partners as keys: column ``key``; continents and the like are left out, with a note.

    ``shares`` has reporter, flow, year, partner, share, record. Raises :class:`DataError` that lists
    all unknown spellings.
    """
    keyed, unknown = from_names(shares, "partner", when="year", into="key")
    if unknown:
        raise DataError.many([f"{file}: partner {name!r} is no known state" for name in unknown])
    nowhere = keyed.filter(pl.col("key").is_null())
    notes = []
    if nowhere.height:
        labels = ", ".join(nowhere["partner"].unique().sort())
        notes.append(f"{nowhere.height} shares of no state ({labels}) left out")
    own = keyed.filter(pl.col("key") == pl.col("reporter")).height
    if own:
        notes.append(f"{own} shares of a country in its own trade left out")
    keyed = keyed.filter(pl.col("key").is_not_null() & (pl.col("key") != pl.col("reporter")))
    return keyed, notes


def latest(shares: pl.DataFrame) -> tuple[pl.DataFrame, list[str]]:
    """One share per reporter, flow, year and partner: that of the latest snapshot (``seen``).

    Two spellings of a partner in one listing ("US", "United States") are the same figure seen in two
    snapshots, never two parts of a whole. Where the rows of two snapshots do not fit into 100 %, only
    those of the later snapshot are kept.
    """
    listing = ["reporter", "flow", "year"]
    ordered = shares.sort("seen", maintain_order=True)
    single = ordered.unique([*listing, "key"], keep="last", maintain_order=True)
    notes = []
    if doubled := ordered.height - single.height:
        notes.append(
            f"{doubled} shares printed under another spelling in a later snapshot: the later kept"
        )
    total = pl.col("share").sum().over(listing)
    stale = (total > LARGEST_SUM) & (pl.col("seen") < pl.col("seen").max().over(listing))
    outdated = single.filter(stale)
    if outdated.height:
        notes.append(
            f"{outdated.height} shares of {outdated.select(listing).n_unique()} listing(s) left out: with "
            "those of a later snapshot they add up to more than 101 %"
        )
    kept = single.filter(~stale)
    over = kept.filter(total > LARGEST_SUM).select(listing).unique().sort(listing)
    for reporter, flow, year in over.iter_rows():
        notes.append(f"{reporter} {flow}s {year} add up to more than 101 % as printed: kept")
    return kept, notes


def partner_flows(shares: pl.DataFrame) -> pl.DataFrame:
    """Rows of the flows table from reporter, flow, year, key, partner, share and record."""
    exports = pl.col("flow") == "export"
    return shares.select(
        a=pl.when(exports).then("reporter").otherwise("key"),
        b=pl.when(exports).then("key").otherwise("reporter"),
        year=pl.col("year").cast(pl.Int32),
        commodity=pl.lit("goods"),
        measure=pl.lit("share"),
        value=pl.col("share"),
        unit=pl.lit("percent"),
        reporter=pl.col("reporter"),
        name=pl.col("partner"),
        directed=pl.lit(value=True),
        commitment=pl.lit("deed"),
        domain=pl.lit("economic"),
        record=pl.col("record"),
    )


def share_coverage(flows: pl.DataFrame, note: str = NOTE) -> Coverage:
    """What the listings cover: their own rows, for silence about a partner means only *small*."""
    years = flows["year"]
    return Coverage("flows", "goods", int(years.min()), int(years.max()), "rows", note=note)  # type: ignore[arg-type]
