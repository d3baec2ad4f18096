"""A scenario's answer for people: what changed most, first in sentences, then in short tables."""

from __future__ import annotations

import polars as pl

from comity import states
from comity.answers.scenario_effects import Effects
from comity.answers.scenario_response import AFTER
from comity.answers.scenario_table import Table
from comity.answers.scenario_trade_words import trade_headline, trade_tables

__all__ = ["Table", "headline", "tables"]

#: How a commodity is called.
CALLED = {"gas": "gas", "pipeline_gas": "gas by pipe", "lng": "LNG", "crude_oil": "crude oil"}
QUANTITY = {"pipeline_gas": "bcm", "lng": "bcm", "gas": "bcm", "crude_oil": "Mt"}
#: Prices of states that use less than this (bcm, Mt) are not among the first to be told.
LARGE = 5.0
BILLION = 1000.0


def headline(found: Effects) -> list[str]:
    """The largest changes in sentences; one that says so where nothing changes."""
    changes = found.outcome.changes
    if not found.outcome.scenario.change:
        return [
            "The scenario has no changes: both sides are the same. Name some under  [[change]]  in its file."
        ]
    flows = _moved(changes.flows, "value").filter(pl.col("from") != pl.col("to"))
    lines = [
        f"{_name(row['from'])} sells {_name(row['to'])} {_signed(row['value'])} "
        f"{QUANTITY[row['commodity']]} of {CALLED[row['commodity']]} a year "
        f"({row['baseline']:.1f} → {row['scenario']:.1f})."
        for row in flows.head(3).iter_rows(named=True)
    ]
    lines += [
        f"In {_name(row['state'])} {CALLED[row['commodity']]} costs {_signed(row['price'], 0)} "
        f"{row['unit']} ({row['baseline']:.0f} → {row['scenario']:.0f})."
        for row in _prices(found).head(2).iter_rows(named=True)
    ]
    lines += [
        f"Producers in {_name(row['state'])} earn {_signed(row['revenue'] / BILLION)} billion USD a year on "
        f"{CALLED[row['commodity']]}."
        for row in _moved(changes.revenue, "revenue").head(2).iter_rows(named=True)
    ]
    lines = trade_headline(found) + lines
    if not lines:
        lines = ["Nothing moves."]
    return lines + _alignment_line(found) + _response_line(found)


def _response_line(found: Effects) -> list[str]:
    """The response of past cases, beside the mechanical change and apart from it."""
    rows = found.response.filter(pl.col("domain") == "overall")
    spoken = [rows.filter((pl.col("a") == a) & (pl.col("b") == b)) for a, b in found.spoken()]
    told = pl.concat([*spoken, rows]).sort(pl.col("response").is_null(), maintain_order=True)
    return [
        f"{_name(r['a'])} and {_name(r['b'])}, with the response of past cases {AFTER} years on: "
        f"{r['with_response']:+.2f} [{r['with_response_low']:+.2f}, {r['with_response_high']:+.2f}] "
        f"(mechanical {r['mechanical']:+.3f}, response {r['response']:+.2f} "
        f"[{r['response_low']:+.2f}, {r['response_high']:+.2f}]; {r['basis']})."
        if r["response"] is not None
        else f"The response of states to these sanctions: {r['basis']}."
        for r in told.head(1).iter_rows(named=True)
    ]


def _alignment_line(found: Effects) -> list[str]:
    overall = {
        (r["a"], r["b"]): r
        for r in found.changes.filter(pl.col("domain") == "overall").iter_rows(named=True)
    }
    return [
        f"Alignment of {_name(a)} and {_name(b)}: {r['baseline']:+.2f} → {r['scenario']:+.2f} overall, "
        f"a change of {r['change']:+.3f}{_reach(r['low'], r['high'])}."
        for a, b in found.spoken()
        if (r := overall.get((a, b))) is not None and r["change"] is not None
    ]


def _reach(low: float | None, high: float | None) -> str:
    return "" if low is None or high is None else f" [{low:+.3f}, {high:+.3f}]"


def tables(found: Effects, shown: int) -> list[Table]:
    """Flows, prices, bottlenecks, revenue, dependence and alignment, the largest changes of each.

    None where the scenario has no changes: what is there then is the baseline's.
    """
    if not found.outcome.scenario.change:
        return []
    changes, after = found.outcome.changes, found.outcome.after
    flows = _moved(changes.flows, "value").head(shown)
    dependence = changes.dependence.filter(pl.col("of_supply").abs() > 0.002).head(shown)
    tight = after.links.filter(pl.col("shadow_price") > 0.5).head(shown)
    money = _moved(changes.revenue, "revenue").head(shown)
    users = _moved(changes.consumers, "cost").head(shown)
    made = [
        Table(
            "Flows that change most (bcm or Mt a year)", ("from", "to", "what", "before", "after", "change"),
            [(r["from"], r["to"], CALLED[r["commodity"]], _n(r["baseline"]), _n(r["scenario"]),
              _signed(r["value"])) for r in flows.iter_rows(named=True)], (3, 4, 5),
        ),
        Table(
            "Prices (USD per 1000 m³ of gas, per t of crude)", ("state", "what", "before", "after", "change"),
            [(r["state"], CALLED[r["commodity"]], _n(r["baseline"]), _n(r["scenario"]), _signed(r["price"]))
             for r in _prices(found).head(shown).iter_rows(named=True)], (2, 3, 4),
        ),
        Table(
            "Bottlenecks after it: what one more unit of capacity would be worth",
            ("link", "name", "capacity", "flow", "worth"),
            [(r["id"], r["name"], _n(r["capacity"]), _n(r["flow"]), _n(r["shadow_price"]))
             for r in tight.iter_rows(named=True)], (2, 3, 4),
        ),
        Table(
            "Revenue (billion USD a year, less carriage and duties)", ("state", "what", "change", "exports"),
            [(r["state"], CALLED[r["commodity"]], _signed(r["revenue"] / BILLION, 2),
              _signed(r["exports"] / BILLION, 2)) for r in money.iter_rows(named=True)], (2, 3),
        ),
        Table(
            "What users pay (billion USD a year)", ("state", "what", "before", "after", "change"),
            [(r["state"], CALLED[r["commodity"]], _n(r["baseline"] / BILLION), _n(r["scenario"] / BILLION),
              _signed(r["cost"] / BILLION, 2)) for r in users.iter_rows(named=True)], (2, 3, 4),
        ),
        Table(
            "Dependence (percent points)", ("buyer", "seller", "what", "of the supply", "of the sales"),
            [(r["buyer"], r["seller"], CALLED[r["commodity"]], _signed(100 * r["of_supply"]),
              _signed(100 * r["of_sales"])) for r in dependence.iter_rows(named=True)], (3, 4),
        ),
        *trade_tables(found, shown),
        _alignment_table(found, shown),
        _response_table(found, shown),
    ]  # fmt: skip
    return [table for table in made if table.rows]


def _alignment_table(found: Effects, shown: int) -> Table:
    wide = found.changes.filter(pl.col("domain").is_in(["overall", "economic", "gap"]))
    rows = [
        (f"{r['a']}-{r['b']}", r["domain"], _z(r["baseline"]), _z(r["scenario"]), _fine(r["change"]),
         "" if r["low"] is None else f"{r['low']:+.3f} … {r['high']:+.3f}")
        for r in wide.iter_rows(named=True)
    ]  # fmt: skip
    return Table(
        f"Alignment, {found.year} (σ among dyads; interval of the change where there is one)",
        ("dyad", "domain", "before", "after", "change", "interval"), rows[: 3 * shown], (2, 3, 4, 5),
    )  # fmt: skip


def _response_table(found: Effects, shown: int) -> Table:
    """Mechanical change and response, side by side."""
    kept = found.response.filter(
        pl.col("domain").is_in(["overall", "words", "deeds"]) & pl.col("response").is_not_null()
    ).head(3 * shown)
    rows = [
        (f"{r['a']}-{r['b']}", r["domain"], _fine(r["mechanical"]), _z(r["response"]),
         f"{r['response_low']:+.2f} … {r['response_high']:+.2f}", _z(r["with_response"]),
         f"{r['with_response_low']:+.2f} … {r['with_response_high']:+.2f}")
        for r in kept.iter_rows(named=True)
    ]  # fmt: skip
    return Table(
        f"Mechanical change, and with the response of past cases {AFTER} years on (σ among dyads)",
        ("dyad", "domain", "mechanical", "response", "interval", "with response", "interval"), rows,
        (2, 3, 4, 5, 6),
    )  # fmt: skip


def _moved(frame: pl.DataFrame, column: str) -> pl.DataFrame:
    size = pl.col(column).abs()
    return frame.filter(size > 1e-3).sort(size, descending=True)


def _prices(found: Effects) -> pl.DataFrame:
    """Changes of prices where much is used, places of a split state left to its mean."""
    used = found.outcome.baseline.consumers.filter(pl.col("quantity") >= LARGE)
    large = used.select("state", "commodity")
    return _moved(found.outcome.changes.prices, "price").join(
        large, on=["state", "commodity"], how="semi"
    )


def _name(key: str) -> str:
    state, _, place = key.partition(".")
    name = states.name(state)
    return f"{name} ({place})" if place else name


def _signed(value: float | None, digits: int = 1) -> str:
    return "" if value is None else f"{value:+,.{digits}f}"


def _fine(value: float | None) -> str:
    return "" if value is None else f"{value:+.3f}"


def _z(value: float | None) -> str:
    return "" if value is None else f"{value:+.2f}"


def _n(value: float | None) -> str:
    return "" if value is None else f"{value:,.1f}"
