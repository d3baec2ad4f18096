"""Figures of trade, energy and arms between two states, against the flows of the world.

A figure agrees with a published one if they lie within half a unit of the last printed digit and 5 % of
each other: the customs services of two partners differ by about so much (69.5 and 66.1 billion dollars
for 2016 between China and Russia). 10 % where the text says "about", or mass was converted to volume.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import polars as pl

from comity.answers.checks.case import Case, Period, Verdict, pair_rows, says, years_named
from comity.answers.checks.commodities import Commodity, commodity_of, convert
from comity.answers.checks.measured import WORLD_UNITS, Measured, measured, near, written
from comity.errors import ComityError
from comity.simulate.trade.matrix import trade_matrix
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
RULE_ROUGH = "within a tenth of the growth between published figures: a rough figure"
#: Growth in percent, what it is of, and the rows.
Rate = tuple[float, str, list[dict[str, object]]]
#: How far back an undated figure may lie: statistics of a year are out in the next.
BACK = 2

_PLANNED = re.compile(
    r"\b(target|goal|plan|aim|will|would|by 20\d\d|order(ed)?|intend\w*)\b", re.IGNORECASE
)
_AVERAGE = re.compile(r"\b(average|per year|a year|annually|annual growth)\b", re.IGNORECASE)
_EXPORTS, _IMPORTS = (
    re.compile(r"\bexport", re.IGNORECASE),
    re.compile(r"\bimport|\bpurchas|\bbuy|\bbought", re.IGNORECASE),
)
_VALUE = re.compile(r"\b(value|worth|revenue|cost)\b", re.IGNORECASE)
#: Words right before a figure that make it the size of a change, not a level.
_BY = re.compile(
    r"\bby(?:\s+(?:about|around|some|nearly|almost|up|to|roughly|more|than|at|least))*\s*$",
    re.IGNORECASE,
)
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
        beside = "" if period is None else _estimated(case, commodity, period)
        return case.open(NAME, said, why, found=beside)
    if figure.dimension not in ("change", "share") and _BY.search(case.before):
        return case.open(
            NAME, said, "not covered: by how much it changed, and the world has levels"
        )
    if figure.dimension == "change":
        return _growth(case, figure, rows, period, said, commodity)
    return _level(case, figure, rows, period, said, commodity)


def _rows(case: Case, pair: tuple[str, str], commodity: Commodity) -> pl.DataFrame:
    flows = case.world.rows("flows", of=commodity.flows)
    specific = sorted(set(_SPECIFIC.findall(case.around)))
    if specific and "arms" in commodity.flows:
        # a designation says more than the states of the clause: whose press reported it may be among them
        named = flows.filter(
            pl.col("name").str.contains_any(specific)
            & (pl.col("a").is_in(case.mentioned) & pl.col("b").is_in(case.mentioned))
        )
        if not named.is_empty():
            return named
    return pair_rows(flows, *pair)


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
        if _within(row, period, planned, case.last_full_year(period))
    ]
    if not found:
        covered = sorted({int(y) for y in rows["year"].to_list()})
        why = f"not covered: no such figure of {commodity.name} for {period.written}"
        beside = f"; the world has {', '.join(map(str, covered))}" if covered else ""
        return case.open(
            NAME, said, why + beside, ("flows", rows), found=_estimated(case, commodity, period)
        )
    found.sort(key=lambda f: (not f[1], f[0]))
    agrees = found[0][1]
    kept = [row for _, fits, row in found if fits or not agrees][:4]
    loose = figure.rough or any(WORLD_UNITS[row["unit"]][0] != figure.dimension for row in kept)
    rule = RULE_PLAN if planned else RULE_LOOSE if loose else RULE
    evidence = pl.DataFrame(kept, schema=rows.schema, orient="row")
    found_words = "; ".join(dict.fromkeys(map(_told, kept)))
    return says(NAME, agrees, said, found_words, rule, ("flows", evidence))


def _estimated(case: Case, commodity: Commodity, period: Period) -> str:
    """Trade of a stated year as the trade matrix estimates it: told beside a figure, it decides nothing."""
    pair = case.pair()
    if commodity.flows[0] != "goods" or not period.stated or len(period.years) > 1 or pair is None:
        return ""
    year = period.years[0]
    try:
        matrix = case.world.remember(("trade matrix", year), lambda: trade_matrix(case.world, year))
        i, j = matrix.index(pair[0]), matrix.index(pair[1])
    except ComityError:
        return ""
    value, low, high = (
        float(x[i, j] + x[j, i]) * 1e6 for x in (matrix.value, matrix.low, matrix.high)
    )
    return (
        f"estimated by the trade matrix: {written(value, 'USD')} in {year}, between "
        f"{written(low, 'USD')} and {written(high, 'USD')}"
    )


def _comparable(
    row: dict[str, object], figure: Measured, commodity: Commodity
) -> Iterator[tuple[float, float]]:
    """The value of a row in the dimension of the figure, and the tolerance."""
    dimension, factor = WORLD_UNITS.get(str(row["unit"]), ("", 0.0))
    value = convert(float(str(row["value"])) * factor, dimension, figure.dimension, commodity)
    if dimension and value is not None:
        yield value, LOOSER if figure.rough or dimension != figure.dimension else TOLERANCE


def _within(row: dict[str, object], period: Period, planned: bool, last: int) -> bool:
    """Whether a row is of the time: its whole year, or a part of a year that the text names."""
    year, start = int(str(row["year"])), row["start"]
    if planned:
        return not period.stated or year in period.years
    if not period.stated:
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
    last = case.last_full_year(period)
    # "from the previous year" may have been read as the year told: what the sentence names counts too
    years = {*period.years, *years_named(case.around)} if period.stated else {last - 1, last}
    money = bool(_VALUE.search(case.around))
    whole = _side(case, rows.filter(_whole_years(rows)), figure)
    levels = whole.filter(pl.col("measure") == "level")
    if commodity.flows[0] != "goods":
        levels = levels.filter(pl.col("unit").is_in(["USD", "EUR"]) == money)
    found: list[Rate] = []
    if _AVERAGE.search(case.around):
        base = _base(case, period)
        if base is None:
            return case.open(
                NAME, said, "not covered: the text does not say which years it averages"
            )
        found += _rates(levels, base, last)
    else:
        direct = whole.filter((pl.col("measure") == "growth") & pl.col("year").is_in(list(years)))
        if not money:
            found += [(float(r["value"]), _told(r), [r]) for r in direct.iter_rows(named=True)]
        found += [rate for year in years for rate in _rates(levels, year - 1, year)]
    if not found:
        what = "value" if money else "volume"
        why = f"not covered: no two {what}s of {commodity.name} that end in {_years(years)}"
        return case.open(NAME, said, why, ("flows", levels))
    found.sort(key=lambda f: abs(f[0] - figure.value))
    rate, told, kept = found[0]
    reach = LOOSER * abs(figure.value) if figure.rough else POINTS
    rule = RULE_ROUGH if figure.rough else RULE_GROWTH
    evidence = pl.DataFrame(kept, schema=rows.schema, orient="row")
    fits = abs(rate - figure.value) <= figure.step / 2 + reach
    return says(NAME, fits, said, told, rule, ("flows", evidence))


def _rates(levels: pl.DataFrame, first: int, last: int) -> Iterator[Rate]:
    """Growth a year between levels of one publisher's series."""
    for now in levels.filter(pl.col("year") == last).iter_rows(named=True):
        same = levels.filter(
            (pl.col("year") == first) & (pl.col("unit") == now["unit"]) & (pl.col("a") == now["a"])
            & (pl.col("commodity") == now["commodity"])
            & pl.col("reporter").eq_missing(pl.lit(now["reporter"], pl.String))
            & ((pl.col("name") == now["name"]) | pl.lit(last - first == 1 and not now["start"]))
        )  # fmt: skip
        for then in same.iter_rows(named=True):
            rate = 100 * ((float(now["value"]) / float(then["value"])) ** (1 / (last - first)) - 1)
            span = " a year" if last - first > 1 else ""
            yield rate, f"{rate:+.1f} %{span}: {_told(then)}; {_told(now)}", [then, now]


def _whole_years(rows: pl.DataFrame) -> pl.Series:
    """Rows of a calendar year, or of a fiscal year of twelve months."""
    spans = [
        start is None
        or (
            end is not None
            and len(start) >= 7
            and len(end) >= 7
            and 12 * (int(end[:4]) - int(start[:4])) + int(end[5:7]) - int(start[5:7]) in (11, 12)
        )
        for start, end in rows.select("start", "end").iter_rows()
    ]
    return pl.Series(spans, dtype=pl.Boolean())


def _base(case: Case, period: Period) -> int | None:
    """The year before an average begins: one that is named, or the start of the war that is."""
    named = [y for y in years_named(case.around) if y < int(period.last[:4])]
    if named:
        return min(named) - 1
    if not re.search(r"\b(war|invasion)\b", case.around):
        return None
    wars = case.world.rows(
        "ties",
        pl.col("a").is_in(case.mentioned) | pl.col("b").is_in(case.mentioned),
        of="armed_conflict",
    )
    # of the states told of, the war of the greatest scale is the one that needs no name
    known = wars.filter(pl.col("start").str.slice(0, 4) < period.last[:4]).sort(
        "depth", "start", nulls_last=False
    )
    return None if known.is_empty() else int(known["start"][-1][:4]) - 1


def _years(years: Iterable[int]) -> str:
    return " or ".join(map(str, sorted(years)))


def _told(row: dict[str, object]) -> str:
    figure = written(float(str(row["value"])), str(row["unit"]))
    until = f" ({row['start']} to {row['end']})" if row["start"] else ""
    if row["measure"] == "share" and row["reporter"] in (row["a"], row["b"]):
        side = "exports" if row["reporter"] == row["a"] else "imports"
        return f"{figure} of {state_name(str(row['reporter']))}'s {side} in {row['year']}{until}"
    return f"{figure} in {row['year']}{until}, {row['name'] or row['commodity']}"


def _said(case: Case, commodity: Commodity, pair: tuple[str, str]) -> str:
    date = case.record.date
    return f"{case.text} ({commodity.name}, {_names(pair)}{f', {date}' if date else ''})"


def _names(pair: tuple[str, str]) -> str:
    return f"{state_name(pair[0])} and {state_name(pair[1])}"
