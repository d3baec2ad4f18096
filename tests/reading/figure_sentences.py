"""Sentences in the style of analyses of foreign affairs, with their figures and dates.

``figures.csv`` and ``dates.csv`` beside this file, written for these tests. A figure is ``value: unit``, a
fall is below 0; mentions ("the two countries") and durations are not listed. A date is ISO 8601, ``?`` where
the text tells one that cannot be known; ``written`` is the day of writing.
"""

from __future__ import annotations

import csv
from pathlib import Path

HERE = Path(__file__).parent


def _rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _parts(cell: str) -> list[str]:
    return cell.split(" | ") if cell else []


def _figure(part: str) -> tuple[str, str]:
    value, _, unit = part.partition(": ")
    return value, unit


FIGURES = [
    (row["sentence"], [_figure(part) for part in _parts(row["figures"])])
    for row in _rows("figures.csv")
]
DATES = [
    (
        row["sentence"],
        row["written"] or None,
        [None if part == "?" else part for part in _parts(row["dates"])],
    )
    for row in _rows("dates.csv")
]
