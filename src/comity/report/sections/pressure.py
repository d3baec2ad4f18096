"""Sanctions the two imposed on each other and on others, and suffered from others."""

from __future__ import annotations

from typing import Any

import polars as pl

from comity import states
from comity.measures.spells import first_year, last_year
from comity.report.model import Block, Cited, Grid, Note, Sentence
from comity.report.sections.acts import base_name, sanctions
from comity.report.sections.counts import counts
from comity.report.subject import Subject
from comity.report.wording import listed, period, state
from comity.world.schema import conform

__all__ = ["pressure"]

PAIRS_SHOWN = 14
NAME_SHOWN = 64


def pressure(subject: Subject) -> list[Block]:
    """Counts of cases in force where all states are covered, then the dated acts by sender and target."""
    acts = sanctions(subject)
    blocks = _cases(subject)
    if acts.is_empty():
        years = period(subject.since, subject.until)
        blocks.append(Note(f"No sanction by or against either of the two in {years} is among the dated acts "
                           "held; they are chosen, so this does not mean there was none."))  # fmt: skip
        return blocks
    return blocks + _sentences(subject, acts) + [_table(subject, acts)]


def _cases(subject: Subject) -> list[Block]:
    """Cases in force against each of the two in the last year counted."""
    held = counts(subject, "sanctions", between=False)
    if held.last is None:
        return [Note("Counts of sanctions in force: add them with comity data add gsdb PATH.")]
    year = min(held.last, subject.until)
    if year < max(subject.since, held.first or year):
        years = period(held.first or held.last, held.last)
        return [Note(f"Sanctions in force are counted for {years} only, outside this period.")]
    blocks: list[Block] = []
    for key, other in ((subject.a, subject.b), (subject.b, subject.a)):
        senders = held.yearly.filter((pl.col("b") == key) & (pl.col("year") == year)).sort(
            "value", "a", descending=[True, False]
        )
        if senders.is_empty():
            continue
        most = listed(
            [f"{_actor(r['a'])} ({r['value']:.0f})" for r in senders.head(4).iter_rows(named=True)]
        )
        count = f"{senders.height} senders" if senders.height > 1 else "one sender"
        text = f"In force against {state(key)} in {year}, among the cases listed: those of {count}"
        text += f", most of {most}" if senders.height > 4 else f", {most}"
        if other not in senders["a"].to_list():
            text += f"; none of {state(other)}"
        rows = [(table, _of(rows, key, year)) for table, rows in held.evidence]
        cited = subject.book.cite(f"Sanction cases against {key} in {year}", rows)
        blocks.append(Sentence(f"{text}.", cited))
    if not blocks:
        a, b = subject.names
        lists = " or ".join(held.sources)
        blocks.append(
            Note(
                f"No case against {a} or {b} in {year} is in {lists}, which does not list every case."
            )
        )
    return blocks


def _of(rows: pl.DataFrame, target: str, year: int) -> pl.DataFrame:
    """Of the rows counted, those of one target that bear on one year."""
    rows = rows.filter(pl.col("b") == target)
    if "date" not in rows.columns:
        return rows.filter(pl.col("year") == year)
    return rows.filter((first_year("date") <= year) & (last_year() >= year))


def _sentences(subject: Subject, acts: pl.DataFrame) -> list[Block]:
    """Who sanctioned whom among the dated acts, and whom both have against them."""
    a, b = subject.names
    between = acts.filter(pl.col("sender").is_not_null() & pl.col("target").is_not_null())
    said: list[Block] = []
    if between.is_empty():
        text = f"Among the dated acts none is a sanction of {a} against {b} or of {b} against {a}"
        cited = subject.book.cite(
            "Dated sanctions of the two", [("events", conform(acts, "events"))]
        )
    else:
        by = [
            _by(key, own)
            for key in (subject.a, subject.b)
            if (own := between.filter(pl.col("sender") == key)).height
        ]
        last = between.row(-1, named=True)
        name = f"in {last['date'][:4]}: {last['name'] or last['mode']}"
        text = (
            f"The dated acts name one sanction between the two, by {state(last['sender'])} {name}"
            if between.height == 1
            else f"The dated acts name as sanctions between the two {listed(by)}, the last {name}"
        )
        cited = subject.book.cite(
            "Sanctions between the two", [("events", conform(between, "events"))]
        )
    said.append(Sentence(f"{text}.", cited))
    senders = {
        key: set(acts.filter((pl.col("target") == key) & pl.col("sender").is_null())["a"].to_list())
        for key in (subject.a, subject.b)
    }
    if common := sorted(senders[subject.a] & senders[subject.b]):
        both = acts.filter(pl.col("a").is_in(common) & pl.col("target").is_not_null())
        cited = subject.book.cite(
            "Senders that sanctioned both", [("events", conform(both, "events"))]
        )
        text = f"Both are targets of sanctions by {listed([_actor(s) for s in common])}."
        said.append(Sentence(text, cited))
    return said


def _by(key: str, own: pl.DataFrame) -> str:
    """How many acts of a state, and how many of them a bloc took for it."""
    joint = own.filter(pl.col("a") != key).height
    how = "all" if joint == own.height else f"{joint} of them"
    blocs = f" ({how} by blocs it was in)" if joint else ""
    return f"{own.height} of {state(key)}{blocs}"


def _table(subject: Subject, acts: pl.DataFrame) -> Grid:
    """Dated acts by sender and target: how many, the first and the last."""
    grouped = (
        acts.with_columns(between=pl.col("sender").is_not_null() & pl.col("target").is_not_null())
        .group_by("a", "b")
        .agg(
            pl.len(),
            pl.col("between").any(),
            pl.col("target").is_not_null().any().alias("suffered"),
        )
        .sort("between", "suffered", "len", "a", "b", descending=[True, True, True, False, False])
    )
    rows: list[tuple[str, ...]] = []
    cited: list[Cited] = []
    for r in grouped.head(PAIRS_SHOWN).iter_rows(named=True):
        own = acts.filter((pl.col("a") == r["a"]) & (pl.col("b") == r["b"]))
        first, last = own.row(0, named=True), own.row(-1, named=True)
        rows.append(
            (_actor(r["a"]), _actor(r["b"]), str(own.height), _act(first),
             _act(last) if own.height > 1 else "")
        )  # fmt: skip
        title = f"Sanctions of {r['a']} against {r['b']}"
        cited.append(subject.book.cite(title, [("events", conform(own, "events"))]))
    more = grouped.height - len(rows)
    note = "Acts named by sources, chosen and not complete; what was since lifted is in them."
    return Grid(
        "Who sanctioned whom", ("by", "against", "acts", "first", "latest"), tuple(rows), (), right=(2,),
        cells=tuple(cited), full=True, note=f"{note} {more} more pairs are not shown." if more else note,
    )  # fmt: skip


def _act(row: dict[str, Any]) -> str:
    name = row["name"] or row["mode"] or ""
    name = name if len(name) <= NAME_SHOWN else name[: NAME_SHOWN - 1].rstrip() + "…"
    return f"{row['date'][:4]}: {name}"


def _actor(key: str) -> str:
    """A sender or target as it stands in a sentence."""
    name = base_name(state(key))
    return f"the {name}" if key in set(states.blocs()["bloc"]) and name != key else name
