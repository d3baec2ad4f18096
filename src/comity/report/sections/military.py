"""Military: capabilities, exercises, arms, sanctions and disputes."""

from __future__ import annotations

import math
from typing import Any

import polars as pl

from comity.measures.spells import first_year, last_year
from comity.report.charts import bars, lines
from comity.report.model import Block, Chart, Grid, Note, Section, Sentence
from comity.report.sections.acts import EXERCISES, events_between, moment, written
from comity.report.sections.arms import arms
from comity.report.sections.counts import Counts, counts
from comity.report.sections.pressure import pressure
from comity.report.subject import Subject
from comity.report.wording import listed, percent, period, two_decimals
from comity.world.schema import conform

__all__ = ["military"]

CAPABILITY = "cinc"
SHOWN = 12
DEEDS = {"ASSAULT": "Clashes", "COERCE": "Coercion", "AID": "Military aid"}
#: Names longer than this would not fit beside a line.
LABEL = 13


def military(subject: Subject) -> Section:
    """How strong each is, what they do together, and what is done against them."""
    first: list[Block] = [*_capabilities(subject), *_portfolios(subject), *_exercises(subject)]
    # the charts side by side under what is said of them, the list below
    blocks: list[Block] = [b for b in first if isinstance(b, (Sentence, Note))]
    blocks += [b for b in first if isinstance(b, Chart)]
    blocks += [b for b in first if isinstance(b, Grid)]
    blocks += arms(subject)
    blocks += pressure(subject)
    blocks += _quarrels(subject)
    return Section("military", "Military", tuple(blocks))


def _capabilities(subject: Subject) -> list[Block]:
    """Shares of the world's capabilities, and how one compares with the other."""
    rows = subject.world.rows(
        "states",
        pl.col("state").is_in([subject.a, subject.b]) & pl.col("value").is_not_null()
        & pl.col("year").is_between(subject.since, subject.until),
        of=CAPABILITY,
    ).sort("year")  # fmt: skip
    if rows.is_empty():
        held = subject.world.covering("states", CAPABILITY)
        known = [c for _, c in held if c.subject == CAPABILITY]
        why = (
            f"the index covers the state system, {min(c.first for c in known)}–{max(c.last for c in known)}"
            if known
            else "this world holds none: comity data add cow_nmc PATH"
        )
        return [Note(f"Capability shares (CINC) of the two in this period: {why}.")]
    cited = subject.book.cite("Composite Index of National Capability", [("states", rows)])
    blocks: list[Block] = [Sentence(_compared(subject, rows), cited)]
    if rows.group_by("state").len()["len"].max() > 1:  # type: ignore[operator]
        blocks.append(_capability_chart(subject, rows, cited))
    return blocks


def _compared(subject: Subject, rows: pl.DataFrame) -> str:
    """The last year both have a figure, and the first."""
    wide = rows.pivot("state", index="year", values="value", aggregate_function="first").sort(
        "year"
    )
    a, b = subject.names
    if subject.a not in wide.columns or subject.b not in wide.columns:
        name, last = (a if subject.a in wide.columns else b), rows.row(-1, named=True)
        other = b if name == a else a
        return (f"In {last['year']} {name} held {_share(last['value'])} of the world’s material "
                f"capabilities (CINC); for {other} the index has no figure in this period.")  # fmt: skip
    both = wide.drop_nulls([subject.a, subject.b])
    if both.is_empty():
        return (
            f"The capability index (CINC) has figures for {a} and {b}, but for no year in common."
        )
    last = both.row(-1, named=True)
    ranked = sorted(((last[subject.a], a), (last[subject.b], b)), reverse=True)
    (more, stronger), (less, weaker) = ranked
    text = (
        f"In {last['year']}, {stronger} held {_share(more)} of the world’s material capabilities "
        f"(CINC) and {weaker} {_share(less)}"
    )
    if less > 0:
        ratio = more / less
        text += f": {ratio:.1f} times as much" if ratio >= 1.05 else ": about as much"
    first = both.row(0, named=True)
    if first["year"] < last["year"]:
        before = {a: first[subject.a], b: first[subject.b]}
        text += (f"; in {first['year']} it was {_share(before[stronger])} against "
                 f"{_share(before[weaker])}")  # fmt: skip
    return f"{text}."


def _share(value: float) -> str:
    """A share of the world; small states have small ones."""
    return "less than 0.01 %" if 0 < value < 0.0001 else percent(value, 1 if value >= 0.001 else 2)


def _axis(top: float) -> str:
    """A format of shares with as many decimals as tell the ticks of the axis apart."""
    if top > 0.06:
        return ".0%"
    return f".{max(1, -math.floor(math.log10(max(top, 1e-9) * 100)) + (top < 0.01))}%"


def _capability_chart(subject: Subject, rows: pl.DataFrame, cited: tuple[str, ...]) -> Chart:
    labels = {
        key: name if len(name) <= LABEL else key
        for key, name in zip((subject.a, subject.b), subject.names, strict=True)
    }
    none = pl.lit(None, pl.Float64)
    data = pl.concat(
        [
            rows.filter(pl.col("state") == key).select(
                "year", "value", series=pl.lit(label), low=none, high=none
            )
            for key, label in labels.items()
        ]
    )
    top = float(data["value"].max()) * 1.12  # type: ignore[arg-type]
    years = period(int(data["year"].min()), int(data["year"].max()))  # type: ignore[arg-type]
    return Chart(
        "Shares of world capability",
        "Composite index of military personnel and spending, industry and population (CINC)",
        lines(data, format=_axis(top), domain=(0, max(top, 1e-9))),
        f"Line chart of the capability shares of {subject.names[0]} and {subject.names[1]}, {years}.",
        cited,
    )


def _portfolios(subject: Subject) -> list[Block]:
    """How alike the alliances of the two are, beyond chance."""
    alike = subject.years("alliance_kappa")
    if alike.is_empty():
        return []
    last = alike.row(-1, named=True)
    a, b = subject.names
    cited = subject.cite("Alliances of the two", "alliance_kappa", (last["year"], last["year"]))
    if not cited:
        return []
    text = (
        f"Across all states, the alliances of {a} and {b} in {last['year']} are alike to κ = "
        f"{two_decimals(last['value'])} (0 is what chance would bring, 1 the same allies)"
    )
    first = alike.row(0, named=True)
    if first["year"] < last["year"]:
        text += f"; in {first['year']} it was {two_decimals(first['value'])}"
    return [Sentence(f"{text}.", cited)]


def _exercises(subject: Subject) -> list[Block]:
    """Counts while sources list all exercises they find, then a list of those that are named."""
    held = counts(subject, "joint_exercises", between=True)
    blocks: list[Block] = []
    if held.last is None:
        blocks.append(Note("Counts of joint exercises: add them with comity data add mme PATH."))
    elif held.last < subject.since or (held.first or 0) > subject.until:
        years = period(held.first or held.last, held.last)
        blocks.append(Note(f"Joint exercises are counted for {years} only, outside this period."))
    else:
        blocks += _counted(subject, held, held.last)
    return blocks + _named(subject, held.last)


def _counted(subject: Subject, held: Counts, ends: int) -> list[Block]:
    a, b = subject.names
    years = period(max(subject.since, held.first or ends), min(subject.until, ends))
    if held.yearly.is_empty():
        return [
            Note(f"No joint exercise of {a} and {b} in {years} is in {' or '.join(held.sources)}: "
                 "they list what the press reported.")
        ]  # fmt: skip
    yearly = held.yearly.select("year", "value")
    cited = subject.book.cite("Joint exercises counted", held.evidence)
    total = int(yearly["value"].sum())
    most = yearly.filter(pl.col("value") == pl.col("value").max()).sort("year")
    peak = int(most["value"][0])
    many = "one joint exercise" if total == 1 else f"{total} joint exercises"
    text = f"In {years} the press reported {many} of {a} and {b}"
    if yearly.height > 1 and peak > 1:
        peaks = listed([str(year) for year in most["year"]], most=3)
        text += f", at most {peak} a year ({peaks})"
    blocks: list[Block] = [Sentence(f"{text}.", cited)]
    if yearly.height > 1:
        blocks.append(
            Chart(
                "Joint exercises", f"Exercises a year as the press reported them; the counts end in {ends}",
                bars(yearly), f"Bar chart of joint exercises of {a} and {b}, {years}.", cited,
            )
        )  # fmt: skip
    return blocks


def _named(subject: Subject, ends: int | None) -> list[Block]:
    """Exercises that sources name after the counts end: a list, never a count."""
    drills = events_between(subject).filter(pl.col("lane") == "exercise")
    if ends is not None:
        drills = drills.filter(first_year("date") > ends)
    start = max(subject.since, ends + 1 if ends is not None else subject.since)
    if start > subject.until:
        return []
    a, b = subject.names
    if drills.is_empty():
        return [Note(f"No exercise or patrol of {a} and {b} from {start} is among those named; they are "
                     "chosen, so this does not mean there was none.")]  # fmt: skip
    held = drills.filter(pl.col("commitment").fill_null("deed") == "deed")
    rows, cited = [], []
    for r in drills.tail(SHOWN).reverse().iter_rows(named=True):
        size = (
            f"{r['value']:,.0f} {r['unit']}"
            if r["value"] and r["unit"] not in (None, "count")
            else ""
        )
        days = _days(r["date"], r["end"])
        what = (
            EXERCISES[r["mode"]]
            if r["commitment"] != "word"
            else f"{EXERCISES[r['mode']]}, planned"
        )
        rows.append((written(r["date"]), str(r["name"] or ""), what, days, size))
        own = drills.filter((pl.col("source") == r["source"]) & (pl.col("record") == r["record"]))
        cited.append(
            subject.book.cite(f"{r['name']}, {r['date']}", [("events", conform(own, "events"))])
        )
    named = subject.book.cite(f"Exercises and patrols named from {start}",
                              [("events", conform(drills, "events"))])  # fmt: skip
    many = f"{held.height} exercises and patrols" if held.height != 1 else "one exercise or patrol"
    text = f"From {start} on, sources name {many} of the two: a list that is chosen, not a count."
    return [
        Sentence(text, named),
        Grid("Exercises and patrols named", ("date", "name", "what", "days", "size"), tuple(rows), (),
             cells=tuple(cited), full=True,
             note=f"The latest {len(rows)} of {drills.height}." if drills.height > len(rows) else ""),
    ]  # fmt: skip


def _days(first: str, last: str | None) -> str:
    """How many days it lasted, where both days are known."""
    if last is None or len(first) < 10 or len(last) < 10:
        return ""
    return f"{round((moment(last) - moment(first)) * 365) + 1:.0f}"


def _quarrels(subject: Subject) -> list[Block]:
    """Rivalry, militarised disputes, and clashes among the dated facts."""
    blocks: list[Block] = []
    a, b = subject.names
    rival = subject.world.rows(
        "ties",
        subject.scope.pairs() & pl.col("start").is_not_null()
        & (first_year() <= subject.until) & (last_year() >= subject.since),
        of="rivalry",
    ).sort("start")  # fmt: skip
    if not rival.is_empty():
        spans = [
            f"{subject.world.source(str(key)).title} "
            f"({', '.join(_span(r) for r in group.iter_rows(named=True))})"
            for (key,), group in rival.group_by("source", maintain_order=True)
        ]
        cited = subject.book.cite("Rivalry", [("ties", rival)])
        blocks.append(
            Sentence(f"{_upper(a)} and {b} are coded as rivals in {listed(spans)}.", cited)
        )
    fights = subject.years("disputes")
    total = int(fights["value"].sum())
    if total:
        years = period(int(fights["year"].min()), int(fights["year"].max()))  # type: ignore[arg-type]
        found = fights.filter(pl.col("value") > 0)
        text = (f"Militarised disputes between them were under way in {_years(found.height)} of {years}, "
                f"last in {found.row(-1, named=True)['year']}.")  # fmt: skip
        blocks.append(Sentence(text, subject.cite("Militarised disputes", "disputes")))
    facts = subject.world.rows(
        "events",
        pl.col("action").is_in(list(DEEDS)) & (pl.col("source") == "ledger") & subject.scope.pairs()
        & first_year("date").is_between(subject.since, subject.until),
    ).sort("date")  # fmt: skip
    for action, title in DEEDS.items():
        told = facts.filter(pl.col("action") == action)
        if not told.is_empty():
            said = "; ".join(
                f"{r['name']} ({written(r['date'])})" for r in told.iter_rows(named=True)
            )
            cited = subject.book.cite(title, [("events", told)])
            blocks.append(Sentence(f"{title} among the dated facts: {said}.", cited))
    return blocks


def _years(count: int) -> str:
    return "one year" if count == 1 else f"{count} years"


def _span(row: dict[str, Any]) -> str:
    first, last = row["start"][:4], (row["end"] or "")[:4]
    return first if first == last else f"{first}–{last}"


def _upper(name: str) -> str:
    return name[:1].upper() + name[1:]
