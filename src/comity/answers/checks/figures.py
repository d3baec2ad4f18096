"""Figures of trade, energy and arms between two states, against the flows of the world.

A figure agrees with a published one if they lie within half a unit of the last printed digit and 5 % of
each other: the customs services of two partners differ by about so much (69.5 and 66.1 billion dollars
for 2016 between China and Russia). 10 % where the text says "about", or mass was converted to volume.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import polars as pl

from comity.answers.checks.case import Case, Period, Verdict, pair_rows, says
from comity.answers.checks.commodities import Commodity, commodity_of, convert
from comity.answers.checks.measured import WORLD_UNITS, Measured, measured, near, written
from comity.states.spoken import state_name

__all__ = ["TOLERANCE", "check"]

NAME = "figure"
TOLERANCE, LOOSER = 0.05, 0.10
#: A growth rate in percentage points beside the printed rounding.
POINTS = 1.0
RULE = "within the printed rounding and 5 % of a published figure of the year"
RULE_LOOSE = f"{RULE.replace('5 %', '10 %')}: a rough or converted figure"
RULE_PLAN = "within the printed rounding and 5 % of the published target for the year"
RULE_GROWTH = (
    "within the printed rounding and one percentage point of the growth between published figures"
)
#: How far back an undated figure may lie: statistics of a year are out in the next.
BACK = 2

_PLANNED = re.compile(
    r"\b(target|goal|plan|aim|will|would|by 20\d\d|order(ed)?|intend\w*)\b", re.IGNORECASE
)
_EXPORTS, _IMPORTS = (
    re.compile(r"\bexport", re.IGNORECASE),
    re.compile(r"\bimport|\bpurchas|\bbuy|\bbought", re.IGNORECASE),
)
_GROWTH = re.compile(
    r"\b(increas|grow|grew|rise|rose|risen|surg|jump|decreas|fell|fall|drop|declin|up by|down by)",
    re.IGNORECASE,
)
_VALUE = re.compile(r"\b(value|worth|revenue|cost)\b", re.IGNORECASE)
_SPECIFIC = re.compile(r"\b[A-Z][a-z]{0,3}-\d{1,3}\w?\b")


def check(case: Case) -> Verdict | None:
    """A verdict on a quantity between two states, or None where it is none of these."""
    record = case.record
    if record.kind != "quantity":
        return None
    figure = measured(record)
    pair = case.pair()
    if figure is None or pair is None or figure.dimension == "length":
        return None
    commodity = commodity_of(record.sentence, case.around, case.near)
    if commodity is None:
        return None
    period = case.period()
    rows = _rows(case, pair, commodity)
    said = _said(case, commodity, pair)
    if period is None or rows.is_empty():
        why = "not covered: " + (
            "nothing in the text or its date says which year it is of"
            if period is None
            else f"the world has no figure of {commodity.name} between {_names(pair)}"
        )
        return case.open(NAME, said, why)
    if figure.dimension == "change":
        return _growth(case, figure, rows, period, said, commodity)
    return _level(case, figure, rows, period, said, commodity)


def _rows(case: Case, pair: tuple[str, str], commodity: Commodity) -> pl.DataFrame:
    rows = pair_rows(case.world.rows("flows", of=commodity.flows), *pair)
    specific = set(_SPECIFIC.findall(case.around))
    if specific:
        named = rows.filter(pl.col("name").str.contains_any(sorted(specific)))
        rows = rows if named.is_empty() else named
    return rows


def _level(
    case: Case, figure: Measured, rows: pl.DataFrame, period: Period, said: str, commodity: Commodity
) -> Verdict:  # fmt: skip
    planned = bool(_PLANNED.search(case.around)) and (
        not case.dated
        or (period.stated and period.last[:4] > case.dated[:4])
        or "arms" in commodity.flows
    )
    kinds = (
        ["plan", "forecast"] if planned else ["share"] if figure.dimension == "share" else ["level"]
    )
    rows = _side(case, rows.filter(pl.col("measure").is_in(kinds)), figure)
    found = [
        (abs(value - figure.value), near(figure.value, value, figure.step, share), row)
        for row in rows.iter_rows(named=True)
        for value, share in _comparable(row, figure, commodity)
        if _within(row, period, planned)
    ]
    if not found:
        covered = sorted({int(y) for y in rows["year"].to_list()})
        why = f"not covered: no such figure of {commodity.name} for {period.written}"
        beside = f"; the world has {', '.join(map(str, covered))}" if covered else ""
        return case.open(NAME, said, why + beside, ("flows", rows))
    found.sort(key=lambda f: (not f[1], f[0]))
    agrees = found[0][1]
    kept = [row for _, fits, row in found if fits or not agrees][:4]
    loose = figure.rough or any(WORLD_UNITS[row["unit"]][0] != figure.dimension for row in kept)
    rule = RULE_PLAN if planned else RULE_LOOSE if loose else RULE
    evidence = pl.DataFrame(kept, schema=rows.schema, orient="row")
    return says(NAME, agrees, said, "; ".join(map(_told, kept)), rule, ("flows", evidence))


def _comparable(
    row: dict[str, object], figure: Measured, commodity: Commodity
) -> Iterator[tuple[float, float]]:
    """The value of a row in the dimension of the figure, and the tolerance."""
    dimension, factor = WORLD_UNITS.get(str(row["unit"]), ("", 0.0))
    value = convert(float(str(row["value"])) * factor, dimension, figure.dimension, commodity)
    if dimension and value is not None:
        yield value, LOOSER if figure.rough or dimension != figure.dimension else TOLERANCE


def _within(row: dict[str, object], period: Period, planned: bool) -> bool:
    """Whether a row is of the time: its whole year, or a part of a year that the text names."""
    year, start = int(str(row["year"])), row["start"]
    if planned:
        return not period.stated or year in period.years
    if not period.stated:
        last = int(period.last[:4])
        return last - BACK <= year <= last and not start
    if start is not None and len(period.first) == 4:
        return False
    return year in period.years


def _side(case: Case, rows: pl.DataFrame, figure: Measured) -> pl.DataFrame:
    """Exports or imports where the text says which, else the trade of both sides."""
    pair = case.pair()
    goods = rows.filter(pl.col("commodity") == "goods")
    if pair is None or goods.is_empty() or figure.dimension == "share":
        return rows
    a, b = pair
    if _EXPORTS.search(case.text):
        return rows.filter(pl.col("directed") & (pl.col("a") == a) & (pl.col("b") == b))
    if _IMPORTS.search(case.text):
        return rows.filter(pl.col("directed") & (pl.col("a") == b) & (pl.col("b") == a))
    return rows.filter(~pl.col("directed").fill_null(value=True))


def _growth(
    case: Case, figure: Measured, rows: pl.DataFrame, period: Period, said: str, commodity: Commodity
) -> Verdict:  # fmt: skip
    years = (
        period.years if period.stated else range(int(period.last[:4]) - 1, int(period.last[:4]) + 1)
    )
    money = bool(_VALUE.search(case.around))
    whole = _side(case, rows.filter(pl.col("start").is_null()), figure)
    direct = whole.filter((pl.col("measure") == "growth") & pl.col("year").is_in(list(years)))
    levels = whole.filter(pl.col("measure") == "level")
    found: list[tuple[float, str, list[dict[str, object]]]] = [
        (float(row["value"]), _told(row), [row])
        for row in direct.iter_rows(named=True)
        if not money
    ]
    for year in years:
        for now in levels.filter(pl.col("year") == year).iter_rows(named=True):
            if money != (now["unit"] == "USD") and commodity.flows[0] != "goods":
                continue
            for then in levels.filter(
                (pl.col("year") == year - 1) & (pl.col("unit") == now["unit"])
                & (pl.col("a") == now["a"]) & pl.col("commodity").eq(now["commodity"])
                & pl.col("reporter").eq_missing(pl.lit(now["reporter"], pl.String))
            ).iter_rows(named=True):  # fmt: skip
                rate = 100 * (float(now["value"]) / float(then["value"]) - 1)
                found.append(
                    (
                        rate,
                        f"{rate:+.1f}\N{NO-BREAK SPACE}%: {_told(then)}, {_told(now)}",
                        [then, now],
                    )
                )
    if not found:
        what = "value" if money else "volume"
        return case.open(
            NAME,
            said,
            f"not covered: no two {what}s of {commodity.name} that end in {period.written}",
            ("flows", levels),
        )
    found.sort(key=lambda f: abs(f[0] - figure.value))
    rate, told, kept = found[0]
    agrees = abs(rate - figure.value) <= figure.step / 2 + POINTS
    return says(
        NAME,
        agrees,
        said,
        told,
        RULE_GROWTH,
        ("flows", pl.DataFrame(kept, schema=rows.schema, orient="row")),
    )


def _told(row: dict[str, object]) -> str:
    figure = written(float(str(row["value"])), str(row["unit"]))
    until = f" ({row['start']} to {row['end']})" if row["start"] else ""
    return f"{figure} in {row['year']}{until}, {row['name'] or row['commodity']}"


def _said(case: Case, commodity: Commodity, pair: tuple[str, str]) -> str:
    date = case.record.date
    return f"{case.text} ({commodity.name}, {_names(pair)}{f', {date}' if date else ''})"


def _names(pair: tuple[str, str]) -> str:
    return f"{state_name(pair[0])} and {state_name(pair[1])}"
