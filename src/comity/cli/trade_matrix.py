"""``comity trade-matrix``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from comity.cli.options import Csv, Json, WorldDir, open_world, write_rows
from comity.cli.plots import Plot, save_chart
from comity.cli.tables import number, print_table

if TYPE_CHECKING:
    import polars as pl

    from comity.simulate.trade.matrix import TradeMatrix

__all__ = ["trade_matrix"]

Year = Annotated[int, typer.Option(help="Calendar year.", metavar="YEAR")]
State = Annotated[
    str | None,
    typer.Option("--state", help="Only the trade of this state (RUS, Russia).", metavar="STATE"),
]
Internal = Annotated[bool, typer.Option("--internal", help="Also what each state sells to itself.")]
#: Partners shown of a state, and cells of the whole matrix.
SHOWN = 15


def trade_matrix(
    year: Year,
    state: State = None,
    internal: Internal = False,
    plot: Plot = None,
    csv: Csv = False,
    json: Json = False,
    world: WorldDir = None,
) -> None:
    """Who trades how much with whom: the bilateral matrix of a year, with intervals.

    Made from what each state exports and imports in all (goods and services),
    the listings of its largest partners, and gravity. A cell is observed where
    a listing names it, bounded where a listing leaves it out, inferred where
    there is none. Million current US dollars; low and high hold a flow nine
    times in ten.

    Examples:  comity trade-matrix --year 2022 --state RUS
               comity trade-matrix --year 2022 --csv
               comity trade-matrix --year 2023 --state HKG --plot hongkong.html
    """
    import polars as pl

    from comity.simulate.trade.matrix import trade_matrix as build
    from comity.states import resolve

    whose = None if state is None else resolve(state, on=year)
    found = build(open_world(world), year)
    rows = found.table(internal=internal)
    if whose is not None:
        found.index(whose)
        rows = rows.filter((pl.col("exporter") == whose) | (pl.col("importer") == whose))
    if plot is not None:
        save_chart(found.plot(whose), plot)
    if write_rows(rows, csv=csv, json=json) or plot is not None:
        return
    _print(found, whose)


def _print(found: TradeMatrix, whose: str | None) -> None:
    import polars as pl

    from comity.states import name

    rows = found.table()
    columns = ("from", "to", "million USD", "low", "high", "status")
    if whose is None:
        _table(f"The largest of {rows.height:,} flows, {found.year}", columns, rows)
    else:
        for side, mine in (("exports", "exporter"), ("imports", "importer")):
            of = rows.filter(pl.col(mine) == whose)
            whole = number(float(of["value"].sum()))
            _table(f"{name(whose)}: {side} in {found.year}, {whole} in all", columns, of)
    counts = dict(rows.group_by("status").len().iter_rows())
    told = ", ".join(f"{counts.get(s, 0):,} {s}" for s in ("observed", "bounded", "inferred"))
    typer.echo(f"{len(found.states)} economies; cells: {told}.")
    for note in found.notes:
        typer.echo(f"- {note}")


def _table(title: str, columns: tuple[str, ...], rows: pl.DataFrame) -> None:
    lines = [
        (
            r["exporter"],
            r["importer"],
            *(number(r[c]) for c in ("value", "low", "high")),
            r["status"],
        )
        for r in rows.sort("value", descending=True).head(SHOWN).iter_rows(named=True)
    ]
    print_table(title, columns, lines, right=(2, 3, 4))
