"""What tied two states, on one timeline: promises, blocs, meetings, exercises and sanctions."""

from __future__ import annotations

import polars as pl

from comity.report.charts import COLUMN, FULL
from comity.report.model import Chart
from comity.report.sections.acts import (
    COOPERATION,
    OBLIGATIONS,
    base,
    held_both,
    memberships,
    moment,
    short_name,
    way,
)
from comity.report.sections.timeline import Bar, Dot, Lane, draw
from comity.report.subject import Subject
from comity.report.wording import period
from comity.world.schema import conform

__all__ = ["ties_timeline"]


def ties_timeline(
    subject: Subject, held: pl.DataFrame, acts: pl.DataFrame, punished: pl.DataFrame
) -> Chart | None:
    """The timeline of the dyad; None where there is nothing to draw.

    Parameters
    ----------
    held
        Treaties and labels between the two, in force in the period.
    acts
        Meetings and exercises, with a column ``lane``.
    punished
        Sanctions between them, with columns ``sender`` and ``target``.
    """
    lanes = _lanes(subject, held, acts, punished)
    if not lanes:
        return None
    a, b = subject.names
    cited = subject.book.cite("Treaties and labels", [("ties", held)])
    if any(lane.title == "Shared blocs" for lane in lanes):
        members = memberships(subject.world, subject.a, subject.b)
        cited += subject.book.cite("Memberships of blocs", [("ties", members)])
    for title, rows in (("Meetings and exercises", acts), ("Sanctions between the two", punished)):
        cited += subject.book.cite(title, [("events", conform(rows, "events"))])
    years = (subject.since, subject.until)
    return Chart(
        f"What tied {a} and {b}, {period(*years)}",
        "Filled: in force or done. Hollow: signed, said or a label. Dated facts are chosen, not complete.",
        draw(lanes, *years, width=COLUMN),
        f"Timeline of {a} and {b}: {', '.join(lane.title.lower() for lane in lanes)}.",
        cited,
        wide=draw(lanes, *years, width=FULL),
    )


def _lanes(
    subject: Subject, held: pl.DataFrame, acts: pl.DataFrame, punished: pl.DataFrame
) -> list[Lane]:
    close = subject.until + 1.0
    shared = [
        Bar(short_name(bloc), [(moment(s), moment(e, closing=True) if e else close, True)])
        for bloc, s, e in held_both(subject.world, subject.a, subject.b)
        if int(s[:4]) <= subject.until and (e is None or int(e[:4]) >= subject.since)
    ]  # fmt: skip
    lanes = [
        Lane("Obligations", "var(--c3)", bars=_spells(held, OBLIGATIONS, close)),
        Lane("Partnerships and agreements", "var(--c6)", bars=_spells(held, COOPERATION, close)),
        Lane("Shared blocs", "var(--c5)", bars=shared),
        Lane(
            "Meetings and statements", "var(--ink)", dots=_dots(acts, pl.col("lane") == "meeting")
        ),
        Lane("Exercises and patrols", "var(--c4)", dots=_dots(acts, pl.col("lane") == "exercise")),
    ]
    colours = ("var(--c1)", "var(--c2)")
    for key, name, colour in zip((subject.a, subject.b), subject.names, colours, strict=True):
        dots = _dots(punished, pl.col("sender") == key)
        lanes.append(Lane(f"Sanctions by {name}", colour, dots=dots, shape="triangle"))
    return [lane for lane in lanes if lane.bars or lane.dots]


def _spells(held: pl.DataFrame, kinds: dict[str, str], close: float) -> list[Bar]:
    """One bar per treaty, with its spells: hollow from signature to force, filled while in force."""
    rows = held.filter(pl.col("kind").is_in(list(kinds))).with_columns(
        base=base(), coded=pl.col("kind") == "alliance", way=way()
    )
    bars = []
    for (name, coded, one_way), group in rows.group_by("base", "coded", "way", maintain_order=True):
        spells = group.select("start", "end", "commitment").unique(maintain_order=True)
        drawn = [
            (moment(start), close if end is None else moment(end, closing=True),
             bool(coded) or commitment == "deed")
            for start, end, commitment in spells.iter_rows()
        ]  # fmt: skip
        promised = ", ".join(kinds.get(k, k) for k in str(name).split(";"))
        bars.append(
            Bar(
                f"Alliance coded{one_way and f', {one_way}'}: {promised}" if coded else str(name),
                drawn,
            )
        )
    return bars


def _dots(rows: pl.DataFrame, which: pl.Expr) -> list[Dot]:
    return [
        Dot(moment(r["date"]), str(r["name"] or r["mode"] or ""), r["commitment"] != "word")
        for r in rows.filter(which).iter_rows(named=True)
    ]
