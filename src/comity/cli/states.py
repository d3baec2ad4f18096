"""``comity states``."""

from __future__ import annotations

from typing import Annotated

import typer

from comity.cli.options import Csv, Json, WorldDir, open_world, write_rows
from comity.cli.tables import print_table

states = typer.Typer(help="The state system, names and codes.", no_args_is_help=True)


@states.command()
def find(
    text: Annotated[str, typer.Argument(help="A name, a code or a part of one.")],
    csv: Csv = False,
    json: Json = False,
    world: WorldDir = None,
) -> None:
    """Find a state by any name or code its sources use.

    Names and codes are the same in every world; --world is only checked to be one.

    Example:  comity states find "Soviet Union"
    """
    from comity.states import find as find_states

    if world is not None:
        open_world(world)
    frame = find_states(text)
    if write_rows(frame, csv=csv, json=json):
        return
    if frame.is_empty():
        typer.echo(f"nothing like {text[:60]!r}", err=True)
        raise typer.Exit(2)
    rows = [tuple("" if v is None else str(v) for v in row) for row in frame.iter_rows()]
    print_table(f"States like “{text[:60]}”", frame.columns, rows)


@states.command("list")
def list_states(
    year: Annotated[
        int | None, typer.Option(help="Only members of the system in this year.")
    ] = None,
    csv: Csv = False,
    json: Json = False,
    world: WorldDir = None,
) -> None:
    """List the states of the system since 1816, one row per spell; the same in every world."""
    import polars as pl

    from comity.states import keys, table

    if world is not None:
        open_world(world)
    frame = table()
    if year is not None:
        frame = frame.filter(
            pl.col("state").is_in(keys(year))
            & (pl.col("start").dt.year() <= year)
            & (pl.col("end").dt.year().fill_null(9999) >= year)
        )
    if write_rows(frame, csv=csv, json=json):
        return
    columns = ["state", "name", "cow", "gw", "start", "end"]
    rows = [
        tuple("" if v is None else str(v) for v in row) for row in frame.select(columns).iter_rows()
    ]
    print_table("States", columns, rows, right=(2, 3))
