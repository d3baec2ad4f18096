"""Words and deeds of each pair of states as a document tells them, beside what the world shows."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from comity.alignment.result import Alignment, alignment
from comity.errors import ComityError
from comity.reading.record import Record
from comity.reading.vocabulary import WORLD_DOMAINS
from comity.states.system import spells
from comity.world.schema import DOMAINS
from comity.world.world import World

__all__ = ["about", "domain_table", "dyad_table"]

#: Pairs told of less often are left out.
LEAST, MOST = 2, 8


def about(record: Record, a: str, b: str) -> bool:
    """Whether a record tells something between the two: one on each side, or both alike."""
    sources, targets = set(record.sources), set(record.targets)
    across = (a in sources and b in targets) or (b in sources and a in targets)
    return across or (not targets and {a, b} <= sources) or (record.symmetric and {a, b} <= sources)


def dyad_table(
    world: World, records: Sequence[Record], dyads: Sequence[tuple[str, str]], year: int | None
) -> pl.DataFrame:
    """Words and deeds by pair.

    Parameters
    ----------
    dyads
        Pairs, the most often told first.
    year
        Of the document; without one the last year the world covers.

    Returns
    -------
    DataFrame
        a, b, words_closer, words_apart, deeds_closer, deeds_apart (records told), year (the last covered
        by then), words, deeds, gap, gap_low, gap_high (the world's, in standard deviations among dyads; null
        unless each side has two indicators), alignment, low, high (overall); at most 8 pairs told at least
        twice.
    """
    rows = []
    for a, b in dyads:
        told = [r for r in records if about(r, a, b) and r.section != "sidebar"]
        if len(told) < LEAST:
            continue
        counts = [
            sum(r.word_or_deed == kind and r.polarity == sign for r in told)
            for kind in ("word", "deed")
            for sign in (1, -1)
        ]
        rows.append((a, b, *counts, *_shown(world, a, b, year)))
        if len(rows) == MOST:
            break
    floats = ("words", "deeds", "gap", "gap_low", "gap_high", "alignment", "low", "high")
    schema: dict[str, type[pl.DataType]] = {
        "a": pl.String, "b": pl.String, "words_closer": pl.Int64, "words_apart": pl.Int64,
        "deeds_closer": pl.Int64, "deeds_apart": pl.Int64, "year": pl.Int64,
        **dict.fromkeys(floats, pl.Float64),
    }  # fmt: skip
    return pl.DataFrame(rows, schema=schema, orient="row")


def domain_table(
    world: World, records: Sequence[Record], a: str, b: str, year: int | None
) -> pl.DataFrame:
    """A pair by domain: what the document tells and how aligned the two are there.

    Returns
    -------
    DataFrame
        domain, closer, apart, neither (records told), year, alignment, low, high, percentile (among all
        dyads; null where the model has no such domain or nothing is observed by then).
    """
    found = _read(world, a, b)
    rows = []
    for domain in DOMAINS:
        told = [
            r
            for r in records
            if about(r, a, b) and r.section != "sidebar" and WORLD_DOMAINS[r.domain] == domain
        ]
        counts = [sum(r.polarity == sign for r in told) for sign in (1, -1, 0)]
        rows.append((domain, *counts, *_domain(found, domain, year)))
    names = [
        "domain",
        "closer",
        "apart",
        "neither",
        "year",
        "alignment",
        "low",
        "high",
        "percentile",
    ]
    kinds = [pl.String, *[pl.Int64] * 4, *[pl.Float64] * 4]
    return pl.DataFrame(rows, schema=dict(zip(names, kinds, strict=True)), orient="row")


def _read(world: World, a: str, b: str) -> Alignment | None:
    if a not in spells() or b not in spells():
        return None
    try:
        return alignment(world, a, b)
    except ComityError:
        return None


def _domain(found: Alignment | None, domain: str, year: int | None) -> tuple[object, ...]:
    if found is None:
        return (None,) * 5
    rows = found.table().filter((pl.col("domain") == domain) & (pl.col("indicators") > 0))
    rows = rows.filter(pl.col("year") <= year) if year is not None else rows
    if rows.is_empty():
        return (None,) * 5
    return rows.sort("year").select("year", "mean", "low", "high", "percentile").row(-1)


def _shown(world: World, a: str, b: str, year: int | None) -> tuple[object, ...]:
    found = _read(world, a, b)
    if found is None:
        return (None,) * 9
    sides = found.gap().drop_nulls("gap")
    sides = sides.filter(pl.col("year") <= year) if year is not None else sides
    overall = _domain(found, "overall", year)
    gap: tuple[object, ...] = (None,) * 5
    if not sides.is_empty():
        gap = sides.sort("year").select("words", "deeds", "gap", "gap_low", "gap_high").row(-1)
    return (overall[0], *gap, *overall[1:4])
