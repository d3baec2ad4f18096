"""Figures that several articles print of the same thing: whether they are the same.

Two figures are of the same thing where commodity, pair, direction, year and dimension are the same and both
are levels or both changes. They agree as a figure agrees with the world: within the rounding printed and 5 %,
10 % where one of them is said to be about so much.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import polars as pl

from comity.answers.check import BEFORE, Check, Held, text_span
from comity.answers.check_deeds import about
from comity.answers.checks.case import period_of
from comity.answers.checks.commodities import commodity_of
from comity.answers.checks.figures import LOOSER, TOLERANCE
from comity.answers.checks.measured import Measured, measured, near

__all__ = ["SCHEMA", "printed_figures"]

SCHEMA: dict[str, type[pl.DataType]] = {
    "matter": pl.String, "year": pl.Int64, "dimension": pl.String, "side": pl.String, "verdict": pl.String,
    "letter": pl.String, "document": pl.String, "id": pl.String, "start": pl.Int64, "end": pl.Int64,
    "value": pl.Float64, "speaker": pl.String, "outcome": pl.String, "quote": pl.String,
}  # fmt: skip
_ONE_WAY = re.compile(
    r"\b(exports?|imports?|sold|bought|purchas\w+|suppl\w+|deliver\w+)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Printed:
    """A figure of an article, and what it is of."""

    key: tuple[str, int, str, str]
    letter: str
    document: str
    held: Held
    figure: Measured


def printed_figures(
    checks: Sequence[Check], letters: Sequence[str], a: str, b: str
) -> pl.DataFrame:
    """Figures of the same thing in at least two articles.

    Returns
    -------
    DataFrame
        matter, year, dimension, side (``both ways``, or from whom to whom), verdict (``agree``,
        ``contradict``), letter, document, id, start, end (characters of the file), value (in the base of the
        dimension: dollars, tonnes, cubic metres, percent), speaker, outcome (against the world), quote.
    """
    groups: dict[tuple[str, int, str, str], list[_Printed]] = {}
    for letter, one in zip(letters, checks, strict=True):
        for found in _of(one, letter, a, b):
            groups.setdefault(found.key, []).append(found)
    rows = []
    for key, told in sorted(groups.items()):
        if len({p.letter for p in told}) < 2:
            continue
        pairs = [p for p in combinations(told, 2) if p[0].letter != p[1].letter]
        verdict = "agree" if all(_same(*pair) for pair in pairs) else "contradict"
        for p in told:
            r = p.held.record
            rows.append(
                (*key, verdict, p.letter, p.document, r.id, r.char_start, r.char_end, p.figure.value,
                 r.speaker, p.held.outcome, r.sentence)
            )  # fmt: skip
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def _same(one: _Printed, other: _Printed) -> bool:
    share = LOOSER if one.figure.rough or other.figure.rough else TOLERANCE
    step = max(one.figure.step, other.figure.step)
    return near(one.figure.value, other.figure.value, step, share)


def _of(one: Check, letter: str, a: str, b: str) -> Iterator[_Printed]:
    """Figures of one article on the pair whose matter and year are known."""
    for held in one.held:
        record = held.record
        figure = measured(record) if record.kind == "quantity" else None
        if figure is None or record.section == "sidebar" or not about(record, a, b):
            continue
        s, e = text_span(one.document, record.sent_start, record.sent_end)
        text = one.document.text
        commodity = commodity_of(record.sentence, text[s:e], text[max(0, s - BEFORE) : e])
        period = period_of(record.date, one.dated)
        if commodity is None or period is None or len(period.years) != 1:
            continue
        side = "both ways"
        if not record.symmetric and record.targets and _ONE_WAY.search(text[s:e]):
            side = f"{record.sources[0]} to {record.targets[0]}"
        key = (commodity.name, period.years[0], figure.dimension, side)
        yield _Printed(key, letter, one.document.name, held, figure)
