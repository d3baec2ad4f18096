"""Options that several commands share, and the world they name."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    import polars as pl

    from comity.world.world import World

WorldDir = Annotated[
    Path | None,
    typer.Option(
        "--world", help="Read the world in this folder instead of the embedded one.", metavar="DIR"
    ),
]
Since = Annotated[int | None, typer.Option(help="First year.", metavar="YEAR")]
Until = Annotated[int | None, typer.Option(help="Last year.", metavar="YEAR")]
Csv = Annotated[bool, typer.Option("--csv", help="Write CSV to standard output.")]
Json = Annotated[bool, typer.Option("--json", help="Write JSON to standard output.")]
StateA = Annotated[
    str, typer.Argument(metavar="A", help="A state: key, code or name (RUS, Russia).")
]
StateB = Annotated[str, typer.Argument(metavar="B", help="Another state.")]


def open_world(folder: Path | None) -> World:
    """The world in a folder, or the embedded one."""
    from comity.world.world import World

    return World.load() if folder is None else World.open(folder)


def write_rows(frame: pl.DataFrame, *, csv: bool, json: bool) -> bool:
    """Write a frame as CSV or JSON to standard output; False if neither was asked for."""
    if csv and json:
        from comity.errors import ComityError

        raise ComityError("--csv and --json exclude each other: choose one")
    if csv:
        typer.echo(frame.write_csv(), nl=False)
    elif json:
        typer.echo(frame.write_json())
    return csv or json
