"""Periods and events that prose dates by their names: ``data/reading/periods.csv``.

They are a date only behind a word that makes them one ("since the Cold War"), not wherever they are named.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from comity.reading.anchor import Anchor
from comity.reading.marks import Mark, low_at, marks

__all__ = ["Period", "period_at"]


@dataclass(frozen=True, slots=True)
class Period:
    """A named period from mark ``first`` to ``last``; ``end`` is None where it goes on."""

    first: int
    last: int
    begin: str
    end: str | None
    event: bool


@dataclass(frozen=True, slots=True)
class _Row:
    words: tuple[str, ...]
    begin: str
    end: str | None
    event: bool
    earliest: str


def _plain(low: str) -> str:
    return low.replace("’", "'")


@cache
def _rows() -> dict[tuple[str, str], list[_Row]]:
    """Names by their first two marks (nothing for the second of one word), the longest first."""
    found: dict[tuple[str, str], list[_Row]] = {}
    table = resources.files("comity.data.reading").joinpath("periods.csv")
    with table.open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            for name in row["words"].split(";"):
                written = tuple(_plain(mark.low) for mark in marks(name, 0, len(name)))
                told = _Row(
                    written,
                    row["begin"],
                    row["end"] or None,
                    row["kind"] == "event",
                    row["from_anchor"],
                )
                found.setdefault((written[0], written[1] if len(written) > 1 else ""), []).append(
                    told
                )
    for rows in found.values():
        rows.sort(key=lambda row: -len(row.words))
    return found


def period_at(words: Sequence[Mark], at: int, anchor: Anchor | None) -> Period | None:
    """The named period that begins at mark ``at``.

    A name that depends on when the text was written ("the war") is one only where the day of writing is known
    and lies behind it.
    """
    if at >= len(words):
        return None
    first, second = _plain(words[at].low), _plain(low_at(words, at + 1))
    rows = _rows()
    for row in (*rows.get((first, second), ()), *rows.get((first, ""), ())):
        last = at + len(row.words)
        if last > len(words) or any(
            _plain(words[at + n].low) != word for n, word in enumerate(row.words)
        ):
            continue
        if row.earliest and (anchor is None or anchor.at(2) < row.earliest[: len(anchor.at(2))]):
            continue
        return Period(at, last, row.begin, row.end, row.event)
    return None
