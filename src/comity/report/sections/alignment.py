"""How aligned: the model's answer by year and domain, words beside deeds, and what moved it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import polars as pl

from comity.alignment import Alignment, explain
from comity.alignment import alignment as align
from comity.alignment.catalog import CATALOG
from comity.answers.verdict import about_gap, span, word
from comity.errors import CoverageError
from comity.measures import get
from comity.measures.registry import Evidence
from comity.report.charts import lines
from comity.report.model import Block, Chart, Cited, Grid, Note, Section, Sentence
from comity.report.subject import Subject
from comity.report.wording import interval, signed, two_decimals

__all__ = ["aligned", "alignment", "leading", "verdict"]

#: Years over which the brief says what moved the answer.
BACK = 10
#: Indicators listed of those that moved it.
LISTED = 8
DOMAIN_NAMES = {"diplomatic": "Diplomatic", "military": "Military", "economic": "Economic"}
UNIT = "standard deviations among dyads; band: 90 % interval"


def aligned(subject: Subject) -> Alignment | None:
    """The alignment of the dyad; None where the two were never states together."""
    try:
        return align(subject.world, subject.a, subject.b)
    except CoverageError:
        return None


def verdict(subject: Subject) -> Sentence | None:
    """The answer in one sentence, in words its interval allows; None where nothing is observed."""
    found = aligned(subject)
    if found is None or (at := leading(subject, found)) is None:
        return None
    a, b = subject.names
    said = word(at["mean"])
    text = (
        f"Overall, {a} and {b} were {said} in {at['year']}: {signed(at['mean'])} "
        f"{interval(at['low'], at['high'])} standard deviations from the middle of all dyads; "
        f"{_share_below(at['percentile'])} of them are less aligned"
    )
    open_to = span(at["low"], at["high"])
    if open_to != said:
        text += f"; the interval leaves open anything {open_to}"
    gap = found.gap().filter(pl.col("year") == at["year"]).row(0, named=True)
    if gap["gap"] is not None:
        text += f". Here {about_gap(gap['gap_low'], gap['gap_high'])}"
    return Sentence(f"{text}.", _cited(subject, found))


def alignment(subject: Subject) -> Section:
    """The section: a chart by domain, a chart of words and deeds, and what moved the answer."""
    found = aligned(subject)
    if found is None or (at := leading(subject, found)) is None:
        note = "No indicator of the alignment model is observed for this dyad in this period."
        return Section("alignment", "How aligned", (Note(note),))
    gap = found.gap().filter(subject.scope.years() & pl.col("gap").is_not_null())
    charts: list[Block] = [_chart(subject, found)]
    blocks: list[Block] = [_by_domain(subject, found, at)]
    if gap.is_empty():
        blocks.append(
            Note("Words and deeds cannot be set against each other: one side is not covered.")
        )
    else:
        blocks.append(_words(subject, found, gap))
        charts.append(_words_chart(subject, found, gap))
    blocks += charts
    moved = _moved(subject, found, at)
    if moved is not None:
        blocks.append(moved)
    return Section("alignment", "How aligned", tuple(blocks))


def leading(subject: Subject, found: Alignment) -> dict[str, Any] | None:
    """Overall alignment in the last year of the period with words and deeds observed, or else anything.

    A row of :meth:`~comity.alignment.Alignment.table`; None where nothing is observed.
    """
    overall = found.table().filter((pl.col("domain") == "overall") & subject.scope.years())
    both = found.gap().filter(pl.col("gap").is_not_null())["year"]
    seen = overall.filter(pl.col("indicators") > 0)
    best = seen.filter(pl.col("year").is_in(both.implode()))
    chosen = best if not best.is_empty() else seen
    return None if chosen.is_empty() else chosen.row(-1, named=True)


def _cited(subject: Subject, found: Alignment, names: list[str] | None = None) -> Cited:
    """The rows of the period behind the indicators observed."""
    first, last = subject.since - found.model.calendar[0], subject.until - found.model.calendar[0]
    seen = np.isfinite(found.dyad.blur[max(first, 0) : max(last + 1, 0)]).any(axis=0)
    indicators = names or [found.model.layout.indicators[int(i)] for i in np.flatnonzero(seen)]
    evidence = [
        (table, rows)
        for of in dict.fromkeys(of for name in indicators for of in CATALOG[name].of)
        for table, rows in _behind(subject, of)
    ]
    title = "What the alignment model reads" if names is None else f"{_label(names[0])}, as read"
    command = (
        f"comity alignment {subject.a} {subject.b} --since {subject.since} --until {subject.until}"
    )
    return subject.book.cite(title, evidence, command=command)


def _behind(subject: Subject, indicator: str) -> Sequence[Evidence]:
    """The rows behind an indicator in the period, read once: every sentence of the section cites them."""
    found: Sequence[Evidence] = subject.world.remember(
        ("evidence", indicator, subject.scope),
        lambda: get(indicator).evidence(subject.world, subject.scope),
    )
    return found


def _by_domain(subject: Subject, found: Alignment, at: dict[str, Any]) -> Sentence:
    rows = found.table().filter((pl.col("year") == at["year"]) & (pl.col("domain") != "overall"))
    parts = [
        f"{r['domain']} {signed(r['mean'])} {interval(r['low'], r['high'])} "
        f"({_share_below(r['percentile'])} dyads lower; {_counted(r['indicators'])})"
        for r in rows.iter_rows(named=True)
    ]
    a, b = subject.names
    text = f"By domain, {a} and {b} stood in {at['year']} at: {'; '.join(parts)}"
    before = found.table().filter(
        (pl.col("domain") == "overall")
        & (pl.col("year") == max(subject.since, at["year"] - 2 * BACK))
    )
    if not before.is_empty():
        then = before.row(0, named=True)
        text += (
            f". Overall it was {signed(then['mean'])} {interval(then['low'], then['high'])} in "
            f"{then['year']} and {signed(at['mean'])} in {at['year']}"
        )
    return Sentence(f"{text}.", _cited(subject, found))


def _share_below(percentile: float) -> str:
    """The share of dyads below, with no claim of all or none that rounding would make."""
    if percentile >= 99.5:
        return "more than 99 in 100"
    return "fewer than 1 in 100" if percentile < 0.5 else f"{percentile:.0f} in 100"


def _counted(indicators: int) -> str:
    """How many indicators are observed in the year; none means the answer is carried on."""
    if not indicators:
        return "no indicator of that year (carried on from earlier ones)"
    return f"{indicators} indicator{'s' if indicators > 1 else ''}"


def _chart(subject: Subject, found: Alignment) -> Chart:
    data = found.table().filter(subject.scope.years())
    names = {"overall": "Overall", **DOMAIN_NAMES}
    series = data.select(
        pl.col("domain").replace(names).alias("series"), "year", value="mean",
        low=pl.when(pl.col("domain") == "overall").then("low"),
        high=pl.when(pl.col("domain") == "overall").then("high"),
    )  # fmt: skip
    order = pl.DataFrame({"series": list(dict.fromkeys(series["series"]))})
    return Chart(
        "Alignment, overall and by domain",
        f"{UNIT[0].upper()}{UNIT[1:]} of the overall reading",
        lines(order.join(series, on="series", maintain_order="left"), format=".1f"),
        f"Line chart of the alignment of {' and '.join(subject.names)} by year.",
        _cited(subject, found),
    )


def _words(subject: Subject, found: Alignment, gap: pl.DataFrame) -> Sentence:
    last = gap.row(-1, named=True)
    a, b = subject.names
    text = (
        f"In words (votes, pacts, memberships) {a} and {b} stood at {signed(last['words'])} in "
        f"{last['year']}, in deeds (trade, exercises, sanctions, disputes) at {signed(last['deeds'])}: "
        f"a gap of {signed(last['gap'])} {interval(last['gap_low'], last['gap_high'])}; "
        f"{about_gap(last['gap_low'], last['gap_high'])}"
    )
    told = gap.filter((pl.col("gap_low") > 0) | (pl.col("gap_high") < 0))
    if told.height and told.height < gap.height:
        ahead = (
            "words outran deeds" if told.row(-1, named=True)["gap"] > 0 else "deeds outran words"
        )
        years = (
            f"{told['year'][0]}" if told.height == 1 else f"{told['year'][0]}–{told['year'][-1]}"
        )
        text += f". Beyond doubt {ahead} in {told.height} of {gap.height} years ({years})"
    return Sentence(f"{text}.", _cited(subject, found))


def _words_chart(subject: Subject, found: Alignment, gap: pl.DataFrame) -> Chart:
    sides = pl.concat(
        gap.select(
            pl.lit(side.capitalize()).alias("series"),
            "year",
            value=side,
            low=f"{side}_low",
            high=f"{side}_high",
        )
        for side in ("words", "deeds")
    )
    return Chart(
        "Words beside deeds",
        f"Declaratory and material indicators, {UNIT}",
        lines(sides, format=".1f"),
        f"Line chart of declaratory and material alignment of {' and '.join(subject.names)} by year.",
        _cited(subject, found),
    )


def _moved(subject: Subject, found: Alignment, at: dict[str, Any]) -> Grid | None:
    """What moved the overall answer over the last years; parts that add up to the change."""
    years = found.table()["year"]
    start = max(at["year"] - BACK, int(years.min()))  # type: ignore[arg-type]
    if start >= at["year"]:
        return None
    parts = explain(found, start, at["year"])
    by = (
        parts.group_by("indicator")
        .agg(pl.col("part").sum())
        .sort(pl.col("part").abs(), descending=True)
    )
    top, rest = by.head(LISTED), by.tail(-LISTED)
    rows, cells = [], []
    for r in top.iter_rows(named=True):
        entry = CATALOG[r["indicator"]]
        rows.append(
            (_label(r["indicator"]), entry.domain, "words" if entry.cost == "declaratory" else "deeds",
             _value(parts, r["indicator"], start), _value(parts, r["indicator"], at["year"]),
             signed(r["part"], 3))
        )  # fmt: skip
        cells.append(_cited(subject, found, [r["indicator"]]))
    if rest.height:
        rows.append((f"{rest.height} others", "", "", "", "", signed(float(rest["part"].sum()), 3)))
        cells.append(())
    total = float(by["part"].sum())
    rows.append(("Change of the overall answer", "", "", "", "", signed(total, 3)))
    cells.append(())
    return Grid(
        f"What moved the answer from {start} to {at['year']}",
        ("Indicator", "Domain", "Cost", str(start), str(at["year"]), "Part"),
        tuple(rows),
        _cited(subject, found),
        right=(3, 4, 5),
        cells=tuple(cells),
        full=True,
        note="Parts add up to the change. A dash is a year without an observation: other years speak for it. "
        f"comity explain {subject.a} {subject.b} {start} {at['year']} prints every observation.",
    )


def _label(name: str) -> str:
    entry = CATALOG[name]
    plain = name.replace("_", " ").capitalize()
    if entry.direction != "undirected":
        return f"{plain} ({entry.direction.split(',')[0]})"
    return get(name).label if (name,) == entry.of else plain


def _value(parts: pl.DataFrame, indicator: str, year: int) -> str:
    here = parts.filter((pl.col("indicator") == indicator) & (pl.col("year") == year))
    return two_decimals(here["value"][0]) if here.height else "–"
