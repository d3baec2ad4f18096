"""Who belongs to a bloc, since when, how many they are, and when it was founded.

Memberships are facts with dates: a statement agrees if every state it names is a member at the time of the
text, and a stated year of joining is the year of the row. Whoever left was a member and is none any more. An
invitation or an application is no membership and is not asked about.
"""

from __future__ import annotations

import re

import polars as pl

from comity.answers.checks.case import AGREES, Case, Verdict, actor_name, says
from comity.states import blocs

__all__ = ["RULE", "check"]

NAME = "membership"
RULE = "members of the bloc at the date of the text; a stated year of joining is that of the row"
RULE_FOUNDED = "the earliest membership; a stated period holds its year"
RULE_COUNT = "the number of members at the date of the text"
RULE_LEFT = "a membership that ended before the date of the text, and none since"

_JOIN = re.compile(
    r"\b(join\w*|accede\w*|accession|member\w*|part of|belong\w*|admitted|enlarg\w*|expand\w*|includ\w*)\b",
    re.IGNORECASE,
)
_FOUND = re.compile(
    r"\b(establish\w*|found(?:ed|ing|er)\w*|creat\w*|form(?:ed|ation))\b", re.IGNORECASE
)
_DENIED = re.compile(r"\b(not|no longer|never)\b", re.IGNORECASE)
_LEFT = re.compile(
    r"\b(left|quit|withdr[ae]w\w*|exit(?:s|ed)|pulled out of|walked out of)\b", re.IGNORECASE
)
_ASKED = re.compile(
    r"\b(invit\w+|appl(?:y|ies|ied|ication|icant)\w*|bids?|candida\w+|aspir\w+|want\w*|hop(?:e[sd]?|ing)|"
    r"seeks?|seeking|sought|could|may|might|would|talks|negotiat\w+)\b",
    re.IGNORECASE,
)
_NUMBERS = dict(
    zip(
        ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"],
        range(2, 11),
        strict=True,
    )
)
_COUNTED = re.compile(
    r"\b(\d{1,2}|"
    + "|".join(_NUMBERS)
    + r")((?:[- ][a-z]+){0,2})[- ](?:member|members|states|countries|nations|economies)\b",
    re.IGNORECASE,
)
_NAME_OF_ITS_OWN = re.compile(r"\b[A-Z]\w+")


def check(case: Case) -> Verdict | None:
    """A verdict on who is in a bloc, or None where the record is not about one."""
    record = case.record
    known = set(blocs()["bloc"].unique().to_list())
    named = [a for a in record.targets + record.sources if a in known]
    if not named or record.kind not in ("event", "relation", "quantity", "claim"):
        return None
    bloc = named[0]
    on = case.dated or "9999"
    rows = case.world.rows(
        "ties", pl.col("b") == bloc, of=["membership", "associate", "observer", "suspension"]
    )
    if rows.is_empty():
        return None
    who = tuple(a for a in case.states() if a != bloc)
    if _FOUND.search(case.text) and who:
        return _founded(case, bloc, rows, who)
    if _ASKED.search(case.text):
        return None
    belongs = who and record.kind != "quantity"
    if belongs and _LEFT.search(case.text):
        return _left(case, bloc, rows, who, on)
    counted = _COUNTED.search(case.text)
    if belongs and _JOIN.search(case.text) and (not counted or _is_of(bloc, counted[2])):
        return _joined(case, bloc, rows, who, on)
    return _counted(bloc, rows, counted, on) if counted and _is_of(bloc, counted[2]) else None


def _is_of(bloc: str, between: str) -> bool:
    """Whether states counted are those of the bloc: no other group is named between number and noun."""
    named = _NAME_OF_ITS_OWN.findall(between)
    return all(word.upper() == bloc or word in actor_name(bloc) for word in named)


def _left(case: Case, bloc: str, rows: pl.DataFrame, who: tuple[str, ...], on: str) -> Verdict:
    """Whether all the states named were members and are no more."""
    own = rows.filter((pl.col("kind") == "membership") & pl.col("a").is_in(who)).sort("start")
    still = set(_holding(own, on)["a"].to_list())
    told = []
    for w in who:
        spans = own.filter(pl.col("a") == w)
        if spans.is_empty():
            told.append(f"{actor_name(w)} in no row")
            continue
        start, end = spans.select("start", "end").row(-1)
        told.append(f"{actor_name(w)} a member from {start}{f' to {end}' if end else ''}")
    gone = all(w in own["a"].to_list() and w not in still for w in who)
    denied = case.record.negated or bool(_DENIED.search(case.text))
    said = f"{', '.join(map(actor_name, who))} left {actor_name(bloc)}"
    return says(NAME, gone != denied, said, "; ".join(told), RULE_LEFT, ("ties", own))


def _holding(rows: pl.DataFrame, on: str) -> pl.DataFrame:
    """Memberships that hold on a date of reduced precision."""
    kept = [
        start[: len(on)] <= on[: len(start)] and (end is None or end[: len(on)] >= on[: len(end)])
        for start, end in rows.select("start", "end").iter_rows()
    ]
    return rows.filter(pl.Series(kept, dtype=pl.Boolean()))


def _joined(case: Case, bloc: str, rows: pl.DataFrame, who: tuple[str, ...], on: str) -> Verdict:
    now = (
        _holding(rows.filter(pl.col("a").is_in(who)), on)
        .unique(["a", "kind", "start"])
        .sort("start", "a")
    )
    best = (
        now.filter(pl.col("kind") == "membership")
        .group_by("a")
        .agg(pl.col("start").min())
        .sort("start")
    )
    members = dict(best.rows())
    period = case.period()
    stated = (
        period is not None
        and period.stated
        and bool(re.search(r"\bjoin|\bacced|\badmit", case.text, re.IGNORECASE))
    )
    fits = all(w in members for w in who) and (
        not stated or period is None or all(int(members[w][:4]) in period.years for w in who)
    )
    told = [f"{actor_name(w)} a member since {s}" for w, s in members.items()]
    others = now.filter(~pl.col("a").is_in(list(members)))
    told += [
        f"{actor_name(a)} only {k} since {s}"
        for a, k, s in others.select("a", "kind", "start").iter_rows()
    ]
    told += [f"{actor_name(w)} in no row" for w in who if w not in now["a"].to_list()]
    denied = case.record.negated or bool(_DENIED.search(case.text))
    said = f"{', '.join(map(actor_name, who))} in {actor_name(bloc)}"
    verdict = says(NAME, fits != denied, said, "; ".join(told), RULE, ("ties", now))
    if verdict.outcome != AGREES and case.record.hedged:
        return case.open(
            NAME, said, "said to be possible only", ("ties", now), found="; ".join(told)
        )
    return verdict


def _counted(bloc: str, rows: pl.DataFrame, told: re.Match[str], on: str) -> Verdict:
    members = _holding(rows.filter(pl.col("kind") == "membership"), on).unique("a").sort("a")
    number = _NUMBERS.get(told[1].lower()) or int(told[1])
    when = "the last date of the world" if on == "9999" else on
    found = f"{members.height} members at {when}: {', '.join(members['a'])}"
    return says(
        NAME,
        members.height == number,
        f"{number} members of {actor_name(bloc)}",
        found,
        RULE_COUNT,
        ("ties", members),
    )


def _founded(case: Case, bloc: str, rows: pl.DataFrame, who: tuple[str, ...]) -> Verdict | None:
    first = rows.filter(pl.col("kind") == "membership").sort("start").head(1)["start"].to_list()
    if not first:
        return None
    founders = (
        rows.filter((pl.col("start") == first[0]) & (pl.col("kind") == "membership"))
        .unique("a")
        .sort("a")
    )
    period = case.period()
    in_time = period is None or not period.stated or int(first[0][:4]) in period.years
    fits = in_time and set(who) <= set(founders["a"].to_list())
    found = f"first members from {first[0]}: {', '.join(founders['a'])}"
    said = f"{actor_name(bloc)} founded by {', '.join(map(actor_name, who))}"
    return says(NAME, fits, said, found, RULE_FOUNDED, ("ties", founders))
