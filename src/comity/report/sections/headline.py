"""The headline: two or three sentences with the numbers they rest on, and what is not covered."""

from __future__ import annotations

import polars as pl

from comity.measures.alliances import portfolio_years
from comity.measures.organisations import shared_memberships
from comity.report.model import Block, Note, Section, Sentence
from comity.report.sections.alignment import verdict
from comity.report.sections.readings import bloc_sentence
from comity.report.sections.trade import dependence
from comity.report.subject import Subject
from comity.report.wording import bloc_name, interval, listed, percent, two_decimals

__all__ = ["headline"]

#: A year with fewer shared roll calls than this is not the one to lead with.
ENOUGH_VOTES = 20
GRADES = {
    3: "a pact of defence or offence",
    2: "a pact of neutrality or consultation",
    1: "a pact of non-aggression",
}
TRADE = "trade shares"
#: What a brief can speak of, and the indicator that says whether it is covered.
COVERED = {
    "UN votes": "unga_agreement",
    "alliance obligations": "alliance_grade",
    "shared organisations": "shared_igos",
    TRADE: "export_share",
    "joint exercises": "joint_exercises",
    "arms transfers": "arms",
    "sanctions between them": "sanctions",
}


def headline(subject: Subject) -> Section:
    """The verdict, then votes, promises and dependence in one sentence each, then what is not covered."""
    said = [
        verdict(subject),
        bloc_sentence(subject),
        _votes(subject),
        _promises(subject),
        _dependence(subject),
    ]
    blocks: list[Block] = [sentence for sentence in said if sentence is not None]
    if not blocks:
        blocks.append(Note("No source held covers this dyad in this period."))
        return Section("headline", "In short", tuple(blocks))
    missing = [
        what
        for what, name in COVERED.items()
        if subject.years(name).is_empty() and not (what == TRADE and said[-1] is not None)
    ]
    if missing:
        blocks.append(
            Note(f"{listed(missing, most=9)}: no source held covers them for this dyad and period.")
        )
    return Section("headline", "In short", tuple(blocks))


def _votes(subject: Subject) -> Sentence | None:
    values = subject.years("unga_agreement")
    enough = values.filter(pl.col("n") >= ENOUGH_VOTES)
    if enough.is_empty():
        return None
    last = enough.row(-1, named=True)
    a_score = subject.years("unga_a").filter(pl.col("year") == last["year"]).row(0, named=True)
    a, b = subject.names
    text = (
        f"In the UN General Assembly {a} and {b} agreed to {percent(last['value'])} "
        f"{interval(last['low'], last['high'], share=True)} in {last['year']}, "
    )
    if a_score["low"] > 0:
        text += "more than chance would bring"
    elif a_score["high"] < 0:
        text += "less than chance would bring"
    else:
        text += "no more than chance would bring"
    text += f" (A {two_decimals(a_score['value'])} {interval(a_score['low'], a_score['high'])})"
    if (before := _years_before(enough, last["year"])) is not None:
        text += f"; {last['year'] - before['year']} years before it was {percent(before['value'])}"
    cited = subject.cite(f"Votes of {last['year']}", "unga_agreement", (last["year"], last["year"]))
    return Sentence(f"{text}.", cited + subject.cite("Votes, all years", "unga_agreement"))


def _years_before(values: pl.DataFrame, year: int, back: int = 20) -> dict[str, float] | None:
    """The value some twenty years earlier, or the oldest if the series is shorter but not short."""
    earlier = values.filter(pl.col("year") <= year - back)
    if not earlier.is_empty():
        return earlier.row(-1, named=True)
    first = values.row(0, named=True)
    return first if year - first["year"] >= 5 else None


def _promises(subject: Subject) -> Sentence | None:
    grades = subject.years("alliance_grade")
    shared = shared_memberships(subject.world, subject.scope)
    blocs = (
        shared.filter(pl.col("year") == pl.col("year").max()) if not shared.is_empty() else shared
    )
    current = not blocs.is_empty() and int(blocs["year"].max()) == subject.until  # type: ignore[arg-type]
    names = [bloc_name(key) for key in sorted(blocs["bloc"])] if current else []
    together = (
        f"today both belong to {listed(names)}"
        if subject.lasts
        else f"both belonged to {listed(names)}"
    )
    a, b = subject.names
    parts: list[str] = []
    cited: tuple[str, ...] = ()
    if not grades.is_empty():
        last = grades.row(-1, named=True)
        pact = GRADES.get(int(last["value"]))
        coded = portfolio_years(subject.world)[1]
        when = f"In {last['year']}" + (", the last year coded" if last["year"] == coded else "")
        parts.append(
            f"{when}, {a} and {b} were bound by {pact}"
            if pact
            else f"{when}, no alliance bound {a} and {b}"
        )
        cited += subject.cite(
            "Alliance obligations", "alliance_grade", (last["year"], last["year"])
        )
        cited += (
            () if cited else subject.cite("Alliance portfolios", "alliance_s", (last["year"],) * 2)
        )
    if names:
        parts.append(together if parts else f"{a} and {b}: {together}")
        cited += subject.cite("Memberships of blocs", "shared_blocs")
    elif not grades.is_empty():
        bloc_rows = subject.cite("Memberships of blocs", "shared_blocs")
        if bloc_rows:
            share = "share" if subject.lasts else "shared"
            parts.append(f"they {share} none of the blocs compiled here")
            cited += bloc_rows
    if not parts or not cited:
        return None
    return Sentence("; ".join(parts) + ".", cited)


def _dependence(subject: Subject) -> Sentence | None:
    """What the first weighs in the other's trade, and how far from even the two are."""
    said = dependence(subject)
    if not said:
        return None
    chosen = [said[0], *said[2:]]
    cited = dict.fromkeys(key for sentence in chosen for key in sentence.evidence)
    return Sentence(" ".join(sentence.text for sentence in chosen), tuple(cited))
