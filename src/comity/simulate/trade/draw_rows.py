"""Medians and 90 % intervals of every trade figure over the draws, as rows like those of energy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import polars as pl

from comity.simulate.trade.changes import Array
from comity.simulate.trade.figures import Told, of_all

__all__ = ["trade_intervals"]

LEVELS = (0.05, 0.5, 0.95)
SUFFIXES = ("_low", "", "_high")
GOODS = "goods and services"
#: Changes of less than this share of what changes are the solver's.
STILL = 1e-6


def trade_intervals(states: Sequence[str], what: Told, draws: Mapping[str, Array]) -> pl.DataFrame:
    """Every figure with its intervals, the largest change of each table and measure first.

    Parameters
    ----------
    states : N
    draws
        Arrays (D, …) by the names of :class:`comity.simulate.trade.figures.Figures`.

    Returns
    -------
    DataFrame
        The columns of :func:`comity.simulate.draw_intervals.intervals`. Of a figure that only is a change
        baseline and scenario are null.
    """
    return pl.concat([_rows(*figure) for figure in _figures(states, what, draws)])


Figure = tuple[str, str, str, list[str], Array | None, Array]


def _figures(states: Sequence[str], what: Told, draws: Mapping[str, Array]) -> Iterator[Figure]:
    """table, measure, unit, names, levels before (null where it is none) and after or change, (K, D)."""
    key = np.array(states)
    pairs = [f"{a}>{b}" for a, b in zip(key[what.exporter], key[what.importer], strict=True)]
    needs = [f"{b}>{a}" for a, b in zip(key[what.exporter], key[what.importer], strict=True)]
    side = np.array(("imports", "exports"))[what.side]
    turned = [
        f"{a}>{b} ({c})" for a, b, c in zip(key[what.state], key[what.partner], side, strict=True)
    ]
    old, new = draws["before"], draws["after"]
    spent, welfare = draws["spending"], draws["welfare"]
    yield "trade_welfare", "percent", "percent", list(states), None, welfare.T
    yield (
        "trade_welfare", "value", "million USD", list(states), spent.T,
        (spent * (1 + welfare / 100)).T,
    )  # fmt: skip
    yield "trade_prices", "percent", "percent", list(states), None, draws["price"].T
    yield "trade_prices", "factory", "percent", list(states), None, draws["factory_price"].T
    for name in ("exports", "imports"):
        ends = [draws[f"{name}_{when}"].T for when in ("before", "after")]
        yield "trade_totals", name, "million USD", list(states), ends[0], ends[1]
    yield "trade", "value", "million USD", pairs, old.T, new.T
    yield "trade_diversion", "value", "million USD", turned, None, draws["diverted"].T
    for name, whole, at in (
        ("of_imports", "imports", what.importer), ("of_exports", "exports", what.exporter),
    ):  # fmt: skip
        shares = [
            of_all(flow, draws[f"{whole}_{when}"][:, at]).T
            for flow, when in ((old, "before"), (new, "after"))
        ]
        yield "trade_dependence", name, "share", needs, shares[0], shares[1]


def _rows(
    table: str, measure: str, unit: str, names: list[str], before: Array | None, after: Array
) -> pl.DataFrame:
    change = after if before is None else after - before
    if before is not None:
        size = np.maximum(np.abs(before), np.abs(after))
        change = np.where(np.abs(change) <= STILL * size, 0.0, change)
    sides = {"baseline": before, "scenario": None if before is None else after, "change": change}
    columns: dict[str, pl.Series] = {}
    for name, values in sides.items():
        ends = [None] * 3 if values is None else _quantiles(values)
        for suffix, end in zip(SUFFIXES, ends, strict=True):
            filled = [None] * len(names) if end is None else end
            columns[f"{name}{suffix}"] = pl.Series(filled, dtype=pl.Float64, nan_to_null=True)
    empty = pl.lit(None, pl.String)
    frame = pl.DataFrame(columns).with_columns(
        pl.Series("what", names), table=pl.lit(table), name=empty, commodity=pl.lit(GOODS),
        measure=pl.lit(measure), unit=pl.lit(unit), rises=pl.Series((change > 0).mean(axis=1)),
        falls=pl.Series((change < 0).mean(axis=1)),
    )  # fmt: skip
    ordered = ["table", "what", "name", "commodity", "measure", "unit"]
    median_first = [f"{side}{suffix}" for side in sides for suffix in ("", "_low", "_high")]
    return frame.select(*ordered, *median_first, "rises", "falls").sort(
        pl.col("change").abs(), "what", descending=[True, False], nulls_last=True
    )


def _quantiles(values: Array) -> list[Array]:
    """5 %, median and 95 % of each row (K, D), linear between draws; by sorting, which is what is fast."""
    ordered = np.sort(np.ascontiguousarray(values, dtype=np.float32), axis=1)
    found = []
    for level in LEVELS:
        at = level * (values.shape[1] - 1)
        low = int(at)
        high = min(low + 1, values.shape[1] - 1)
        # NaN sorts last: of a figure that some draws lack the end is not known
        found.append(ordered[:, low] + (at - low) * (ordered[:, high] - ordered[:, low]))
    return [end.astype(np.float64) for end in found]
