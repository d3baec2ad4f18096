"""Energy: what each produces and uses, what flows between them, and the links that carry it."""

from __future__ import annotations

import polars as pl

from comity.report.model import Block, Chart, Cited, Grid, Note, Section, Sentence
from comity.report.sections.energy_charts import balance_chart, capacity_chart
from comity.report.sections.energy_flows import (
    contracts,
    energy_amounts,
    flow_rows,
    flows_sentence,
    shares_and_prices,
)
from comity.report.sections.energy_links import energy_links
from comity.report.sections.trade_levels import number
from comity.report.subject import Subject
from comity.report.wording import state

__all__ = ["energy"]

#: Attributes of a balance: fuel, what of it, and the unit it is kept in.
UNITS = {"oil": "kb/d", "crude_oil": "kb/d", "oil_products": "kb/d", "gas": "bcm", "coal": "Mt"}
LABELS = {
    "oil": "Oil",
    "crude_oil": "Crude oil",
    "oil_products": "Oil products",
    "gas": "Gas",
    "coal": "Coal",
}
ITEMS = ("production", "consumption", "exports", "imports")
#: Where these are known, the older attributes of the same page say nothing more.
NEWER = {"crude_oil_production": "oil_production", "oil_products_consumption": "oil_consumption"}
SELF_SUPPLIED = ("oil", "gas")


def energy(subject: Subject) -> Section:
    """Balances, links, flows and contracts, each with its rows."""
    balances = _balances(subject)
    links = energy_links(subject)
    flows = flow_rows(subject)
    blocks: list[Block] = []
    said = (_self_supply(subject, balances), links.sentence, flows_sentence(subject, flows))
    blocks += [sentence for sentence in said if sentence is not None]
    blocks += _notes(subject, balances, covered=links.grid is not None, flows=flows)
    cited = _cite(subject, balances)
    charts: list[Chart | None] = [
        balance_chart(subject, balances, cited), capacity_chart(subject, flows)
    ]  # fmt: skip
    tables: list[Grid | None] = [
        _table(subject, balances, cited), shares_and_prices(subject, flows), links.grid,
        energy_amounts(subject, flows), contracts(subject),
    ]  # fmt: skip
    blocks += [block for block in (*charts, *tables) if block is not None]
    return Section("energy", "Energy", tuple(blocks))


def _balances(subject: Subject) -> pl.DataFrame:
    """The latest figure of each attribute of both: columns of ``states``."""
    wanted = {f"{fuel}_{item}": unit for fuel, unit in UNITS.items() for item in ITEMS}
    rows = subject.world.rows(
        "states",
        pl.col("state").is_in([subject.a, subject.b]) & pl.col("value").is_not_null()
        & pl.col("year").is_between(subject.since, subject.until),
        of=wanted,
    )  # fmt: skip
    unit = pl.col("attribute").replace_strict(wanted, return_dtype=pl.String)
    return (
        rows.filter(pl.col("unit") == unit)
        .sort("year", "source", "record", descending=[True, False, False])
        .unique(["state", "attribute"], keep="first", maintain_order=True)
    )


def _cite(subject: Subject, balances: pl.DataFrame) -> Cited:
    return subject.book.cite("Energy balances of both", [("states", balances)])


def _figure(balances: pl.DataFrame, key: str, attribute: str) -> tuple[float, int] | None:
    found = balances.filter((pl.col("state") == key) & (pl.col("attribute") == attribute))
    return (float(found["value"][0]), int(found["year"][0])) if not found.is_empty() else None


def _self_supply(subject: Subject, balances: pl.DataFrame) -> Sentence | None:
    """How much of the oil and gas it uses each produces."""
    clauses = []
    for key in (subject.a, subject.b):
        parts = []
        for fuel in SELF_SUPPLIED:
            made = _figure(balances, key, f"{fuel}_production")
            used = _figure(balances, key, f"{fuel}_consumption")
            if made is None or used is None or made[1] != used[1] or not used[0] > 0:
                continue
            ratio = made[0] / used[0]
            amount = f"{ratio:.1f} times" if ratio >= 1.05 else f"{100 * ratio:.0f}\u00a0% of"
            if 0 < ratio < 0.01:
                amount = "under 1\u00a0% of"
            elif ratio == 0:
                amount = "none of"
            parts.append((f"{amount} the {fuel}", made[1]))
        if not parts:
            continue
        years = sorted({year for _, year in parts})
        texts = [text if len(years) == 1 else f"{text} ({year})" for text, year in parts]
        when = f" in {years[0]}" if len(years) == 1 else ""
        clauses.append(f"{state(key)} produced {' and '.join(texts)} it consumed{when}")
    if not clauses:
        return None
    text = "; ".join(clauses)
    return Sentence(text[:1].upper() + text[1:] + ".", _cite(subject, balances))


def _table(subject: Subject, balances: pl.DataFrame, cited: Cited) -> Grid | None:
    """All balances, one row per fuel and item; the year in each cell unless it is the same everywhere."""
    if balances.is_empty():
        return None
    years = balances["year"].unique()
    rows = []
    for fuel, unit in UNITS.items():
        for item in ITEMS:
            attribute = f"{fuel}_{item}"
            if NEWER.get(attribute) in set(balances["attribute"]):
                continue
            cells = []
            for key in (subject.a, subject.b):
                found = _figure(balances, key, attribute)
                year = f" ({found[1]})" if found is not None and len(years) > 1 else ""
                cells.append(f"{number(found[0])}{year}" if found is not None else "")
            if any(cells):
                rows.append((f"{LABELS[fuel]} {item}", *cells, unit))
    when = f", {years[0]}" if len(years) == 1 else ""
    names = (state(key).removeprefix("the ") for key in (subject.a, subject.b))
    return Grid(
        f"Energy balances{when}", ("", *names, "unit"), tuple(rows), cited, right=(1, 2),
        note="kb/d: thousand barrels a day; bcm: billion cubic metres and Mt: million tonnes a year. "
        "An empty cell is not known.",
    )  # fmt: skip


def _notes(
    subject: Subject, balances: pl.DataFrame, *, covered: bool, flows: pl.DataFrame
) -> list[Block]:
    """What is not covered, and what would cover it."""
    notes = []
    without = [
        state(k) for k in (subject.a, subject.b) if balances.filter(pl.col("state") == k).is_empty()
    ]
    if without:
        notes.append(
            f"No oil, gas or coal balance of {' or '.join(without)} in this period is held."
        )
    if not covered:
        notes.append("No pipeline or other energy link between the two is among the links held.")
    if flows.is_empty():
        notes.append(
            "No energy trade between the two is among the dated facts; what they do not mention is not known."
        )
    if "energy_institute" not in subject.world.sources:
        notes.append(
            "Balances are single years, not series. Yearly ones since 1965: "
            "comity data add energy_institute PATH."
        )
    return [Note(" ".join(notes))] if notes else []
