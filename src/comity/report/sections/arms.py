"""Arms between the two: the trade register where it was added, else what the dated facts state."""

from __future__ import annotations

from typing import Any

import polars as pl

from comity.report.charts import bars
from comity.report.model import Block, Chart, Grid, Note, Sentence
from comity.report.sections.acts import written
from comity.report.subject import Subject
from comity.report.wording import percent, period, state

__all__ = ["arms"]

REGISTER = "sipri_arms"
SHOWN = 10
STATED = ("arms", "arms_cumulative", "arms_backlog")
MEASURES = {"level": "delivered", "plan": "ordered or planned", "forecast": "forecast"}


def arms(subject: Subject) -> list[Block]:
    """Transfers both ways."""
    rows = subject.world.rows(
        "flows",
        subject.scope.pairs() & pl.col("year").is_between(subject.since, subject.until),
        of=STATED,
    ).sort("year", "a")  # fmt: skip
    blocks: list[Block] = []
    if REGISTER in subject.world.sources:
        blocks += _registered(subject, rows.filter(pl.col("source") == REGISTER))
    else:
        blocks.append(
            Note("Arms transfers year by year: this world holds no arms register. Add SIPRI’s with "
                 "comity data add sipri_arms PATH.")
        )  # fmt: skip
    stated = rows.filter(pl.col("source") != REGISTER)
    return blocks + _shares(subject, stated) + _facts(subject, stated)


def _registered(subject: Subject, rows: pl.DataFrame) -> list[Block]:
    """Deliveries in the register by year and direction."""
    rows = rows.filter((pl.col("commodity") == "arms") & (pl.col("measure") == "level"))
    a, b = subject.names
    if rows.is_empty():
        years = period(subject.since, subject.until)
        return [Note(f"The arms register holds no delivery between {a} and {b} in {years}.")]
    unit = str(rows["unit"][0])
    rows = rows.filter(pl.col("unit") == unit)
    cited = subject.book.cite("Arms delivered", [("flows", rows)])
    blocks: list[Block] = []
    for sender, buyer in ((subject.a, subject.b), (subject.b, subject.a)):
        sent = rows.filter((pl.col("a") == sender) & (pl.col("b") == buyer))
        if sent.is_empty():
            continue
        yearly = sent.group_by("year").agg(pl.col("value").sum()).sort("year")
        years = period(int(yearly["year"].min()), int(yearly["year"].max()))  # type: ignore[arg-type]
        total = float(yearly["value"].sum())
        text = f"{_upper(state(sender))} delivered arms of {total:,.0f} {unit} to {state(buyer)} in {years}."
        blocks.append(Sentence(text, cited))
        blocks.append(
            Chart(
                f"Arms from {state(sender)} to {state(buyer)}", f"Deliveries a year, {unit}",
                bars(yearly, format=",.0f"), f"Bar chart of arms from {sender} to {buyer}, {years}.", cited,
            )
        )  # fmt: skip
    return blocks


def _shares(subject: Subject, rows: pl.DataFrame) -> list[Block]:
    """The share of one in the other's arms trade, as dated facts quote it."""
    shares = rows.filter((pl.col("measure") == "share") & (pl.col("unit") == "percent")).sort(
        "year", "value"
    )
    said: list[Block] = []
    for (sender, buyer, reporter), group in shares.group_by(
        "a", "b", "reporter", maintain_order=True
    ):
        last = group.row(-1, named=True)
        seller, taker = state(str(sender)), state(str(buyer))
        share = percent(last["value"] / 100)
        if reporter == buyer:
            text = f"{_upper(seller)} supplied {share} of the arms {taker} imported"
        else:
            text = f"{_upper(taker)} took {share} of the arms {seller} exported"
        text += f" in {_span(last)}"
        first = group.row(0, named=True)
        if _span(first) != _span(last):
            text += f", after {percent(first['value'] / 100)} in {_span(first)}"
        title = f"Shares in arms trade, {sender} to {buyer}"
        said.append(Sentence(f"{text}.", subject.book.cite(title, [("flows", group)])))
    return said


def _facts(subject: Subject, rows: pl.DataFrame) -> list[Block]:
    """Orders and deliveries the dated facts state."""
    facts = rows.filter(pl.col("measure").is_in(list(MEASURES))).with_columns(
        _at=pl.col("start").fill_null(pl.col("year").cast(pl.String))
    )
    if facts.is_empty():
        return []
    cells, cited = [], []
    for r in facts.sort("year", "_at").tail(SHOWN).reverse().iter_rows(named=True):
        amount = "" if r["unit"] == "count" else _amount(r["value"], r["unit"])
        cells.append(
            (_when(r), f"{r['a']} → {r['b']}", str(r["name"] or ""), amount, MEASURES[r["measure"]],
             r["commitment"] or "")
        )  # fmt: skip
        own = rows.filter((pl.col("source") == r["source"]) & (pl.col("record") == r["record"]))
        cited.append(subject.book.cite(f"{r['name']}, {r['year']}", [("flows", own)]))
    return [
        Grid(
            "Arms deliveries, orders and plans stated",
            ("when", "from → to", "what", "amount", "status", "word or deed"),
            tuple(cells), (), cells=tuple(cited), full=True,
            note=f"The latest {len(cells)} of {facts.height}." if facts.height > len(cells) else "",
        )
    ]  # fmt: skip


def _amount(value: float, unit: str) -> str:
    for size, word in ((1e9, "bn"), (1e6, "million")):
        if value >= size:
            return f"{value / size:,.3g} {word} {unit}"
    return f"{value:,.0f} {unit}"


def _when(row: dict[str, Any]) -> str:
    start, end = row["start"], row["end"]
    if start is None:
        return str(row["year"])
    if end is None or end == start:
        return written(start)
    return f"{start[:4]}–{end[:4]}" if start[:4] != end[:4] else written(start)


def _span(row: dict[str, Any]) -> str:
    if row["start"] is None or row["end"] is None:
        return str(row["year"])
    return period(int(row["start"][:4]), int(row["end"][:4]))


def _upper(name: str) -> str:
    return name[:1].upper() + name[1:]
