"""Tables of words that the rules for clauses and acts ask for, read once."""

from __future__ import annotations

import csv
from functools import cache
from importlib import resources

__all__ = ["rows", "word_class", "word_classes"]


def rows(name: str) -> list[dict[str, str]]:
    """Rows of a table of ``data/reading``."""
    file = resources.files("comity") / "data" / "reading" / name
    return list(csv.DictReader(file.read_text(encoding="utf-8").splitlines()))


@cache
def word_classes() -> dict[str, frozenset[str]]:
    """Words by class, of ``word_classes.csv``."""
    return {row["class"]: frozenset(row["words"].split()) for row in rows("word_classes.csv")}


def word_class(name: str) -> frozenset[str]:
    """Words of a class."""
    return word_classes()[name]
