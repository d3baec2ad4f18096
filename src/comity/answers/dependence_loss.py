"""The model's half of who needs whom: what each would lose without the other, beside the shares.

A share says how much of its trade a state has with another; the loss says how much of that it could not have
elsewhere, in every year with a share and a trade matrix (:mod:`comity.answers.sever`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import polars as pl

from comity import states
from comity.errors import CoverageError, UnknownName

if TYPE_CHECKING:
    from comity.answers.dependence import Dependence
    from comity.answers.sever import Sever

__all__ = ["DRAWS", "LOSSES", "headline", "modelled"]

#: Draws behind the interval of each year: the same as those of :func:`~comity.answers.sever.sever`.
DRAWS = 100
#: Losses whose larger is less than so many times the smaller are called alike.
ALIKE = 1.25

LOSSES: dict[str, type[pl.DataType]] = {
    "a": pl.String, "b": pl.String, "year": pl.Int32, "loss": pl.Float64, "loss_low": pl.Float64,
    "loss_high": pl.Float64, "loss_basis": pl.String, "loss_gdp": pl.Float64,
}  # fmt: skip


def modelled(
    found: Dependence, *, draws: int = DRAWS, progress: Callable[[float], None] | None = None
) -> pl.DataFrame:
    """The table of a dependence with what each would lose.

    Parameters
    ----------
    draws
        Behind the interval of each year; 0 for none.
    progress
        Told the share of years done.

    Returns
    -------
    DataFrame
        The columns of the table, loss (of a's real expenditure if trade with b stopped, a share), loss_low,
        loss_high (90 %), loss_basis: what it rests on, or why there is none; loss_gdp: the loss as a share of
        a's GDP, null where that is not known. Null is not modelled.
    """
    from threadpoolctl import threadpool_limits

    years = sorted(set(found.sides["year"].to_list()))
    rows: list[dict[str, object]] = []
    # the tables of a draw are small: threads of linear algebra wait for each other more than they work
    with threadpool_limits(1):
        for i, year in enumerate(years):
            rows += _year(found, year, draws)
            if progress:
                progress((i + 1) / len(years))
    losses = pl.DataFrame(rows, schema=LOSSES)
    why = pl.lit("not modelled: no share of either's trade is known")
    return found.frame.join(
        losses, on=["a", "b", "year"], how="left", maintain_order="left"
    ).with_columns(pl.col("loss_basis").fill_null(why))


def _year(found: Dependence, year: int, draws: int) -> list[dict[str, object]]:
    from comity.answers.sever import sever

    try:
        apart = sever(found.world, found.a, found.b, year=year, draws=draws)
    except (CoverageError, UnknownName) as why:
        basis = f"not modelled: {str(why).splitlines()[0]}"
        return [
            {"a": a, "b": b, "year": year, "loss": None, "loss_low": None, "loss_high": None,
             "loss_basis": basis, "loss_gdp": None}
            for a, b in ((found.a, found.b), (found.b, found.a))
        ]  # fmt: skip
    return [
        {"a": r["a"], "b": r["b"], "year": year, "loss": r["loss"], "loss_low": r["low"],
         "loss_high": r["high"], "loss_basis": _basis(apart, r), "loss_gdp": r["loss_gdp"]}
        for r in apart.sides.iter_rows(named=True)
    ]  # fmt: skip


def _basis(apart: Sever, row: dict[str, str]) -> str:
    spread = (
        f"5 to 95 % of {apart.draws} draws" if apart.draws else "no interval: no draws asked for"
    )
    return (
        f"trade with {row['b']} stops, one-sector gravity, elasticity {apart.ground.theta:.2f}, trade "
        f"matrix of {apart.year} (exports {row['exports_status']}, imports {row['imports_status']}), {spread}"
    )


def headline(found: Dependence, losses: pl.DataFrame) -> str:
    """One sentence on the latest year that is modelled; empty where none is."""
    known = losses.drop_nulls("loss")
    if known.is_empty():
        return ""
    year = max(known["year"].to_list())
    last = {r["a"]: r for r in known.filter(year=year).iter_rows(named=True)}
    parts = [f"{states.name(x)} would lose {_amount(last[x])}" for x in (found.a, found.b)]
    text = f"{year}: without trade between them {' and '.join(parts)}"
    one, other = last[found.a]["loss"], last[found.b]["loss"]
    if min(one, other) <= 0:
        return text + "."
    times = max(one, other) / min(one, other)
    if times < ALIKE:
        return text + ", about as much."
    more = found.a if one > other else found.b
    return text + f"; {states.name(more)} {times:.1f} times as much."


def _amount(row: dict[str, Any]) -> str:
    text = f"{100 * row['loss']:.2f} %"
    if row["loss_low"] is not None:
        text += f" ({100 * row['loss_low']:.2f} to {100 * row['loss_high']:.2f})"
    text += " of real expenditure"
    gdp = row["loss_gdp"]
    return text if gdp is None else f"{text} (about {100 * gdp:.2f} % of GDP)"
