"""What a gravity prior needs to know of an economy: where it lies, its languages, who ruled it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import polars as pl

__all__ = ["Economy", "economies"]


@dataclass(frozen=True, slots=True)
class Economy:
    """One economy, as the Factbook describes it.

    Attributes
    ----------
    lat, lon
        Degrees of its capital (of its middle, where it has none).
    area
        Square kilometres; None where not stated.
    landlocked
        Whether it has no coast.
    languages
        Official, or spoken by a fifth or more.
    ruler
        The state it last became independent from, or belongs to; RUS for the Soviet Union; empty for none.
    """

    lat: float
    lon: float
    area: float | None
    landlocked: bool
    languages: frozenset[str]
    ruler: str


@cache
def economies() -> dict[str, Economy]:
    """All economies whose place is known, by key."""
    with files("comity").joinpath("data/trade/economies.csv").open("rb") as file:
        rows = pl.read_csv(file.read())
    return {
        row["state"]: Economy(
            row["lat"],
            row["lon"],
            row["area"],
            row["landlocked"] == 1,
            frozenset(filter(None, (row["languages"] or "").split(";"))),
            row["ruler"] or "",
        )
        for row in rows.iter_rows(named=True)
    }
