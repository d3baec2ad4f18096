"""The evidence panel of a domain: rows and trends, no score.

A domain that too few indicators cover is not latent. What the tables hold about it for a dyad is listed
by subject, with the first and last figure of each and never a sum: the rows of different
publishers, measures and units are kept apart, and a subject that is not listed is not covered.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from comity import states
from comity.errors import ComityError, UnknownName
from comity.measures.registry import Evidence
from comity.measures.scope import Scope
from comity.world.schema import DOMAINS, TableName
from comity.world.world import World

__all__ = ["EvidencePanel", "evidence_panel"]

#: Domains that a kind of link speaks to.
LINKED: dict[str, tuple[str, ...]] = {
    "gas_pipeline": ("energy", "infrastructure"), "oil_pipeline": ("energy", "infrastructure"),
    "lng_terminal": ("energy", "infrastructure"), "lng_route": ("energy", "infrastructure"),
    "power_line": ("energy", "infrastructure"),
}  # fmt: skip
ONLY_BUILT = ("infrastructure",)
#: Statuses of a link of which nothing is built.
ON_PAPER = ("proposed", "cancelled", "shelved")


@dataclass(frozen=True, slots=True)
class EvidencePanel:
    """What the tables hold on a dyad in one domain.

    Attributes
    ----------
    a, b, domain
        The dyad (a < b) and the domain.
    frame
        table, subject, way (``A → B``, or ``A – B`` where the two are alike), commitment, first, last
        (years), rows, earlier and later (the first and last figure), unit, sources; one row per
        subject and unit.
    held
        The rows, by table.
    """

    a: str
    b: str
    domain: str
    frame: pl.DataFrame
    held: tuple[Evidence, ...]

    def table(self) -> pl.DataFrame:
        """The subjects, those with most rows first."""
        return self.frame

    def evidence(self) -> list[Evidence]:
        """The rows, by table."""
        return list(self.held)


def evidence_panel(
    world: World, a: str, b: str, domain: str, since: int | None = None, until: int | None = None
) -> EvidencePanel:
    """List what is held on a dyad in a domain.

    Raises
    ------
    UnknownName
        If there is no such domain or state.
    """
    if domain not in DOMAINS:
        raise UnknownName.among("domain", domain, DOMAINS)
    a, b = sorted((states.resolve(a), states.resolve(b)))
    if a == b:
        raise ComityError(f"{states.name(a)} ({a}) is named twice; a dyad needs two states")
    scope = Scope.dyad(a, b, since, until)
    held: list[Evidence] = []
    parts = []
    for table in ("flows", "ties", "events"):
        rows = _between(world, table, a, b).filter(pl.col("domain") == domain)
        parts.append(_subjects(_dated(rows, table).filter(scope.years()), table))
        held.append((table, rows))
    links = _links(world, a, b, domain)
    parts.append(_subjects(_dated(links, "links").filter(scope.years()), "links"))
    held.append(("links", links))
    frame = pl.concat(parts).sort("rows", "subject", descending=[True, False])
    return EvidencePanel(
        a, b, domain, frame, tuple((t, r) for t, r in held if not r.is_empty())
    )  # fmt: skip


def _between(world: World, table: TableName, a: str, b: str) -> pl.DataFrame:
    """Rows between the two states, or between places of them."""
    return world.rows(table, *_both(pl.col("a"), pl.col("b"), a, b))


def _both(one: pl.Expr, other: pl.Expr, a: str, b: str) -> tuple[pl.Expr, ...]:
    def of(column: pl.Expr) -> pl.Expr:
        return column.str.split(".").list.first()

    pair = [a, b]
    return of(one).is_in(pair), of(other).is_in(pair), of(one) != of(other)


def _links(world: World, a: str, b: str, domain: str) -> pl.DataFrame:
    ends = _both(pl.col("from"), pl.col("to"), a, b)
    kinds = [
        k for k in world.links["kind"].unique().to_list() if domain in LINKED.get(k, ONLY_BUILT)
    ]
    return world.rows("links", *ends, pl.col("kind").is_in(kinds))


def _dated(rows: pl.DataFrame, table: TableName) -> pl.DataFrame:
    """One shape for rows of any table: subject, way, commitment, year, value, unit, source."""
    year = pl.col("year") if table == "flows" else pl.col("date" if table == "events" else "start")
    year = year.cast(pl.String).str.slice(0, 4).cast(pl.Int32, strict=False)
    named = {
        "flows": pl.format("{}, {}", "commodity", "measure"),
        "ties": pl.col("kind"),
        "events": pl.col("action").str.to_lowercase(),
        "links": pl.col("kind"),
    }[table]
    one, other = ("from", "to") if table == "links" else ("a", "b")
    directed = (
        pl.col("directed").fill_null(value=False)
        if "directed" in rows.columns
        else pl.lit(value=True)
    )
    built = (
        pl.when(pl.col("status").is_in(ON_PAPER)).then(pl.lit("word")).otherwise(pl.lit("deed"))
        if table == "links"
        else pl.col("commitment")
    )
    value = {"flows": "value", "ties": "value", "links": "capacity"}.get(table)
    return rows.select(
        subject=named.str.replace_all("_", " "),
        way=pl.when(directed)
        .then(pl.format("{} → {}", one, other))
        .otherwise(pl.format("{} – {}", pl.min_horizontal(one, other), pl.max_horizontal(one, other))),
        commitment=built,
        year=year,
        value=pl.col(value) if value else pl.lit(None, pl.Float64),
        unit=pl.col("unit") if value else pl.lit(None, pl.String),
        source=pl.col("source"),
    )  # fmt: skip


def _subjects(rows: pl.DataFrame, table: TableName) -> pl.DataFrame:
    return (
        rows.sort("year", maintain_order=True)
        .group_by("subject", "way", "commitment", "unit", maintain_order=True)
        .agg(
            first=pl.col("year").min(),
            last=pl.col("year").max(),
            rows=pl.len(),
            earlier=pl.col("value").drop_nulls().first(),
            later=pl.col("value").drop_nulls().last(),
            sources=pl.col("source").unique().sort().str.join(", "),
        )
        .select(
            pl.lit(table).alias("table"), "subject", "way", "commitment", "first", "last", "rows",
            "earlier", "later", "unit", "sources",
        )
    )  # fmt: skip
