"""Trade in money and the currency it is paid in, as dated sources state them: said and done."""

from __future__ import annotations

from typing import Any

import polars as pl

from comity.measures.trade import matrices
from comity.report.model import Block, Cited, Grid, Note
from comity.report.subject import Subject
from comity.report.wording import signed, state

__all__ = ["amount", "covers_a_year", "payments", "trade_levels"]

ROWS_SHOWN = 16
PAYMENTS_SHOWN = 12
MONEY = {"USD": "$", "EUR": "€"}
#: No line breaks between a figure and its unit.
NARROW = "\u00a0"
PAYMENT_FLOWS = ("settlement_currency", "currency_market", "yuan_payments")
PAYMENT_TIES = ("payments", "swap_line")
COMMITMENTS = {"word": "said", "deed": "done"}


def amount(value: float, unit: str) -> str:
    """A figure with its unit, short: $244.8 bn, 36.1 %, 150 bn CNY."""
    sign = MONEY.get(unit.split("/", maxsplit=1)[0])
    if sign is not None:
        per = f" per {unit.split('/')[1]}" if "/" in unit else ""
        scale, word = (1e9, "bn") if value >= 1e9 else (1e6, "m") if value >= 1e6 else (1.0, "")
        return f"{sign}{number(value / scale)}{NARROW}{word}".rstrip() + per
    if unit == "percent":
        return f"{number(value)}{NARROW}%"
    if unit in ("CNY", "RUB") and value >= 1e9:
        return f"{number(value / 1e9)}{NARROW}bn {unit}"
    return f"{number(value)}{NARROW}{unit}"


def number(value: float) -> str:
    """A number to the precision that is read: 16,189; 244.8; 0.25."""
    if abs(value) >= 1000:
        return f"{value:,.0f}"
    text = f"{value:.1f}" if abs(value) >= 1 or value == 0 else f"{value:.2g}"
    return text.removesuffix(".0")


def covers_a_year() -> pl.Expr:
    """Whether a flow is of a calendar year or of twelve months."""
    first, last = pl.col("start"), pl.coalesce("end", "start")
    months = (
        (last.str.head(4).cast(pl.Int32) - first.str.head(4).cast(pl.Int32)) * 12
        + last.str.slice(5, 2).cast(pl.Int32, strict=False).fill_null(12)
        - first.str.slice(5, 2).cast(pl.Int32, strict=False).fill_null(1)
        + 1
    )
    return first.is_null() | (months == 12)


def trade_levels(subject: Subject) -> list[Block]:
    """Trade in money by year and reporter, and targets against what came of them."""
    rows = subject.world.rows(
        "flows",
        pl.col("measure").is_in(["level", "growth", "plan"])
        & ~pl.col("source").is_in(matrices(subject.world)) & subject.scope.pairs()
        & (pl.col("unit").is_in(list(MONEY)) | (pl.col("unit") == "percent")),
        of="goods",
    )  # fmt: skip
    inside = rows.filter(pl.col("year").is_between(subject.since, subject.until))
    levels = _levels(subject, inside.filter(pl.col("measure") != "plan"))
    # a target set in the period may be for a year beyond it
    said = pl.coalesce(pl.col("start").str.head(4).cast(pl.Int32), "year")
    plans = rows.filter(
        (pl.col("measure") == "plan") & said.is_between(subject.since, subject.until)
    )
    targets = _targets(subject, plans, rows.filter(pl.col("measure") == "level"))
    if levels is None and targets is None:
        return [
            Note("No figure in money of the trade between the two in this period is among the dated facts; "
                 "what they do not mention is not known.")
        ]  # fmt: skip
    return [block for block in (levels, targets) if block is not None]


def _levels(subject: Subject, rows: pl.DataFrame) -> Grid | None:
    levels = rows.filter((pl.col("measure") == "level") & pl.col("unit").is_in(list(MONEY)))
    levels = levels.with_columns(whole=covers_a_year())
    # of a year not over, or known in part only, the longest part stands
    known = levels.filter("whole")["year"].unique()
    part = levels.filter(~pl.col("whole") & ~pl.col("year").is_in(known.to_list()))
    part = part.filter(
        pl.coalesce("end", "start") == pl.coalesce("end", "start").max().over("year")
    )
    shown = pl.concat([levels.filter("whole"), part])
    if shown.is_empty():
        return None
    growth = rows.filter(
        (pl.col("measure") == "growth") & (pl.col("unit") == "percent") & pl.col("directed").not_()
    )
    lines = []
    keys = ["year", "start", "end", "unit", "reporter"]
    for key, cells in shown.group_by(keys, maintain_order=True):
        year, start, end, unit, reporter = key
        lines.append((year, start or "", end, str(unit), reporter, cells))
    lines.sort(key=lambda line: (line[0], line[1], line[4] or "~"), reverse=True)
    named = {(line[0], line[1]) for line in lines if line[4]}
    # a figure without a named reporter is left to the evidence where a reported one stands beside it
    kept = [line for line in lines if line[4] or (line[0], line[1]) not in named][:ROWS_SHOWN]
    cells_out, cited = [], []
    for year, start, end, unit, reporter, cells in kept:
        change = (
            growth.filter((pl.col("year") == year) & pl.col("start").is_null())
            if not start
            else growth.clear()
        )
        cells_out.append(
            (
                f"{start} to {end or start}" if start else str(year),
                _cell(cells.filter(pl.col("directed").not_().fill_null(value=False)), unit),
                _cell(cells.filter(pl.col("directed") & (pl.col("a") == subject.a)), unit),
                _cell(cells.filter(pl.col("directed") & (pl.col("a") == subject.b)), unit),
                f"{signed(change['value'][0], 1)} %" if not change.is_empty() else "",
                _reporter(reporter),
            )
        )  # fmt: skip
        behind = pl.concat(
            [rows.filter((pl.col("year") == year) & (pl.col("measure") == "level")), change]
        )
        cited.append(
            subject.book.cite(f"Trade of {subject.a} and {subject.b}, {year}", [("flows", behind)])
        )
    a, b = subject.a, subject.b
    more = len(lines) - len(kept)
    note = "Goods, as stated; statistics of the two sides differ. An empty cell is not known."
    return Grid(
        "Trade between the two, as dated sources state it",
        ("year", "both ways", f"{a} → {b}", f"{b} → {a}", "change stated", "whose figure"),
        tuple(cells_out), (), right=(1, 2, 3, 4), cells=tuple(cited), full=True,
        note=note + (" Further figures of these years are in the evidence." if more > 0 else ""),
    )  # fmt: skip


def _cell(cells: pl.DataFrame, unit: str) -> str:
    """The figure, or both ends where two rows differ."""
    if cells.is_empty():
        return ""
    low, high = float(cells["value"].min()), float(cells["value"].max())  # type: ignore[arg-type]
    shown = amount(low, unit), amount(high, unit)
    return shown[1] if shown[0] == shown[1] else f"{shown[0]} – {shown[1]}"


def _reporter(key: str | None) -> str:
    if key is None:
        return "not stated"
    return state(key).removeprefix("the ") if len(key) == 3 and key.isupper() else key


def _targets(subject: Subject, plans: pl.DataFrame, levels: pl.DataFrame) -> Grid | None:
    """Targets of trade, and the figure of the year they were set for."""
    if plans.is_empty():
        return None
    levels = levels.filter(
        covers_a_year() & pl.col("start").is_null() & (pl.col("year") <= subject.until)
    )
    out, cited = [], []
    for i, plan in enumerate(plans.sort("year", "start").iter_rows(named=True)):
        same = levels.filter(
            (pl.col("unit") == plan["unit"])
            & (
                (pl.col("a") == plan["a"]) & pl.col("directed")
                if plan["directed"]
                else pl.col("directed").not_()
            )
        )
        dated = bool(plan["end"]) and plan["end"] != plan["start"]
        reached = same.filter(pl.col("year") == plan["year"]) if dated else same.clear()
        out.append(
            (
                plan["start"] or "", plan["name"] or "", amount(plan["value"], plan["unit"]),
                str(plan["year"]) if dated else "no year", _outcome(plan, reached, same, dated=dated),
            )
        )  # fmt: skip
        behind = pl.concat([plans.sort("year", "start")[i], reached])
        cited.append(
            subject.book.cite(f"{plan['name']}, said {plan['start']}", [("flows", behind)])
        )
    return Grid(
        "Targets: said and done",
        ("said", "target", "amount", "for", "came to"),
        tuple(out), (), right=(2,), cells=tuple(cited), full=True,
    )  # fmt: skip


def _outcome(
    plan: dict[str, Any], reached: pl.DataFrame, same: pl.DataFrame, *, dated: bool
) -> str:
    if reached.is_empty():
        latest = same.sort("year").tail(1)
        if dated and not latest.is_empty() and latest["year"][0] < plan["year"]:
            return f"not due or not known; {latest['year'][0]}: {amount(latest['value'][0], plan['unit'])}"
        return "not known"
    share = float(reached["value"].max()) / plan["value"]  # type: ignore[arg-type]
    return f"{_cell(reached, plan['unit'])} ({share:.0%} of it)".replace("%", " %")


def payments(subject: Subject) -> list[Block]:
    """Currencies of settlement, the latest figure of each with the first, and swap lines."""
    flows = subject.world.rows("flows", subject.scope.rows(), of=PAYMENT_FLOWS).with_columns(
        when=pl.coalesce("start", pl.col("year").cast(pl.String))
    )
    ties = subject.world.rows("ties", subject.scope.pairs(), of=PAYMENT_TIES)
    ties = ties.filter(
        (pl.col("start").str.head(4).cast(pl.Int32).fill_null(0) <= subject.until)
        & (pl.col("end").str.head(4).cast(pl.Int32).fill_null(9999) >= subject.since)
    ).sort("start", descending=True, nulls_last=True)
    out: list[tuple[str, ...]] = []
    cited: list[Cited] = []
    for i, row in enumerate(ties.head(PAYMENTS_SHOWN // 2).iter_rows(named=True)):
        when = f"{row['start'] or 'unknown'} to {row['end'] or 'open'}"
        size = amount(row["value"], row["unit"] or "") if row["value"] is not None else ""
        what = row["name"] or row["kind"].replace("_", " ")
        out.append((what, size, when, "", COMMITMENTS.get(row["commitment"] or "", "")))
        cited.append(subject.book.cite(f"{what}, {when}", [("ties", ties[i])]))
    series = []
    for (what, _), rows in flows.group_by("name", "commodity", maintain_order=True):
        series.append((rows["when"].max(), str(what or "settlement"), rows.sort("when")))
    series.sort(key=lambda item: str(item[0]), reverse=True)
    for _, what, rows in series[:PAYMENTS_SHOWN]:
        first, last = rows.row(0, named=True), rows.row(-1, named=True)
        earlier = (
            f"{first['when']}: {amount(first['value'], first['unit'])}" if rows.height > 1 else ""
        )
        out.append(
            (what, amount(last["value"], last["unit"]), _when(last["when"], last["end"]), earlier,
             COMMITMENTS.get(last["commitment"] or "", ""))
        )  # fmt: skip
        cited.append(subject.book.cite(what, [("flows", rows.drop("when"))]))
    if not out:
        return []
    return [
        Grid(
            "Payments: swap lines and currencies of settlement",
            ("what", "figure", "when", "first known", "word or deed"),
            tuple(out), (), right=(1,), cells=tuple(cited), full=True,
        )
    ]  # fmt: skip


def _when(start: str, end: str | None) -> str:
    return start if end is None or end == start else f"{start} to {end}"
