"""``comity simulate``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from comity.cli.options import Csv, Json, WorldDir, open_world
from comity.errors import ComityError

if TYPE_CHECKING:
    from comity.answers.scenario_effects import Effects

__all__ = ["simulate"]

#: Rows of each table on the terminal.
SHOWN = 8


def simulate(
    file: Annotated[Path, typer.Argument(metavar="FILE.toml", help="A scenario.")],
    baseline: Annotated[
        int | None, typer.Option(help="Year whose market is changed. Default: the scenario's.")
    ] = None,
    year: Annotated[
        int | None, typer.Option(help="Only the changes that hold in this year. Default: all.")
    ] = None,
    dyads: Annotated[
        str | None,
        typer.Option(help="Pairs whose alignment is read, as RUS-CHN,IND-RUS.", metavar="DYADS"),
    ] = None,
    report: Annotated[
        Path | None, typer.Option(help="Also write a page.", metavar="FILE.html")
    ] = None,
    table: Annotated[
        Path | None,
        typer.Option(
            help="Input-output table for changes of trade by sector: OECD ICIO, WIOD or CSV.",
            metavar="PATH",
        ),
    ] = None,
    draws: Annotated[
        int,
        typer.Option(help="Draws behind the intervals of trade; 0 for none.", min=0, max=10_000),
    ] = 200,
    csv: Csv = False,
    json: Json = False,
    world: WorldDir = None,
) -> None:
    """What a scenario does to energy, trade and alignment: before and after, side by side.

    Energy: who sells how much gas and oil to whom, through which pipe, port or strait, at
    what price; what one more unit of each link would be worth. Trade: who sells what to
    whom, welfare, prices, who replaces whom, dependence. And the mechanical change in
    alignment (flows moved, everything else as it was), with the response of past cases
    beside it where there are sanctions.

    Examples:  comity simulate examples/scenarios/power-of-siberia-2.toml
               comity simulate examples/scenarios/china-joins-sanctions.toml --report page.html
               comity simulate hormuz-closed.toml --json > hormuz.json
    """
    from comity.answers.scenario_effects import effects
    from comity.answers.scenario_tables import as_object, long_table
    from comity.cli.brief import dyads as pairs
    from comity.simulate.run import simulate as run
    from comity.simulate.scenario import Scenario

    if csv and json:
        raise ComityError("--csv and --json exclude each other: choose one")
    scenario = Scenario.read(file)
    before = open_world(world)
    after = run(before, scenario, baseline=baseline, year=year, table=table, draws=draws)
    found = effects(before, after, None if dyads is None else pairs(dyads))
    if report is not None:
        from comity.report.scenario_page import write_page

        write_page(found, report)
    if csv:
        typer.echo(long_table(found).write_csv(), nl=False)
    elif json:
        from json import dumps

        typer.echo(dumps(as_object(found), ensure_ascii=False, allow_nan=False))
    else:
        _print(found)
        if report is not None:
            typer.echo(f"Page: {report}")


def _print(found: Effects) -> None:
    from rich.console import Console
    from rich.padding import Padding
    from rich.text import Text

    from comity.answers.scenario_trade_words import basis_lines
    from comity.answers.scenario_words import headline, tables
    from comity.cli.tables import print_table, printable

    console, outcome = Console(highlight=False), found.outcome
    console.print(Text(printable(outcome.scenario.name), style="bold"), Text(f"({outcome.year})"))
    for text in (outcome.scenario.about, *headline(found)):
        if text:
            console.print(Padding(Text(printable(text)), (0, 0, 0, 2)))
    console.print()
    for table in tables(found, SHOWN):
        print_table(table.title, table.columns, table.rows, right=table.right, note=table.note)
    for label, text in (("Expected", outcome.scenario.expects), ("Found", outcome.scenario.finds)):
        if text:
            console.print(Text(f"{label}: ", style="bold"), Text(printable(text)))
    basis = basis_lines(outcome.trade) if outcome.trade else ()
    for line in (*basis, *outcome.notes):
        console.print(Padding(Text(printable(line), style="dim"), (0, 0, 0, 2)))
    typer.echo(
        "Alignment is in standard deviations among dyads; its change is mechanical (trade shares moved, "
        "fitted parameters frozen), not how states would react; the response of past cases stands beside it. "
        "Where no interval is given, nothing that is drawn is left in it: errors of the markets are not."
    )
