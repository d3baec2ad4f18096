"""How readings are written on the terminal: signs, intervals, the dyad's names, the period asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from comity.errors import CoverageError

if TYPE_CHECKING:
    import polars as pl

    from comity.alignment import Alignment

__all__ = ["between", "in_period", "pair", "signed"]


def in_period(frame: pl.DataFrame, since: int | None, until: int | None) -> pl.DataFrame:
    """Rows of a period; raises CoverageError where there are none."""
    import polars as pl

    from comity.measures.scope import Scope

    Scope(since=since, until=until)  # refuses a reversed period
    if since is not None:
        frame = frame.filter(pl.col("year") >= since)
    if until is not None:
        frame = frame.filter(pl.col("year") <= until)
    if frame.is_empty():
        raise CoverageError("the two were not both states in any year of that period")
    return frame


def signed(value: float | None) -> str:
    """A reading with its sign; an empty text for null."""
    return "" if value is None else f"{value:+.2f}"


def between(low: float | None, high: float | None) -> str:
    """An interval; an empty text where there is none."""
    return "" if low is None or high is None else f"{low:+.2f} … {high:+.2f}"


def pair(found: Alignment) -> str:
    """The names of the dyad."""
    from comity.states import name

    return f"{name(found.dyad.a)} and {name(found.dyad.b)}"
