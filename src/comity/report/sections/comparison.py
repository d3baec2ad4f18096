"""Beside other dyads: the same headline measures for a few others, in the same year each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from comity.errors import CoverageError
from comity.measures import Scope, get, series
from comity.measures.registry import Evidence
from comity.report.model import Block, Chart, Cited, Grid, Note, Section, Sentence
from comity.report.sections.strip import Cell, Strip, draw_narrow, draw_wide
from comity.report.subject import Subject
from comity.report.wording import listed, percent, state, two_decimals

__all__ = ["comparison"]

Dyad = tuple[str, str]

#: Years before the last of the period in which a value for all is looked for.
LOOK_BACK = 20
#: A year with fewer shared roll calls is no year to compare by.
ENOUGH_VOTES = 20
GRADES = {0: "none", 1: "non-aggression", 2: "consultation", 3: "defence"}


@dataclass(frozen=True, slots=True)
class Measure:
    """A headline measure.

    Attributes
    ----------
    indicator, label, short
        Its name for scripts, in the table, and as two lines at the head of a column.
    form
        How a value is written: ``share``, ``score``, ``count`` or ``grade``.
    turned
        For directed measures: from the second of the dyad to the first.
    least
        Fewest cases a value may rest on.
    """

    indicator: str
    label: str
    short: tuple[str, str]
    form: str
    turned: bool = False
    least: int = 0


MEASURES = (
    Measure("unga_agreement", "UN votes: agreement", ("UN votes", "agreement"), "share",
            least=ENOUGH_VOTES),
    Measure("unga_a", "UN votes: above chance (A)", ("UN votes", "above chance"), "score",
            least=ENOUGH_VOTES),
    Measure("alliance_kappa", "Alliance portfolios: kappa", ("Alliances", "alike (kappa)"), "score"),
    Measure("alliance_grade", "Pact between the two", ("Pact between", "the two"), "grade"),
    Measure("shared_blocs", "Blocs both belong to", ("Blocs", "shared"), "count"),
    Measure("export_share", "The second’s share in the first’s exports",
            ("Export share", "first → second"), "share"),
    Measure("export_share", "The first’s share in the second’s exports",
            ("Export share", "second → first"), "share", turned=True),
    Measure("joint_exercises", "Joint exercises in the year", ("Joint", "exercises"), "count"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Compared:
    """A measure in the year chosen: values by dyad (null where not covered), and its evidence."""

    measure: Measure
    year: int
    values: tuple[dict[str, float | None], ...]
    cited: Cited


def comparison(subject: Subject) -> Section:
    """The dyad and the others, measure by measure."""
    title = "Beside other dyads"
    if not subject.others:
        note = Note("No other dyad was asked for. To set some beside this one: --compare USA,GBR.")
        return Section("comparison", title, (note,))
    dyads = ((subject.a, subject.b), *subject.others)
    found = [c for m in MEASURES if (c := _compare(subject, m, dyads)) is not None]
    missing = [m.label for m in MEASURES if all(c.measure is not m for c in found)]
    blocks: list[Block] = []
    if found:
        blocks += [_sentence(subject, found), _chart(found, dyads), _table(found, dyads)]
    if missing:
        what = "; ".join(missing)
        blocks.append(Note(f"{what}: no source held covers any of these dyads in this period."))
    return Section("comparison", title, tuple(blocks))


def _compare(subject: Subject, measure: Measure, dyads: Sequence[Dyad]) -> Compared | None:
    """The measure in the latest year with most dyads covered, the brief's own if it ever is."""
    scope = _scope(dyads, max(subject.since, subject.until - LOOK_BACK), subject.until)
    try:
        known = series(subject.world, measure.indicator, scope)
    except CoverageError:
        return None
    known = known.filter(
        pl.col("value").is_not_null() & (pl.col("n").fill_null(measure.least) >= measure.least)
    )
    keys = [_key(measure, dyad) for dyad in dyads]
    wanted = pl.DataFrame(keys, schema=["a", "b"], orient="row").unique()
    known = known.join(wanted, on=["a", "b"], how="semi")
    if known.is_empty():
        return None
    own = (pl.col("a") == keys[0][0]) & (pl.col("b") == keys[0][1])
    years = known.group_by("year").agg(own.any().alias("own"), pl.len().alias("n"))
    year = int(years.sort("own", "n", "year").row(-1, named=True)["year"])
    at = known.filter(pl.col("year") == year)
    values = {(r["a"], r["b"]): r for r in at.iter_rows(named=True)}
    nothing: dict[str, float | None] = {"value": None, "low": None, "high": None}
    cited = _cite(subject, measure, dyads, year)
    if not cited:
        return None
    return Compared(measure, year, tuple(values.get(key, nothing) for key in keys), cited)


def _scope(dyads: Sequence[Dyad], since: int, until: int) -> Scope:
    named = frozenset(key for dyad in dyads for key in dyad)
    return Scope(named, named, since, until)


def _key(measure: Measure, dyad: Dyad) -> Dyad:
    """The dyad as the measure's rows name it."""
    a, b = reversed(dyad) if measure.turned else dyad
    return (a, b) if get(measure.indicator).directed else (min(a, b), max(a, b))


def _cite(subject: Subject, measure: Measure, dyads: Sequence[Dyad], year: int) -> Cited:
    """The rows of these dyads behind a measure; for a pact that is none, the portfolios without it."""
    rows = _evidence(subject, measure.indicator, dyads, year)
    if not rows and measure.indicator == "alliance_grade":
        rows = _evidence(subject, "alliance_kappa", dyads, year)
    a, b = dyads[0]
    command = (
        f"comity measure {a} {b} --indicator {measure.indicator} --since {year} --until {year}"
    )
    title = f"{get(measure.indicator).label}, {year}, dyads compared"
    return subject.book.cite(title, rows, command=command)


def _evidence(subject: Subject, indicator: str, dyads: Sequence[Dyad], year: int) -> list[Evidence]:
    """Rows of the indicator, without those between two states that are no dyad here."""
    pairs = {frozenset(dyad) for dyad in dyads}
    named = sorted({key for dyad in dyads for key in dyad})
    strangers = [
        pl.lit(value=True) if x == y else (pl.col("a") == x) & (pl.col("b") == y)
        for x in named
        for y in named
        if x != y and frozenset({x, y}) not in pairs
    ]
    kept = []
    for table, rows in get(indicator).evidence(subject.world, _scope(dyads, year, year)):
        if strangers and {"a", "b"} <= set(rows.columns):
            other = pl.any_horizontal(strangers).fill_null(value=False)
            rows = rows.filter(~other) if indicator != "alliance_kappa" else rows  # noqa: PLW2901
        if not rows.is_empty():
            kept.append((table, rows))
    return kept


# ------------------------------------------------------------------------------------ blocks


def _sentence(subject: Subject, found: Sequence[Compared]) -> Sentence:
    """Where the dyad ranks among those compared, by the measures that rank."""
    said, cited = [], []
    for name, what in (
        ("unga_agreement", "agreement in UN votes"),
        ("alliance_kappa", "likeness of alliances"),
        ("export_share", "the second’s share in the first’s exports"),
    ):
        c = next((c for c in found if c.measure.indicator == name and not c.measure.turned), None)
        if c is None or c.values[0]["value"] is None:
            continue
        others = [v["value"] for v in c.values[1:] if v["value"] is not None]
        if not others:
            continue
        rank = 1 + sum(v > c.values[0]["value"] for v in others)
        said.append(f"{_ordinal(rank)} of {len(others) + 1} by {what} in {c.year} ({_write(c, 0)})")
        cited.append(c.cited)
    a, b = subject.names
    start = f"{a[:1].upper()}{a[1:]} and {b}"
    if not said:
        first = found[0]
        text = f"{start} are set beside {len(first.values) - 1} other dyads; each measure is of one year"
        return Sentence(f"{text}.", tuple(dict.fromkeys(k for c in found for k in c.cited)))
    return Sentence(
        f"Among the dyads compared, {a} and {b} rank {listed(said)}.",
        tuple(dict.fromkeys(k for c in cited for k in c)),
    )


def _ordinal(n: int) -> str:
    return {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth"}.get(n, f"{n}th")


def _write(compared: Compared, dyad: int) -> str:
    """A value as text; a dash where it is not covered."""
    value = compared.values[dyad]["value"]
    if value is None:
        return "–"
    form = compared.measure.form
    if form == "share":
        return percent(value, 1 if 0 < value < 0.1 else 0)
    if form == "score":
        return two_decimals(value)
    return GRADES.get(int(value), f"{value:g}") if form == "grade" else f"{value:g}"


def _names(dyad: Dyad) -> tuple[str, str]:
    a, b = (state(key).removeprefix("the ") for key in dyad)
    return a, b


def _chart(found: Sequence[Compared], dyads: Sequence[Dyad]) -> Chart:
    strip = Strip(
        tuple(_names(d) for d in dyads),
        tuple((*c.measure.short, str(c.year)) for c in found),
        tuple(
            tuple(
                Cell(_write(c, i), v["value"], v["low"], v["high"]) for i, v in enumerate(c.values)
            )
            for c in found
        ),
        tuple(_domain(c) for c in found),
    )
    return Chart(
        "The same measures for other dyads",
        "Each measure in the latest year held for most; line: 90 % interval, or rounding of a published "
        "share; – not covered",
        draw_narrow(strip),
        f"Dot plots of {len(found)} measures for {listed(['–'.join(_names(d)) for d in dyads])}.",
        tuple(dict.fromkeys(k for c in found for k in c.cited)),
        wide=draw_wide(strip),
    )


def _domain(compared: Compared) -> tuple[float, float]:
    """Ends of a measure's scale: 0 to 1, or to what the values need."""
    ends = [x for v in compared.values for x in v.values() if isinstance(x, float)]
    form = compared.measure.form
    if form == "grade":
        return 0.0, 3.0
    if form == "score":
        return min(0.0, *ends), max(1.0, *ends)
    if compared.measure.indicator == "unga_agreement":
        return 0.0, 1.0
    return 0.0, max(*ends, 0.1 if form == "share" else 1.0)


def _table(found: Sequence[Compared], dyads: Sequence[Dyad]) -> Grid:
    rows = []
    for c in found:
        cells = []
        for i, v in enumerate(c.values):
            text = _write(c, i)
            if (
                v["low"] is not None
                and v["high"] is not None
                and get(c.measure.indicator).interval.startswith("90")
            ):
                low, high = v["low"], v["high"]
                share = c.measure.form == "share"
                text += (
                    f" [{100 * low:.0f}–{100 * high:.0f}]"
                    if share
                    else f" [{two_decimals(low)} to {two_decimals(high)}]"
                )
            cells.append(text)
        rows.append((c.measure.label, str(c.year), *cells))
    heads = tuple(f"{a}–{b}" for a, b in (_names(d) for d in dyads))
    return Grid(
        "The values",
        ("measure", "year", *heads),
        tuple(rows),
        (),
        cells=tuple(c.cited for c in found),
        note="“First” and “second” are the states of a dyad in the order written. In brackets: 90 %.",
        full=True,
    )
