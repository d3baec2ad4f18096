"""What changes of trade do, for people: sentences, then short tables, the largest changes first."""

from __future__ import annotations

import polars as pl

from comity import states
from comity.answers.scenario_effects import Effects
from comity.answers.scenario_table import Table
from comity.simulate.trade.outcome import TradeOutcome

__all__ = ["actors", "basis_lines", "large", "trade_headline", "trade_tables"]

BILLION = 1000.0
#: States whose spending on goods is below this (million USD) are not among the first to be told.
LARGE = 20_000.0
#: Economies whose trade the scenario itself changes that are told of in one table of diversion.
FEW = 3


def trade_headline(found: Effects) -> list[str]:
    """Who loses and gains, what trade turns, and what it rests on; nothing without changes of trade."""
    trade = found.outcome.trade
    if trade is None:
        return []
    lines = [
        f"{states.name(r['state'])}: real expenditure {_percent(r['percent'])} %"
        f"{_range(r['low'], r['high'], _percent)}, {_money(r['value'])} billion USD a year"
        f"{_of_gdp(r['of_gdp'])}; exports {_percent(r['exports'], 1)} %, "
        f"imports {_percent(r['imports'], 1)} %."
        for r in _first(found, trade).iter_rows(named=True)
        if abs(r["percent"]) > 1e-6
    ]
    for state in actors(found, 1):
        for side, verb in (("imports", "buys"), ("exports", "sells")):
            mine = trade.diversion.filter((pl.col("state") == state) & (pl.col("side") == side))
            lost, won = (mine.filter(sign * pl.col("value") > 0).head(3) for sign in (-1, 1))
            if not lost.is_empty() and not won.is_empty():
                by = "from" if side == "imports" else "to"
                less, more = _listed(lost, state, by), _listed(won, state, by)
                lines.append(
                    f"{states.name(state)} {verb} less {less}; more {more} (billion USD at its old totals)."
                )
    return lines


def _first(found: Effects, trade: TradeOutcome) -> pl.DataFrame:
    """Rows of welfare told first: the two whose trade turns most, and the two that gain or lose most."""
    centre = actors(found, 2)
    inside = pl.col("state").is_in(centre)
    return pl.concat(
        [trade.welfare.filter(inside), large(trade).drop("spent").filter(~inside).head(2)]
    )


def _listed(rows: pl.DataFrame, state: str, by: str) -> str:
    """``to China +9.2, at home +69.9``."""
    return ", ".join(
        f"{_where(r['partner'], state, by)} {_money(r['value'])}"
        for r in rows.iter_rows(named=True)
    )


def _where(partner: str, state: str, by: str) -> str:
    return "at home" if partner == state else f"{by} {states.name(partner)}"


def large(trade: TradeOutcome) -> pl.DataFrame:
    """Rows of welfare of economies large enough to be told first, the largest loss or gain first."""
    spent = pl.Series("spent", trade.before.sum(axis=0))
    known = pl.DataFrame({"state": trade.states, "spent": spent})
    return trade.welfare.join(known, on="state", maintain_order="left").filter(
        pl.col("spent") >= LARGE
    )


def actors(found: Effects, most: int = FEW) -> list[str]:
    """Economies at the centre of the change: those whose trade it turns most, over what they trade."""
    trade = found.outcome.trade
    if trade is None or trade.diversion.is_empty():
        return []
    turned = (
        trade.diversion.filter(pl.col("partner") != pl.col("state"))
        .group_by("state")
        .agg(pl.col("value").abs().sum())
        .sort("value", "state", descending=[True, False])
    )
    return turned["state"].head(most).to_list()


def trade_tables(found: Effects, shown: int) -> list[Table]:
    """Welfare, trade by pair, diversion, prices and dependence; none without changes of trade."""
    trade = found.outcome.trade
    if trade is None:
        return []
    made = [
        Table(
            "Welfare: real expenditure (percent; billion USD a year)",
            ("state", "change", "90 % interval", "billion USD", "% of GDP", "exports", "imports"),
            [(r["state"], _percent(r["percent"]), _range(r["low"], r["high"], _percent),
              _money(r["value"]), _percent(r["of_gdp"]), _percent(r["exports"], 1), _percent(r["imports"], 1))
             for r in large(trade).head(shown).iter_rows(named=True)], (1, 2, 3, 4, 5, 6),
            f"Real expenditure: {trade.basis['real_expenditure']}.",
        ),
        Table(
            "Trade that changes most (billion USD a year)",
            ("from", "to", "before", "after", "change", "90 % interval", "%", "cell"),
            [(r["exporter"], r["importer"], _n(r["baseline"]), _n(r["scenario"]), _money(r["change"]),
              _range(r["low"], r["high"], _money), _percent(r["percent"], 0), r["status"])
             for r in trade.trade.head(shown).iter_rows(named=True)], (2, 3, 4, 5, 6),
            "Values at the new prices and incomes, the world's output as before.",
        ),
        *(_diversion(trade, state, shown) for state in actors(found)),
        Table(
            "Prices, relative to the value of world output (percent)",
            ("state", "consumers", "90 % interval", "what it sells", "90 % interval"),
            [(r["state"], _percent(r["percent"]), _range(r["low"], r["high"], _percent),
              _percent(r["factory"]), _range(r["factory_low"], r["factory_high"], _percent))
             for r in _told_of(trade, trade.prices).head(shown).iter_rows(named=True)], (1, 2, 3, 4),
        ),
        Table(
            "Dependence (shares; change in percent points)",
            ("buyer", "seller", "of imports", "change", "90 % interval", "of exports", "change",
             "90 % interval"),
            [(r["buyer"], r["seller"], *_share(r, "of_imports"), *_share(r, "of_exports"))
             for r in _told_of(trade, trade.dependence, "buyer").head(shown).iter_rows(named=True)],
            (2, 3, 4, 5, 6, 7),
        ),
    ]  # fmt: skip
    return [table for table in made if table.rows]


def basis_lines(trade: TradeOutcome) -> list[str]:
    """Variant, elasticity, data and draws, in sentences."""
    basis = trade.basis
    theta = f"{basis['elasticity']} [{basis['elasticity_low']:.2f}, {basis['elasticity_high']:.2f}]"
    drawn = (
        f"Intervals: 5 to 95 % of {trade.draws} draws of {basis['drawn']}."
        if trade.draws
        else "No intervals: nothing was drawn."
    )
    return [
        f"Model: {basis['variant']}.",
        f"Elasticity of trade {theta}: {basis['elasticity_source']}.",
        f"Data: {basis['data']}; told are {basis['told']}.", drawn,
    ]  # fmt: skip


def _diversion(trade: TradeOutcome, state: str, shown: int) -> Table:
    """Who replaced whom for one state, on both sides."""
    rows: list[tuple[str, ...]] = []
    for side, (less, more) in (
        ("imports", ("buys less from", "and more from")), ("exports", ("sells less to", "and more to")),
    ):  # fmt: skip
        mine = trade.diversion.filter((pl.col("state") == state) & (pl.col("side") == side))
        for sign, verb in ((-1, less), (1, more)):
            kept = mine.filter(sign * pl.col("value") > 0).head(max(shown // 2, 3))
            rows += [
                (verb, "itself" if r["partner"] == state else r["partner"], _money(r["value"]),
                 _range(r["low"], r["high"], _money), f"{100 * abs(r['share']):.0f}")
                for r in kept.iter_rows(named=True)
            ]  # fmt: skip
    return Table(
        f"Who replaces whom: {states.name(state)} (billion USD a year at its old spending and sales)",
        (state, "partner", "change", "90 % interval", "% of what turns"), rows, (2, 3, 4),
        "Change of a partner's share in all that is bought (sold), home included, times the old total: what "
        "is lost and what replaces it add up. Values of trade change with prices and incomes, too.",
    )  # fmt: skip


def _told_of(trade: TradeOutcome, frame: pl.DataFrame, column: str = "state") -> pl.DataFrame:
    """Rows of large economies only."""
    keys = large(trade).select(pl.col("state").alias(column))
    return frame.join(keys, on=column, how="semi", maintain_order="left")


def _share(row: dict[str, float | None], name: str) -> tuple[str, str, str]:
    """Level after, change in points, interval."""
    return (
        f"{100 * (row[f'{name}_scenario'] or 0.0):.1f} %", _points(row[f"{name}_change"]),
        _range(row[f"{name}_low"], row[f"{name}_high"], _points),
    )  # fmt: skip


def _points(value: float | None) -> str:
    return "" if value is None else f"{100 * value:+.1f}"


def _percent(value: float | None, digits: int = 2) -> str:
    return "" if value is None else f"{value:+.{digits}f}"


def _money(value: float | None) -> str:
    """Million USD as billions, with as many digits as it needs."""
    if value is None:
        return ""
    size = abs(value) / BILLION
    return f"{value / BILLION:+,.{1 if size >= 1 else 2}f}"


def _of_gdp(value: float | None) -> str:
    return "" if value is None else f" (about {_percent(value)} % of GDP)"


def _n(value: float | None) -> str:
    return "" if value is None else f"{value / BILLION:,.1f}"


def _range(low: float | None, high: float | None, told: object) -> str:
    """`` [−0.6, −0.2]``; empty without one."""
    if low is None or high is None or not callable(told):
        return ""
    return f" [{told(low)}, {told(high)}]"
