"""The ledger's flows: from whom to whom, of which year, whose statistics, plan or level."""

from __future__ import annotations

import polars as pl

from comity.sources import _ledger_rules as rules
from comity.states import name

__all__ = ["LEVELS", "ledger_flows", "year_of_flow"]

#: Flow measures that carry no sign of their own.
LEVELS = ("level", "share", "price", "forecast")


def ledger_flows(facts: pl.DataFrame) -> tuple[pl.DataFrame, int]:
    """Flows, and how many shares of imports named their owner against the columns."""
    facts = facts.with_columns(
        commodity=rules.rule(rules.FLOWS, 0),
        measure=rules.rule(rules.FLOWS, 1),
        course=rules.rule(rules.FLOWS, 2),
    )
    # "China's share in Russian imports" is Russia's total, whichever column Russia stands in.
    possessive = {a: f"{name(a)}'s share in " for a in facts["a"].unique()}
    opening = pl.col("a").replace_strict(possessive, default="", return_dtype=pl.String)
    turned = (pl.col("course") == "import") & pl.col("name").str.starts_with(opening)
    word = pl.col("commitment") == "word"
    measure = (
        pl.when(pl.col("measure") != "").then("measure")
        .when(word & pl.col("name").str.contains("(?i)forecast|expect|estimate")).then(pl.lit("forecast"))
        .when(word & pl.col("name").str.contains(r"(?i)\bplan|target|strategy")).then(pl.lit("plan"))
        .otherwise(pl.lit("level"))
    )  # fmt: skip
    narrower = pl.coalesce(
        pl.when(pl.col("name").str.contains(p)).then(pl.lit(g)) for p, g in rules.NAMED_GOODS
    )
    facts = facts.with_columns(
        owner=pl.when(turned).then("b").otherwise("a"),
        partner=pl.when(turned).then("a").otherwise("b"),
        turned=turned,
        measure=measure,
        commodity=pl.when(pl.col("indicator") == "share_of_partner_in_imports")
        .then(pl.coalesce(narrower, "commodity"))
        .otherwise("commodity"),
    )
    inwards = pl.col("course").is_in(["import", "inward"])
    both_ways = pl.col("course") == "trade"
    a = (
        pl.when(inwards)
        .then("partner")
        .when(both_ways)
        .then(pl.min_horizontal("owner", "partner"))
        .otherwise("owner")
    )
    b = (
        pl.when(inwards)
        .then("owner")
        .when(both_ways)
        .then(pl.max_horizontal("owner", "partner"))
        .otherwise("partner")
    )
    reporter = pl.coalesce(
        pl.when(pl.col("name").str.contains(p)).then(pl.lit(r)) for p, r in rules.REPORTERS
    )
    calendar = (pl.col("start").str.len_chars() == 4) & pl.col("last").is_null()
    no_sign = pl.col("measure").is_in(LEVELS) & (pl.col("polarity") == 1)
    flows = facts.select(
        "commodity", "measure", "value", "unit", "name", "commitment", "confidence", "domain", "record",
        a=a,
        b=b,
        year=year_of_flow(),
        reporter=pl.when(pl.col("course") != "as").then("owner").otherwise(reporter),
        start=pl.when(~calendar).then("start"),
        end=pl.when(~calendar).then("end"),
        directed=pl.col("directed") & ~both_ways,
        polarity=pl.when(~no_sign).then("polarity"),
    )  # fmt: skip
    return flows, int(facts["turned"].sum())


def year_of_flow() -> pl.Expr:
    """The year of a flow: that of its end where it lasts longer than twelve months."""
    ends = pl.coalesce("end", "start")
    first, last = (c.str.head(4).cast(pl.Int32) for c in (pl.col("start"), ends))
    opens, closes = (
        c.str.slice(5, 2).cast(pl.Int32, strict=False) for c in (pl.col("start"), ends)
    )
    months = (last - first) * 12 + closes.fill_null(12) - opens.fill_null(1) + 1
    return pl.when(months > 12).then(last).otherwise(first)
