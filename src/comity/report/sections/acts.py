"""Ties and dated acts between the two states of a brief, each once though several sources tell it."""

from __future__ import annotations

import calendar
import re
from functools import cache

import polars as pl

from comity import states
from comity.measures.scope import Scope
from comity.measures.spells import first_year, last_year
from comity.report.subject import Subject
from comity.states.groups import shipped_groups
from comity.world.world import World

__all__ = [
    "COOPERATION", "EXERCISES", "MEETINGS", "OBLIGATIONS", "base", "base_name", "events_between", "held_both",
    "memberships", "moment", "sanctions", "short_name", "stands_for", "ties_between", "way", "written",
]  # fmt: skip

#: Kinds of tie that bind, weakest last; and those that cooperate or merely name the relation.
OBLIGATIONS = {
    "alliance": "alliance", "defense": "defence", "offense": "offence", "neutrality": "neutrality",
    "consultation": "consultation", "nonaggression": "non-aggression", "basing": "bases",
}  # fmt: skip
COOPERATION = {
    "partnership": "partnership, a label", "partnership_label": "partnership, a label",
    "trade_agreement": "trade", "payments": "payments", "swap_line": "currency swap",
    "arms_cooperation": "military cooperation", "treaty_term": "term of a treaty",
}  # fmt: skip
#: Modes of dated acts: meetings and what was said there, exercises, and sanctions that are none.
MEETINGS = {
    "summit": "summit", "visit": "visit", "statement": "statement", "agreement": "agreement",
    "treaty": "treaty", "documents": "documents", "recognition": "recognition",
    "mutual_defence_clause": "clause", "ratification": "ratification", "talks": "talks",
    "peace_plan": "peace plan", "invitation": "invitation",
}  # fmt: skip
EXERCISES = {"exercise": "exercise", "patrol": "patrol", "exercise_observer": "observer"}
RELIEF = ("waiver", "licence", "relief")
#: Sources that set out to list every case: they are counted, and told apart from chosen acts.
COUNTING = ("gsdb", "mme", "jme", "gml_disputes")
#: A meeting about gas belongs with gas: these domains are told in other sections.
ELSEWHERE = ("energy", "infrastructure")

_SIGNED = " (signed)"
_IN_BRACKETS = re.compile(r"( \([^()]*\))+$")


def moment(date: str, *, closing: bool = False) -> float:
    """A date of reduced precision on the axis of years: its first moment, or its last.

    ``moment("2014-07")`` is 2014.5; closing, 2014.583.
    """
    parts = [int(p) for p in date.lstrip("-").split("-")]
    year, month, day = (*parts, 1, 1)[:3]
    at = year + (month - 1) / 12 + (day - 1) / 365
    return at + {1: 1.0, 2: 1 / 12, 3: 1 / 365}[len(parts)] if closing else at


def base_name(name: str | None) -> str:
    """A treaty's name without what a row says about it in brackets: the article, or that it was signed."""
    return _IN_BRACKETS.sub("", name or "") or (name or "")


def written(date: str) -> str:
    """A date as a table prints it, kept on one line: "18 Dec 1992", "Dec 1992", "1992"."""
    parts = date.split("-")
    if len(parts) == 1 or not parts[0]:
        return date
    month = calendar.month_abbr[int(parts[1])]
    return "\u00a0".join(
        [str(int(parts[2])), month, parts[0]] if len(parts) > 2 else [month, parts[0]]
    )


def short_name(bloc: str) -> str:
    """A bloc by its initials: "SCO", "Warsaw Pact"."""
    return bloc.replace("_", " ").title() if "_" in bloc else bloc


def base() -> pl.Expr:
    """Column ``name`` as :func:`base_name`."""
    return pl.col("name").map_elements(base_name, return_dtype=pl.String, skip_nulls=False)


def way() -> pl.Expr:
    """Who promised whom, where only one did: "USA → JPN"."""
    one_sided = pl.col("directed").fill_null(value=False) & (pl.col("kind") == "alliance")
    return pl.when(one_sided).then(pl.format("{} → {}", "a", "b")).otherwise(pl.lit(""))


def ties_between(subject: Subject) -> pl.DataFrame:
    """Treaties and labels between the two that were in force in the period, oldest first."""
    kinds = [*OBLIGATIONS, *COOPERATION]
    rows = subject.world.rows(
        "ties",
        _pair(subject) & pl.col("start").is_not_null()
        & (first_year() <= subject.until) & (last_year() >= subject.since),
        of=kinds,
    )  # fmt: skip
    compiled = rows.filter(pl.col("source") == "compiled_treaties")
    named = compiled.filter(pl.col("kind") == "partnership")["start"].str.head(4)
    told = (pl.col("kind") == "partnership_label") & pl.col("start").str.head(4).is_in(
        named.implode()
    )
    return rows.filter(~told).sort("start", "name", nulls_last=True)


def events_between(subject: Subject) -> pl.DataFrame:
    """Meetings and exercises of the two in the period, oldest first, with a column ``lane``."""
    modes = [*MEETINGS, *EXERCISES]
    both = pl.col("parties").str.split(";")
    together = both.list.contains(subject.a) & both.list.contains(subject.b)
    rows = subject.world.rows(
        "events",
        pl.col("mode").is_in(modes) & ~pl.col("source").is_in(COUNTING)
        & pl.col("action").is_in(["CONSULT", "AGREE", "SUPPORT", "COOPERATE"])
        & (_pair(subject) | together.fill_null(value=False))
        & first_year("date").is_between(subject.since, subject.until),
    )  # fmt: skip
    drill = pl.col("mode").is_in(list(EXERCISES))
    rows = rows.filter(drill | ~pl.col("domain").fill_null("").is_in(ELSEWHERE)).with_columns(
        lane=pl.when(drill).then(pl.lit("exercise")).otherwise(pl.lit("meeting"))
    )
    return _once(rows, ["lane"]).sort("date", "name", nulls_last=True)


def held_both(world: World, a: str, b: str) -> list[tuple[str, str, str | None]]:
    """Blocs both belonged to, as (bloc, start, end) of the time they shared, oldest first."""
    rows = memberships(world, a, b)
    shared = []
    for bloc in rows["b"].unique(maintain_order=True):
        mine, other = (rows.filter((pl.col("b") == bloc) & (pl.col("a") == s)) for s in (a, b))
        for x in mine.iter_rows(named=True):
            for y in other.iter_rows(named=True):
                start = max(x["start"], y["start"])
                end = min((e for e in (x["end"], y["end"]) if e is not None), default=None)
                if end is None or start <= end:
                    shared.append((bloc, start, end))
    return sorted(shared, key=lambda s: (s[1], s[0]))


def memberships(world: World, *members: str) -> pl.DataFrame:
    """Full memberships of these states, from the sources that list the members of a bloc completely."""
    complete = [
        s.key for s, c in world.covering("ties", "membership")
        if c.scope == "system" and s.key.startswith("compiled")
    ]  # fmt: skip
    return world.rows(
        "ties",
        pl.col("source").is_in(complete) & pl.col("a").is_in(members) & pl.col("start").is_not_null()
        & (pl.col("depth").is_null() | (pl.col("depth") == 1)),
        of="membership",
    ).sort("start", "b")  # fmt: skip


def stands_for(actor: str, state: str, on: str) -> bool:
    """Whether an actor is the state, or a bloc or group it belonged to on a date."""
    if actor == state:
        return True
    return actor in _collectives() and state in states.expand(actor, on)


@cache
def _collectives() -> frozenset[str]:
    """Blocs and groups whose members are known; of others (the UN) nobody can say who acted."""
    return frozenset(states.blocs()["bloc"]) | frozenset(shipped_groups())


def sanctions(subject: Subject) -> pl.DataFrame:
    """Sanctions of the period that one of the two, or a bloc it was in, imposed or suffered.

    Adds ``sender`` and ``target``: the key of the one of the two the actor stands for, or null.
    """
    rows = subject.world.rows(
        "events",
        (pl.col("action") == "SANCTION") & ~pl.col("source").is_in(COUNTING)
        & ~pl.col("mode").fill_null("").is_in(RELIEF)
        & (pl.col("commitment").fill_null("deed") == "deed")
        & first_year("date").is_between(subject.since, subject.until),
    )  # fmt: skip
    rows = _once(rows, [])
    sides = {"sender": "a", "target": "b"}
    found: dict[str, list[str | None]] = {side: [] for side in sides}
    for r in rows.select("date", "a", "b").iter_rows(named=True):
        for side, column in sides.items():
            found[side].append(_one_of(subject, r[column], r["date"]))
        if found["sender"][-1] == found["target"][-1]:  # a bloc that acts against its own member
            found["sender"][-1] = None
    return (
        rows.with_columns(pl.Series(side, keys, dtype=pl.String) for side, keys in found.items())
        .filter(pl.col("sender").is_not_null() | pl.col("target").is_not_null())
        .sort("date", "name", nulls_last=True)
    )


def _one_of(subject: Subject, actor: str, on: str) -> str | None:
    """Which of the two an actor stands for; None if neither, or if both (a bloc they share)."""
    held = [state for state in (subject.a, subject.b) if stands_for(actor, state, on)]
    return held[0] if len(held) == 1 else None


def _pair(subject: Subject) -> pl.Expr:
    return Scope.dyad(subject.a, subject.b).pairs()


def _once(rows: pl.DataFrame, by: list[str]) -> pl.DataFrame:
    """Each act once: the compiled tables before the ledger, and the ledger's second sources left out."""
    plain = pl.col("name").fill_null("").str.replace(" (other source)", "", literal=True)
    rows = rows.with_columns(
        _name=plain.str.to_lowercase(), _later=plain != pl.col("name").fill_null("")
    ).sort("_later", maintain_order=True)
    keys = ["a", "b", *by]
    rows = rows.with_columns(_year=pl.col("date").str.head(4))
    rows = rows.filter(~pl.col("_later") | pl.struct(*keys, "_name", "_year").is_first_distinct())
    ledger = pl.col("source") == "ledger"
    compiled = rows.filter(~ledger & pl.col("source").str.starts_with("compiled"))
    # the ledger tells a day that a compiled table tells too
    twice = rows.filter(ledger & (pl.col("mode").fill_null("") != "statement")).join(
        compiled, on=[*keys, "date"], how="semi"
    )
    kept = rows.join(twice.select("source", "record"), on=["source", "record"], how="anti")
    return kept.drop("_name", "_later", "_year")
