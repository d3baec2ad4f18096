"""The tables of ``comity/data/states``, read once and lazily.

They hold facts compiled from public lists:

- ``system.csv``: one row per spell of a state: the Correlates of War State System Membership list,
  version 2016 (Correlates of War Project 2017), re-keyed to stable keys; ISO 3166-1 and 3166-3
  codes; Gleditsch & Ward (1999) numbers; present capital and its coordinates. An empty ``end``
  means the state exists; the list's own last day, 2016-12-31, is a limit of observation, and no
  state has entered or left since.
- ``other_actors.csv``: economies, territories, organisations and groups that are not in that list.
- ``names.csv``: what a state was called in an earlier time.
- ``aliases.csv``: names, codes and misprints as data sets write them, dated where a name moved.
- ``non_states.csv``: labels of data sets that name no state (regions, rebels, totals).
- ``successions.csv``: which state to think of where another did not exist; for suggestions only.
- ``blocs.csv`` and ``bloc_names.csv``: dated membership, with a source per row; dates are ISO texts
  of reduced precision.
"""

from __future__ import annotations

from functools import cache
from importlib import resources

import polars as pl

__all__ = ["read"]

_DATES = ("start", "end")
_NUMBERS = {"cow": pl.Int32(), "gw": pl.Int32(), "lat": pl.Float64(), "lon": pl.Float64()}


@cache
def read(name: str) -> pl.DataFrame:
    """The table ``name``.csv; text columns as text, empty cells null, full dates as ``pl.Date``."""
    text = (resources.files("comity") / "data" / "states" / f"{name}.csv").read_bytes()
    frame = pl.read_csv(text, infer_schema=False)
    exact = [] if name == "blocs" else [c for c in _DATES if c in frame.columns]
    dates = [pl.col(c).str.to_date("%Y-%m-%d", strict=True) for c in exact]
    numbers = [pl.col(c).cast(t) for c, t in _NUMBERS.items() if c in frame.columns]
    return frame.with_columns(dates + numbers)
