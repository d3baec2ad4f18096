"""Dated acts between states: meetings and visits, exercises, agreements, deliveries.

An act agrees with an event of the same kind between the same states whose date overlaps the one told. An
agreement told by its matter (a railway, gas, arms) must be of the same matter. The events of the world are a
selection: an act that is in none is not covered.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import polars as pl

from comity.answers.checks.case import Case, Period, Verdict, actor_name, says
from comity.measures.registry import Evidence

__all__ = ["KINDS", "check", "joint_acts"]

RULE = "an event of the same kind between the same states at the time told"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of act: how prose tells it, and which rows it is."""

    name: str
    words: re.Pattern[str]
    actions: tuple[str, ...]
    modes: tuple[str, ...]
    ties: tuple[str, ...] = ()


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)


KINDS = (
    Kind(
        "exercise", _words(r"exercises?|drills?|war games?|manoeuvres?|maneuvers?|patrols?"), ("COOPERATE",),
        ("exercise", "exercise_series", "patrol"),
    ),
    Kind(
        "meeting",
        _words(r"visit\w*|met|meet\w*|summits?|talks|consultations?|receiv\w+|hosted|delegations?|forum"),
        ("CONSULT",), ("summit", "visit", "meeting", "consultation"),
    ),
    Kind(
        "agreement",
        _words(
            r"sign(?:s|ed|ing)?|agreement\w*|treat(y|ies)|road ?maps?|contracts?|memorand\w+|accords?|"
            r"partnerships?|cooperation"
        ),
        ("AGREE",),
        ("agreement", "treaty", "documents", "contract", "ratification", "mutual_defence_clause",
         "technology"),
        ("arms_cooperation", "partnership", "partnership_label", "consultation", "nonaggression", "defense",
         "trade_agreement", "payments", "supply_contract"),
    ),
)  # fmt: skip
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_PLACES = frozenset(
    [
        "China",
        "Russia",
        "Beijing",
        "Moscow",
        "India",
        "Delhi",
        "Iran",
        "Tehran",
        "Chinese",
        "Russian",
        "Indian",
        "Iranian",
        "State",
        "Olympics",
        "Winter",
    ]
)
_MATTER = re.compile(
    r"\b(rail\w*|pipelines?|gas|oil|lng|nuclear|arms|weapons?|defen[cs]e|military|trade|investment\w*|swap|currenc\w+|"
    r"grain|fish\w*|border\w*|visas?|migra\w+|extradit\w+|ports?|loans?|space|mining|minerals?|water|power)\b",
    re.IGNORECASE,
)
_SIGNED = re.compile(
    r"\b(sign(?:s|ed|ing)?|conclud\w*|agreed|expand\w*|renew\w*|extend\w*)\b", re.IGNORECASE
)


def check(case: Case) -> Verdict | None:
    """A verdict on a dated act between states, or None where the record tells none."""
    record = case.record
    if record.kind not in ("event", "quantity") or record.form in (
        "plan",
        "forecast",
        "conditional",
        "demand",
    ):
        return None
    kind = next((k for k in KINDS if k.words.search(case.text)), None)
    if kind is None or (kind.ties and not _SIGNED.search(case.text)):
        return None
    who = case.states()
    period = case.period()
    if len(who) < 2 or period is None or record.negated:
        return None
    said = f"{kind.name} of {', '.join(map(actor_name, who))}, {period.written}"
    if not period.stated and kind.ties:
        return case.open(f"{kind.name}s", said, "not covered: the text gives no date to look for")
    if not period.stated:
        period = Period(str(int(period.first[:4]) - 1), period.last, stated=False)
    events, ties = joint_acts(case, kind, who, period)
    if kind.name == "meeting" and (not period.stated or len(period.last) == 4):
        # a year has many meetings: one that is told by the name of who met must be of the same name
        events = events.filter(
            pl.col("name").map_elements(
                lambda n: _same_people(n, case.text), return_dtype=pl.Boolean
            )
        )
    months = [
        f"{n:02d}" for n, m in enumerate(_MONTHS, start=1) if re.search(rf"\b{m}\b", case.text)
    ]
    if months:
        told_only_by_year = pl.col("date").str.len_chars() == 4
        events = events.filter(pl.col("date").str.slice(5, 2).is_in(months) | told_only_by_year)
    evidence: list[Evidence] = [("events", events), ("ties", ties)]
    matters = {word.lower() for word in _MATTER.findall(case.text)} if kind.ties else set()
    if matters:
        beside = "; ".join(
            [*events["name"].drop_nulls().head(3), *ties["name"].drop_nulls().head(3)]
        )
        events, ties = (rows.filter(_of_matter(rows, matters)) for rows in (events, ties))
        if beside and events.is_empty() and ties.is_empty():
            return case.open(
                f"{kind.name}s",
                said,
                f"not covered: none on {', '.join(sorted(matters))}",
                found=beside,
            )
    told = [_event(row) for row in events.head(4).iter_rows(named=True)]
    told += [f"{row['name']}, {row['start']}" for row in ties.head(3).iter_rows(named=True)]
    if not told:
        return case.open(f"{kind.name}s", said, "not covered: no such event among the dated facts")
    more = events.height + ties.height - len(told)
    found = "; ".join(told) + (f"; and {more} more" if more > 0 else "")
    return says(f"{kind.name}s", True, said, found, RULE, *evidence)


def joint_acts(
    case: Case, kind: Kind, who: tuple[str, ...], period: Period
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Events and ties of a kind that have all the states among their parties, in a period."""
    rows = case.world.events.filter(
        pl.col("action").is_in(kind.actions) & pl.col("mode").is_in(kind.modes)
        & _with_all(who, kind.name == "exercise")
    )  # fmt: skip
    events = _then(rows, "date", "end", period).unique(["date", "name"]).sort("date")
    ties = case.world.rows("ties", pl.col("a").is_in(who), pl.col("b").is_in(who), of=kind.ties)
    signed = ties.filter(pl.col("a") != pl.col("b"))
    # a treaty is signed when it begins, not in every year it lasts
    begun = signed.with_columns(last=pl.col("start"))
    return events, _then(begun, "start", "last", period).drop("last").unique(
        ["start", "name"]
    ).sort("start")


def _of_matter(rows: pl.DataFrame, matters: set[str]) -> pl.Series:
    """Rows whose name speaks of one of the matters, to the same first four letters."""
    stems = tuple(matter[:4] for matter in matters)
    names = [re.findall(r"[a-z]+", (name or "").lower()) for name in rows["name"]]
    return pl.Series(
        [any(w.startswith(stems) for w in words) for words in names], dtype=pl.Boolean()
    )


def _with_all(who: tuple[str, ...], joint: bool) -> pl.Expr:
    """Rows whose two sides, or parties, hold all the states; of more than two, any two will do."""
    parties = pl.col("parties").fill_null("").str.split(";")
    sides = pl.concat_list([parties, pl.concat_list(["a", "b"])])
    if len(who) == 2 or not joint:
        return sides.list.contains(who[0]) & sides.list.contains(who[1])
    held = pl.sum_horizontal([sides.list.contains(w).cast(pl.Int8) for w in who])
    return held >= 2  # a three-sided exercise is told as pairs


def _then(rows: pl.DataFrame, start: str, end: str, period: Period) -> pl.DataFrame:
    kept = [
        s is not None and period.touches(s, e or s) for s, e in rows.select(start, end).iter_rows()
    ]
    return rows.filter(pl.Series(kept, dtype=pl.Boolean()))


def _same_people(name: str, text: str) -> bool:
    """Whether a capitalised word of an event's name that is no place stands in the text."""
    words = set(re.findall(r"\b[A-Z][a-z]+\b", name)) - _PLACES
    return bool(words & set(re.findall(r"\b[A-Z][a-z]+\b", text)))


def _event(row: dict[str, object]) -> str:
    return f"{row['name'] or row['mode']}, {row['date']}"
