"""``comity sever``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer

from comity.cli.options import Csv, Json, StateA, StateB, WorldDir, open_world
from comity.cli.plots import Plot
from comity.cli.tables import number, print_table
from comity.cli.trade_options import Cost, Draws, Theta, Year, progress, written
from comity.errors import ComityError

if TYPE_CHECKING:
    import polars as pl

    from comity.answers.sever import Sever

__all__ = ["sever"]

#: Partners shown for each side and flow.
SHOWN = 6


def sever(
    a: StateA,
    b: StateB,
    year: Year = 2023,
    cost: Cost = "embargo",
    elasticity: Theta = None,
    draws: Draws = 100,
    plot: Plot = None,
    csv: Csv = False,
    json: Json = False,
    world: WorldDir = None,
) -> None:
    """What each of two states loses if trade between them stops, and what takes its place.

    Losses are of real expenditure in a model of world trade, in which both
    find other suppliers and buyers at other prices. --csv writes one row per
    direction, --json also who replaces whom.

    Examples:  comity sever RUS CHN
               comity sever DEU RUS --year 2021 --json
               comity sever USA CHN --cost 0.25 --plot decoupling.html
    """
    from comity.answers.sever import sever as find

    if csv and json:
        raise ComityError("--csv and --json exclude each other: choose one")
    with progress("draws", draws) as tell:
        found = find(
            open_world(world), a, b, year=year, cost=cost, theta=elasticity, draws=draws, progress=tell
        )  # fmt: skip
    if not written(found, plot, csv=csv, json=json):
        _print(found)


def _print(found: Sever) -> None:
    from comity.states import name

    lines = [
        (
            name(r["a"]), f"{100 * r['loss']:.3f} %", _between(r["low"], r["high"], 100, 3),
            "" if r["loss_gdp"] is None else f"{100 * r['loss_gdp']:.3f} %",
            number(r["loss_musd"]), _between(r["low_musd"], r["high_musd"], 1, 0),
            f"{number(r['exports_musd'])} ({r['exports_status']})",
            f"{number(r['imports_musd'])} ({r['imports_status']})",
        )
        for r in found.sides.iter_rows(named=True)
    ]  # fmt: skip
    columns = (
        "who",
        "loses",
        "90 %",
        "of GDP",
        "USD m",
        "90 %",
        "exports to the other",
        "imports from it",
    )
    title = f"{name(found.a)} and {name(found.b)} without trade between them, {found.year}"
    print_table(title, columns, lines, right=range(1, 8))
    for key in (found.a, found.b):
        rows = found.replaced.filter(state=key)
        beside = _beside(*(_shown(rows, flow) for flow in ("imports", "exports")))
        changes = [(*_cells(x), *_cells(y)) for x, y in beside]
        heads = ("buys from", "USD m", "of it", "sells to", "USD m", "of it")
        print_table(f"{name(key)}: what changes", heads, changes, right=(1, 2, 4, 5))
    typer.echo(found.verdict())
    typer.echo("")
    typer.echo(
        "what changes: shares in all that is bought or sold, home included, times the old total, so that "
        "losses and gains add up; of it: of all that turns."
    )
    for line in found.ground.sentences(found.draws):
        typer.echo(line)


def _shown(rows: pl.DataFrame, flow: str) -> list[dict[str, Any]]:
    """The other state, and the partners that gain or lose most."""
    mine = rows.filter(flow=flow)
    others = mine[1:].sort(mine[1:]["change_musd"].abs(), descending=True, maintain_order=True)
    return [mine.row(0, named=True), *others.head(SHOWN).to_dicts()]


def _cells(row: dict[str, Any] | None) -> tuple[str, str, str]:
    if row is None:
        return "", "", ""
    share = "" if row["share"] is None else f"{100 * row['share']:.0f} %"
    sign = "+" if row["change_musd"] > 0 else ""
    return row["name"], f"{sign}{number(row['change_musd'])}", share


def _beside(
    left: list[dict[str, Any]], right: list[dict[str, Any]]
) -> list[tuple[dict[str, Any] | None, dict[str, Any] | None]]:
    rows = max(len(left), len(right))
    return [
        (left[i] if i < len(left) else None, right[i] if i < len(right) else None)
        for i in range(rows)
    ]


def _between(low: float | None, high: float | None, times: float, digits: int) -> str:
    if low is None or high is None:
        return ""
    return f"{times * low:,.{digits}f}–{times * high:,.{digits}f}"
