"""Tables of the treaties and the meetings of two states."""

from __future__ import annotations

import polars as pl

from comity.report.model import Block, Grid, Note
from comity.report.sections.acts import COOPERATION, MEETINGS, OBLIGATIONS, base, way, written
from comity.report.subject import Subject
from comity.report.wording import period
from comity.world.schema import conform

__all__ = ["meeting_table", "treaty_table"]

TREATIES_SHOWN, MEETINGS_SHOWN = 24, 12


def treaty_table(subject: Subject, held: pl.DataFrame) -> list[Block]:
    """Every treaty and label of the period by name, the latest first; one row each, whatever it promises."""
    if held.is_empty():
        return []
    rows, cited = [], []
    coding = max(
        (c.last for _, c in subject.world.covering("ties", "alliance") if c.scope == "system"),
        default=None,
    )
    grouped = held.with_columns(base=base(), coded=pl.col("kind") == "alliance", way=way()).sort(
        "start"
    )
    for (name, _, one_way), group in grouped.group_by("base", "coded", "way", maintain_order=True):
        kinds = [k for k in group["kind"].unique(maintain_order=True) if k != "alliance"]
        what = [{**OBLIGATIONS, **COOPERATION}[k] for k in kinds]
        if not kinds:
            title, what = f"Alliance as coded {one_way}".rstrip(), [_promises(str(name))]
        else:
            title = str(name)
        figures = group.filter(pl.col("value").is_not_null() & (pl.col("unit") != "count"))
        if not figures.is_empty():
            row = figures.row(-1, named=True)
            what.append(f"{row['value']:,.0f} {row['unit']}")
        rows.append(
            (written(_from(group)), _to(group, coding), title, ", ".join(what), _commitment(group))
        )
        cited.append(
            subject.book.cite(f"{title}, {_from(group)}", [("ties", group.select(held.columns))])
        )
    left_out = len(rows) - TREATIES_SHOWN
    return [
        Grid(
            "Treaties and partnerships",
            ("from", "to", "name", "what it promises", "word or deed"),
            tuple(reversed(rows[-TREATIES_SHOWN:])),
            (),
            cells=tuple(reversed(cited[-TREATIES_SHOWN:])),
            note=f"The latest {TREATIES_SHOWN} of {len(rows)}." if left_out > 0 else "",
            full=True,
        )
    ]


def _promises(kinds: str) -> str:
    return ", ".join(OBLIGATIONS.get(k, k) for k in kinds.split(";"))


def _from(group: pl.DataFrame) -> str:
    return str(group["start"].min())


def _to(group: pl.DataFrame, coding: int | None) -> str:
    """The last day, or nothing while it lasts; what is coded may outlive the coding."""
    ends = group.filter(~pl.col("name").fill_null("").str.ends_with("(signed)"))["end"]
    ends = ends if len(ends) else group["end"]
    if ends.is_null().any():
        return ""
    last = str(ends.max())
    coded = (group["kind"] == "alliance").all() and last[:4] == str(coding)
    return f"{last} or later" if coded else written(last)


def _commitment(group: pl.DataFrame) -> str:
    if (group["commitment"] != "deed").fill_null(value=True).all():
        return "word"
    signed = group.filter(pl.col("name").fill_null("").str.ends_with("(signed)"))
    if signed.is_empty():
        return "deed"
    force = group.filter(pl.col("commitment") == "deed")["start"].min()
    return f"deed, in force {written(str(force))}"


def meeting_table(subject: Subject, acts: pl.DataFrame) -> list[Block]:
    """The latest meetings and statements; exercises have their table in the military section."""
    met = acts.filter(pl.col("lane") == "meeting")
    if met.is_empty():
        years = period(subject.since, subject.until)
        return [
            Note(
                f"No meeting, visit or statement of the two in {years} is among the dated facts held; "
                "they are chosen, so this does not mean there was none."
            )
        ]
    rows, cited = [], []
    for r in met.tail(MEETINGS_SHOWN).reverse().iter_rows(named=True):
        rows.append(
            (
                written(r["date"]),
                MEETINGS.get(r["mode"], r["mode"]),
                str(r["name"] or ""),
                r["commitment"] or "",
            )
        )
        own = met.filter((pl.col("source") == r["source"]) & (pl.col("record") == r["record"]))
        cited.append(
            subject.book.cite(f"{r['name']}, {r['date']}", [("events", conform(own, "events"))])
        )
    more = met.height - len(rows)
    return [
        Grid(
            "Latest meetings and statements",
            ("date", "what", "name", "word or deed"),
            tuple(rows),
            (),
            cells=tuple(cited),
            note=f"{more} earlier ones are on the timeline." if more else "",
            full=True,
        )
    ]
