"""What an answer owes to each indicator and source: leave one out, read again, same parameters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import polars as pl

from comity.alignment.result import Alignment, read
from comity.errors import CoverageError, UnknownName
from comity.measures.registry import get
from comity.measures.scope import Scope

__all__ = ["leave_out", "sensitivity_table", "sources_of"]


def leave_out(found: Alignment, names: Sequence[str]) -> Alignment:
    """The same dyad read without some indicators, or without all indicators that rest on some sources.

    Raises
    ------
    UnknownName
        If a name is neither an indicator of the model nor a source behind one.
    """
    sources = sources_of(found)
    known = {*found.model.layout.indicators, *(s for held in sources.values() for s in held)}
    dropped: set[str] = set()
    for name in names:
        if name not in known:
            raise UnknownName.among("indicator or source", name, sorted(known))
        dropped |= {i for i in found.model.layout.indicators if i == name or name in sources[i]}
    places = [found.model.layout.indicators.index(i) for i in dropped]
    scores, blur = found.dyad.scores.copy(), found.dyad.blur.copy()
    scores[:, places], blur[:, places] = 0.0, np.inf
    return read(found.model, found.world, replace(found.dyad, scores=scores, blur=blur))


def sources_of(found: Alignment) -> dict[str, frozenset[str]]:
    """Sources behind each indicator, by indicator.

    They are those of the dyad's own rows; where a source covers the dyad and holds none (a zero has no row),
    those of the rows it holds of others in the last year observed.
    """
    model, dyad = found.model, found.dyad
    own = Scope.dyad(dyad.a, dyad.b)
    rows: dict[str, frozenset[str]] = {}
    behind: dict[str, frozenset[str]] = {}
    for i, entry in enumerate(model.entries):
        seen = np.flatnonzero(np.isfinite(dyad.blur[:, i]))
        year = model.calendar[int(seen[-1])] if len(seen) else None
        for name in entry.of:
            if name not in rows:
                rows[name] = _sources(found, name, own)
            if not rows[name] and year is not None:
                rows[name] = _sources(found, name, Scope(since=year, until=year))
        behind[entry.name] = frozenset().union(*(rows[name] for name in entry.of))
    return behind


def _sources(found: Alignment, name: str, scope: Scope) -> frozenset[str]:
    held = get(name).evidence(found.world, scope)
    return frozenset(source for _, frame in held for source in frame["source"].unique())


def sensitivity_table(
    found: Alignment, year: int | None = None, domain: str = "overall"
) -> pl.DataFrame:
    """The answer of one year with each observed indicator, and each source, left out in turn.

    Returns
    -------
    DataFrame
        left_out (empty for the answer as it is), what (``indicator``, ``source``), year, domain, mean, low,
        high, moved (from the answer as it is); the largest move first.
    """
    years = found.table()["year"]
    year = int(years.max()) if year is None else year  # type: ignore[arg-type]
    if year not in set(years):
        raise CoverageError(f"the two were not both states in {year}")
    layout = found.model.layout
    seen = np.flatnonzero(np.isfinite(found.dyad.blur).any(axis=0))
    observed = [layout.indicators[int(i)] for i in seen]
    sources = sources_of(found)
    every = sorted({s for name in observed for s in sources[name]})
    cases = [("", "")] + [(n, "indicator") for n in observed] + [(s, "source") for s in every]
    rows = []
    for name, what in cases:
        answer = (leave_out(found, [name]) if name else found).table()
        here = answer.filter((pl.col("year") == year) & (pl.col("domain") == domain))
        rows.append(here.select("year", "domain", "mean", "low", "high").with_columns(
            left_out=pl.lit(name), what=pl.lit(what)
        ))  # fmt: skip
    table = pl.concat(rows)
    order = ["left_out", "what", "year", "domain", "mean", "low", "high", "moved"]
    moved = table.with_columns(moved=pl.col("mean") - table["mean"][0]).select(order)
    return pl.concat([moved.head(1), moved.tail(-1).sort(pl.col("moved").abs(), descending=True)])
