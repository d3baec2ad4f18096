"""Pipelines, railways, ports and straits that a text names: their status and capacity at its date.

A link is found by its name, as the world writes it or as prose does (``Power of Siberia-2``). What a text
says will be is held against the last status known; a link still proposed then decides nothing. A state that a
link is said to pass, or to pass by, is looked for on its way.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

import polars as pl

from comity.answers.checks.case import Case, Verdict, actor_name, says
from comity.answers.checks.measured import WORLD_UNITS, measured, near, written
from comity.states.system import name as plain_name
from comity.world.world import World

__all__ = ["Named", "check", "links_named"]

NAME, CAPACITY = "project", "capacity"
RULE = "status of the link at the date of the text"
RULE_LATER = "what is announced, against the last status known"
RULE_CAPACITY = "within the printed rounding and 5 % of a capacity or contracted volume"
BUILT = frozenset({"operating", "idle"})
UNBUILT = frozenset({"proposed", "shelved", "cancelled", "suspended"})

_DONE = re.compile(
    r"\b(operat\w+|completed|opened|inaugurated|launched|flows? through|in service|was built)\b",
    re.IGNORECASE,
)
_DROPPED = re.compile(
    r"\b(abandon\w*|cancel\w*|scrapp\w*|shelv\w*|reject\w*|inexpedient|dropped|halt\w*|stall\w*|"
    r"no (movement|progress)|not seen any|not (be )?built|suspend\w*|freez\w*|frozen)\b",
    re.IGNORECASE,
)
#: What went through a link in a year is no capacity.
_DELIVERED = re.compile(
    r"\b(delivered|supplied|shipped|pumped|transported|carried|exported|flowed|received|sent)\b",
    re.IGNORECASE,
)
_PASSES = re.compile(r"\b(through|via|pass\w*|transit\w*|cross\w*)\b", re.IGNORECASE)
_PAST = re.compile(r"\b(bypass\w*|circumvent\w*|around)\b", re.IGNORECASE)
_COMING = re.compile(
    r"\b(will|would|may|soon|plan\w*|propos\w*|expected|supposed|to be|negotiat\w*|finali[sz]e)\b",
    re.IGNORECASE,
)
_GENERIC = re.compile(r"\s*\([^)]*\)|\b(gas|oil|crude|natural)?\s*pipelines?\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Named:
    """A link that a text names: where, and the names of its rows."""

    start: int
    end: int
    names: tuple[str, ...]


def links_named(world: World, text: str) -> tuple[Named, ...]:
    """Links named in a text, the longest name at each place."""
    pattern, rows = world.remember(
        ("link names",), lambda: _patterns(tuple(world.links["name"].unique().sort()))
    )
    return tuple(Named(m.start(), m.end(), rows[_key(m[0])]) for m in pattern.finditer(text))


@cache
def _patterns(names: tuple[str, ...]) -> tuple[re.Pattern[str], dict[str, tuple[str, ...]]]:
    rows: dict[str, list[str]] = {}
    for name in names:
        for part in (name, *re.split(r",|–(?=[A-Z]\w+ \d)", name)):
            short = _GENERIC.sub(" ", part).strip(" ,–")
            # a single word is a town or a word of the language far more often than a pipeline
            if len(short.split()) >= 2 or (len(short) > 8 and re.search(r"[a-z][A-Z]", short)):
                rows.setdefault(_key(short), []).append(name)
    written = sorted(rows, key=len, reverse=True)
    loose = [re.escape(key).replace(r"\ ", r"[\s\u2010-\u2015-]+") for key in written]
    pattern = (
        re.compile(
            r"(?<!\w)(?:" + "|".join(loose) + r")(?!\w|[\s-]+(?:\d|I{1,3})\b)", re.IGNORECASE
        )
        if loose
        else re.compile(r"(?!)")
    )
    return pattern, {key: tuple(dict.fromkeys(found)) for key, found in rows.items()}


def _key(name: str) -> str:
    return re.sub(r"[\s\u2010-\u2015-]+", " ", name).strip().lower()


def check(case: Case) -> Verdict | None:
    """A verdict on a link the record names, or None where it names none."""
    named = links_named(case.world, case.text) or (
        links_named(case.world, case.around) if case.record.kind == "quantity" else ()
    )
    if not named:
        return None
    names = named[0].names
    rows = case.world.links.filter(pl.col("name").is_in(names)).sort("start", nulls_last=True)
    title = (
        case.around[named[0].start : named[0].end] if named[0].end <= len(case.around) else names[0]
    )
    title = next(
        (n.split(" (")[0] for n in names if _key(n.split(" (")[0]) in _key(case.near)), title
    )
    if case.record.kind == "quantity":
        return None if _DELIVERED.search(case.around) else _capacity(case, title, rows)
    return _way(case, title, rows) or _status(case, title, rows)


def _way(case: Case, title: str, rows: pl.DataFrame) -> Verdict | None:
    """Whether a link passes a state, or passes it by, where a text says so."""
    told = rows.filter(pl.col("via").is_not_null())
    ends = {str(end).split(".")[0] for end in (*rows["from"], *rows["to"])}
    way = sorted({state for via in told["via"].to_list() for state in via.split(";")})
    past, through = bool(_PAST.search(case.text)), bool(_PASSES.search(case.text))
    others = [s for s in case.states() if s not in ends]
    if not others:
        asked = way if through else case.mentioned
        others = [s for s in asked if s not in ends and plain_name(s) in case.around]
    if len(others) != 1 or not (past or through):
        return None
    said = f"{title} {'bypasses' if past else 'passes'} {actor_name(others[0])}"
    if told.is_empty():
        return case.open(
            NAME, said, f"not covered: the way of {title} is not held", ("links", rows)
        )
    found = f"{title} by way of {', '.join(map(actor_name, way))}"
    return says(NAME, (others[0] in way) != past, said, found, "states on its way", ("links", told))


def _capacity(case: Case, title: str, rows: pl.DataFrame) -> Verdict | None:
    figure = measured(case.record)
    if figure is None:
        return None
    if figure.dimension in ("mass", "volume"):
        found = [
            (
                float(row["capacity"]),
                str(row["unit"]),
                f"{title}: {written(float(row['capacity']), str(row['unit']))}",
                "links",
                row,
            )
            for row in rows.filter(pl.col("capacity").is_not_null()).iter_rows(named=True)
        ]
        ties = case.world.rows(
            "ties", pl.col("name").str.starts_with(title), of=["supply_contract"]
        )
        found += [
            (
                float(row["value"]),
                str(row["unit"]),
                f"{row['name']}: {written(float(row['value']), str(row['unit']))}",
                "ties",
                row,
            )
            for row in ties.filter(pl.col("value").is_not_null()).iter_rows(named=True)
        ]
    elif figure.dimension in ("USD", "EUR", "RUB", "CNY"):
        events = case.world.events.filter(
            pl.col("name").str.starts_with(title) & (pl.col("unit") == figure.dimension)
        )
        found = [
            (
                float(row["value"]),
                str(row["unit"]),
                f"{row['name']}, {row['date']}: {written(float(row['value']), str(row['unit']))}",
                "events",
                row,
            )
            for row in events.iter_rows(named=True)
        ]
    else:
        return None
    same = [f for f in found if WORLD_UNITS.get(f[1], ("", 0.0))[0] == figure.dimension]
    said = f"{case.text} ({title})"
    if not same:
        return case.open(CAPACITY, said, f"not covered: the world has no such figure of {title}")
    same.sort(key=lambda f: abs(f[0] * WORLD_UNITS[f[1]][1] - figure.value))
    value, unit, told, table, row = same[0]
    frame = {"links": rows, "ties": case.world.ties, "events": case.world.events}[table]
    fits = near(figure.value, value * WORLD_UNITS[unit][1], figure.step, 0.05)
    return says(
        CAPACITY, fits, said, told, RULE_CAPACITY,
        (table, pl.DataFrame([row], schema=frame.schema, orient="row")),  # type: ignore[arg-type]
    )  # fmt: skip


def _status(case: Case, title: str, rows: pl.DataFrame) -> Verdict | None:
    record, text = case.record, case.text
    compiled = rows.filter(pl.col("source") == "compiled_links")
    told = compiled if not compiled.is_empty() else rows
    period = case.period()
    on = period.last if period else case.dated
    then = told if on is None else _at(told, on)
    last = told.tail(1)
    if then.is_empty():
        then = last
    status, ended = str(then["status"][-1]), str(last["status"][-1])
    said = f"{title}: {_short(text)}"
    found = _told(title, then)
    dropped = (
        bool(_DROPPED.search(text))
        or record.stance == "project_not_happening"
        or record.form in ("abandoned", "withheld")
    )
    coming = (
        record.form in ("promise", "plan", "forecast", "conditional", "order")
        or record.hedged
        or record.stance == "project_will_happen"
    )
    if dropped:
        return says(
            NAME,
            status in UNBUILT | {"mothballed", "destroyed", "retired", "idle"},
            said,
            found,
            RULE,
            ("links", rows),
        )
    if coming or (_COMING.search(text) and not _DONE.search(text)):
        if ended in BUILT | {"construction"} and status not in BUILT:
            return says(NAME, True, said, _told(title, told), RULE_LATER, ("links", rows))
        if ended in ("cancelled", "destroyed", "retired", "mothballed"):
            return says(NAME, False, said, _told(title, told), RULE_LATER, ("links", rows))
        return case.open(
            NAME,
            said,
            "not decided yet: neither built nor given up by the last date known",
            ("links", rows),
            found=_told(title, told),
        )
    if _DONE.search(text):
        return says(NAME, status in BUILT, said, found, RULE, ("links", rows))
    return None


def _at(rows: pl.DataFrame, on: str) -> pl.DataFrame:
    kept = [
        (start is None or start[: len(on)] <= on[: len(start)])
        and (end is None or end[: len(on)] >= on[: len(end)])
        for start, end in rows.select("start", "end").iter_rows()
    ]
    return rows.filter(pl.Series(kept, dtype=pl.Boolean()))


def _told(title: str, rows: pl.DataFrame) -> str:
    """The last status, since when it has been so without a break."""
    row = rows.row(-1, named=True)
    same = rows.filter((pl.col("status") == row["status"]) & (pl.col("source") == row["source"]))
    start = same["start"].drop_nulls().sort()
    since = f" since {start[0]}" if start.len() else ""
    until = f" to {row['end']}" if row["end"] else ""
    return f"{title} {row['status']}{since}{until}"


def _short(text: str) -> str:
    return text if len(text) <= 90 else f"{text[:88].rstrip()}…"
