"""Bars of a scenario's page: welfare, and who replaces whom, each with its interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from comity import states
from comity.answers.scenario_effects import Effects
from comity.answers.scenario_trade_words import actors, large
from comity.simulate.trade.outcome import TradeOutcome

__all__ = ["Bar", "Chart", "charts", "place", "scaled"]

#: Bars of a chart.
MOST = 12
#: Bars of each sign in a chart of diversion.
EACH = 5
BILLION = 1000.0
#: An interval shorter than this share of the scale is not drawn.
POINT = 2e-3


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: places are percent of the track's width.

    Attributes
    ----------
    name, text
        What it is of, and its figure.
    start, width
        Where it begins, and how long it is.
    low, reach
        Where its interval begins, and how long that is; null without one.
    down
        Whether the figure is below zero.
    """

    name: str
    text: str
    start: float
    width: float
    low: float | None
    reach: float | None
    down: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars on one scale; ``zero`` is where the line of no change stands, percent of the width."""

    title: str
    unit: str
    zero: float
    bars: tuple[Bar, ...]


Row = tuple[str, float, float | None, float | None]


def scaled(title: str, unit: str, rows: Sequence[Row], digits: int = 1) -> Chart:
    """A chart of some figures: name, value, low, high."""
    known = [x for _, *figures in rows for x in figures if x is not None]
    least, most = min([0.0, *known]), max([0.0, *known])
    span = (most - least) or 1.0

    def at(value: float) -> float:
        return 100 * (value - least) / span

    bars = []
    for name, value, low, high in rows:
        # an interval that is a point says nothing
        whole = low is not None and high is not None and high - low > POINT * span
        range_ = _range(low or 0.0, high or 0.0, digits) if whole else ""
        bars.append(
            Bar(
                name=name, text=f"{_signed(value, digits)}{range_}", start=at(min(value, 0.0)),
                width=max(abs(at(value) - at(0.0)), 0.3), low=at(low or 0.0) if whole else None,
                reach=at(high or 0.0) - at(low or 0.0) if whole else None, down=value < 0,
            )
        )  # fmt: skip
    return Chart(title, unit, at(0.0), tuple(bars))


def _signed(value: float, digits: int) -> str:
    """A figure with its sign; what rounds to nothing has none."""
    text = f"{value:+.{digits}f}"
    return text.replace("-", "\u2212") if float(text) else text[1:]


def _range(low: float, high: float, digits: int) -> str:
    """An interval, unless both ends print alike."""
    ends = _signed(low, digits), _signed(high, digits)
    return "" if ends[0] == ends[1] else f" [{ends[0]}, {ends[1]}]"


def charts(found: Effects) -> list[Chart]:
    """Welfare, then purchases and sales of the economy whose trade turns most; none without trade."""
    trade = found.outcome.trade
    if trade is None:
        return []
    welfare = [
        (states.name(r["state"]), r["percent"], r["low"], r["high"])
        for r in _first(trade, actors(found, 3)).iter_rows(named=True)
    ]
    made = [scaled("Welfare: real expenditure", "percent", welfare, 2)]
    for state in actors(found, 1):
        made += [_turned(trade, state, side) for side in ("imports", "exports")]
    return [chart for chart in made if chart.bars]


def _first(trade: TradeOutcome, centre: list[str]) -> pl.DataFrame:
    """Economies that gain or lose most, and those at the centre of the change whatever they do."""
    first = large(trade).head(MOST - len(centre))["state"].to_list()
    return trade.welfare.filter(pl.col("state").is_in([*first, *centre]))


def _turned(trade: TradeOutcome, state: str, side: str) -> Chart:
    mine = trade.diversion.filter((pl.col("state") == state) & (pl.col("side") == side))
    kept = pl.concat([mine.filter(sign * pl.col("value") > 0).head(EACH) for sign in (1, -1)])
    rows = [
        (
            "at home" if r["partner"] == state else states.name(r["partner"]),
            *(None if r[end] is None else r[end] / BILLION for end in ("value", "low", "high")),
        )
        for r in kept.sort("value", descending=True).iter_rows(named=True)
    ]
    verb = "buys from" if side == "imports" else "sells to"
    title = f"Who replaces whom: what {states.name(state)} {verb}"
    return scaled(title, "billion USD a year", rows)  # type: ignore[arg-type]


def place(left: float, width: float | None = None) -> str:
    """Where something stands on a track, for a style."""
    return f"left:{left:.2f}%" + ("" if width is None else f";width:{width:.2f}%")
