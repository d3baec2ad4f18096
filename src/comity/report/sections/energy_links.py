"""Pipelines, LNG and power links between two states: capacity, status and dates."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import polars as pl

from comity.report.model import Cited, Grid, Sentence
from comity.report.sections.trade_levels import amount, number
from comity.report.subject import Subject
from comity.report.wording import listed

__all__ = ["Links", "energy_links"]

KINDS = {
    "gas_pipeline": "gas pipeline", "oil_pipeline": "oil pipeline", "lng_terminal": "LNG terminal",
    "lng_route": "LNG route", "power_line": "power line",
}  # fmt: skip
CARRIED = {
    "gas_pipeline": "gas", "oil_pipeline": "oil", "lng_terminal": "LNG", "lng_route": "LNG",
    "power_line": "power",
}  # fmt: skip
#: Order of a reader's interest.
STATUSES = {
    "operating": "operating", "construction": "under construction", "proposed": "proposed",
    "suspended": "suspended", "idle": "idle", "mothballed": "mothballed", "destroyed": "destroyed",
    "shelved": "shelved", "cancelled": "cancelled", "retired": "retired",
}  # fmt: skip
#: The project's own table first; others only for links it does not have.
FIRST = "compiled_links"
ROWS_SHOWN = 14
PROJECT = re.compile(r"\bP\d{3,5}\b")


@dataclass(frozen=True, slots=True)
class Links:
    """The links of a dyad as blocks of a section; None where there are none."""

    sentence: Sentence | None
    grid: Grid | None


def energy_links(subject: Subject) -> Links:
    """Links with an end in each state, and those of one that pass through the other."""
    rows = _rows(subject)
    lives = _lives(rows, subject.until)
    if not lives:
        return Links(None, None)
    cited = [
        subject.book.cite(f"{life['name']}", [("links", rows.filter(pl.col("_life") == life["_life"])
                                               .drop("_life", "_through"))])
        for life in lives
    ]  # fmt: skip
    return Links(_sentence(subject, lives, cited), _grid(lives, cited))


def _rows(subject: Subject) -> pl.DataFrame:
    """Energy links of the dyad begun by the end of the period, each link from one source only."""
    head = {c: pl.col(c).str.split(".").list.first() for c in ("from", "to")}
    pair = [subject.a, subject.b]
    rows = subject.world.rows("links", pl.col("kind").is_in(list(KINDS)))
    passed = pl.col("via").fill_null("").str.split(";")
    ends = head["from"].is_in(pair), head["to"].is_in(pair)
    direct = ends[0] & ends[1] & (head["from"] != head["to"])
    through = pl.any_horizontal(
        ((head["from"] == x) | (head["to"] == x)) & passed.list.contains(y)
        for x, y in (pair, pair[::-1])
    )
    begun = pl.col("start").str.head(4).cast(pl.Int32).fill_null(0) <= subject.until
    ended = pl.col("end").str.head(4).cast(pl.Int32).fill_null(9999) < subject.since
    rows = rows.with_columns(_through=~direct & through).filter((direct | through) & begun & ~ended)
    own = rows.filter(pl.col("source") == FIRST)
    known = {p for record in own["record"].drop_nulls() for p in PROJECT.findall(record)}
    names = [_plain(n) for n in own["name"].unique()]
    kept = [
        source == FIRST
        or not (known & set(PROJECT.findall(f"{ident} {record}")) or _named(_plain(name), names))
        for source, ident, record, name in rows.select("source", "id", "record", "name").iter_rows()
    ]
    rows = rows.filter(pl.Series(kept, dtype=pl.Boolean))
    # what is left of other sources: the tracker's rows before single figures of the ledger
    if (rows["source"] != "ledger").any():
        rows = rows.filter(pl.col("source") != "ledger")
    life = pl.when(pl.col("source") == FIRST).then("id").otherwise(pl.concat_str("kind", "name"))
    return rows.with_columns(_life=life)


def _plain(name: str) -> str:
    """A name without brackets, generic words and punctuation, to tell the same link in two sources."""
    text = re.sub(
        r"\(.*?\)|\b(oil|gas|pipeline|natural|crude|project|lng|terminal)\b", " ", name.lower()
    )
    return " ".join(re.sub(r"[^\w]+", " ", text).split())


def _named(name: str, names: list[str]) -> bool:
    return bool(name) and any(
        name == other or name.startswith(f"{other} ") for other in names if other
    )


def _lives(rows: pl.DataFrame, until: int) -> list[dict[str, Any]]:
    """Each link in the state it has, or had last, by the end of the period, with what came before."""
    lives = []
    for _, periods in rows.sort("start", nulls_last=False).group_by("_life", maintain_order=True):
        current = periods.row(-1, named=True)
        if (
            current["source"] != FIRST
        ):  # units of one project: the best status, the largest capacity
            order = list(STATUSES)
            current = min(periods.iter_rows(named=True), key=lambda r: order.index(r["status"]))
            current["capacity"] = periods.filter(pl.col("status") == current["status"])[
                "capacity"
            ].max()
            before: list[str] = []
        else:
            before = [
                f"{STATUSES[p['status']]} from {p['start'] or 'unknown'}"
                + (
                    f" ({_capacity(p)})"
                    if _capacity(p) and _capacity(p) != _capacity(current)
                    else ""
                )
                for p in periods.head(periods.height - 1).iter_rows(named=True)
            ]
        over = current["end"] is not None and int(current["end"][:4]) <= until
        lives.append({**current, "before": before, "over": over and current["source"] == FIRST})
    order = list(STATUSES)
    return sorted(
        lives,
        key=lambda r: (
            r["over"],
            order.index(r["status"]),
            r["_through"],
            -(r["capacity"] or 0),
            r["name"],
        ),
    )[:ROWS_SHOWN]


def _capacity(row: dict[str, Any]) -> str:
    return amount(row["capacity"], row["unit"] or "") if row["capacity"] is not None else ""


def _sentence(subject: Subject, lives: list[dict[str, Any]], cited: list[Cited]) -> Sentence | None:
    """Capacity between the two by carrier and status; links in transit are counted apart."""
    clauses: list[str] = []
    evidence: Cited = ()
    for kind in ("gas_pipeline", "oil_pipeline", "power_line"):
        mine = [(r, c) for r, c in zip(lives, cited, strict=True)
                if r["kind"] == kind and not r["_through"] and not r["over"]]  # fmt: skip
        # units of one tracker overlap and cannot be added to the project's own lines
        own = [(r, c) for r, c in mine if r["source"] == FIRST]
        others = len(mine) - len(own) if own else 0
        parts = []
        for status, label in STATUSES.items():
            here = [r for r, _ in own or mine if r["status"] == status]
            if not here:
                continue
            sums: dict[str, float] = {}
            for row in here:
                if row["capacity"] is not None:
                    sums[row["unit"] or ""] = sums.get(row["unit"] or "", 0.0) + row["capacity"]
            size = (
                " and ".join(f"{number(v)}\u00a0{u}" for u, v in sums.items()) or "unknown capacity"
            )
            unknown = sum(r["capacity"] is None for r in here)
            more = f" and {unknown} more of unknown capacity" if unknown and sums else ""
            parts.append(
                f"{size}{more} {label} ({listed([_short(r['name']) for r in here], most=3)})"
            )
        if others:
            parts.append(f"{others} more line{'s' * (others != 1)} listed below")
        if parts:
            clauses.append(f"{KINDS[kind]}s: {', '.join(parts)}")
            evidence += tuple(anchor for _, c in mine for anchor in c)
    through = [(r, c) for r, c in zip(lives, cited, strict=True) if r["_through"] and not r["over"]]
    if through:
        names = listed(
            [f"{_short(r['name'])} ({STATUSES[r['status']]})" for r, _ in through], most=3
        )
        clauses.append(f"in transit through one of them: {names}")
        evidence += tuple(anchor for _, c in through for anchor in c)
    if not clauses:
        return None
    a, b = subject.names
    return Sentence(f"Between {a} and {b}, {'; '.join(clauses)}.", tuple(dict.fromkeys(evidence)))


def _grid(lives: list[dict[str, Any]], cited: list[Cited]) -> Grid:
    rows = []
    for row in lives:
        stops = [_place(k) for k in (row["from"], *_stops(row["via"]), row["to"])]
        path = (" → " if len(stops) > 2 else "\u00a0→\u00a0").join(stops)
        since = row["start"] or "a date unknown"
        status = f"{STATUSES[row['status']]} " + (
            f"from {since} to {row['end']}" if row["over"] else f"since {since}"
        )
        rows.append(
            (row["name"], CARRIED[row["kind"]], path, _capacity(row) or "unknown", status,
             "; ".join(row["before"][-3:]))
        )  # fmt: skip
    return Grid(
        "Pipelines, LNG and power links",
        ("link", "carries", "way", "capacity", "status", "before"),
        tuple(rows), (), right=(3,), cells=tuple(cited), full=True,
        note="Nameplate capacity, in the status of the end of the period.",
    )  # fmt: skip


def _short(name: str) -> str:
    """A name without what stands in brackets at its end."""
    return re.sub(r"\s*\([^()]*\)$", "", name) or name


def _stops(via: str | None) -> list[str]:
    return [stop for stop in (via or "").split(";") if stop]


def _place(key: str) -> str:
    return key.split(".", maxsplit=1)[0]
