"""Energy that flows between two states, its weight and price, and the contracts behind it."""

from __future__ import annotations

import polars as pl

from comity.report.model import Cited, Grid, Sentence
from comity.report.sections.trade_levels import COMMITMENTS, amount, covers_a_year, number
from comity.report.sections.trade_partners import possessive
from comity.report.subject import Subject
from comity.report.wording import listed, state

__all__ = ["contracts", "energy_amounts", "flow_rows", "flows_sentence", "shares_and_prices"]

NAMES = {
    "crude_oil": "crude oil", "oil": "oil", "oil_products": "oil products", "pipeline_gas": "pipeline gas",
    "lng": "LNG", "gas": "gas", "coal": "coal", "energy": "energy", "pipeline_flow": "flow",
}  # fmt: skip
#: Units of a yearly amount; of several for one commodity the one with most years is shown.
PHYSICAL = ("Mt", "bcm", "million b/d", "bcm/y", "Mt/y", "TWh")
#: Years behind the newest figure after which one is no longer news.
RECENT = 5
COLUMNS_SHOWN, YEARS_SHOWN, ROWS_SHOWN = 4, 14, 10
CONTRACTS = ("supply_contract", "transit_contract", "contract")


def flow_rows(subject: Subject) -> pl.DataFrame:
    """All energy flows between the two in the period."""
    return subject.world.rows("flows", subject.scope.rows(), of=NAMES)


def _yearly(flows: pl.DataFrame) -> pl.DataFrame:
    """Physical amounts of whole years that were delivered: with ``label`` for the column they go to."""
    rows = flows.filter(
        (pl.col("measure") == "level") & pl.col("unit").is_in(PHYSICAL) & covers_a_year()
        & (pl.col("commitment").fill_null("deed") == "deed")
    )  # fmt: skip
    label = pl.col("commodity").replace_strict(NAMES, return_dtype=pl.String)
    through = pl.concat_str(pl.lit("by "), pl.col("name").fill_null("pipeline"))
    rows = rows.with_columns(
        label=pl.when(pl.col("commodity") == "pipeline_flow").then(through).otherwise(label),
        unit=pl.col("unit").str.strip_suffix("/y"),
    )
    keys = ["label", "a", "b"]
    most = rows.group_by(*keys, "unit").agg(years=pl.col("year").n_unique())
    best = most.sort("years", "unit", descending=[True, False]).unique(
        keys, keep="first", maintain_order=True
    )
    return rows.join(best.select(*keys, "unit"), on=[*keys, "unit"], how="semi")


def flows_sentence(subject: Subject, flows: pl.DataFrame) -> Sentence | None:
    """The latest amount of each fuel, by direction."""
    yearly = _yearly(flows)
    clauses, shown = [], []
    for way in ((subject.a, subject.b), (subject.b, subject.a)):
        mine = yearly.filter((pl.col("a") == way[0]) & (pl.col("b") == way[1]))
        latest = mine.filter(
            (pl.col("year") == pl.col("year").max().over("label"))
            & (pl.col("year") > pl.col("year").max() - RECENT)
        ).sort("year", "label", descending=[True, False])
        parts = [
            f"{_span(rows)}\u00a0{rows['unit'][0]} {'' if str(label).startswith('by ') else 'of '}{label} "
            f"({rows['year'][0]})"
            for (label,), rows in latest.group_by("label", maintain_order=True)
        ]
        if parts:
            clauses.append(f"from {state(way[0])} to {state(way[1])} went {listed(parts, most=5)}")
            shown.append(latest)
    if not clauses:
        return None
    text = "; ".join(clauses)
    keys = ["record", "name", "year", "value"]
    rows = flows.join(pl.concat(shown).select(keys), on=keys, how="semi", nulls_equal=True)
    cited = subject.book.cite("Energy flows, latest years", [("flows", rows)])
    return Sentence(text[:1].upper() + text[1:] + ".", cited)


def _span(rows: pl.DataFrame) -> str:
    low, high = (number(float(v)) for v in (rows["value"].min(), rows["value"].max()))  # type: ignore[arg-type]
    return high if low == high else f"{low}–{high}"


def energy_amounts(subject: Subject, flows: pl.DataFrame) -> Grid | None:
    """Physical amounts by year, one column per fuel and direction."""
    yearly = _yearly(flows)
    if yearly.is_empty():
        return None
    columns = (
        yearly.group_by("label", "a", "b", "unit")
        .agg(last=pl.col("year").max(), years=pl.col("year").n_unique())
        .sort("years", "last", "label", descending=[True, True, False])
        .head(COLUMNS_SHOWN)
        .sort("a", "label")
        .rows()
    )
    rows, cited = [], []
    for year in sorted(yearly["year"].unique(), reverse=True)[:YEARS_SHOWN]:
        cells = []
        for label, a, b, *_ in columns:
            here = yearly.filter(
                (pl.col("year") == year)
                & (pl.col("label") == label)
                & (pl.col("a") == a)
                & (pl.col("b") == b)
            )
            cells.append(_span(here) if not here.is_empty() else "")
        if any(cells):
            rows.append((str(year), *cells))
            behind = flows.filter((pl.col("year") == year) & (pl.col("measure") == "level"))
            cited.append(
                subject.book.cite(
                    f"Energy from {subject.a} to {subject.b} and back, {year}", [("flows", behind)]
                )
            )
    heads = tuple(f"{label}, {a} → {b}, {unit}" for label, a, b, unit, *_ in columns)
    return Grid(
        "Energy delivered, by year", ("year", *heads), tuple(rows), (),
        right=tuple(range(1, len(heads) + 1)), cells=tuple(cited), full=True,
        note="Calendar years as stated; two figures where sources differ; parts of years are in the "
        "evidence. An empty cell is not known, not zero.",
    )  # fmt: skip


def shares_and_prices(subject: Subject, flows: pl.DataFrame) -> Grid | None:
    """Shares in the owner's imports or exports, and prices: the latest of each, newest first."""
    rows = flows.filter(pl.col("measure").is_in(["share", "price"])).with_columns(
        when=pl.coalesce("start", pl.col("year").cast(pl.String))
    )
    lines = []
    keys = ["commodity", "measure", "a", "b", "reporter", "unit", "commitment"]
    for key, group in rows.group_by(keys, maintain_order=True):
        commodity, measure, a, b, reporter, unit, _ = key
        ordered = group.sort("when")
        for name in [None] if measure == "share" else ordered["name"].unique(maintain_order=True):
            mine = ordered if name is None else ordered.filter(pl.col("name") == name)
            last = mine.row(-1, named=True)
            label = (
                _share_name(str(commodity), a, b, reporter) if measure == "share" else last["name"]
            )
            first = mine.row(0, named=True)
            before = ""
            if first["when"] != last["when"]:
                before = f"{first['when']}: {amount(first['value'], str(unit))}"
            same = mine.filter(pl.col("when") == last["when"])["value"].to_list()
            figure = amount(max(same), str(unit))
            if min(same) != max(same):
                figure = f"{number(min(same))}–{figure}"
            said = " (said)" if last["commitment"] == "word" else ""
            cells = (
                label or NAMES[str(commodity)],
                amount(last["value"], str(unit)),
                f"{last['when']}{said}",
                before,
            )
            lines.append((last["year"], cells, mine.drop("when")))
    if not lines:
        return None
    lines.sort(key=lambda line: line[0], reverse=True)
    shown = lines[:ROWS_SHOWN]
    cited = tuple(subject.book.cite(cells[0], [("flows", mine)]) for _, cells, mine in shown)
    return Grid(
        "Shares and prices of energy", ("what", "figure", "when", "first known"),
        tuple(cells for _, cells, _ in shown), (), right=(1,), cells=cited,
    )  # fmt: skip


def _share_name(commodity: str, a: object, b: object, reporter: object) -> str | None:
    """Whose share in what: a share belongs to the state that is its reporter."""
    if reporter not in (a, b):
        return None
    owner, partner = (str(b), str(a)) if reporter == b else (str(a), str(b))
    side = "imports" if reporter == b else "exports"
    name = possessive(state(partner))
    text = f"{name} share in {possessive(state(owner))} {NAMES[commodity]} {side}"
    return text[:1].upper() + text[1:]


def contracts(subject: Subject) -> Grid | None:
    """Contracts of supply and transit, and the terms stated when they were signed."""
    pairs = subject.scope.pairs()
    ties = subject.world.rows("ties", (pl.col("domain") == "energy") & pairs, of=CONTRACTS)
    ties = ties.filter(
        (pl.col("start").str.head(4).cast(pl.Int32).fill_null(0) <= subject.until)
        & (pl.col("end").str.head(4).cast(pl.Int32).fill_null(9999) >= subject.since)
    )
    events = subject.world.rows(
        "events", (pl.col("mode") == "contract") & (pl.col("domain") == "energy") & pairs
    )
    year = pl.col("date").str.head(4).cast(pl.Int32)
    events = events.filter(year.is_between(subject.since, subject.until))
    lines: list[tuple[str, tuple[str, ...], Cited]] = []
    for i, row in enumerate(ties.iter_rows(named=True)):
        term = f"{row['start'] or 'unknown'} to {row['end'] or 'open'}"
        size = amount(row["value"], row["unit"] or "") if row["value"] is not None else ""
        cells = (row["name"] or row["kind"].replace("_", " "), size, term,
                 COMMITMENTS.get(row["commitment"] or "", ""))  # fmt: skip
        lines.append((row["start"] or "", cells, subject.book.cite(cells[0], [("ties", ties[i])])))
    for i, row in enumerate(events.iter_rows(named=True)):
        size = amount(row["value"], row["unit"] or "") if row["value"] is not None else ""
        cells = (row["name"] or "contract", size, f"signed {row['date']}",
                 COMMITMENTS.get(row["commitment"] or "", ""))  # fmt: skip
        lines.append((row["date"], cells, subject.book.cite(cells[0], [("events", events[i])])))
    if not lines:
        return None
    lines.sort(key=lambda line: line[0], reverse=True)
    return Grid(
        "Contracts", ("contract", "term or volume", "when", "word or deed"),
        tuple(cells for _, cells, _ in lines), (), right=(1,),
        cells=tuple(cited for *_, cited in lines), full=True,
    )  # fmt: skip
