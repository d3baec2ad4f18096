"""``comity bottlenecks``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from comity.cli.options import Csv, Json, WorldDir, open_world, write_rows
from comity.cli.tables import number, print_table
from comity.errors import ComityError

if TYPE_CHECKING:
    from comity.answers.bottlenecks import Bottlenecks

__all__ = ["bottlenecks"]

#: Links shown on the terminal.
SHOWN = 20
Commodity = Annotated[
    str | None, typer.Option(help="gas or oil. Default: both.", metavar="COMMODITY")
]
Between = Annotated[
    tuple[str, str] | None,
    typer.Option(help="Only links on the way between two states.", metavar="A B"),
]
Year = Annotated[int, typer.Option(help="Year whose market is solved.", metavar="YEAR")]
Drawn = Annotated[
    Path | None,
    typer.Option("--ensemble", help="Take intervals from this ensemble.", metavar="FOLDER"),
]


def bottlenecks(
    commodity: Commodity = None,
    between: Between = None,
    year: Year = 2023,
    ensemble: Drawn = None,
    csv: Csv = False,
    json: Json = False,
    world: WorldDir = None,
) -> None:
    """Where is the bottleneck: pipelines, plants and straits by what one more unit would be worth.

    The shadow price is what one more unit of a link's capacity would be worth
    in the year's market; links are ranked by shadow price × capacity, in
    million dollars a year. Empty: nothing bounds the link, or no interval.

    Examples:  comity bottlenecks --commodity gas
               comity bottlenecks --between RUS CHN
               comity bottlenecks --ensemble power-of-siberia-2-ensemble --csv
    """
    from comity.answers.bottlenecks import bottlenecks as find

    if csv and json:
        raise ComityError("--csv and --json exclude each other: choose one")
    intervals = None
    if ensemble is not None:
        from comity.simulate.ensemble import link_intervals

        intervals = link_intervals(ensemble, year)
    found = find(open_world(world), commodity, between=between, year=year, intervals=intervals)
    if write_rows(found.table(), csv=csv, json=json):
        return
    _print(found)


def _print(found: Bottlenecks) -> None:
    rows = found.table()
    lines = [
        (
            r["name"], r["commodity"], number(r["capacity"]) + ("" if r["stated"] is not False else "*"),
            number(r["flow"]), "" if r["use"] is None else f"{100 * r['use']:.0f} %",
            number(r["shadow_price"]), "" if r["low"] is None else f"{number(r['low'])}–{number(r['high'])}",
            number(r["worth"]), r["unit"],
        )
        for r in rows.head(SHOWN).iter_rows(named=True)
    ]  # fmt: skip
    columns = ("link", "commodity", "capacity", "flow", "use", "one more, USD", "90 %", "USD million",
               "unit")  # fmt: skip
    print_table(f"Bottlenecks, {found.year}", columns, lines, right=(2, 3, 4, 5, 6, 7))
    if rows.height > SHOWN:
        typer.echo(f"{rows.height - SHOWN} more links: --csv lists all.")
    typer.echo(found.verdict())
    typer.echo(
        "one more: worth of one more unit of capacity (1000 m3 of gas, t of oil); *: capacity inferred."
        + ("" if rows["low"].is_not_null().any() else f"\nNo intervals: {rows['interval'][0]}.")
    )
