"""Treaties, blocs and meetings: what binds the two, where they sit together, and when they met."""

from __future__ import annotations

import polars as pl

from comity import states
from comity.measures.spells import first_year, last_year
from comity.report.model import Block, Note, Section, Sentence
from comity.report.sections.acts import (
    COOPERATION,
    OBLIGATIONS,
    base,
    events_between,
    held_both,
    memberships,
    sanctions,
    ties_between,
)
from comity.report.sections.ties_tables import meeting_table, treaty_table
from comity.report.sections.ties_timeline import ties_timeline
from comity.report.subject import Subject
from comity.report.wording import bloc_name, listed, period

__all__ = ["ties"]

TITLE = "Treaties, blocs and meetings"
GRADES = {3: "defence or offence", 2: "neutrality or consultation", 1: "non-aggression"}


def ties(subject: Subject) -> Section:
    """What stands between the two by treaty, bloc and meeting."""
    held = ties_between(subject)
    acts = events_between(subject)
    punished = sanctions(subject)
    punished = punished.filter(pl.col("sender").is_not_null() & pl.col("target").is_not_null())
    blocks: list[Block] = [_alliance(subject)]
    blocks += _treaties(subject, held)
    blocks += _blocs(subject)
    blocks += _organisations(subject)
    if (chart := ties_timeline(subject, held, acts, punished)) is not None:
        blocks.append(chart)
    blocks += treaty_table(subject, held)
    blocks += meeting_table(subject, acts)
    return Section("ties", TITLE, tuple(blocks))


def _alliance(subject: Subject) -> Sentence | Note:
    """The obligation coded for all states, in the last year it is coded."""
    grades = subject.years("alliance_grade")
    if grades.is_empty():
        years = period(subject.since, subject.until)
        return Note(
            f"Whether an alliance bound the two in {years}: alliances are coded for members of the "
            f"state system{_coding(subject)}."
        )
    a, b = subject.names
    last = grades.row(-1, named=True)
    year, grade = int(last["year"]), int(last["value"])
    coded = [c.last for _, c in subject.world.covering("ties", "alliance") if c.scope == "system"]
    when = f"In {year}, the last year coded" if year == max(coded, default=0) else f"In {year}"
    rows = subject.world.rows("ties", subject.scope.pairs(), of="alliance")
    cited = subject.book.cite("Alliances between the two", [("ties", rows)])
    if grade == 0:
        text = f"{when}, no alliance of any grade is coded between {a} and {b}"
        if (before := grades.filter(pl.col("value") > 0)).height:
            row = before.row(-1, named=True)
            text += f"; until {row['year']} a pact of {GRADES[int(row['value'])]} was in force"
        cited = cited or subject.cite(
            "Alliances of the two with all states", "alliance_s", (year, year)
        )
        return (
            Sentence(f"{text}.", cited) if cited else Note(f"{text}, nor of either with any state.")
        )
    text = (
        f"{when}, the strongest promise between {a} and {b} was one of {GRADES[grade]}, unbroken since "
        f"{_unbroken(rows, year, grade)}"
    )
    first = grades.filter(pl.col("value") > 0).row(0, named=True)
    if int(first["value"]) != grade:
        text += f"; in {first['year']} it was {GRADES[int(first['value'])]}"
    return Sentence(f"{text}.", cited)


def _unbroken(rows: pl.DataFrame, year: int, grade: int) -> int:
    """The first year from which a promise of at least this grade held without a gap."""
    since = year
    held = rows.filter((pl.col("depth") >= grade) & (first_year() <= year)).sort(
        "end", descending=True
    )
    for first, last in held.select(first_year(), last_year()).iter_rows():
        if last >= since - 1:
            since = min(since, first)
    return since


def _coding(subject: Subject) -> str:
    declared = [c for _, c in subject.world.covering("ties", "alliance") if c.scope == "system"]
    if not declared:
        return "; this world holds none: comity data add atop PATH"
    return f", {min(c.first for c in declared)}–{max(c.last for c in declared)}"


def _treaties(subject: Subject, held: pl.DataFrame) -> list[Block]:
    """Treaties named that were in force at the end of the period, and the label in use."""
    named = held.filter(pl.col("kind") != "alliance")
    now = named.filter(
        (last_year() >= subject.until)
        & ~pl.col("name").fill_null("").str.ends_with("(signed)")
    )  # fmt: skip
    binding = now.filter(pl.col("kind").is_in(list(OBLIGATIONS))).sort(
        "depth", "start", descending=[True, True], nulls_last=True
    )
    done = pl.col("commitment").fill_null("deed") == "deed"
    other = now.filter(
        pl.col("kind").is_in(list(COOPERATION)) & ~pl.col("kind").str.starts_with("partnership")
    )
    labels = now.filter(pl.col("kind").str.starts_with("partnership"))
    said: list[Block] = []
    parts = [
        f"{how}{_listed(rows)}"
        for how, rows in (("", binding.filter(done)), ("by word alone, ", binding.filter(~done)))
        if not rows.is_empty()
    ]
    if not other.is_empty():
        count = other["name"].fill_null("").n_unique()
        what = listed([COOPERATION[k] for k in other["kind"].unique(maintain_order=True)])
        noun = "agreement" if count == 1 else "agreements"
        parts.append(f"{count} {noun} on {what}")
    if parts:
        cited = subject.book.cite(
            f"Treaties in force in {subject.until}", [("ties", pl.concat([binding, other]))]
        )
        text = f"In force in {subject.until}, among the treaties compiled: {'; '.join(parts)}."
        said.append(Sentence(text, cited))
    if not labels.is_empty():
        latest = labels.sort("start").row(-1, named=True)
        cited = subject.book.cite("Labels of the relation", [("ties", labels)])
        said.append(
            Sentence(
                f"The latest name the two give their relation is “{latest['name']}” "
                f"({str(latest['start'])[:4]}): a label, which binds neither.",
                cited,
            )
        )
    if held.is_empty():
        said.append(
            Note("No treaty or label between the two is among those compiled for this period; treaties "
                 "are compiled for selected dyads, so this does not mean there is none.")
        )  # fmt: skip
    return said


def _listed(rows: pl.DataFrame) -> str:
    """Treaties by name, with what they promise and since when."""
    parts = []
    grouped = rows.with_columns(base=base()).group_by("base", maintain_order=True)
    for (name,), group in grouped:
        what = listed([OBLIGATIONS[k] for k in group["kind"].unique(maintain_order=True)])
        parts.append(f"{name} ({what}, since {str(group['start'].min())[:4]})")
    return listed(parts, most=3)


def _blocs(subject: Subject) -> list[Block]:
    """Blocs shared at the end of the period, and those joined and left in it."""
    rows = memberships(subject.world, subject.a, subject.b)
    if rows.is_empty():
        return [Note("Neither of the two is a full member of a bloc whose members are compiled.")]
    rows = rows.filter((first_year() <= subject.until) & (last_year() >= subject.since))
    a, b = subject.names
    now = [
        f"{_full_name(bloc)} (since {start[:4]})"
        for bloc, start, end in held_both(subject.world, subject.a, subject.b)
        if int(start[:4]) <= subject.until and (end is None or int(end[:4]) >= subject.until)
    ]
    cited = subject.book.cite("Memberships of blocs", [("ties", rows)])
    if not cited:
        return [Note(f"Neither {a} nor {b} was a full member of a bloc compiled in this period.")]
    belong, share = ("belong", "share") if subject.lasts else ("belonged", "shared")
    said = [
        f"In {subject.until} both {belong} to {listed(now)}." if now
        else f"In {subject.until} {a} and {b} {share} none of the blocs whose members are compiled."
    ]  # fmt: skip
    for key, name in zip((subject.a, subject.b), (a, b), strict=True):
        if moves := _moves(rows.filter(pl.col("a") == key), subject):
            said.append(f"{name[:1].upper() + name[1:]} {moves}.")
    return [Sentence(" ".join(said), cited)]


def _full_name(bloc: str) -> str:
    name = states.name(bloc)
    return bloc if name == bloc or "+" in bloc else f"the {name}"


def _moves(own: pl.DataFrame, subject: Subject) -> str:
    """Blocs one state joined and left in the period, with the year."""
    joined = own.filter(first_year() > subject.since)
    left = own.filter((last_year() <= subject.until) & pl.col("end").is_not_null())
    parts = []
    for verb, moved, when in (("joined", joined, "start"), ("left", left, "end")):
        if not moved.is_empty():
            years = (
                moved.sort(when)
                .group_by("b", maintain_order=True)
                .agg(pl.col(when).str.head(4).sort())
            )
            names = [f"{bloc_name(key)} ({', '.join(y)})" for key, y in years.iter_rows()]
            parts.append(f"{verb} {listed(names)}")
    return " and ".join(parts)


def _organisations(subject: Subject) -> list[Block]:
    """How many intergovernmental organisations they shared."""
    counts = subject.years("shared_igos")
    if counts.is_empty():
        counted = [
            c for _, c in subject.world.covering("ties", "shared_igos") if c.scope == "system"
        ]
        if counted:
            return [Note("Shared intergovernmental organisations: no count of this dyad in this period "
                         f"(the counts end in {max(c.last for c in counted)}).")]  # fmt: skip
        return [Note("Shared intergovernmental organisations: add them with "
                     "comity data add cow_igo_shared PATH.")]  # fmt: skip
    last, first = counts.row(-1, named=True), counts.row(0, named=True)
    count = f"{last['value']:.0f}" if last["value"] else "no"
    text = f"In {last['year']} they shared {count} intergovernmental organisation"
    text += "" if last["value"] == 1 else "s"
    if first["year"] < last["year"]:
        text += f"; in {first['year']}, {first['value']:.0f}" if first["value"] else (
            f"; in {first['year']}, none" if last["value"] else f", as in {first['year']}"
        )  # fmt: skip
    return [Sentence(f"{text}.", subject.cite("Shared organisations", "shared_igos"))]
